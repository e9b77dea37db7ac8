"""A judgement as plain sentences, in Chinese and English."""

from fractions import Fraction

import pytest
from tests.lib.rulebooks import GRADES, between, text

from zhence.evidence import Interval, Verdict
from zhence.rules import explain
from zhence.units import unit


@pytest.mark.parametrize(
    ("low", "high", "unit_name", "zh", "en"),
    [
        ("8.99", "8.99", "亿元", "8.99 亿元", "8.99 亿元"),
        ("0", "0", "亿元", "0 亿元", "0 亿元"),
        ("70", "70", "%", "70%", "70%"),
        ("0.5", "0.5", "1", "0.5", "0.5"),
        ("10", "13", "亿元", "10–13 亿元", "10–13 亿元"),
        ("10", None, "亿元", "至少10 亿元", "at least 10 亿元"),
        (None, "13", "亿元", "至多13 亿元", "at most 13 亿元"),
        (None, None, "亿元", "—（缺报）", "— (not reported)"),
        ("0", None, "亿元", "—（缺报）", "— (not reported)"),
        ("25000", "25000", "亿元", "25,000 亿元", "25,000 亿元"),
    ],
)
def test_an_amount_is_written_for_people_and_unknown_is_never_zero(
    low: str | None, high: str | None, unit_name: str, zh: str, en: str
):
    written = explain.amount_text(between(low, high, unit_name), unit(unit_name))
    assert (written.zh, written.en) == (zh, en)


@pytest.mark.parametrize(
    ("low", "high", "written"), [(3, 3, "3A"), (2, 5, "2A–5A"), (0, 0, "none")]
)
def test_a_grade_is_written_by_its_name(low: int, high: int, written: str):
    interval = Interval(Fraction(low), Fraction(high))
    assert explain.amount_text(interval, unit("级"), GRADES).en == written


@pytest.mark.parametrize(
    ("value", "decimals", "written"),
    [
        (Fraction(699_949, 10**6), 4, "0.6999"),
        (Fraction(69_995, 10**5), 4, "0.7"),
        (Fraction(1, 3), 4, "0.3333"),
        (Fraction(2, 3), 2, "0.67"),
        (Fraction(-1, 2), 0, "-1"),
        (Fraction(-1, 3), 0, "0"),
        (Fraction(-1234567, 100), 2, "-12,345.67"),
        (Fraction(0), 2, "0"),
        (Fraction(1234567), 0, "1,234,567"),
    ],
)
def test_numbers_are_rounded_half_up_for_display(
    value: Fraction, decimals: int, written: str
):
    assert explain.rounded_text(value, decimals) == written


@pytest.mark.parametrize(
    ("low", "high", "name", "written"),
    [
        (Fraction("8.99"), Fraction("8.99"), "亿元", "8.99 亿元"),
        (Fraction(70), Fraction(70), "%", "70%"),
        (Fraction(3), Fraction(4), None, "3–4"),
        (None, Fraction(4), None, "至多4"),
        (Fraction(3), None, None, "至少3"),
        (None, None, "亿元", "—（缺报）"),
    ],
)
def test_an_amount_already_in_its_unit_is_written_the_same(
    low: Fraction | None, high: Fraction | None, name: str | None, written: str
):
    assert explain.interval_text(Interval(low, high), name).zh == written


def test_where_nothing_is_compared_nothing_is_written():
    assert explain.interval_text(None, "亿元").zh == ""
    assert explain.interval_text(None, None).en == ""


@pytest.mark.parametrize(
    ("low", "high", "unit_name", "written"),
    [
        ("69.996", "69.996", "%", "70.00 %"),
        ("8.9", "8.9", "亿元", "8.90 亿元"),
        ("12345.675", "12345.675", "亿元", "12,345.68 亿元"),
        ("-0.001", "-0.001", "亿元", "0.00 亿元"),
        ("-2", "-2", "亿元", "-2.00 亿元"),
        ("10", "13", "亿元", "10.00–13.00 亿元"),
        ("10", None, "亿元", "至少10 亿元"),
        (None, None, "亿元", "—（缺报）"),
    ],
)
def test_a_table_shows_two_decimals_for_the_eye_alone(
    low: str | None, high: str | None, unit_name: str, written: str
):
    shown = explain.display_text(between(low, high, unit_name), unit(unit_name))
    assert shown == written


def test_every_verdict_has_its_words_in_both_languages():
    assert set(explain.VERDICT_NAMES) == set(Verdict)
    assert len({t.zh for t in explain.VERDICT_NAMES.values()}) == len(Verdict)
    assert len({t.en for t in explain.VERDICT_NAMES.values()}) == len(Verdict)


def test_what_cannot_be_true_is_said_with_its_reason():
    said = explain.impossible(text("area is negative"))
    assert said.en == "The data cannot be true: area is negative."
    assert said.zh == "数据不可能成立：area is negative（中）。"


def test_names_are_listed_as_a_chinese_sentence_does():
    assert explain.listing(["甲", "乙"]) == "甲、乙"
    assert explain.listing([]) == ""


@pytest.mark.parametrize(
    ("fits", "zh", "en"), [(True, "在允许", "one of"), (False, "不在允许", "none of")]
)
def test_a_chosen_word_is_said_to_be_allowed_or_not(fits: bool, zh: str, en: str):  # noqa: FBT001
    said = explain.chosen(text("site"), ["zone"], fits)
    assert zh in said.zh
    assert en in said.en
