"""What can be put on record about a membership now, for the forms of an office."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime

from zhence.evidence import Text
from zhence.lifecycle.table import LifeCycle
from zhence.packs import Pack
from zhence.rules.explain import can_be_exempted
from zhence_web.records.lifecycle.facts import recorded_of
from zhence_web.records.lifecycle.reads import members_asked
from zhence_web.records.lifecycle.settling import pack_of
from zhence_web.records.lifecycle.titles import (
    body_title,
    decision_title,
    event_title,
)
from zhence_web.records.lifecycle.words import (
    NOT_FOLLOWED,
    WITHDRAW,
    bodies,
    case_types,
    decision_kinds,
    event_types,
)

Named = tuple[str, Text]


@dataclass(frozen=True, slots=True)
class Choices:
    """Codes and names, in the order of the policy's table.

    *decisions* are those that some way out of the present state takes, then those
    that move nothing by themselves.
    """

    decisions: tuple[Named, ...]
    bodies: tuple[Named, ...]
    events: tuple[Named, ...]
    cases: tuple[Named, ...]
    clauses: tuple[Named, ...]
    exempting: tuple[Named, ...]


def choices(membership: int, on: date, known_at: datetime) -> Choices:
    """Return what an office may put on record about a membership on a day."""
    row = members_asked().get(pk=membership)
    pack = pack_of(row)
    state = recorded_of([row], pack, on, known_at)[row.pk].membership.state
    kinds = [(what, decision_title(pack, what)) for what in _kinds(pack, state)]
    cases = sorted(case_types(pack))
    events = sorted(event_types(pack) - set(cases))
    exempting = pack.rulebook.exempting_bodies.get(row.list_name, ())
    return Choices(
        decisions=tuple(kinds),
        bodies=tuple((body, body_title(body)) for body in bodies(pack)),
        events=tuple((type_, event_title(type_)) for type_ in events),
        cases=tuple((type_, event_title(type_)) for type_ in cases),
        clauses=_exemptible(pack),
        exempting=tuple((body, body_title(body)) for body in exempting),
    )


def _kinds(pack: Pack, state: str) -> list[str]:
    """Return the decisions that the state allows, then those that lie on record."""
    cycle = pack.lifecycle or LifeCycle({})
    moving = {what for t in cycle.transitions for what in t.decisions}
    possible = [what for t in cycle.leaving(state) for what in t.decisions]
    others = sorted(decision_kinds(pack) - moving - {WITHDRAW, NOT_FOLLOWED})
    return list(dict.fromkeys([*possible, *others]))


def _exemptible(pack: Pack) -> tuple[Named, ...]:
    return tuple(
        (criterion.id, criterion.title)
        for criterion in pack.rulebook.criteria.values()
        if can_be_exempted(criterion)
    )
