"""What an address asks for: a page, an order, a format; anything else is refused."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import date
from typing import Annotated, Generic, Literal, TypeVar

from django.http import HttpRequest
from pydantic import BaseModel, BeforeValidator, ConfigDict, Field

from zhence_web.api import codes
from zhence_web.api.problems import ProblemError, Wrong, named

Row = TypeVar("Row", bound=BaseModel)

LARGEST = 200
"""The most rows of one page."""

Number = Annotated[int, Field(ge=1, le=2**31 - 1)]
"""A key of one of our tables."""

Format = Literal["json", "csv", "xlsx", "parquet"]


def _day(text: object) -> object:
    """Read days as ISO writes them only: a number would be read as seconds."""
    if isinstance(text, str) and len(text) == len("2026-01-01"):
        return date.fromisoformat(text)
    raise ValueError("a day such as 2026-01-01")


Day = Annotated[
    date,
    BeforeValidator(_day),
    Field(ge=date(1950, 1, 1), le=date(2099, 12, 31)),
]
"""A day within reason."""

Words = Annotated[str, Field(max_length=60)]

Name = Annotated[str, Field(max_length=150)]


class Asked(BaseModel):
    """A query; parameters that it does not name are refused."""

    model_config = ConfigDict(extra="forbid", frozen=True)


class Paged(Asked):
    """A query for a list. With another format than JSON the whole list is sent."""

    page: Annotated[int, Field(ge=1, le=10**6)] = 1
    size: Annotated[int, Field(ge=1, le=LARGEST)] = 50
    format: Format = "json"
    sort: str = ""


class Page(BaseModel, Generic[Row]):
    """One page of a list; *total* counts all of it."""

    items: list[Row]
    page: int
    size: int
    total: int
    pages: int


def strict(request: HttpRequest, known: Iterable[str]) -> None:
    """Refuse parameters that nobody asked for, and one that comes twice.

    Raises:
        ProblemError: every such parameter, at once.
    """
    names = set(known)
    faults: list[Wrong] = []
    for name, values in request.GET.lists():
        shown = name[:60].replace("\0", "")
        if name not in names:
            faults.append(
                named("query_unknown", shown, "没有这个参数", "no such parameter")
            )
        elif len(values) > 1:
            faults.append(
                named("query_twice", shown, "这个参数写了几次", "given more than once")
            )
        elif "\0" in values[0]:
            faults.append(named("query_nul", shown, "含有空字符", "a NUL in it"))
    if faults:
        raise ProblemError(codes.QUERY, faults)


def ordered(rows: Sequence[Row], sort: str) -> Sequence[Row]:
    """Return rows by a field of theirs; with ``-`` backwards, what is unknown last."""
    name = sort.removeprefix("-")
    if not name:
        return rows
    told = [row for row in rows if getattr(row, name) is not None]
    rest = [row for row in rows if getattr(row, name) is None]
    back = sort.startswith("-")
    return [*sorted(told, key=lambda row: _key(row, name), reverse=back), *rest]


def paged(rows: Sequence[Row], asked: Paged) -> Page[Row]:
    """Return the page asked for; one behind the last is empty."""
    first = (asked.page - 1) * asked.size
    return Page(
        items=list(rows[first : first + asked.size]),
        page=asked.page,
        size=asked.size,
        total=len(rows),
        pages=-(-len(rows) // asked.size),
    )


def _key(row: BaseModel, name: str) -> str | int | date:
    value = getattr(row, name)
    if isinstance(value, str | int | date):
        return value
    return str(getattr(value, "zh", value))
