"""What a new record would do, by the library's own step: move, wait, lie still, or no.

Nothing here decides: every move comes out of :func:`zhence.dossier.next_step`.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import date

from zhence.dossier import NO_PAST, Past, next_step
from zhence.evidence import Moved
from zhence.facts import Decision, Facts
from zhence.lifecycle.step import Outcome
from zhence.lifecycle.table import LifeCycle, Transition
from zhence.packs import Pack
from zhence.rules.question import Question
from zhence_web.records.lifecycle.facts import Recorded
from zhence_web.records.lifecycle.refusals import (
    guard_not_met,
    not_possible,
    refused_by_codes,
    unknown_word,
)
from zhence_web.records.lifecycle.words import EXEMPT


@dataclass(frozen=True, slots=True)
class Due:
    """A move that the step carries out, and the row of the record that carries it."""

    moved: Moved
    before: str
    decision: int | None
    event: int | None


def ask_step(pack: Pack, recorded: Recorded, on: date, past: Past = NO_PAST) -> Outcome:
    """Return what follows on *on* from all that is on record."""
    facts = Facts(
        recorded.membership,
        exemptions=recorded.exemptions,
        decisions=recorded.decisions,
        events=recorded.events,
    )
    return next_step(pack, facts, Question(pack.assess_occasion, on), past)


def due_moves(
    pack: Pack, recorded: Recorded, on: date, past: Past = NO_PAST
) -> tuple[Due, ...]:
    """Return the moves that what is on record carries out by *on*, in order."""
    outcome = ask_step(pack, recorded, on, past)
    found, state = list[Due](), recorded.membership.state
    for moved in outcome.moves:
        decision, event = _carrier(pack, recorded, moved)
        found.append(Due(moved, state, decision, event))
        state = moved.state
    return tuple(found)


def check_decision(
    pack: Pack, recorded: Recorded, decision: Decision, past: Past
) -> None:
    """Refuse a decision that belongs to a transition and cannot carry it out.

    One that is on hold passes: it waits. One that no transition knows (a rating, an
    exempted year) passes: it lies on record for guards and rules to see.

    Raises:
        RefusedError: with the library's codes, or the transition whose condition
            does not hold.
    """
    cycle = pack.lifecycle or LifeCycle({})
    if not any(decision.what in t.decisions for t in cycle.transitions):
        return
    state = recorded.membership.state
    ways = [
        t
        for t in cycle.leaving(state)
        if decision.what in t.decisions and decision.by in (t.bodies or (t.actor,))
    ]
    if not ways:
        raise not_possible(pack, decision.what, decision.by, state)
    after = replace(recorded, decisions=(*recorded.decisions, decision))
    outcome = ask_step(pack, after, decision.on, past)
    if any(_carries(t, m, decision.on) for m in outcome.moves for t in ways):
        return
    if any(t.id in outcome.held for t in ways):
        return
    if outcome.refused:
        raise refused_by_codes(outcome.refused)
    raise guard_not_met(ways[0], outcome.guards[ways[0].id])


def check_exemptible(
    pack: Pack, recorded: Recorded, clause: str, body: str, on: date
) -> None:
    """Refuse to exempt from what the library says nobody may exempt from.

    Raises:
        RefusedError: the clause forbids or is strict, or the policy has none such.
    """
    criteria = pack.rulebook.criteria
    if clause not in pack.clauses and clause not in criteria:
        raise unknown_word("clause_unknown", "条款", clause, criteria, pack.id)
    asked = Decision(EXEMPT, body, on, "-", recorded.membership.list, clause=clause)
    outcome = ask_step(pack, replace(recorded, decisions=(asked,), events=()), on)
    if outcome.refused:
        raise refused_by_codes(outcome.refused)


def _carries(t: Transition, moved: Moved, on: date) -> bool:
    return moved.transition == t.id and moved.on == on


def _carrier(
    pack: Pack, recorded: Recorded, moved: Moved
) -> tuple[int | None, int | None]:
    """Return the row whose record carried a move out: a decision's, or an event's."""
    cycle = pack.lifecycle or LifeCycle({})
    (chosen,) = [t for t in cycle.transitions if t.id == moved.transition]
    decision = next(_decisions(recorded, chosen, moved), None)
    if decision is not None:
        return decision, None
    return None, next(_events(recorded, chosen, moved))


def _decisions(recorded: Recorded, t: Transition, moved: Moved) -> Iterator[int]:
    for told, row in zip(recorded.decisions, recorded.decision_ids, strict=True):
        carries = told.on == moved.on and told.what in t.decisions
        if carries and t.towards(told.what) == moved.state:
            yield row


def _events(recorded: Recorded, t: Transition, moved: Moved) -> Iterator[int]:
    for told, row in zip(recorded.events, recorded.event_ids, strict=True):
        carries = told.on == moved.on and told.type in t.events
        if carries and t.towards(told.type) == moved.state:
            yield row
