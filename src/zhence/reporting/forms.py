"""A form: what is asked of whom, for which period, and who approves it.

Forms are data (``reference/forms``); these are their shapes. An edition never
changes once returns stand on it: a new question is a new edition.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from datetime import date, timedelta
from enum import StrEnum

from zhence.errors import Fault, PeriodError
from zhence.evidence import Label, Text
from zhence.facts.catalogue import Indicator, Kind
from zhence.periods import Span, day, parse_period, quarter, year
from zhence.reporting.approval import Chain
from zhence.reporting.workdays import WEEKENDS
from zhence.units import Unit

_QUARTERS = (1, 2, 3, 4)
_MONTHS_A_QUARTER = 3


class PeriodKind(StrEnum):
    """How long a return of a form speaks for."""

    QUARTER = "quarter"
    YEAR = "year"


class DayCount(StrEnum):
    """Which days the time for a return is counted in."""

    CALENDAR = "calendar"
    WORKING = "working"


@dataclass(frozen=True, slots=True)
class Item:
    """One figure that a form asks for.

    *kind* is what the form declares the figure to be for its period: of the period
    alone (flow), since 1 January (year to date), since the beginning (cumulative),
    or on the period's last day (stock). *unit* is the one shown and meant where
    none is typed. *part_of* names an item that this one is a part of.
    """

    indicator: Indicator
    kind: Kind
    unit: Unit
    required: bool = True
    part_of: str | None = None
    note: Text = field(default_factory=lambda: Text("", ""))

    @property
    def code(self) -> str:
        """The code of the item, which is its indicator's."""
        return self.indicator.code

    def spoken_for(self, period: Span) -> Span:
        """Return the days that the figure of a return for *period* is about.

        A cumulative figure and a stock are as of the period's last day; only the
        year-to-date figure of a quarter begins before its period.
        """
        if self.kind is Kind.YEAR_TO_DATE:
            return Span(date(period.start.year, 1, 1), period.end)
        if self.kind is Kind.FLOW:
            return period
        return day(period.last)


@dataclass(frozen=True, slots=True)
class Section:
    """Items under one heading."""

    title: Text
    items: tuple[Item, ...]


@dataclass(frozen=True, slots=True)
class ReturnForm:
    """A form in one edition.

    *number* is what the issuer registered it under; a form without one says so in
    words. *sites* are the kinds of site that fill it, in the order of its own file.
    *days* is how long after the period's end it is due, in days that *counts* names.
    *locks_after* is after how many working days past the due one a return that never
    came can be filled no more; ``None``: it never locks.
    """

    code: str
    edition: str
    title: Text
    number: Text
    issuer: Text
    valid: Span
    period: PeriodKind
    chain: Chain
    sites: tuple[str, ...]
    days: int
    label: Label
    sections: tuple[Section, ...]
    counts: DayCount = DayCount.CALENDAR
    locks_after: int | None = None
    _by_code: Mapping[str, Item] = field(init=False, repr=False, compare=False)

    def __post_init__(self) -> None:
        """Index the items."""
        index = {item.code: item for item in self.items}
        object.__setattr__(self, "_by_code", index)

    @property
    def items(self) -> tuple[Item, ...]:
        """All items in the order of the form."""
        return tuple(item for section in self.sections for item in section.items)

    def find(self, code: str) -> Item | None:
        """Return the item of *code*, ``None`` if the form has none such."""
        return self._by_code.get(code)

    def period_of(self, text: str) -> Span:
        """Read a period that this form is filled for.

        Raises:
            PeriodError: the text names no period, or one of another length.
        """
        span = parse_period(text)
        made = list(periods_of(self.period, span.start.year))
        if span not in made:
            raise PeriodError(
                Fault(
                    "period_of_another_kind",
                    f"“{text}”不是这张表的报告期",
                    f"{text!r} is no period of this form",
                    remedy=f"write one such as {made[0]}",
                )
            )
        return span

    def before(self, period: Span) -> Span:
        """Return the period of the form just before *period*."""
        if self.period is PeriodKind.YEAR:
            return year(period.start.year - 1)
        last = period.start - timedelta(days=1)
        return quarter(last.year, (last.month - 1) // _MONTHS_A_QUARTER + 1)

    def due(self, period: Span) -> date:
        """Return the day until which the time for *period* runs.

        Holidays are not looked at: :func:`zhence.reporting.deadlines.due_of` does.
        """
        if self.counts is DayCount.WORKING:
            return WEEKENDS.after(period.last, self.days).on
        return period.last + timedelta(days=self.days)


def periods_of(kind: PeriodKind, number: int) -> Iterator[Span]:
    """Return the periods of a kind in a year, the first first."""
    if kind is PeriodKind.YEAR:
        yield year(number)
        return
    for nth in _QUARTERS:
        yield quarter(number, nth)


@dataclass(frozen=True, slots=True)
class Forms:
    """All forms in all editions."""

    forms: tuple[ReturnForm, ...]

    def of(self, code: str, edition: str) -> ReturnForm | None:
        """Return one form in one edition, ``None`` if there is no such."""
        found = (f for f in self.forms if (f.code, f.edition) == (code, edition))
        return next(found, None)

    def in_force(self, on: date) -> tuple[ReturnForm, ...]:
        """Return the editions that are valid on a day, in the order of their codes."""
        return tuple(f for f in self.forms if on in f.valid)
