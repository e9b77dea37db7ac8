"""Values in force on a date; "not in force" is its own answer."""

from datetime import date
from fractions import Fraction

import pytest
from tests.lib.rulebooks import choice, grade, number, text

from zhence.errors import BadInputError
from zhence.rules.dated import DatedValue, Parameter
from zhence.units import unit

RAISED = Parameter(
    "p",
    text("p"),
    (
        DatedValue(Fraction(20), date(2015, 1, 1), date(2018, 12, 31)),
        DatedValue(Fraction(30), date(2019, 1, 1)),
    ),
    unit("亿元"),
)


@pytest.mark.parametrize(
    ("day", "value"),
    [
        (date(2014, 12, 31), None),
        (date(2015, 1, 1), 20),
        (date(2018, 12, 31), 20),
        (date(2019, 1, 1), 30),
        (None, 30),
    ],
)
def test_the_value_in_force_on_the_day_stands(day: date | None, value: int | None):
    held = RAISED.on(day)
    assert (None if held is None else held.value) == value


def test_a_value_that_is_not_in_force_is_not_zero_and_not_the_nearest():
    assert RAISED.number(date(2014, 12, 31)) is None


def test_a_number_is_given_in_smallest_units():
    assert RAISED.number(None) == 30 * 10**10
    assert number("n", "3").number(None) == 3


def test_a_number_that_the_text_leaves_open_is_none():
    assert number("n", None, "%").number(None) is None


def test_the_number_of_a_grade_is_its_rank():
    assert grade("g", "3A").number(None) == 3


@pytest.mark.parametrize("value", ["H1", True, ("a", "b")])
def test_a_choice_or_a_list_is_no_number(value):
    with pytest.raises(BadInputError) as refused:
        choice("c", value).number(None)
    assert refused.value.faults[0].code == "parameter_not_number"


@pytest.mark.parametrize(
    ("text_", "value"),
    [
        ("80", 80),
        ("0.7", Fraction(7, 10)),
        ("7/9", Fraction(7, 9)),
        ("80 %", 80),
        ("80%", 80),
        ("800‰", 80),
        (" 5 ", 5),
    ],
)
def test_a_share_is_set_by_an_exact_number_with_or_without_its_unit(
    text_: str, value: Fraction
):
    assert number("n", "70", "%").replaced(text_).on(None) == DatedValue(value)


@pytest.mark.parametrize("impossible", ["101", "101 %", "1.01"])
def test_a_share_above_the_whole_is_refused(impossible: str):
    name = "1" if impossible == "1.01" else "%"
    with pytest.raises(BadInputError) as refused:
        number("n", "70", name).replaced(impossible)
    assert "30 %" in refused.value.faults[0].remedy


def test_thousands_may_be_grouped():
    assert number("n", "30", "亿元").replaced("1,000").on(None) == DatedValue(
        Fraction(1000)
    )


def test_a_unit_of_the_same_dimension_converts():
    changed = number("n", "30", "亿元").replaced("3000万元")
    assert changed.on(None) == DatedValue(Fraction(3, 10))
    assert changed.number(None) == 3 * 10**9


@pytest.mark.parametrize("wrong", ["3亩", "%", "abc", "3x", "NaN", "inf", "1/0", "1e9"])
def test_a_number_is_never_set_to_what_is_none(wrong: str):
    with pytest.raises(BadInputError) as refused:
        number("n", "30", "亿元").replaced(wrong)
    (fault,) = refused.value.faults
    assert fault.code in {"parameter_value", "unit_unknown"}
    assert fault.remedy


def test_a_number_of_four_hundred_digits_is_refused():
    with pytest.raises(BadInputError):
        number("n", "30", "亿元").replaced("9" * 400)


def test_a_number_without_a_unit_takes_none():
    assert number("n", "3").replaced("4").number(None) == 4
    with pytest.raises(BadInputError):
        number("n", "3").replaced("4 %")


@pytest.mark.parametrize("open_", ["none", " none "])
def test_a_number_can_be_left_open(open_: str):
    assert number("n", "3").replaced(open_).number(None) is None


def test_a_choice_is_set_to_one_of_its_choices():
    rule = choice("c", "H1", "H1", "same_year")
    assert rule.replaced("same_year").on(None) == DatedValue("same_year")
    with pytest.raises(BadInputError) as refused:
        rule.replaced("whenever")
    assert "H1, same_year" in refused.value.faults[0].remedy


def test_a_grade_is_set_to_one_of_its_levels():
    assert grade("g", "3A").replaced("5A").number(None) == 5
    with pytest.raises(BadInputError):
        grade("g", "3A").replaced("6A")


def test_a_grade_can_be_set_to_the_level_called_none():
    assert grade("g", "3A").replaced("none").number(None) == 0


def test_a_parameter_with_an_unknown_unit_is_named():
    with pytest.raises(BadInputError) as refused:
        number("the_limit", "30", "亿元").replaced("3x")
    assert "the_limit" in str(refused.value)


def test_a_switch_is_set_to_true_or_false():
    switch = choice("c", value=False)
    assert switch.replaced("true").on(None) == DatedValue(value=True)
    assert switch.replaced("false").on(None) == DatedValue(value=False)
    with pytest.raises(BadInputError):
        switch.replaced("yes")


def test_a_list_is_set_by_its_words_between_commas():
    assert choice("c", ("a",)).replaced("x, y").on(None) == DatedValue(("x", "y"))


def test_a_replaced_value_is_in_force_on_every_day():
    assert RAISED.replaced("5").number(date(1990, 1, 1)) == 5 * 10**10
