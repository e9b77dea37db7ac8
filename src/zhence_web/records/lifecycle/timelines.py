"""What is on record of one membership, line by line, as it happened."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date

from zhence.evidence import Text
from zhence.packs import Pack
from zhence_web.records.lifecycle.models import Case, Decision, Event, Move
from zhence_web.records.lifecycle.reads import members_asked
from zhence_web.records.lifecycle.settling import pack_of
from zhence_web.records.lifecycle.titles import (
    body_title,
    case_title,
    decision_title,
    event_title,
    outcome_title,
    state_title,
)
from zhence_web.records.registry.models import Membership

_LISTED = Text("列入名单", "listed")


@dataclass(frozen=True, slots=True)
class Passed:
    """One line: what happened on a day, and where it left the membership.

    *after* ``None``: it moved nothing. *withdrawn*: a later decision took it back.
    """

    on: date
    kind: str
    title: Text
    detail: Text
    after: Text | None = None
    decision: int | None = None
    withdrawn: bool = False


def timeline(membership: int) -> tuple[Passed, ...]:
    """Return every dated line of a membership, the oldest first."""
    row = members_asked().get(pk=membership)
    pack = pack_of(row)
    lines = [
        *_listing(row, pack),
        *_decided(row, pack),
        *_happened(row, pack),
        *_cases(row),
        *_moved(row, pack),
    ]
    return tuple(sorted(lines, key=lambda line: line.on))


def _listing(row: Membership, pack: Pack) -> Iterator[Passed]:
    if row.listed_on is not None:
        yield Passed(
            row.listed_on,
            "listed",
            _LISTED,
            Text(row.list_name, row.list_name),
            state_title(pack, row.state),
        )


def _decided(row: Membership, pack: Pack) -> Iterator[Passed]:
    rows = Decision.objects.filter(membership=row)
    for d in rows.select_related("document", "move"):
        body, move = body_title(d.body), getattr(d, "move", None)
        yield Passed(
            d.on,
            "decision",
            decision_title(pack, d.what),
            Text(f"{body.zh} {d.document.number}", f"{body.en} {d.document.number}"),
            None if move is None else state_title(pack, move.after),
            d.pk,
            withdrawn=d.withdrawn_by_id is not None,
        )


def _happened(row: Membership, pack: Pack) -> Iterator[Passed]:
    rows = Event.objects.filter(membership=row, case__isnull=True)
    for e in rows.select_related("move"):
        move = getattr(e, "move", None)
        yield Passed(
            e.on,
            "event",
            event_title(e.type),
            Text(e.source, e.source),
            None if move is None else state_title(pack, move.after),
        )


def _cases(row: Membership) -> Iterator[Passed]:
    for c in Case.objects.filter(membership=row):
        yield Passed(
            c.happened_on, "case", case_title(c.type), outcome_title(c.outcome)
        )


def _moved(row: Membership, pack: Pack) -> Iterator[Passed]:
    rows = Move.objects.filter(
        membership=row, decision__isnull=True, event__isnull=True
    )
    for m in rows:
        surely = m.on_latest or m.on
        if surely is not None:
            yield Passed(
                surely,
                "move",
                Text(m.transition, m.transition),
                Text(m.source, m.source),
                state_title(pack, m.after),
            )
