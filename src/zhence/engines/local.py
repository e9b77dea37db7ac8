"""The kernel on one machine: batches in threads, in order, with memory bounded.

numpy lets go of the interpreter while it works, so threads are enough.
"""

from __future__ import annotations

from collections import deque
from collections.abc import Callable, Iterable, Iterator, Mapping
from concurrent.futures import Future, ThreadPoolExecutor
from datetime import date
from functools import partial
from pathlib import Path
from typing import TypeVar

import pyarrow as pa

from zhence.engines.course import Course
from zhence.engines.files import (
    PIECE,
    Columns,
    count_members,
    open_columns,
    register_pieces,
    write_columns,
)
from zhence.engines.fold import Mode, fold
from zhence.engines.kernel import run
from zhence.engines.plan import Plan
from zhence.engines.register import Register
from zhence.engines.reports import pivot_register

Item = TypeVar("Item")
Progress = Callable[[int, int], None]
"""Told, after each batch, how many rows are done and how many there are."""

THREADS = 2


def judge_file(
    plan: Plan,
    source: Path,
    target: Path,
    *,
    threads: int = THREADS,
    progress: Progress | None = None,
) -> int:
    """Judge every row of a file into another; return how many rows there were.

    A file that ends in ``.parquet`` is Parquet, any other an Arrow file, which
    is mapped into memory.

    Raises:
        BadInputError: as the kernel; what was written by then stands.
    """
    work = partial(run, plan)
    told = over_columns(work, open_columns(source), threads=threads, progress=progress)
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
    """Judge a file and follow the life cycle; its batches hold whole subjects.

    Raises:
        BadInputError: as :func:`judge_file`.
    """
    work = partial(fold, course, mode=mode)
    told = over_columns(work, open_columns(source), threads=threads, progress=progress)
    return write_columns(target, told)


def pivot_folder(
    plan: Plan,
    folder: Path,
    days: Mapping[int, date],
    *,
    size: int = PIECE,
    threads: int = THREADS,
    progress: Progress | None = None,
) -> Iterator[pa.RecordBatch]:
    """Yield the rows of the register in a folder, in batches of whole subjects.

    *days*: the day on which each year is asked about.

    Raises:
        BadInputError: as the pivot.
    """

    def work(piece: Register) -> pa.RecordBatch:
        return pivot_register(plan, piece, days)

    total = count_members(folder) * len(days)
    told = in_threads(work, register_pieces(folder, size), threads=threads)
    yield from _counted(told, total, progress)


def over_columns(
    work: Callable[[pa.RecordBatch], pa.RecordBatch],
    columns: Columns,
    *,
    threads: int = THREADS,
    progress: Progress | None = None,
) -> Iterator[pa.RecordBatch]:
    """Yield ``work(batch)`` of every batch, in their order."""
    told = in_threads(work, columns.batches, threads=threads)
    yield from _counted(told, columns.rows, progress)


def in_threads(
    work: Callable[[Item], pa.RecordBatch], items: Iterable[Item], *, threads: int
) -> Iterator[pa.RecordBatch]:
    """Yield the work of every item, in order; no more wait than there are threads.

    Raises:
        BadInputError: what *work* refuses; nothing later is yielded.
    """
    waiting: deque[Future[pa.RecordBatch]] = deque()
    with ThreadPoolExecutor(threads) as pool:
        try:
            for item in items:
                waiting.append(pool.submit(work, item))
                if len(waiting) > threads:
                    yield waiting.popleft().result()
            while waiting:
                yield waiting.popleft().result()
        finally:
            for future in waiting:
                future.cancel()


def _counted(
    batches: Iterable[pa.RecordBatch], total: int, progress: Progress | None
) -> Iterator[pa.RecordBatch]:
    done = 0
    for batch in batches:
        yield batch
        done += batch.num_rows
        if progress is not None:
            progress(done, total)
