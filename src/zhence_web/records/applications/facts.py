"""Rows of applications → what the library's life cycle looks at."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Mapping
from datetime import date, datetime

from django.utils.timezone import localdate

from zhence.packs import Pack
from zhence_web.records.applications.answers import looked_at
from zhence_web.records.applications.models import Application
from zhence_web.records.applications.questions import asked_of, asking
from zhence_web.records.lifecycle.models import Move
from zhence_web.records.lifecycle.moves import counted, with_their_records


def applications_known(
    members: Collection[int], pack: Pack, known_at: datetime, on: date | None = None
) -> dict[int, Mapping[str, object]]:
    """Return the application that counts of each membership; most have none.

    It is the last that an office took on by *known_at*, and by *on* where that is
    given. One that has been answered counts no longer: a later move by a transition
    that looks at no application ended its course. Two queries, and none where
    nobody applied.
    """
    ways = {t.id for t in asking(pack)}
    rows = Application.objects.filter(
        membership__in=members, policy=pack.id, taken_on_at__lte=known_at
    )
    newest: dict[int, Application] = {}
    for row in rows.order_by("taken_on_at", "id"):
        taken = row.taken_on_at
        if taken is not None and (on is None or localdate(taken) <= on):
            newest[row.membership_id or 0] = row
    if not newest:
        return {}
    moves: dict[int, list[Move]] = defaultdict(list)
    for move in with_their_records(Move.objects.filter(membership__in=newest)):
        moves[move.membership_id].append(move)
    return {
        key: looked_at(asked_of(pack, on or localdate(known_at)), row.answers)
        for key, row in newest.items()
        if all(
            m.transition in ways or m.recorded_at <= (row.taken_on_at or known_at)
            for m in counted(moves[key], None, known_at)
        )
    }
