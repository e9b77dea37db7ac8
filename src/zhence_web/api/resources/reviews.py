"""Reviews that restated figures ask for, and the jobs of the background."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Literal

from django.http import Http404
from ninja import Query

from zhence_web.api.asked import Number, Paged
from zhence_web.api.calling import Call
from zhence_web.api.offers import Shelf
from zhence_web.api.shapes.casework import JobOut, OutcomeIn, ReviewOut
from zhence_web.records.access.grants import Grant
from zhence_web.records.accounts.gate import check
from zhence_web.records.accounts.permissions import Action
from zhence_web.records.accounts.tree import subtree
from zhence_web.records.assessment import actions, reads

SHELF = Shelf("assessment", Grant.READ_ASSESSMENT)
_CLOSE = Action.CLOSE_REVIEW


class ReviewsAsked(Paged):
    """The reviews of one's branch."""

    sort: Literal["", "id", "-id"] = ""


class JobsAsked(Paged):
    """The jobs of one's branch, the newest first."""

    sort: Literal[""] = ""


@SHELF.many("/reviews", ReviewOut, _CLOSE)
def list_reviews(call: Call, asked: Query[ReviewsAsked]) -> Sequence[ReviewOut]:
    """List the reviews that restatements opened: open first, urgent before."""
    del asked
    told = reads.reviews(subtree(call.hand.org, call.today), call.today)
    return [ReviewOut.model_validate(one) for one in told]


@SHELF.one("/reviews/{int:number}", ReviewOut, _CLOSE)
def get_review(call: Call, number: Number) -> ReviewOut:
    """Show a review: what would come out otherwise."""
    return ReviewOut.model_validate(_review(call, number))


@SHELF.deed("/reviews/{int:number}/close", ReviewOut, _CLOSE, Grant.WRITE_DECISIONS)
def close_review(call: Call, number: Number, body: OutcomeIn) -> ReviewOut:
    """Say what came of a review; what was decided stands until decided anew."""
    _review(call, number)
    actions.close_review(review=number, outcome=body.outcome, by=call.hand, at=call.at)
    return ReviewOut.model_validate(_review(call, number))


@SHELF.many("/jobs", JobOut, Action.VIEW_JOBS)
def list_jobs(call: Call, asked: Query[JobsAsked]) -> Sequence[JobOut]:
    """List the jobs of one's branch and how far each is, the newest first."""
    del asked
    told = reads.jobs(subtree(call.hand.org, call.today), call.hand.user)
    return [JobOut.model_validate(one) for one in told]


def _review(call: Call, number: int) -> reads.ReviewView:
    found = reads.review(number, call.today)
    if found is None:
        raise Http404
    check(call.hand, _CLOSE, found.org, call.today)
    return found
