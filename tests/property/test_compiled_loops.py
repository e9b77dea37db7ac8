"""Every loop that may run as machine code gives the bits of its twin.

Each is asked three times: its twin of whole columns, the loop as plain Python, and
its machine code where there is a compiler.
"""

from collections.abc import Callable
from fractions import Fraction
from typing import Any

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from tests.unit.zhence.index.builders import recipe

from zhence.compiled import Compiled
from zhence.index import Frame, Row, run
from zhence.index.loops import CLOSENESS, PLACE_RANKS, SPREAD_RANKS
from zhence.index.order import kind_for, rank_into, rank_rows
from zhence.index.run import model_of
from zhence.index.uncertainty import draw_ranks, simulate
from zhence.permu import loops
from zhence.permu.benchmark import Sums, partial
from zhence.permu.block import How
from zhence.permu.rank import ranks as ranks_in_groups
from zhence.permu.score import rounded, steps_of

SPREADS = ["even", "crowded", "tied", "equal", "signed", "infinite", "tiny"]


def ways(loop: Compiled) -> list[Callable[..., Any]]:
    """The loop as Python and, with the extra ``fast``, as machine code."""
    return [way for way in (loop.loop, loop.machine) if way is not None]


def spread_scores(seed: int, size: int, spread: str) -> np.ndarray:
    dice = np.random.default_rng(seed)
    scores = dice.random((3, size))
    if spread == "crowded":
        scores[:, 0] = 1e12
    elif spread == "tied":
        scores = np.round(scores, 2)
    elif spread == "equal":
        scores[:] = 0.1 + 0.2
    elif spread == "signed":
        scores = (scores - 0.5) * np.array([[1.0], [0.0], [1e-300]])
    elif spread == "infinite":
        scores[:, 0] = np.inf
        scores[1, -1] = -np.inf
    elif spread == "tiny":
        scores *= 5e-324 * 1000
    return scores


def test_a_loop_is_compiled_wherever_its_code_may_be_kept():
    numba = pytest.importorskip("numba", reason="the extra fast is not installed")
    assert SPREAD_RANKS.machine is not None
    nowhere: dict[str, Any] = {}
    exec("def twice(x): return 2 * x", nowhere)  # noqa: S102  # code without a file
    machine = Compiled(nowhere["twice"]).machine
    assert machine is not None
    assert machine(21) == 42
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(numba.config, "DISABLE_JIT", 1)
        assert Compiled(nowhere["twice"]).machine is None


@settings(max_examples=30)
@given(
    st.integers(0, 2**32), st.sampled_from([1, 2, 3, 40, 700]), st.sampled_from(SPREADS)
)
def test_ranks_by_buckets_are_those_by_sorting(seed, size, spread):
    scores = spread_scores(seed, size, spread)
    places = np.array([4, 0, 2])
    for way in ways(SPREAD_RANKS):
        held = np.zeros((5, size), kind_for(size))
        rank_into(held, places, scores.copy(), way)
        np.testing.assert_array_equal(held[places], rank_rows(scores))
        assert not held[[1, 3]].any()


@given(st.integers(0, 2**32), st.integers(1, 70), st.integers(1, 30))
def test_ranks_counted_are_ranks_sorted(seed, size, draws):
    dice = np.random.default_rng(seed)
    held = dice.integers(1, size, (draws, size), endpoint=True).astype(np.uint16)
    places = np.sort(dice.integers(0, draws, 3))
    for way in ways(PLACE_RANKS):
        found, sums = np.empty((3, size)), np.empty(size, np.int64)
        way(held, places, found, sums)
        np.testing.assert_array_equal(found, np.sort(held, axis=0)[places])
        np.testing.assert_array_equal(sums, held.sum(axis=0))


def test_closeness_of_nowhere_is_nothing():
    best, worst = np.array([[0.0, 4.0, 2.0]]), np.array([[0.0, 0.0, 7.0]])
    twin = np.sqrt(worst) / np.maximum(np.sqrt(best) + np.sqrt(worst), 5e-324)
    for way in ways(CLOSENESS):
        made = best.copy()
        way(made, worst)
        np.testing.assert_array_equal(made, twin)


def test_machine_code_changes_no_rank_interval():
    size, draws = 2_100, 4_000
    dice = np.random.default_rng(1)
    rows = tuple(Row(f"T{n}") for n in range(size))
    table = Frame(rows, tuple("abcd"), dice.random((size, 4)) + 0.5)
    vary = {"noise": "simplex", "aggregations": ["geometric", "topsis"]}
    method = recipe(uncertainty={"draws": draws, "vary": vary})
    told, spec = run(recipe(), table), method.uncertainty
    assert spec is not None
    everyone = np.ones(size, dtype=np.bool_)
    model, _ = model_of(method, told.treated, told.aggregated, everyone, spec)
    slow = draw_ranks(model, spec.seed, draws, swift=False)
    np.testing.assert_array_equal(draw_ranks(model, spec.seed, draws, 2), slow)
    plain, swift = (simulate(model, rows, spec, swift=swift) for swift in (False, True))
    for name in ("nominal", "mean", "low", "median", "high"):
        np.testing.assert_array_equal(getattr(swift, name), getattr(plain, name))


