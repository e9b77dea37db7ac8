"""Per-mu grades as pages show them: an office all of a run, a firm its own."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date, datetime
from typing import TYPE_CHECKING

from django.db.models import Count, F, Q, QuerySet

from zhence.evidence import Text
from zhence_web.kit.exports import Table
from zhence_web.packbook.permu import roster_of, schemes
from zhence_web.records.accounts.gate import allowed, check
from zhence_web.records.accounts.hand import Hand
from zhence_web.records.accounts.permissions import RIGHTS, Action
from zhence_web.records.accounts.tree import subtree
from zhence_web.records.rankings.models import FirmGrade, FirmSeat, GradeRun, Objection
from zhence_web.records.rankings.named import names_of
from zhence_web.records.rankings.objecting import check_own

if TYPE_CHECKING:
    from zhence_web.records.rankings.sheets import KeptItem

STANDINGS: Mapping[str, Text] = {
    "ranked": Text("参与排序", "ranked"),
    "shown": Text("仅列示，不参与排序", "shown, not ranked"),
    "incomplete": Text("数据不全，不参与排序", "incomplete, not ranked"),
    "aside": Text("只采集，不评级", "collected, not rated"),
    "unrated": Text("只列名单，不计分", "listed, not scored"),
    "unlisted": Text("不在评价范围", "outside the scope"),
}
_OPEN = Q(objections__answered_at__isnull=True, objections__isnull=False)


@dataclass(frozen=True, slots=True)
class Grading:
    """A run as lists name it; *waiting* objections wait for their answer.

    *warnings* are soft faults of the roster, each with its cell.
    """

    id: int
    scheme: str
    title: Text
    year: int
    office: str
    label: str
    file_name: str
    asked_by: str
    asked_at: datetime
    published_at: datetime | None
    until: date | None
    sha256: str
    method_hash: str
    ranked: int
    bands: tuple[tuple[str, int], ...]
    warnings: tuple[tuple[str, Text], ...]
    waiting: int


@dataclass(frozen=True, slots=True)
class FirmRow:
    """A firm in the list of a run; *roll* is the list of firms it is ranked in."""

    id: int
    credit_code: str
    name: str
    place: str
    industry: str
    roll: Text | None
    standing: str
    score: str
    rank: int | None
    of: int | None
    band: str
    final: str
    objected: bool

    @property
    def standing_name(self) -> Text:
        """Return what its standing is called."""
        return STANDINGS[self.standing]


@dataclass(frozen=True, slots=True)
class ItemRow:
    """An item of a sheet: what was scored, against what, by which formula."""

    title: Text
    unit: str
    weight: str
    formula: Text
    value: str
    benchmark: str
    points: str
    remark: Text | None
    swamps: bool


@dataclass(frozen=True, slots=True)
class Said:
    """An objection with its answer; *upheld* ``None``: none yet."""

    reason: str
    at: datetime
    by: str
    upheld: bool | None
    answer: str
    answered_at: datetime | None
    answered_by: str


@dataclass(frozen=True, slots=True)
class FirmSheet:
    """Everything about one firm's result, and what was said of it."""

    grading: Grading
    row: FirmRow
    items: tuple[ItemRow, ...]
    adjusted: str
    missing: tuple[Text, ...]
    reasons: tuple[Text, ...]
    said: tuple[Said, ...]
    seats: tuple[str, ...]
    registered: bool

    @property
    def waiting(self) -> bool:
        """Say whether an objection waits for its answer."""
        return any(one.upheld is None for one in self.said)


def gradings(by: Hand, on: date) -> tuple[Grading, ...]:
    """Return the runs of an office and of those below it, the newest first."""
    rows = _runs().filter(org__in=subtree(by.org, on)).order_by("-id")
    return _gradings(rows, on)


def grading(run: int, by: Hand, on: date) -> Grading | None:
    """Return a run, ``None`` if there is none.

    Raises:
        NotAllowedError: *by* may not see it.
    """
    row = _runs().filter(pk=run).first()
    if row is None:
        return None
    check(by, Action.VIEW_RANKING, row.org_id, on)
    return _gradings([row], on)[0]


def sheet_for_office(grade: int, by: Hand, on: date) -> FirmSheet | None:
    """Return a firm's sheet, ``None`` if there is none.

    Raises:
        NotAllowedError: *by* may not see the run.
    """
    row = FirmGrade.objects.select_related("run").filter(pk=grade).first()
    if row is None:
        return None
    check(by, Action.VIEW_RANKING, row.run.org_id, on)
    return _sheet(row, on)


def sheet_for_firm(grade: int, by: Hand, at: datetime, on: date) -> FirmSheet | None:
    """Return the sheet of the firm that *by* speaks for, ``None`` if there is none.

    Raises:
        NotAllowedError: it is another firm's, or not made known yet.
    """
    row = FirmGrade.objects.select_related("run").filter(pk=grade).first()
    if row is None:
        return None
    check_own(row, Action.VIEW_OWN_GRADE, by, at)
    return _sheet(row, on)


