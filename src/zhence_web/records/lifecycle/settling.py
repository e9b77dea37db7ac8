"""Writes the moves that what is on record carries out, once each."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date, datetime

from zhence.dossier import NO_PAST, Past
from zhence.packs import Pack
from zhence_web.packbook import packbook
from zhence_web.records.lifecycle.facts import recorded_of
from zhence_web.records.lifecycle.models import Decision, Move
from zhence_web.records.lifecycle.moves import Counted, counted, with_their_records
from zhence_web.records.lifecycle.refusals import refused
from zhence_web.records.lifecycle.stepping import Due, due_moves
from zhence_web.records.registry.models import Membership


def pack_of(row: Membership) -> Pack:
    """Return the pack of a membership's policy.

    Raises:
        RefusedError: this installation has no such pack.
    """
    pack = packbook().sources.packs.get(row.policy)
    if pack is None:
        raise refused(
            "policy_unknown",
            f"本平台没有政策包 {row.policy}",
            f"there is no pack {row.policy} here",
        )
    return pack


def locked(membership: int) -> Membership:
    """Return a membership that nobody else can move until this transaction ends."""
    rows = Membership.objects.select_for_update(of=("self",))
    return rows.select_related("site__org").get(pk=membership)


def all_moves(row: Membership, known_at: datetime) -> tuple[Counted, ...]:
    """Return the moves of a membership whenever they take effect."""
    moves = with_their_records(Move.objects.filter(membership=row))
    return counted(moves, None, known_at)


def check_order(row: Membership, on: date, effective: date, at: datetime) -> None:
    """Refuse a record that would come before a move that is already on record.

    Raises:
        RefusedError: naming that move; it has to be withdrawn first.
    """
    moves = all_moves(row, at)
    if moves and moves[-1].on > min(on, effective):
        last = moves[-1]
        raise refused(
            "before_the_last_move",
            f"已有 {last.on} 起生效的流转（{last.before} → {last.after}）",
            f"a move that counts from {last.on} is on record",
            "先由后来的决定撤销，或核对日期 / withdraw it first, or check the day",
        )


def settle(
    row: Membership,
    *,
    on: date,
    at: datetime,
    past: Past = NO_PAST,
    not_before: date | None = None,
) -> tuple[Move, ...]:
    """Write the moves due by *on*; return them, none when nothing moves.

    A move counts from the day that its decision names, else from the day of its
    record; what waited for a case to close, from *not_before*.
    """
    pack = pack_of(row)
    recorded = recorded_of([row], pack, on, at)[row.pk]
    due = due_moves(pack, recorded, on, past)
    decisions = Decision.objects.in_bulk([d.decision for d in due if d.decision])
    written, earliest = list[Move](), not_before or date.min
    for one in due:
        decision = decisions.get(one.decision or 0)
        stated = None if decision is None else decision.effective
        earliest = max(stated or one.moved.on, earliest)
        written.append(_written(row, one, earliest, at))
    return tuple(written)


def _written(row: Membership, due: Due, on: date, at: datetime) -> Move:
    return Move.objects.create(
        membership=row,
        decision_id=due.decision,
        event_id=due.event,
        transition=due.moved.transition,
        before=due.before,
        after=due.moved.state,
        on=on,
        label=row.site.label,
        recorded_at=at,
    )


def told(moves: Iterable[Move]) -> list[dict[str, object]]:
    """Return moves as an audit entry tells them."""
    return [
        {
            "transition": m.transition,
            "before": m.before,
            "after": m.after,
            "on": None if m.on is None else m.on.isoformat(),
        }
        for m in moves
    ]
