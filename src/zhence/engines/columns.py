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
* ``stay``: see :data:`STAYS`; ``re_entry``: a later stay than the first;
* ``governed``: the policy reaches the member on that day (absent: it does);
* ``said``: of which groups of indicators something was said, one bit each;
* ``exempt``: the criteria that an exemption record covers, one bit each;
* ``v:<criterion>#<n>``: a verdict judged elsewhere; where no such column is
  given nothing is on record.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import numpy.typing as npt
import pyarrow as pa

from zhence.engines import refusals
from zhence.engines.amounts import Amounts, Ints, reach_of
from zhence.engines.codes import Bits, Codes

TOLD, ABSENT, IMPOSSIBLE = 1, 2, 4
UNKNOWN_STAY, FIRST, LATER, BEFORE = 0, 1, 2, 3
"""Where the year stands in the present stay on the list; 0 cannot be told."""
STAYS = {None: UNKNOWN_STAY, "first": FIRST, "later": LATER, "before": BEFORE}


Marks = tuple[Bits | None, Bits | None, Bits | None]


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
        """Look at *batch*; nothing is read yet."""
        self.rows: int = batch.num_rows
        self._batch = batch
        self._small: dict[str, Codes] = {}

    def has(self, name: str) -> bool:
        """Say whether there is a column of this name."""
        found: bool = self._batch.schema.get_field_index(name) >= 0
        return found

    def subject(self, row: int) -> object:
        """Return the subject of a row."""
        known = self.has("subject")
        return self._column("subject")[row].as_py() if known else f"row {row}"

    def small(self, name: str, empty: int = 0) -> Codes:
        """Return a column of codes or bits; *empty* stands for null."""
        if name not in self._small:
            column = self._column(name)
            if pa.types.is_boolean(column.type):
                column = column.cast(pa.int8())
            codes = self._whole(name, column, empty).astype(np.int8, copy=False)
            self._small[name] = codes
        return self._small[name]

    def days(self, name: str, empty: int) -> npt.NDArray[np.int32]:
        """Return a column of days since 1970; *empty* stands for null."""
        column = self._column(name)
        if pa.types.is_date32(column.type):
            column = column.view(pa.int32())
        return self._whole(name, column, empty).astype(np.int32, copy=False)

    def years(self, name: str) -> npt.NDArray[np.int16]:
        """Return a column of years; 0 stands for an unknown one."""
        return self._whole(name, self._column(name), 0).astype(np.int16, copy=False)

    def sets(self, name: str) -> Ints:
        """Return a column of sets, a bit for each member; null is the empty one."""
        return self._whole(name, self._column(name), 0).astype(np.int64, copy=False)

    def amounts(self, asked: Input) -> Amounts:
        """Return an amount column."""
        if self.has(asked.name):
            return self._points(asked)
        low, low_open = self._end(f"{asked.name}_lo")
        high, high_open = self._end(f"{asked.name}_hi")
        bits = self._bits(asked)
        if bits is None:
            bits = _told(asked, low, high, low_open, high_open), None, None
        apart = low != high
        if high_open is not None:
            apart &= ~high_open
        if not apart.any():
            high = low
        return Amounts(low, high, low_open, high_open, *bits, reach_of(low, high))

    def _points(self, asked: Input) -> Amounts:
        values, unknown = self._end(asked.name)
        bits = self._bits(asked)
        if unknown is None:
            bits = bits or (None, None, None)
            return Amounts(values, values, None, None, *bits, reach_of(values))
        low = np.where(unknown, asked.floor or 0, values)
        low_open = unknown if asked.floor is None else None
        high = low if asked.top is None else np.where(unknown, asked.top, values)
        high_open = unknown if asked.top is None else None
        bits = bits or (~unknown, None, None)
        return Amounts(low, high, low_open, high_open, *bits, reach_of(low, high))

    def _whole(self, name: str, column: pa.Array, empty: int) -> Ints:
        if not pa.types.is_integer(column.type):
            raise refusals.column_type(name, column.type, "a whole number")
        if column.null_count:
            column = column.fill_null(empty)
        # Of the column's own width: it is brought to the one wanted just once.
        values: Ints = column.to_numpy(zero_copy_only=False)
        return values

    def _column(self, name: str) -> pa.Array:
        place = self._batch.schema.get_field_index(name)
        if place < 0:
            raise refusals.column_missing(name)
        return self._batch.column(place)

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
        size = (ahead + count + 7) // 8
        packed = ~np.frombuffer(validity, np.uint8, size, first)
        bits = np.unpackbits(packed, count=ahead + count, bitorder="little")
        return values, bits[ahead:].view(np.bool_)

    def _bits(self, asked: Input) -> Marks | None:
        """Return told, absent and impossible; ``None`` where no column says it."""
        if not self.has(f"{asked.name}_bits"):
            return None
        bits = self.small(f"{asked.name}_bits")
        most = int(bits.max(initial=TOLD))
        if most > TOLD:
            told, absent = (bits & TOLD) != 0, (bits & ABSENT) != 0
            return told, absent, (bits & IMPOSSIBLE) != 0
        return None if bits.all() else bits.astype(np.bool_), None, None


def _told(
    asked: Input, low: Ints, high: Ints, low_open: Bits | None, high_open: Bits | None
) -> Bits | None:
    """Return where an interval says more than an amount that nobody reported."""
    told: Bits
    if asked.top is not None:
        told = (low != (asked.floor or 0)) | (high != asked.top)
    elif high_open is None:
        return None
    elif asked.floor is not None:
        told = (low != asked.floor) | ~high_open
    elif low_open is None:
        return None
    else:
        told = ~(low_open & high_open)
    return told
