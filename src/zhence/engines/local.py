"""The kernel on one machine: batches in threads, files in and out, memory bounded.

A file is read and written batch by batch, so a register may be larger than the
memory; numpy lets go of the interpreter while it works, so threads are enough.
"""

from __future__ import annotations

from collections import deque
from collections.abc import Callable, Iterable, Iterator, Mapping
from concurrent.futures import Future, ThreadPoolExecutor
from dataclasses import dataclass
from datetime import date
from pathlib import Path

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc
import pyarrow.parquet as pq

from zhence.engines import refusals
from zhence.engines.course import Course
from zhence.engines.fold import Mode, fold
from zhence.engines.kernel import run
from zhence.engines.plan import Plan
from zhence.engines.register import Register
from zhence.engines.reports import pivot_register

Work = Callable[[pa.RecordBatch], pa.RecordBatch]
Progress = Callable[[int, int], None]
"""Told, after each batch, how many rows are done and how many there are."""

THREADS = 2
PIECE = 65_536
"""Subjects in one batch of a pivoted register."""

_PARQUET = ".parquet"


@dataclass(frozen=True, slots=True)
class Columns:
    """Batches to be read one after the other, and how many rows they hold."""

    rows: int
    batches: Iterable[pa.RecordBatch]


def over_batches(
    work: Work,
    columns: Columns,
    *,
    threads: int = THREADS,
    progress: Progress | None = None,
) -> Iterator[pa.RecordBatch]:
    """Yield ``work(batch)`` of every batch, in their order.

    No more batches are held than there are threads, and one to come.

    Raises:
        BadInputError: what *work* refuses; no later batch is yielded.
    """
    done = 0
    waiting: deque[Future[pa.RecordBatch]] = deque()
    with ThreadPoolExecutor(threads) as pool:
        try:
            for batch in columns.batches:
                waiting.append(pool.submit(work, batch))
                while len(waiting) > threads:
                    done = yield from _next(waiting, done, columns.rows, progress)
            while waiting:
                done = yield from _next(waiting, done, columns.rows, progress)
        finally:
            for future in waiting:
                future.cancel()


def judge_file(
    plan: Plan,
    source: Path,
    target: Path,
    *,
    threads: int = THREADS,
    progress: Progress | None = None,
) -> int:
    """Judge every row of a file into another; return how many rows there were.

    Files end in ``.parquet``, or are Arrow files, which are mapped into memory.

    Raises:
        BadInputError: as the kernel.
    """
    work = _judging(plan)
    told = over_batches(work, open_columns(source), threads=threads, progress=progress)
    return write_columns(target, told)


def fold_file(
    course: Course,
    source: Path,
    target: Path,
    mode: Mode,
    *,
    threads: int = THREADS,
    progress: Progress | None = None,
) -> int:
    """Judge a file and follow the life cycle; its batches must hold whole subjects.

    Raises:
        BadInputError: as the kernel.
    """

    def work(batch: pa.RecordBatch) -> pa.RecordBatch:
        return fold(course, batch, mode)

    told = over_batches(work, open_columns(source), threads=threads, progress=progress)
    return write_columns(target, told)


def pivot_folder(
    plan: Plan,
    folder: Path,
    days: Mapping[int, date],
    *,
    threads: int = THREADS,
    progress: Progress | None = None,
) -> Iterator[pa.RecordBatch]:
    """Yield the pivoted rows of a register in a folder, in batches of whole subjects.

    ``members.parquet`` and ``reports.parquet`` hold the subjects in the same
    order; ``decisions.parquet`` and ``events.parquet`` may be there.

    Raises:
        BadInputError: as the pivot.
    """
    pieces = register_pieces(folder)
    done, total = 0, pieces.members * len(days)
    waiting: deque[Future[pa.RecordBatch]] = deque()
    with ThreadPoolExecutor(threads) as pool:
        for piece in pieces:
            waiting.append(pool.submit(pivot_register, plan, piece, days))
            while len(waiting) > threads:
                done = yield from _next(waiting, done, total, progress)
        while waiting:
            done = yield from _next(waiting, done, total, progress)


def open_columns(path: Path) -> Columns:
    """Open a file; its batches are read when they are asked for."""
    if path.suffix == _PARQUET:
        file = pq.ParquetFile(path)
        return Columns(file.metadata.num_rows, _row_groups(file))
    reader = pa.ipc.open_file(pa.memory_map(str(path)))
    batches = (reader.get_batch(n) for n in range(reader.num_record_batches))
    rows = sum(reader.get_batch(n).num_rows for n in range(reader.num_record_batches))
    return Columns(rows, batches)


def write_columns(path: Path, batches: Iterable[pa.RecordBatch]) -> int:
    """Write batches to a file as they come; return how many rows there were.

    Each batch becomes one row group, so that it can be read again as it was.
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
