"""Columns in files: Parquet, or Arrow mapped into memory; a register in a folder.

Everything is read and written batch by batch, so a file may be larger than the
memory.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc
import pyarrow.parquet as pq

from zhence.engines import refusals
from zhence.engines.register import Register

PIECE = 65_536
"""Subjects in one piece of a register."""

_PARQUET = ".parquet"
_WORDS = {"indicator", "list", "state", "category", "what", "type"}


@dataclass(frozen=True, slots=True)
class Columns:
    """Batches to be read one after the other, and how many rows they hold."""

    rows: int
    batches: Iterable[pa.RecordBatch]


def open_columns(path: Path) -> Columns:
    """Open a file; a batch is read when it is asked for.

    The batches are the row groups of a Parquet file (any other is an Arrow
    file), so that whole subjects are read as they were written.
    """
    if path.suffix == _PARQUET:
        file = pq.ParquetFile(path)
        groups = (_one(file.read_row_group(n)) for n in range(file.num_row_groups))
        return Columns(file.metadata.num_rows, groups)
    reader = pa.ipc.open_file(pa.memory_map(str(path)))
    places = range(reader.num_record_batches)
    rows = sum(reader.get_batch(place).num_rows for place in places)
    return Columns(rows, (reader.get_batch(place) for place in places))


def write_columns(path: Path, batches: Iterable[pa.RecordBatch]) -> int:
    """Write batches to a file as they come; return how many rows there were.

    Each batch becomes a row group, so that it can be read again as it was.
    """
    rows = 0
    writer: pq.ParquetWriter | pa.ipc.RecordBatchFileWriter | None = None
    try:
        for batch in batches:
            if writer is None:
                writer = _writer(path, batch.schema)
            if isinstance(writer, pq.ParquetWriter):
                writer.write_batch(batch, row_group_size=max(batch.num_rows, 1))
            else:
                writer.write_batch(batch)
            rows += batch.num_rows
    finally:
        if writer is not None:
            writer.close()
    return rows


def count_members(folder: Path) -> int:
    """Return how many members the register in *folder* has."""
    rows: int = pq.read_metadata(folder / "members.parquet").num_rows
    return rows


def categories_in(folder: Path) -> dict[str, dict[str, str]]:
    """Return the category of each member of the register, "—" where unknown."""
    file = folder / "members.parquet"
    if "category" not in pq.read_schema(file).names:
        return {}
    table = pq.read_table(file, columns=["subject", "category"])
    names = map(str, table.column("subject").to_pylist())
    codes = table.column("category").combine_chunks().dictionary_encode()
    words = ["—", *codes.dictionary.to_pylist()]
    # One word is kept once, however many members it is said of.
    places = codes.indices.fill_null(-1).to_pylist()
    said = (words[place + 1] for place in places)
    return {"category": dict(zip(names, said, strict=True))}


def register_pieces(folder: Path, size: int = PIECE) -> Iterator[Register]:
    """Yield the register in *folder* in pieces of *size* members.

    ``members.parquet`` and ``reports.parquet`` hold the subjects in the same
    order; ``decisions.parquet`` and ``events.parquet`` may be there, in any.

    Raises:
        BadInputError: reports about nobody, or out of the members' order.
    """
    members = _opened(folder / "members.parquet")
    reports = _Reports(folder / "reports.parquet")
    decisions = _whole(folder / "decisions.parquet")
    events = _whole(folder / "events.parquet")
    for batch in members.iter_batches(size):
        subjects = batch.column("subject")
        yield Register(
            members=batch,
            reports=reports.of(subjects),
            decisions=_about(decisions, subjects),
            events=_about(events, subjects),
        )
    reports.finish()


class _Reports:
    """Reads reports up to the first that is about somebody further on."""

    def __init__(self, path: Path) -> None:
        file = _opened(path)
        self._schema = file.schema_arrow
        self._batches = file.iter_batches(1 << 20)
        self._rest: pa.RecordBatch | None = None

    def of(self, subjects: pa.Array) -> pa.RecordBatch:
        """Return the reports about *subjects*, which are the next members."""
        found: list[pa.RecordBatch] = []
        batch = self._next()
        while batch is not None:
            places = pc.index_in(batch.column("subject"), value_set=subjects)
            ends = self._end(places)
            found.append(batch.slice(0, ends))
            if ends < batch.num_rows:
                self._rest = batch.slice(ends)
                break
            batch = self._next()
        if not found:
            return pa.RecordBatch.from_pylist([], schema=self._schema)
        return _one(pa.Table.from_batches(found))

    def finish(self) -> None:
        """Refuse what is about nobody among the members, or stands too late."""
        left = self._next()
        if left is not None and left.num_rows:
            raise refusals.subject_unknown(left.column("subject")[0].as_py())

    def _next(self) -> pa.RecordBatch | None:
        rest, self._rest = self._rest, None
        return next(self._batches, None) if rest is None else rest

    @staticmethod
    def _end(places: pa.Array) -> int:
        if not places.null_count:
            return len(places)
        strangers = places.is_null().to_numpy(zero_copy_only=False)
        return int(np.argmax(strangers))


def _about(batch: pa.RecordBatch | None, subjects: pa.Array) -> pa.RecordBatch | None:
    if batch is None:
        return None
    return batch.filter(pc.is_in(batch.column("subject"), value_set=subjects))


def _whole(path: Path) -> pa.RecordBatch | None:
    return _one(_opened(path).read()) if path.exists() else None


def _opened(path: Path) -> pq.ParquetFile:
    """Open a file with its words as codes, which are a fraction of the work."""
    words = [name for name in pq.read_schema(path).names if name in _WORDS]
    return pq.ParquetFile(path, read_dictionary=words)


def _one(table: pa.Table) -> pa.RecordBatch:
    """Return a table as one batch."""
    combined = table.combine_chunks().to_batches()
    if not combined:
        return pa.RecordBatch.from_pylist([], schema=table.schema)
    return combined[0]


def _writer(
    path: Path, schema: pa.Schema
) -> pq.ParquetWriter | pa.ipc.RecordBatchFileWriter:
    if path.suffix == _PARQUET:
        return pq.ParquetWriter(path, schema)
    return pa.ipc.new_file(str(path), schema)
