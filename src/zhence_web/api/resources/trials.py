"""Reforms tried on the register by programs: asked for, watched, read."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Literal

from django.http import Http404
from ninja import Query

from zhence_web.api.asked import Number, Paged
from zhence_web.api.calling import Call
from zhence_web.api.offers import Shelf
from zhence_web.api.shapes.trials import TrialIn, TrialLine, TrialOut
from zhence_web.jobs.trials import ask
from zhence_web.records.access.grants import Grant
from zhence_web.records.accounts.permissions import Action
from zhence_web.records.drafts import reads
from zhence_web.records.drafts.actions import Reform

SHELF = Shelf("assessment", Grant.READ_ASSESSMENT)
_TRY = Action.TRY_REFORM


class TrialsAsked(Paged):
    """The latest trials of one's branch."""

    sort: Literal["", "id", "-id"] = ""


@SHELF.many("/trials", TrialLine, _TRY)
def list_trials(call: Call, asked: Query[TrialsAsked]) -> Sequence[TrialLine]:
    """List the latest trials of one's branch, the newest first."""
    del asked
    told = reads.trials(call.hand, call.today)
    return [TrialLine.model_validate(one) for one in told]


@SHELF.deed("/trials/ask", TrialLine, _TRY, Grant.WRITE_ASSESSMENT, status=202)
def ask_trial(call: Call, body: TrialIn) -> TrialLine:
    """Try a reform on the register; a worker carries it out, and decides nothing."""
    made = ask(asked=Reform(**dict(body)), by=call.hand, at=call.at)
    return _line(call, made)


@SHELF.one("/trials/{int:number}", TrialLine, _TRY)
def get_trial(call: Call, number: Number) -> TrialLine:
    """Show how far a trial is."""
    return _line(call, number)


@SHELF.one("/trials/{int:number}/result", TrialOut, _TRY)
def get_trial_result(call: Call, number: Number) -> TrialOut:
    """Show what a trial found: which results would turn, where and why."""
    found = reads.trial(number, call.hand, call.today)
    if found is None:
        raise Http404
    return TrialOut.model_validate(found)


def _line(call: Call, number: int) -> TrialLine:
    found = reads.trial_line(number, call.hand, call.today)
    if found is None:
        raise Http404
    return TrialLine.model_validate(found)
