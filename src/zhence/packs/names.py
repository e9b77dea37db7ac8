"""Which names a term, a measure or a condition uses."""

from __future__ import annotations

from collections.abc import Iterator

from zhence.lifecycle import conditions as c
from zhence.rules import measures as m
from zhence.rules import terms as t

Names = Iterator[tuple[str, str]]


def term_names(term: t.Term) -> Names:
    """Yield ``(kind, name)`` of everything that *term* refers to."""
    match term:
        case t.Compare(measure, _, against):
            yield "measure", measure
            yield from _operand_names(against)
        case t.Share(part, whole, _, against, reported):
            yield "measure", part
            yield "measure", whole
            yield from _operand_names(against)
            if reported is not None:
                yield "measure", reported
        case t.About(measure, against, tolerance):
            yield "measure", measure
            yield "parameter", tolerance
            yield from _operand_names(against)
        case t.Checklist(checklist, need):
            yield "checklist", checklist
            yield "parameter", need
        case t.MandateCovers(checklist):
            yield "checklist", checklist
        case t.Categorised(parameter):
            yield "parameter", parameter
        case t.IndustryBelongs(category, parameter):
            yield "category", category
            yield "parameter", parameter
        case t.ChosenFrom(measure, parameter):
            yield "measure", measure
            yield "parameter", parameter
        case t.All(members) | t.AnyOf(members):
            for member in members:
                yield from term_names(member)
        case t.Not(member):
            yield from term_names(member)
        case t.OnRecord():
            return


def comparisons(term: t.Term) -> Iterator[t.Compare]:
    """Yield every comparison of a measure with a threshold inside *term*."""
    match term:
        case t.Compare():
            yield term
        case t.About(measure, against):
            yield t.Compare(measure, t.Operator.AT_MOST, against)
        case t.All(members) | t.AnyOf(members):
            for member in members:
                yield from comparisons(member)
        case t.Not(member):
            yield from comparisons(member)
        case _:
            return


def _operand_names(operand: t.Operand) -> Names:
    for kind, name in (
        ("parameter", operand.parameter),
        ("threshold", operand.by_category),
        ("measure", operand.measure),
        ("parameter", operand.times),
    ):
        if name is not None:
            yield kind, name


def measure_indicators(measure: m.Measure) -> Iterator[str]:
    """Yield the indicators that *measure* reads."""
    for source in measure.sources:
        match source:
            case m.Reported(indicator):
                yield indicator
            case m.Proven(stated, proof):
                yield stated
                yield proof
            case m.Difference(whole, less):
                yield whole
                yield from less
            case _:
                continue


def measure_parameters(measure: m.Measure) -> Names:
    """Yield the parameters, measures and thresholds that *measure* rests on."""
    for source in measure.sources:
        match source:
            case m.FromProjects(excluded):
                yield "parameter", excluded
            case m.Greatest(measure_id, by_category):
                yield "measure", measure_id
                yield "threshold", by_category
            case m.Scaled(measure_id, times, _, when):
                yield "measure", measure_id
                yield "parameter", times
                if when is not None:
                    yield "parameter", when
            case _:
                continue


def condition_parameters(condition: c.Condition | None) -> Names:
    """Yield the parameters and transitions that a guard refers to."""
    match condition:
        case c.AdjacentFails(_, count, breaks):
            yield "parameter", count
            yield "parameter", breaks
        case c.EventSeen(aspects=str(aspects)):
            yield "parameter", aspects
        case c.ExtensionGranted(limit=limit):
            yield "parameter", limit
        case c.Elapsed(years):
            yield "parameter", years
        case c.DaysSince(_, days):
            yield "parameter", days
        case c.BatchesSince(count=count):
            yield "parameter", count
        case c.Graded(_, grades):
            yield "parameter", grades
        case c.ApplicationHas():
            for name in (condition.vocabulary, condition.at_least, condition.count):
                if name is not None:
                    yield "parameter", name
        case c.ParameterIs(parameter):
            yield "parameter", parameter
        case c.Undecided(transition):
            yield "transition", transition
        case c.Every(members) | c.Either(members):
            for member in members:
                yield from condition_parameters(member)
        case c.Never(member):
            yield from condition_parameters(member)
        case _:
            return
