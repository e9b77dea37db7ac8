"""Numbers as people write them, and everything that only looks like one."""

from fractions import Fraction

import pytest

from zhence.errors import BadInputError
from zhence.intake.numbers import (
    NOT_APPLICABLE,
    UNKNOWN,
    read_number,
    read_stored_number,
)


def refused(text: str) -> str:
    with pytest.raises(BadInputError) as caught:
        read_number(text)
    return caught.value.faults[0].code


@pytest.mark.parametrize(
    ("text", "value"),
    [
        ("1234.5", "2469/2"),
        ("1,234.5", "2469/2"),
        ("1 234.5", "2469/2"),
        ("1\u00a0234", "1234"),
        ("１，２３４．５", "2469/2"),
        ("1\u200b2", "12"),
        ("−3", "-3"),
        ("+5", "5"),
        (".5", "1/2"),
        ("-0.0", "0"),
        ("00012", "12"),
        ("9" * 40, "9" * 40),
    ],
)
def test_plain_numbers_are_read_exactly(text, value):
    assert read_number(text).value == Fraction(value)
    assert read_number(text).unit is None


@pytest.mark.parametrize(
    ("text", "value", "unit"),
    [
        ("1,234.5万元", "2469/2", "万元"),
        ("0.12 亿 元", "3/25", "亿元"),
        ("12％", "12", "%"),
        ("5m²", "5", "m²"),
        ("3平方公里", "3", "km²"),
        ("2个百分点", "2", "百分点"),
    ],
)
def test_a_unit_behind_the_digits_is_read_with_them(text, value, unit):
    given = read_number(text)
    assert (given.value, str(given.unit)) == (Fraction(value), unit)


@pytest.mark.parametrize("text", ["", "  ", "\u3000", "\u200b"])
def test_an_empty_cell_is_unknown_and_not_zero(text):
    assert read_number(text) == UNKNOWN
    assert read_number(text).unknown


@pytest.mark.parametrize("text", ["n/a", "N/A", "ｎ／ａ", "不适用"])
def test_what_does_not_apply_is_neither_unknown_nor_zero(text):
    assert read_number(text) == NOT_APPLICABLE
    assert not read_number(text).unknown


@pytest.mark.parametrize(
    ("text", "code"),
    [
        ("—", "number_placeholder"),
        ("-", "number_placeholder"),
        ("/", "number_placeholder"),
        ("无", "number_placeholder"),
        ("暂无", "number_placeholder"),
        ("null", "number_placeholder"),
        ("None", "number_placeholder"),
        ("#N/A", "number_error_value"),
        ("#REF!", "number_error_value"),
        ("#DIV/0!", "number_error_value"),
        ("########", "number_error_value"),
        ("=1+1", "number_formula"),
        ("@SUM(A1)", "number_formula"),
        ("NaN", "number_not_finite"),
        ("-inf", "number_not_finite"),
        ("Infinity", "number_not_finite"),
        ("TRUE", "number_boolean"),
        ("是", "number_boolean"),
        ("1e308", "number_scientific"),
        ("9.11E+17", "number_scientific"),
        ("0x1F", "number_notation"),
        ("1_234", "number_notation"),
        ("1.234,5", "number_european"),
        ("1.234.567", "number_european"),
        ("1,5", "number_european"),
        ("1.234,56万元", "number_european"),
        ("1,234,56", "number_groups"),
        ("12 34", "number_groups"),
        ("1'234", "number_groups"),
        ("1.2.3", "number_groups"),
        ("5.", "number_groups"),
        ("٣٤", "number_digits"),
        ("5²", "number_digits"),
        ("½", "number_digits"),
        ("①", "number_digits"),
        ("一千二百", "number_in_words"),
        ("约1000万元", "number_qualified"),
        ("100万元以上", "number_qualified"),
        ("90余家", "number_qualified"),
        (">5", "number_qualified"),
        ("10-20", "number_range"),
        ("10万元~20万元", "number_range"),
        ("1/3", "number_fraction"),
        ("(1,234)", "number_parentheses"),
        ("¥1234", "number_currency"),
        ("￥1234", "number_currency"),
        ("abc", "number_unreadable"),
        ("+", "number_unreadable"),
        ("x" * 500, "number_unreadable"),
        ("1" + "-" * 5_000, "number_unreadable"),
        ("9" * 41, "number_too_long"),
        ("9" * 400, "number_too_long"),
        ("5亿", "unit_bare_multiplier"),
        ("5石", "unit_unknown"),
    ],
)
def test_what_is_no_number_is_refused_by_its_name(text, code):
    assert refused(text) == code


@pytest.mark.parametrize(
    ("raw", "value"),
    [
        ("0.30000000000000004", "3/10"),
        ("12.30", "123/10"),
        ("1.5E3", "1500"),
        ("1E-3", "1/1000"),
        ("-0", "0"),
        ("999999999999999", "999999999999999"),
    ],
)
def test_a_stored_number_is_what_the_spreadsheet_shows(raw, value):
    assert read_stored_number(raw) == Fraction(value)


@pytest.mark.parametrize(
    ("raw", "code"),
    [
        ("1E+308", "number_out_of_range"),
        ("1e-400", "number_out_of_range"),
        ("NaN", "number_not_finite"),
        ("Infinity", "number_not_finite"),
        ("911101066976941872", "number_digits_lost"),
        ("9.11E+17", "number_digits_lost"),
        ("abc", "number_unreadable"),
    ],
)
def test_a_stored_number_that_lost_digits_is_refused(raw, code):
    with pytest.raises(BadInputError) as caught:
        read_stored_number(raw)
    assert caught.value.faults[0].code == code
