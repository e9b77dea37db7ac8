"""Parents from children: the means, the comparisons, and what has to be there."""

import numpy as np
import pytest
from tests.unit.zhence.index.builders import (
    FOUR,
    NAN,
    cases,
    column,
    frame,
    outcome,
    refused,
)

from zhence.index import outrank
from zhence.index.means import Power, slopes, weighted

THREE = np.array([[3.0, 1], [2, 2], [1, 3]])


@pytest.mark.parametrize(
    ("methods", "index"),
    [
        (["arithmetic"], 0.6 * (0.75 * 10 + 0.25 * 20) + 0.4 * (15 + 30)),
        (["geometric"], (10**0.75 * 20**0.25) ** 0.6 * (30 * 60) ** 0.2),
        (["harmonic"], 1 / (0.6 * (0.075 + 0.0125) + 0.4 * (1 / 60 + 1 / 120))),
        (["arithmetic", "geometric"], 12.5**0.6 * 45**0.4),
    ],
)
def test_means_go_up_level_by_level(methods, index):
    told = outcome(aggregate={"methods": methods})
    assert told.index[0] == pytest.approx(index)


def test_a_parent_may_have_its_own_mean():
    told = outcome(aggregate={"nodes": {"two": "geometric"}})
    assert told.aggregated.scores.column("two")[0] == pytest.approx(np.sqrt(30 * 60))
    with refused("index_code_unknown"):
        outcome(aggregate={"nodes": {"zzz": "geometric"}})


def test_a_power_mean_has_its_exponent():
    told = outcome(aggregate={"methods": ["power"], "power": 2})
    assert told.aggregated.scores.column("two")[0] == pytest.approx(
        np.sqrt((30**2 + 60**2) / 2)
    )


ZERO = frame([[0, 2, 3, 4], [9, 8, 7, 6]])


@pytest.mark.parametrize("method", ["geometric", "harmonic"])
def test_a_zero_is_refused_or_makes_the_mean_zero(method):
    with refused("index_not_positive"):
        outcome(ZERO, aggregate={"methods": [method]})
    told = outcome(ZERO, aggregate={"methods": [method], "zeros": "zero"})
    assert told.aggregated.scores.column("one")[0] == 0


def test_a_negative_score_has_no_geometric_mean_nor_a_broken_power():
    scale = {"method": "z"}
    for spec in (
        {"methods": ["geometric"], "zeros": "zero"},
        {"methods": ["power"], "power": 0.5},
    ):
        with refused("index_not_positive"):
            outcome(normalise=scale, aggregate=spec)


GAPS = frame([[1, NAN, 3, 4], [NAN, NAN, 7, 6], [5, 5, 5, 5]])


def test_a_gap_leaves_the_mean_to_the_rest_and_is_counted():
    told = outcome(GAPS)
    assert column(told.aggregated.scores, "one")[0] == 10
    assert np.isnan(told.aggregated.scores.column("one")[1])
    assert told.index[1] == pytest.approx(55)
    assert told.aggregated.available[0].tolist() == [0.75, 1, 1]
    assert told.aggregated.counts[1].tolist() == [0, 2, 1]
    assert told.aggregated.coverage == pytest.approx([0.85, 0.4, 1])


def test_a_parent_needs_its_share_of_weight_or_of_children():
    told = outcome(GAPS, aggregate={"cover": [{"weight": 0.8}, {"count": 2}]})
    assert np.isnan(told.index[:2]).all()
    exact = outcome(GAPS, aggregate={"cover": [{"weight": 0.75}, {"count": 2}]})
    assert not np.isnan(exact.index[0])
    half = outcome(GAPS, aggregate={"cover": [{"share": 0.51}]})
    assert np.isnan(half.aggregated.scores.column("one")[0])


def test_six_tenths_typed_as_tenths_are_six_tenths():
    from tests.unit.zhence.index.builders import POSTS, recipe

    from zhence.index import run

    codes = [f"x{i}" for i in range(10)]
    nodes: list[dict[str, object]] = [
        {"code": "top"},
        *({"code": c, "parent": "top", "weight": 0.1} for c in codes),
    ]
    posts = dict.fromkeys(codes, POSTS["a"])
    method = recipe(
        nodes, normalise={"posts": posts}, aggregate={"cover": [{"weight": 0.6}]}
    )
    told = run(method, frame([[5.0] * 6 + [NAN] * 4], codes))
    assert told.index[0] == pytest.approx(50)


def test_weighted_means_of_nothing_are_nothing():
    nothing = np.array([[NAN, NAN]])
    shares = np.array([0.5, 0.5])
    assert np.isnan(weighted(nothing, shares, Power(1.0))[0])
    assert slopes(nothing, shares, Power(0.0), np.array([NAN])).tolist() == [[0, 0]]


def test_a_weight_of_zero_keeps_its_score_out():
    shares = np.array([1.0, 0.0])
    assert weighted(np.array([[4.0, 0.0]]), shares, Power(0.0))[0] == pytest.approx(4)


@pytest.mark.parametrize("method", ["copeland", "topsis", "vikor"])
def test_comparisons_rank_the_better_unit_higher(method):
    table = frame([[1, 1, 1, 9], [5, 5, 5, 5], [9, 9, 9, 1]])
    told = outcome(table, aggregate={"methods": [method]})
    assert told.ranks.tolist() == [3, 2, 1]
    assert told.contributions is None
    assert "index_no_contributions" in [w.code for w in told.warnings]


@pytest.mark.parametrize("method", ["topsis", "vikor"])
def test_a_row_with_a_gap_has_no_distance(method):
    table = frame([[1, NAN, 1, 9], [5, 5, 5, 5], [9, 9, 9, 1]])
    told = outcome(table, aggregate={"methods": [method, "arithmetic"]})
    assert np.isnan(told.aggregated.scores.column("one")[0])


def test_outranking_compares_over_what_both_have():
    scores = np.array([[3.0, NAN], [2.0, 1.0], [NAN, NAN]])
    matrix = outrank.outranking(scores, np.array([0.4, 0.6]))
    assert matrix.tolist() == [[0, 1, 0.5], [0, 0, 0.5], [0.5, 0.5, 0]]
    assert outrank.copeland(THREE, np.array([0.5, 0.5])).tolist() == [0, 0, 0]


@pytest.mark.parametrize(
    ("method", "scores", "code"),
    cases(
        (outrank.copeland, THREE[:1], "index_one_unit"),
        (outrank.topsis, THREE[:1], "index_one_unit"),
        (outrank.vikor, THREE[:1], "index_one_unit"),
        (outrank.topsis, THREE * 0, "index_constant_column"),
        (outrank.vikor, np.ones((2, 2)), "index_constant_column"),
    ),
)
def test_units_that_cannot_be_compared_are_refused(method, scores, code):
    with refused(code):
        method(scores, np.array([0.5, 0.5]))


def test_vikor_where_all_are_equally_well_off():
    told = outrank.vikor(np.array([[0.0, 1], [1, 0]]), np.array([0.5, 0.5]))
    assert told.compromise.tolist() == [0, 0]


def test_comparisons_may_be_made_year_by_year():
    table = frame([[1, 1, 1, 9], [9, 9, 9, 1]] * 2, times=["1", "2"])
    spec = {"methods": ["copeland"], "panel": "each"}
    told = outcome(table, aggregate=spec)
    assert told.ranks.tolist() == [2, 1, 2, 1]
    assert FOUR.times == ("",)
