"""What was reported, by subject, as amounts of a year, of a day or of the plan.

Amounts come from the same measures as in judging one town, so that what is
eligible there is eligible here.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass, replace
from datetime import date

from zhence.evidence import NON_NEGATIVE, Text
from zhence.facts import Facts, Membership, Observation, Project
from zhence.facts.catalogue import Kind
from zhence.packs.names import measure_indicators
from zhence.rules.measures import (
    Amount,
    Difference,
    FromProjects,
    Measure,
    Over,
    Proven,
    Reported,
)
from zhence.rules.question import Calendar, Question
from zhence.rules.resolve import docket
from zhence.rules.rulebook import Occasion, Rulebook
from zhence.targets.register import Register
from zhence.units import Unit

_PLAIN = (Reported, Difference, Proven, FromProjects)
_FLOWS = frozenset({Kind.FLOW, Kind.YEAR_TO_DATE})


@dataclass(frozen=True, slots=True)
class When:
    """A calendar year, a day, or the plan up to the end of a year.

    *fresh*: a stock counts only where it was reported within the year.
    """

    over: Over
    on: date
    year: int
    since: date | None = None
    fresh: bool = False


def of_year(year: int) -> When:
    """Return the calendar year *year*."""
    return When(Over.YEAR, date(year, 12, 31), year)


def on_day(day: date) -> When:
    """Return the day *day*: the newest stock by then."""
    return When(Over.LATEST, day, day.year)


def year_end(year: int) -> When:
    """Return the end of *year*: a stock that was reported within it."""
    return When(Over.LATEST, date(year, 12, 31), year, fresh=True)


def of_plan(since: date, year: int) -> When:
    """Return the time from *since* to the end of *year*."""
    return When(Over.BUILDING, date(year, 12, 31), year, since)


@dataclass(frozen=True, slots=True)
class Figures:
    """All that was reported and known when a target is asked.

    *observations* are by subject and indicator.
    """

    rulebook: Rulebook
    observations: Mapping[str, Mapping[str, tuple[Observation, ...]]]
    projects: Mapping[str, tuple[Project, ...]]
    own: frozenset[str]
    known_on: date

    def measure(self, name: str, into: Unit) -> Measure:
        """Return the policy's measure of that name, else the bare indicator."""
        held = self.rulebook.measures.get(name)
        return held or Measure(
            name, Text(name, name), into, Over.LATEST, (Reported(self.code(name)),)
        )

    def code(self, name: str) -> str:
        """Return the catalogue's code of an indicator, else the name itself."""
        known = self.rulebook.catalogue.find(name)
        return name if known is None else known.code

    def is_flow(self, name: str) -> bool:
        """Say whether an indicator belongs to a period and not to a day."""
        known = self.rulebook.catalogue.find(name)
        return known is not None and known.kind in _FLOWS

    def net(
        self, told: str, gross: str | None, less: Iterable[str], into: Unit
    ) -> Measure:
        """Return a count as reported, or what is left of the gross one."""
        rest = tuple(self.code(name) for name in less)
        taken = () if gross is None else (Difference(self.code(gross), rest),)
        sources = (Reported(self.code(told)), *taken)
        return Measure(told, Text(told, told), into, Over.LATEST, sources)

    def amounts(
        self, measure: Measure, when: When, subjects: Iterable[str]
    ) -> dict[str, Amount]:
        """Return the amount of a measure for each subject."""
        book = replace(
            self.rulebook,
            measures={
                **self.rulebook.measures,
                measure.id: replace(measure, over=when.over),
            },
        )
        question = Question(Occasion.ANNUAL, when.on, when.year, self.known_on)
        # A measure built on other measures may read anything.
        plain = all(isinstance(s, _PLAIN) for s in measure.sources)
        codes = codes_of([measure]) if plain else None
        return {
            name: _amount(book, measure.id, when, question, self._facts(name, codes))
            for name in subjects
        }

    def _facts(self, subject: str, codes: Collection[str] | None) -> Facts:
        held = self.observations.get(subject, {})
        wanted = held if codes is None else [c for c in codes if c in held]
        return Facts(
            Membership(subject, "", ""),
            tuple(o for code in wanted for o in held[code]),
            self.projects.get(subject, ()),
        )

    def own_amount(self, measure: Measure, when: When) -> Amount | None:
        """Return the jurisdiction's own figure, ``None`` if it gave none."""
        told = self.amounts(measure, when, sorted(self.own))
        return next((a for a in told.values() if a.told), None)

    def reporters(self, codes: Collection[str]) -> tuple[str, ...]:
        """Return the subjects that ever reported one of the indicators."""
        return tuple(
            name
            for name, held in self.observations.items()
            if name not in self.own and any(code in held for code in codes)
        )

    def subjects_of(self, kind: str) -> tuple[str, ...]:
        """Return the subjects that are of a kind, by all that they reported.

        The catalogue says of whom an indicator is; one that says nothing of it
        excludes nobody.
        """
        return tuple(
            name
            for name, held in self.observations.items()
            if name not in self.own and kind in self._kinds(held, kind)
        )

    def _kinds(self, codes: Iterable[str], kind: str) -> frozenset[str]:
        catalogue = self.rulebook.catalogue
        levels = [
            frozenset(known.level)
            for code in codes
            if (known := catalogue.get(code)) is not None and known.level
        ]
        if not levels:
            return frozenset({kind})
        # Where no kind reports all of it, any that reports some of it may do.
        return frozenset.intersection(*levels) or frozenset.union(*levels)


def _amount(
    book: Rulebook, id_: str, when: When, question: Question, facts: Facts
) -> Amount:
    asked = docket(book, facts, question)
    if when.since is not None:
        asked = replace(asked, calendar=Calendar(when.since, None, None))
    amount = asked.amount(id_)
    stale = amount.period is not None and amount.period.last.year != when.year
    if when.fresh and stale:
        return Amount(NON_NEGATIVE, missing=amount.missing or (id_,), told=False)
    return amount


def codes_of(measures: Iterable[Measure]) -> frozenset[str]:
    """Return the indicators that measures read."""
    return frozenset(code for m in measures for code in measure_indicators(m))


def figures_of(
    rulebook: Rulebook, register: Register, on: date, known_on: date | None
) -> Figures:
    """Sort what was reported by subject; what happened after *on* is not known."""
    by = known_on or on
    observations: dict[str, dict[str, tuple[Observation, ...]]] = defaultdict(dict)
    for o in register.observations:
        if o.period.last <= on and _known(o.recorded_on, by):
            held = observations[o.subject]
            held[o.indicator] = (*held.get(o.indicator, ()), o)
    projects: dict[str, list[Project]] = defaultdict(list)
    for p in register.projects:
        begun = p.period is None or p.period.start <= on
        if begun and _known(p.recorded_on, by):
            projects[p.subject].append(p)
    return Figures(
        rulebook,
        dict(observations),
        {name: tuple(held) for name, held in projects.items()},
        register.own,
        by,
    )


def _known(recorded_on: date | None, by: date) -> bool:
    return recorded_on is None or recorded_on <= by
