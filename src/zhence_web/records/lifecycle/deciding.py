"""Decisions: recorded, withdrawn by a later one, published; never edited."""

from __future__ import annotations

from dataclasses import asdict, replace
from datetime import datetime

from django.db import transaction
from django.utils.timezone import localdate

from zhence.dossier import NO_PAST, Past
from zhence_web.records.accounts.gate import NotAllowedError, check
from zhence_web.records.accounts.hand import Hand
from zhence_web.records.accounts.permissions import Action, Denied, Why
from zhence_web.records.audit.actions import record
from zhence_web.records.lifecycle.facts import Recorded, decision_of, recorded_of
from zhence_web.records.lifecycle.forms import Deciding
from zhence_web.records.lifecycle.models import Case, Decision
from zhence_web.records.lifecycle.papers import cite
from zhence_web.records.lifecycle.refusals import refused, unknown_word
from zhence_web.records.lifecycle.rights import check_body, check_day, plain
from zhence_web.records.lifecycle.settling import (
    all_moves,
    check_order,
    locked,
    pack_of,
    settle,
    told,
)
from zhence_web.records.lifecycle.stepping import check_decision
from zhence_web.records.lifecycle.words import WITHDRAW, bodies, decision_kinds
from zhence_web.records.registry.models import Membership


@transaction.atomic
def record_decision(
    *,
    membership: int,
    deciding: Deciding,
    by: Hand,
    at: datetime,
    past: Past = NO_PAST,
    case: int | None = None,
) -> int:
    """Put on record what a named body decided; return its id.

    Where it carries out a transition, the library's step must let it: the move is
    written in the same transaction, as of the day on which it takes effect. One that
    is on hold lies on record and waits for the case to close. *case* is an upheld
    case that this decision concludes.

    Raises:
        RefusedError: the guard does not hold, the word or body is unknown, the day
            is not possible, or the document is missing.
        NotAllowedError: *by* may not.
    """
    row, today = locked(membership), localdate(at)
    check(by, Action.DECIDE, row.site.org_id, today)
    pack = pack_of(row)
    known = decision_kinds(pack) - {WITHDRAW}
    if deciding.what not in known:
        raise unknown_word("decision_unknown", "决定", deciding.what, known, pack.id)
    check_body(by, deciding.body, bodies(pack), pack.id)
    check_day(deciding.on, today)
    _check_appeal(deciding)
    check_order(row, deciding.on, deciding.effective or deciding.on, at)
    written = _decision(row, deciding, by, at)
    recorded = recorded_of([row], pack, deciding.on, at)[row.pk]
    asked = decision_of(written, row.list_name)
    check_decision(pack, _without(recorded, written.pk), asked, past)
    moves = settle(row, on=deciding.on, at=at, past=past)
    if case is not None:
        _conclude(case, row, written)
    record(
        "lifecycle.record_decision",
        kind="decision",
        id_=written.pk,
        at=at,
        **by.signed,
        detail={
            "membership": row.pk,
            "site": row.site.org.code,
            **plain(asdict(deciding)),
            "moves": told(moves),
            "case": case,
        },
    )
    return int(written.pk)


