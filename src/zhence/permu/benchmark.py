"""Stage 2: every benchmark becomes one line: points = offset + slope × value.

Fixed, mean, range, efficacy and inverse items differ in how the line is found and in
nothing else, so what follows knows only lines. Ends are exact: sums of millions of
firms are added as whole numbers, and the extremes of a range are compared as
fractions.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from fractions import Fraction

import numpy as np

from zhence.permu.loops import ADD_UP
from zhence.permu.register import Codes, Floats, Whole
from zhence.permu.scheme import Efficacy, Fixed, Item, Range

_PERCENT = 100
_PART = 26  # bits of a part; 2¹⁷ rows of them add up exactly in a double
_PLAIN = 1 << 35  # what is smaller adds up exactly without being split
_NEAR = 2.0**-46
_HALF = 32  # bits of a part that a loop adds up


@dataclass(frozen=True, slots=True)
class Line:
    """Points of a value: offset + slope × value, kept within *low* and *high*.

    *shown* is what the firm sees as its benchmark: one number, or the two ends.
    """

    offset: Fraction
    slope: Fraction
    low: Fraction | None
    high: Fraction | None
    shown: tuple[Fraction, ...]

    def points(self, value: Fraction) -> Fraction:
        """Return the exact points of an exact value."""
        found = self.offset + self.slope * value
        if self.low is not None:
            found = max(found, self.low)
        return found if self.high is None else min(found, self.high)


def over(item: Item, benchmark: Fraction | None) -> Line | None:
    """Return the line of an item over one number; ``None`` without a positive one."""
    if benchmark is None or benchmark <= 0:
        return None
    weight = item.weight
    if item.inverse:
        return _line(item, weight, -weight / benchmark / 2, benchmark)
    return _line(item, Fraction(0), weight / benchmark, benchmark)


def between(
    item: Item, ends: Range, least: Fraction, greatest: Fraction
) -> Line | None:
    """Return the line between two extremes; ``None`` where they are one."""
    if least == greatest:
        return None
    low, high = (ends.high, ends.low) if item.inverse else (ends.low, ends.high)
    share = item.weight / _PERCENT
    slope = share * (high - low) / (greatest - least)
    return _line(item, share * low - slope * least, slope, least, greatest)


def efficacy(item: Item, scale: Efficacy) -> Line:
    """Return the line of the efficacy coefficient; its direction is in its ends."""
    share = item.weight / _PERCENT
    slope = share * scale.span / (scale.good - scale.bad)
    return _line(
        item, share * scale.base - slope * scale.bad, slope, scale.bad, scale.good
    )


def _line(item: Item, offset: Fraction, slope: Fraction, *shown: Fraction) -> Line:
    low = None if item.floor is None else item.floor * item.weight
    high = None if item.ceiling is None else item.ceiling * item.weight
    return Line(offset, slope, low, high, shown)


Partial = tuple[tuple[Floats | Whole, int], ...]


def partial(
    values: Whole, groups: Codes | None, count: int, *, swift: bool = False
) -> Partial:
    """Return the exact sums of one block by group, in parts of 26 bits if need be.

    At most 2¹⁷ rows; each part is a column of whole numbers and its shift. *swift*:
    as in :class:`zhence.permu.block.How`.
    """
    if not values.size:
        return ()
    loop = ADD_UP.machine if swift and groups is not None else None
    if loop is not None and groups is not None:
        low, high = np.zeros(count, np.int64), np.zeros(count, np.int64)
        loop(values, groups, low, high)
        return (low, 0), (high, _HALF)
    if max(int(values.max()), -int(values.min())) < _PLAIN:
        return ((_summed(values, groups, count), 0),)
    mask = (1 << _PART) - 1
    return (
        (_summed(values & mask, groups, count), 0),
        (_summed((values >> _PART) & mask, groups, count), _PART),
        (_summed(values >> 2 * _PART, groups, count), 2 * _PART),
    )


def _summed(values: Whole, groups: Codes | None, count: int) -> Floats:
    held = values.astype(np.float64)
    if groups is None:
        return np.array([held.sum()])
    found: Floats = np.bincount(groups, held, count).astype(np.float64, copy=False)
    return found


class Sums:
    """Exact sums of whole numbers by group, block after block."""

    def __init__(self, groups: int) -> None:
        """Begin with zero in every one of *groups*."""
        self._done = [0] * groups
        # Halves that a loop added up: at 32 bits each, two thousand million rows fit.
        self._halves: dict[int, Whole] = {}

    @property
    def totals(self) -> list[int]:
        """Return the sum of every group."""
        found = self._done
        for shift, held in self._halves.items():
            found = [
                a + (b << shift) for a, b in zip(found, held.tolist(), strict=True)
            ]
        return found

    def add(self, parts: Partial) -> None:
        """Add what :func:`partial` made of a block."""
        for sums, shift in parts:
            if sums.dtype == np.int64:
                none = np.zeros(len(self._done), np.int64)
                held = self._halves.setdefault(shift, none)
                held += sums.astype(np.int64)
                continue
            for group in np.flatnonzero(sums).tolist():
                self._done[group] += int(sums[group]) << shift

    def join(self, other: Sums) -> None:
        """Add what was summed elsewhere."""
        pairs = zip(self.totals, other.totals, strict=True)
        self._done, self._halves = [a + b for a, b in pairs], {}


class Ends:
    """Exact least and greatest quotients by group, block after block."""

    def __init__(self, groups: int) -> None:
        """Begin with none in every one of *groups*."""
        self.least: list[Fraction | None] = [None] * groups
        self.greatest: list[Fraction | None] = [None] * groups

    def add(
        self, above: Whole, below: Whole | None, values: Floats, groups: Codes | None
    ) -> None:
        """Look at one block: *values* are the quotients as doubles, nearly right."""
        where = np.zeros(values.size, np.int32) if groups is None else groups
        self._keep(above, below, values, where, self.greatest, max)
        self._keep(above, below, -values, where, self.least, min)

    def join(self, other: Ends) -> None:
        """Take over the ends that were found elsewhere."""
        self.greatest = [
            _better(a, b, max)
            for a, b in zip(self.greatest, other.greatest, strict=True)
        ]
        self.least = [
            _better(a, b, min) for a, b in zip(self.least, other.least, strict=True)
        ]

    def _keep(  # a block and where its ends are kept
        self,
        above: Whole,
        below: Whole | None,
        values: Floats,
        groups: Codes,
        kept: list[Fraction | None],
        better: Callable[[Fraction, Fraction], Fraction],
    ) -> None:
        most = np.full(len(kept), -np.inf)
        np.maximum.at(most, groups, values)
        near = values >= most[groups] - np.abs(most[groups]) * _NEAR
        rows = np.flatnonzero(near)
        parts = np.column_stack(
            [
                groups[rows],
                above[rows],
                np.ones(rows.size, np.int64) if below is None else below[rows],
            ]
        )
        for group, top, bottom in np.unique(parts, axis=0).tolist():
            kept[group] = _better(kept[group], Fraction(top, bottom), better)


def _better(
    one: Fraction | None,
    other: Fraction | None,
    better: Callable[[Fraction, Fraction], Fraction],
) -> Fraction | None:
    if one is None or other is None:
        return other if one is None else one
    return better(one, other)


def fixed(item: Item, benchmark: Fixed, name: str | None) -> Line | None:
    """Return the line of a published number, that of *name* where it has its own."""
    return over(item, dict(benchmark.by).get(name or "", benchmark.value))


__all__ = [
    "Ends",
    "Line",
    "Partial",
    "Sums",
    "between",
    "efficacy",
    "fixed",
    "over",
    "partial",
]