def own_grades(by: Hand, on: date) -> tuple[tuple[Grading, FirmRow], ...]:
    """Return the published results of the firm that *by* speaks for, newest first."""
    check(by, Action.VIEW_OWN_GRADE, by.org, on)
    seat = FirmSeat.objects.filter(appointment_id=by.appointment).first()
    if seat is None:
        return ()
    rows = FirmGrade.objects.filter(
        enterprise=seat.enterprise_id, run__published_at__isnull=False
    ).annotate(open_=Count("pk", filter=_OPEN), roll=F("sheet__roll"))
    held = {row.run_id: row for row in rows.defer("sheet")}
    runs = _runs().filter(pk__in=held).order_by("-id")
    return tuple(
        (told, firm_row(row, row.roll, objected=bool(row.open_)))
        for told, row in ((one, held[one.id]) for one in _gradings(runs, on))
    )


def own_firm(by: Hand) -> str:
    """Return the name of the firm that *by* speaks for, empty if there is none."""
    seat = FirmSeat.objects.filter(appointment_id=by.appointment)
    return str(seat.values_list("enterprise__name", flat=True).first() or "")


def offered() -> tuple[tuple[str, Text], ...]:
    """Return the schemes that can be asked for."""
    return tuple((id_, scheme.title) for id_, scheme in schemes().items())


def blank(scheme: str) -> Table | None:
    """Return the empty roster of a scheme, ``None`` for no such scheme."""
    return roster_of(scheme)


def may(by: Hand, action: Action, run: int, on: date) -> bool:
    """Say whether a hand may do something with a run."""
    org = GradeRun.objects.values_list("org_id", flat=True).get(pk=run)
    return allowed(by, action, org, on) is None


def may_grade(by: Hand) -> bool:
    """Say whether a hand's role may grade firms."""
    return any(right.role is by.role for right in RIGHTS[Action.RUN_RANKING])


def _runs() -> QuerySet[GradeRun]:
    return GradeRun.objects.defer("content").select_related("asked_by")


def _gradings(rows: Iterable[GradeRun], on: date) -> tuple[Grading, ...]:
    held = list(rows)
    names = names_of([row.org_id for row in held], on)
    waiting = Counter(
        Objection.objects.filter(
            grade__run__in=[row.pk for row in held], answered_at__isnull=True
        ).values_list("grade__run_id", flat=True)
    )
    return tuple(
        Grading(
            id=row.pk,
            scheme=row.method,
            title=Text(row.title_zh, row.title_en),
            year=row.year,
            office=names.get(row.org_id, ""),
            label=row.label,
            file_name=row.file_name,
            asked_by=row.asked_by.display_name,
            asked_at=row.asked_at,
            published_at=row.published_at,
            until=row.objections_until,
            sha256=row.sha256,
            method_hash=row.method_hash,
            ranked=row.outcome["ranked"],
            bands=tuple(row.outcome["bands"].items()),
            warnings=tuple(
                (w["where"], Text(w["zh"], w["en"])) for w in row.outcome["warnings"]
            ),
            waiting=waiting[row.pk],
        )
        for row in held
    )


def firm_row(row: FirmGrade, roll: list[str] | None, *, objected: bool) -> FirmRow:
    """Return a firm as lists show it; *roll* is what its sheet names, if it does."""
    return FirmRow(
        id=row.pk,
        credit_code=row.credit_code,
        name=row.name,
        place=row.place,
        industry=row.industry,
        roll=None if roll is None else Text(*roll),
        standing=row.standing,
        score=row.score,
        rank=row.rank,
        of=row.of,
        band=row.band,
        final=row.final,
        objected=objected,
    )


def _sheet(row: FirmGrade, on: date) -> FirmSheet:
    told = row.sheet
    said = row.objections.select_related("by", "answered_by").order_by("pk")
    seats = FirmSeat.objects.filter(enterprise=row.enterprise_id).values_list(
        "appointment__user__username", flat=True
    )
    words = tuple(_said(one) for one in said)
    waits = any(one.upheld is None for one in words)
    return FirmSheet(
        grading=_gradings([row.run], on)[0],
        row=firm_row(row, told["roll"], objected=waits),
        items=tuple(_item(part) for part in told["parts"]),
        adjusted=told["adjusted"],
        missing=tuple(Text(*name) for name in told["missing"]),
        reasons=tuple(Text(*reason) for reason in told["reasons"]),
        said=words,
        seats=tuple(seats) if row.enterprise_id else (),
        registered=row.enterprise_id is not None,
    )


def _item(part: KeptItem) -> ItemRow:
    return ItemRow(
        title=Text(*part["title"]),
        unit=part["unit"],
        weight=part["weight"],
        formula=Text(*part["formula"]),
        value=part["value"],
        benchmark=" … ".join(part["benchmark"]),
        points=part["points"],
        remark=None if part["remark"] is None else Text(*part["remark"]),
        swamps=part["swamps"],
    )


def _said(one: Objection) -> Said:
    return Said(
        reason=one.reason,
        at=one.at,
        by=one.by.display_name,
        upheld=one.upheld,
        answer=one.answer,
        answered_at=one.answered_at,
        answered_by="" if one.answered_by is None else one.answered_by.display_name,
    )
