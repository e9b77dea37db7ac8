"""Working days: Monday to Friday, but for the published exceptions.

The calendar is a value that is passed in; nothing here knows a year's decree.
Beyond the years that were published only weekends are known, and every answer
that leans on such a day says that it is provisional.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, timedelta

from zhence.periods import Span

_ONE_DAY = timedelta(days=1)
_SATURDAY = 5


@dataclass(frozen=True, slots=True)
class Due:
    """A last day in time; *provisional* where a year was not yet published."""

    on: date
    provisional: bool


@dataclass(frozen=True, slots=True)
class Workdays:
    """Which days are worked.

    *off* are holidays on what would be working days, *worked* the weekends that
    are worked in lieu of them. *published* is what both were decreed for; ``None``
    where nothing is known but weekends.

    >>> calendar = Workdays(frozenset({date(2024, 10, 1)}),
    ...                     frozenset({date(2024, 9, 29)}),
    ...                     Span(date(2024, 1, 1), date(2025, 1, 1)))
    >>> calendar.works(date(2024, 9, 29)), calendar.works(date(2024, 10, 1))
    (True, False)
    """

    off: frozenset[date] = frozenset()
    worked: frozenset[date] = frozenset()
    published: Span | None = None

    def works(self, day: date) -> bool:
        """Say whether *day* is worked, as far as that is known."""
        if day in self.worked:
            return True
        return day.weekday() < _SATURDAY and day not in self.off

    def known(self, day: date) -> bool:
        """Say whether the year of *day* was published."""
        return self.published is not None and day in self.published

    def on_or_after(self, day: date) -> Due:
        """Return *day*, or the first working day after it."""
        return self._walk(day - _ONE_DAY, 1, _ONE_DAY)

    def after(self, day: date, count: int) -> Due:
        """Return the *count*-th working day after *day*; *day* itself never counts.

        Raises:
            ValueError: *count* is less than one.
        """
        return self._walk(day, count, _ONE_DAY)

    def before(self, day: date, count: int) -> Due:
        """Return the *count*-th working day before *day*.

        Raises:
            ValueError: *count* is less than one.
        """
        return self._walk(day, count, -_ONE_DAY)

    def between(self, first: date, last: date) -> int:
        """Return how many working days come after *first*, up to and with *last*.

        Nought where *last* is not after *first*.
        """
        return sum(1 for day in _days(first, last) if self.works(day))

    def known_between(self, first: date, last: date) -> bool:
        """Say whether every day after *first*, up to and with *last*, is known."""
        return all(self.known(day) for day in _days(first, last))

    def _walk(self, start: date, count: int, step: timedelta) -> Due:
        if count < 1:
            raise ValueError("working days are counted from one")
        day, provisional = start, False
        while count:
            day += step
            provisional = provisional or not self.known(day)
            count -= self.works(day)
        return Due(day, provisional)


WEEKENDS = Workdays()
"""No holiday known at all: every answer is provisional."""


def _days(first: date, last: date) -> Iterator[date]:
    day = first + _ONE_DAY
    while day <= last:
        yield day
        day += _ONE_DAY
