"""Known, published, unaccounted: three columns that never fill one another.

*Known* is what the events give by name, *published* what a page states as a number,
*unaccounted* the difference: towns that exist and that no page we hold names.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from pathlib import Path

from zhence.cases.chronicle import Chronicle, Equation
from zhence.evidence import Text
from zhence.lifecycle.chronicle import Population, check_equation
from zhence_web.packbook.citations import Cited, cited
from zhence_web.packbook.graded import grade_accounts, read_published_grades
from zhence_web.packbook.standings import Standings


@dataclass(frozen=True, slots=True)
class Account:
    """One published number beside what is known by name.

    *graded* are those of the known ones with a grade on record; *on* is the day
    whose list is counted: the published one, else the end of the year.
    *published* and *unaccounted* are ``None`` where no number was published.
    """

    year: int
    state: str
    state_name: Text
    on: date
    known: int
    published: int | None
    unaccounted: int | None
    graded: int
    sources: tuple[Cited, ...]


@dataclass(frozen=True, slots=True)
class TermAccount:
    """One term of an equation: the published figure and what the events count."""

    what: Text
    sign: int
    published: int
    known: int

    @property
    def unaccounted(self) -> int:
        """What is published and not known by name."""
        return self.published - self.known


@dataclass(frozen=True, slots=True)
class EquationAccount:
    """A published stock equation; *remainder* is what its own figures leave."""

    title: Text
    on: date | None
    terms: tuple[TermAccount, ...]
    equals: int
    known: int
    remainder: int
    sources: tuple[Cited, ...]

    @property
    def unaccounted(self) -> int:
        """What the published sum counts and the events do not."""
        return self.equals - self.known


class Accounts:
    """Everything that was published as a number, held against the events."""

    def __init__(
        self, chronicle: Chronicle, standings: Standings, reference: Path
    ) -> None:
        """Hold the pack's published figures and ``reference/`` against the replay."""
        self._standings = standings
        self._days = {
            (p.year, p.state): date.fromisoformat(p.on)
            for p in standings.pack.published.populations
        }
        self.populations = tuple(self._account(p) for p in chronicle.populations)
        self.equations = tuple(self._equation(e) for e in chronicle.equations)
        self.grades = grade_accounts(
            chronicle.assessed,
            read_published_grades(reference),
            standings.state_names(),
        )

    def latest(self, state: str, day: date) -> Account | None:
        """Return the newest published number of a standing by *day*, if any."""
        told = [
            a
            for a in self.populations
            if a.state == state and a.published is not None and a.on <= day
        ]
        return max(told, key=lambda a: a.on, default=None)

    def _account(self, told: Population) -> Account:
        return Account(
            told.year,
            told.state,
            self._standings.state_names()[told.state],
            self._days.get((told.year, told.state), date(told.year, 12, 31)),
            told.derived,
            told.published,
            told.unaccounted,
            told.graded,
            cited(told.source or ""),
        )

    def _equation(self, equation: Equation) -> EquationAccount:
        """Count the terms by the day of the population that the equation gives.

        Without that day "named" would count every naming since, and a sum that
        closes would seem not to.
        """
        day = next(
            (
                date.fromisoformat(p.on)
                for p in self._standings.pack.published.populations
                if p.towns == equation.equals
            ),
            None,
        )
        events = [
            h for h in self._standings.happenings if day is None or h.on.surely_by(day)
        ]
        terms = [term for _, term in equation.terms]
        check = check_equation(terms, equation.equals, events)
        return EquationAccount(
            equation.title,
            day,
            tuple(
                TermAccount(what, term.sign, term.figure, abs(known))
                for (what, term), known in zip(
                    equation.terms, check.derived, strict=True
                )
            ),
            equation.equals,
            check.derived_total,
            equation.equals - check.total,
            cited(equation.source),
        )
