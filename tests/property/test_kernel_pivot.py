"""A whole register at once comes to what the plain judge's docket resolves."""

from dataclasses import replace

import pyarrow as pa
from hypothesis import given
from hypothesis import strategies as st
from tests.lib.properties import thorough
from tests.lib.rulebooks import category
from tests.unit.zhence.engines.registers import DAYS, book, members, register

from zhence.engines.pivot import pivot
from zhence.engines.plan import plan_for
from zhence.engines.reports import pivot_register
from zhence.facts import Facts
from zhence.rules.question import Question
from zhence.rules.rulebook import Occasion

BOOK = replace(
    book(),
    categories={
        "heavy": category("heavy", "a"),
        "light": category("light", "a", "b"),
    },
)
PLAN = plan_for(BOOK, Occasion.ANNUAL, ("CREATION", "CULTIVATION"))

registers = st.integers(1, 3).flatmap(
    lambda count: st.tuples(*(members(f"T{i}") for i in range(count)))
)


def by_key(batch: pa.RecordBatch) -> dict[tuple[str, int], dict[str, object]]:
    return {(row["subject"], row["year"]): row for row in batch.to_pylist()}


@thorough
@given(registers)
def test_every_cell_of_a_register_is_the_dockets(known: tuple[Facts, ...]):
    asked = [
        (facts, Question(Occasion.ANNUAL, day, year))
        for facts in known
        for year, day in DAYS.items()
    ]
    exact = by_key(pivot(PLAN, asked, rests=False))
    told = by_key(pivot_register(PLAN, register(known), DAYS))
    assert told.keys() == exact.keys()
    for key, row in exact.items():
        assert told[key] == row, key
