"""An answer against an expectation: only what is named, numbers exactly."""

from fractions import Fraction

import pytest

from zhence.cases.compare import differences


def wrong(expected: object, actual: object, kind: str = "target") -> list[str]:
    return differences(kind, {"x": expected}, {"x": actual})


@pytest.mark.parametrize(
    ("expected", "actual"),
    [
        ("7/9", Fraction(7, 9)),
        ("0.70", "0.7"),
        ("1", 1),
        ("30", ["30", "30"]),
        (["1", "2"], [Fraction(1), Fraction(2)]),
        (["b", "a"], ["a", "b"]),
        ([], []),
        (None, None),
        (True, True),
        ("PASS", "PASS"),
        ({"a": "1"}, {"a": "1.0", "b": "2"}),
        ({"a": {"b": ["x"]}}, {"a": {"b": ["x"], "c": 1}}),
        (
            [{"kind": "use", "amount": "1"}],
            [{"kind": "use", "amount": "1.00", "on": 3}],
        ),
        ([{"a": 1}, {"a": 2}], [{"a": 2}, {"a": 1}]),
    ],
)
def test_what_is_named_is_the_same(expected: object, actual: object):
    assert wrong(expected, actual) == []


@pytest.mark.parametrize(
    ("expected", "actual", "paths"),
    [
        ("0.7", "0.70001", ["x"]),
        ("30", ["30", "31"], ["x"]),
        (["1", "2"], ["2", "1"], ["x"]),
        (["1", "2"], ["1"], ["x"]),
        (["1"], "1", ["x"]),
        (["a"], ["a", "b"], ["x"]),
        (["a", "a"], ["a", "b"], ["x"]),
        (None, "0", ["x"]),
        ("0", None, ["x"]),
        (True, "true", ["x"]),
        ("PASS", "FAIL", ["x"]),
        ("1/0", "1", ["x"]),
        ({"a": "1", "b": "2"}, {"a": "9"}, ["x.a", "x.b"]),
        ({"a": {"b": "1"}}, {"a": {"b": "2"}}, ["x.a.b"]),
        ({"a": 1}, "no mapping", ["x"]),
        ([{"a": 1}, {"a": 1}], [{"a": 1}, {"a": 2}], ["x"]),
    ],
)
def test_what_differs_is_told_by_its_path(
    expected: object, actual: object, paths: list[str]
):
    assert wrong(expected, actual) == paths


def test_a_key_without_an_answer_is_wrong():
    assert differences("judge", {"result": "PASS"}, {}) == ["result"]


def test_flags_of_a_judgement_are_among_those_raised():
    assert differences("judge", {"flags": ["a"]}, {"flags": ["b", "a"]}) == []
    assert differences("judge", {"flags": ["a"]}, {"flags": ["b"]}) == ["flags"]
    assert differences("judge", {"flags": "a"}, {"flags": ["a"]}) == []


def test_flags_of_a_step_are_the_whole_map():
    assert differences("step", {"flags": {}}, {"flags": {"a": None}}) == ["flags"]
    assert differences("step", {"flags": {"a": None}}, {"flags": {"a": None}}) == []


def test_spaces_do_not_matter_on_display():
    shown = {"display": {"share": "70.00 %"}}

    assert differences("judge", shown, {"display": {"share": "70.00%"}}) == []
    assert differences("judge", shown, {"display": {"share": "70.01%"}}) == [
        "display.share"
    ]
    assert differences("judge", {"display": "70.00%"}, {"display": {"share": "1"}}) == [
        "display"
    ]
    assert differences("judge", shown, {"display": "70.00%"}) == ["display"]
