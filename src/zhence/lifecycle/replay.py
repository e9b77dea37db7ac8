"""A history of dated events → the state on any date.

Events may be known only to a month, a year or "not later than"; they are kept
as intervals of days, put in order as far as the days allow, and a state on a
date counts only what had surely happened by then.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date

from zhence.lifecycle.table import LifeCycle, Transition
from zhence.periods import DayRange

UNKNOWN = "unknown"


@dataclass(frozen=True, slots=True)
class Happening:
    """One event of a membership; *line* is where it stands in its file.

    *grade*, *year* and *assessed_in* describe an assessment: the grade given
    for a year, and the state in which the member was assessed.
    """

    subject: str
    on: DayRange
    kind: str
    detail: str = ""
    source: str = ""
    line: int | None = None
    year: int | None = None
    assessed_in: str | None = None
    grade: str | None = None
    inferred: bool = False
    batch: int | None = None


@dataclass(frozen=True, slots=True)
class Step:
    """What one happening did: the state before and after (equal if it moved none)."""

    happening: Happening
    before: str | None
    after: str | None
    transition: str | None


@dataclass(frozen=True, slots=True)
class Life:
    """The replayed history of one subject.

    *state* is ``None`` before the first listing and ``unknown`` when events
    were seen but no listing; *since* is the day range of the last move.
    *irregular* are events that the table has no transition for.
    *possible* are events that may or may not have happened by the date asked.
    """

    subject: str
    state: str | None
    since: DayRange | None
    steps: tuple[Step, ...]
    irregular: tuple[Happening, ...] = ()
    possible: tuple[Happening, ...] = ()


def replay(
    cycle: LifeCycle,
    happenings: Iterable[Happening],
    order: Sequence[str],
    on: date | None = None,
) -> dict[str, Life]:
    """Replay every subject's happenings up to the end of *on* (default: all).

    *order* ranks event kinds whose day intervals overlap: an assessment is
    published before the move that follows from it.
    """
    by_subject: dict[str, list[Happening]] = {}
    for happening in happenings:
        by_subject.setdefault(happening.subject, []).append(happening)
    return {
        subject: _live(cycle, subject, in_order(cycle, events, order), on)
        for subject, events in by_subject.items()
    }


def in_order(
    cycle: LifeCycle, events: Sequence[Happening], order: Sequence[str]
) -> list[Happening]:
    """Order a subject's events: by day where days tell, else by kind.

    An event without any date comes after all dated ones, unless an assessment
    in the state it leads to proves that it had happened before.
    """
    bounded = [_bounded(cycle, event, events) for event in events]
    dated = [e for e in bounded if e.on != DayRange()]
    undated = [e for e in bounded if e.on == DayRange()]
    rank = {kind: index for index, kind in enumerate(order)}

    def key(event: Happening) -> tuple[int, date, int]:
        return (
            rank.get(event.kind, len(rank)),
            event.on.latest or date.max,
            event.line or 0,
        )

    ordered: list[Happening] = []
    waiting = list(dated)
    while waiting:
        free = [
            e for e in waiting if not any(o.on.before(e.on) for o in waiting if o != e)
        ]
        chosen = min(free, key=key)
        ordered.append(chosen)
        waiting.remove(chosen)
    return ordered + sorted(undated, key=key)


def state_on(life: Life, on: date) -> str | None:
    """Return the state that *life* had surely reached by the end of *on*."""
    state = life.state if life.state == UNKNOWN else None
    for step in life.steps:
        if step.happening.on.surely_by(on):
            state = step.after
    return state


def _bounded(
    cycle: LifeCycle, event: Happening, events: Sequence[Happening]
) -> Happening:
    """Bound an event from above by an assessment in the state it leads to."""
    if event.on.latest is not None:
        return event
    targets = {
        t.towards(event.kind) for t in cycle.transitions if event.kind in t.events
    }
    proofs = [
        e.on.latest
        for e in events
        if e.assessed_in is not None
        and e.assessed_in in targets
        and e.on.latest is not None
        and event.on.possibly_by(e.on.latest)
        and _only_way(events, event, e.on.latest)
    ]
    if not proofs:
        return event
    return replace(event, on=DayRange(event.on.earliest, min(proofs)))


def _only_way(events: Sequence[Happening], event: Happening, by: date) -> bool:
    """Say whether no second event of the same kind may have happened *by* that day."""
    return sum(1 for e in events if e.kind == event.kind and e.on.possibly_by(by)) == 1


def _live(
    cycle: LifeCycle, subject: str, events: list[Happening], on: date | None
) -> Life:
    listings = {
        kind
        for t in cycle.transitions
        for kind in t.events
        if any(cycle.states[s].entry for s in t.sources)
    }
    start = next(s.id for s in cycle.states.values() if s.entry)
    listed = any(e.kind in listings for e in events)
    state = start if listed else UNKNOWN
    since: DayRange | None = None
    steps: list[Step] = []
    irregular: list[Happening] = []
    possible: list[Happening] = []
    for event in events:
        if on is not None and not event.on.surely_by(on):
            if event.on.possibly_by(on):
                possible.append(event)
            continue
        moved = _move(cycle, state, event) if listed else None
        after = moved.towards(event.kind) if moved is not None else state
        steps.append(
            Step(event, _shown(cycle, state), after, moved.id if moved else None)
        )
        if moved is not None:
            state, since = after, event.on
        elif listed and _moves(cycle, event):
            irregular.append(event)
    return Life(
        subject,
        _shown(cycle, state),
        since,
        tuple(steps),
        tuple(irregular),
        tuple(possible),
    )


def _move(cycle: LifeCycle, state: str, event: Happening) -> Transition | None:
    return next((t for t in cycle.leaving(state) if event.kind in t.events), None)


def _moves(cycle: LifeCycle, event: Happening) -> bool:
    """Say whether events of this kind move anything at all."""
    return any(event.kind in t.events for t in cycle.transitions)


def _shown(cycle: LifeCycle, state: str | None) -> str | None:
    """Return the state, or ``None`` for the entry that stands before any list."""
    if state is None or state == UNKNOWN:
        return state
    return None if cycle.states[state].entry else state


def population(lives: Mapping[str, Life], state: str, on: date) -> frozenset[str]:
    """Return the subjects that were surely in *state* at the end of *on*."""
    return frozenset(
        name for name, life in lives.items() if state_on(life, on) == state
    )
