"""From observations and projects to the amount of a measure, source by source."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace
from fractions import Fraction

from zhence.evidence import NON_NEGATIVE, Interval, Source, Text
from zhence.facts import Observation, Project, flow, stock
from zhence.facts.catalogue import Indicator, Kind
from zhence.periods import Span
from zhence.rules.asked import Asked
from zhence.rules.measures import (
    Amount,
    FromProjects,
    Measure,
    Over,
    Proven,
)
from zhence.rules.question import span_for

_FLOWS = frozenset({Kind.FLOW, Kind.YEAR_TO_DATE, Kind.CUMULATIVE})
_RESIDENTIAL = "residential"
_ZERO = Interval.point(0)


def reported(asked: Asked, measure: Measure, indicator: str) -> Amount | None:
    """Return what was reported of an indicator, over the span of the measure."""
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
    asked: Asked, measure: Measure, indicator: str, held: list[Observation]
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


def difference(
    asked: Asked, measure: Measure, whole: str, less: tuple[str, ...]
) -> Amount | None:
    """Return what is left of *whole*; a part unknown leaves it open."""
    total = reported(asked, measure, whole)
    if total is None:
        return None
    parts = [(name, reported(asked, measure, name)) for name in less]
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


def from_projects(
    asked: Asked, measure: Measure, source: FromProjects
) -> Amount | None:
    """Return what the projects add up to, each as far as it counts."""
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


def _span(asked: Asked, measure: Measure, held: Iterable[Observation]) -> Span | None:
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


def proven(asked: Asked, measure: Measure, source: Proven) -> Amount | None:
    """Return the stated grade, raised to what the proof shows at the least."""
    stated = reported(asked, measure, source.stated)
    proof = reported(asked, measure, source.proof)
    if proof is None or not proof.applies or proof.interval.low is None:
        return stated
    if stated is not None and stated.applies:
        raised = Interval(proof.interval.low, None).within(stated.interval)
        contradicted = Interval.point(proof.interval.low)
        return replace(stated, interval=contradicted if raised.empty else raised)
    top = Fraction(len(measure.levels) - 1)
    possible = Interval(proof.interval.low, top)
    return replace(proof, interval=possible, missing=(source.stated,))
