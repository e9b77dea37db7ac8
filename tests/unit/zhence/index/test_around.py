"""What is said about a finished index: uncertainty, sensitivity, parts, profile."""

from typing import Any

import numpy as np
import pytest
from tests.unit.zhence.index.builders import (
    FOUR,
    NAN,
    NODES,
    POSTS,
    cases,
    frame,
    outcome,
    recipe,
    refused,
)

from zhence.index import examine, run
from zhence.index.contributions import changes
from zhence.index.run import model_of
from zhence.index.sensitivity import Sensitivity, sobol
from zhence.index.tables import read_frame, stage_tables
from zhence.index.uncertainty import _CELLS, draw_ranks

NEAR = frame([[5, 5, 5, 5], [5.1, 5, 5, 5], [9, 9, 9, 1], [1, 1, 1, 9]])


def intervals(table=NEAR, vary=None, **stages):
    told = outcome(table, uncertainty={"draws": 200, "vary": vary or {}}, **stages)
    assert told.intervals is not None
    return told.intervals


def test_the_best_stays_the_best_and_the_near_ones_change_places():
    told = intervals(vary={"noise": "simplex"})
    assert told.nominal.tolist() == [3, 2, 1, 4]
    assert told.low.tolist() == [3, 2, 1, 4]
    spread = intervals(
        frame([[5, 6, 5, 5], [6, 5, 5, 5], [9, 9, 9, 1]]), {"weights": 0.9}
    )
    assert spread.low.tolist() == [2, 2, 1]
    assert spread.high.tolist() == [3, 3, 1]
    assert (spread.low <= spread.median).all()
    assert (spread.median <= spread.high).all()


