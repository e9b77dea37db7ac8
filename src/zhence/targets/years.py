"""A figure that each year must reach by itself: a good year repairs no other."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace
from datetime import date
from fractions import Fraction

from zhence.evidence import NON_NEGATIVE, Interval, Verdict, all_of
from zhence.facts import Project
from zhence.packs.schema import ProjectLine
from zhence.rules.numeric import holds
from zhence.rules.terms import Operator
from zhence.targets.asked import Asked
from zhence.targets.counting import counted
from zhence.targets.figures import of_year
from zhence.targets.plain import figure
from zhence.targets.reached import Reached, decide
from zhence.targets.sums import total
from zhence.units import exact_number, unit

_REACHES = {Verdict.PASS: True, Verdict.FAIL: False}
_RESIDENTIAL = "residential"


def each_year(
    asked: Asked, indicator: str, years: Iterable[int], line: ProjectLine | None
) -> Reached:
    """Return the years that have begun, each by itself.

    The verdict joins those that are over; the year that runs counts once it
    has passed. The figure shown is that of the latest year that is over.
    """
    begun = [y for y in sorted(years) if y <= asked.day.year]
    told = {y: _year(asked, indicator, y, line) for y in begun}
    verdicts = {y: decide(asked, reached) for y, reached in told.items()}
    over = [y for y in begun if date(y, 12, 31) <= asked.day]
    joined = [v for y, v in verdicts.items() if y in over or v is Verdict.PASS] or list(
        verdicts.values()
    )
    shown = told[(over or begun)[-1]] if begun else Reached(NON_NEGATIVE)
    return replace(
        shown,
        settled=all_of(joined) if joined else Verdict.INSUFFICIENT_DATA,
        by_period={str(y): v for y, v in verdicts.items()},
        missing=tuple(str(y) for y in over if verdicts[y].undecided),
    )


def _year(asked: Asked, indicator: str, year: int, line: ProjectLine | None) -> Reached:
    if line is None or not asked.register.projects:
        return figure(asked, total(asked, indicator, of_year(year)))
    used = asked.pack.rulebook.words(line.exclude, asked.day)
    limit = (exact_number(line.at_least) or Fraction(0)) * unit(line.unit).factor
    projects = [
        p
        for held in asked.figures.projects.values()
        for p in held
        if p.use not in used and (p.period is None or p.period.start.year == year)
    ]
    states = {
        f"{n} {p.name}": _counts(p, limit, used) for n, p in enumerate(projects, 1)
    }
    reached = counted(asked, states)
    counts = {**reached.counts, "counted": reached.counts["lower"]}
    return replace(reached, counts=counts)


def _counts(
    project: Project, limit: Fraction, excluded: tuple[str, ...]
) -> bool | None:
    """Say whether a project is large enough without its housing; undated, it may be."""
    amount = project.amount
    if _RESIDENTIAL in excluded and project.residential is not None:
        amount = amount.minus(project.residential)
    elif _RESIDENTIAL in excluded and not project.split:
        amount = amount.hull(Interval.point(0))
    large = _REACHES.get(holds(Operator.AT_LEAST, amount.minus(Interval.point(limit))))
    return None if large is True and project.period is None else large
