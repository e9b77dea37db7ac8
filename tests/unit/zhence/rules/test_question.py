"""Over which span a measure is taken, on which occasion."""

from dataclasses import replace
from datetime import date

import pytest
from tests.lib.rulebooks import (
    ACCEPTANCE,
    ANNUAL,
    LISTED_ON,
    STANDING,
    facts,
    number,
    rulebook,
    told,
    without,
)

from zhence.errors import BadInputError
from zhence.facts import Observation
from zhence.periods import Span, parse_period, year
from zhence.rules.measures import Over
from zhence.rules.question import (
    Calendar,
    Question,
    calendar_of,
    facts_on,
    span_for,
    window_years,
)
from zhence.rules.rulebook import Occasion

BOOK = rulebook()
CALENDAR = calendar_of(BOOK, LISTED_ON)
TO_2019 = [told("invested", "2018-03..2018-12", "1"), told("invested", "2019", "1")]


def span(
    over: Over,
    question: Question,
    *,
    calendar: Calendar = CALENDAR,
    held: list[Observation] | None = None,
) -> Span | None:
    return span_for(over, question, calendar, held or [])


def test_the_calendar_counts_the_window_from_the_first_assessed_year():
    assert Calendar(LISTED_ON, 2018, 2020) == CALENDAR
    assert CALENDAR.window == Span(LISTED_ON, date(2021, 1, 1))


def test_a_town_listed_in_the_second_half_is_assessed_from_the_next_year():
    late = calendar_of(BOOK, date(2018, 7, 1))
    assert (late.first_year, late.last_year) == (2019, 2021)
    assert late.window == Span(date(2018, 7, 1), date(2022, 1, 1))


def test_without_a_listing_day_there_is_no_calendar():
    unknown = calendar_of(BOOK, None)
    assert unknown == Calendar(None, None, None)
    assert unknown.window is None
    assert Calendar(LISTED_ON, None, None).window is None


def test_a_policy_without_an_assessment_year_rule_says_so():
    with pytest.raises(BadInputError) as refused:
        calendar_of(without(BOOK, "first_year_rule"), LISTED_ON)
    assert "first_year_rule" in str(refused.value)


def test_a_policy_without_a_window_has_one_of_a_year():
    assert window_years(without(BOOK, "window_years")) == 1
    open_ = replace(BOOK, parameters={"window_years": number("window_years", None)})
    assert window_years(open_) == 1


def test_a_stock_is_taken_by_the_day_asked_about():
    latest = span(Over.LATEST, STANDING)
    assert latest is not None
    assert latest.last == STANDING.on


def test_an_annual_figure_is_that_of_the_assessed_year():
    assert span(Over.YEAR, ANNUAL) == year(2018)


def test_without_an_assessed_year_it_is_the_last_full_one():
    assert span(Over.YEAR, STANDING) == year(2020)


def test_a_plan_to_the_end_of_the_year_needs_an_assessed_year():
    assert span(Over.AT_YEAR_END, ANNUAL) == year(2018)
    assert span(Over.AT_YEAR_END, STANDING) is None


@pytest.mark.parametrize("over", [Over.BUILDING, Over.TO_DATE])
def test_building_runs_from_the_listing_to_the_end_of_the_assessed_year(over: Over):
    assert span(over, ANNUAL) == parse_period("2018-03..2018-12")


def test_a_listing_in_mid_month_counts_that_months_statistics():
    mid = calendar_of(BOOK, date(2018, 3, 17))
    assert span(Over.BUILDING, ANNUAL, calendar=mid) == parse_period("2018-03..2018-12")


@pytest.mark.parametrize("over", [Over.BUILDING, Over.TO_DATE])
def test_acceptance_after_the_window_looks_at_the_whole_window(over: Over):
    assert span(over, ACCEPTANCE) == parse_period("2018-03..2020-12")


def test_acceptance_within_the_window_looks_as_far_as_was_reported():
    early = Question(Occasion.ACCEPTANCE, date(2020, 3, 31))
    assert span(Over.TO_DATE, early, held=TO_2019) == parse_period("2018-03..2019-12")
    assert span(Over.TO_DATE, early) is None


def test_reports_beyond_the_window_do_not_widen_it():
    early = Question(Occasion.ACCEPTANCE, date(2020, 12, 30))
    held = [told("invested", "2018-03..2020-12-30", "1")]
    whole = span(Over.TO_DATE, early, held=held)
    assert whole is not None
    assert whole.end == date(2020, 12, 31)


def test_building_within_the_window_keeps_the_whole_window():
    early = Question(Occasion.ACCEPTANCE, date(2020, 3, 31))
    assert span(Over.BUILDING, early, held=TO_2019) == parse_period("2018-03..2020-12")


@pytest.mark.parametrize("over", [Over.BUILDING, Over.TO_DATE])
def test_a_standing_question_looks_as_far_as_was_reported(over: Over):
    assert span(over, STANDING, held=TO_2019) == parse_period("2018-03..2019-12")
    assert span(over, STANDING) is None


def test_reports_of_before_the_listing_reach_nowhere():
    held = [told("invested", "2017", "1")]
    assert span(Over.BUILDING, STANDING, held=held) is None


def test_without_a_listing_day_nothing_was_built_since():
    unknown = calendar_of(BOOK, None)
    assert span(Over.BUILDING, ANNUAL, calendar=unknown) is None


def test_an_acceptance_whose_window_is_unknown_looks_as_far_as_was_reported():
    open_ = Calendar(LISTED_ON, None, None)
    found = span(Over.BUILDING, ACCEPTANCE, calendar=open_, held=TO_2019)
    assert found == parse_period("2018-03..2019-12")


def test_facts_are_taken_as_known_when_the_question_is_asked():
    late = told("invested", "2018", "1", recorded_on=date(2020, 1, 1))
    assert facts_on(facts(late), ANNUAL).observations == ()
    known_later = replace(ANNUAL, known_on=date(2020, 1, 1))
    assert facts_on(facts(late), known_later).observations == (late,)
