"""Plain sums and counts, and members over a line."""

from __future__ import annotations

from dataclasses import replace

from zhence.evidence import NON_NEGATIVE, Verdict
from zhence.packs.schema import CountIf
from zhence.targets.asked import Asked
from zhence.targets.conditions import on_record, over_line
from zhence.targets.counting import counted, with_gap
from zhence.targets.figures import codes_of, of_plan, of_year, on_day
from zhence.targets.population import population
from zhence.targets.reached import Reached, decide
from zhence.targets.roster import holders
from zhence.targets.shares import moment
from zhence.targets.sums import Total, total
from zhence.units import Dimension

_COUNTS = frozenset({Dimension.COUNT, Dimension.PERSONS, Dimension.VISITS})
_MAY_COUNT_TWICE = "firms_not_told_apart"
CALENDAR_YEAR = "calendar_year"
PLAN_PERIOD = "plan_period"


def summed(asked: Asked, indicator: str) -> Reached:
    """Return a sum; firms on a roster count by credit code instead."""
    by_code = holders(asked, indicator)
    if by_code is not None:
        return with_gap(asked, by_code)
    told = total(asked, indicator, moment(asked))
    reached = figure(asked, told)
    start = asked.start
    if asked.value.or_plan and start is not None:
        plan = total(asked, indicator, of_plan(start, asked.year))
        whole = figure(asked, plan)
        readings = {CALENDAR_YEAR: reached, PLAN_PERIOD: whole}
        of_the_year = told.interval.known or bool(told.interval.low)
        decides = reached if of_the_year or not plan.told else whole
        return replace(decides, alternatives=readings)
    if asked.value.over == "year" and told.parts is None:
        return replace(reached, by_period=_years(asked, indicator))
    return reached


def figure(asked: Asked, told: Total) -> Reached:
    """Return a sum with its counts; one of firms over members is marked."""
    counts: dict[str, int] = {}
    flags = told.flags
    whole = asked.unit.dimension in _COUNTS
    if told.parts is not None and told.told:
        counts["counted"] = len(told.parts)
        if whole and len(told.parts) > 1:
            flags |= {_MAY_COUNT_TWICE}
    if whole and told.told:
        ends = {"lower": told.interval.low, "upper": told.interval.high}
        counts |= {
            name: int(end)
            for name, end in ends.items()
            if end is not None and end.denominator == 1
        }
    reached = Reached(
        told.interval,
        settled=None if told.impossible is None else Verdict.DATA_ERROR,
        counts=counts,
        missing=told.missing,
        sources=told.sources,
        flags=flags,
        because=told.impossible,
    )
    return with_gap(asked, reached) if whole else reached


def _years(asked: Asked, indicator: str) -> dict[str, Verdict]:
    """Return what each reported year would come to by itself."""
    code = asked.figures.code(indicator)
    years = {
        o.period.last.year
        for name in asked.figures.own
        for o in asked.figures.observations.get(name, {}).get(code, ())
    }
    return {
        str(year): decide(asked, figure(asked, total(asked, indicator, of_year(year))))
        for year in sorted(years)
        if year <= asked.year
    }


def number(asked: Asked, name: str) -> Reached:
    """Return how many there are of something.

    Members on whom it is on record, firms that hold it, else the figure: what
    came about since the start of the target, or the stock on the day.
    """
    by_code = holders(asked, name)
    if by_code is not None:
        return with_gap(asked, by_code)
    listed = asked.register.members or ()
    if any(m.satisfied is not None for m in listed):
        return counted(asked, {m.name: on_record(asked, m) for m in population(asked)})
    start = asked.start
    flow = asked.figures.is_flow(name) and start is not None
    when = of_plan(start, asked.year) if flow and start else on_day(asked.day)
    return figure(asked, total(asked, name, when))


def number_over(asked: Asked, line: CountIf) -> Reached:
    """Return how many members are over a line."""
    measure = asked.figures.measure(line.indicator, asked.unit)
    members = population(asked, codes_of([measure]))
    if not members and asked.register.members is None:
        return Reached(NON_NEGATIVE, missing=(line.indicator,))
    by_figure = over_line(asked, line, members)
    recorded = {m.name: on_record(asked, m) for m in members}
    return counted(asked, by_figure or recorded)
