"""Lists as CSV, XLSX and Parquet: the rows that the reader would see, flat.

A text that a spreadsheet would run as a formula gets an apostrophe before it in CSV
and XLSX; Parquet, which nothing runs, keeps what is stored.
"""

from __future__ import annotations

import csv
import io
from collections.abc import Iterator, Mapping, Sequence
from datetime import date, datetime

from django.http import HttpResponse
from pydantic import BaseModel

FORMULA = "=+-@\t\r\n＝＋－＠"
"""What a formula may begin with, in any spreadsheet that we know of."""

Flat = str | int | bool | None
_TYPES: Mapping[str, str] = {
    "csv": "text/csv; charset=utf-8",
    "xlsx": "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
    "parquet": "application/vnd.apache.parquet",
}


def export(
    shape: type[BaseModel], rows: Sequence[BaseModel], form: str, name: str
) -> HttpResponse:
    """Return *rows* as a file; its columns are those of *shape*, be there rows or not.

    A list within a row is told in one cell, its parts between semicolons.
    """
    head, body = columns(shape), [list(flat(row)) for row in rows]
    made = _csv(head, body) if form == "csv" else _made(form, head, body)
    disposition = f'attachment; filename="{name}.{form}"'
    return HttpResponse(
        made, _TYPES[form], headers={"Content-Disposition": disposition}
    )


def columns(shape: type[BaseModel], before: str = "") -> list[str]:
    """Return the names of the columns; a shape within a shape gives several."""
    found: list[str] = []
    for name, field in shape.model_fields.items():
        inner = _inner(field.annotation)
        found += columns(inner, f"{before}{name}_") if inner else [f"{before}{name}"]
    return found


def flat(row: BaseModel | None, shape: type[BaseModel] | None = None) -> Iterator[Flat]:
    """Yield the cells of a row in the order of :func:`columns`; absent is empty."""
    for name, field in (shape or type(row)).model_fields.items():  # type: ignore[union-attr]
        value = None if row is None else getattr(row, name)
        inner = _inner(field.annotation)
        if inner:
            yield from flat(value, inner)
        else:
            yield _cell(value)


def neutral(value: Flat) -> Flat:
    """Return a cell that no spreadsheet runs.

    >>> neutral("=1+1"), neutral("－2"), neutral(-2), neutral("镇")
    ("'=1+1", "'－2", -2, '镇')
    """
    if isinstance(value, str) and value.lstrip(" ")[:1] in FORMULA and value.strip():
        return f"'{value}"
    return value


def _inner(annotation: object) -> type[BaseModel] | None:
    """Return the shape of a field that holds one, be it optional."""
    options = getattr(annotation, "__args__", ()) or (annotation,)
    if getattr(annotation, "__origin__", None) in {list, tuple, dict}:
        return None
    shapes = [o for o in options if isinstance(o, type) and issubclass(o, BaseModel)]
    return shapes[0] if shapes else None


def _cell(value: object) -> Flat:
    if value is None or isinstance(value, bool | int):
        return value
    if isinstance(value, datetime | date):
        return value.isoformat()
    if isinstance(value, list | tuple):
        return "; ".join(str(_cell(part)) for part in value)
    if isinstance(value, BaseModel):
        return " ".join(str(part) for part in flat(value) if part not in (None, ""))
    return str(value)


def _csv(head: list[str], rows: list[list[Flat]]) -> bytes:
    text = io.StringIO(newline="")
    writer = csv.writer(text)
    writer.writerow(head)
    writer.writerows([neutral(cell) for cell in row] for row in rows)
    # The mark by which Excel knows UTF-8.
    return text.getvalue().encode("utf-8-sig")


def _made(form: str, head: list[str], rows: list[list[Flat]]) -> bytes:
    # No start of the site should wait for what only few of its answers need.
    from zhence_web.api import files  # noqa: PLC0415

    if form == "parquet":
        return files.parquet(head, rows)
    return files.workbook(head, [[neutral(cell) for cell in row] for row in rows])
