"""What a figure of the cockpit rests on, by one call."""

from __future__ import annotations

from typing import Annotated

from django.http import Http404
from ninja import Path, Query
from pydantic import Field

from zhence_web.api.asked import Asked, Day, Number
from zhence_web.api.calling import Call
from zhence_web.api.offers import Shelf
from zhence_web.api.shapes.figures import EvidenceOut
from zhence_web.records.access.grants import Grant
from zhence_web.records.accounts.permissions import Action
from zhence_web.records.cockpit.evidence import evidence_json, evidence_of

SHELF = Shelf("evidence", Grant.READ_ASSESSMENT)

FigureId = Annotated[str, Field(min_length=1, max_length=200)]


class EvidenceAsked(Asked):
    """The place, without which it is one's own; the day, without which it is today."""

    place: Number | None = None
    on: Day | None = None


@SHELF.one("/evidence/{figure}", EvidenceOut, Action.VIEW_COCKPIT)
def get_evidence(
    call: Call, figure: Path[FigureId], asked: Query[EvidenceAsked]
) -> EvidenceOut:
    """Show what a figure means and every cell or record that it goes back to."""
    told = evidence_of(
        figure,
        place=asked.place or call.hand.org,
        by=call.hand,
        on=asked.on or call.today,
        at=call.at,
    )
    if told is None:
        raise Http404
    return EvidenceOut.model_validate(evidence_json(told))
