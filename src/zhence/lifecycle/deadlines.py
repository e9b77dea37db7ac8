"""Days by which something is due, and whether it was in time.

Late, missing and wrong are three different things; a deadline includes its
last moment.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime, time, timedelta, timezone
from enum import StrEnum

from zhence.errors import Fault, PeriodError
from zhence.periods import FirstYearRule, Span, anniversary, first_assessed_year
from zhence.rules.question import window_years
from zhence.rules.rulebook import Rulebook

_ONE_DAY = timedelta(days=1)
# China has kept one time without summer time since 1991.
LOCAL = timezone(timedelta(hours=8))
_DAYS_IN_QUARTER_AT_MOST = 92


class Timeliness(StrEnum):
    """How a report or reply stands to its deadline."""

    ON_TIME = "ON_TIME"
    LATE = "LATE"
    OVERDUE = "OVERDUE"


@dataclass(frozen=True, slots=True)
class AssessmentDates:
    """First and last assessed year of the window, and the window's last day."""

    first_year: int
    last_year: int
    window_end: date


def assessment_dates(rulebook: Rulebook, listed_on: date) -> AssessmentDates:
    """Return the assessment years of a town listed on *listed_on*."""
    rule = FirstYearRule(str(rulebook.choice("first_year_rule", None)))
    first = first_assessed_year(listed_on, rule)
    years = window_years(rulebook)
    last = first + years - 1
    return AssessmentDates(first, last, date(last, 12, 31))


def benefit_last_day(start: date, years: int) -> date:
    """Return the last day of a benefit that runs for up to *years* years.

    >>> benefit_last_day(date(2023, 5, 1), 3)
    datetime.date(2026, 4, 30)
    """
    return anniversary(start, years) - _ONE_DAY


def report_due(rulebook: Rulebook, period: Span) -> date:
    """Return the day by which the report for *period* is due.

    Quarterly reports are due some days after the quarter; longer ones by the
    first cut-off of annual figures after their end.
    """
    if (period.end - period.start).days <= _DAYS_IN_QUARTER_AT_MOST:
        days = int(rulebook.number("report_due_days", period.last) or 0)
        return period.last + timedelta(days=days)
    due = _month_day(rulebook, "assessment_cutoff", period.end.year)
    if due < period.end:
        return _month_day(rulebook, "assessment_cutoff", period.end.year + 1)
    return due


def rolling_plan_due(rulebook: Rulebook, on: date) -> date:
    """Return the day of this year by which a rolling plan must have been rolled."""
    return _month_day(rulebook, "rolling_plan_due", on.year)


def rolling_plan_status(
    rulebook: Rulebook, plan_years: tuple[int, ...], on: date
) -> Timeliness:
    """Say whether a rolling plan covers this year and the following ones."""
    count = int(rulebook.number("rolling_plan_years", on) or 0)
    covered = all(on.year + n in plan_years for n in range(count))
    if covered or on <= rolling_plan_due(rulebook, on):
        return Timeliness.ON_TIME
    return Timeliness.OVERDUE


def timeliness(due: date, filed_on: date | None, on: date | None) -> Timeliness:
    """Say whether something due on *due* was filed in time.

    Not filed: overdue once *on* is past the day, else still in time.
    """
    if filed_on is None or (on is not None and filed_on > on):
        late = on is not None and on > due
        return Timeliness.OVERDUE if late else Timeliness.ON_TIME
    return Timeliness.ON_TIME if filed_on <= due else Timeliness.LATE


def local_moment(text: str, *, end_of_day: bool = False) -> datetime:
    """Read a moment; without a zone it is local time, without a time a whole day.

    A deadline given as a day lasts to its end.

    Raises:
        PeriodError: the text is no moment.
    """
    try:
        moment = datetime.fromisoformat(text.strip())
    except ValueError:
        raise PeriodError(
            Fault(
                "moment_unreadable",
                f"时刻看不懂：{text!r}",
                f"{text!r} is not a moment",
                remedy="write 2022-07-14T16:00:00 or a date",
            )
        ) from None
    if end_of_day and ":" not in text:
        moment = datetime.combine(moment.date(), time.max)
    return moment if moment.tzinfo else moment.replace(tzinfo=LOCAL)


def reply_timeliness(deadline: datetime, filed_at: datetime) -> Timeliness:
    """Say whether a reply came by the deadline, which is itself still in time."""
    return Timeliness.ON_TIME if filed_at <= deadline else Timeliness.LATE


def _month_day(rulebook: Rulebook, parameter: str, year: int) -> date:
    text = str(rulebook.choice(parameter, None))
    return date.fromisoformat(f"{year}-{text}")
