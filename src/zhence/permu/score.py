"""Stage 3: points. Doubles first; where a rounding is in doubt, the exact fraction.

A score is rounded once, half-up, to a declared number of places. A double is right
to about fifteen digits, so only scores within a hair of a half can come out wrong;
those few are computed again exactly (:func:`exact_score`). Thus every score is the
one that paper would give, and equal scores are equal.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from fractions import Fraction

import numpy as np

from zhence.permu.benchmark import Line
from zhence.permu.block import Cells, How, Taken, cells, groups_of, quotients
from zhence.permu.loops import ADD_POINTS, ROUND
from zhence.permu.register import Bits, Codes, Floats, Register, Whole
from zhence.permu.scheme import Act, Item, Treatment

# Of 53 bits a dozen operations on a dozen items lose five at most; two to spare.
_DOUBT = 2.0**-46
_HALF = Fraction(1, 2)
_NOTHING, _NO_GROUPS = np.empty(0, np.int64), np.empty(0, np.int32)
_NO_SIZES = np.empty(0)


@dataclass(frozen=True, slots=True)
class Scored:
    """One item made ready: a line for every group, and the mean of its points.

    A group without a line has no benchmark; one without a mean, no firm to take it
    from. *grains* turns quotients of grains into the item's unit. *bound* is how
    large the parts of points may be beyond the points themselves.
    """

    item: Item
    lines: tuple[Line | None, ...]
    grains: Fraction
    means: tuple[Fraction | None, ...]
    slopes: Floats
    offsets: Floats
    there: Bits
    bound: float


def _bound(item: Item, lines: tuple[Line | None, ...]) -> float:
    held = max((abs(e.offset) for e in lines if e is not None), default=Fraction(0))
    floor = Fraction(0) if item.floor is None else abs(item.floor * item.weight)
    given = (item.missing, item.zero, item.negative)
    return float(2 * held + 2 * floor + sum(abs(t.points) for t in given))


def scored(
    item: Item,
    lines: tuple[Line | None, ...],
    grains: Fraction,
    means: tuple[Fraction | None, ...] = (),
) -> Scored:
    """Return an item with its lines as columns of doubles."""
    return Scored(
        item,
        lines,
        grains,
        means,
        np.array([0.0 if e is None else float(e.slope * grains) for e in lines]),
        np.array([0.0 if e is None else float(e.offset) for e in lines]),
        np.array([e is not None for e in lines]),
        _bound(item, lines),
    )


def points(ready: Scored, found: Cells, groups: Codes | None) -> tuple[Floats, Bits]:
    """Return the points of the ordinary cells, and where there are none."""
    slope = ready.slopes[0] if groups is None else ready.slopes[groups]
    made: Floats = found.values * slope
    if ready.offsets.any():
        made += ready.offsets[0] if groups is None else ready.offsets[groups]
    low, high = _limits(ready.item)
    if low is not None or high is not None:
        np.clip(made, low, high, out=made)
    without = np.zeros(made.size, np.bool_)
    if not ready.there.all():
        without |= ~(ready.there[0] if groups is None else ready.there[groups])
    if found.ordinary is not None:
        without |= ~found.ordinary
    return made, without


def _limits(item: Item) -> tuple[float | None, float | None]:
    low = None if item.floor is None else float(item.floor * item.weight)
    high = None if item.ceiling is None else float(item.ceiling * item.weight)
    return low, high


def score_block(
    items: tuple[Scored, ...],
    register: Register,
    taken: Taken,
    codes: Codes | None,
    how: How,
) -> tuple[Whole, Whole]:
    """Return scores in steps, and one bit for each item that could not be scored."""
    groups = groups_of(codes, taken)
    total = np.zeros(taken.size)
    size: Floats | None = None
    lost = np.zeros(taken.size, np.int64)
    add = ADD_POINTS.machine if how.swift else None
    for bit, ready in enumerate(items):
        found = cells(register, ready.item, taken, divide=add is None)
        if add is not None:
            if found.ordinary is None and ready.there.all():
                if ready.item.floor is None and size is None:
                    size = np.zeros(taken.size)
                add(*_ordinary(ready, found, groups), total, _sizes(ready, size))
                continue
            found = found._replace(values=quotients(found.above, found.below))
        made, without = points(ready, found, groups)
        if without.any():
            made[without] = 0.0
            for mask, treatment in (
                (found.missing, ready.item.missing),
                (found.zero, ready.item.zero),
                (found.negative, ready.item.negative),
            ):
                if mask is not None:
                    _treat(made, without, mask, treatment, ready, groups)
            lost |= without.astype(np.int64) << bit
        total += made
        if ready.item.floor is None:
            size = np.abs(made) if size is None else size + np.abs(made)
    total[lost != 0] = 0.0
    bound = sum(ready.bound for ready in items)

    def exactly(row: int) -> Fraction:
        return exact_score(items, register, taken.row(row), codes)

    sized = np.abs(total) if size is None else np.abs(total) + 2 * size
    return rounded(total, sized, bound, how, exactly), lost


def _ordinary(
    ready: Scored, found: Cells, groups: Codes | None
) -> tuple[Whole, Whole, Codes, Floats, Floats, Floats]:
    """Return what the loop over ordinary cells asks for."""
    low, high = _limits(ready.item)
    return (
        found.above,
        _NOTHING if found.below is None else found.below,
        _NO_GROUPS if groups is None else groups,
        ready.slopes,
        ready.offsets,
        np.array([-np.inf if low is None else low, np.inf if high is None else high]),
    )


def _sizes(ready: Scored, size: Floats | None) -> Floats:
    """Return where the sizes of an item's points go: nowhere if it has a floor."""
    return _NO_SIZES if size is None or ready.item.floor is not None else size


