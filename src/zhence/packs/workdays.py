"""The published Chinese holidays and in-lieu days, as a value.

The table comes with a package and is as new as its release; for years after it
:class:`~zhence.reporting.workdays.Workdays` knows weekends only and says so.
"""

from __future__ import annotations

from datetime import date
from functools import cache

from chinese_calendar.constants import holidays, workdays

from zhence.periods import Span
from zhence.reporting.workdays import Workdays

_SATURDAY = 5


@cache
def chinese_workdays() -> Workdays:
    """Return the working days of the years that were published."""
    first, last = min(holidays), max(holidays)
    return Workdays(
        off=frozenset(day for day in holidays if day.weekday() < _SATURDAY),
        worked=frozenset(day for day in workdays if day.weekday() >= _SATURDAY),
        published=Span(date(first.year, 1, 1), date(last.year + 1, 1, 1)),
    )
