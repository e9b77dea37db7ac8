"""Columns of intervals in whole smallest units: the arithmetic of the kernel.

Both ends are int64; an end that is unbounded is marked beside it and its number
means nothing.
A mask that is ``None`` holds nowhere (for *told*: everywhere), which is the
common case and costs nothing.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from functools import reduce

import numpy as np
import numpy.typing as npt

from zhence.engines.codes import Bits

Ints = npt.NDArray[np.int64]
Rows = npt.NDArray[np.intp]

GREATEST = 2**63 - 1
# A float64 holds a magnitude to 53 bits: whoever comes this near is counted exactly.
_NEAR = 0.999
_Five = tuple[Bits | None, Bits | None, Bits | None, Bits | None, Bits | None]
# What a missing mask means, in the order of Amounts: only *told* holds everywhere.
_DEFAULTS = tuple(np.bool_(b) for b in (False, False, True, False, False))


class TooGreatError(Exception):
    """A form of whole numbers that int64 cannot hold; *row* and *term* say where."""

    def __init__(self, row: int, term: int) -> None:
        """Keep the row and the place of the largest summand."""
        self.row = row
        self.term = term
        super().__init__(f"row {row}, summand {term}")


@dataclass(frozen=True, slots=True, eq=False)
class Amounts:
    """One interval a row.

    *told* false: no source said anything; *absent*: reported as not applicable;
    *impossible*: the reports cannot be true.
    *reach* is a bound on every bounded end, as an exact number.
    Where every row is a point, *low* and *high* are one array.
    """

    low: Ints
    high: Ints
    low_open: Bits | None = None
    high_open: Bits | None = None
    told: Bits | None = None
    absent: Bits | None = None
    impossible: Bits | None = None
    reach: int = 0

    def __len__(self) -> int:
        """Return the number of rows."""
        return len(self.low)

    def take(self, rows: Rows) -> Amounts:
        """Return some of the rows."""
        low = self.low[rows]
        return Amounts(
            low,
            low if self.high is self.low else self.high[rows],
            *_five(None if m is None else m[rows] for m in self._masks()),
            self.reach,
        )

    def put(self, rows: Rows, other: Amounts) -> Amounts:
        """Return the column with *other* in some of the rows."""
        if not len(rows):
            return self
        shared = self.high is self.low and other.high is other.low
        low = _put(self.low, rows, other.low)
        held = zip(self._masks(), other._masks(), _DEFAULTS, strict=True)
        return Amounts(
            low,
            low if shared else _put(self.high, rows, other.high),
            *_five(_put_mask(len(self), m, rows, its, by) for m, its, by in held),
            max(self.reach, other.reach),
        )

    def unknown(self) -> Bits | None:
        """Say where the amount is no single number, ``None``: nowhere."""
        open_ = any_mask((self.low_open, self.high_open))
        if self.high is self.low:
            return open_
        apart: Bits = self.low != self.high
        return apart if open_ is None else apart | open_

    def _masks(self) -> _Five:
        return (
            self.low_open,
            self.high_open,
            self.told,
            self.absent,
            self.impossible,
        )


def either(first: Bits, *others: Bits | None) -> Bits:
    """Say where any of the masks holds."""
    return reduce(np.logical_or, (m for m in others if m is not None), first)


def any_mask(masks: Sequence[Bits | None]) -> Bits | None:
    """Return where any mask holds, ``None`` where there is none."""
    held = [m for m in masks if m is not None]
    return reduce(np.logical_or, held) if held else None


def reach_of(*arrays: Ints) -> int:
    """Return the greatest magnitude in the arrays, as an exact number."""
    distinct = {id(a): a for a in arrays if len(a)}.values()
    return max((max(int(a.max()), -int(a.min())) for a in distinct), default=0)


def linear(
    terms: Sequence[tuple[Amounts, int]], constant: int = 0, *, floor: bool = False
) -> Amounts:
    """Return ``sum(amount * coefficient) + constant``; with *floor*, never below 0.

    Raises:
        TooGreatError: in some row the summands together exceed int64. It is
            judged row by row, so where a batch was cut makes no difference.
    """
    reach = abs(constant) + sum(a.reach * abs(c) for a, c in terms)
    if reach > GREATEST:
        _check_rows(terms, constant)
        reach = GREATEST
    shared = all(a.high is a.low for a, _ in terms)
    low = _sum([(a.low if c > 0 else a.high, c) for a, c in terms], constant)
    high = (
        low
        if shared
        else _sum([(a.high if c > 0 else a.low, c) for a, c in terms], constant)
    )
    low_open = any_mask([a.low_open if c > 0 else a.high_open for a, c in terms])
    if floor:
        low = np.maximum(low, 0)
        if low_open is not None:
            low = np.where(low_open, 0, low)
            low_open = None
    return Amounts(
        low,
        high,
        low_open,
        any_mask([a.high_open if c > 0 else a.low_open for a, c in terms]),
        reach=reach,
    )


def _sum(terms: Sequence[tuple[Ints, int]], constant: int) -> Ints:
    """Return the sum; what stands under an open end may wrap and is never read."""
    (first, by), *rest = terms
    total = first * np.int64(by) if by != 1 else first
    for array, coefficient in rest:
        if coefficient == 1:
            total = total + array
        elif coefficient == -1:
            total = total - array
        else:
            total = total + array * np.int64(coefficient)
    return total + np.int64(constant) if constant else total


def _check_rows(terms: Sequence[tuple[Amounts, int]], constant: int) -> None:
    sizes = [_size(a) * float(abs(c)) for a, c in terms]
    total = reduce(np.add, sizes) + float(abs(constant))
    for row in np.flatnonzero(total > GREATEST * _NEAR).tolist():
        exact = [_exact(a, row) * abs(c) for a, c in terms]
        if sum(exact) + abs(constant) > GREATEST:
            raise TooGreatError(row, exact.index(max(exact)))


def _size(amounts: Amounts) -> npt.NDArray[np.float64]:
    ends = [(amounts.low, amounts.low_open), (amounts.high, amounts.high_open)]
    sizes = []
    for end, open_ in ends:
        size = np.abs(end.astype(np.float64))
        sizes.append(size if open_ is None else np.where(open_, 0.0, size))
    return np.maximum(sizes[0], sizes[1])


def _exact(amounts: Amounts, row: int) -> int:
    low = 0 if _holds(amounts.low_open, row) else int(amounts.low[row])
    high = 0 if _holds(amounts.high_open, row) else int(amounts.high[row])
    return max(abs(low), abs(high))


def _holds(mask: Bits | None, row: int) -> bool:
    return mask is not None and bool(mask[row])


def _five(masks: Iterable[Bits | None]) -> _Five:
    low_open, high_open, told, absent, impossible = masks
    return low_open, high_open, told, absent, impossible


def _put(array: Ints, rows: Rows, values: Ints) -> Ints:
    copy = array.copy()
    copy[rows] = values
    return copy


def _put_mask(
    length: int, mine: Bits | None, rows: Rows, its: Bits | None, default: np.bool_
) -> Bits | None:
    if mine is None and its is None:
        return None
    copy = np.full(length, default) if mine is None else mine.copy()
    copy[rows] = default if its is None else its
    return copy
