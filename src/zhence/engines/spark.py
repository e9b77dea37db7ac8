"""The same kernel on a cluster, under Spark's ``mapInArrow``.

An optional part: a Spark frame is used by its own methods, so that PySpark need
not be there to import this.
The rows are handed over as Arrow batches; nothing is judged here that the same
function does not judge on one machine.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sequence
from typing import Protocol

import numpy as np
import pyarrow as pa

from zhence.engines import refusals
from zhence.engines.course import Course
from zhence.engines.fold import Mode, fold, fold_schema
from zhence.engines.kernel import run
from zhence.engines.plan import Plan
from zhence.engines.sheet import KEYS, schema_for

Batches = Iterable[pa.RecordBatch]

# A batch of this many rows costs the interpreter next to nothing a row.
_ROWS = 1 << 17
_TYPES = {
    "string": pa.string(),
    "bigint": pa.int64(),
    "int": pa.int32(),
    "smallint": pa.int16(),
    "tinyint": pa.int8(),
    "date": pa.date32(),
}
_DDL = {str(type_): name for name, type_ in _TYPES.items()}


class SparkFrame(Protocol):
    """What is used of a PySpark ``DataFrame``."""

    @property
    def dtypes(self) -> list[tuple[str, str]]:
        """The columns and their types, as Spark names them."""

    def toDF(self, *names: str) -> SparkFrame:  # noqa: N802  # Spark's
        """Name the columns anew."""

    def repartition(self, *columns: str) -> SparkFrame:
        """Bring equal rows together."""

    def sortWithinPartitions(self, *columns: str) -> SparkFrame:  # noqa: N802  # Spark's
        """Sort each partition."""

    def mapInArrow(  # noqa: N802  # Spark's
        self, func: Callable[[Batches], Iterator[pa.RecordBatch]], schema: str
    ) -> SparkFrame:
        """Hand the batches of each partition to a function."""


def judge_frame(plan: Plan, frame: SparkFrame) -> SparkFrame:
    """Judge every row of a Spark frame; the columns are those of the kernel.

    Raises (inside Spark's own error, when the frame is computed):
        BadInputError: as the kernel.
    """
    names = _names(frame)

    def judged(batches: Batches) -> Iterator[pa.RecordBatch]:
        return (run(plan, batch.rename_columns(names)) for batch in batches)

    schema = _ddl(schema_for(plan, _keys(frame)))
    return _plain(frame).mapInArrow(judged, schema)


def fold_frame(course: Course, frame: SparkFrame, mode: Mode) -> SparkFrame:
    """Judge a Spark frame and follow the life cycle of each subject.

    The rows of a subject are brought together first.
    """
    names = _names(frame)

    def folded(batches: Batches) -> Iterator[pa.RecordBatch]:
        for batch in whole_subjects(batches):
            yield fold(course, batch.rename_columns(names), mode)

    schema = _ddl(fold_schema(course, _keys(frame), mode))
    together = (
        _plain(frame).repartition("subject").sortWithinPartitions("subject", "year")
    )
    return together.mapInArrow(folded, schema)


def whole_subjects(batches: Batches, rows: int = _ROWS) -> Iterator[pa.RecordBatch]:
    """Cut batches anew so that each holds whole subjects, and about *rows* rows.

    The rows of a subject must stand together; who is cut by the end of a batch
    waits for the next one.
    """
    held: list[pa.RecordBatch] = []
    for batch in batches:
        held.append(batch)
        if sum(piece.num_rows for piece in held) < rows:
            continue
        joined = _joined(held)
        start = _last_subject(joined)
        if start:
            yield joined.slice(0, start)
        held = [joined.slice(start)]
    if any(piece.num_rows for piece in held):
        yield _joined(held)


def _joined(batches: Sequence[pa.RecordBatch]) -> pa.RecordBatch:
    return pa.Table.from_batches(batches).combine_chunks().to_batches()[0]


def _last_subject(batch: pa.RecordBatch) -> int:
    """Return the row where the last subject of a batch begins."""
    codes = batch.column("subject").dictionary_encode().indices.to_numpy()
    changes = np.flatnonzero(codes[1:] != codes[:-1])
    return int(changes[-1]) + 1 if len(changes) else 0


def _names(frame: SparkFrame) -> list[str]:
    return [name for name, _ in frame.dtypes]


def _plain(frame: SparkFrame) -> SparkFrame:
    """Name the columns as Spark can: it takes a dot for a field of a column."""
    return frame.toDF(*(name.replace(".", "·") for name in _names(frame)))


def _keys(frame: SparkFrame) -> list[pa.Field]:
    types = dict(frame.dtypes)
    for name in KEYS:
        if name in types and types[name] not in _TYPES:
            raise refusals.column_type(name, types[name], "words or a whole number")
    return [pa.field(name, _TYPES[types[name]]) for name in KEYS if name in types]


def _ddl(schema: pa.Schema) -> str:
    """Return an Arrow schema as Spark writes one."""
    return ", ".join(f"`{f.name}` {_DDL[str(f.type)]}" for f in schema)
