"""How much, over a span or on a day, by what was reported.

The answer is an interval that surely holds the true amount; it is a point
when the reports tile the span exactly.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import date
from fractions import Fraction

from zhence.evidence import ANYTHING, Interval
from zhence.facts.observation import Observation
from zhence.periods import Span


def stock(observations: Iterable[Observation], on: date) -> Observation | None:
    """Return the newest report of a stock that was valid by *on*.

    A report for a period speaks for the period's last day.
    """
    return max(
        (o for o in observations if o.period.last <= on),
        key=lambda o: o.period.last,
        default=None,
    )


def flow(
    observations: Sequence[Observation], over: Span, *, non_negative: bool = True
) -> Interval:
    """Return the amount of a flow over the span *over*.

    Reports for disjoint parts add up.
    For a flow that cannot be negative, reports for parts of the span bound it
    from below and reports for more than the span bound it from above; for any
    other flow only an exact tiling says something.
    Reports that contradict each other (a year that is not the sum of its
    quarters) give the interval that holds both readings.
    """
    known = [(o.period, o.amount) for o in observations if o.amount is not None]
    inside = [(p, a) for p, a in known if over.covers(p)]
    tiled = _tilings(inside, over)
    if not non_negative:
        return tiled or ANYTHING
    low = _most_inside(inside, over)
    high = _least_cover([(p, a) for p, a in known if p.meets(over)], over)
    bounds = Interval(low, high)
    if bounds.empty:
        both = Interval(high, low)
        return both if tiled is None else tiled.hull(both)
    return bounds if tiled is None else _agreed(tiled, bounds)


def _agreed(one: Interval, other: Interval) -> Interval:
    """Return what two readings of one amount agree on, both if they contradict."""
    both = one.within(other)
    return one.hull(other) if both.empty else both


def reported_until(observations: Iterable[Observation], on: date) -> date | None:
    """Return the end (exclusive) of the last period reported in full by *on*."""
    ends = [o.period.end for o in observations if o.period.last <= on]
    return max(ends, default=None)


def _tilings(parts: list[tuple[Span, Interval]], over: Span) -> Interval | None:
    """Return what all exact tilings agree on, ``None`` without one."""
    sums: dict[date, Interval] = {over.start: Interval.point(0)}
    for span, amount in sorted(parts, key=lambda part: (part[0].end, part[0].start)):
        before = sums.get(span.start)
        if before is None:
            continue
        total = before + amount
        there = sums.get(span.end)
        sums[span.end] = total if there is None else _agreed(there, total)
    return sums.get(over.end)


def _most_inside(parts: list[tuple[Span, Interval]], over: Span) -> Fraction:
    """Return the largest sum of lower ends over disjoint parts of the span."""
    best: dict[date, Fraction] = {over.start: Fraction(0)}
    for span, amount in sorted(parts, key=lambda part: (part[0].end, part[0].start)):
        if amount.low is None:
            continue
        start = max(end for end in best if end <= span.start)
        candidate = best[start] + amount.low
        reached = max(value for end, value in best.items() if end <= span.end)
        best[span.end] = max(candidate, reached)
    return max(best.values())


def _least_cover(parts: list[tuple[Span, Interval]], over: Span) -> Fraction | None:
    """Return the least sum of upper ends that covers the span, if any does."""
    cheapest: dict[date, Fraction] = {over.start: Fraction(0)}
    for span, amount in sorted(parts, key=lambda part: part[0].end):
        if amount.high is None:
            continue
        reachable = [v for end, v in cheapest.items() if end >= span.start]
        if not reachable:
            continue
        end = min(span.end, over.end)
        candidate = min(reachable) + amount.high
        cheapest[end] = min(candidate, cheapest.get(end, candidate))
    return cheapest.get(over.end)
