"""Where a batch was cut, in what order its rows stand, how it is written: no matter."""

from itertools import pairwise

import numpy as np
import pyarrow as pa
from hypothesis import given
from hypothesis import strategies as st
from tests.lib.properties import thorough
from tests.unit.zhence.engines.made import STATES, Rows, rows, rulebooks

from zhence.engines import kernel
from zhence.engines.columns import TOLD
from zhence.engines.kernel import run
from zhence.engines.pivot import pivot
from zhence.engines.plan import Plan, plan_for
from zhence.errors import BadInputError
from zhence.rules.rulebook import Occasion, Rulebook


def outcome(plan: Plan, batch: pa.RecordBatch) -> list[dict[str, object]] | str:
    """The rows of the outcome, or the code of the refusal."""
    try:
        told: list[dict[str, object]] = run(plan, batch).to_pylist()
    except BadInputError as error:
        return error.faults[0].code
    return told


def pieces(batch: pa.RecordBatch, cuts: list[int]) -> list[pa.RecordBatch]:
    places = sorted({0, batch.num_rows, *(c % (batch.num_rows + 1) for c in cuts)})
    return [batch.slice(start, end - start) for start, end in pairwise(places)]


@thorough
@given(rulebooks(), rows(), st.lists(st.integers(0, 9), max_size=3), st.integers(1, 3))
def test_pieces_of_a_batch_come_to_the_whole(
    book: Rulebook, held: Rows, cuts: list[int], block: int
):
    plan = plan_for(book, Occasion.ANNUAL, STATES)
    batch = pivot(plan, held.asked)
    whole = outcome(plan, batch)
    cut = [row for piece in pieces(batch, cuts) for row in outcome(plan, piece)]
    size, kernel.BLOCK = kernel.BLOCK, block
    try:
        blocks = outcome(plan, batch)
    finally:
        kernel.BLOCK = size
    assert whole == cut == blocks


@thorough
@given(rulebooks(), rows(), st.randoms(use_true_random=False))
def test_the_order_of_the_rows_does_not_matter(book: Rulebook, held: Rows, random):
    plan = plan_for(book, Occasion.ANNUAL, STATES)
    batch = pivot(plan, held.asked)
    order = list(range(batch.num_rows))
    random.shuffle(order)
    told = run(plan, batch).take(pa.array(order))
    assert run(plan, batch.take(pa.array(order))).to_pylist() == told.to_pylist()


def as_points(plan: Plan, batch: pa.RecordBatch) -> pa.RecordBatch:
    """The batch with one column an amount, wherever nothing else was said."""
    columns = {name: batch.column(name) for name in batch.schema.names}
    for asked in plan.inputs:
        low, high, bits = (columns[f"{asked.name}_{e}"] for e in ("lo", "hi", "bits"))
        told = np.asarray(bits) == TOLD
        point = told & np.asarray(low.is_valid()) & np.asarray(high.is_valid())
        same = point & (np.asarray(low.fill_null(0)) == np.asarray(high.fill_null(0)))
        if not (same | (np.asarray(bits) == 0)).all():
            continue
        for end in ("lo", "hi", "bits"):
            del columns[f"{asked.name}_{end}"]
        columns[asked.name] = pa.array(np.asarray(low.fill_null(0)), mask=~same)
    return pa.RecordBatch.from_pydict(columns)


@thorough
@given(rulebooks(), rows())
def test_single_figures_may_stand_in_one_column(book: Rulebook, held: Rows):
    plan = plan_for(book, Occasion.ANNUAL, STATES)
    batch = pivot(plan, held.asked)
    assert run(plan, as_points(plan, batch)).to_pylist() == run(plan, batch).to_pylist()


@thorough
@given(rulebooks(), rows())
def test_bits_that_are_plain_from_the_amounts_may_be_left_out(
    book: Rulebook, held: Rows
):
    plan = plan_for(book, Occasion.ANNUAL, STATES)
    batch = pivot(plan, held.asked)
    plain = [n for n in batch.schema.names if not n.endswith("_bits")]
    bits = [batch.column(f"{asked.name}_bits") for asked in plan.inputs]
    if all((np.asarray(b) <= TOLD).all() for b in bits) and not plan.rests:
        told = run(plan, batch).to_pylist()
        assert run(plan, batch.select(plain)).to_pylist() == told


_huge = st.sampled_from([0, 1, 2**40, 2**55, 2**61, 2**62, 2**63 - 1, -(2**63) + 1])


@thorough
@given(
    rulebooks(),
    rows(),
    st.lists(_huge, min_size=1, max_size=8),
    st.lists(st.integers(0, 9), max_size=3),
)
def test_what_is_too_great_is_refused_wherever_the_cut_is(
    book: Rulebook, held: Rows, numbers: list[int], cuts: list[int]
):
    """Nothing wraps round; and a piece is refused exactly if the whole is."""
    plan = plan_for(book, Occasion.ANNUAL, STATES)
    batch = with_amounts(plan, pivot(plan, held.asked), numbers)
    whole = outcome(plan, batch)
    told = [outcome(plan, piece) for piece in pieces(batch, cuts)]
    refused = [t for t in told if isinstance(t, str)]
    if isinstance(whole, str):
        assert whole == "batch_overflow"
        assert refused
    else:
        assert [row for rows_ in told for row in rows_] == whole


def with_amounts(
    plan: Plan, batch: pa.RecordBatch, numbers: list[int]
) -> pa.RecordBatch:
    """The batch with some known amounts replaced, in the order of the rows."""
    columns = {name: batch.column(name) for name in batch.schema.names}
    for place, asked in enumerate(plan.inputs):
        low, high = columns[f"{asked.name}_lo"], columns[f"{asked.name}_hi"]
        values = [numbers[(place + row) % len(numbers)] for row in range(len(low))]
        points = pa.array(values, pa.int64())
        known = [v is not None for v in high.to_pylist()]
        columns[f"{asked.name}_lo"] = pa.array(
            [
                p if k else v
                for p, v, k in zip(values, low.to_pylist(), known, strict=True)
            ],
            pa.int64(),
        )
        columns[f"{asked.name}_hi"] = pa.array(
            points.to_pylist(), pa.int64(), mask=np.asarray([not k for k in known])
        )
    return pa.RecordBatch.from_pydict(columns, schema=batch.schema)
