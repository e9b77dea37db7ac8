"""The same evaluation slowly, firm by firm in exact fractions: what an auditor reads.

Nothing of the columns is used here, not even the lines: each formula stands as the
notices write it. The kernel must agree with it to the last place.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from fractions import Fraction

from zhence.permu.firm import LAND, Firm
from zhence.permu.scheme import (
    Act,
    Cut,
    Efficacy,
    Fixed,
    Item,
    Mean,
    Roll,
    Scheme,
    Sort,
    Tie,
    Treatment,
    Who,
)

_HALF = Fraction(1, 2)


@dataclass(frozen=True, slots=True)
class Graded:
    """One firm's result; *standing* is a name of ``population.Standing``.

    *points* are by code and exact, ``None`` where there are none; *missing* are the
    codes of items without points. *band* is before and *final* after veto and
    protection, ``"?"`` where a tie at a cut is for a person to decide.
    """

    firm: Firm
    standing: str
    roll: str | None = None
    points: Mapping[str, Fraction | None] | None = None
    missing: tuple[str, ...] = ()
    score: Fraction | None = None
    rank: int | None = None
    band: str | None = None
    final: str | None = None


def grade_plainly(scheme: Scheme, firms: Sequence[Firm]) -> list[Graded]:
    """Return the result of every firm, merged firms among the given ones."""
    on_list = [_list_of(scheme, firm) for firm in firms]
    found = [
        _score(scheme, firm, roll, _companions(scheme, firms, on_list, index))
        for index, (firm, roll) in enumerate(zip(firms, on_list, strict=True))
    ]
    return [_grade(scheme, one, _rivals(scheme, one, found)) for one in found]


def _list_of(scheme: Scheme, firm: Firm) -> Roll | str:
    for roll in scheme.rolls:
        answer = _takes(roll.who, firm)
        if answer is None:
            return "INCOMPLETE"
        if answer:
            return roll
    return "UNLISTED"


def _takes(who: Who, firm: Firm) -> bool | None:
    land = firm.amounts.get(LAND)
    answers: list[bool | None] = []
    if who.tenant:
        answers.append(None if land is None else land == 0)
    else:
        answers.append(None if land is None else land > 0)
        if who.least_land is not None:
            answers.append(None if land is None else land >= who.least_land)
        if who.over_land is not None:
            answers.append(None if land is None else land > who.over_land)
        if who.most_land is not None:
            answers.append(None if land is None else land <= who.most_land)
        if who.below_land is not None:
            answers.append(None if land is None else land < who.below_land)
    if who.scale is not None:
        answers.append(None if firm.scale is None else firm.scale is who.scale)
    if False in answers:
        return False
    return None if None in answers else True


def _is_aside(scheme: Scheme, firm: Firm) -> bool:
    return any(firm.status in rule.statuses for rule in scheme.aside)


def _companions(
    scheme: Scheme, firms: Sequence[Firm], rolls: Sequence[Roll | str], index: int
) -> list[Firm]:
    """Return those of whom the benchmarks of this firm are formed."""
    return [
        other
        for other, roll in zip(firms, rolls, strict=True)
        if roll == rolls[index]
        and not _is_aside(scheme, other)
        and other.in_force(scheme.merging)
        and _same(scheme.compared, other, firms[index])
    ]


def _same(sorts: tuple[Sort, ...], one: Firm, other: Firm) -> bool:
    return all(_sort(one, sort) == _sort(other, sort) for sort in sorts)


def _sort(firm: Firm, sort: Sort) -> str:
    return firm.place if sort is Sort.PLACE else firm.industry


def _score(
    scheme: Scheme, firm: Firm, roll: Roll | str, companions: list[Firm]
) -> Graded:
    if _is_aside(scheme, firm):
        return Graded(firm, "ASIDE", None if isinstance(roll, str) else roll.id)
    if isinstance(roll, str):
        return Graded(firm, roll)
    if not roll.items:
        return Graded(firm, "UNRATED", roll.id)
    points = {
        item.measure.code: _points(scheme, item, firm, companions)
        for item in roll.items
    }
    missing = tuple(code for code, p in points.items() if p is None)
    if missing:
        return Graded(firm, "INCOMPLETE", roll.id, points, missing)
    total = sum((p for p in points.values() if p is not None), Fraction(0))
    total += _adjusted(scheme, firm)
    in_force = firm.in_force(scheme.merging)
    standing = "RANKED" if in_force else "SHOWN"
    return Graded(firm, standing, roll.id, points, score=_half_up(total, scheme.one))


def _adjusted(scheme: Scheme, firm: Firm) -> Fraction:
    points = [a.points for a in scheme.adjustments if a.id in firm.adjustments]
    bonus = sum((p for p in points if p > 0), Fraction(0))
    if scheme.most_bonus is not None:
        bonus = min(bonus, scheme.most_bonus)
    return bonus + sum((p for p in points if p < 0), Fraction(0))


def _half_up(value: Fraction, one: int) -> Fraction:
    return Fraction((value * one + _HALF) // 1, one)


def _value(item: Item, firm: Firm) -> tuple[Fraction | None, Treatment | None]:
    """Return the value of an item, and the treatment that an unusual one gets."""
    measure = item.measure
    above = firm.amounts.get(measure.of)
    below = Fraction(1) if measure.per is None else firm.amounts.get(measure.per)
    if above is None or below is None:
        return None, item.missing
    if below <= 0:
        return None, item.zero
    value = above / below * measure.factor
    if value == 0 and item.inverse and item.zero.act is not Act.AS_IT_IS:
        return value, item.zero
    if value < 0 and item.negative.act is not Act.AS_IT_IS:
        return value, item.negative
    return value, None


def _points(
    scheme: Scheme, item: Item, firm: Firm, companions: list[Firm]
) -> Fraction | None:
    value, treatment = _value(item, firm)
    if treatment is None and value is not None:
        return _by_benchmark(scheme, item, value, firm, companions)
    if treatment is not None and treatment.act is Act.POINTS:
        return treatment.points
    if treatment is None or treatment.act is not Act.COMPARED_MEAN:
        return None
    held = []
    for other in companions:
        theirs, unusual = _value(item, other)
        if unusual is None and theirs is not None:
            held.append(_by_benchmark(scheme, item, theirs, other, companions))
    known = [_half_up(p, scheme.one) for p in held if p is not None]
    return _half_up(sum(known) / Fraction(len(known)), scheme.one) if known else None


def _by_benchmark(
    scheme: Scheme, item: Item, value: Fraction, firm: Firm, companions: list[Firm]
) -> Fraction | None:
    share = _share(scheme, item, value, firm, companions)
    if share is None:
        return None
    if item.floor is not None:
        share = max(share, item.floor)
    if item.ceiling is not None:
        share = min(share, item.ceiling)
    return item.weight * share


def _share(
    scheme: Scheme, item: Item, value: Fraction, firm: Firm, companions: list[Firm]
) -> Fraction | None:
    """Return the share of the weight that a value is worth, before its bounds."""
    benchmark = item.benchmark
    if isinstance(benchmark, Efficacy):
        way = (value - benchmark.bad) / (benchmark.good - benchmark.bad)
        return (benchmark.base + benchmark.span * way) / 100
    if isinstance(benchmark, Fixed):
        own = dict(benchmark.by)
        names = [_sort(firm, sort) for sort in scheme.compared]
        base = own.get(",".join(names), benchmark.value)
    elif isinstance(benchmark, Mean):
        base = _mean(item, companions, benchmark.times)
    else:
        values = [v for v, unusual in _values(item, companions) if unusual is None]
        known = [v for v in values if v is not None]
        if not known or min(known) == max(known):
            return None
        way = (value - min(known)) / (max(known) - min(known))
        way = 1 - way if item.inverse else way
        return (benchmark.low + (benchmark.high - benchmark.low) * way) / 100
    if base is None or base <= 0:
        return None
    return (2 - value / base) / 2 if item.inverse else value / base


def _values(
    item: Item, firms: Iterable[Firm]
) -> Iterable[tuple[Fraction | None, Treatment | None]]:
    return (_value(item, firm) for firm in firms)


def _mean(item: Item, firms: list[Firm], times: Fraction) -> Fraction | None:
    measure = item.measure
    above = below = Fraction(0)
    for firm in firms:
        if _value(item, firm)[1] is None:
            above += firm.amounts[measure.of] or 0
            below += 1 if measure.per is None else (firm.amounts[measure.per] or 0)
    return times * above / below * measure.factor if below else None


def _rivals(scheme: Scheme, one: Graded, found: list[Graded]) -> list[Fraction]:
    """Return the scores among which a firm is ranked, its own among them."""
    return [
        other.score
        for other in found
        if other.standing == "RANKED"
        and other.score is not None
        and other.roll == one.roll
        and _same(scheme.ranked, other.firm, one.firm)
    ]


def _grade(scheme: Scheme, one: Graded, rivals: list[Fraction]) -> Graded:
    if one.standing != "RANKED" or one.score is None:
        return one
    score = one.score
    first = 1 + sum(s > score for s in rivals)
    last = sum(s >= score for s in rivals)
    band = _band(scheme, score, first, last, len(rivals))
    return Graded(
        one.firm,
        one.standing,
        one.roll,
        one.points,
        score=score,
        rank=first,
        band=band,
        final=_final(scheme, one.firm, band),
    )


_ROUND: Mapping[Cut, Callable[[Fraction], int]] = {
    Cut.FLOOR: lambda x: x.numerator // x.denominator,
    Cut.CEILING: lambda x: -(-x.numerator // x.denominator),
    Cut.HALF_UP: lambda x: (2 * x.numerator + x.denominator) // (2 * x.denominator),
}


def _band(scheme: Scheme, score: Fraction, first: int, last: int, count: int) -> str:
    better = True
    for band in scheme.bands[:-1]:
        if band.score is not None:
            better = score >= band.score
        elif band.upto is not None:
            line = _ROUND[scheme.cut](band.upto * count / 100)
            if scheme.tie is Tie.PENDING and first <= line < last:
                return "?"
            better = (last if scheme.tie is Tie.DOWN else first) <= line
        if better:
            return band.name
    return scheme.bands[-1].name


def _final(scheme: Scheme, firm: Firm, band: str) -> str:
    order = [b.name for b in scheme.bands]
    if band not in order:
        return band
    place = order.index(band)
    if firm.vetoes:
        if scheme.veto is not None:
            place = max(place, order.index(scheme.veto.cap))
        return order[place]
    for rule in scheme.protection:
        if firm.status in rule.statuses:
            place = min(place, order.index(rule.floor))
    return order[place]


__all__ = ["Graded", "grade_plainly"]
