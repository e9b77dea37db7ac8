"""Which restatements wait for a look, and what each would flip."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass
from datetime import date, datetime

from django.db.models import QuerySet

from zhence.evidence import Text, Verdict
from zhence.restatement import Priority, priority_of
from zhence_web.packbook import packbook
from zhence_web.records.accounts.reads import names_of
from zhence_web.records.assessment.models import Review
from zhence_web.records.lifecycle.reads import (
    MemberView,
    member_view,
)


@dataclass(frozen=True, slots=True)
class FlipView:
    """What would come out otherwise."""

    what: str
    title: Text
    before: str
    after: str


@dataclass(frozen=True, slots=True)
class ReviewView:
    """A review; *result* ``None``: nothing would flip.

    *urgent*: the figure would lift a failed result, and somebody bears it meanwhile.
    """

    id: int
    site: int
    org: int
    member: MemberView | None
    name: str
    indicator: Text
    period: tuple[date, date]
    reason: str
    recorded_at: datetime
    opened_at: datetime
    result: int | None
    run: int | None
    year: int | None
    flips: tuple[FlipView, ...]
    urgent: bool
    closed_at: datetime | None
    closed_by: str
    outcome: str


def reviews(orgs: Collection[int], on: date) -> tuple[ReviewView, ...]:
    """Return the reviews of these organisations' sites: open first, urgent before."""
    rows = _reviews().filter(site__org__in=orgs).order_by("-opened_at", "-id")
    told = _review_views(rows, on)
    return tuple(sorted(told, key=lambda r: (r.closed_at is not None, not r.urgent)))


def review(id_: int, on: date) -> ReviewView | None:
    """Return one review, ``None`` if there is no such."""
    row = _reviews().filter(pk=id_).first()
    return next(iter(_review_views([] if row is None else [row], on)), None)


def _reviews() -> QuerySet[Review]:
    return Review.objects.select_related(
        "site__org",
        "observation",
        "result__run",
        "result__membership__site__org",
        "closed_by",
    )


def _review_views(rows: Iterable[Review], on: date) -> list[ReviewView]:
    held = list(rows)
    names = names_of({row.site.org_id for row in held}, on)
    return [_review_view(row, names) for row in held]


def _review_view(row: Review, names: Mapping[int, str]) -> ReviewView:
    figure, found = row.observation, row.result
    known = packbook().sources.catalogue.find(figure.indicator)
    name = Text(figure.indicator, figure.indicator) if known is None else known.name
    pack = None if found is None else packbook().sources.packs.get(found.run.policy)
    criteria = {} if pack is None else pack.rulebook.criteria
    titles = {
        "result": Text("结果", "result"),
        "proposal": Text("建议", "proposal"),
        **{key: c.title for key, c in criteria.items()},
    }
    view = None if found is None else member_view(found.membership, names)
    return ReviewView(
        id=row.pk,
        site=row.site_id,
        org=row.site.org_id,
        member=view,
        name=names.get(row.site.org_id, ""),
        indicator=name,
        period=(figure.starts, figure.ends),
        reason=figure.get_reason_display(),
        recorded_at=figure.recorded_at,
        opened_at=row.opened_at,
        result=row.result_id,
        run=None if found is None else found.run_id,
        year=None if found is None else found.run.year,
        flips=tuple(
            FlipView(
                f["what"],
                titles.get(f["what"], Text(f["what"], f["what"])),
                f["before"],
                f["after"],
            )
            for f in row.flips
        ),
        urgent=_urgent(row),
        closed_at=row.closed_at,
        closed_by="" if row.closed_by is None else row.closed_by.display_name,
        outcome=row.outcome,
    )


def _urgent(row: Review) -> bool:
    return any(
        priority_of(Verdict(f["before"]), Verdict(f["after"])) is Priority.HIGH
        for f in row.flips
        if f["what"] == "result"
    )
