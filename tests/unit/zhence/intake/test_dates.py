"""Days and periods as people and workbooks write them."""

from datetime import date

import pytest

from zhence.errors import BadInputError
from zhence.intake.dates import read_date, read_day_range, read_period, read_serial


def refused(read, *arguments, **named) -> str:
    with pytest.raises(BadInputError) as caught:
        read(*arguments, **named)
    return caught.value.faults[0].code


@pytest.mark.parametrize(
    "text",
    [
        "2024-05-01",
        "2024-5-1",
        "2024/05/01",
        "2024.5.1",
        "20240501",
        "2024年5月1日",
        "２０２４年5月1号",
        "2024-05-01 00:00:00",
        "2024-05-01T12:30",
    ],
)
def test_a_day_is_read_in_every_form_with_the_year_first(text):
    assert read_date(text) == date(2024, 5, 1)


@pytest.mark.parametrize(
    ("text", "code"),
    [
        ("2024-02-30", "date_impossible"),
        ("2023-02-29", "date_impossible"),
        ("2026-13-01", "date_impossible"),
        ("1900-02-29", "date_impossible"),
        ("20241301", "date_impossible"),
        ("2026-13", "date_unreadable"),
        ("", "date_unreadable"),
        ("明天", "date_unreadable"),
        ("x" * 1_000, "date_unreadable"),
        ("2024-05/01", "date_unreadable"),
        ("二〇二四年五月一日", "date_in_words"),
        ("5/1/2024", "date_order"),
        ("01-05-24", "date_order"),
        ("45413", "date_serial"),
        ("2024-05-01T00:00:00Z", "date_zone"),
        ("2024-05-01 12:30+08:00", "date_zone"),
        ("0218-01-01", "date_out_of_range"),
        ("2918-01-01", "date_out_of_range"),
    ],
)
def test_what_names_no_sure_day_is_refused_by_its_name(text, code):
    assert refused(read_date, text) == code


@pytest.mark.parametrize(
    ("serial", "day"),
    [
        ("45413", date(2024, 5, 1)),
        ("45413.75", date(2024, 5, 1)),
        ("1", date(1900, 1, 1)),
        ("59", date(1900, 2, 28)),
        ("61", date(1900, 3, 1)),
    ],
)
def test_serials_count_around_the_day_that_never_was(serial, day):
    assert read_serial(serial) == day


def test_the_other_date_system_starts_in_1904():
    assert read_serial("0", system_1904=True) == date(1904, 1, 1)
    assert read_serial("43951", system_1904=True) == date(2024, 5, 1)
    assert read_serial("60", system_1904=True) == date(1904, 3, 1)


@pytest.mark.parametrize(
    ("serial", "code"),
    [
        ("60", "date_impossible"),
        ("0", "date_impossible"),
        ("-5", "date_impossible"),
        ("1e9", "date_impossible"),
        ("2958465", "date_out_of_range"),
        ("1e400", "date_unreadable"),
        ("nan", "date_unreadable"),
        ("x", "date_unreadable"),
    ],
)
def test_a_serial_that_counts_no_day_is_refused(serial, code):
    assert refused(read_serial, serial) == code


@pytest.mark.parametrize(
    ("text", "name"),
    [
        ("2018", "2018"),
        ("2018年", "2018"),
        ("2018年度", "2018"),
        ("2018Q3", "2018Q3"),
        ("2018年三季度", "2018Q3"),
        ("2018年第3季度", "2018Q3"),
        ("2018年上半年", "2018-01..2018-06"),
        ("2018年下半年", "2018-07..2018-12"),
        ("2018年9月", "2018-09"),
        ("2018-09", "2018-09"),
        ("2018-03..2020-12", "2018-03..2020-12"),
        ("2018年12月31日", "2018-12-31"),
    ],
)
def test_a_period_is_read_in_chinese_too(text, name):
    assert str(read_period(text)) == name


@pytest.mark.parametrize(
    ("text", "code"),
    [
        ("2018年13月", "date_impossible"),
        ("2018-13", "date_impossible"),
        ("二〇一八年", "date_in_words"),
        ("去年", "period_unreadable"),
        ("2020..2018", "period_backward"),
        ("0018", "date_out_of_range"),
        ("y" * 1_000, "date_unreadable"),
    ],
)
def test_what_names_no_period_is_refused(text, code):
    assert refused(read_period, text) == code


@pytest.mark.parametrize(
    ("text", "name"),
    [
        ("", "—"),
        ("2016", "2016"),
        ("2016-06", "2016-06"),
        ("2016年6月", "2016-06"),
        ("2016-06-04", "2016-06-04"),
        ("<=2021-11", "<=2021-11-30"),
        ("<=2021年11月", "<=2021-11-30"),
    ],
)
def test_a_day_known_more_or_less_is_an_interval(text, name):
    assert str(read_day_range(text)) == name


def test_an_unreadable_end_of_an_interval_is_refused():
    assert refused(read_day_range, "<=neulich") == "period_unreadable"