@transaction.atomic
def withdraw_decision(
    *, decision: int, deciding: Deciding, by: Hand, at: datetime
) -> int:
    """Take a decision back by a later one; return the later one's id.

    From its effective day the move of the first one counts no longer; what is on
    record stays there, marked.

    Raises:
        RefusedError: the later one is not later, or other moves rest on the first.
        NotAllowedError: *by* may not, or somebody withdrew it first.
    """
    found = Decision.objects.get(pk=decision)
    row, today = locked(found.membership_id), localdate(at)
    check(by, Action.DECIDE, row.site.org_id, today)
    found.refresh_from_db()
    if found.withdrawn_by_id is not None or found.what == WITHDRAW:
        raise NotAllowedError(Denied(Action.DECIDE, Why.STATE))
    check_body(by, deciding.body, bodies(pack_of(row)), row.policy)
    check_day(deciding.on, today)
    since = deciding.effective or deciding.on
    if deciding.on < found.on or since < (found.effective or found.on):
        raise refused(
            "withdrawal_not_later",
            f"撤销须在原决定（{found.on}）之后作出并生效",
            f"only a later decision withdraws the one of {found.on}",
            "核对日期 / check the day",
        )
    moves = all_moves(row, at)
    rests = [m for m in moves if m.decision == decision]
    if rests and moves[-1].decision != decision:
        raise refused(
            "other_moves_rest_on_it",
            "其后又有流转，须先撤销后面的决定",
            "later moves rest on it",
            "由后往前逐件撤销 / withdraw the later ones first",
        )
    later = _decision(row, deciding, by, at, what=WITHDRAW)
    Decision.objects.filter(pk=decision).update(withdrawn_by=later)
    record(
        "lifecycle.withdraw_decision",
        kind="decision",
        id_=decision,
        at=at,
        **by.signed,
        detail={"by": later.pk, **plain(asdict(deciding))},
    )
    return int(later.pk)


@transaction.atomic
def publish_decision(*, decision: int, by: Hand, at: datetime) -> None:
    """Show a decision to the public from now on; it cannot be hidden again.

    Raises:
        NotAllowedError: *by* may not, or it is public already.
    """
    found = Decision.objects.select_for_update().get(pk=decision)
    org = found.membership.site.org_id
    check(by, Action.PUBLISH_DECISION, org, localdate(at))
    if found.published_at is not None:
        raise NotAllowedError(Denied(Action.PUBLISH_DECISION, Why.STATE))
    Decision.objects.filter(pk=decision).update(published_at=at)
    record(
        "lifecycle.publish_decision",
        kind="decision",
        id_=decision,
        at=at,
        **by.signed,
        detail={"document": found.document.number},
    )


def _decision(
    row: Membership, deciding: Deciding, by: Hand, at: datetime, what: str = ""
) -> Decision:
    return Decision.objects.create(
        membership=row,
        what=what or deciding.what,
        body=deciding.body,
        document=cite(deciding.paper, label=row.site.label, at=at),
        on=deciding.on,
        effective=deciding.effective,
        appeal_until=deciding.appeal_until,
        value=deciding.value.strip(),
        end=deciding.end,
        year=deciding.year,
        clause=deciding.clause,
        grounds=deciding.grounds.strip(),
        recorded_by_id=by.user,
        deputy_of_id=by.appointment if by.deputy else None,
        recorded_at=at,
    )


def _without(recorded: Recorded, decision: int) -> Recorded:
    """Return what was on record before a decision was written."""
    kept = [
        (told, row)
        for told, row in zip(recorded.decisions, recorded.decision_ids, strict=True)
        if row != decision
    ]
    return replace(
        recorded,
        decisions=tuple(told for told, _ in kept),
        decision_ids=tuple(row for _, row in kept),
    )


def _check_appeal(deciding: Deciding) -> None:
    if deciding.appeal_until is not None and deciding.appeal_until < deciding.on:
        raise refused(
            "appeal_before_decision",
            f"申诉截止日 {deciding.appeal_until} 早于决定日",
            f"the last day to appeal, {deciding.appeal_until}, is before the decision",
            "核对日期 / check the day",
        )


def _conclude(case: int, row: Membership, decision: Decision) -> None:
    """Tie the decision to the case it concludes: an upheld one of this membership."""
    changed = Case.objects.filter(
        pk=case, membership=row, outcome=Case.Outcome.UPHELD, decision__isnull=True
    ).update(decision=decision)
    if not changed:
        raise refused(
            "case_not_upheld",
            "案件未成立、已有决定，或不属于该小镇",
            "the case is not upheld, has its decision, or is another town's",
            "先核查结案 / close the case first",
        )
