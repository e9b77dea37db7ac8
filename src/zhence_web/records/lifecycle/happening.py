"""Events: what happened to a membership, and the moves that follow at once."""

from __future__ import annotations

from dataclasses import asdict
from datetime import datetime

from django.db import transaction
from django.utils.timezone import localdate

from zhence.dossier import NO_PAST, Past
from zhence_web.records.accounts.gate import check
from zhence_web.records.accounts.hand import Hand
from zhence_web.records.accounts.permissions import Action
from zhence_web.records.audit.actions import record
from zhence_web.records.lifecycle.forms import Happening
from zhence_web.records.lifecycle.models import Event
from zhence_web.records.lifecycle.refusals import refused, unknown_word
from zhence_web.records.lifecycle.rights import check_day, plain
from zhence_web.records.lifecycle.settling import (
    check_order,
    locked,
    pack_of,
    settle,
    told,
)
from zhence_web.records.lifecycle.words import case_types, event_types


@transaction.atomic
def record_event(
    *,
    membership: int,
    happening: Happening,
    by: Hand,
    at: datetime,
    past: Past = NO_PAST,
) -> int:
    """Put on record that something happened; return its id.

    What a policy acts on only once it is verified is opened as a case instead.

    Raises:
        RefusedError: nothing of the policy reads such an event, or it needs a case.
        NotAllowedError: *by* may not.
    """
    row, today = locked(membership), localdate(at)
    check(by, Action.RECORD_EVENT, row.site.org_id, today)
    pack = pack_of(row)
    known = event_types(pack)
    if happening.type not in known:
        raise unknown_word("event_unknown", "事件", happening.type, known, pack.id)
    if happening.type in case_types(pack):
        raise refused(
            "event_needs_case",
            "这类情形须立案核查，不能直接登记为事件",
            "this needs a case that is verified by a vote",
            "改为立案 / open a case",
        )
    check_day(happening.on, today)
    check_order(row, happening.on, happening.on, at)
    written = Event.objects.create(
        membership=row,
        type=happening.type,
        on=happening.on,
        passed=happening.passed,
        body=happening.body,
        aspects=happening.aspects,
        recommends=happening.recommends,
        source=happening.source,
        recorded_by_id=by.user,
        recorded_at=at,
    )
    moves = settle(row, on=happening.on, at=at, past=past)
    record(
        "lifecycle.record_event",
        kind="event",
        id_=written.pk,
        at=at,
        **by.signed,
        detail={
            "membership": row.pk,
            "site": row.site.org.code,
            **plain(asdict(happening)),
            "moves": told(moves),
        },
    )
    return int(written.pk)
