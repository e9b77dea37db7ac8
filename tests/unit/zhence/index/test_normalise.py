"""Every scale by name, its direction, its limits, and what it is not defined for."""

import numpy as np
import pytest
from tests.unit.zhence.index.builders import (
    FOUR,
    NAN,
    POSTS,
    cases,
    column,
    frame,
    outcome,
    recipe,
    refused,
)

from zhence.index import run
from zhence.index.goalposts import freeze
from zhence.index.scales import Post

SCORES = {
    "min_max": ([0, 100, 50, 12.5], [40, 0, 20, 100]),
    "distance_to_max": ([0, 1, 0.5, 0.125], [0.4, 0, 0.2, 1]),
    "rank": ([1, 4, 3, 2], [3, 1, 2, 4]),
    "borda": ([0, 3, 2, 1], [2, 0, 1, 3]),
    "percentile_rank": ([0, 1, 2 / 3, 1 / 3], [2 / 3, 0, 1 / 3, 1]),
    "fraction_of_max": ([1 / 9, 1, 5 / 9, 2 / 9], [1 / 4, 1 / 6, 1 / 5, 1]),
    "scaled": ([1, 9, 5, 2], [96, 94, 95, 99]),
    "none": ([1, 9, 5, 2], [-4, -6, -5, -1]),
}


@pytest.mark.parametrize("method", SCORES)
def test_a_scale_does_what_its_name_says(method):
    told = outcome(normalise={"method": method})
    more, less = SCORES[method]
    assert column(told.normalised, "a") == pytest.approx(more)
    assert column(told.normalised, "d") == pytest.approx(less)


def test_z_scores_have_the_mean_and_deviation_asked_for():
    told = outcome(normalise={"method": "z", "centre": 50, "spread": 10})
    scores = told.normalised.column("d")
    assert (scores.mean(), scores.std(ddof=1)) == pytest.approx((50, 10))


def test_distances_to_a_reference_and_to_a_target():
    told = outcome(normalise={"method": "distance_to_reference", "reference": "U2"})
    assert column(told.normalised, "a") == pytest.approx([0, 2, 1, 0.25])
    target = {"method": "distance_to_target", "target": 5, "clip": True}
    told = outcome(normalise=target)
    assert column(told.normalised, "a") == pytest.approx([0, 1, 1, 0.25])
    assert outcome(normalise=target | {"clip": False}).normalised.column("a")[1] == 2


def test_goalposts_clip_to_their_range_or_to_another_one():
    posts = {**POSTS, "a": {"low": 2, "high": 5}}
    told = outcome(normalise={"posts": posts})
    assert column(told.normalised, "a") == [0, 100, 100, 0]
    efficacy = {"posts": posts, "range": [60, 100], "clip": [40, 100]}
    told = outcome(normalise=efficacy)
    assert column(told.normalised, "a") == pytest.approx([60 - 40 / 3, 100, 100, 60])
    loose = outcome(normalise={"posts": posts, "clip": False})
    assert loose.normalised.column("a")[0] < 0


def test_the_efficacy_coefficient_of_the_standard():
    told = outcome(
        frame([[5.81, 1, 1, 1]]),
        normalise={
            "posts": {**POSTS, "a": {"low": 6, "high": 12}},
            "range": [60, 100],
            "clip": [40, 100],
        },
    )
    assert round(told.normalised.column("a")[0], 2) == 58.73


def test_goalposts_go_by_type_and_an_unknown_type_has_no_score():
    table = frame(FOUR.values.tolist(), kind=["x", "y", None, "z"])
    posts: dict[str, object] = {
        **POSTS,
        "a": {"x": {"low": 0, "high": 2}, "y": {"low": 0, "high": 18}},
    }
    told = outcome(table, normalise={"posts": posts, "by": "kind"})
    assert column(told.normalised, "a")[:2] == [50, 50]
    assert np.isnan(told.normalised.column("a")[2:]).all()


def test_a_panel_is_scored_as_one_or_by_year_or_against_a_base():
    table = frame([[1] * 4, [3] * 4, [2] * 4, [5] * 4], times=["1", "2"])
    spec = {"method": "min_max"}
    with refused("index_panel_undeclared"):
        outcome(table, normalise=spec)
    wanted = {
        "pooled": [0, 50, 25, 100],
        "each": [0, 100, 0, 100],
        "base": [0, 100, 50, 200],
    }
    for panel, scores in wanted.items():
        told = outcome(table, normalise=spec | {"panel": panel, "base": "1"})
        assert column(told.normalised, "a") == scores


@pytest.mark.parametrize(
    ("spec", "code"),
    cases(
        ({"codes": {"zzz": {}}}, "index_code_unknown"),
        ({"posts": {"zzz": {"low": 0, "high": 1}}}, "index_code_unknown"),
        ({}, "index_parameter"),
        ({"posts": {**POSTS, "a": {"low": 1, "high": 1}}}, "index_parameter"),
        (
            {"posts": {**POSTS, "a": {"x": {"low": 0, "high": 1}}}},
            "index_parameter",
        ),
        ({"method": "distance_to_target"}, "index_parameter"),
        ({"method": "distance_to_reference", "reference": "no"}, "index_parameter"),
        ({"method": "min_max", "panel": "base"}, "index_parameter"),
        ({"method": "rank", "panel": "base", "base": ""}, "index_parameter"),
        ({"method": "distance_to_target", "target": 1}, "index_constant_column"),
    ),
)
def test_a_scale_without_what_it_needs_is_refused(spec, code):
    with refused(code):
        outcome(normalise=spec)


@pytest.mark.parametrize(
    ("values", "method", "code"),
    cases(
        ([[1, 1, 1, 1]], "min_max", "index_one_unit"),
        ([[1, 1, 1, 1]], "rank", "index_one_unit"),
        ([[1, 1, 1, 1]] * 2, "min_max", "index_constant_column"),
        ([[0.1, 1, 1, 1]] * 3, "z", "index_constant_column"),
        ([[1, 1, 1, 1]] * 2, "percentile_rank", "index_constant_column"),
        ([[0, 1, 1, 1], [0, 2, 2, 2]], "fraction_of_max", "index_constant_column"),
        ([[1, 1, 1, 0], [2, 2, 2, 2]], "fraction_of_max", "index_not_positive"),
        ([[NAN, 1, 1, 1]] * 2, "min_max", "index_all_missing"),
    ),
)
def test_a_column_that_has_no_such_scale_is_refused(values, method, code):
    with refused(code):
        outcome(frame(values), normalise={"method": method})


def test_goalposts_are_frozen_from_a_base_year_by_type():
    table = frame(
        [[1] * 4, [11] * 4, [3] * 4, [500] * 4, [600] * 4, [700] * 4],
        times=["1", "2"],
        kind=["x", "x", None, "x", "x", "x"],
    )
    by_type = freeze(table, "1", "kind")
    assert by_type["a"] == {"x": Post(low=2, high=10)}
    assert freeze(table, "1", share=(0.0, 1.0))["a"] == Post(low=1, high=11)
    frozen = freeze(table, "1")
    told = run(recipe(normalise={"posts": frozen}), table)
    assert told.normalised.column("a")[3] == 100


def test_goalposts_that_would_score_nobody_are_refused():
    with refused("index_constant_column"):
        freeze(frame([[1] * 4] * 3))
    with refused("index_all_missing"):
        freeze(frame([[NAN] * 4] * 3))
