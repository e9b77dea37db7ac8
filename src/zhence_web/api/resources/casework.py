"""Cases, exemptions and events of memberships, as offices put them on record."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Literal

from django.http import Http404
from ninja import Query

from zhence_web.api.asked import Number, Paged
from zhence_web.api.calling import Call
from zhence_web.api.offers import Shelf
from zhence_web.api.shapes.assessment import MemberOut
from zhence_web.api.shapes.casework import (
    CaseIn,
    CaseOut,
    EventIn,
    ExemptionIn,
    ExemptionOut,
    VoteIn,
)
from zhence_web.api.shapes.tasks import NothingIn
from zhence_web.records.access.grants import Grant
from zhence_web.records.accounts.gate import check
from zhence_web.records.accounts.permissions import Action
from zhence_web.records.accounts.tree import subtree
from zhence_web.records.assessment import actions
from zhence_web.records.lifecycle import reads

SHELF = Shelf("casework", Grant.READ_ASSESSMENT)
_WRITE = Grant.WRITE_DECISIONS
_CASE = Action.HANDLE_CASE


class CasesAsked(Paged):
    """The cases of one's branch, open ones first."""

    sort: Literal["", "id", "-id"] = ""


@SHELF.many("/cases", CaseOut, _CASE)
def list_cases(call: Call, asked: Query[CasesAsked]) -> Sequence[CaseOut]:
    """List the cases of one's branch, open ones first."""
    del asked
    told = reads.cases(subtree(call.hand.org, call.today), call.today)
    return [CaseOut.model_validate(one) for one in told]


@SHELF.one("/cases/{int:number}", CaseOut, _CASE)
def get_case(call: Call, number: Number) -> CaseOut:
    """Show a case: what is alleged, how it was voted on, what came of it."""
    return CaseOut.model_validate(_case(call, number))


@SHELF.deed("/memberships/{int:number}/open-case", CaseOut, _CASE, _WRITE, status=201)
def open_case(call: Call, number: Number, body: CaseIn) -> CaseOut:
    """Open a case; what the policy puts on hold waits until it is closed."""
    _member(call, number, _CASE)
    made = actions.open_case(
        membership=number,
        suspicion=actions.Suspicion(
            body.type, body.happened_on, body.facts, body.source
        ),
        by=call.hand,
        at=call.at,
    )
    return CaseOut.model_validate(_case(call, made))


@SHELF.deed("/cases/{int:number}/verify", CaseOut, _CASE, _WRITE)
def verify_case(call: Call, number: Number, body: VoteIn) -> CaseOut:
    """Put on record how a body voted on a case; once."""
    _case(call, number)
    actions.verify_case(
        case=number,
        body=body.body,
        votes_for=body.votes_for,
        votes_against=body.votes_against,
        by=call.hand,
        at=call.at,
    )
    return CaseOut.model_validate(_case(call, number))


@SHELF.deed("/cases/{int:number}/close", CaseOut, _CASE, _WRITE)
def close_case(call: Call, number: Number, body: NothingIn) -> CaseOut:
    """Close a case as its vote went; what waited for it takes effect."""
    del body
    seen = _case(call, number)
    actions.close_case(case=number, membership=seen.member.id, by=call.hand, at=call.at)
    return CaseOut.model_validate(_case(call, number))


@SHELF.many("/exemptions", ExemptionOut, Action.EXEMPT)
def list_exemptions(call: Call, asked: Query[CasesAsked]) -> Sequence[ExemptionOut]:
    """List the exemptions of one's branch, the newest first."""
    del asked
    return [ExemptionOut.model_validate(one) for one in _exemptions(call)]


@SHELF.deed(
    "/memberships/{int:number}/exempt",
    ExemptionOut,
    Action.EXEMPT,
    _WRITE,
    status=201,
)
def record_exemption(call: Call, number: Number, body: ExemptionIn) -> ExemptionOut:
    """Put on record that an in-principle criterion need not be met."""
    _member(call, number, Action.EXEMPT)
    made = actions.record_exemption(
        membership=number,
        exempting=actions.Exempting(
            clause=body.clause,
            starts=body.starts,
            ends=body.ends,
            body=body.body,
            paper=body.paper.told(),
            reason=body.reason,
            expires=body.expires,
        ),
        by=call.hand,
        at=call.at,
    )
    told = next(one for one in _exemptions(call) if one.id == made)
    return ExemptionOut.model_validate(told)


@SHELF.deed(
    "/memberships/{int:number}/record-event",
    MemberOut,
    Action.RECORD_EVENT,
    _WRITE,
    status=201,
)
def record_event(call: Call, number: Number, body: EventIn) -> MemberOut:
    """Put on record that something happened, and let follow what the policy says."""
    seen = _member(call, number, Action.RECORD_EVENT)
    actions.record_event(
        membership=number,
        happening=actions.Happening(**dict(body)),
        by=call.hand,
        at=call.at,
    )
    return MemberOut.model_validate(seen)


def _member(call: Call, number: int, action: Action) -> reads.MemberView:
    found = reads.member(number, call.today)
    if found is None:
        raise Http404
    check(call.hand, action, found.org, call.today)
    return found


def _case(call: Call, number: int) -> reads.CaseView:
    found = reads.case(number, call.today)
    if found is None:
        raise Http404
    check(call.hand, _CASE, found.member.org, call.today)
    return found


def _exemptions(call: Call) -> tuple[reads.ExemptionView, ...]:
    return reads.exemptions(subtree(call.hand.org, call.today), call.today)
