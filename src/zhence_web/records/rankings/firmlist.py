"""The firms of a run as a list: filtered, ordered and paged by the database."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import overload

from django.db.models import Exists, F, OuterRef, Q, QuerySet
from django.db.models.lookups import IsNull

from zhence_web.kit.paging import Page, page_of
from zhence_web.records.rankings.grades import FirmRow, firm_row
from zhence_web.records.rankings.models import FirmGrade, Objection

_A_PAGE = 50


@dataclass(frozen=True, slots=True)
class Wanted:
    """Which firms are asked for; an empty field asks for all."""

    place: str = ""
    band: str = ""
    standing: str = ""
    objected: bool = False
    words: str = ""


@dataclass(frozen=True, slots=True)
class Choices:
    """What a list of firms can be filtered by, and how many there are."""

    places: tuple[str, ...]
    industries: bool
    total: int


class _Rows(Sequence[FirmGrade]):
    """A query as a sequence that is counted and cut by the database."""

    def __init__(self, query: QuerySet[FirmGrade]) -> None:
        self._query = query

    def __len__(self) -> int:
        return self._query.count()

    @overload
    def __getitem__(self, index: int) -> FirmGrade: ...
    @overload
    def __getitem__(self, index: slice) -> Sequence[FirmGrade]: ...
    def __getitem__(self, index: int | slice) -> FirmGrade | Sequence[FirmGrade]:
        return (
            self._query[index] if isinstance(index, int) else list(self._query[index])
        )


def firm_page(run: int, wanted: Wanted, page: str | None = None) -> Page[FirmRow]:
    """Return one page of the firms asked for: by list and rank, then the unranked."""
    found = page_of(_Rows(_query(run, wanted)), page, _A_PAGE)
    return found.showing([_told(row) for row in found.items])


def choices(run: int) -> Choices:
    """Return what the firms of a run can be filtered by."""
    rows = FirmGrade.objects.filter(run=run)
    places = rows.exclude(place="").values_list("place", flat=True)
    return Choices(
        places=tuple(places.distinct().order_by("place")),
        industries=rows.exclude(industry="").exists(),
        total=rows.count(),
    )


def _query(run: int, wanted: Wanted) -> QuerySet[FirmGrade]:
    waiting = Objection.objects.filter(grade=OuterRef("pk"), answered_at__isnull=True)
    rows = FirmGrade.objects.filter(run=run).annotate(
        waiting=Exists(waiting), roll=F("sheet__roll")
    )
    if wanted.place:
        rows = rows.filter(place=wanted.place)
    if wanted.band:
        rows = rows.filter(final=wanted.band)
    if wanted.standing:
        rows = rows.filter(standing=wanted.standing)
    if wanted.objected:
        rows = rows.filter(waiting=True)
    if wanted.words:
        like = Q(name__icontains=wanted.words)
        rows = rows.filter(like | Q(credit_code__icontains=wanted.words))
    # The longest list comes first, and of two lists of one length neither.
    return rows.defer("sheet").order_by(
        IsNull(F("rank"), True),  # noqa: FBT003  # a lookup's right side
        F("of").desc(nulls_last=True),
        "rank",
        "credit_code",
    )


def _told(row: FirmGrade) -> FirmRow:
    roll, waiting = getattr(row, "roll"), getattr(row, "waiting")  # noqa: B009
    return firm_row(row, roll, objected=waiting)
