"""Time as the statistics and the policies count it.

Three calendars stand side by side and a rule says which one it uses: the
statistical one (year, quarter, month), the anniversary of the listing, and the
assessment year.
Every span is half-open, ``[start, end)``, so that neighbours never overlap.
Nothing here asks what day it is: dates are arguments.
"""

from __future__ import annotations

import calendar
import re
from dataclasses import dataclass
from datetime import date, timedelta
from enum import StrEnum

from zhence.errors import Fault, PeriodError

_ONE_DAY = timedelta(days=1)
_DECEMBER = 12
_MONTHS_A_QUARTER = 3
_END_OF_FIRST_HALF = (6, 30)

_FORMS = {
    "year": re.compile(r"(?P<y>\d{4})年?\Z"),
    "quarter": re.compile(r"(?P<y>\d{4})[ -]?Q(?P<q>[1-4])\Z"),
    "month": re.compile(r"(?P<y>\d{4})-(?P<m>\d{2})\Z"),
    "day": re.compile(r"(?P<y>\d{4})-(?P<m>\d{2})-(?P<d>\d{2})\Z"),
}


@dataclass(frozen=True, slots=True, order=True)
class Span:
    """The days from *start* up to, and not including, *end*."""

    start: date
    end: date

    def __post_init__(self) -> None:
        """Refuse an empty or backward span: no period is without a day."""
        if self.end <= self.start:
            raise PeriodError(
                Fault(
                    "period_backward",
                    f"时段倒置：{self.start} 到 {self.last}",
                    f"a period cannot run from {self.start} to {self.last}",
                    remedy="give the earlier end first",
                )
            )

    @property
    def last(self) -> date:
        """The last day inside."""
        return self.end - _ONE_DAY

    def __contains__(self, day: date) -> bool:
        """Say whether *day* lies inside."""
        return self.start <= day < self.end

    def covers(self, other: Span) -> bool:
        """Say whether all of *other* lies inside."""
        return self.start <= other.start and other.end <= self.end

    def meets(self, other: Span) -> bool:
        """Say whether the two share a day."""
        return self.start < other.end and other.start < self.end

    def overlap(self, other: Span) -> Span | None:
        """Return the shared days, or ``None``."""
        if not self.meets(other):
            return None
        return Span(max(self.start, other.start), min(self.end, other.end))

    def __str__(self) -> str:
        """Return the shortest name: ``2018``, ``2018Q3``, ``2018-09`` or from..to."""
        if self.start.day == 1 and self.end.day == 1:
            return _name_of_months(self.start, self.end)
        if self.end - self.start == _ONE_DAY:
            return self.start.isoformat()
        return f"{self.start}..{self.last}"


def _name_of_months(start: date, end: date) -> str:
    months = (end.year - start.year) * _DECEMBER + end.month - start.month
    if months == _DECEMBER and start.month == 1:
        return str(start.year)
    if months == _MONTHS_A_QUARTER and start.month % _MONTHS_A_QUARTER == 1:
        return f"{start.year}Q{start.month // _MONTHS_A_QUARTER + 1}"
    first = f"{start:%Y-%m}"
    return first if months == 1 else f"{first}..{end - _ONE_DAY:%Y-%m}"


def year(number: int) -> Span:
    """Return the calendar year *number*.

    Raises:
        PeriodError: the number is outside what a calendar date can hold.
    """
    return Span(_day(number, 1, 1), _day(number + 1, 1, 1))


def quarter(number: int, nth: int) -> Span:
    """Return the *nth* quarter (1 to 4) of year *number*."""
    first = (nth - 1) * _MONTHS_A_QUARTER + 1
    return _months(number, first, _MONTHS_A_QUARTER)


def month(number: int, nth: int) -> Span:
    """Return the *nth* month (1 to 12) of year *number*."""
    return _months(number, nth, 1)


def day(on: date) -> Span:
    """Return the span of the single day *on*.

    Raises:
        PeriodError: *on* is the last day that the calendar can hold.
    """
    return Span(on, _after(on))


def parse_period(text: str) -> Span:
    """Read ``2018``, ``2018Q3``, ``2018-09``, ``2018-09-30`` or ``A..B``.

    ``A..B`` runs from the first day of A to the last day of B.

    Raises:
        PeriodError: the text is none of these or names a day that is none.

    >>> str(parse_period("2018-03..2020-12")), parse_period("2018Q3").last
    ('2018-03..2020-12', datetime.date(2018, 9, 30))
    """
    plain = text.strip()
    first, dots, second = plain.partition("..")
    if dots and ".." not in second:
        return Span(parse_period(first).start, parse_period(second).end)
    for form, pattern in _FORMS.items():
        match = pattern.match(plain)
        if match is None:
            continue
        number = int(match["y"])
        if form == "year":
            return year(number)
        if form == "quarter":
            return quarter(number, int(match["q"]))
        if form == "month":
            return month(number, int(match["m"]))
        return day(_day(number, int(match["m"]), int(match["d"])))
    raise PeriodError(
        Fault(
            "period_unreadable",
            f"时段看不懂：{text!r}",
            f"cannot read the period {text!r}",
            remedy="write 2018, 2018Q3, 2018-09, 2018-03..2020-12 or a date",
        )
    )


