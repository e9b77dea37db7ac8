"""Which way a name pulls: does more of it ask more of a subject, or less?

A threshold of "at least" pulls up, one of "at most" down; a measure pulls
against its threshold, and what is left out of a measure pulls against that.
A list pulls as its length does: a longer list of what is allowed asks less.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from zhence.packs.pack import Pack
from zhence.rules import measures as m
from zhence.rules import terms as t

ORIENTATION = {
    t.Operator.AT_LEAST: 1,
    t.Operator.MORE_THAN: 1,
    t.Operator.AT_MOST: -1,
    t.Operator.LESS_THAN: -1,
    t.Operator.EXACTLY: 0,
}


@dataclass(frozen=True, slots=True)
class Pull:
    """One use of a name: 1 when more of it asks more, -1 less, 0 not known.

    *limit*: the name is the limit itself, so that without a value nothing is
    asked at all.
    """

    kind: str
    name: str
    sign: int
    limit: bool = False


@dataclass(frozen=True, slots=True)
class Direction:
    """What all uses of a name come to; *sign* ``None`` where they do not agree."""

    used: bool
    sign: int | None
    limit: bool


def direction(pack: Pack, kind: str, name: str) -> Direction:
    """Return which way a name pulls over all criteria of the pack."""
    uses = [
        pull
        for criterion in pack.rulebook.criteria.values()
        for pull in (*_expanded(pack, criterion.judge), *_applied(criterion.applies))
        if (pull.kind, pull.name) == (kind, name)
    ]
    signs = {use.sign for use in uses}
    agreed = signs.pop() if len(signs) == 1 else 0
    limit = bool(agreed) and any(use.limit for use in uses)
    return Direction(bool(uses), agreed or None, limit)


def _applied(conditions: tuple[t.Applies, ...]) -> Iterator[Pull]:
    for applies in conditions:
        if applies.parameter is not None:
            yield Pull("parameter", applies.parameter, 0)


def _expanded(pack: Pack, term: t.Term) -> Iterator[Pull]:
    """Yield the uses of a term and of all that its measures and tables rest on."""
    waiting = list(_pulls(term, 1))
    while waiting:
        pull = waiting.pop()
        yield pull
        if pull.kind == "measure" and pull.name in pack.rulebook.measures:
            waiting.extend(_measured(pack.rulebook.measures[pull.name], pull.sign))
        if pull.kind == "threshold" and pull.name in pack.rulebook.thresholds:
            waiting.extend(
                Pull("parameter", parameter, pull.sign, pull.limit)
                for parameter in set(
                    pack.rulebook.thresholds[pull.name].parameters.values()
                )
            )


def _pulls(  # noqa: C901  # one arm a word
    term: t.Term, sign: int
) -> Iterator[Pull]:
    match term:
        case t.Compare(measure, operator, against):
            up = sign * ORIENTATION[operator]
            yield Pull("measure", measure, -up)
            yield from _operand(against, up, limit=sign > 0)
        case t.Share(part, whole, operator, against, reported):
            up = sign * ORIENTATION[operator]
            yield Pull("measure", part, -up)
            yield Pull("measure", whole, up)
            if reported is not None:
                yield Pull("measure", reported, -up)
            yield from _operand(against, up, limit=sign > 0)
        case t.About(measure, against, tolerance, cap):
            up = -sign if cap else sign
            yield Pull("measure", measure, -up)
            yield Pull("parameter", tolerance, -sign)
            yield from _operand(against, up, limit=sign > 0)
        case t.Checklist(checklist, need):
            yield Pull("checklist", checklist, -sign)
            yield Pull("parameter", need, sign, limit=sign > 0)
        case t.Categorised(parameter):
            yield Pull("parameter", parameter, -sign)
        case t.IndustryBelongs(_, parameter) | t.ChosenFrom(_, parameter):
            yield Pull("parameter", parameter, -sign)
        case t.All(members) | t.AnyOf(members):
            for member in members:
                yield from _pulls(member, sign)
        case t.Not(member):
            yield from _pulls(member, -sign)
        # A mandate asks for the member's own industries, whatever the list names.
        case t.MandateCovers() | t.OnRecord():
            return


def _operand(operand: t.Operand, up: int, *, limit: bool) -> Iterator[Pull]:
    for kind, name in (
        ("parameter", operand.parameter),
        ("threshold", operand.by_category),
        ("measure", operand.measure),
        ("parameter", operand.times),
    ):
        if name is not None:
            yield Pull(kind, name, up, limit)


def _measured(measure: m.Measure, sign: int) -> Iterator[Pull]:
    for source in measure.sources:
        match source:
            case m.FromProjects(excluded):
                yield Pull("parameter", excluded, -sign)
            case m.Greatest(below, by_category):
                yield Pull("measure", below, sign)
                yield Pull("threshold", by_category, sign)
            case m.Scaled(below, times, _, when):
                yield Pull("measure", below, sign)
                yield Pull("parameter", times, sign)
                if when is not None:
                    yield Pull("parameter", when, 0)
            case _:
                continue


def excluded_from(pack: Pack, parameter: str) -> tuple[str, ...]:
    """Return the measures that leave out what *parameter* lists."""
    return tuple(
        measure.id
        for measure in pack.rulebook.measures.values()
        for source in measure.sources
        if isinstance(source, m.FromProjects) and source.excluded == parameter
    )
