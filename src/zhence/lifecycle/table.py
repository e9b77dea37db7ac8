"""States and transitions as values, checked for dead ends."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from enum import StrEnum

from zhence.evidence import Text
from zhence.lifecycle.conditions import Condition


class Effective(StrEnum):
    """From which day a transition counts.

    ``decision``: the day of the decision, unknown until there is one.
    ``receipt``: the day asked about. ``next_january``: 1 January after the
    year that caused it. ``anniversary``: the anniversary that was reached.
    ``batch``: the day of the batch.
    """

    DECISION = "decision"
    RECEIPT = "receipt"
    NEXT_JANUARY = "next_january"
    ANNIVERSARY = "anniversary"
    BATCH = "batch"


@dataclass(frozen=True, slots=True)
class State:
    """One state of a membership; *entry* states need no way in, *final* none out."""

    id: str
    title: Text
    entry: bool = False
    final: bool = False


@dataclass(frozen=True, slots=True)
class Transition:
    """One way from states to a state, and what it takes.

    *decisions* and *events* are the records that carry it out; without such a
    record it is only ever proposed, and a transition that *proposes* nothing
    waits for its record.
    *bodies* are those whose decision carries it out; by default the *actor*.
    *raises* is a dated flag set instead of a move.
    *anniversary* names the parameter with the years of an anniversary.
    """

    id: str
    title: Text
    clauses: tuple[str, ...]
    sources: tuple[str, ...]
    target: str | None
    when: Condition | None
    actor: str
    effective: Effective = Effective.DECISION
    decisions: tuple[str, ...] = ()
    bodies: tuple[str, ...] = ()
    events: tuple[str, ...] = ()
    proposes: bool = True
    raises: str | None = None
    anniversary: str | None = None
    flags: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    target_by_event: Mapping[str, str] = field(default_factory=dict)

    def towards(self, record: str) -> str:
        """Return the state that a record of the kind *record* leads to."""
        return self.target_by_event.get(record, self.target or "")


@dataclass(frozen=True, slots=True)
class Hold:
    """While its condition holds, these transitions are on hold."""

    transitions: tuple[str, ...]
    when: Condition


@dataclass(frozen=True, slots=True)
class Reminder:
    """An action that is raised in some states while its condition holds."""

    action: str
    states: tuple[str, ...]
    when: Condition


@dataclass(frozen=True, slots=True)
class LifeCycle:
    """A policy's state machine; transitions in order of precedence."""

    states: Mapping[str, State]
    transitions: tuple[Transition, ...] = ()
    holds: tuple[Hold, ...] = ()
    reminders: tuple[Reminder, ...] = ()
    extension_warning: str | None = None

    def leaving(self, state: str) -> tuple[Transition, ...]:
        """Return the transitions out of *state*, in order of precedence."""
        return tuple(t for t in self.transitions if state in t.sources)


def dead_ends(cycle: LifeCycle) -> list[tuple[str, str, str, str]]:
    """Return what is wrong with the table: ``(code, kind, key, name)``, none if sound.

    A state that is not an entry needs a way in; one that is not final needs a
    way out; every name must be a state.
    *kind* and *key* say where the fault stands (state, transition, hold).
    """
    return [*_unknown_states(cycle), *_closed_states(cycle), *_unknown_holds(cycle)]


def _targets(t: Transition) -> set[str]:
    return {*t.target_by_event.values(), *((t.target,) if t.target else ())}


def _unknown_states(cycle: LifeCycle) -> list[tuple[str, str, str, str]]:
    return [
        ("state_unknown", "transition", t.id, f"{t.id}: {name}")
        for t in cycle.transitions
        for name in sorted({*t.sources, *_targets(t)} - set(cycle.states))
    ]


def _closed_states(cycle: LifeCycle) -> list[tuple[str, str, str, str]]:
    reached = {name for t in cycle.transitions for name in _targets(t)}
    left = {name for t in cycle.transitions if _targets(t) for name in t.sources}
    faults = []
    for state in cycle.states.values():
        if not state.entry and state.id not in reached:
            faults.append(("state_without_entry", "state", state.id, state.id))
        if not state.final and state.id not in left:
            faults.append(("state_without_exit", "state", state.id, state.id))
    return faults


def _unknown_holds(cycle: LifeCycle) -> list[tuple[str, str, str, str]]:
    known = {t.id for t in cycle.transitions}
    return [
        ("transition_unknown", "hold", str(index), name)
        for index, hold in enumerate(cycle.holds)
        for name in hold.transitions
        if name not in known
    ]
