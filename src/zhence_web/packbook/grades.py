"""The grades of the annual assessments: published, inferred, implied, or not seen."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from pathlib import Path

from zhence.evidence import Text
from zhence.intake.delimited import read_records
from zhence.lifecycle.replay import Happening, state_on
from zhence.periods import DayRange
from zhence_web.packbook.citations import Cited, cited
from zhence_web.packbook.notes import noted
from zhence_web.packbook.standings import Standings
from zhence_web.packbook.words import GRADE_WORDS, GRADES, LIST_STATES, both

_ASSESSED = "assessed"
_SOME_DAY = DayRange()
_DECEMBER = 12
_LAST = 31


class Basis(StrEnum):
    """How a grade is known.

    An IMPLIED one is a set: the grades that are left when a year's bad ones are
    all known by name. It is never one grade, and never counted as one.
    """

    PUBLISHED = "published"
    INFERRED = "inferred"
    IMPLIED = "implied"
    NOT_SEEN = "not_seen"


@dataclass(frozen=True, slots=True)
class YearGrade:
    """What is known of one town's grade for one year.

    *state* is the list it was assessed on; *grades* holds one grade, several if
    implied, none if not seen; *on* is when a published one was published.
    """

    year: int
    state: str
    basis: Basis
    grades: tuple[str, ...]
    why: Text
    sources: tuple[Cited, ...]
    on: DayRange = _SOME_DAY

    @property
    def named(self) -> tuple[tuple[str, Text], ...]:
        """Return the grades with their names."""
        return tuple((code, both(GRADES, code)) for code in self.grades)

    def later_than(self, day: date) -> bool:
        """Say whether a published grade was not surely published by *day*."""
        published = self.basis in (Basis.PUBLISHED, Basis.INFERRED)
        return published and not self.on.surely_by(day)

    @property
    def names(self) -> Text:
        """Return the names of the grades in one line."""
        names = [name for _, name in self.named]
        return Text("／".join(n.zh for n in names), " / ".join(n.en for n in names))


@dataclass(frozen=True, slots=True)
class _Implied:
    town: str
    year: int
    state: str
    grades: tuple[str, ...]
    why: Text
    sources: tuple[Cited, ...]


class Grades:
    """All grades by town."""

    def __init__(self, standings: Standings, reference: Path) -> None:
        """Join the graded events with the implied sets of ``reference/``."""
        self._standings = standings
        self._years = _assessed_years(reference)
        self._assessed = {
            (h.year, h.assessed_in)
            for h in standings.happenings
            if h.year is not None and h.assessed_in is not None
        }
        self._implied: dict[str, list[_Implied]] = {}
        for one in _read_implied(reference):
            self._implied.setdefault(one.town, []).append(one)

    def of(self, town: str) -> tuple[YearGrade, ...]:
        """Return the years in which a town could be assessed, with what is known.

        A year in which it was surely on a list and of which nothing was seen is
        there too: the absence of a row is no grade.
        """
        life = self._standings.lives.get(town)
        if life is None:
            return ()
        events = [s.happening for s in life.steps]
        found = {(g.year, g.state): g for g in self._graded(events)}
        for one in self._implied.get(town, ()):
            found.setdefault(
                (one.year, one.state),
                YearGrade(
                    one.year,
                    one.state,
                    Basis.IMPLIED,
                    one.grades,
                    one.why,
                    one.sources,
                ),
            )
        graded = {year for year, _ in found}
        for year in self._years:
            state = state_on(life, date(year, _DECEMBER, _LAST))
            # Named towns, for one, were not assessed in every year.
            if (
                state is not None
                and year not in graded
                and (year, state) in self._assessed
            ):
                found[year, state] = YearGrade(
                    year, state, Basis.NOT_SEEN, (), Text("", ""), ()
                )
        return tuple(found[key] for key in sorted(found))

    def latest(self, town: str, on: date) -> YearGrade | None:
        """Return the newest grade that was surely published by *on*, if any."""
        known = [
            g
            for g in self.of(town)
            if g.basis in (Basis.PUBLISHED, Basis.INFERRED) and not g.later_than(on)
        ]
        return known[-1] if known else None

    def _graded(self, events: Sequence[Happening]) -> list[YearGrade]:
        return [
            YearGrade(
                event.year,
                event.assessed_in,
                Basis.INFERRED if event.inferred else Basis.PUBLISHED,
                (event.grade,),
                Text("", ""),
                cited(event.source),
                event.on,
            )
            for event in events
            if event.kind == _ASSESSED
            and event.year is not None
            and event.assessed_in is not None
            and event.grade is not None
        ]


def _assessed_years(reference: Path) -> tuple[int, ...]:
    rows = read_records(reference / "zhejiang" / "assessment_calendar.csv")
    return tuple(int(row["assessed_year"]) for _, row in rows)


def _read_implied(reference: Path) -> list[_Implied]:
    rows = read_records(reference / "zhejiang" / "assessments_implied.csv")
    return [_implied(row) for _, row in rows]


def _implied(row: Mapping[str, str]) -> _Implied:
    return _Implied(
        row["town"],
        int(row["assessed_year"]),
        LIST_STATES[row["list_kind"]],
        tuple(GRADE_WORDS[word] for word in row["grade_in"].split("|")),
        noted(row["basis"]),
        cited(row["source_url"]),
    )
