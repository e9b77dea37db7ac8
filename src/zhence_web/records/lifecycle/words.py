"""Which words a policy's life cycle and rules understand: events, decisions, states.

A record under a word that nothing reads would lie in the tables without effect, so
it is refused, and the refusal names the words that there are.
"""

from __future__ import annotations

from collections.abc import Iterator

from zhence.lifecycle.conditions import (
    BatchesSince,
    Condition,
    DaysSince,
    DecisionTaken,
    Either,
    EventSeen,
    Every,
    ExtensionGranted,
    Never,
    WasCreation,
    YearResult,
)
from zhence.lifecycle.table import LifeCycle
from zhence.packs import Pack
from zhence.rules.terms import All, AnyOf, Not, OnRecord, Term

WITHDRAW = "withdraw"
"""Takes an earlier decision back; known under every policy."""
NOT_FOLLOWED = "not_followed"
"""A proposal was decided against; known under every policy."""
EXEMPT_YEAR = "exempt_year"
"""A year is taken out of the assessment; the library knows it under every policy."""
EXEMPT = "exempt"
"""A criterion is exempted; recorded as an exemption, never as a plain decision."""


def leaves(condition: Condition | None) -> Iterator[Condition]:
    """Yield the conditions that are no joins of others."""
    match condition:
        case None:
            return
        case Every(members) | Either(members):
            for member in members:
                yield from leaves(member)
        case Never(member):
            yield from leaves(member)
        case _:
            yield condition


def all_leaves(cycle: LifeCycle) -> Iterator[Condition]:
    """Yield every condition of the table."""
    asked = (
        *(t.when for t in cycle.transitions),
        *(h.when for h in cycle.holds),
        *(r.when for r in cycle.reminders),
    )
    for condition in asked:
        yield from leaves(condition)


def event_types(pack: Pack) -> frozenset[str]:
    """Return the types of events that the policy's table or rules look at."""
    found: set[str] = set()
    for record in _recorded(pack):
        found |= set(record.events)
    if pack.lifecycle is None:
        return frozenset(found)
    for transition in pack.lifecycle.transitions:
        found |= set(transition.events)
    for leaf in all_leaves(pack.lifecycle):
        if isinstance(leaf, EventSeen):
            found |= set(leaf.types)
        elif isinstance(leaf, BatchesSince):
            found |= {*leaf.events, leaf.batch}
    return frozenset(found)


def case_types(pack: Pack) -> frozenset[str]:
    """Return the types of events that put something on hold until they are verified."""
    if pack.lifecycle is None:
        return frozenset()
    asked = (leaf for hold in pack.lifecycle.holds for leaf in leaves(hold.when))
    return frozenset(
        name
        for leaf in asked
        if isinstance(leaf, EventSeen) and leaf.verified is False
        for name in leaf.types
    )


def decision_kinds(pack: Pack) -> frozenset[str]:
    """Return the kinds of decisions that the policy's table or rules look at."""
    found = {WITHDRAW, NOT_FOLLOWED, EXEMPT_YEAR}
    for record in _recorded(pack):
        found |= set(record.decisions)
    if pack.lifecycle is None:
        return frozenset(found)
    for transition in pack.lifecycle.transitions:
        found |= set(transition.decisions)
    for leaf in all_leaves(pack.lifecycle):
        if isinstance(leaf, DecisionTaken | DaysSince):
            found.add(leaf.what)
        elif isinstance(leaf, ExtensionGranted):
            found.add("extend")
    return frozenset(found)


def bodies(pack: Pack) -> tuple[str, ...]:
    """Return the bodies that decide something, in the order of the table."""
    found: dict[str, None] = {}
    if pack.lifecycle is not None:
        for transition in pack.lifecycle.transitions:
            for body in transition.bodies or (transition.actor,):
                found[body] = None
    for named in pack.rulebook.exempting_bodies.values():
        found |= dict.fromkeys(named)
    return tuple(found)


def stay_states(cycle: LifeCycle) -> frozenset[str]:
    """Return the states whose stay has a first year of its own."""
    return frozenset(
        state
        for t in cycle.transitions
        if any(isinstance(c, YearResult) and c.which == "first" for c in leaves(t.when))
        for state in t.sources
    )


def creation_states(cycle: LifeCycle) -> frozenset[str]:
    """Return the states that "was once on the creation list" speaks of."""
    return frozenset(
        name
        for leaf in all_leaves(cycle)
        if isinstance(leaf, WasCreation)
        for name in leaf.creation_states
    )


def _recorded(pack: Pack) -> Iterator[OnRecord]:
    for criterion in pack.rulebook.criteria.values():
        yield from _records_in(criterion.judge)


def _records_in(term: Term) -> Iterator[OnRecord]:
    match term:
        case OnRecord():
            yield term
        case All(members) | AnyOf(members):
            for member in members:
                yield from _records_in(member)
        case Not(member):
            yield from _records_in(member)
        case _:
            return
