"""From what was reported to the amounts that a rule compares.

This is the only place where facts become amounts; the plain judge and the
compiled program both stand on it.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, replace
from datetime import date
from fractions import Fraction

from zhence.evidence import ANYTHING, NON_NEGATIVE, Interval, Source, Text
from zhence.facts import Facts, Observation, Project, flow, stock
from zhence.facts.catalogue import Indicator, Kind
from zhence.periods import Span, months_between
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
    Over,
    Proven,
    Reported,
    Scaled,
)
from zhence.rules.question import Calendar, Question, calendar_of, facts_on, span_for
from zhence.rules.rulebook import Rulebook
from zhence.units import unit

_FLOWS = frozenset({Kind.FLOW, Kind.YEAR_TO_DATE, Kind.CUMULATIVE})
_RESIDENTIAL = "residential"
_ZERO = Interval.point(0)
WHOLE = unit("1").factor


@dataclass(frozen=True, slots=True)
class Docket:
    """One question about one membership, with everything needed to answer it."""

    rulebook: Rulebook
    facts: Facts
    question: Question
    calendar: Calendar
    candidates: frozenset[str]
    until: date | None = None

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

    def year_of_stay(self) -> str | None:
        """Return ``before``, ``first`` or ``later``; ``None`` when it cannot be told.

        A year before the first assessed one is reported but not assessed.
        """
        year = self.question.year
        first = self.facts.membership.stay_first_year or self.calendar.first_year
        if year is None or first is None:
            return None
        if year < first:
            return "before"
        return "first" if year == first else "later"

    def threshold_day(self) -> date:
        """Return the day whose thresholds bind this membership.

        No town is held to a figure that came after its listing; one listed
        before the policy is held to it as it stands on the day asked about.
        """
        listed_on = self.facts.membership.listed_on
        since = self.rulebook.valid_from
        if listed_on is None or (since is not None and listed_on < since):
            return self.question.on
        return listed_on

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
        return rest_of(part.interval, whole.interval)

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
            return _reported(asked, measure, indicator)
        case FromProjects():
            return _from_projects(asked, measure, source)
        case Difference(whole, less):
            return _difference(asked, measure, whole, less)
        case Proven():
            return _proven(asked, measure, source)
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


def _reported(asked: Docket, measure: Measure, indicator: str) -> Amount | None:
    on = asked.question.on
    held = [o for o in asked.facts.of(indicator) if o.period.last <= on]
    if not held:
        return None
    known = asked.rulebook.catalogue.get(indicator)
    if measure.over in (Over.LATEST, Over.AT_YEAR_END):
        return _stock(asked, measure, indicator, held)
    span = _span(asked, measure, held)
    if known is not None and known.kind not in _FLOWS and span is not None:
        return _stock(asked, measure, indicator, held)
    touching = [o for o in held if span is not None and o.period.meets(span)]
    if span is None or not touching:
        return None
    if any(o.amount is None for o in touching):
        return Amount(_ZERO, applies=False, period=span)
    non_negative = known.non_negative if known is not None else True
    interval = flow(touching, span, non_negative=non_negative)
    return Amount(
        interval,
        missing=() if interval.known else (indicator,),
        rounded=any(o.rounded for o in touching),
        impossible=_impossible(known, touching),
        flags=_rounded_flag(touching),
        period=span,
        sources=_sources(touching),
    )


def _stock(
    asked: Docket, measure: Measure, indicator: str, held: list[Observation]
) -> Amount | None:
    if measure.over is Over.AT_YEAR_END:
        span = span_for(measure.over, asked.question, asked.calendar, held)
        held = [o for o in held if span is not None and o.period.end == span.end]
    newest = stock(held, asked.question.on)
    if newest is None:
        return None
    if newest.amount is None:
        return Amount(_ZERO, applies=False, period=newest.period)
    known = asked.rulebook.catalogue.get(indicator)
    return Amount(
        newest.amount,
        missing=() if newest.amount.known else (indicator,),
        rounded=newest.rounded,
        impossible=_impossible(known, [newest]),
        flags=_rounded_flag([newest]),
        period=newest.period,
        sources=_sources([newest]),
    )


def _impossible(
    indicator: Indicator | None, held: Iterable[Observation]
) -> Text | None:
    if indicator is None:
        return None
    for amount in [o.amount for o in held if o.amount is not None]:
        high, low = amount.high, amount.low
        if indicator.non_negative and high is not None and high < 0:
            return Text(
                f"{indicator.name.zh}为负数", f"{indicator.name.en} is negative"
            )
        top = indicator.greatest
        if top is not None and low is not None and low > top:
            return Text(
                f"{indicator.name.zh}超过上限",
                f"{indicator.name.en} is above its maximum",
            )
    return None


def _rounded_flag(held: Iterable[Observation]) -> frozenset[str]:
    return frozenset({"ratio_reported"} if any(o.rounded for o in held) else ())


def _sources(held: Iterable[Observation]) -> tuple[Source, ...]:
    return tuple(dict.fromkeys(o.source for o in held if o.source.name))


def _difference(
    asked: Docket, measure: Measure, whole: str, less: tuple[str, ...]
) -> Amount | None:
    total = _reported(asked, measure, whole)
    if total is None:
        return None
    parts = [(name, _reported(asked, measure, name)) for name in less]
    rest = total.interval
    missing = list(total.missing)
    impossible = total.impossible
    flags, sources = total.flags, total.sources
    for name, part in parts:
        if part is None:
            missing.append(name)
            rest = rest.minus(NON_NEGATIVE)
            continue
        missing.extend(part.missing)
        impossible = impossible or part.impossible
        flags, sources = flags | part.flags, (*sources, *part.sources)
        rest = rest.minus(part.interval)
    if rest.high is not None and rest.high < 0:
        impossible = Text("分项大于合计", "the parts exceed the total")
    clipped = rest.within(NON_NEGATIVE)
    return replace(
        total,
        interval=total.interval if clipped.empty else clipped,
        missing=tuple(missing),
        impossible=impossible,
        flags=flags,
        sources=tuple(dict.fromkeys(sources)),
    )


def _from_projects(
    asked: Docket, measure: Measure, source: FromProjects
) -> Amount | None:
    if not asked.facts.projects:
        return None
    excluded = asked.rulebook.words(source.excluded, None)
    span = _span(asked, measure, _as_reports(asked.facts.projects))
    anchored = asked.calendar.listed_on is not None
    total = others = _ZERO
    missing: list[str] = []
    unsplit = False
    for project in asked.facts.projects:
        if project.use in excluded:
            continue
        counted = _counted(project, span, excluded)
        begun_only = (
            project.period is not None and project.period.last > asked.question.on
        )
        if not anchored or begun_only:
            counted = counted.hull(_ZERO)
        if project.lead is not True or not project.split:
            known = project.lead is False
            others = others + (counted if known else counted.hull(_ZERO))
        if source.lead and project.lead is False:
            continue
        if source.lead and project.lead is None:
            counted = counted.hull(_ZERO)
            missing.append(f"{project.name}.lead")
        if not project.split and _RESIDENTIAL in excluded:
            unsplit = True
            missing.append(f"{project.name}.residential")
        elif not counted.known and (project.lead is not None or not source.lead):
            missing.append(f"{project.name}.amount")
        total = total + counted
    return Amount(
        total,
        missing=tuple(missing),
        unsplit=unsplit,
        others=others if source.lead else None,
        others_of=source.excluded,
        period=span,
        sources=tuple(
            dict.fromkeys(p.source for p in asked.facts.projects if p.source.name)
        ),
    )


def _counted(
    project: Project, span: Span | None, excluded: tuple[str, ...]
) -> Interval:
    """Return what of a project counts: in the span, without its housing part."""
    amount = project.amount
    if _RESIDENTIAL in excluded:
        if not project.split:
            amount = amount.hull(_ZERO)
        elif project.residential is not None:
            amount = amount.minus(project.residential).within(NON_NEGATIVE)
    if span is None or project.period is None or span.covers(project.period):
        return amount
    if not span.meets(project.period):
        return _ZERO
    return amount.hull(_ZERO)


def _span(asked: Docket, measure: Measure, held: Iterable[Observation]) -> Span | None:
    """Return the span of a measure, lengthened where the docket says so."""
    span = span_for(measure.over, asked.question, asked.calendar, held)
    if span is None or asked.until is None or asked.until <= span.end:
        return span
    return Span(span.start, asked.until)


def rest_of(part: Interval, whole: Interval) -> Interval:
    """Return what of *whole* is not *part*; never below zero."""
    rest = whole.minus(part)
    low = max(rest.low, Fraction(0)) if rest.low is not None else Fraction(0)
    return Interval(low, rest.high)


def _as_reports(projects: Iterable[Project]) -> list[Observation]:
    """Projects say how far reporting reaches, as observations do."""
    return [
        Observation(p.subject, "project", p.period, p.amount)
        for p in projects
        if p.period is not None
    ]


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


def _proven(asked: Docket, measure: Measure, source: Proven) -> Amount | None:
    """Return the stated grade, raised to what the proof shows at the least."""
    stated = _reported(asked, measure, source.stated)
    proof = _reported(asked, measure, source.proof)
    if proof is None or not proof.applies or proof.interval.low is None:
        return stated
    if stated is not None and stated.applies:
        raised = Interval(proof.interval.low, None).within(stated.interval)
        contradicted = Interval.point(proof.interval.low)
        return replace(stated, interval=contradicted if raised.empty else raised)
    top = Fraction(len(measure.levels) - 1)
    possible = Interval(proof.interval.low, top)
    return replace(proof, interval=possible, missing=(source.stated,))


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
