"""Rows of the registry → the values that the library judges."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date, datetime
from fractions import Fraction

from django.utils import timezone

from zhence.evidence import NON_NEGATIVE, Interval
from zhence.facts import Membership as MembershipFact
from zhence.facts import Project as ProjectFact
from zhence.periods import Span
from zhence_web.records.registry.models import CategoryRuling, Membership, Project
from zhence_web.records.registry.uses import COMPLEX

_PART = "（商业综合体部分）"


def membership_fact(
    row: Membership, on: date, known_at: datetime, state: str | None = None
) -> MembershipFact:
    """Return a membership as it was on a day, by what was known at a moment.

    *state* is where its moves have brought it; by default the one it began with.
    An empty category or an empty list of industries is unknown.
    """
    ruling = ruling_on(row, on, known_at)
    category = row.category if ruling is None else ruling.category
    industries = row.lead_industries if ruling is None else ruling.lead_industries
    return MembershipFact(
        subject=subject_of(row),
        list=row.list_name,
        state=row.state if state is None else state,
        category=category or None,
        lead_industries=tuple(industries) or None,
        listed_on=row.listed_on,
        stay_first_year=row.stay_first_year,
        was_creation=row.was_creation,
    )


def subject_of(row: Membership) -> str:
    """Return the name by which the library knows a site: its organisation's code."""
    return row.site.org.code


def ruling_on(row: Membership, on: date, known_at: datetime) -> CategoryRuling | None:
    """Return the ruling on the category that holds on a day; ``None`` without one."""
    held = [
        ruling
        for ruling in row.category_rulings.all()
        if ruling.since <= on and ruling.recorded_at <= known_at
    ]
    return max(held, key=lambda r: (r.since, r.recorded_at), default=None)


def newest(rows: Iterable[Project], known_at: datetime) -> tuple[Project, ...]:
    """Return the last version of each project that was known at a moment, by code."""
    held: dict[str, Project] = {}
    for row in sorted(rows, key=lambda r: r.recorded_at):
        if row.recorded_at <= known_at:
            held[row.code] = row
    return tuple(held[code] for code in sorted(held))


def project_facts(row: Project) -> tuple[ProjectFact, ...]:
    """Return what a project's file tells the library.

    The commercial complex of a project becomes a value of its own, so that a policy
    which leaves complexes out can, and one which counts them gets the same sum.
    """
    whole = Interval(_money(row.amount_low), _money(row.amount_high))
    part = row.complex if row.use != COMPLEX else None
    period = None
    if row.since is not None and row.until is not None:
        period = Span(row.since, row.until)
    main = ProjectFact(
        subject=row.site.org.code,
        name=row.name,
        use=row.use,
        amount=(
            whole if not part else _less(whole, Fraction(part)).within(NON_NEGATIVE)
        ),
        lead=row.lead,
        residential=(
            None if row.residential is None else Interval.point(row.residential)
        ),
        split=row.split,
        period=period,
        recorded_on=timezone.localtime(row.recorded_at).date(),
    )
    if not part:
        return (main,)
    complex_part = ProjectFact(
        subject=main.subject,
        name=f"{row.name}{_PART}",
        use=COMPLEX,
        amount=Interval.point(part),
        lead=row.lead,
        period=period,
        recorded_on=main.recorded_on,
    )
    return (main, complex_part)


def _money(amount: int | None) -> Fraction | None:
    return None if amount is None else Fraction(amount)


def _less(whole: Interval, part: Fraction) -> Interval:
    return whole.minus(Interval.point(part))
