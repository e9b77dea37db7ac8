"""The columns of a pivoted batch while they are filled: years × subjects."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date

import numpy as np
import pyarrow as pa

from zhence.engines.amounts import Ints
from zhence.engines.codes import Bits, Codes
from zhence.engines.columns import ABSENT, IMPOSSIBLE, TOLD
from zhence.engines.grids import Days, Grid, day_number
from zhence.engines.past import Years
from zhence.engines.pivot import Value

_KEYS = ("subject", "year")


class Sheaf:
    """A batch in the making; what is never put in is zero, or unbounded."""

    def __init__(
        self, schema: pa.Schema, members: pa.RecordBatch, years: Sequence[int]
    ) -> None:
        """Make room for the *years* of *members*."""
        self._subjects = members.column("subject")
        self._years = tuple(years)
        field = schema.get_field_index("subject")
        self._schema = schema.set(field, pa.field("subject", self._subjects.type))
        shape = (len(self._years), len(self._subjects))
        self._numbers: dict[str, Ints] = {}
        self._empty: dict[str, Bits] = {}
        self._own: set[str] = set()
        for column in self._schema:
            if column.name in _KEYS:
                continue
            kind = pa.int32() if pa.types.is_date32(column.type) else column.type
            self._numbers[column.name] = np.zeros(shape, kind.to_pandas_dtype())
            if column.nullable:
                self._empty[column.name] = np.ones(shape, np.bool_)

    def put(self, name: str, values: Ints | Days | Years | Codes | Bits) -> None:
        """Put in a column, for all years alike or year by year; 0 where unknown."""
        self._numbers[name][:] = values
        if name in self._empty:
            self._empty[name] = self._numbers[name] == 0

    def put_grid(self, name: str, grid: Grid) -> None:
        """Put in an amount."""
        self._numbers[f"{name}_lo"] = grid.low
        self._numbers[f"{name}_hi"] = grid.high
        self._empty[f"{name}_lo"] = grid.low_open
        self._empty[f"{name}_hi"] = grid.high_open
        bits = grid.told.view(np.int8) * np.int8(TOLD)
        bits += grid.absent.view(np.int8) * np.int8(ABSENT)
        bits += grid.impossible.view(np.int8) * np.int8(IMPOSSIBLE)
        self._numbers[f"{name}_bits"] = bits

    def put_row(self, nth: int, place: int, row: Mapping[str, Value]) -> None:
        """Put in the row of one subject in the *nth* year."""
        for name, value in row.items():
            if name in _KEYS:
                continue
            self._part(name)
            if name in self._empty:
                self._empty[name][nth, place] = value is None
            self._numbers[name][nth, place] = _number(value)

    def _part(self, name: str) -> None:
        """Give a column numbers of its own: grids share what is alike in them."""
        if name in self._own:
            return
        self._own.add(name)
        self._numbers[name] = self._numbers[name].copy()
        if name in self._empty:
            self._empty[name] = self._empty[name].copy()

    def batch(self) -> pa.RecordBatch:
        """Return the batch."""
        rows = len(self._years) * len(self._subjects)
        years = np.repeat(np.asarray(self._years, np.int16), len(self._subjects))
        arrays = {
            "subject": pa.concat_arrays([self._subjects] * len(self._years)),
            "year": pa.array(years),
        }
        for column in self._schema:
            if column.name not in _KEYS:
                arrays[column.name] = self._array(column, rows)
        return pa.RecordBatch.from_arrays(
            [arrays[column.name] for column in self._schema], schema=self._schema
        )

    def _array(self, column: pa.Field, rows: int) -> pa.Array:
        values = np.ascontiguousarray(self._numbers[column.name]).reshape(rows)
        if values.dtype == np.bool_:
            return pa.array(values)
        empty = self._empty.get(column.name)
        bits = None
        if empty is not None and empty.any():
            packed = np.packbits(~empty.reshape(rows), bitorder="little")
            bits = pa.py_buffer(packed)
        return pa.Array.from_buffers(column.type, rows, [bits, pa.py_buffer(values)])


def _number(value: Value) -> int:
    if isinstance(value, date):
        return day_number(value)
    return value if isinstance(value, int) else 0
