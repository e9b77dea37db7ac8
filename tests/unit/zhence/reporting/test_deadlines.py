"""Due days, reminders, and late, missing and wrong apart."""

from dataclasses import replace
from datetime import date

import pytest
from tests.lib.returnforms import form

from zhence.packs.workdays import chinese_workdays
from zhence.periods import quarter
from zhence.reporting.deadlines import (
    ARRIVALS,
    Arrival,
    Delivery,
    delivery,
    due_of,
    due_when_asked,
    last_open,
    reminders,
)
from zhence.reporting.forms import DayCount
from zhence.reporting.workdays import Due

CHINESE = chinese_workdays()
QUARTERLY = form("town-quarter")
WORKING = replace(QUARTERLY, counts=DayCount.WORKING, days=10)
DUE = Due(date(2024, 10, 21), provisional=False)


def seen(filed: date | None, on: date, *, due: Due = DUE, wrong: bool | None = None):
    return delivery(due, filed_on=filed, on=on, workdays=CHINESE, wrong=wrong)


def test_a_day_that_falls_on_a_sunday_goes_on_to_monday():
    assert QUARTERLY.due(quarter(2024, 3)) == date(2024, 10, 20)
    assert due_of(QUARTERLY, quarter(2024, 3), CHINESE) == DUE


def test_working_days_leave_the_national_holidays_out():
    # 8–12 October 2024 are five working days, the Saturday among them.
    assert due_of(WORKING, quarter(2024, 3), CHINESE).on == date(2024, 10, 18)
    assert WORKING.due(quarter(2024, 3)) == date(2024, 10, 14)


def test_nobody_is_late_before_they_were_asked():
    def due(asked: date, of=QUARTERLY) -> date:
        return due_when_asked(of, quarter(2024, 3), asked, CHINESE).on

    assert due(date(2024, 10, 21)) == DUE.on
    # Twenty days later is a Monday; ten working days run over no holiday.
    assert due(date(2024, 10, 22)) == date(2024, 11, 11)
    assert due(date(2024, 10, 21), WORKING) == date(2024, 11, 4)


def test_a_year_that_is_not_published_gives_a_provisional_day():
    assert due_of(WORKING, quarter(2199, 3), CHINESE).provisional


def test_a_form_locks_when_it_says_on_the_due_day_or_never():
    def locked(days: int | None) -> Due | None:
        return last_open(replace(QUARTERLY, locks_after=days), DUE.on, CHINESE)

    assert locked(None) is None
    assert locked(0) == DUE
    assert locked(2) == Due(date(2024, 10, 23), provisional=False)


def test_reminders_come_so_many_working_days_before():
    assert reminders(DUE, (5, 1, 0, 1), CHINESE) == (
        date(2024, 10, 14),
        date(2024, 10, 18),
        date(2024, 10, 21),
    )


@pytest.mark.parametrize(
    ("filed", "on", "expected"),
    [
        (None, date(2024, 10, 21), Delivery(Arrival.NOT_DUE)),
        (date(2024, 10, 21), date(2024, 10, 30), Delivery(Arrival.ON_TIME)),
        (date(2024, 10, 22), date(2024, 10, 30), Delivery(Arrival.LATE, 1)),
        (date(2024, 10, 28), date(2024, 10, 30), Delivery(Arrival.LATE, 5)),
        (date(2024, 10, 28), date(2024, 10, 23), Delivery(Arrival.MISSING, 2)),
        (None, date(2024, 10, 26), Delivery(Arrival.MISSING, 4)),
    ],
)
def test_late_and_missing_are_counted_in_working_days(filed, on, expected):
    assert seen(filed, on) == expected


def test_wrong_is_said_beside_late_and_never_of_what_has_not_come():
    late = seen(date(2024, 10, 22), date(2024, 10, 30), wrong=True)
    assert (late.arrival, late.wrong) == (Arrival.LATE, True)
    in_time = seen(date(2024, 10, 20), date(2024, 10, 30), wrong=True)
    assert (in_time.arrival, in_time.wrong) == (Arrival.ON_TIME, True)
    assert seen(None, date(2024, 10, 30), wrong=True).wrong is None
    assert seen(None, date(2024, 10, 1), wrong=True).wrong is None


def test_lateness_that_hangs_on_unpublished_holidays_is_provisional():
    assert CHINESE.published is not None
    end = CHINESE.published.last
    late = seen(None, end.replace(year=end.year + 1), due=Due(end, provisional=False))
    assert (late.arrival, late.provisional) == (Arrival.MISSING, True)
    assert seen(None, DUE.on, due=replace(DUE, provisional=True)).provisional


def test_every_arrival_has_its_words():
    assert set(ARRIVALS) == set(Arrival)
