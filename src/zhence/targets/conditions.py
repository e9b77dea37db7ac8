"""Whether a member satisfies: by figure, category, checklist, or on record."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date
from fractions import Fraction

from zhence.evidence import Interval, Verdict
from zhence.packs.schema import CountIf
from zhence.rules.numeric import holds
from zhence.rules.terms import Operator
from zhence.targets.asked import Asked
from zhence.targets.counting import States
from zhence.targets.figures import codes_of
from zhence.targets.population import belongs, population
from zhence.targets.register import Member
from zhence.targets.shares import moment
from zhence.units import exact_number, unit

_DECIDED = {Verdict.PASS: True, Verdict.FAIL: False}


def satisfied(asked: Asked) -> tuple[dict[str, bool | None], tuple[Member, ...]]:
    """Say of each member whether it satisfies, and who the members are.

    A figure decides where anybody reported one; then a category or a
    checklist; then what is on record, which is whole where it was kept.
    """
    line, name = asked.value.where, str(asked.value.coverage)
    codes = frozenset[str]()
    if line is not None:
        codes = codes_of([asked.figures.measure(line.indicator, asked.unit)])
    members = population(asked, codes)
    by_figure = {} if line is None else over_line(asked, line, members)
    if by_figure:
        asked_of = tuple(m for m in members if m.name in by_figure)
        return dict(by_figure), asked_of
    states: dict[str, bool | None] = {}
    for member in members:
        if asked.value.group is not None and member.category is not None:
            states[member.name] = belongs(asked, member, asked.value.group)
        elif name in member.checklists:
            states[member.name] = checked(asked, member, name)
        else:
            states[member.name] = on_record(asked, member)
    return states, members


def over_line(asked: Asked, line: CountIf, members: Iterable[Member]) -> States:
    """Say who is over a line; of nobody, if nobody reported the figure.

    To whom the figure does not apply is left out.
    """
    measure = asked.figures.measure(line.indicator, asked.unit)
    names = [m.name for m in members]
    held = asked.figures.amounts(measure, moment(asked), names)
    if not any(amount.told for amount in held.values()):
        return {}
    known = asked.pack.rulebook.catalogue.find(line.indicator)
    levels = () if known is None else known.levels
    return {
        name: beyond(line, levels, amount.interval)
        for name, amount in held.items()
        if amount.applies
    }


def beyond(line: CountIf, levels: tuple[str, ...], amount: Interval) -> bool | None:
    """Say whether an amount is over a line; ``None`` where it may be."""
    strict = line.more_than is not None
    text = str(line.more_than if strict else line.at_least)
    if text in levels:
        limit = Fraction(levels.index(text))
    else:
        factor = Fraction(1) if line.unit is None else unit(line.unit).factor
        limit = (exact_number(text) or Fraction(0)) * factor
    operator = Operator.MORE_THAN if strict else Operator.AT_LEAST
    return _DECIDED.get(holds(operator, amount.minus(Interval.point(limit))))


def checked(asked: Asked, member: Member, name: str) -> bool | None:
    """Say whether enough of a checklist is done; unknown items leave it open."""
    definition = asked.pack.rulebook.checklists[name]
    told = member.checklists[name]
    items = tuple(definition.items)
    need = len(items) if definition.need is None else definition.need
    done = sum(1 for item in items if told.get(item) is True)
    unknown = sum(1 for item in items if item not in told)
    if done >= need:
        return True
    return None if done + unknown >= need else False


def on_record(asked: Asked, member: Member) -> bool | None:
    """Say whether the member satisfied by the day, in its year or since the start."""
    if member.satisfied is None:
        return None
    day = member.satisfied.get(asked.id)
    if day is None or day > asked.day:
        return False
    if asked.value.over == "year":
        return day.year == asked.year
    counts_new_ones = asked.value.count is not None and asked.model.start is not None
    return not counts_new_ones or day >= date.fromisoformat(str(asked.model.start))
