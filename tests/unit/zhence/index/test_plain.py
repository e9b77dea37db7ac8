"""The plain twin where it has an answer of its own, or none."""

import numpy as np
import pytest
from tests.unit.zhence.index.builders import (
    FOUR,
    NAN,
    NODES,
    POSTS,
    cases,
    frame,
    recipe,
    refused,
)

from zhence.index import Frame, Row, run
from zhence.index.plain import run_plainly

GAPS = frame(
    [[1, NAN, 3, 4], [9, 8, 7, 6], [5, 5, NAN, 5], [NAN, 9, 4, 1], [2, 9, 40, 1]],
    kind=["x", "y", "x", "y", None],
)


BARE = {"method": "none"}
TIGHT = {"skew": 0.1, "kurt": -9}
VOTES = dict.fromkeys(("one", "two", *"abcd"), 1)


@pytest.mark.parametrize(
    ("stages", "name"),
    cases(
        ({}, "as it is"),
        ({"impute": {"method": "mean", "codes": {"a": "none"}}}, "mean"),
        ({"impute": {"method": "group_median", "group": "kind"}}, "group"),
        ({"screen": {"at_least": 0.8, "nonzero": 0.1, "keep": ["U0"]}}, "screen"),
        ({"screen": {"at_least": 0.8, "counted": "imputed"}}, "imputed"),
        ({"treat": {}, "impute": {"method": "median"}}, "log"),
        (
            {"treat": {"skew": 0.1, "kurt": -9, "most": 0, "then": "log_scaled"}},
            "scaled",
        ),
        ({"treat": TIGHT | {"most": None, "then": "none"}}, "drawn"),
        ({"treat": TIGHT | {"most": 0}, "normalise": {"method": "z"}}, "log and z"),
        ({"treat": {"force": True, "then": "log_shift", "combine": True}}, "forced"),
        ({"normalise": {"method": "z"}}, "z"),
        ({"normalise": {"method": "fraction_of_max", "codes": {"d": BARE}}}, "of max"),
        ({"normalise": {"method": "rank"}}, "rank"),
        ({"normalise": {"method": "percentile_rank"}}, "percentile"),
        ({"normalise": {"method": "scaled"}}, "scaled to 100"),
        ({"normalise": {"method": "none"}}, "none"),
        ({"normalise": {"method": "distance_to_target", "target": 9}}, "target"),
        ({"normalise": {"method": "distance_to_reference", "reference": "U4"}}, "ref"),
        (
            {
                "normalise": {
                    "posts": {**POSTS, "a": {"x": {"low": 0, "high": 2}}},
                    "by": "kind",
                }
            },
            "by type",
        ),
        ({"weigh": {"method": "entropy"}}, "entropy"),
        (
            {
                "weigh": {
                    "method": "budget",
                    "votes": {"x": dict.fromkeys(("one", "two", *"abcd"), 1)},
                }
            },
            "budget",
        ),
        ({"weigh": {"below": {"one": {"values": {"a": 1, "b": 0}}}}}, "weight zero"),
        ({"aggregate": {"methods": ["geometric"], "zeros": "zero"}}, "geometric"),
        ({"aggregate": {"methods": ["harmonic"], "zeros": "zero"}}, "harmonic"),
        ({"aggregate": {"methods": ["power"], "power": 3}}, "power"),
        ({"aggregate": {"cover": [{"weight": 0.8}, {"share": 1}]}}, "cover"),
        ({"rank": {"whole": False, "decimals": None}}, "all ranked"),
    ),
)
def test_the_twins_agree(stages, name):
    method = recipe(**stages)
    fast, plain = run(method, GAPS), run_plainly(method, GAPS)
    scores = fast.aggregated.scores
    for i, row in enumerate(scores.rows):
        for j, code in enumerate(scores.codes):
            wanted = plain.aggregated[row][code]
            assert scores.values[i, j] == pytest.approx(
                NAN if wanted is None else float(wanted),
                rel=1e-9,
                abs=1e-9,
                nan_ok=True,
            ), (name, row, code)
        assert plain.ranks[row] == (None if np.isnan(fast.ranks[i]) else fast.ranks[i])


def test_they_divide_and_carry_forward_alike():
    nodes = (*NODES[:3], {**NODES[3], "denominator": "size"}, *NODES[4:])
    rows = tuple(Row("U", str(year)) for year in range(4))
    table = Frame(
        rows,
        tuple("abcd"),
        np.array([[1, 2, 3, 4], [2, NAN, 3, 4], [NAN, NAN, 3, 4], [4, NAN, 1, 1]]),
        {},
        {"size": np.array([2.0, 0, 1, NAN])},
    )
    method = recipe(
        nodes, impute={"method": "last_value", "back": 2}, denominate={"per": {"a": 10}}
    )
    fast, plain = run(method, table), run_plainly(method, table)
    for i, row in enumerate(rows):
        wanted = plain.imputed[row]["a"]
        assert fast.imputed.column("a")[i] == pytest.approx(
            NAN if wanted is None else float(wanted), nan_ok=True
        )
    assert plain.imputed[rows[3]]["b"] is None


@pytest.mark.parametrize(
    ("stages", "code"),
    cases(
        ({"weigh": {"method": "pca_squared"}}, "index_parameter"),
        ({"aggregate": {"methods": ["power"], "power": 0.5}}, "index_parameter"),
        ({"treat": {"force": True, "then": "box_cox"}}, "index_parameter"),
    ),
)
def test_the_twin_says_what_it_has_not(stages, code):
    with refused(code):
        run_plainly(recipe(**stages), FOUR)


def test_a_tail_on_the_left_and_a_column_all_gone():
    tail = [1.0, 2, 3, 4, 5, 6, 7, 100]
    left = frame([[-x, x, 1 + x, NAN] for x in tail])
    method = recipe(treat={})
    fast, plain = run(method, left), run_plainly(method, left)
    assert [float(row["a"] or 0) for row in plain.treated.values()] == pytest.approx(
        fast.treated.column("a")
    )
    assert all(row["d"] is None for row in plain.aggregated.values())


def test_two_thirds_of_a_share_are_clipped_alike():
    scale = {"method": "min_max", "range": [0, 10], "clip": [2, 8]}
    fast = run(recipe(normalise=scale), FOUR)
    plain = run_plainly(recipe(normalise=scale), FOUR)
    found = {row: float(cells["a"] or 0) for row, cells in plain.normalised.items()}
    assert sorted(found.values()) == sorted(fast.normalised.column("a"))
