"""Draft editions by programs: saved of a trial, handed in, reviewed, compared."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Literal

from django.http import Http404
from ninja import Query

from zhence_web.api.asked import Number, Paged
from zhence_web.api.calling import Call
from zhence_web.api.offers import Shelf
from zhence_web.api.shapes.drafts import (
    DraftLine,
    DraftOut,
    DraftsOut,
    RemarkIn,
    SavingIn,
)
from zhence_web.api.versions import matched
from zhence_web.records.access.grants import Grant
from zhence_web.records.accounts.permissions import Action
from zhence_web.records.drafts import actions, reads

SHELF = Shelf("assessment", Grant.READ_ASSESSMENT)
_TRY, _REVIEW = Action.TRY_REFORM, Action.REVIEW_DRAFT
_WRITE = Grant.WRITE_ASSESSMENT


class DraftsAsked(Paged):
    """The latest drafts of one's branch."""

    sort: Literal["", "id", "-id"] = ""


@SHELF.deed("/trials/{int:number}/save", DraftOut, _TRY, _WRITE, status=201)
def save_trial(call: Call, number: Number, body: SavingIn) -> DraftOut:
    """Save a finished trial as a draft edition; a trial has one, and it is no law."""
    if reads.trial_line(number, call.hand, call.today) is None:
        raise Http404
    made = actions.save_draft(
        trial=number, title=body.title, reason=body.reason, by=call.hand, at=call.at
    )
    return _told(call, made)


@SHELF.many("/drafts", DraftLine, _TRY)
def list_drafts(call: Call, asked: Query[DraftsAsked]) -> Sequence[DraftLine]:
    """List the latest drafts of one's branch, the newest first."""
    del asked
    told = reads.drafts(call.hand, call.today)
    return [DraftLine.model_validate(one) for one in told]


@SHELF.one("/drafts/{int:number}", DraftOut, _TRY)
def get_draft(call: Call, number: Number) -> DraftOut:
    """Show a draft: what it changes in words, and who did what with it."""
    return _told(call, number)


@SHELF.one("/drafts/{int:number}/compare/{int:other}", DraftsOut, _TRY)
def compare_drafts(call: Call, number: Number, other: Number) -> DraftsOut:
    """Say in words what differs between two drafts."""
    one, two = _draft(call, number), _draft(call, other)
    told = {"one": one, "other": two, "sentences": reads.compared(one, two)}
    return DraftsOut.model_validate(told)


@SHELF.deed("/drafts/{int:number}/submit", DraftOut, _TRY, _WRITE, versioned=True)
def submit_draft(call: Call, number: Number) -> DraftOut:
    """Hand a draft in, for somebody else to read."""
    return _moved(call, number, "submit")


@SHELF.deed("/drafts/{int:number}/approve", DraftOut, _REVIEW, _WRITE, versioned=True)
def approve_draft(call: Call, number: Number) -> DraftOut:
    """Approve a draft that others made; that makes it no law."""
    return _moved(call, number, "approve")


@SHELF.deed("/drafts/{int:number}/send-back", DraftOut, _REVIEW, _WRITE, versioned=True)
def send_draft_back(call: Call, number: Number, body: RemarkIn) -> DraftOut:
    """Send a draft back, and say what is to be changed."""
    return _moved(call, number, "send_back", body.reason)


def _moved(call: Call, number: int, deed: str, note: str = "") -> DraftOut:
    version = matched(call.request, _draft(call, number).version)
    actions.move_draft(
        draft=number, deed=deed, version=version, note=note, by=call.hand, at=call.at
    )
    return _told(call, number)


def _told(call: Call, number: int) -> DraftOut:
    return DraftOut.model_validate(_draft(call, number))


def _draft(call: Call, number: int) -> reads.DraftView:
    found = reads.draft(number, call.hand, call.today)
    if found is None:
        raise Http404
    return found
