"""The assessed years of many subjects at once, year by year.

It is :mod:`zhence.lifecycle.years` over columns: failures of the first year of a
stay, of the latest year, and of adjacent ones.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from zhence.engines import codes as c
from zhence.engines.amounts import Rows
from zhence.engines.codes import Bits, Codes

Years = npt.NDArray[np.int16]
Caused = Callable[[Rows], Years]
"""Returns, for some subjects, the years that caused a verdict."""

NO_YEAR = 0
"""Stands for an unknown year; no year has this number."""


def with_year(years: Years, where: Bits, year: int) -> Years:
    """Return *years* with one year where *where* holds."""
    changed = np.int16(year) - years
    changed *= where.astype(np.int16)
    changed += years
    return changed


@dataclass(frozen=True, slots=True)
class Assessed:
    """One year: who was assessed, who was exempted (``None``: nobody), what failed.

    A failed part is PASS, one that did not fail FAIL, as a condition asks it.
    """

    year: int
    present: Bits
    exempted: Bits | None
    failed: Mapping[str, Codes]

    def of(self, part: str) -> Codes:
        """Say whether *part* failed; NOT_APPLICABLE where the year was exempted."""
        codes = self.failed[part]
        if self.exempted is None:
            return codes
        return c.replace(codes, self.exempted, c.NOT_APPLICABLE)

    @property
    def counted(self) -> Bits:
        """Who was assessed and not exempted."""
        return self.present if self.exempted is None else self.present & ~self.exempted


@dataclass(frozen=True, slots=True)
class Told:
    """A condition's verdicts, and the years that caused them, if years did."""

    codes: Codes
    caused: Caused | None = None


class Past:
    """The years up to now of *subjects* subjects."""

    def __init__(self, subjects: int) -> None:
        """Begin with no year."""
        self.subjects = subjects
        self._years: list[Assessed] = []
        self._first: dict[str, tuple[int, Years, Codes]] = {}
        self._latest: dict[str, tuple[int, Years, Codes]] = {}
        self._runs: dict[tuple[str, int, bool], _Runs] = {}
        self._counts: dict[str, tuple[int, Codes]] = {}

    def add(self, year: Assessed) -> None:
        """Add the next year; years come in order, a year may be left out."""
        self._years.append(year)

    def first(self, part: str, stay: Years, *, failed: bool) -> Told:
        """Ask of the first year of the present stay."""
        done, held, codes = self._first.get(part, (0, stay, self._nothing()))
        if held is not stay:
            rows = np.flatnonzero(held != stay)
            codes[rows] = self._at(part, stay[rows], rows, done)
        for year in self._years[done:]:
            there = year.present & (stay == year.year)
            codes = c.choose(there, year.of(part), codes)
        self._first[part] = (len(self._years), stay, codes)
        return _told(codes, stay, failed=failed)

    def later(self, part: str, stay: Years, *, failed: bool) -> Told:
        """Ask of the latest year, when it is not the first of the stay."""
        nobody = np.zeros(self.subjects, np.int16)
        done, years, codes = self._latest.get(part, (0, nobody, self._nothing()))
        for year in self._years[done:]:
            years = with_year(years, year.present, year.year)
            codes = c.choose(year.present, year.of(part), codes)
        self._latest[part] = (len(self._years), years, codes)
        return _told(codes * (years != stay).view(np.int8), years, failed=failed)

    def adjacent(self, part: str, need: int, *, breaks: bool) -> Told:
        """Ask whether *need* adjacent years failed; the last of them causes it."""
        key = (part, need, breaks)
        if key not in self._runs:
            self._runs[key] = _Runs(self.subjects, part, need, breaks=breaks)
        runs = self._runs[key]
        runs.follow(self._years)
        best, cause = runs.best, runs.cause
        return Told(best, lambda rows: cause[rows] * (best[rows] == c.PASS))

    def consecutive(self, part: str) -> Codes:
        """Return how many of the latest years in a row surely failed."""
        done, counts = self._counts.get(part, (0, c.full(self.subjects, 0)))
        for year in self._years[done:]:
            fails = year.counted & (year.failed[part] == c.PASS)
            grown = (counts + np.int8(1)) * fails.view(np.int8)
            counts = c.choose(year.present, grown, counts)
        self._counts[part] = (len(self._years), counts)
        return counts

    def _nothing(self) -> Codes:
        return c.full(self.subjects, c.NOT_APPLICABLE)

    def _at(self, part: str, wanted: Years, rows: Rows, done: int) -> Codes:
        """Return the codes of the years *wanted*, for some of the subjects."""
        codes = c.full(len(rows), c.NOT_APPLICABLE)
        for year in self._years[:done]:
            there = year.present[rows] & (wanted == year.year)
            codes = c.choose(there, year.of(part)[rows], codes)
        return codes


def _told(codes: Codes, years: Years, *, failed: bool) -> Told:
    """Return the verdicts; a year that was not assessed satisfies nothing.

    Where there is none, or it was exempted, *codes* are NOT_APPLICABLE.
    """
    verdicts = codes if failed else c.negate(codes)
    none = codes == c.NOT_APPLICABLE
    return Told(
        c.replace(verdicts, none, c.FAIL),
        lambda rows: years[rows] * (codes[rows] != c.NOT_APPLICABLE),
    )


class _Runs:
    """Windows of adjacent years, joined by AND, and the windows by OR."""

    def __init__(self, subjects: int, part: str, need: int, *, breaks: bool) -> None:
        self._part = part
        self._need = need
        self._breaks = breaks
        self._done = 0
        self._year: int | None = None
        self._length = c.full(subjects, 0)
        self._window = [c.full(subjects, c.FAIL) for _ in range(need)]
        self.best = c.full(subjects, c.FAIL)
        self.cause = np.zeros(subjects, np.int16)

    def follow(self, years: list[Assessed]) -> None:
        """Take in the years that were added since."""
        for year in years[self._done :]:
            if self._year is not None and year.year != self._year + 1:
                self._length = np.zeros_like(self._length)
            self._take(year)
            self._year = year.year
        self._done = len(years)

    def _take(self, year: Assessed) -> None:
        counted = year.counted
        # An exempted year that does not break stands between two years as if
        # it were not there; one that was not assessed always breaks.
        keeps = None
        if not self._breaks and year.exempted is not None:
            keeps = year.present & year.exempted
        moves = counted.view(np.int8)
        grown = (self._length + np.int8(1)) * moves
        if keeps is not None:
            grown += keeps.view(np.int8) * self._length
        self._length = np.minimum(grown, np.int8(self._need))
        codes = year.failed[self._part]
        for place in range(self._need - 1):
            held, following = self._window[place], self._window[place + 1]
            self._window[place] = c.choose(counted, following, held)
        self._window[-1] = c.choose(counted, codes, self._window[-1])
        whole = counted & (self._length == self._need)
        joined = self._window[0]
        for other in self._window[1:]:
            joined = np.maximum(joined, other)
        joined = c.replace(joined, ~whole, c.FAIL)
        self.best = np.minimum(self.best, joined)
        self.cause = with_year(self.cause, joined == c.PASS, year.year)
