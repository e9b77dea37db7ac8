"""What is asked: on which occasion, for which year, on which day.

Here the calendars meet: the statistical year, the listing anniversary and the
assessment year of the policy's own rule.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, timedelta

from zhence.facts import Facts, Observation
from zhence.facts.amounts import reported_until
from zhence.periods import FirstYearRule, Span, first_assessed_year, year
from zhence.rules.measures import Over
from zhence.rules.rulebook import Occasion, Rulebook

_ONE_DAY = timedelta(days=1)
_LAST_BUT_ONE = date.max - _ONE_DAY


@dataclass(frozen=True, slots=True)
class Question:
    """One occasion on one day; *year* is the assessed year of an annual one."""

    occasion: Occasion
    on: date
    year: int | None = None
    known_on: date | None = None


@dataclass(frozen=True, slots=True)
class Calendar:
    """The assessment years of one membership under one policy.

    Every part is ``None`` when the listing day is unknown.
    """

    listed_on: date | None
    first_year: int | None
    last_year: int | None

    @property
    def window(self) -> Span | None:
        """From the listing day to the end of the last year of the window."""
        if self.listed_on is None or self.last_year is None:
            return None
        return Span(self.listed_on, date(self.last_year + 1, 1, 1))


def calendar_of(rulebook: Rulebook, listed_on: date | None) -> Calendar:
    """Return Y1 and the last year of the window for a listing day."""
    if listed_on is None:
        return Calendar(None, None, None)
    rule = FirstYearRule(str(rulebook.choice("first_year_rule", None)))
    first = first_assessed_year(listed_on, rule)
    return Calendar(listed_on, first, first + window_years(rulebook) - 1)


def window_years(rulebook: Rulebook) -> int:
    """Return the length of the building window; one year if the policy has none."""
    if "window_years" not in rulebook.parameters:
        return 1
    return int(rulebook.number("window_years", None) or 1)


def span_for(
    over: Over,
    question: Question,
    calendar: Calendar,
    observations: Iterable[Observation],
) -> Span | None:
    """Return the span that a measure is taken over, ``None`` when undefined.

    The span of ``latest`` is all the time up to the day asked about.
    """
    if over is Over.LATEST:
        return Span(date.min, min(question.on, _LAST_BUT_ONE) + _ONE_DAY)
    if over is Over.YEAR:
        return year(question.year or last_full_year(question.on))
    if over is Over.AT_YEAR_END:
        return year(question.year) if question.year else None
    if calendar.listed_on is None:
        return None
    # Monthly statistics cannot be cut at a day: a report that begins with the
    # listing month counts as beginning with the listing.
    start = calendar.listed_on.replace(day=1)
    end = _building_end(over, question, calendar, observations)
    return Span(start, end) if end is not None and end > start else None


def last_full_year(on: date) -> int:
    """Return the last calendar year that was over at the end of *on*."""
    return on.year if on == date(on.year, 12, 31) else on.year - 1


def _building_end(
    over: Over,
    question: Question,
    calendar: Calendar,
    observations: Iterable[Observation],
) -> date | None:
    reported = reported_until(observations, question.on)
    if question.occasion is Occasion.ANNUAL and question.year is not None:
        return date(question.year + 1, 1, 1)
    if question.occasion is Occasion.ACCEPTANCE and calendar.window is not None:
        closes = calendar.window.end
        if over is Over.TO_DATE and question.on < closes:
            return min(reported, closes) if reported else None
        return closes
    return reported


def facts_on(facts: Facts, question: Question) -> Facts:
    """Return *facts* as known when the question is asked."""
    return facts.as_known(question.on, question.known_on)
