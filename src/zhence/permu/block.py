"""A run of rows of one list: the columns of one item as the kernel wants them."""

from __future__ import annotations

from collections.abc import Iterator
from typing import NamedTuple, TypeVar

import numpy as np
import numpy.typing as npt

from zhence.permu.register import Bits, Codes, Floats, Register, Whole
from zhence.permu.scheme import Act, Item, Measure

# Fits a core's cache with a handful of columns; exact sums allow at most 2¹⁷.
ROWS = 1 << 15

_NO_VALUES: Floats = np.empty(0)

T = TypeVar("T", np.int64, np.int32, np.bool_)


class Taken(NamedTuple):
    """Rows of one list in one block: a run from *start*, or *rows* one by one."""

    start: int
    size: int
    rows: Whole | None = None

    def of(self, column: npt.NDArray[T]) -> npt.NDArray[T]:
        """Return these rows of a column; a run of them is not copied."""
        if self.rows is None:
            return column[self.start : self.start + self.size]
        return column[self.rows]

    def put(self, column: npt.NDArray[T], values: npt.NDArray[T]) -> None:
        """Write *values* into these rows of a column."""
        if self.rows is None:
            column[self.start : self.start + self.size] = values
        else:
            column[self.rows] = values

    def row(self, at: int) -> int:
        """Return the row of the register that stands *at* this place of the block."""
        return self.start + at if self.rows is None else int(self.rows[at])


def blocks(chosen: Bits) -> Iterator[Taken]:
    """Yield the chosen rows block by block; blocks without any are left out."""
    for start in range(0, chosen.size, ROWS):
        within = chosen[start : start + ROWS]
        count = int(np.count_nonzero(within))
        if count == within.size:
            yield Taken(start, count)
        elif count:
            yield Taken(start, count, np.flatnonzero(within) + start)


class How(NamedTuple):
    """How many steps make a point, how many threads, and whether loops may help.

    *swift*: where there is a compiler, machine code does what it does best; neither
    it nor *threads* change a result.
    """

    one: int
    threads: int = 1
    swift: bool = False


class Cells(NamedTuple):
    """One item in one block.

    *values* are the quotients in grains, anything where they are not *ordinary*
    (``None``: all are), and empty where no division was asked for. *missing*, *zero*
    and *negative* are ``None`` for nowhere.
    """

    above: Whole
    below: Whole | None
    values: Floats
    ordinary: Bits | None
    missing: Bits | None
    zero: Bits | None
    negative: Bits | None


def cells(
    register: Register, item: Item, taken: Taken, *, divide: bool = True
) -> Cells:
    """Return the cells of an item: the quotient, and what each unusual one is."""
    measure = item.measure
    above = _column(register, measure.of, taken)
    below = None if measure.per is None else _column(register, measure.per, taken)
    missing = _missing(register, measure, taken)
    zero = _zero(item, above, below, missing)
    values = quotients(above, below) if divide else _NO_VALUES
    negative = None
    if item.negative.act is not Act.AS_IT_IS and above.min() < 0:
        # Nothing below the line is negative, so the sign is that of what is above.
        negative = (above < 0) & ~_any(missing, zero, above.size)
    ordinary = None
    for mask in (missing, zero, negative):
        if mask is not None:
            ordinary = ~mask if ordinary is None else ordinary & ~mask
    return Cells(above, below, values, ordinary, missing, zero, negative)


def _column(register: Register, code: str, taken: Taken) -> Whole:
    held = register.amounts.get(code)
    return np.zeros(taken.size, np.int64) if held is None else taken.of(held)


def _missing(register: Register, measure: Measure, taken: Taken) -> Bits | None:
    found: Bits | None = None
    for code in (measure.of, measure.per):
        if code is None:
            continue
        if code not in register.amounts:
            return np.ones(taken.size, np.bool_)
        held = register.unknown.get(code)
        if held is not None:
            rows = taken.of(held)
            found = rows if found is None else found | rows
    return found if found is not None and found.any() else None


def _zero(
    item: Item, above: Whole, below: Whole | None, missing: Bits | None
) -> Bits | None:
    """Return where a zero is suspicious: below the line, or of an inverse item."""
    found: Bits | None = None
    if below is not None and below.min() <= 0:
        found = below <= 0
    if item.inverse and (item.zero.act is not Act.AS_IT_IS) and not above.all():
        nothing = above == 0
        found = nothing if found is None else found | nothing
    if found is None:
        return None
    if missing is not None:
        found = found & ~missing
    return found if found.any() else None


def _any(one: Bits | None, other: Bits | None, size: int) -> Bits:
    held = [mask for mask in (one, other) if mask is not None]
    return np.logical_or.reduce(held) if held else np.zeros(size, np.bool_)


def quotients(above: Whole, below: Whole | None) -> Floats:
    """Return the quotients of a block as doubles, 0 where nothing is below the line."""
    if below is None:
        return above.astype(np.float64)
    if below.min() > 0:
        found: Floats = np.divide(above, below, dtype=np.float64)
        return found
    found = np.zeros(above.size)
    np.divide(above, below, out=found, where=below > 0)
    return found


def groups_of(codes: Codes | None, taken: Taken) -> Codes | None:
    """Return the group of each row of a block; ``None`` where there is one group."""
    return None if codes is None else taken.of(codes)
