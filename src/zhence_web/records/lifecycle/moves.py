"""Which moves count on a day, as known at a moment, and the state they lead to.

A move counts from its day on; one whose decision was withdrawn, until the withdrawal
took effect. A move of which only an interval of days is known counts from the last
of them: until then it had not surely happened.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime

from django.db.models import QuerySet

from zhence_web.records.lifecycle.models import Decision, Move


@dataclass(frozen=True, slots=True)
class Counted:
    """A move that counts: from *on*, out of *before* into *after*."""

    id: int
    on: date
    transition: str
    before: str
    after: str
    decision: int | None
    event: int | None
    event_type: str
    end: date | None
    recorded_at: datetime


def counted(
    moves: Iterable[Move], on: date | None, known_at: datetime
) -> tuple[Counted, ...]:
    """Return the moves that count on *on*, in their order; ``None``: whenever."""
    found = [
        _counted(move, surely)
        for move in moves
        if (surely := move.on_latest or move.on) is not None
        and (on is None or surely <= on)
        and move.recorded_at <= known_at
        and not _withdrawn(move.decision, on, known_at)
    ]
    return tuple(sorted(found, key=lambda m: (m.on, m.recorded_at, m.id)))


def with_their_records(moves: QuerySet[Move]) -> QuerySet[Move]:
    """Return the moves with all that :func:`counted` looks at, in one query."""
    return moves.select_related("decision__withdrawn_by", "event")


def withdrawn_on(decision: Decision | None, known_at: datetime) -> date | None:
    """Return the day on which a decision ceased to count, as known; else ``None``."""
    later = None if decision is None else decision.withdrawn_by
    if later is None or later.recorded_at > known_at:
        return None
    return later.effective or later.on


def _withdrawn(decision: Decision | None, on: date | None, known_at: datetime) -> bool:
    day = withdrawn_on(decision, known_at)
    return day is not None and (on is None or day <= on)


def _counted(move: Move, on: date) -> Counted:
    return Counted(
        id=move.pk,
        on=on,
        transition=move.transition,
        before=move.before,
        after=move.after,
        decision=move.decision_id,
        event=move.event_id,
        event_type="" if move.event is None else move.event.type,
        end=None if move.decision is None else move.decision.end,
        recorded_at=move.recorded_at,
    )
