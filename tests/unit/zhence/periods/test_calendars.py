"""The listing anniversary, the assessment year, and days known only roughly."""

from datetime import date

import pytest

from zhence.errors import PeriodError
from zhence.periods import (
    DayRange,
    FirstYearRule,
    anniversary,
    first_assessed_year,
    months_between,
    parse_day_range,
)


@pytest.mark.parametrize(
    ("listed", "years", "reached"),
    [
        (date(2018, 9, 13), 5, date(2023, 9, 13)),
        (date(2016, 2, 29), 1, date(2017, 2, 28)),
        (date(2016, 2, 29), 4, date(2020, 2, 29)),
        (date(2018, 1, 31), 0, date(2018, 1, 31)),
    ],
)
def test_a_full_number_of_years_is_reached_on_the_same_day(
    listed: date, years: int, reached: date
):
    assert anniversary(listed, years) == reached


def test_an_anniversary_beyond_the_calendar_is_refused():
    with pytest.raises(PeriodError):
        anniversary(date(2018, 1, 1), 9000)


@pytest.mark.parametrize(
    ("start", "end", "months"),
    [
        (date(2018, 3, 1), date(2018, 3, 1), 0),
        (date(2018, 3, 15), date(2018, 4, 14), 0),
        (date(2018, 3, 15), date(2018, 4, 15), 1),
        (date(2018, 3, 15), date(2021, 3, 15), 36),
        (date(2018, 1, 31), date(2018, 2, 27), 0),
        (date(2018, 1, 31), date(2018, 2, 28), 1),
        (date(2016, 2, 29), date(2017, 2, 28), 12),
        (date(2018, 3, 15), date(2018, 2, 15), -1),
    ],
)
def test_months_are_counted_in_full(start: date, end: date, months: int):
    assert months_between(start, end) == months


@pytest.mark.parametrize(
    ("listed", "rule", "first"),
    [
        (date(2018, 1, 1), FirstYearRule.H1, 2018),
        (date(2018, 6, 30), FirstYearRule.H1, 2018),
        (date(2018, 7, 1), FirstYearRule.H1, 2019),
        (date(2018, 12, 31), FirstYearRule.H1, 2019),
        (date(2018, 12, 31), FirstYearRule.SAME_YEAR, 2018),
        (date(2018, 1, 1), FirstYearRule.NEXT_YEAR, 2019),
        (date(2018, 1, 1), FirstYearRule.ANNIVERSARY, 2018),
        (date(2018, 1, 2), FirstYearRule.ANNIVERSARY, 2019),
        (date(2016, 2, 29), FirstYearRule.ANNIVERSARY, 2017),
    ],
)
def test_the_first_assessed_year_follows_the_chosen_rule(
    listed: date, rule: FirstYearRule, first: int
):
    assert first_assessed_year(listed, rule) == first


JUNE = DayRange(date(2016, 6, 1), date(2016, 6, 30))
BY_NOVEMBER = DayRange(None, date(2021, 11, 30))
SINCE_2017 = DayRange(date(2017, 1, 1), None)
UNKNOWN = DayRange()


def test_what_happened_some_day_in_june_surely_happened_by_the_end_of_june():
    assert not JUNE.surely_by(date(2016, 6, 29))
    assert JUNE.surely_by(date(2016, 6, 30))
    assert not JUNE.possibly_by(date(2016, 5, 31))
    assert JUNE.possibly_by(date(2016, 6, 1))


def test_what_has_no_first_day_may_always_have_happened():
    assert BY_NOVEMBER.possibly_by(date(1949, 10, 1))
    assert not BY_NOVEMBER.surely_by(date(2021, 11, 29))


def test_what_has_no_last_day_never_surely_happened():
    assert not SINCE_2017.surely_by(date(9998, 1, 1))
    assert UNKNOWN.possibly_by(date(2000, 1, 1))


def test_one_day_is_before_another_only_when_no_reading_says_otherwise():
    assert JUNE.before(SINCE_2017)
    assert not SINCE_2017.before(JUNE)
    assert not JUNE.before(JUNE)
    assert not JUNE.before(BY_NOVEMBER)
    assert not JUNE.before(DayRange(date(2016, 6, 30), date(2016, 7, 1)))
    assert JUNE.before(DayRange(date(2016, 7, 1), date(2016, 7, 1)))


@pytest.mark.parametrize(
    ("written", "read", "shown"),
    [
        ("2016-06", JUNE, "2016-06"),
        ("<=2021-11", BY_NOVEMBER, "<=2021-11-30"),
        ("  ", UNKNOWN, "—"),
        ("2016-06-03", DayRange(date(2016, 6, 3), date(2016, 6, 3)), "2016-06-03"),
        ("2016", DayRange(date(2016, 1, 1), date(2016, 12, 31)), "2016"),
    ],
)
def test_a_rough_day_is_read_and_shown(written: str, read: DayRange, shown: str):
    assert parse_day_range(written) == read
    assert str(read) == shown


def test_an_open_end_is_shown_as_such():
    assert str(SINCE_2017) == ">=2017-01-01"


@pytest.mark.parametrize("wrong", ["<=", "around 2016", "<=soon"])
def test_a_rough_day_that_cannot_be_read_is_refused(wrong: str):
    with pytest.raises(PeriodError):
        parse_day_range(wrong)
