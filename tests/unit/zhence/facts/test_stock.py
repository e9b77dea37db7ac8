"""The newest report of a stock, and how far reporting reaches."""

from datetime import date

from tests.lib.rulebooks import told

from zhence.facts import stock
from zhence.facts.amounts import reported_until

OLD = told("area", "2019", "3.0")
NEW = told("area", "2020-12-31", "3.5")
FUTURE = told("area", "2022", "4.0")


def test_the_newest_report_by_the_day_asked_about_stands():
    assert stock([NEW, FUTURE, OLD], date(2021, 3, 31)) is NEW


def test_a_report_for_a_year_speaks_for_its_last_day():
    assert stock([OLD], date(2019, 12, 30)) is None
    assert stock([OLD], date(2019, 12, 31)) is OLD


def test_without_a_report_nothing_is_known():
    assert stock([], date(2021, 1, 1)) is None


def test_reporting_reaches_to_the_end_of_the_last_full_period():
    held = [told("invested", "2018Q1", "1"), told("invested", "2018Q2", "1")]
    assert reported_until(held, date(2018, 6, 29)) == date(2018, 4, 1)
    assert reported_until(held, date(2018, 6, 30)) == date(2018, 7, 1)
    assert reported_until(held, date(2018, 3, 30)) is None
