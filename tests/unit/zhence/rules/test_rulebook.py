"""A policy's conditions as one value."""

from datetime import date
from fractions import Fraction

import pytest
from tests.lib.rulebooks import amount, between, category, choice, number, rulebook

from zhence.errors import BadInputError
from zhence.evidence import Interval

BOOK = rulebook(
    parameters=[
        number("high", "30", "亿元", since=date(2017, 10, 21)),
        number("low", "20", "亿元"),
        number("open", None, "亿元"),
        choice("words", ("a", "b")),
    ],
    categories=[category("heavy"), category("light"), category("free")],
    thresholds={"t": {"heavy": "high", "light": "low", "free": "open"}},
)


def test_an_unknown_parameter_is_refused_with_the_names_there_are():
    with pytest.raises(BadInputError) as refused:
        BOOK.parameter("hihg")
    (fault,) = refused.value.faults
    assert fault.code == "parameter_unknown"
    assert "high" in fault.remedy


def test_a_choice_a_number_and_a_list_are_read_for_a_day():
    assert BOOK.choice("first_year_rule", None) == "H1"
    assert BOOK.choice("high", date(2017, 10, 20)) is None
    assert BOOK.number("high", date(2017, 10, 21)) == 30 * 10**10
    assert BOOK.words("words", None) == ("a", "b")


def test_what_is_no_list_has_no_words():
    assert BOOK.words("high", None) == ()


def test_a_known_category_has_one_threshold():
    heavy = BOOK.category_threshold("t", frozenset({"heavy"}), None)
    assert heavy == amount("30")


def test_two_possible_categories_leave_the_threshold_between_theirs():
    either = BOOK.category_threshold("t", frozenset({"heavy", "light"}), None)
    assert either == between("20", "30")


def test_a_threshold_that_one_possible_category_leaves_open_is_unknown():
    either = BOOK.category_threshold("t", frozenset({"light", "free"}), None)
    assert either == Interval()


def test_a_threshold_not_yet_in_force_is_unknown():
    early = BOOK.category_threshold("t", frozenset({"heavy"}), date(2017, 10, 20))
    assert early == Interval()


def test_without_a_category_there_is_no_threshold():
    assert BOOK.category_threshold("t", frozenset(), None) == Interval()


def test_parameters_are_replaced_in_a_copy():
    changed = BOOK.with_parameters({"high": "40", "first_year_rule": "same_year"})
    assert changed.number("high", None) == 40 * 10**10
    assert changed.choice("first_year_rule", None) == "same_year"
    assert BOOK.number("high", None) == 30 * 10**10


def test_every_wrong_parameter_is_named_at_once():
    with pytest.raises(BadInputError) as refused:
        BOOK.with_parameters({"hihg": "40", "low": "many", "high": "35"})
    assert {f.code for f in refused.value.faults} == {
        "parameter_unknown",
        "parameter_value",
    }


def test_no_change_is_the_same_rulebook():
    assert BOOK.with_parameters({}) == BOOK


def test_thresholds_are_exact():
    third = BOOK.with_parameters({"low": "1/3"})
    assert third.category_threshold("t", frozenset({"light"}), None) == Interval.point(
        Fraction(10**10, 3)
    )
