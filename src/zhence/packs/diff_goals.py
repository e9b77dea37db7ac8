"""Targets and incentives before and after."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from datetime import date
from fractions import Fraction

from zhence.evidence import Force, Text
from zhence.packs.diff_change import Change, Kind, Period, Strictness, by_sign
from zhence.packs.diff_judge import harder, more, neutral, unknown
from zhence.packs.diff_told import Comparer, Editions, Told, compared, part
from zhence.packs.diff_words import plain, same
from zhence.packs.schema import IncentiveModel, TargetModel
from zhence.units import Unit, unit

_RISING = frozenset({"at_least", "more_than", "about"})
_FALLING = frozenset({"at_most", "less_than"})
# At one figure, whatever reaches the first also reaches the second.
_WITHIN = frozenset(
    {
        ("more_than", "at_least"),
        ("less_than", "at_most"),
        ("exactly", "at_least"),
        ("exactly", "at_most"),
        ("at_least", "about"),
        ("more_than", "about"),
        ("exactly", "about"),
    }
)


def targets(editions: Editions) -> Iterator[Change]:
    """Yield the changes of what a jurisdiction answers for."""
    parts: tuple[Comparer[TargetModel], ...] = (
        _threshold,
        part("operator", lambda t: t.operator, _operators),
        part("by", lambda t: t.by, _earlier),
        part("start", lambda t: t.start, unknown),
        part("force", lambda t: Force(t.force), harder),
        part("population", lambda t: t.population, unknown),
        part("value", lambda t: t.value, unknown),
        part("reading", lambda t: t.reading, unknown),
        part("parameter", lambda t: t.parameter),
        part("clauses", lambda t: t.clauses),
        part("title", lambda t: t.title),
    )
    olds, news = editions.old.targets, editions.new.targets
    for change in compared(
        editions, Kind.TARGET, olds, news, parts, lambda t: plain(t.title), _weight
    ):
        held = news.get(change.id) or olds[change.id]
        window = Period(_day(held.start), _day(held.by))
        yield replace(change, period=window)


def _weight(target: TargetModel) -> Strictness:
    binding = Force(target.force) is Force.MANDATORY
    return Strictness.TIGHTENS if binding else Strictness.NEUTRAL


def _day(text: str | None) -> date | None:
    return None if text is None else date.fromisoformat(text)


def _threshold(old: TargetModel, new: TargetModel) -> Told | None:
    """Compare figure and unit together: 25000 亿元 and 2.5 万亿元 are one."""
    if (old.threshold, old.unit) == (new.threshold, new.unit):
        return None
    return Told("threshold", _figure(old), _figure(new), _moved(old, new))


def _figure(target: TargetModel) -> Text:
    gap = "" if target.unit == "%" else " "
    return same(f"{target.threshold}{gap}{target.unit}")


def _moved(old: TargetModel, new: TargetModel) -> Strictness:
    before, after = unit(old.unit), unit(new.unit)
    if before.dimension is not after.dimension:
        return Strictness.UNKNOWN
    amounts = _amount(old, before), _amount(new, after)
    if amounts[0] == amounts[1]:
        return Strictness.NEUTRAL
    step = by_sign(more(*amounts))
    if new.operator in _RISING:
        return step
    return step.flipped() if new.operator in _FALLING else Strictness.UNKNOWN


def _amount(target: TargetModel, held: Unit) -> Fraction:
    return Fraction(target.threshold) * held.factor


def _operators(old: str, new: str) -> Strictness:
    if (new, old) in _WITHIN:
        return Strictness.TIGHTENS
    return Strictness.RELAXES if (old, new) in _WITHIN else Strictness.UNKNOWN


def _earlier(old: str | None, new: str | None) -> Strictness:
    """A deadline asks more the earlier it is, and none asks least."""
    before, after = _day(old) or date.max, _day(new) or date.max
    return Strictness.TIGHTENS if after < before else Strictness.RELAXES


def incentives(editions: Editions) -> Iterator[Change]:
    """Yield the changes of what follows in money, land or service."""
    parts: tuple[Comparer[IncentiveModel], ...] = (
        part("rule", lambda i: i.rule, unknown),
        part("amount", lambda i: i.amount, unknown),
        part("effect", lambda i: i.effect, unknown),
        part("clauses", lambda i: i.clauses, neutral),
        part("title", lambda i: i.title),
    )
    yield from compared(
        editions,
        Kind.INCENTIVE,
        editions.old.incentives,
        editions.new.incentives,
        parts,
        lambda i: plain(i.title),
    )
