"""Due days: late, missing and in time are three different things."""

from datetime import UTC, date, datetime

import pytest
from tests.lib.rulebooks import choice, number, rulebook

from zhence.errors import PeriodError
from zhence.lifecycle.deadlines import (
    Timeliness,
    assessment_dates,
    benefit_last_day,
    local_moment,
    reply_timeliness,
    report_due,
    rolling_plan_due,
    rolling_plan_status,
    timeliness,
)
from zhence.periods import parse_period

DUE = date(2018, 4, 15)
BOOK = rulebook(
    parameters=[
        number("report_due_days", "15"),
        choice("assessment_cutoff", "03-31"),
        choice("rolling_plan_due", "01-31"),
        number("rolling_plan_years", "3"),
    ]
)


def test_assessed_years_follow_the_rule_of_the_policy():
    told = assessment_dates(BOOK, date(2018, 7, 1))

    assert (told.first_year, told.last_year) == (2019, 2021)
    assert told.window_end == date(2021, 12, 31)


def test_a_benefit_ends_the_day_before_its_anniversary():
    assert benefit_last_day(date(2023, 5, 1), 3) == date(2026, 4, 30)
    assert benefit_last_day(date(2024, 2, 29), 1) == date(2025, 2, 27)


@pytest.mark.parametrize(
    ("period", "due"),
    [
        ("2018Q1", date(2018, 4, 15)),
        ("2018Q4", date(2019, 1, 15)),
        ("2018-03", date(2018, 4, 15)),
        ("2018", date(2019, 3, 31)),
        ("2018-01..2018-06", date(2019, 3, 31)),
    ],
)
def test_short_periods_are_due_days_after_them_and_years_by_the_cut_off(
    period: str, due: date
):
    assert report_due(BOOK, parse_period(period)) == due


@pytest.mark.parametrize(
    ("filed_on", "on", "told"),
    [
        (DUE, None, Timeliness.ON_TIME),
        (date(2018, 4, 16), None, Timeliness.LATE),
        (date(2018, 4, 16), date(2018, 4, 20), Timeliness.LATE),
        (date(2018, 4, 25), date(2018, 4, 20), Timeliness.OVERDUE),
        (date(2018, 4, 14), date(2018, 4, 10), Timeliness.ON_TIME),
        (None, DUE, Timeliness.ON_TIME),
        (None, date(2018, 4, 16), Timeliness.OVERDUE),
        (None, None, Timeliness.ON_TIME),
    ],
)
def test_what_is_filed_by_the_due_day_is_in_time(
    filed_on: date | None, on: date | None, told: Timeliness
):
    assert timeliness(DUE, filed_on, on) is told


@pytest.mark.parametrize(
    ("years", "on", "told"),
    [
        ((2024, 2025, 2026), date(2024, 2, 1), Timeliness.ON_TIME),
        ((2023, 2024, 2025), date(2024, 2, 1), Timeliness.OVERDUE),
        ((2023, 2024, 2025), date(2024, 1, 31), Timeliness.ON_TIME),
        ((), date(2024, 2, 1), Timeliness.OVERDUE),
    ],
)
def test_a_rolling_plan_covers_this_year_and_the_next_two(
    years: tuple[int, ...], on: date, told: Timeliness
):
    assert rolling_plan_due(BOOK, on) == date(2024, 1, 31)
    assert rolling_plan_status(BOOK, years, on) is told


# --------------------------------------------------------------------- moments


@pytest.mark.parametrize(
    ("filed_at", "told"),
    [
        ("2022-07-14T16:00:00", Timeliness.ON_TIME),
        ("2022-07-14T16:00:01", Timeliness.LATE),
        ("2022-07-14T08:00:00+00:00", Timeliness.ON_TIME),
        ("2022-07-14T08:00:01Z", Timeliness.LATE),
        ("2022-07-14", Timeliness.ON_TIME),
    ],
)
def test_a_reply_at_the_last_moment_is_in_time(filed_at: str, told: Timeliness):
    deadline = local_moment("2022-07-14T16:00:00", end_of_day=True)

    assert reply_timeliness(deadline, local_moment(filed_at)) is told


def test_a_deadline_without_a_time_lasts_to_the_end_of_the_day():
    deadline = local_moment("2022-12-31", end_of_day=True)

    assert local_moment("2022-12-31T23:59:59") <= deadline
    assert local_moment("2023-01-01") > deadline


def test_a_moment_without_a_zone_is_local():
    assert local_moment("2022-07-14T08:00:00") == datetime(2022, 7, 14, tzinfo=UTC)


@pytest.mark.parametrize("text", ["soon", "2022-02-30", "2022-07-14T25:00:00", ""])
def test_what_is_no_moment_is_refused(text: str):
    with pytest.raises(PeriodError) as refused:
        local_moment(text)

    (fault,) = refused.value.faults
    assert fault.code == "moment_unreadable"
    assert fault.remedy
