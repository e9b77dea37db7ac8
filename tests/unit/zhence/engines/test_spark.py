"""The same rows from a cluster: skipped out loud without Java and PySpark."""

import pyarrow as pa
import pytest
from tests.unit.zhence.engines.lives import COURSE, FAILS, batch_of, member

from zhence.engines.fold import Mode, fold
from zhence.engines.kernel import run
from zhence.engines.spark import fold_frame, judge_frame, whole_subjects
from zhence.errors import BadInputError

SUBJECTS = 100_000
YEARS = 10
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