def parse_date(text: str) -> date:
    """Read an ISO date.

    Raises:
        PeriodError: the text is not a date that exists.
    """
    try:
        return date.fromisoformat(text.strip())
    except ValueError:
        raise PeriodError(
            Fault(
                "date_unreadable",
                f"日期看不懂或不存在：{text!r}",
                f"{text!r} is not a date",
                remedy="write year-month-day, such as 2018-09-13",
            )
        ) from None


def anniversary(of: date, years: int) -> date:
    """Return the same day *years* later; 29 February falls on the 28th.

    A full number of years is reached on this very day.

    Raises:
        PeriodError: the year is outside what a calendar date can hold.

    >>> anniversary(date(2016, 2, 29), 1), anniversary(date(2018, 9, 13), 5)
    (datetime.date(2017, 2, 28), datetime.date(2023, 9, 13))
    """
    number = of.year + years
    first = _day(number, of.month, 1)
    last = calendar.monthrange(first.year, first.month)[1]
    return first.replace(day=min(of.day, last))


def months_between(start: date, end: date) -> int:
    """Return the number of full months from *start* to *end* (negative if before)."""
    months = (end.year - start.year) * _DECEMBER + end.month - start.month
    last = calendar.monthrange(end.year, end.month)[1]
    return months - (1 if end.day < min(start.day, last) else 0)


class FirstYearRule(StrEnum):
    """Which calendar year is a town's first assessed one.

    ``H1``: the listing year when listed by 30 June, else the next.
    ``same_year``: the listing year, whatever the day.
    ``next_year``: the year after.
    ``anniversary``: the year in which the first full year since listing ends.
    """

    H1 = "H1"
    SAME_YEAR = "same_year"
    NEXT_YEAR = "next_year"
    ANNIVERSARY = "anniversary"


def first_assessed_year(listed_on: date, rule: FirstYearRule) -> int:
    """Return Y1 for a town listed on *listed_on* under *rule*.

    >>> first_assessed_year(date(2018, 6, 30), FirstYearRule.H1)
    2018
    >>> first_assessed_year(date(2018, 7, 1), FirstYearRule.H1)
    2019
    """
    if rule is FirstYearRule.SAME_YEAR:
        return listed_on.year
    if rule is FirstYearRule.NEXT_YEAR:
        return listed_on.year + 1
    if rule is FirstYearRule.ANNIVERSARY:
        return (anniversary(listed_on, 1) - _ONE_DAY).year
    early = (listed_on.month, listed_on.day) <= _END_OF_FIRST_HALF
    return listed_on.year if early else listed_on.year + 1


@dataclass(frozen=True, slots=True)
class DayRange:
    """A day that is known only to lie between two days, both included.

    ``None`` at an end means that nothing is known on that side.
    """

    earliest: date | None = None
    latest: date | None = None

    def surely_by(self, on: date) -> bool:
        """Say whether it had certainly happened by the end of *on*."""
        return self.latest is not None and self.latest <= on

    def possibly_by(self, on: date) -> bool:
        """Say whether it may have happened by the end of *on*."""
        return self.earliest is None or self.earliest <= on

    def before(self, other: DayRange) -> bool:
        """Say whether this day certainly lies before the *other*."""
        return (
            self.latest is not None
            and other.earliest is not None
            and self.latest < other.earliest
        )

    def __str__(self) -> str:
        """Return a day, a period name, ``<=day``, or ``—`` when unknown."""
        if self.earliest is None:
            return "—" if self.latest is None else f"<={self.latest}"
        if self.latest is None:
            return f">={self.earliest}"
        return str(Span(self.earliest, _after(self.latest)))


def parse_day_range(text: str) -> DayRange:
    """Read a day, a month, a year, ``<=date`` or nothing, as an interval of days.

    Raises:
        PeriodError: the text is none of these.

    >>> parse_day_range("2016-06").latest, str(parse_day_range("<=2021-11"))
    (datetime.date(2016, 6, 30), '<=2021-11-30')
    """
    plain = text.strip()
    if not plain:
        return DayRange()
    if plain.startswith("<="):
        return DayRange(None, parse_period(plain[2:]).last)
    span = parse_period(plain)
    return DayRange(span.start, span.last)


def _months(number: int, first: int, count: int) -> Span:
    after = first + count - 1
    return Span(
        _day(number, first, 1),
        _day(number + after // _DECEMBER, after % _DECEMBER + 1, 1),
    )


def _after(on: date) -> date:
    try:
        return on + _ONE_DAY
    except OverflowError:
        raise PeriodError(
            Fault(
                "date_impossible",
                f"日期超出历法范围：{on}",
                f"{on} is the last day that the calendar holds",
                remedy="give an earlier day",
            )
        ) from None


def _day(number: int, nth: int, nth_day: int) -> date:
    try:
        return date(number, nth, nth_day)
    except (ValueError, OverflowError):
        raise PeriodError(
            Fault(
                "date_impossible",
                f"没有这一天：{number}-{nth}-{nth_day}",
                f"there is no such day: {number}-{nth}-{nth_day}",
                remedy="check year, month and day",
            )
        ) from None
