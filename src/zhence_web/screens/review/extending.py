"""Letting a site fill a locked return again: a POST that leads back to its page."""

from __future__ import annotations

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils import timezone
from django.views.decorators.http import require_POST

from zhence.errors import BadInputError
from zhence.evidence import Text
from zhence_web.kit.faults import by_cell
from zhence_web.kit.languages import say
from zhence_web.kit.posted import Posted, line, whole
from zhence_web.records.accounts.door import entrance
from zhence_web.records.accounts.hand import Hand
from zhence_web.records.accounts.permissions import Action
from zhence_web.records.reporting import actions
from zhence_web.screens.review.page import Ticked, return_page

_UNPROCESSABLE = 422
_DONE = Text(
    "已准予延期并记录在案；截止日不变，之后报的仍算迟报。",
    "Extended, and on record; the due day stays, so what comes now is late.",
)


@require_POST
@entrance(Action.EXTEND_RETURN)
def extend(request: HttpRequest, hand: Hand, number: int) -> HttpResponse:
    """Move the last day of a draft, or say what the extension lacks."""
    sent = Posted(request.POST)
    try:
        until = sent.day("until")
        sent.check()
        actions.extend(
            return_id=number,
            version=whole(request.POST.get("version", "")) or 0,
            until=until,
            reason=line(request.POST.get("reason", "")),
            by=hand,
            at=timezone.now(),
        )
    except BadInputError as error:
        refused = Ticked({}, frozenset(), by_cell(error.faults))
        return return_page(request, hand, number, refused, _UNPROCESSABLE)
    messages.success(request, say(_DONE))
    return redirect("review:return", number)
