"""From what was reported to the amounts that a rule compares.

With :mod:`zhence.rules.reading` this is the only place where facts become amounts;
the plain judge and the compiled program both stand on it.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import date
from fractions import Fraction

from zhence.evidence import ANYTHING, NON_NEGATIVE, Interval
from zhence.facts import Facts, stock
from zhence.periods import months_between
from zhence.rules import reading
from zhence.rules.asked import Asked
from zhence.rules.categories import possible_categories
from zhence.rules.measures import (
    Amount,
    Difference,
    From,
    FromProjects,
    Greatest,
    LeadIndustries,
    Measure,
    MonthsListed,
    Proven,
    Reported,
    Scaled,
)
from zhence.rules.question import Question, calendar_of, facts_on
from zhence.rules.rulebook import Rulebook
from zhence.units import unit

WHOLE = unit("1").factor


@dataclass(frozen=True, slots=True)
class Docket(Asked):
    """One question about one membership, and the answers."""

    def amount(self, measure_id: str, until: date | None = None) -> Amount:
        """Return the amount of a measure; nothing known gives an open interval.

        *until* lengthens a span that runs "as far as was reported".
        """
        measure = self.rulebook.measures[measure_id]
        asked = self if until is None else replace(self, until=until)
        found = next(
            (
                amount
                for source in measure.sources
                if (amount := _read(asked, measure, source)) is not None
            ),
            None,
        )
        if found is not None:
            return found
        missing = tuple(
            name
            for source in measure.sources
            if not _for_another_year(self, source)
            for name in _names(source)
        )
        unknown = _unknown(self, measure)
        return Amount(unknown, missing=missing[:1] or (measure_id,), told=False)

    def possible(self, measure_id: str) -> Interval:
        """Return the amounts that the indicator of a measure can take at all."""
        measure = self.rulebook.measures[measure_id]
        source = measure.sources[0]
        known = (
            self.rulebook.catalogue.get(source.indicator)
            if isinstance(source, Reported)
            else None
        )
        top = None if known is None else known.greatest
        return _unknown(self, measure).within(Interval(None, top))

    def pair(self, part_id: str, whole_id: str) -> tuple[Amount, Amount]:
        """Return two amounts over one span: the longer of the two.

        Where one was reported less far than the other, what is missing of it
        stays unknown; it is not left out of the comparison.
        """
        part, whole = self.amount(part_id), self.amount(whole_id)
        ends = [a.period.end for a in (part, whole) if a.told and a.period is not None]
        if len(set(ends)) <= 1:
            return part, whole
        return self.amount(part_id, max(ends)), self.amount(whole_id, max(ends))

    def rest(self, part_id: str, whole_id: str) -> Interval:
        """Return what of the whole is not the part; never below zero.

        Over projects it is summed by itself: an unsplit lead project may be in
        both, in neither, or in the whole alone.
        """
        part, whole = self.pair(part_id, whole_id)
        if part.others is not None and part.others_of == whole.others_of:
            return part.others
        return reading.rest_of(part.interval, whole.interval)

    def words(self, measure_id: str) -> tuple[str, ...] | None:
        """Return the words that were reported for a text measure, if any."""
        for source in self.rulebook.measures[measure_id].sources:
            if isinstance(source, Reported):
                held = stock(self.facts.of(source.indicator), self.question.on)
                if held is not None and held.note:
                    return (held.note,)
        return None


def docket(rulebook: Rulebook, facts: Facts, question: Question) -> Docket:
    """Return the docket: facts as known then, calendar, possible categories."""
    known = facts_on(facts, question)
    return Docket(
        rulebook,
        known,
        question,
        calendar_of(rulebook, known.membership.listed_on),
        possible_categories(rulebook, known),
    )


def _read(asked: Docket, measure: Measure, source: From) -> Amount | None:
    match source:
        case Reported(indicator):
            return reading.reported(asked, measure, indicator)
        case FromProjects():
            return reading.from_projects(asked, measure, source)
        case Difference(whole, less):
            return reading.difference(asked, measure, whole, less)
        case Proven():
            return reading.proven(asked, measure, source)
        case Greatest():
            return _greatest(asked, source)
        case Scaled():
            return _scaled(asked, source)
        case LeadIndustries():
            named = asked.facts.membership.lead_industries
            return None if named is None else Amount(Interval.point(len(named)))
        case _:
            start = asked.calendar.listed_on
            if start is None:
                return None
            return Amount(Interval.point(months_between(start, asked.question.on)))


def _names(source: From) -> tuple[str, ...]:
    match source:
        case Reported(indicator):
            return (indicator,)
        case Proven(stated):
            return (stated,)
        case Difference(whole, _):
            return (whole,)
        case Scaled(measure, _):
            return (measure,)
        case LeadIndustries():
            return ("lead_industries",)
        case MonthsListed():
            return ("listed_on",)
        case _:
            return ()


def _unknown(asked: Docket, measure: Measure) -> Interval:
    """Return what an amount may be that nobody reported."""
    if measure.levels:
        return Interval(Fraction(0), Fraction(len(measure.levels) - 1))
    names = (name for source in measure.sources for name in _names(source))
    told = (asked.rulebook.catalogue.get(name) for name in names)
    known = next((indicator for indicator in told if indicator is not None), None)
    return NON_NEGATIVE if known is None or known.non_negative else ANYTHING


def _greatest(asked: Docket, source: Greatest) -> Amount:
    planned = asked.amount(source.measure)
    floor = asked.rulebook.category_threshold(
        source.by_category, asked.candidates, asked.threshold_day()
    )
    if not planned.told or not planned.applies:
        return Amount(floor, flags=frozenset({source.flag}))
    low = max(
        (x for x in (planned.interval.low, floor.low) if x is not None), default=None
    )
    ends = (planned.interval.high, floor.high)
    high = None if None in ends else max(x for x in ends if x is not None)
    return replace(planned, interval=Interval(low, high))


def _for_another_year(asked: Docket, source: From) -> bool:
    return (
        isinstance(source, Scaled)
        and source.in_year is not None
        and asked.year_of_stay() != source.in_year
    )


def _scaled(asked: Docket, source: Scaled) -> Amount | None:
    if _for_another_year(asked, source):
        return None
    if source.when is not None:
        chosen = asked.rulebook.choice(source.when, None)
        if chosen != source.equals:
            return None
    factor = asked.rulebook.number(source.times, asked.threshold_day())
    if factor is None:
        return None
    amount = asked.amount(source.measure)
    if not amount.told:
        return None
    return replace(amount, interval=amount.interval.times(factor / WHOLE))
