"""The assessed years of many subjects at once, year by year.

It is :mod:`zhence.lifecycle.years` over columns: failures of the first year of a
stay, of the latest year, and of adjacent ones.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from zhence.engines import codes as c
from zhence.engines.amounts import Rows
from zhence.engines.codes import Bits, Codes

Years = npt.NDArray[np.int16]

NO_YEAR = 0
"""Stands for an unknown year; no year has this number."""


@dataclass(frozen=True, slots=True)
class Assessed:
    """One year: who was assessed, who was exempted (``None``: nobody), what failed.

    A failed part is PASS, one that did not fail FAIL, as a condition asks it.
    """

    year: int
    present: Bits
    exempted: Bits | None
    failed: Mapping[str, Codes]

    def take(self, rows: Rows, part: str) -> Assessed:
        """Return the year for some of the subjects, and one part of it."""
        out = None if self.exempted is None else self.exempted[rows]
        failed = {part: self.failed[part][rows]}
        return Assessed(self.year, self.present[rows], out, failed)

    @property
    def counted(self) -> Bits:
        """Who was assessed and not exempted."""
        return self.present if self.exempted is None else self.present & ~self.exempted


@dataclass(frozen=True, slots=True)
class Told:
    """A condition's verdicts and the years that caused them (or ``NO_YEAR``)."""

    codes: Codes
    years: Years | None = None


class Past:
    """The years up to now of *subjects* subjects."""

    def __init__(self, subjects: int) -> None:
        """Begin with no year."""
        self.subjects = subjects
        self._years: list[Assessed] = []
        self._first: dict[str, tuple[int, Years, _Chosen]] = {}
        self._later: dict[str, _Chosen] = {}
        self._runs: dict[tuple[str, int, bool], _Runs] = {}
        self._counts: dict[str, tuple[int, Codes]] = {}

    def add(self, year: Assessed) -> None:
        """Add the next year; years come in order, a year may be left out."""
        self._years.append(year)
        for part in year.failed:
            held = self._later.get(part, _Chosen.nobody(self.subjects))
            self._later[part] = held.replaced(year, part, year.present)

    def first(self, part: str, stay: Years, *, failed: bool) -> Told:
        """Ask of the first year of the present stay."""
        nobody = _Chosen.nobody(self.subjects)
        done, held, chosen = self._first.get(part, (0, stay, nobody))
        if held is not stay:
            chosen = self._moved(part, chosen, np.flatnonzero(held != stay), stay, done)
        for year in self._years[done:]:
            chosen = chosen.replaced(year, part, year.present & (stay == year.year))
        self._first[part] = (len(self._years), stay, chosen)
        return chosen.told(failed=failed)

    def _moved(
        self, part: str, chosen: _Chosen, rows: Rows, stay: Years, done: int
    ) -> _Chosen:
        """Choose anew for those whose stay is another one by now."""
        if not len(rows):
            return chosen
        years, codes = chosen.years.copy(), chosen.codes.copy()
        some = _Chosen.nobody(len(rows))
        for year in self._years[:done]:
            there = year.take(rows, part)
            some = some.replaced(there, part, there.present & (stay[rows] == year.year))
        years[rows], codes[rows] = some.years, some.codes
        return _Chosen(years, codes)

    def later(self, part: str, stay: Years, *, failed: bool) -> Told:
        """Ask of the latest year, when it is not the first of the stay."""
        latest = self._later.get(part, _Chosen.nobody(self.subjects))
        return latest.only(latest.years != stay).told(failed=failed)

    def adjacent(self, part: str, need: int, *, breaks: bool) -> Told:
        """Ask whether *need* adjacent years failed; the last of them causes it."""
        key = (part, need, breaks)
        if key not in self._runs:
            self._runs[key] = _Runs(self.subjects, part, need, breaks=breaks)
        runs = self._runs[key]
        runs.follow(self._years)
        caused = np.where(runs.best == c.PASS, runs.cause, np.int16(NO_YEAR))
        return Told(runs.best.copy(), caused)

    def consecutive(self, part: str) -> Codes:
        """Return how many of the latest years in a row surely failed."""
        done, counts = self._counts.get(part, (0, c.full(self.subjects, 0)))
        for year in self._years[done:]:
            fails = year.counted & (year.failed[part] == c.PASS)
            grown = (counts + np.int8(1)) * fails.view(np.int8)
            counts = counts + year.present.view(np.int8) * (grown - counts)
        self._counts[part] = (len(self._years), counts)
        return counts


@dataclass(frozen=True, slots=True)
class _Chosen:
    """One year of each subject: which, and whether the part failed in it.

    Where there is none, or it was exempted, the codes are NOT_APPLICABLE.
    """

    years: Years
    codes: Codes

    @classmethod
    def nobody(cls, subjects: int) -> _Chosen:
        """Return the choice of no year."""
        return cls(np.zeros(subjects, np.int16), c.full(subjects, c.NOT_APPLICABLE))

    def replaced(self, year: Assessed, part: str, where: Bits) -> _Chosen:
        """Return the choice with another year for some."""
        codes = year.failed[part]
        if year.exempted is not None:
            codes = c.replace(codes, year.exempted, c.NOT_APPLICABLE)
        return _Chosen(
            np.where(where, np.int16(year.year), self.years),
            self.codes + where.view(np.int8) * (codes - self.codes),
        )

    def only(self, where: Bits) -> _Chosen:
        """Return the choice of some, and none for the others."""
        return _Chosen(self.years, self.codes * where.view(np.int8))

    def told(self, *, failed: bool) -> Told:
        """Return the verdicts; a year that was not assessed satisfies nothing."""
        none = self.codes == c.NOT_APPLICABLE
        codes = self.codes if failed else c.negate(self.codes)
        return Told(
            c.replace(codes, none, c.FAIL),
            np.where(none, np.int16(NO_YEAR), self.years),
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
            self._window[place] = held + moves * (following - held)
        last = self._window[-1]
        self._window[-1] = last + moves * (codes - last)
        whole = counted & (self._length == self._need)
        joined = self._window[0]
        for other in self._window[1:]:
            joined = np.maximum(joined, other)
        joined = c.replace(joined, ~whole, c.FAIL)
        self.best = np.minimum(self.best, joined)
        self.cause = np.where(joined == c.PASS, np.int16(year.year), self.cause)
