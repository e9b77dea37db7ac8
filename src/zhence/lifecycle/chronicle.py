"""What a replay comes to: counts, grades, populations, and what is unaccounted.

Known, published and unaccounted stand side by side: a derived number is never
completed from a published one, and the absence of a row is no grade.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from zhence.lifecycle.replay import UNKNOWN, Happening, Life, population


@dataclass(frozen=True, slots=True)
class PublishedCount:
    """How many members were published as assessed in a state for a year.

    *on* is the day whose list was assessed; *towns* ``None``: not published.
    """

    year: int
    state: str
    on: date
    towns: int | None
    source: str


@dataclass(frozen=True, slots=True)
class Population:
    """The members of a state that a year's assessment covers.

    *derived*: by the events; *published*: as stated; *graded*: with a grade
    on record.
    """

    year: int
    state: str
    derived: int
    published: int | None
    graded: int
    source: str | None

    @property
    def unaccounted(self) -> int | None:
        """Published members that no event accounts for, ``None`` if unpublished."""
        return None if self.published is None else self.published - self.derived


@dataclass(frozen=True, slots=True)
class EquationTerm:
    """One term of a published stock equation, and the events it counts."""

    sign: int
    figure: int
    event: str | None = None
    batch: int | None = None
    year: int | None = None
    state: str | None = None
    grade: str | None = None

    def counts(self, happening: Happening) -> bool:
        """Say whether *happening* is one of those the term counts."""
        if happening.kind != self.event:
            return False
        if self.batch is not None and happening.batch != self.batch:
            return False
        return all(
            wanted is None or wanted == got
            for wanted, got in (
                (self.year, happening.year),
                (self.state, happening.assessed_in),
                (self.grade, happening.grade),
            )
        )


@dataclass(frozen=True, slots=True)
class EquationCheck:
    """A stock equation held against the events.

    *closes*: the published figures add up by themselves.
    *derived* are the same terms counted by the events, in order.
    """

    closes: bool
    total: int
    derived: tuple[int, ...]

    @property
    def derived_total(self) -> int:
        """What the events come to."""
        return sum(self.derived)


def counts(lives: Mapping[str, Life]) -> dict[str, int]:
    """Return how many members are in each state; unlisted ones are not counted."""
    return dict(
        Counter(
            life.state
            for life in lives.values()
            if life.state is not None and life.state != UNKNOWN
        )
    )


def unaccounted(lives: Mapping[str, Life]) -> tuple[str, ...]:
    """Return the subjects with events but without any listing."""
    return tuple(sorted(n for n, life in lives.items() if life.state == UNKNOWN))


def assessed(
    lives: Mapping[str, Life],
) -> dict[int, dict[str, dict[str, int]]]:
    """Return year → state assessed in → grade → number of members."""
    tally: dict[int, dict[str, dict[str, int]]] = {}
    for life in lives.values():
        for step in life.steps:
            h = step.happening
            if h.year is None or h.assessed_in is None or h.grade is None:
                continue
            grades = tally.setdefault(h.year, {}).setdefault(h.assessed_in, {})
            grades[h.grade] = grades.get(h.grade, 0) + 1
    return {y: tally[y] for y in sorted(tally)}


def populations(
    lives: Mapping[str, Life], published: Sequence[PublishedCount]
) -> list[Population]:
    """Return the population of each year and state that was published or graded.

    The list of a year is taken on the published day, else on 31 December.
    """
    graded = {
        (y, s): sum(grades.values())
        for y, states in assessed(lives).items()
        for s, grades in states.items()
    }
    stated = {(p.year, p.state): p for p in published}
    found: list[Population] = []
    for year, state in sorted({*graded, *stated}):
        told = stated.get((year, state))
        on = told.on if told else date(year, 12, 31)
        found.append(
            Population(
                year,
                state,
                len(population(lives, state, on)),
                told.towns if told else None,
                graded.get((year, state), 0),
                told.source if told else None,
            )
        )
    return found


def check_equation(
    terms: Sequence[EquationTerm], equals: int, happenings: Iterable[Happening]
) -> EquationCheck:
    """Hold a published stock equation against the events."""
    events = list(happenings)
    total = sum(t.sign * t.figure for t in terms)
    derived = tuple(t.sign * sum(1 for e in events if t.counts(e)) for t in terms)
    return EquationCheck(total == equals, total, derived)
