"""Decisions recorded and published by programs, through the deeds of the pages."""

from __future__ import annotations

from django.http import Http404

from zhence_web.api.asked import Number
from zhence_web.api.calling import Call
from zhence_web.api.offers import Shelf
from zhence_web.api.shapes.assessment import DecisionOut
from zhence_web.api.shapes.deciding import AnswerIn, DecidingIn, LaterIn
from zhence_web.api.shapes.tasks import NothingIn
from zhence_web.records.access.grants import Grant
from zhence_web.records.accounts.gate import check
from zhence_web.records.accounts.permissions import Action
from zhence_web.records.assessment import actions
from zhence_web.records.assessment import reads as assessed
from zhence_web.records.lifecycle import reads

SHELF = Shelf("assessment", Grant.READ_ASSESSMENT)
_WRITE = Grant.WRITE_DECISIONS


@SHELF.deed(
    "/memberships/{int:number}/decide",
    DecisionOut,
    Action.DECIDE,
    _WRITE,
    status=201,
)
def record_decision(call: Call, number: Number, body: DecidingIn) -> DecisionOut:
    """Put on record what a named body decided; the policy's own step must let it."""
    member = reads.member(number, call.today)
    if member is None:
        raise Http404
    check(call.hand, Action.DECIDE, member.org, call.today)
    made = actions.decide(
        membership=number,
        deciding=body.told(),
        by=call.hand,
        at=call.at,
        case=body.case,
    )
    return _told(call, made)


@SHELF.deed(
    "/results/{int:number}/decide", DecisionOut, Action.DECIDE, _WRITE, status=201
)
def answer_proposal(call: Call, number: Number, body: AnswerIn) -> DecisionOut:
    """Answer a proposal: follow it or not; the first answer stands."""
    result = assessed.result(number, call.today)
    if result is None:
        raise Http404
    check(call.hand, Action.DECIDE, result.line.member.org, call.today)
    made = actions.answer_proposal(
        result=number,
        follows=body.follows,
        deciding=body.told(),
        by=call.hand,
        at=call.at,
    )
    return _told(call, made)


@SHELF.deed(
    "/decisions/{int:number}/publish",
    DecisionOut,
    Action.PUBLISH_DECISION,
    _WRITE,
)
def publish_decision(call: Call, number: Number, body: NothingIn) -> DecisionOut:
    """Show a decision to the public from now on; it cannot be hidden again."""
    del body
    found = reads.decision(number, call.today)
    if found is None:
        raise Http404
    check(call.hand, Action.PUBLISH_DECISION, found.member.org, call.today)
    actions.publish_decision(decision=number, by=call.hand, at=call.at)
    return _told(call, number)


@SHELF.deed("/decisions/{int:number}/withdraw", DecisionOut, Action.DECIDE, _WRITE)
def withdraw_decision(call: Call, number: Number, body: LaterIn) -> DecisionOut:
    """Take a decision back by a later one; what is on record stays there, marked."""
    found = reads.decision(number, call.today)
    if found is None:
        raise Http404
    check(call.hand, Action.DECIDE, found.member.org, call.today)
    actions.withdraw_decision(
        decision=number, deciding=body.told(), by=call.hand, at=call.at
    )
    return _told(call, number)


def _told(call: Call, number: int) -> DecisionOut:
    return DecisionOut.model_validate(reads.decision(number, call.today))
