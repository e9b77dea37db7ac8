"""The years that a command asks about, and the day on which each is asked."""

from __future__ import annotations

from datetime import date

from zhence.errors import BadInputError, Fault
from zhence.periods import year

_CUTOFF = (3, 31)


def asked_on(number: int) -> date:
    """Return the day on which a year is asked about: when its figures are in.

    Raises:
        PeriodError: the year is outside what a calendar date can hold.
    """
    month, day = _CUTOFF
    return year(number).end.replace(month=month, day=day)


def asked_years(text: str) -> dict[int, date]:
    """Read ``2018`` or ``2015..2024``; each year with the day on which it is asked.

    Raises:
        BadInputError: the text is no year and no run of years.
        PeriodError: a year is outside what a calendar date can hold.
    """
    first, dots, last = text.partition("..")
    try:
        start, end = int(first), int(last if dots else first)
    except ValueError:
        start, end = 1, 0
    if end < start:
        raise BadInputError(
            Fault(
                "years_unreadable",
                f"年度看不懂：{text!r}",
                f"cannot read the years {text!r}",
                remedy="write 2018, or 2015..2024",
            )
        )
    # The ends first: a run that no calendar holds is refused before it is counted.
    asked_on(start)
    asked_on(end)
    return {number: asked_on(number) for number in range(start, end + 1)}
