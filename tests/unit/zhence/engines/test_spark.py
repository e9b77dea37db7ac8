"""The same rows from a cluster: skipped out loud without Java and PySpark."""

import os
import shutil
import sys
from collections.abc import Iterator
from importlib import import_module
from importlib.util import find_spec
from pathlib import Path
from typing import Protocol, cast

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc
import pyarrow.parquet as pq
import pytest
from tests.unit.zhence.engines.lives import (
    COURSE,
    FAILS,
    STATES,
    YEARS,
    batch_of,
    member,
)

import zhence
from zhence.engines.codes import CODE
from zhence.engines.fold import Mode, fold
from zhence.engines.kernel import run
from zhence.engines.spark import SparkFrame, fold_frame, judge_frame, whole_subjects
from zhence.errors import BadInputError
from zhence.evidence import Verdict

SUBJECTS = 100_000
BY = [("subject", "ascending"), ("year", "ascending")]


def everybody(count: int) -> pa.RecordBatch:
    return batch_of([member(FAILS, f"T{i}") for i in range(count)])


# ----------------------------------------------------------- what needs no cluster


@pytest.mark.parametrize("rows", [1, 2, 5, 7, 100])
@pytest.mark.parametrize("cut", [1, 2, 3, 5, 25])
def test_batches_are_cut_between_subjects(rows: int, cut: int):
    whole = pa.Table.from_batches(
        [batch_of([member(FAILS, f"T{i}") for i in range(5)])]
    )
    batches = whole.to_batches(max_chunksize=cut)
    found = list(whole_subjects(batches, rows))
    assert pa.Table.from_batches(found).to_pylist() == whole.to_pylist()
    seen: set[str] = set()
    for batch in found:
        held = set(batch.column("subject").to_pylist())
        assert not held & seen
        seen |= held


def test_no_batches_stay_none():
    assert list(whole_subjects([])) == []


class Frame:
    """What is used of a Spark frame, on the batches of one machine."""

    def __init__(self, batches: list[pa.RecordBatch], schema: str = "") -> None:
        self.batches = batches
        self.schema = schema

    @property
    def dtypes(self) -> list[tuple[str, str]]:
        kinds = {"string": "string", "int8": "tinyint", "int16": "smallint"}
        return [(f.name, kinds[str(f.type)]) for f in self.batches[0].schema]

    def toDF(self, *names: str) -> "Frame":  # noqa: N802  # Spark's
        assert not any("." in name for name in names)
        return Frame([b.rename_columns(list(names)) for b in self.batches])

    def repartition(self, *_: str) -> "Frame":
        return self

    def sortWithinPartitions(self, *columns: str) -> "Frame":  # noqa: N802  # Spark's
        table = pa.Table.from_batches(self.batches)
        ordered = table.sort_by([(name, "ascending") for name in columns])
        return Frame(ordered.to_batches(max_chunksize=3))

    def mapInArrow(self, func, schema: str) -> "Frame":  # noqa: N802  # Spark's
        return Frame(list(func(iter(self.batches))), schema)


def test_a_frame_is_judged_by_the_kernel():
    batch = everybody(3)
    told = judge_frame(COURSE.plan, Frame([batch.slice(0, 4), batch.slice(4)]))
    assert isinstance(told, Frame)
    rows = pa.Table.from_batches(told.batches).to_pylist()
    assert rows == run(COURSE.plan, batch).to_pylist()
    assert told.schema.startswith("`subject` string, `year` smallint, `P` tinyint")


def test_a_frame_is_folded_by_subject():
    batch = everybody(3)
    told = fold_frame(
        COURSE, Frame([batch.slice(0, 4), batch.slice(4)]), Mode.PROJECTED
    )
    assert isinstance(told, Frame)
    rows = pa.Table.from_batches(told.batches).to_pylist()
    assert rows == fold(COURSE, batch, Mode.PROJECTED).to_pylist()


def test_a_key_that_is_no_word_and_no_number_is_refused():
    class Odd(Frame):
        @property
        def dtypes(self) -> list[tuple[str, str]]:
            return [("subject", "double")]

    with pytest.raises(BadInputError, match="batch_column_type"):
        judge_frame(COURSE.plan, Odd([]))


# ------------------------------------------------------------------------- a cluster

# Spark leaves the socket that it sent the rows through to be collected.
UNCLOSED = pytest.mark.filterwarnings("ignore:unclosed:ResourceWarning")


