"""Every loop that may run as machine code gives the bits of its twin.

Each is asked three times: its twin of whole columns, the loop as plain Python, and
its machine code where there is a compiler.
"""

from collections.abc import Callable
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
