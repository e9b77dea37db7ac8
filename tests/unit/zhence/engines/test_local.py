"""On one machine: in order, in threads, from file to file, telling how far it is."""

from functools import partial
from pathlib import Path

import pyarrow as pa
import pyarrow.parquet as pq
import pytest
from tests.unit.zhence.engines.lives import COURSE, DAYS, FAILS, batch_of, member
from tests.unit.zhence.engines.registers import DAYS as REGISTER_DAYS
from tests.unit.zhence.engines.registers import MARCH, PLAN, register, told, town

from zhence.engines.files import (
    Columns,
    open_columns,
    register_pieces,
    write_columns,
)
from zhence.engines.fold import Mode, fold
from zhence.engines.kernel import run
from zhence.engines.local import (
    fold_file,
    in_threads,
    judge_file,
    over_columns,
    pivot_folder,
)
from zhence.engines.register import Register
from zhence.engines.reports import pivot_register
from zhence.errors import BadInputError
from zhence.facts import Facts

KERNEL = COURSE.plan


def batches(count: int) -> list[pa.RecordBatch]:
    return [batch_of([member(FAILS, f"T{i}")]) for i in range(count)]


@pytest.fixture(params=["rows.parquet", "rows.arrow"])
def source(request: pytest.FixtureRequest, tmp_path: Path) -> Path:
    path: Path = tmp_path / request.param
    assert write_columns(path, batches(5)) == 5 * len(DAYS)
    return path


def test_a_file_is_judged_as_its_rows_are(source: Path, tmp_path: Path):
    target = tmp_path / "out.parquet"
    assert judge_file(KERNEL, source, target) == 5 * len(DAYS)
    whole = pa.Table.from_batches(batches(5)).combine_chunks().to_batches()[0]
    assert pq.read_table(target).to_pylist() == run(KERNEL, whole).to_pylist()


def test_a_file_is_folded_as_its_members_are(source: Path, tmp_path: Path):
    target = tmp_path / "out.arrow"
    assert fold_file(COURSE, source, target, Mode.PROJECTED) == 5 * len(DAYS)
    found = pa.Table.from_batches(open_columns(target).batches).to_pylist()
    whole = pa.Table.from_batches(batches(5)).combine_chunks().to_batches()[0]
    assert found == fold(COURSE, whole, Mode.PROJECTED).to_pylist()


def test_a_batch_is_read_again_as_it_was_written(source: Path):
    columns = open_columns(source)
    assert columns.rows == 5 * len(DAYS)
    assert [b.num_rows for b in columns.batches] == [len(DAYS)] * 5


def test_progress_is_told_after_each_batch(source: Path, tmp_path: Path):
    seen: list[tuple[int, int]] = []
    judge_file(
        KERNEL,
        source,
        tmp_path / "out.parquet",
        progress=lambda done, total: seen.append((done, total)),
    )
    assert seen == [(5, 25), (10, 25), (15, 25), (20, 25), (25, 25)]


@pytest.mark.parametrize("threads", [1, 2, 4])
def test_batches_come_in_their_order(threads: int):
    columns = Columns(30, batches(6))
    told_ = over_columns(partial(run, KERNEL), columns, threads=threads)
    subjects = [b.column("subject")[0].as_py() for b in told_]
    assert subjects == [f"T{i}" for i in range(6)]


def test_no_more_is_read_than_the_threads_can_work_on():
    read = 0

    def reading():
        nonlocal read
        for batch in batches(9):
            read += 1
            yield batch

    told_ = in_threads(partial(run, KERNEL), reading(), threads=2)
    next(told_)
    assert read == 3
    assert sum(1 for _ in told_) == 8


def test_a_refused_batch_stops_the_run():
    broken = batch_of([member(FAILS, "T9")]).drop_columns(["v:P#1"])
    told_ = in_threads(partial(run, KERNEL), [*batches(1), broken], threads=1)
    next(told_)
    with pytest.raises(BadInputError, match="v:P#1"):
        next(told_)


def test_nothing_written_leaves_no_file(tmp_path: Path):
    assert write_columns(tmp_path / "out.parquet", []) == 0
    assert not (tmp_path / "out.parquet").exists()


# ----------------------------------------------------------------- a register's folder

KNOWN = [
    town(f"T{i}", *(told("flow", MARCH, i + n) for n in range(i % 2))) for i in range(7)
]


def written(folder: Path, table: Register) -> Path:
    for name in ("members", "reports", "decisions", "events"):
        batch = getattr(table, name)
        if batch is not None:
            pq.write_table(pa.Table.from_batches([batch]), folder / f"{name}.parquet")
    return folder


@pytest.mark.parametrize("size", [1, 2, 3, 7, 100])
def test_a_register_read_in_pieces_is_the_whole(tmp_path: Path, size: int):
    folder = written(tmp_path, register(KNOWN))
    pieces = list(pivot_folder(PLAN, folder, REGISTER_DAYS, size=size))
    assert len(pieces) == -(-7 // size)
    whole = pivot_register(PLAN, register(KNOWN), REGISTER_DAYS).to_pylist()
    found = [row for piece in pieces for row in piece.to_pylist()]
    assert sorted(found, key=_key) == sorted(whole, key=_key)


def _key(row: dict[str, object]) -> tuple[str, str]:
    return str(row["subject"]), str(row["year"])


def test_reports_out_of_the_members_order_are_refused(tmp_path: Path):
    table = register(KNOWN)
    backwards = table.reports.take(list(range(table.reports.num_rows))[::-1])
    folder = written(
        tmp_path, Register(table.members, backwards, table.decisions, table.events)
    )
    with pytest.raises(BadInputError, match="batch_subject_unknown"):
        list(register_pieces(folder, 2))


def test_a_register_needs_no_decisions_and_no_events(tmp_path: Path):
    table = register(KNOWN)
    folder = written(tmp_path, Register(table.members, table.reports))
    pieces = list(register_pieces(folder, 100))
    assert (pieces[0].decisions, pieces[0].events) == (None, None)


def test_facts_of_a_piece_are_those_of_the_tables():
    facts: dict[object, Facts] = register(KNOWN).facts({"T1": 1, "T3": 3})
    assert [f.membership.subject for f in facts.values()] == ["T1", "T3"]
    assert len(facts["T3"].observations) == 1
