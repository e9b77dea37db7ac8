"""Benchmarks made ready: what the firms of a list give together, then the lines.

Those count in a benchmark who are on the list, in force and not set aside, and whose
value is an ordinary one; a firm that is incomplete elsewhere counts here.
"""

from __future__ import annotations

from collections.abc import Iterable
from concurrent.futures import ThreadPoolExecutor
from fractions import Fraction

import numpy as np

from zhence.permu.benchmark import (
    Ends,
    Line,
    Partial,
    Sums,
    between,
    efficacy,
    fixed,
    over,
    partial,
)
from zhence.permu.block import How, Taken, blocks, cells, groups_of
from zhence.permu.register import Bits, Codes, Register, Whole
from zhence.permu.scheme import Act, Efficacy, Fixed, Item, Mean, Measure, Roll
from zhence.permu.score import Scored, exact_points, points, rounded, scored, steps_of


def make_ready(
    roll: Roll,
    register: Register,
    counted: Bits,
    compared: tuple[Codes | None, tuple[str, ...]],
    how: How,
) -> tuple[Scored, ...]:
    """Return the items of a list with their lines.

    *counted* are the firms that benchmarks are formed of; *compared* are the groups
    within which, and their names.
    """
    codes, names = compared
    found = _gather(roll.items, register, counted, (codes, len(names)), how)
    made = []
    for item, held in zip(roll.items, found, strict=True):
        grains = _grains(item.measure, register)
        lines = tuple(_lines(item, held, grains, names))
        ready = scored(item, lines, grains)
        if _needs_mean(item):
            means = _means(ready, register, counted, codes, how.one)
            ready = scored(item, lines, grains, means)
        made.append(ready)
    return tuple(made)


def _grains(measure: Measure, register: Register) -> Fraction:
    """Return what turns a quotient of stored numbers into the measure's unit."""
    below = 1 if measure.per is None else register.grain(measure.per)
    return measure.factor * below / register.grain(measure.of)


class _Held:
    """What one item's firms give together: sums for a mean, ends for a range."""

    def __init__(self, item: Item, groups: int) -> None:
        self.sums = isinstance(item.benchmark, Mean)
        self.above, self.below = Sums(groups), Sums(groups)
        self.ends = Ends(groups)

    def join(self, other: _Held) -> None:
        self.above.join(other.above)
        self.below.join(other.below)
        self.ends.join(other.ends)


def _gather(
    items: tuple[Item, ...],
    register: Register,
    counted: Bits,
    compared: tuple[Codes | None, int],
    how: How,
) -> list[_Held]:
    """Look at every block once for all items; in parts, one a thread, then joined."""
    (codes, groups), threads = compared, how.threads
    looking = [i for i in items if not isinstance(i.benchmark, Fixed | Efficacy)]
    held = [_Held(item, groups) for item in items]
    if not looking:
        return held
    parts = [list(blocks(counted))[k::threads] for k in range(threads)]

    def each(part: list[Taken]) -> list[_Held]:
        made = [_Held(item, groups) for item in looking]
        for taken in part:
            within = groups_of(codes, taken)
            _look(looking, made, register, (taken, within), swift=how.swift)
        return made

    place = {id(item): at for at, item in enumerate(items)}
    with ThreadPoolExecutor(threads) as pool:
        for made in pool.map(each, parts):
            for item, one in zip(looking, made, strict=True):
                held[place[id(item)]].join(one)
    return held


def _look(
    items: list[Item],
    held: list[_Held],
    register: Register,
    block: tuple[Taken, Codes | None],
    *,
    swift: bool,
) -> None:
    """Add one block; a column that several items share whole is summed once."""
    taken, groups = block
    count = len(held[0].above.totals)
    whole: dict[str | None, Partial] = {}

    def summed(code: str | None, column: Whole | None, keep: Bits | None) -> Partial:
        if keep is None and code in whole:
            return whole[code]
        values = np.ones(taken.size, np.int64) if column is None else column
        if keep is not None:
            within = None if groups is None else groups[keep]
            return partial(values[keep], within, count, swift=swift)
        whole[code] = partial(values, groups, count, swift=swift)
        return whole[code]

    for item, one in zip(items, held, strict=True):
        found = cells(register, item, taken, divide=not one.sums)
        keep = found.ordinary
        if one.sums:
            one.above.add(summed(item.measure.of, found.above, keep))
            one.below.add(summed(item.measure.per, found.below, keep))
            continue
        rows = np.arange(taken.size) if keep is None else np.flatnonzero(keep)
        one.ends.add(
            found.above[rows],
            None if found.below is None else found.below[rows],
            found.values[rows],
            None if groups is None else groups[rows],
        )


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
            least, most = held.ends.least[group], held.ends.greatest[group]
            yield (
                None
                if least is None or most is None
                else between(item, benchmark, least * grains, most * grains)
            )


def _mean(held: _Held, group: int, factor: Fraction) -> Fraction | None:
    above, below = held.above.totals[group], held.below.totals[group]
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
        steps = rounded(held, np.abs(held), ready.bound, How(one), exactly)
        sums.add(partial(steps, group, groups))
        counts.add(partial(np.ones(rows.size, np.int64), group, groups))
    return tuple(
        Fraction(steps_of(Fraction(total, count * one), one), one) if count else None
        for total, count in zip(sums.totals, counts.totals, strict=True)
    )