@pytest.fixture(scope="module")
def spark() -> Iterator[object]:
    """Two worker processes on this machine; skips without PySpark or Java."""
    if find_spec("pyspark") is None:
        pytest.skip("no PySpark here: make test-spark installs it")
    if "JAVA_HOME" not in os.environ and shutil.which("java") is None:
        pytest.skip("no Java here: Spark needs Java 17, on PATH or as JAVA_HOME")
    sql = import_module("pyspark.sql")
    library = str(Path(zhence.__file__).parents[1])
    settings = {
        "spark.driver.host": "127.0.0.1",
        "spark.driver.bindAddress": "127.0.0.1",
        "spark.ui.enabled": "false",
        "spark.executorEnv.PYTHONPATH": library,
        "spark.sql.shuffle.partitions": "4",
        "spark.sql.execution.arrow.pyspark.enabled": "true",
    }
    builder = sql.SparkSession.builder.master("local-cluster[2,1,1024]")
    for name, value in settings.items():
        builder = builder.config(name, value)
    with pytest.MonkeyPatch.context() as patch:
        # The workers take any python on PATH unless they are told which.
        patch.setenv("PYSPARK_PYTHON", sys.executable)
        session = builder.getOrCreate()
        yield session
        session.stop()


@pytest.fixture(scope="module")
def register(tmp_path_factory: pytest.TempPathFactory) -> tuple[pa.Table, Path]:
    """100 000 towns with every mix of verdicts over five years, told in long form."""
    kinds = [CODE[v] for v in (Verdict.PASS, Verdict.FAIL, Verdict.INSUFFICIENT_DATA)]
    dice = np.random.default_rng(20171021)
    rows = SUBJECTS * len(YEARS)
    first = everybody(1)
    columns = {
        name: pa.array(np.tile(first.column(name).to_numpy(), SUBJECTS))
        for name in first.schema.names
        if name != "subject"
    }
    for name in ("v:P#1", "v:S#1"):
        columns[name] = pa.array(dice.choice(kinds, rows).astype(np.int8))
    columns["state"] = pa.array(
        np.repeat(dice.integers(0, len(STATES), SUBJECTS), len(YEARS)).astype(np.int8)
    )
    names = np.repeat([f"T{i:06}" for i in range(SUBJECTS)], len(YEARS))
    table = pa.table({"subject": pa.array(names), **columns})
    table = table.take(pa.array(dice.permutation(rows)))
    path = tmp_path_factory.mktemp("register") / "rows.parquet"
    pq.write_table(table, path, row_group_size=50_000)
    return table, path


@pytest.mark.spark
@UNCLOSED
def test_a_cluster_judges_as_one_machine_does(spark, register: tuple[pa.Table, Path]):
    table, path = register
    told = arrow(judge_frame(COURSE.plan, spark.read.parquet(str(path))))
    batch = table.combine_chunks().to_batches()[0]
    alone = pa.Table.from_batches([run(COURSE.plan, batch)])
    assert alone.num_rows == SUBJECTS * len(YEARS)
    assert rows_apart(told, alone) == 0


@pytest.mark.spark
@UNCLOSED
@pytest.mark.parametrize("mode", Mode)
def test_a_cluster_follows_lives_as_one_machine_does(
    spark, register: tuple[pa.Table, Path], mode: Mode
):
    table, path = register
    told = arrow(fold_frame(COURSE, spark.read.parquet(str(path)), mode))
    batch = table.combine_chunks().to_batches()[0]
    alone = pa.Table.from_batches([fold(COURSE, batch, mode)])
    assert alone.num_rows == SUBJECTS * len(YEARS)
    assert len(pc.unique(alone.column("proposal"))) > 1
    assert rows_apart(told, alone) == 0


class Collected(SparkFrame, Protocol):
    """A Spark frame, whose rows can be brought here."""

    def toArrow(self) -> pa.Table:  # noqa: N802  # Spark's
        """Bring the rows here."""


def arrow(frame: SparkFrame) -> pa.Table:
    return cast("Collected", frame).toArrow()


def rows_apart(first: pa.Table, second: pa.Table) -> int:
    """How many rows differ in any column, both in the order of town and year."""
    one, other = first.sort_by(BY), second.sort_by(BY)
    assert one.schema.names == other.schema.names
    assert one.num_rows == other.num_rows
    apart = np.zeros(one.num_rows, np.bool_)
    for name in one.schema.names:
        held = one.column(name).combine_chunks()
        found = other.column(name).combine_chunks().cast(held.type)
        same = pc.or_(
            pc.fill_null(pc.equal(held, found), fill_value=False),
            pc.and_(pc.is_null(held), pc.is_null(found)),
        )
        apart |= ~same.to_numpy(zero_copy_only=False)
    return int(apart.sum())
