"""Shares within each parent, wherever they come from; and what they cannot be."""

import numpy as np
import pytest
from tests.unit.zhence.index.builders import NAN, cases, frame, outcome, refused

from zhence.index import ahp, informed

SPREAD = frame([[1, 5, 3, 4], [9, 6, 7, 6], [5, 5.5, 5, 5], [2, 9, 4, 1], [4, 4, 9, 8]])
DATA = ["entropy", "critic", "merec", "pca_squared"]


def shares(table=SPREAD, **weigh) -> dict[str, float]:
    return outcome(table, weigh=weigh).aggregated.shares


def test_weights_of_the_tree_are_rescaled_within_each_parent():
    found = shares()
    assert (found["a"], found["b"], found["one"]) == (0.75, 0.25, 0.6)


def test_equal_given_and_one_parent_apart():
    assert shares(method="equal")["a"] == 0.5
    found = shares(values={"a": 1, "b": 3}, below={"two": {"method": "equal"}})
    assert (found["a"], found["one"], found["c"]) == (0.25, 0.6, 0.5)


def test_a_budget_counts_every_expert_alike():
    votes = {
        "x": {"one": 1, "two": 1, "a": 90, "b": 10, "c": 1, "d": 1},
        "y": {"one": 1, "two": 1, "a": 1, "b": 1, "c": 3, "d": 1},
    }
    assert shares(method="budget", votes=votes)["a"] == pytest.approx(0.7)


def test_judgements_of_each_parent_are_read_from_one_list():
    found = shares(method="ahp", pairs={"a>b": 3, "d>c": "1/4", "one>two": 1})
    assert (found["a"], found["c"]) == pytest.approx((0.75, 0.8))


@pytest.mark.parametrize("method", DATA)
def test_weights_from_data_add_up_to_one(method):
    found = shares(method=method)
    assert found["a"] + found["b"] == pytest.approx(1)
    assert min(found.values()) >= 0


def test_an_only_child_weighs_all_and_gaps_are_left_out():
    nodes = [{"code": "t"}, {"code": "p", "parent": "t"}, {"code": "a", "parent": "p"}]
    from tests.unit.zhence.index.builders import POSTS, recipe

    from zhence.index import run

    one = recipe(nodes, weigh={"method": "pca"}, normalise={"posts": {"a": POSTS["a"]}})
    assert run(one, frame([[1], [2], [3]], "a")).aggregated.shares["a"] == 1
    holes = frame([*SPREAD.values.tolist(), [NAN, 1, 1, 1]])
    assert shares(holes, method="critic")["a"] == pytest.approx(
        shares(method="critic")["a"]
    )


def test_pca_weighs_what_varies_together():
    together = frame([[1, 1.5, 1, 9], [2, 2, 2, 8], [3, 3.5, 3, 7], [4, 4, 4, 6]])
    assert shares(together, method="pca")["a"] == pytest.approx(0.5)


def test_optimised_weights_give_the_influence_wanted():
    scores = SPREAD.values[:, :2]
    wanted = np.array([0.6, 0.4])
    weights = informed.optimised(scores, wanted)
    r = [np.corrcoef(scores @ weights, scores[:, i])[0, 1] for i in (0, 1)]
    assert r[0] / sum(r) == pytest.approx(0.6, abs=1e-6)
    below = {"one": {"method": "optimised", "wanted": {"a": 3, "b": 2}}}
    assert shares(below=below)["a"] == pytest.approx(weights[0])


@pytest.mark.parametrize(
    ("weigh", "code"),
    cases(
        ({"values": {"zzz": 1}}, "index_code_unknown"),
        ({"below": {"zzz": {}}}, "index_code_unknown"),
        ({"pairs": {"a>zzz": 1}}, "index_code_unknown"),
        ({"votes": {"x": {"zzz": 1}}}, "index_code_unknown"),
        ({"values": {"a": 1}}, "index_weights_missing"),
        ({"values": {"a": 2, "b": -1}}, "index_weights_negative"),
        ({"values": {"a": 0, "b": 0}}, "index_weights_sum"),
        ({"adds_to": 100}, "index_weights_sum"),
        ({"method": "budget"}, "index_parameter"),
        ({"method": "budget", "votes": {"x": {"a": 1}}}, "index_weights_missing"),
        (
            {
                "method": "equal",
                "below": {
                    "one": {"method": "budget", "votes": {"x": {"a": 0, "b": 0}}}
                },
            },
            "index_weights_sum",
        ),
        ({"method": "ahp", "pairs": {"a>b": 3}}, "index_judgement"),
    ),
)
def test_weights_that_do_not_fit_are_refused(weigh, code):
    with refused(code):
        shares(**weigh)


