"""Flows over a span, and stocks by a day, for every subject and year at once.

It says what :mod:`zhence.facts.amounts` says wherever the reports are ordinary,
and marks as *irregular* whose are not; a property test holds the two equal.
"""

from __future__ import annotations

from math import floor

import numpy as np
import numpy.typing as npt

from zhence.engines.amounts import Ints
from zhence.engines.codes import Bits
from zhence.engines.grids import NEVER, Days, Grid, Reports, Timetable
from zhence.facts.catalogue import Indicator

Slots = npt.NDArray[np.int16]

_DAY_BITS = 23
# The sum of as many reports as a lifetime brings stays far below int64.
_GREATEST = 2**51


def building(
    reports: Reports, indicator: Indicator | None, table: Timetable, irregular: Bits
) -> Grid:
    """Return a flow from the listing month to the end of each year."""
    listed = table.listed[reports.who]
    counted = (reports.end > listed) & (listed != NEVER)
    if not counted.all():
        reports, listed = reports.take(counted), listed[counted]
    begun = reports.start < listed
    early = begun if begun.any() else None
    sums = _Sums(reports, table, irregular, early)
    at, span = table.asked, table.span_days()
    days = np.cumsum(sums.inside, axis=0)[at]
    over = days if early is None else np.cumsum(sums.over, axis=0)[at]
    low = np.cumsum(sums.low, axis=0)[at]
    return _grid(
        indicator,
        low,
        low if sums.high is sums.low else np.cumsum(sums.high, axis=0)[at],
        told=(over > 0) & (span > 0),
        exact=days == span,
        covered=over == span,
        flags=[np.logical_or.accumulate(f, axis=0)[at] for f in sums.flags(indicator)],
    )


def in_year(
    reports: Reports, indicator: Indicator | None, table: Timetable, irregular: Bits
) -> Grid:
    """Return a flow over each calendar year."""
    sums = _Sums(reports, table, irregular, None)
    at = table.asked
    days, low = sums.inside[at], sums.low[at]
    whole = days == np.diff(table.januaries)[at][:, np.newaxis]
    return _grid(
        indicator,
        low,
        low if sums.high is sums.low else sums.high[at],
        told=days > 0,
        exact=whole,
        covered=whole,
        flags=[f[at] for f in sums.flags(indicator)],
    )


def latest(
    reports: Reports, indicator: Indicator | None, table: Timetable, irregular: Bits
) -> Grid:
    """Return a stock by its newest report on the day that each year is asked about."""
    years = np.searchsorted(table.days, reports.end - 1)
    grid = _stock(reports, indicator, table, irregular, years.astype(np.int16))
    for year in range(1, len(table.years)):
        same = ~grid.told[year]
        for column in (grid.low, grid.high):
            column[year] = np.where(same, column[year - 1], column[year])
        for mask in (
            grid.low_open,
            grid.high_open,
            grid.absent,
            grid.impossible,
            grid.told,
        ):
            mask[year] = np.where(same, mask[year - 1], mask[year])
    return grid


def at_year_end(
    reports: Reports, indicator: Indicator | None, table: Timetable, irregular: Bits
) -> Grid:
    """Return a plan figure by the report that ends with the year."""
    slots = table.slots_of(reports.end - 1)
    first = table.asked.start
    ends = table.januaries[np.minimum(slots + 1, table.slots)]
    asked = (slots >= first) & (slots < table.slots) & (reports.end == ends)
    reports, slots = reports.take(asked), slots[asked] - np.int16(first)
    return _stock(reports, indicator, table, irregular, slots)


class _Sums:
    """Reports summed by the calendar year they lie in: slots × subjects.

    *inside* are the days reported from listing on; *over* those and what of an
    *early* report, begun before the listing, lies behind it.
    """

    def __init__(
        self,
        reports: Reports,
        table: Timetable,
        irregular: Bits,
        early: Bits | None,
    ) -> None:
        slots = table.slots_of(reports.end - 1)
        other = slots == table.slots
        if other.any():
            first, after = table.januaries[0], table.januaries[-1]
            odd = other & (reports.start < after) & (reports.end > first)
            irregular[reports.who[odd]] = True
            reports, slots = reports.take(~other), slots[~other]
            early = None if early is None else early[~other]
        _mark(reports, slots, table, irregular)
        self._reports = reports
        self._shape = (table.slots, table.subjects)
        self._flat = slots.astype(np.intp) * table.subjects + reports.who
        place = reports.who * table.slots + slots
        self._single = bool((place[1:] > place[:-1]).all())
        length = reports.end - reports.start
        if early is None:
            self.inside = self.over = self._days(length)
            self.low = self._sum(reports.low)
        else:
            listed = table.listed[reports.who]
            behind = np.where(early, reports.end - listed, length)
            self.inside = self._days(np.where(early, 0, length))
            self.over = self._days(behind)
            self.low = self._sum(np.where(early, 0, reports.low))
        shared = early is None and reports.high is reports.low
        self.high = self.low if shared else self._sum(reports.high)

    def flags(self, indicator: Indicator | None) -> list[Bits]:
        """Return where an upper end is open, an amount absent, or impossible."""
        reports = self._reports
        return [
            self._any(reports.high_open),
            self._any(reports.absent),
            self._any(_impossible(reports, indicator)),
        ]

    def _sum(self, values: Ints) -> Ints:
        total = np.zeros(self._shape, np.int64)
        if self._single:
            total.reshape(-1)[self._flat] = values
        else:
            np.add.at(total.reshape(-1), self._flat, values)
        return total

    def _days(self, lengths: Days) -> Days:
        total = np.zeros(self._shape, np.int32)
        if self._single:
            total.reshape(-1)[self._flat] = lengths
        else:
            np.add.at(total.reshape(-1), self._flat, lengths)
        return total

    def _any(self, where: Bits | None) -> Bits:
        found = np.zeros(self._shape, np.bool_)
        if where is not None:
            found.reshape(-1)[self._flat[where]] = True
        return found


