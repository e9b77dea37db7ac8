"""Benchmarks made ready: what the firms of a list give together, then the lines.

Those count in a benchmark who are on the list, in force and not set aside, and whose
value is an ordinary one; a firm that is incomplete elsewhere counts here.
"""

from __future__ import annotations

from collections.abc import Iterable
from fractions import Fraction

import numpy as np

from zhence.permu.benchmark import Ends, Line, Sums, between, efficacy, fixed, over
from zhence.permu.block import Taken, blocks, cells, groups_of
from zhence.permu.register import Bits, Codes, Register, Whole
from zhence.permu.scheme import Act, Efficacy, Fixed, Item, Mean, Measure, Roll
from zhence.permu.score import Scored, exact_points, points, rounded, scored, steps_of


def make_ready(
    roll: Roll,
    register: Register,
    counted: Bits,
    compared: tuple[Codes | None, tuple[str, ...]],
    one: int,
) -> tuple[Scored, ...]:
    """Return the items of a list with their lines.

    *counted* are the firms that benchmarks are formed of; *compared* are the groups
    within which, and their names.
    """
    codes, names = compared
    groups = len(names)
    found = _gather(roll.items, register, counted, codes, groups)
    made = []
    for item, held in zip(roll.items, found, strict=True):
        grains = _grains(item.measure, register)
        lines = tuple(_lines(item, held, grains, names))
        ready = scored(item, lines, grains)
        if _needs_mean(item):
            means = _means(ready, register, counted, codes, one)
            ready = scored(item, lines, grains, means)
        made.append(ready)
    return tuple(made)


def _grains(measure: Measure, register: Register) -> Fraction:
    """Return what turns a quotient of stored numbers into the measure's unit."""
    below = 1 if measure.per is None else register.grain(measure.per)
    return measure.factor * below / register.grain(measure.of)


class _Held:
    """What one item's firms give together."""

    def __init__(self, item: Item, groups: int) -> None:
        self.ends = None
        self.above = self.below = None
        if isinstance(item.benchmark, Mean):
            self.above, self.below = Sums(groups), Sums(groups)
        elif not isinstance(item.benchmark, Fixed | Efficacy):
            self.ends = Ends(groups)

    @property
    def looks(self) -> bool:
        return self.ends is not None or self.above is not None


def _gather(
    items: tuple[Item, ...],
    register: Register,
    counted: Bits,
    codes: Codes | None,
    groups: int,
) -> list[_Held]:
    held = [_Held(item, groups) for item in items]
    looking = [(item, h) for item, h in zip(items, held, strict=True) if h.looks]
    if not looking:
        return held
    for taken in blocks(counted):
        within = groups_of(codes, taken)
        for item, each in looking:
            found = cells(register, item, taken)
            above, below, values, group = (
                found.above,
                found.below,
                found.values,
                within,
            )
            if found.ordinary is not None:
                keep = found.ordinary
                above, values = above[keep], values[keep]
                below = None if below is None else below[keep]
                group = None if group is None else group[keep]
            if each.ends is not None:
                each.ends.add(above, below, values, group)
            elif each.above is not None and each.below is not None:
                each.above.add(above, group)
                ones = np.ones(above.size, np.int64) if below is None else below
                each.below.add(ones, group)
    return held


def _lines(
    item: Item, held: _Held, grains: Fraction, names: tuple[str, ...]
) -> Iterable[Line | None]:
    benchmark = item.benchmark
    for group, name in enumerate(names):
        if isinstance(benchmark, Fixed):
            yield fixed(item, benchmark, name)
        elif isinstance(benchmark, Efficacy):
            yield efficacy(item, benchmark)
        elif isinstance(benchmark, Mean):
            yield over(item, _mean(held, group, grains * benchmark.times))
        else:
            ends = held.ends
            least = None if ends is None else ends.least[group]
            most = None if ends is None else ends.greatest[group]
            yield (
                None
                if least is None or most is None
                else between(item, benchmark, least * grains, most * grains)
            )


def _mean(held: _Held, group: int, factor: Fraction) -> Fraction | None:
    above = 0 if held.above is None else held.above.totals[group]
    below = 0 if held.below is None else held.below.totals[group]
    return Fraction(above, below) * factor if below else None


def _needs_mean(item: Item) -> bool:
    acts = {item.missing.act, item.zero.act, item.negative.act}
    return Act.COMPARED_MEAN in acts


def _means(
    ready: Scored, register: Register, counted: Bits, codes: Codes | None, one: int
) -> tuple[Fraction | None, ...]:
    """Return the mean of the points of each group, of points rounded like scores."""
    groups = len(ready.lines)
    sums, counts = Sums(groups), Sums(groups)
    for taken in blocks(counted):
        within = groups_of(codes, taken)
        made, without = points(ready, cells(register, ready.item, taken), within)
        rows = np.flatnonzero(~without)
        group = None if within is None else within[rows]

        def exactly(at: int, rows: Whole = rows, taken: Taken = taken) -> Fraction:
            row = taken.row(int(rows[at]))
            found = exact_points(
                ready, register, row, 0 if codes is None else int(codes[row])
            )
            assert found is not None  # noqa: S101  # only ordinary rows are asked
            return found

        held = made[rows]
        steps = rounded(held, np.abs(held), ready.bound, one, exactly)
        sums.add(steps, group)
        counts.add(np.ones(rows.size, np.int64), group)
    return tuple(
        Fraction(steps_of(Fraction(total, count * one), one), one) if count else None
        for total, count in zip(sums.totals, counts.totals, strict=True)
    )
