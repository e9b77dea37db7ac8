"""Who is on a list on a day, by the events of joining and leaving it."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date

from zhence.facts import Event

JOINS = frozenset(
    {"listed", "listed_creation", "listed_cultivation", "listed_training"}
)
LEAVES = frozenset({"removed"})


def members_on(events: Iterable[Event], on: date) -> tuple[str, ...]:
    """Return the subjects that are on the list on a day, in order of joining.

    Leaving counts from its own day. Of two events of one day the later one in
    *events* stands. An event that names no subject says nothing of anybody.
    """
    held: dict[str, None] = {}
    for event in sorted(events, key=lambda e: e.on):
        if event.subject is None or event.on > on:
            continue
        if event.type in JOINS:
            held.setdefault(event.subject)
        elif event.type in LEAVES:
            held.pop(event.subject, None)
    return tuple(held)
