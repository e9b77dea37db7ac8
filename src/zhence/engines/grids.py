"""Reports of many subjects → what each amount came to, year by year.

Ordinary reports of a flow do not overlap and lie within a calendar year; their
sums are then taken for a whole register at once.
Whoever reported otherwise is marked *irregular* and left to the exact pivot.
Every grid is years × subjects.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date, timedelta

import numpy as np
import numpy.typing as npt

from zhence.engines.amounts import Ints, Rows
from zhence.engines.codes import Bits

Days = npt.NDArray[np.int32]
Numbers = npt.NDArray[np.intp]

_EPOCH = date(1970, 1, 1)
NEVER = -(2**31)
"""Stands for an unknown day."""


def day_number(day: date) -> int:
    """Return a date as days since 1970."""
    return (day - _EPOCH).days


@dataclass(frozen=True, slots=True, eq=False)
class Reports:
    """Some reports: whose, from when to when (exclusive), how much.

    *low_open*, *high_open*: that end is not known; *absent*: the indicator was
    said not to apply; *recorded*: the day it became known.
    A column that is ``None`` holds nowhere.
    """

    who: Numbers
    start: Days
    end: Days
    low: Ints
    high: Ints
    low_open: Bits | None = None
    high_open: Bits | None = None
    absent: Bits | None = None
    recorded: Days | None = None

    def take(self, rows: Rows | Bits) -> Reports:
        """Return some of the reports."""
        low = self.low[rows]
        return Reports(
            self.who[rows],
            self.start[rows],
            self.end[rows],
            low,
            low if self.high is self.low else self.high[rows],
            None if self.low_open is None else self.low_open[rows],
            None if self.high_open is None else self.high_open[rows],
            None if self.absent is None else self.absent[rows],
            None if self.recorded is None else self.recorded[rows],
        )


@dataclass(frozen=True, slots=True, eq=False)
class Grid:
    """An amount by year and subject; open, absent and impossible as in a batch."""

    low: Ints
    high: Ints
    low_open: Bits
    high_open: Bits
    told: Bits
    absent: Bits
    impossible: Bits

    @classmethod
    def blank(cls, shape: tuple[int, int], floor: int | None, top: int | None) -> Grid:
        """Return the grid of an amount that nobody reported."""
        nowhere = np.zeros(shape, np.bool_)
        return cls(
            np.full(shape, floor or 0, np.int64),
            np.full(shape, top or 0, np.int64),
            np.full(shape, floor is None),
            np.full(shape, top is None),
            nowhere,
            nowhere,
            nowhere,
        )

    def or_else(self, other: Grid) -> Grid:
        """Return this where something was told, the other elsewhere."""
        told = self.told
        if told.all():
            return self
        return Grid(
            np.where(told, self.low, other.low),
            np.where(told, self.high, other.high),
            np.where(told, self.low_open, other.low_open),
            np.where(told, self.high_open, other.high_open),
            told | other.told,
            np.where(told, self.absent, other.absent),
            np.where(told, self.impossible, other.impossible),
        )

    def only(self, where: Bits) -> Grid:
        """Return the grid with nothing told elsewhere."""
        return replace(self, told=self.told & where)

    def less(self, parts: Sequence[Grid]) -> Grid:
        """Return this less its parts, never below zero.

        A part that nobody reported may be anything; parts that together exceed
        the whole are impossible, and leave it as it was.
        """
        low, high = self.low, self.high
        low_open, high_open = self.low_open.copy(), self.high_open.copy()
        impossible = self.impossible.copy()
        for part in parts:
            low = low - np.where(part.told, part.high, 0)
            high = high - np.where(part.told, part.low, 0)
            low_open |= part.high_open | ~part.told
            high_open |= part.low_open & part.told
            impossible |= part.impossible & part.told
        over = ~high_open & (high < 0)
        least = np.where(low_open, 0, np.maximum(low, 0))
        return Grid(
            np.where(over, self.low, least),
            np.where(over, self.high, high),
            over & self.low_open,
            np.where(over, self.high_open, high_open),
            self.told,
            self.absent,
            impossible | over,
        )


class Timetable:
    """The years asked about, on which days, and since when each subject is listed.

    *listed* is the first day of the listing month, ``NEVER`` where unknown.
    """

    def __init__(self, days: Mapping[int, date], listed: Days) -> None:
        """Take the years, which follow one another, each asked about on a day."""
        years = self.years = tuple(sorted(days))
        self.days = np.asarray([day_number(days[y]) for y in years], np.int32)
        self.listed = listed
        self.subjects = len(listed)
        known = listed[listed != NEVER]
        earliest = int(known.min()) if len(known) else day_number(date(years[0], 1, 1))
        self.base = min(years[0], (_EPOCH + timedelta(days=earliest)).year)
        self.slots = years[-1] - self.base + 1
        starts = [day_number(date(self.base + n, 1, 1)) for n in range(self.slots + 1)]
        self.januaries = np.asarray(starts, np.int32)
        # The slot of each day, so that a day's year is looked up, not computed.
        lengths = np.diff(self.januaries)
        self._slot_of = np.repeat(np.arange(self.slots, dtype=np.int16), lengths)

    def slots_of(self, last: Days) -> npt.NDArray[np.int16]:
        """Return the slot of each day; the number of slots for any other day."""
        first, after = int(self.januaries[0]), int(self.januaries[-1])
        if len(last) and first <= int(last.min()) and int(last.max()) < after:
            return self._slot_of[last - first]
        inside = (last >= first) & (last < after)
        found = self._slot_of[np.where(inside, last - first, 0)]
        return np.where(inside, found, np.int16(self.slots))

    @property
    def shape(self) -> tuple[int, int]:
        """Years by subjects."""
        return len(self.years), self.subjects

    @property
    def asked(self) -> slice[int, int, int]:
        """The slots of the years asked about."""
        return slice(self.slots - len(self.years), self.slots, 1)

    def span_days(self) -> Days:
        """Return the days from listing to the end of each year; 0 where none."""
        ends = self.januaries[1:][self.asked][:, np.newaxis]
        days = np.where(self.listed == NEVER, 0, ends - self.listed)
        return np.maximum(days, 0)
