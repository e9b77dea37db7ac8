"""Working days: published ones exactly, later ones provisionally."""

import csv
from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from zhence.packs.workdays import chinese_workdays
from zhence.reporting.workdays import WEEKENDS, Due

CHINESE = chinese_workdays()
DAYS = st.dates(date(2010, 1, 1), date(2025, 12, 31))


@pytest.mark.shared
def test_every_published_day_agrees_with_the_outside_vectors(shared):
    path = shared / "vectors" / "cn_workdays.csv"
    with path.open(encoding="utf-8") as stream:
        rows = list(csv.DictReader(stream))
    assert len(rows) > 8_000
    wrong = [
        row["date"]
        for row in rows
        if CHINESE.works(date.fromisoformat(row["date"]))
        is not (row["is_workday"] == "1")
    ]
    assert wrong == []


@pytest.mark.shared
def test_the_next_working_day_agrees_for_every_day_of_the_vectors(shared):
    path = shared / "vectors" / "cn_workdays.csv"
    with path.open(encoding="utf-8") as stream:
        worked = [
            (date.fromisoformat(row["date"]), row["is_workday"] == "1")
            for row in csv.DictReader(stream)
        ]
    following: dict[date, date | None] = {}
    nearest: date | None = None
    for day, works in reversed(worked):
        following[day] = nearest
        nearest = day if works else nearest
    wrong = [
        d
        for d, n in following.items()
        if n and CHINESE.after(d, 1) != Due(n, provisional=False)
    ]
    assert wrong == []


def test_a_saturday_worked_in_lieu_counts_and_the_holiday_does_not():
    assert CHINESE.works(date(2024, 10, 12))
    assert not CHINESE.works(date(2024, 10, 7))
    assert CHINESE.after(date(2024, 9, 30), 1) == Due(
        date(2024, 10, 8), provisional=False
    )


def test_a_working_day_is_its_own_next_one():
    assert CHINESE.on_or_after(date(2024, 10, 8)).on == date(2024, 10, 8)
    assert CHINESE.on_or_after(date(2024, 10, 1)).on == date(2024, 10, 8)


def test_beyond_the_published_years_only_weekends_are_known_and_it_says_so():
    assert CHINESE.published is not None
    after = CHINESE.published.end
    assert after > date(2026, 1, 1)
    day = after + timedelta(days=270)
    found = CHINESE.on_or_after(day)
    assert found.provisional
    assert found.on.weekday() < 5
    assert WEEKENDS.on_or_after(date(2024, 10, 1)) == Due(
        date(2024, 10, 1), provisional=True
    )


def test_a_count_of_none_is_refused():
    with pytest.raises(ValueError, match="from one"):
        CHINESE.after(date(2024, 1, 1), 0)
    with pytest.raises(ValueError, match="from one"):
        CHINESE.before(date(2024, 1, 1), -1)


@given(DAYS, st.integers(1, 40))
def test_the_nth_working_day_has_n_working_days_up_to_it(day, count):
    due = CHINESE.after(day, count)
    assert CHINESE.works(due.on)
    assert CHINESE.between(day, due.on) == count
    assert CHINESE.known_between(day, due.on) is not due.provisional


@given(DAYS, st.integers(1, 40))
def test_back_and_forth_meet_on_the_same_day(day, count):
    start = CHINESE.on_or_after(day).on
    assert CHINESE.before(CHINESE.after(start, count).on, count).on == start


@given(DAYS, DAYS)
def test_nothing_lies_between_a_day_and_an_earlier_one(one, other):
    first, last = max(one, other), min(one, other)
    assert CHINESE.between(first, last) == 0
