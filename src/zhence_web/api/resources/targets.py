"""Targets with what was reached, its verdict and its pace."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Literal

from django.http import Http404
from ninja import Query

from zhence_web.api.asked import Number, Paged
from zhence_web.api.calling import Call
from zhence_web.api.offers import Shelf
from zhence_web.api.shapes.targets import GoalOut
from zhence_web.records.access.grants import Grant
from zhence_web.records.accounts.permissions import Action
from zhence_web.records.cockpit import reads

SHELF = Shelf("evidence", Grant.READ_ASSESSMENT)


class TargetsAsked(Paged):
    """The place, without which it is one's own."""

    place: Number | None = None
    sort: Literal["", "policy", "-policy", "target", "-target"] = ""


@SHELF.many("/targets", GoalOut, Action.VIEW_COCKPIT)
def list_targets(call: Call, asked: Query[TargetsAsked]) -> Sequence[GoalOut]:
    """List the targets of a place: what was reached, its verdict and its pace."""
    place = asked.place or call.hand.org
    seen = reads.look(place=place, policy="", board="", by=call.hand, at=call.at)
    if seen is None:
        raise Http404
    told = reads.settled(*seen, call.at)
    return [GoalOut.model_validate(one) for one in told.goals]