def test_weights_that_state_their_total_must_reach_it():
    spec = {"adds_to": 100, "below": {"one": {"adds_to": 40}, "two": {"adds_to": 2}}}
    assert shares(**spec)["a"] == 0.75


def test_contradicting_judgements_are_sent_back():
    nodes = [{"code": "top"}, *({"code": c, "parent": "top"} for c in "abc")]
    from tests.unit.zhence.index.builders import POSTS, recipe

    from zhence.index import run

    posts = {c: POSTS[c] for c in "abc"}
    pairs = {"a>b": 9, "b>c": 9, "c>a": 9}
    ring = recipe(
        nodes, weigh={"method": "ahp", "pairs": pairs}, normalise={"posts": posts}
    )
    with refused("index_inconsistent"):
        run(ring, SPREAD)


@pytest.mark.parametrize(
    "pairs",
    [
        {"a>z": 1},
        {"a>a": 1},
        {"a>b": 0},
        {"a>b": "many"},
        {"a>b": "1/0"},
        {"a>b": 2, "b>a": 2},
        {},
    ],
)
def test_judgements_that_are_none_are_refused(pairs):
    with refused("index_judgement"):
        ahp.judge(["a", "b"], pairs)


def test_a_pair_may_be_said_twice_if_it_is_the_same():
    found = ahp.judge(["a", "b"], {"a>b": 2, "b>a": "1/2"})
    assert (found.ratio, found.completed) == (0, {})


def test_alternatives_are_weighed_through_their_criteria():
    local = {
        "price": ahp.judge_matrix("xy", [[1, 3], ["1/3", 1]]).weights,
        "speed": {"y": 1.0},
    }
    found = ahp.hierarchy({"price": 0.8, "speed": 0.2}, local)
    assert found == pytest.approx({"x": 0.6, "y": 0.4})


def test_too_many_items_have_no_random_index():
    names = [chr(97 + i) for i in range(16)]
    with refused("index_judgement"):
        ahp.judge(names, {f"{a}>{b}": 1 for a in names for b in names if a < b})


def test_several_missing_pairs_are_completed_consistently():
    found = ahp.judge("abcd", {"a>b": 2, "b>c": 2, "c>d": 2})
    assert found.completed == pytest.approx({"a>c": 4, "a>d": 8, "b>d": 4}, rel=1e-3)
    assert found.ratio == pytest.approx(0, abs=1e-6)


FLAT = np.ones((4, 2))


@pytest.mark.parametrize(
    ("method", "scores"),
    [
        (informed.entropy, np.ones((1, 2))),
        (informed.entropy, -FLAT),
        (informed.entropy, FLAT * 0),
        (informed.entropy, FLAT),
        (informed.critic, FLAT),
        (informed.merec, FLAT * 0),
        (informed.principal, FLAT),
        (
            informed.principal,
            np.array([[1.0, 4, 1], [2, 3, 2], [3, 2, 3.5], [4, 1, 4]]),
        ),
        (
            lambda x: informed.optimised(x, np.full(2, 0.5)),
            np.array([[1.0, 4], [2, 3], [3, 2], [4, 0]]),
        ),
        (
            lambda x: informed.optimised(x, np.array([0.999, 0.001])),
            np.array([[1.0, 1], [2, 2], [3, 3.1], [4, 4]]),
        ),
        (lambda x: informed.optimised(x, np.full(2, 0.5)), FLAT),
    ],
)
def test_data_that_give_no_weights_are_refused(method, scores):
    with refused("index_weights_undefined"):
        method(scores)


def test_two_rows_are_too_few_to_read_weights_from():
    with refused("index_one_unit"):
        shares(frame([[1, 2, 3, 4], [2, 3, 4, 5]]), method="entropy")
