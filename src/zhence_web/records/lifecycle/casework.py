"""Disqualification cases: opened on an event, verified by a vote, closed.

While a case is open its event is not verified, and the library holds what the policy
puts on hold. Dismissed, the event ceases to count; upheld, it is verified.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime

from django.db import transaction
from django.utils.timezone import localdate

from zhence.dossier import NO_PAST, Past
from zhence_web.records.accounts.gate import NotAllowedError, check
from zhence_web.records.accounts.hand import Hand
from zhence_web.records.accounts.permissions import Action, Denied, Why
from zhence_web.records.audit.actions import record
from zhence_web.records.lifecycle.models import Case, Event
from zhence_web.records.lifecycle.refusals import refused, unknown_word
from zhence_web.records.lifecycle.rights import check_body, check_day
from zhence_web.records.lifecycle.settling import locked, pack_of, settle, told
from zhence_web.records.lifecycle.words import bodies, case_types


@dataclass(frozen=True, slots=True)
class Suspicion:
    """What a case is opened on."""

    type: str
    happened_on: date
    facts: str
    source: str = ""


@transaction.atomic
def open_case(*, membership: int, suspicion: Suspicion, by: Hand, at: datetime) -> int:
    """Open a case and put its event on record, unverified; return the case's id.

    Raises:
        RefusedError: the policy knows no such case, or nothing is said of the facts.
        NotAllowedError: *by* may not.
    """
    row, today = locked(membership), localdate(at)
    check(by, Action.HANDLE_CASE, row.site.org_id, today)
    pack = pack_of(row)
    known = case_types(pack)
    if suspicion.type not in known:
        raise unknown_word("case_unknown", "案由", suspicion.type, known, pack.id)
    check_day(suspicion.happened_on, today)
    if not suspicion.facts.strip():
        raise refused(
            "facts_missing",
            "没有写明案情",
            "nothing is said of what happened",
            "写明时间、地点、经过 / say what is alleged",
        )
    case = Case.objects.create(
        membership=row,
        type=suspicion.type,
        happened_on=suspicion.happened_on,
        facts=suspicion.facts.strip(),
        opened_by_id=by.user,
        opened_at=at,
    )
    Event.objects.create(
        membership=row,
        type=suspicion.type,
        on=suspicion.happened_on,
        case=case,
        source=suspicion.source,
        recorded_by_id=by.user,
        recorded_at=at,
    )
    record(
        "lifecycle.open_case",
        kind="case",
        id_=case.pk,
        at=at,
        **by.signed,
        detail={
            "membership": row.pk,
            "site": row.site.org.code,
            "type": suspicion.type,
            "happened_on": suspicion.happened_on.isoformat(),
        },
    )
    return int(case.pk)


@transaction.atomic
def verify_case(  # a vote has two sides and a body
    *,
    case: int,
    body: str,
    votes_for: int,
    votes_against: int,
    by: Hand,
    at: datetime,
) -> None:
    """Put on record how a body voted on whether it is true; once.

    Raises:
        RefusedError: nobody voted, or the body decides nothing under the policy.
        NotAllowedError: *by* may not; the case is closed or was voted on.
    """
    found = _open_case(case, by, at)
    if found.votes_for is not None:
        raise NotAllowedError(Denied(Action.HANDLE_CASE, Why.STATE))
    check_body(by, body, bodies(pack_of(found.membership)), found.membership.policy)
    if votes_for + votes_against == 0:
        raise refused(
            "nobody_voted", "没有表决票数", "nobody voted", "填写票数 / give the votes"
        )
    Case.objects.filter(pk=case).update(
        body=body, votes_for=votes_for, votes_against=votes_against
    )
    record(
        "lifecycle.verify_case",
        kind="case",
        id_=case,
        at=at,
        **by.signed,
        detail={"body": body, "for": votes_for, "against": votes_against},
    )


@transaction.atomic
def close_case(*, case: int, by: Hand, at: datetime, past: Past = NO_PAST) -> str:
    """Close a case as its vote went; return the outcome.

    More votes for it than against uphold it. What waited for the case to close takes
    effect on the day of closing, where its guard still holds.

    Raises:
        RefusedError: nobody has voted yet.
        NotAllowedError: *by* may not, or the case is closed.
    """
    found = _open_case(case, by, at)
    if found.votes_for is None or found.votes_against is None:
        raise refused(
            "vote_missing",
            "尚未表决，不能结案",
            "the case has not been voted on",
            "先登记表决 / record the vote first",
        )
    upheld = found.votes_for > found.votes_against
    outcome = Case.Outcome.UPHELD if upheld else Case.Outcome.DISMISSED
    Case.objects.filter(pk=case).update(outcome=outcome, closed_at=at)
    today = localdate(at)
    row = locked(found.membership_id)
    moves = settle(row, on=today, at=at, past=past, not_before=today)
    record(
        "lifecycle.close_case",
        kind="case",
        id_=case,
        at=at,
        **by.signed,
        detail={
            "membership": row.pk,
            "site": row.site.org.code,
            "outcome": outcome.value,
            "moves": told(moves),
        },
    )
    return outcome.value


def _open_case(case: int, by: Hand, at: datetime) -> Case:
    rows = Case.objects.select_for_update(of=("self",))
    found = rows.select_related("membership__site").get(pk=case)
    check(by, Action.HANDLE_CASE, found.membership.site.org_id, localdate(at))
    if found.closed_at is not None:
        raise NotAllowedError(Denied(Action.HANDLE_CASE, Why.STATE))
    return found