def test_threads_change_no_rank():
    method = recipe(uncertainty={"vary": {"noise": "simplex"}})
    told, spec = run(method, NEAR), method.uncertainty
    assert spec is not None
    everyone = np.ones(4, dtype=np.bool_)
    model, _ = model_of(method, told.treated, told.aggregated, everyone, spec)
    several = (_CELLS // 4) * 2 + 1
    one, many = (draw_ranks(model, 3, several, threads) for threads in (1, 3))
    np.testing.assert_array_equal(one, many)


def test_nothing_that_varies_leaves_every_rank_as_it_is():
    told = intervals(vary={"weights": 0})
    for column in (told.mean, told.low, told.high):
        assert column.tolist() == told.nominal.tolist()


@pytest.mark.parametrize(
    "table", [NEAR, frame([[5, NAN, 5, 5], [5, 5, 5, 6], [9, 9, 9, 1]])]
)
@pytest.mark.parametrize(
    "aggregate",
    [
        {},
        {"methods": ["geometric", "arithmetic"]},
        {"methods": ["harmonic"], "cover": [{"count": 1}]},
    ],
)
def test_a_draw_with_the_recipes_own_weights_is_the_recipe(table, aggregate):
    told = outcome(
        table, aggregate=aggregate, uncertainty={"draws": 3, "vary": {"weights": 0}}
    )
    assert told.intervals is not None
    assert told.intervals.nominal.tolist() == told.ranks.tolist()
    assert told.intervals.high.tolist() == told.ranks.tolist()


def test_methods_and_goalposts_vary_too():
    vary = {
        "normalisations": [{"method": "rank"}, {"method": "rank", "range": [1, 2]}],
        "aggregations": ["geometric", "topsis"],
        "goalposts": 0.2,
        "sets": 3,
    }
    loose = {"zeros": "zero"}
    told = intervals(vary=vary, aggregate=loose)
    assert told.low[2] == told.high[2] == 1
    again = intervals(vary=vary, aggregate=loose)
    assert told.mean.tolist() == again.mean.tolist()


def test_a_parent_with_a_leaf_and_a_dimension_varies_as_well():
    nodes = [
        {"code": "top"},
        {"code": "one", "parent": "top"},
        {"code": "a", "parent": "one"},
        {"code": "b", "parent": "one"},
        {"code": "c", "parent": "top"},
    ]
    posts = {c: POSTS[c] for c in "abc"}
    method = recipe(
        nodes,
        normalise={"posts": posts},
        aggregate={"methods": ["geometric", "arithmetic"]},
        uncertainty={"draws": 5, "vary": {"weights": 0}},
    )
    told = run(method, NEAR)
    assert told.intervals is not None
    assert told.intervals.mean.tolist() == told.ranks.tolist()


@pytest.mark.parametrize(
    ("stages", "code"),
    cases(
        ({"uncertainty": {"draws": 0}}, "index_parameter"),
        ({"uncertainty": {"vary": {"aggregations": ["copeland"]}}}, "index_parameter"),
        ({"aggregate": {"methods": ["vikor"]}, "uncertainty": {}}, "index_parameter"),
        ({"uncertainty": {"time": "1999"}}, "index_one_unit"),
        ({"sensitivity": {"base": 1}}, "index_parameter"),
        (
            {
                "uncertainty": {
                    "vary": {
                        "normalisations": [{"method": "z"}],
                        "aggregations": ["geometric"],
                    }
                }
            },
            "index_not_positive",
        ),
        (
            {
                "uncertainty": {
                    "vary": {
                        "normalisations": [{"method": "min_max"}],
                        "aggregations": ["harmonic"],
                    }
                }
            },
            "index_not_positive",
        ),
    ),
)
def test_what_cannot_be_varied_is_refused(stages, code):
    with refused(code):
        outcome(NEAR, **stages)


def test_topsis_does_not_vary_over_gaps():
    with refused("index_parameter"):
        intervals(frame([[5, NAN, 5, 5], [5, 5, 5, 6]]), {"aggregations": ["topsis"]})


def test_all_alike_is_no_distance():
    told = intervals(frame([[5, 5, 5, 5]] * 2), {"aggregations": ["topsis"]})
    assert told.high.tolist() == [1, 1]


def test_sobol_finds_what_a_known_function_hangs_on():
    """x + 2y + 0z: variances 1/12 and 4/12."""
    found = sobol(
        lambda u: u[:, 0] + 2 * u[:, 1],
        3,
        {"x": [0], "y": [1], "z": [2]},
        Sensitivity(base=4096),
    )
    assert [s.first for s in found] == pytest.approx([0.2, 0.8, 0], abs=0.06)
    assert [s.total for s in found] == pytest.approx([0.2, 0.8, 0], abs=0.03)
    still = sobol(lambda u: u[:, 0] * 0, 1, {"x": [0]}, Sensitivity(base=8))
    assert (still[0].first, still[0].total) == (0, 0)


def test_the_choices_that_vary_get_their_share():
    told = outcome(
        frame([[5, 6, 5, 5], [6, 5, 5, 5], [4, 7, 6, 5]]),
        sensitivity={"base": 64},
        uncertainty={"vary": {"normalisations": [{"method": "rank"}]}},
    )
    assert [s.factor for s in told.sobol] == ["weights", "normalisation"]
    assert all(s.total >= 0 for s in told.sobol)
    alone = outcome(sensitivity={"base": 8})
    assert alone.intervals is None


def test_parts_of_a_score_are_weight_times_score():
    told = outcome()
    assert told.contributions is not None
    assert told.contributions[0].tolist() == pytest.approx([4.5, 3, 6, 12])


def test_parts_of_a_change_leave_out_what_did_not_move():
    table = frame([[4, 2, 3, 4], [6, 2, 3, NAN]], times=["1", "2"])
    told = outcome(
        frame([[4, 2, 3, 4], [6, 2, 3, 4]], times=["1", "2"]),
        aggregate={"methods": ["geometric"]},
    )
    tree = told.recipe.tree
    first, second = np.array([0]), np.array([1])
    parts = changes(told.aggregated, tree, told.recipe.aggregate, first, second)
    assert parts[0, 1:].tolist() == [0, 0, 0]
    assert parts[0, 0] == pytest.approx(told.index[1] - told.index[0])
    gaps = outcome(table)
    parts = changes(gaps.aggregated, tree, gaps.recipe.aggregate, first, second)
    assert parts.sum() == pytest.approx(gaps.index[1] - gaps.index[0])
    none = outcome(frame([[NAN] * 4, [6, 2, 3, 4]], times=["1", "2"]))
    parts = changes(none.aggregated, tree, none.recipe.aggregate, first, second)
    assert np.isnan(parts).all()


def test_outranking_has_no_parts():
    told = outcome(aggregate={"methods": ["copeland"]})
    with refused("index_no_parts"):
        changes(
            told.aggregated,
            told.recipe.tree,
            told.recipe.aggregate,
            np.array([0]),
            np.array([1]),
        )


def test_weights_in_effect_add_up_and_influence_is_seen():
    told = outcome()
    weights = examine.effective_weights(told.aggregated, told.recipe.tree)
    assert sum(w.nominal for w in weights) == pytest.approx(1)
    assert all(0 <= w.influence <= 1 for w in weights)


def test_pairs_that_say_the_same_or_the_opposite_are_flagged():
    table = frame([[1, 1, 1, 9], [2, 2.1, 2, 1], [3, 3, 3, 5], [5, 5, 5, 8]])
    told = outcome(table)
    found = examine.flags(told.aggregated, told.recipe.tree)
    assert next((f.left, f.right, f.concern.value) for f in found) == (
        "a",
        "b",
        "collinear",
    )
    against = outcome(frame([[1, 9, 1, 1], [2, 8, 5, 2], [3, 7, 2, 3]]))
    found = examine.flags(against.aggregated, against.recipe.tree)
    assert "opposed" in [f.concern.value for f in found]


def test_a_correlation_needs_three_rows_that_vary():
    few = np.array([1.0, 2.0, NAN])
    assert np.isnan(examine.correlation(few, few)[0])
    flat = np.array([1.0, 1.0, 1.0])
    assert np.isnan(examine.correlation(flat, np.array([1.0, 2, 3]))[0])


def test_cronbach_of_equal_columns_is_one():
    column = np.array([1.0, 2, 3, 5])
    assert examine.cronbach(np.column_stack([column, column])) == pytest.approx(1)
    holes = np.array([[1.0, NAN], [NAN, 2.0], [1.0, NAN]])
    for bad in (column[:, None], holes):
        with refused("index_one_unit"):
            examine.cronbach(bad)


def test_a_unit_has_strengths_and_weaknesses():
    table = frame([[9, 1, 5, 5], [1, 9, 6, 5], [5, 5, 7, NAN]])
    told = outcome(table)
    strong, weak = examine.profile(told.aggregated, told.recipe.tree, 0, 1)
    assert (strong, weak) == (("a",), ("c",))  # heavier than b, as weak
    last, _ = examine.profile(told.aggregated, told.recipe.tree, 2)
    assert "d" not in last


def test_leaving_one_out_shows_who_hangs_on_it():
    table = frame([[9, 1, 5, 5], [1, 5, 5, 5], [5, 5, 5, 5]])
    told = outcome(table)
    found = examine.remove_one(
        told.normalised, told.recipe.tree, told.aggregated, told.recipe.aggregate
    )
    moved = {r.code: r.most_shift for r in found}
    assert moved["a"] > 0
    assert moved["c"] == 0
    nobody = frame([[NAN] * 4] * 2)
    empty = outcome(nobody)
    found = examine.remove_one(
        empty.normalised, empty.recipe.tree, empty.aggregated, empty.recipe.aggregate
    )
    assert np.isnan(found[0].mean_shift)


ROWS = [
    {
        "town": "X",
        "year": "1",
        "a": "1",
        "b": "",
        "c": "3",
        "d": "4",
        "kind": "m",
        "size": "2",
    },
    {
        "town": "Y",
        "year": "1",
        "a": "NA",
        "b": "2",
        "c": "3",
        "d": "4",
        "kind": "",
        "size": "2",
    },
]
NAMED: dict[str, Any] = {
    "columns": {"unit": "town", "time": "year"},
    "denominate": {"columns": {"a": "size"}},
    "rank": {"group": "kind"},
}


def test_tables_come_in_as_text_and_go_out_by_stage():
    method = recipe(
        **NAMED, treat={}, uncertainty={"draws": 5}, impute={"method": "mean"}
    )
    told = run(method, read_frame(ROWS, method))
    tables = stage_tables(told)
    assert tables["denominated"].rows[0][:3] == ("X", "1", "0.5")
    assert tables["raw"].rows[1][2] == ""
    assert tables["ranks"].header[:4] == ("unit", "time", "index", "rank")
    assert len(tables["uncertainty"].rows) == 2
    assert len(tables["filled"].rows) == 2
    assert tables["weights"].rows[-1] == ("top", "", "1.0", "1.0")
    bare = stage_tables(outcome(aggregate={"methods": ["copeland"]}))
    assert bare["contributions"].rows == bare["uncertainty"].rows == ()
    assert bare["ranks"].rows[0][4] == ""


@pytest.mark.parametrize(
    ("rows", "code"),
    cases(
        ([], "index_frame_shape"),
        ([{k: v for k, v in ROWS[0].items() if k != "size"}], "index_code_unknown"),
        ([{**ROWS[0], "a": "many"}], "index_not_finite"),
        ([{**ROWS[0], "a": "inf"}], "index_not_finite"),
    ),
)
def test_a_table_that_cannot_be_read_is_refused(rows, code):
    with refused(code):
        read_frame(rows, recipe(**NAMED))


def test_a_recipe_without_periods_reads_one():
    table = read_frame(ROWS, recipe(NODES, columns={"unit": "town"}))
    assert table.times == ("",)
    assert FOUR.rows[0].unit == "U0"
