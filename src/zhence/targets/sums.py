"""Sums over a population: the jurisdiction's own figure, else its members'."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from fractions import Fraction

from zhence.evidence import NON_NEGATIVE, Interval, Source, Text
from zhence.rules.measures import Amount, Measure
from zhence.targets.asked import Asked
from zhence.targets.figures import When, codes_of
from zhence.targets.population import nested, population

_ZERO = Interval.point(0)


@dataclass(frozen=True, slots=True)
class Total:
    """A sum with what is missing of it, and the amounts of its members.

    *told*: somebody said something. *impossible* says why it cannot be true.
    *parts* is ``None`` where no members were added up.
    """

    interval: Interval = NON_NEGATIVE
    told: bool = False
    missing: tuple[str, ...] = ()
    impossible: Text | None = None
    sources: tuple[Source, ...] = ()
    flags: frozenset[str] = frozenset()
    parts: Mapping[str, Amount] | None = None


def total(asked: Asked, name: str, when: When) -> Total:
    """Return one sum."""
    return totals(asked, (name,), when)[name]


def totals(asked: Asked, names: tuple[str, ...], when: When) -> dict[str, Total]:
    """Return several sums of one population.

    The jurisdiction's own figures stand where it gave all of them; else each
    sum is that of the members, and who reported nothing leaves it open.
    """
    measures = {name: asked.figures.measure(name, asked.unit) for name in names}
    own = {n: asked.figures.own_amount(m, when) for n, m in measures.items()}
    given = {n: a for n, a in own.items() if a is not None}
    codes = codes_of(measures.values())
    members = [m.name for m in population(asked, codes)]
    nobody = not members and asked.register.members is None
    if nobody or len(given) == len(names):
        return {
            n: _alone(n, given[n]) if n in given else Total(missing=(n,)) for n in names
        }
    return {n: _over(asked, m, when, members) for n, m in measures.items()}


def _alone(name: str, amount: Amount) -> Total:
    known = amount.interval.known
    return Total(
        amount.interval if amount.applies else _ZERO,
        told=True,
        missing=() if known else (amount.missing or (name,)),
        impossible=amount.impossible,
        sources=amount.sources,
        flags=amount.flags,
        parts=None,
    )


def _over(asked: Asked, measure: Measure, when: When, members: list[str]) -> Total:
    inside = nested(asked.register.members or ())
    names = [*members, *(n for m in members for n in inside.get(m, ()))]
    held = asked.figures.amounts(measure, when, names)
    parts = {m: _at_least(held, m, inside.get(m, ())) for m in members}
    counted = {name: a for name, a in parts.items() if a.applies}
    interval = _ZERO
    for amount in counted.values():
        interval = interval + amount.interval
    return Total(
        interval,
        told=any(a.told for a in parts.values()),
        missing=tuple(n for n, a in counted.items() if not a.interval.known),
        impossible=next((a.impossible for a in parts.values() if a.impossible), None),
        sources=tuple(dict.fromkeys(s for a in parts.values() for s in a.sources)),
        flags=frozenset[str]().union(*(a.flags for a in parts.values())),
        parts=counted,
    )


def _at_least(held: Mapping[str, Amount], name: str, inside: tuple[str, ...]) -> Amount:
    """Return a member's amount; unreported, it has what lies inside it at least."""
    amount = held[name]
    known = [held[n].interval.low for n in inside if held[n].told]
    lows = [low for low in known if low is not None and low > 0]
    if amount.told or not lows:
        return amount
    return Amount(
        Interval(max(lows, default=Fraction(0)), None),
        missing=amount.missing,
        told=False,
        sources=tuple(s for n in inside for s in held[n].sources),
    )
