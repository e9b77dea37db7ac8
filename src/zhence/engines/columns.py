"""The columns of a batch: one row a subject and year, whole numbers, named bits.

An amount stands as ``<name>_lo`` and ``<name>_hi`` (null: unbounded), with
``<name>_bits`` for what is no number; or, where every report is a single
figure, as one column ``<name>`` (null: not reported).
Rows need no order and batches may be cut anywhere.

Beside the amounts:

* ``subject``; ``year`` (null where the occasion has none);
* ``state``: the place of the state in the plan's list, -1 for any other;
* ``candidates``: the categories the member may have, one bit each;
* ``threshold_day``: the day whose thresholds bind;
* ``stay``: see :data:`FIRST`; ``re_entry``: a later stay than the first;
* ``exempt``: the criteria that an exemption record covers, one bit each;
* ``v:<criterion>#<n>``: a verdict judged elsewhere; where no such column is
  given nothing is on record.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TypeVar

import numpy as np
import numpy.typing as npt
import pyarrow as pa

from zhence.engines import refusals
from zhence.engines.amounts import Amounts, Ints, reach_of
from zhence.engines.codes import Bits

TOLD, ABSENT, IMPOSSIBLE = 1, 2, 4
UNKNOWN_STAY, FIRST, LATER = 0, 1, 2
"""Where the year stands in the present stay on the list; 0 cannot be told."""

Kind = TypeVar("Kind", bound=np.generic)


@dataclass(frozen=True, slots=True)
class Input:
    """An amount column, and what it is where nothing was reported."""

    name: str
    floor: int | None = 0
    top: int | None = None


class Held:
    """The columns of a batch as arrays, each read when it is first asked for.

    Raises (from every method):
        BadInputError: there is no such column, or it is of another type.
    """

    def __init__(self, batch: pa.RecordBatch) -> None:
        """Name the columns of *batch*."""
        self.rows: int = batch.num_rows
        self._columns = dict(zip(batch.schema.names, batch.columns, strict=True))

    def has(self, name: str) -> bool:
        """Say whether there is a column of this name."""
        return name in self._columns

    def subject(self, row: int) -> object:
        """Return the subject of a row."""
        found = self._columns.get("subject")
        return f"row {row}" if found is None else found[row].as_py()

    def numbers(
        self, name: str, kind: type[Kind], empty: int = 0
    ) -> npt.NDArray[Kind]:
        """Return a column of numbers, dates or bits; *empty* stands for null."""
        column = self._column(name)
        if pa.types.is_date32(column.type):
            column = column.view(pa.int32())
        if pa.types.is_boolean(column.type):
            column = column.cast(pa.int8())
        if not pa.types.is_integer(column.type):
            raise refusals.column_type(name, column.type, "a whole number")
        if column.null_count:
            column = column.fill_null(empty)
        values: npt.NDArray[Kind] = column.to_numpy(zero_copy_only=False)
        return values.astype(kind, copy=False)

    def amounts(self, asked: Input) -> Amounts:
        """Return an amount column."""
        if asked.name in self._columns:
            return self._points(asked)
        low, low_open = self._end(f"{asked.name}_lo")
        high, high_open = self._end(f"{asked.name}_hi")
        bits = self._bits(asked, _told(asked, low, high, low_open, high_open))
        apart = low != high
        if high_open is not None:
            apart &= ~high_open
        if not apart.any():
            high = low
        return Amounts(low, high, low_open, high_open, *bits, reach_of(low, high))

    def _points(self, asked: Input) -> Amounts:
        values, unknown = self._end(asked.name)
        if unknown is None:
            bits = self._bits(asked, None)
            return Amounts(values, values, None, None, *bits, reach_of(values))
        low = np.where(unknown, asked.floor or 0, values)
        low_open = unknown if asked.floor is None else None
        high, high_open = low, unknown
        if asked.top is not None:
            high, high_open = np.where(unknown, asked.top, values), None
        bits = self._bits(asked, ~unknown)
        return Amounts(low, high, low_open, high_open, *bits, reach_of(low, high))

    def _column(self, name: str) -> pa.Array:
        found = self._columns.get(name)
        if found is None:
            raise refusals.column_missing(name)
        return found

    def _end(self, name: str) -> tuple[Ints, Bits | None]:
        """Return the numbers of a column, and where they are null."""
        column = self._column(name)
        if column.type != pa.int64():
            raise refusals.column_type(name, column.type, "int64")
        count, start = len(column), column.offset
        validity, data = column.buffers()
        if not count:
            return np.empty(0, np.int64), None
        values = np.frombuffer(data, np.int64, count, start * 8)
        if not column.null_count:
            return values, None
        first, ahead = divmod(start, 8)
        packed = np.frombuffer(validity, np.uint8, offset=first)
        bits = np.unpackbits(packed, count=ahead + count, bitorder="little")
        return values, bits[ahead:] == 0

    def _bits(
        self, asked: Input, told: Bits | None
    ) -> tuple[Bits | None, Bits | None, Bits | None]:
        """Return told, absent and impossible; *told* where no column says it."""
        if f"{asked.name}_bits" not in self._columns:
            return told, None, None
        bits = self.numbers(f"{asked.name}_bits", np.int8)
        if not len(bits) or int(bits.min()) == int(bits.max()) == TOLD:
            return None, None, None
        return (bits & TOLD) != 0, (bits & ABSENT) != 0, (bits & IMPOSSIBLE) != 0


def _told(
    asked: Input, low: Ints, high: Ints, low_open: Bits | None, high_open: Bits | None
) -> Bits | None:
    """Return where an interval says more than an amount that nobody reported."""
    if asked.top is not None:
        return (low != (asked.floor or 0)) | (high != asked.top)
    if high_open is None:
        return None
    if asked.floor is None:
        return None if low_open is None else ~(low_open & high_open)
    return ~((low == asked.floor) & high_open)