@given(st.integers(0, 2**32), st.sampled_from([1, 2**40, 2**62]))
def test_sums_in_two_halves_are_exact(seed, most):
    dice = np.random.default_rng(seed)
    values = dice.integers(-most, most, 200)
    groups = dice.integers(0, 5, 200, dtype=np.int32)
    exact = [sum(values[groups == group].tolist()) for group in range(5)]
    for way in ways(loops.ADD_UP):
        low, high = np.zeros(5, np.int64), np.zeros(5, np.int64)
        way(values, groups, low, high)
        told = zip(low.tolist(), high.tolist(), strict=True)
        assert [b + (a << 32) for b, a in told] == exact
    for swift in (False, True):
        sums = Sums(5)
        sums.add(partial(values, groups, 5, swift=swift))
        assert sums.totals == exact


@given(
    st.integers(0, 2**32), st.booleans(), st.booleans(), st.booleans(), st.booleans()
)
def test_points_in_one_pass_are_those_of_columns(seed, divided, grouped, sized, bound):
    dice = np.random.default_rng(seed)
    above = dice.integers(-(10**9), 10**12, 60)
    below = dice.integers(1, 10**9, 60) if divided else np.empty(0, np.int64)
    groups = dice.integers(0, 3, 60, dtype=np.int32)
    slopes, offsets = dice.normal(size=3), dice.normal(size=3)
    limits = np.array([0.0, 45.0] if bound else [-np.inf, np.inf])
    within = groups if grouped else np.zeros(60, np.int32)
    before = dice.normal(size=60)
    value = above / below if divided else above.astype(np.float64)
    made = np.clip(value * slopes[within] + offsets[within], *limits)
    for way in ways(loops.ADD_POINTS):
        total, sizes = before.copy(), np.zeros(60 if sized else 0)
        given_groups = groups if grouped else groups[:0]
        way(above, below, given_groups, slopes, offsets, limits, total, sizes)
        np.testing.assert_array_equal(total, before + made)
        np.testing.assert_array_equal(sizes, np.abs(made) if sized else sizes)


@given(st.lists(st.integers(-(10**6), 10**6), min_size=1, max_size=60))
def test_rounding_in_one_pass_asks_about_the_same_doubts(thousandths):
    values = np.array(thousandths) / 1000
    asked: dict[bool, list[int]] = {False: [], True: []}
    told = {}
    for swift, into in asked.items():

        def exactly(row: int, into: list[int] = into) -> Fraction:
            into.append(row)
            return Fraction(thousandths[row], 1000)

        how = How(100, swift=swift)
        told[swift] = rounded(values, np.abs(values), 1.0, how, exactly).tolist()
    exact = [steps_of(Fraction(value, 1000), 100) for value in thousandths]
    assert told[True] == told[False] == exact
    assert asked[True] == asked[False]
    found, rows = np.empty(values.size, np.int64), np.empty(values.size, np.int64)
    doubt = 100 * 2.0**-46
    count = loops.ROUND.loop(values, np.abs(values), 2.0, 100, doubt, found, rows)
    assert rows[:count].tolist() == asked[True]


@settings(max_examples=40)
@given(st.integers(0, 2**32), st.sampled_from([1, 30, 2**20, 2**31 - 1]))
def test_ranks_by_digits_are_those_by_sorting(seed, span):
    dice = np.random.default_rng(seed)
    scores = dice.integers(0, span, 900) - span // 2
    groups = dice.integers(0, 3, 900, dtype=np.int32)
    sorted_ = ranks_in_groups(groups, scores, last=True)
    for threads in (1, 2):
        told = ranks_in_groups(
            groups, scores, last=True, how=How(1, threads, swift=True)
        )
        np.testing.assert_array_equal(told.first, sorted_.first)
        np.testing.assert_array_equal(told.last, sorted_.last)
    one = ranks_in_groups(None, scores, how=How(1, 1, swift=True))
    np.testing.assert_array_equal(one.first, ranks_in_groups(None, scores).first)


def test_the_loops_of_the_ranks_say_the_same_as_plain_python():
    scores, groups = np.array([5, 7, 5, 4, 9]), np.array([1, 0, 1, 1, 0], np.int32)
    told = ranks_in_groups(groups, scores, last=True)
    ends = np.array([0, 2, 5])
    keys, last = np.empty(5, np.int32), np.empty(5, np.int32)
    loops.PART.loop(scores, groups, 9, ends[:-1].copy(), keys)
    loops.RANK_GROUPS.loop(keys, ends, 0, 2, 12, last)
    for held, ranks in ((keys, told.first), (last, told.last)):
        found = np.empty(5, np.int32)
        loops.SPREAD.loop(groups, ends[:-1].copy(), held, found)
        np.testing.assert_array_equal(found, ranks)
