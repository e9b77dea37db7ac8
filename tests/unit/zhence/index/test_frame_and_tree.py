"""Names on every axis, gaps that stay gaps, and trees that grow one way."""

import numpy as np
import pytest
from tests.unit.zhence.index.builders import (
    FOUR,
    NAN,
    NODES,
    cases,
    frame,
    recipe,
    refused,
)

from zhence.errors import BadInputError
from zhence.index import Frame, Node, Row, Tree, read_recipe


def test_a_gap_is_known_to_be_one_and_a_zero_is_not():
    assert frame([[0, NAN]], "ab").known.tolist() == [[True, False]]


def test_the_values_of_a_frame_cannot_be_changed():
    with pytest.raises(ValueError, match="read-only"):
        FOUR.values[0, 0] = 1


@pytest.mark.parametrize(
    ("table", "code"),
    cases(
        (lambda: frame([[1, 2]], "abc"), "index_frame_shape"),
        (lambda: Frame((Row("A"),), ("a",), np.zeros(1)), "index_frame_shape"),
        (lambda: frame([[1, 2]], "ab", kind=["x", "y"]), "index_frame_shape"),
        (
            lambda: Frame((Row("A"),), ("a",), np.zeros((1, 1)), {}, {"x": np.ones(2)}),
            "index_frame_shape",
        ),
        (lambda: frame([[1, 2]], "aa"), "index_duplicate"),
        (
            lambda: Frame((Row("A"), Row("A")), ("a",), np.zeros((2, 1))),
            "index_duplicate",
        ),
        (lambda: frame([[float("inf")]], "a"), "index_not_finite"),
        (lambda: FOUR.column("zzz"), "index_code_unknown"),
        (lambda: FOUR.group("zzz"), "index_code_unknown"),
        (lambda: frame([[1, 2]], "ab").in_order(recipe().tree), "index_code_unknown"),
    ),
)
def test_a_table_that_does_not_fit_is_refused(table, code):
    with refused(code):
        table()


def test_columns_that_are_no_indicators_go_along_beside():
    table = frame([[1, 2, 3, 4, 5]], "abcde").in_order(recipe().tree)
    assert table.codes == ("a", "b", "c", "d")
    assert table.column("e").tolist() == [5]


def test_a_row_is_told_by_unit_and_period():
    assert [str(Row("A")), str(Row("A", "2018"))] == ["A", "A 2018"]


def test_a_value_outside_its_bounds_is_caught_before_scoring():
    nodes = (*NODES[:6], {**NODES[6], "least": 0, "most": 1})
    with refused("index_out_of_range"):
        FOUR.in_order(recipe(nodes).tree)
    only_most = (*NODES[:6], {**NODES[6], "most": 6})
    assert FOUR.in_order(recipe(only_most).tree).rows == FOUR.rows


@pytest.mark.parametrize(
    ("nodes", "code"),
    cases(
        ((), "index_tree"),
        ((Node(code="top"),), "index_tree"),
        (
            (Node(code="top"), Node(code="other"), Node(code="a", parent="top")),
            "index_tree",
        ),
        ((Node(code="top"), Node(code="a", parent="no")), "index_tree"),
        ((Node(code="top"), Node(code="a", parent="top", direction=0)), "index_tree"),
        (
            (
                Node(code="top"),
                Node(code="a", parent="top"),
                Node(code="x", parent="y"),
                Node(code="y", parent="x"),
            ),
            "index_tree",
        ),
        (
            (
                Node(code="top"),
                Node(code="a", parent="top"),
                Node(code="a", parent="top"),
            ),
            "index_duplicate",
        ),
        (
            (Node(code="top"), Node(code="a", parent="top", weight=-1)),
            "index_weights_negative",
        ),
    ),
)
def test_a_tree_that_is_none_is_refused(nodes, code):
    with refused(code):
        Tree(nodes)


def test_weights_multiply_up_the_tree_to_one():
    tree = recipe().tree
    effective = tree.effective(
        {"one": 0.6, "two": 0.4, "a": 0.75, "b": 0.25, "c": 0.5, "d": 0.5}
    )
    assert sum(effective[code] for code in tree.leaves) == pytest.approx(1)
    assert effective["a"] == pytest.approx(0.45)


def test_every_wrong_key_of_a_recipe_is_said_at_once_with_its_path():
    with pytest.raises(BadInputError) as caught:
        read_recipe(
            {"id": "x", "nodes": list(NODES), "colour": 1, "rank": {"whole": "may"}},
            "r.yaml",
        )
    told = str(caught.value)
    assert "r.yaml: [index_recipe]" in told
    assert "colour" in told
    assert "rank.whole" in told


def test_numbers_may_come_as_text_for_yaml_keeps_their_digits():
    assert recipe(screen={"at_least": "0.6"}).screen.at_least == 0.6


def test_a_recipe_that_compares_units_says_so():
    told = recipe(
        impute={"method": "mean", "codes": {"a": "none"}},
        treat={},
        normalise={"method": "min_max"},
        weigh={"method": "entropy"},
        aggregate={"methods": ["topsis"]},
    ).movers()
    assert len(told) == 5
    assert recipe().movers() == ()
    base = {"method": "min_max", "panel": "base", "base": "2018"}
    assert recipe(normalise=base).movers() == ()
