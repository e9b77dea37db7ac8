"""What a target has come to, before it is compared with its number."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from fractions import Fraction
from math import ceil, floor

from zhence.evidence import Interval, Source, Text, Verdict
from zhence.rules.numeric import holds
from zhence.rules.terms import Operator
from zhence.targets.asked import Asked
from zhence.units import unit

WHOLE = unit("1").factor


@dataclass(frozen=True, slots=True)
class Part:
    """What one member came to by itself; it is shown and decides nothing."""

    value: Interval | None
    verdict: Verdict


@dataclass(frozen=True, slots=True)
class Reached:
    """A figure in smallest units, and everything it rests on.

    *settled* is a verdict that no comparison can change (nothing to divide by,
    data that cannot be true). *need* stands instead of the target's number.
    *gaps* are members that surely do not satisfy, *missing* what is not known.
    *alternatives* are the same target under its other readings.
    """

    value: Interval | None = None
    settled: Verdict | None = None
    need: Fraction | None = None
    counts: Mapping[str, int] = field(default_factory=dict)
    by_period: Mapping[str, Verdict] = field(default_factory=dict)
    parts: Mapping[str, Part] = field(default_factory=dict)
    gaps: tuple[str, ...] = ()
    missing: tuple[str, ...] = ()
    alternatives: Mapping[str, Reached] = field(default_factory=dict)
    sources: tuple[Source, ...] = ()
    flags: frozenset[str] = frozenset()
    because: Text | None = None


def need_of(asked: Asked, reached: Reached) -> Fraction | None:
    """Return the number that the figure is compared with."""
    return asked.threshold if reached.need is None else reached.need


def decide(asked: Asked, reached: Reached) -> Verdict:
    """Compare a figure with its number; what is unknown decides nothing."""
    need = need_of(asked, reached)
    if reached.settled is not None:
        return reached.settled
    if need is None:
        return Verdict.NOT_APPLICABLE
    return compare(asked, reached.value or Interval(), need)


def compare(asked: Asked, value: Interval, need: Fraction) -> Verdict:
    """Compare an interval with a number under the target's operator."""
    exact = holds(asked.operator, value.minus(Interval.point(need)))
    if not asked.tolerance or exact is Verdict.PASS:
        return exact
    near = Interval.point(need * (1 - asked.tolerance))
    loose = holds(asked.operator, value.minus(near))
    return Verdict.APPROX if loose is Verdict.PASS else loose


def alone(asked: Asked, value: Interval | None, settled: Verdict | None) -> Part:
    """Return what one member's figure would come to by itself."""
    return Part(value, decide(asked, Reached(value, settled=settled)))


def shortfall(asked: Asked, need: Fraction, reached: int) -> int:
    """Return how many are lacking to *need*, never below zero.

    More than 60 needs 61; 90 % of 19 needs 18.
    """
    if asked.operator in (Operator.AT_MOST, Operator.LESS_THAN):
        most = floor(need) if asked.operator is Operator.AT_MOST else ceil(need) - 1
        return max(0, reached - most)
    strict = asked.operator is Operator.MORE_THAN
    least = floor(need) + 1 if strict else ceil(need)
    return max(0, least - reached)