def _mark(reports: Reports, slots: Slots, table: Timetable, irregular: Bits) -> None:
    """Mark who reported across years, twice, late, less than nothing or too much."""
    odd = reports.start < table.januaries[slots]
    odd |= (reports.low < 0) | (reports.low > _GREATEST)
    if reports.high is not reports.low:
        odd |= (reports.high < 0) | (reports.high > _GREATEST)
    if reports.low_open is not None:
        odd |= reports.low_open
    if reports.recorded is not None:
        year = np.maximum(slots - table.asked.start, 0)
        odd |= reports.recorded > table.days[year]
    order = (reports.who << _DAY_BITS) + reports.start
    ends = reports.end
    who = reports.who
    if not (order[1:] >= order[:-1]).all():
        rows = np.argsort(order, kind="stable")
        who, ends, order = who[rows], ends[rows], order[rows]
    odd_pairs = (who[1:] == who[:-1]) & (order[1:] - (who[1:] << _DAY_BITS) < ends[:-1])
    irregular[reports.who[odd]] = True
    irregular[who[1:][odd_pairs]] = True


def _impossible(reports: Reports, indicator: Indicator | None) -> Bits | None:
    top = None if indicator is None else indicator.greatest
    below = np.zeros(len(reports.low), np.bool_)
    if indicator is not None and indicator.non_negative:
        below = reports.high < 0
        if reports.high_open is not None:
            below &= ~reports.high_open
    if top is not None:
        above = reports.low > floor(top)
        if reports.low_open is not None:
            above &= ~reports.low_open
        below |= above
    if reports.absent is not None:
        below &= ~reports.absent
    return below if below.any() else None


def _grid(
    indicator: Indicator | None,
    low: Ints,
    high: Ints,
    *,
    told: Bits,
    exact: Bits,
    covered: Bits,
    flags: list[Bits],
) -> Grid:
    """Bound what the reports leave open; what does not apply is zero."""
    high_open, absent, impossible = flags
    absent = absent & told
    if indicator is None or indicator.non_negative:
        low_open = np.zeros_like(told)
        high_open = high_open | ~covered
    else:
        low_open = ~exact
        high_open = high_open | ~exact
    return Grid(
        np.where(absent, 0, low),
        np.where(absent, 0, high),
        low_open & ~absent,
        high_open & ~absent,
        told,
        absent,
        impossible & told & ~absent,
    )


def _stock(
    reports: Reports,
    indicator: Indicator | None,
    table: Timetable,
    irregular: Bits,
    years: Slots,
) -> Grid:
    """Return, for each year, the newest of the reports that belong to it."""
    shape = table.shape
    known = years < len(table.years)
    if not known.all():
        reports, years = reports.take(known), years[known]
    order = (reports.who << _DAY_BITS) + reports.end
    if not (order[1:] > order[:-1]).all():
        rows = np.argsort(order, kind="stable")
        reports, years, order = reports.take(rows), years[rows], order[rows]
        # Two reports that end on one day: which is the newer is for the judge.
        irregular[reports.who[1:][order[1:] == order[:-1]]] = True
    if reports.recorded is not None:
        irregular[reports.who[reports.recorded > table.days[years]]] = True
    large = (np.abs(reports.low) > _GREATEST) | (np.abs(reports.high) > _GREATEST)
    irregular[reports.who[large]] = True
    flat = years.astype(np.intp) * table.subjects + reports.who

    def numbers(values: Ints) -> Ints:
        grid = np.zeros(shape, np.int64)
        grid.reshape(-1)[flat] = values
        return grid

    def bits(values: Bits | None) -> Bits:
        grid = np.zeros(shape, np.bool_)
        if values is not None:
            grid.reshape(-1)[flat] = values
        return grid

    absent = bits(reports.absent)
    return Grid(
        np.where(absent, 0, numbers(reports.low)),
        np.where(absent, 0, numbers(reports.high)),
        bits(reports.low_open) & ~absent,
        bits(reports.high_open) & ~absent,
        bits(np.ones(len(flat), np.bool_)),
        absent,
        bits(_impossible(reports, indicator)) & ~absent,
    )
