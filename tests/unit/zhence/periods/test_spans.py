"""Periods: half-open spans, their names, and what cannot be read."""

from datetime import date
from itertools import pairwise

import pytest

from zhence.errors import PeriodError
from zhence.periods import (
    Span,
    day,
    month,
    parse_date,
    parse_period,
    quarter,
    year,
)

THE_YEAR = year(2018)


def test_a_year_begins_on_its_first_day_and_ends_before_the_next():
    assert year(2018) == Span(date(2018, 1, 1), date(2019, 1, 1))
    assert THE_YEAR.last == date(2018, 12, 31)
    assert date(2018, 12, 31) in THE_YEAR
    assert date(2019, 1, 1) not in THE_YEAR
    assert date(2017, 12, 31) not in THE_YEAR


def test_the_quarters_and_the_months_tile_the_year():
    quarters = [quarter(2018, n) for n in (1, 2, 3, 4)]
    months = [month(2018, n) for n in range(1, 13)]
    for parts in (quarters, months):
        assert parts[0].start == THE_YEAR.start
        assert parts[-1].end == THE_YEAR.end
        assert all(a.end == b.start for a, b in pairwise(parts))


@pytest.mark.parametrize(
    ("start", "end"),
    [(date(2018, 1, 2), date(2018, 1, 1)), (date(2018, 1, 1), date(2018, 1, 1))],
)
def test_an_empty_or_backward_period_is_refused(start: date, end: date):
    with pytest.raises(PeriodError) as refused:
        Span(start, end)
    assert refused.value.faults[0].code == "period_backward"


def test_a_span_covers_what_lies_inside_it_and_itself():
    assert THE_YEAR.covers(quarter(2018, 4))
    assert THE_YEAR.covers(THE_YEAR)
    assert not THE_YEAR.covers(Span(date(2017, 12, 31), date(2018, 2, 1)))
    assert not THE_YEAR.covers(Span(date(2018, 2, 1), date(2019, 1, 2)))


def test_neighbours_never_meet():
    assert not quarter(2018, 1).meets(quarter(2018, 2))
    assert not quarter(2018, 2).meets(quarter(2018, 1))
    assert quarter(2018, 1).overlap(quarter(2018, 2)) is None


def test_the_overlap_is_the_shared_days():
    spring = parse_period("2018-03..2018-08")
    assert quarter(2018, 1).overlap(spring) == month(2018, 3)
    assert spring.overlap(quarter(2018, 1)) == month(2018, 3)
    assert THE_YEAR.overlap(spring) == spring


@pytest.mark.parametrize(
    ("written", "name", "last"),
    [
        ("2018", "2018", date(2018, 12, 31)),
        ("2018年", "2018", date(2018, 12, 31)),
        ("2018Q3", "2018Q3", date(2018, 9, 30)),
        ("2018-Q3", "2018Q3", date(2018, 9, 30)),
        ("2018 Q4", "2018Q4", date(2018, 12, 31)),
        ("2018-02", "2018-02", date(2018, 2, 28)),
        ("2016-02", "2016-02", date(2016, 2, 29)),
        ("2018-12", "2018-12", date(2018, 12, 31)),
        (" 2018-09-30 ", "2018-09-30", date(2018, 9, 30)),
        ("2018-03..2020-12", "2018-03..2020-12", date(2020, 12, 31)),
        ("2018..2020", "2018-01..2020-12", date(2020, 12, 31)),
        ("2018-01-15..2018-02", "2018-01-15..2018-02-28", date(2018, 2, 28)),
        ("2018-02..2018-04", "2018-02..2018-04", date(2018, 4, 30)),
        ("2018-04..2018-06", "2018Q2", date(2018, 6, 30)),
        ("2017-02..2018-01", "2017-02..2018-01", date(2018, 1, 31)),
        ("2018-09-01", "2018-09-01", date(2018, 9, 1)),
        ("9998", "9998", date(9998, 12, 31)),
    ],
)
def test_a_period_is_read_and_named(written: str, name: str, last: date):
    period = parse_period(written)
    assert (str(period), period.last) == (name, last)


@pytest.mark.parametrize(
    ("written", "code"),
    [
        ("", "period_unreadable"),
        ("18", "period_unreadable"),
        ("2018Q5", "period_unreadable"),
        ("2018-1", "period_unreadable"),
        ("last year", "period_unreadable"),
        ("2018..", "period_unreadable"),
        ("..2018", "period_unreadable"),
        ("2018-13", "date_impossible"),
        ("2018-02-30", "date_impossible"),
        ("2017-02-29", "date_impossible"),
        ("0000", "date_impossible"),
        ("9999", "date_impossible"),
        ("2020..2018", "period_backward"),
        ("2018..2015..2020", "period_unreadable"),
        ("..".join(["2018"] * 3000), "period_unreadable"),
        ("9999-12-31", "date_impossible"),
    ],
    ids=lambda text: text[:20],
)
def test_what_is_no_period_is_refused_and_named(written: str, code: str):
    with pytest.raises(PeriodError) as refused:
        parse_period(written)
    (fault,) = refused.value.faults
    assert fault.code == code
    assert fault.remedy


@pytest.mark.parametrize(("number", "nth"), [(2018, 0), (2018, 13), (9999, 12)])
def test_a_month_that_is_none_is_refused(number: int, nth: int):
    with pytest.raises(PeriodError):
        month(number, nth)


def test_the_span_of_a_day_holds_that_day_alone():
    only = day(date(2018, 3, 31))
    assert date(2018, 3, 31) in only
    assert only.end == date(2018, 4, 1)


def test_a_date_is_read_or_refused_with_a_remedy():
    assert parse_date(" 2018-09-13 ") == date(2018, 9, 13)
    for wrong in ("2018-02-30", "13.9.2018", "", "soon"):
        with pytest.raises(PeriodError) as refused:
            parse_date(wrong)
        (fault,) = refused.value.faults
        assert fault.code == "date_unreadable"
        assert repr(wrong) in fault.en


def test_spans_are_ordered_by_their_first_day():
    assert sorted([quarter(2018, 3), year(2018), quarter(2018, 2)]) == [
        year(2018),
        quarter(2018, 2),
        quarter(2018, 3),
    ]


def test_the_last_day_of_the_calendar_has_no_day_after_it():
    with pytest.raises(PeriodError) as refused:
        day(date.max)
    assert refused.value.faults[0].code == "date_impossible"