def _treat(  # what is filled, where, how, and out of what
    made: Floats,
    without: Bits,
    mask: Bits,
    treatment: Treatment,
    ready: Scored,
    groups: Codes | None,
) -> None:
    if treatment.act is Act.POINTS:
        made[mask] = float(treatment.points)
        without[mask] = False
    elif treatment.act is Act.COMPARED_MEAN:
        means = np.array([0.0 if m is None else float(m) for m in ready.means])
        there = np.array([m is not None for m in ready.means])
        within = np.zeros(mask.size, np.int32) if groups is None else groups
        made[mask] = means[within[mask]]
        without[mask] = ~there[within[mask]]


def rounded(
    values: Floats,
    sizes: Floats,
    bound: float,
    how: How,
    exactly: Callable[[int], Fraction],
) -> Whole:
    """Return *values* in steps, half-up; doubtful ones *exactly*.

    *sizes* plus *bound* is how large the parts may have been that a value was
    added up from.
    """
    one = how.one
    loop = ROUND.machine if how.swift else None
    if loop is not None:
        whole, rows = np.empty(values.size, np.int64), np.empty(values.size, np.int64)
        count = loop(values, sizes, bound + 1.0, one, one * _DOUBT, whole, rows)
        for row in rows[:count].tolist():
            whole[row] = steps_of(exactly(row), one)
        return whole
    steps = values * one
    steps += 0.5
    floors: Floats = np.floor(steps)
    found = floors.astype(np.int64)
    off = steps - floors
    most = (float(sizes.max(initial=0.0)) + bound + 1.0) * one * _DOUBT
    doubtful = np.flatnonzero((off < most) | (off > 1.0 - most))
    if doubtful.size:
        most_each = (sizes[doubtful] + (bound + 1.0)) * (one * _DOUBT)
        near = off[doubtful]
        for row in doubtful[(near < most_each) | (near > 1.0 - most_each)].tolist():
            found[row] = steps_of(exactly(row), one)
    return found


def steps_of(value: Fraction, one: int) -> int:
    """Return an exact value in steps of 1/*one*, rounded half-up.

    >>> steps_of(Fraction("113.985"), 100), steps_of(Fraction("-0.5"), 1)
    (11399, 0)
    """
    return int((value * one + _HALF) // 1)


def exact_score(
    items: tuple[Scored, ...], register: Register, row: int, codes: Codes | None
) -> Fraction:
    """Return the exact score of one row, items without points counting nothing."""
    group = 0 if codes is None else int(codes[row])
    found = (exact_points(ready, register, row, group) for ready in items)
    return sum((p for p in found if p is not None), Fraction(0))


def exact_value(
    ready: Scored, register: Register, row: int
) -> tuple[Fraction | None, Treatment | None]:
    """Return the exact value of a cell, and the treatment it gets if unusual."""
    item = ready.item
    above = register.exact(item.measure.of, row)
    per = item.measure.per
    below = Fraction(1) if per is None else register.exact(per, row)
    if above is None or below is None:
        return None, item.missing
    if below <= 0:
        return None, item.zero
    value = above / below * item.measure.factor
    if item.inverse and not value and item.zero.act is not Act.AS_IT_IS:
        return value, item.zero
    if value < 0 and item.negative.act is not Act.AS_IT_IS:
        return value, item.negative
    return value, None


def exact_points(
    ready: Scored, register: Register, row: int, group: int
) -> Fraction | None:
    """Return the exact points of a cell, ``None`` where it has none."""
    value, treatment = exact_value(ready, register, row)
    if treatment is None:
        line = ready.lines[group]
        return None if line is None or value is None else line.points(value)
    if treatment.act is Act.POINTS:
        return treatment.points
    if treatment.act is Act.COMPARED_MEAN:
        return ready.means[group]
    return None
