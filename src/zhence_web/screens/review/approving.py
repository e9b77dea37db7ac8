"""The acts of an office on a return; each is a POST, and leads back to its page."""

from __future__ import annotations

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils import timezone
from django.views.decorators.http import require_POST

from zhence.errors import BadInputError
from zhence.evidence import Text
from zhence_web.jobs.approvals import Approval, approve
from zhence_web.kit.faults import by_cell
from zhence_web.kit.languages import say
from zhence_web.kit.posted import line, whole
from zhence_web.records.accounts.door import entrance
from zhence_web.records.accounts.hand import Hand
from zhence_web.records.accounts.permissions import Action
from zhence_web.records.reporting import actions
from zhence_web.records.reporting.forms import LONGEST_TEXT
from zhence_web.screens.review.page import Ticked, return_page

BOX, REASON = "b-", "r-"
"""What the fields of a cell begin with: the box that sends it back, and why."""

_UNPROCESSABLE = 422
_UP = Text("已审核，交由上一级审定。", "Approved and handed to the next level.")
_FINAL = Text(
    "已审定，数据已入库；确需更正的，由本级退回单元格。",
    "Accepted; its figures are known now. What needs mending is sent back from here.",
)
_BACK = Text(
    "已退回填报单位，只有勾选的单元格可以修改。",
    "Sent back to the unit; only the marked cells can be changed.",
)


@require_POST
@entrance(Action.VERIFY_RETURN)
def verify(request: HttpRequest, hand: Hand, number: int) -> HttpResponse:
    """Verify for the county."""
    return _approve(request, hand, number, actions.verify)


@require_POST
@entrance(Action.ACCEPT_AS_CITY)
def accept_as_city(request: HttpRequest, hand: Hand, number: int) -> HttpResponse:
    """Accept for the city."""
    return _approve(request, hand, number, actions.accept_as_city)


@require_POST
@entrance(Action.ACCEPT_AS_PROVINCE)
def accept_as_province(request: HttpRequest, hand: Hand, number: int) -> HttpResponse:
    """Accept for the province."""
    return _approve(request, hand, number, actions.accept_as_province)


@require_POST
@entrance(Action.SEND_BACK)
def send_back(request: HttpRequest, hand: Hand, number: int) -> HttpResponse:
    """Send the marked cells back, or say everything that is wrong with the marks."""
    posted = request.POST
    boxes = [name.removeprefix(BOX) for name in posted if name.startswith(BOX)]
    cells = {code: line(posted.get(REASON + code, "")) for code in boxes}
    note = line(posted.get("note", ""))[:LONGEST_TEXT]
    reason = posted.get("reason", "error")
    try:
        actions.send_back(
            return_id=number,
            version=_version(request),
            cells=cells,
            by=hand,
            at=timezone.now(),
            note=note,
            reason=reason,
        )
    except BadInputError as error:
        given = {
            name.removeprefix(REASON): text
            for name, text in posted.items()
            if name.startswith(REASON) and isinstance(text, str)
        }
        faults = by_cell(error.faults)
        ticked = Ticked(given, frozenset(boxes), faults, note, reason)
        return return_page(request, hand, number, ticked, _UNPROCESSABLE)
    messages.success(request, say(_BACK))
    return redirect("review:return", number)


def _approve(
    request: HttpRequest, hand: Hand, number: int, deed: Approval
) -> HttpResponse:
    try:
        done = approve(
            deed,
            return_id=number,
            version=_version(request),
            by=hand,
            at=timezone.now(),
            note=line(request.POST.get("note", ""))[:LONGEST_TEXT],
        )
    except BadInputError as error:
        faults = by_cell(error.faults)
        ticked = Ticked({}, frozenset(), faults)
        return return_page(request, hand, number, ticked, _UNPROCESSABLE)
    messages.success(request, say(_FINAL if done.final else _UP))
    return redirect("review:return", number)


def _version(request: HttpRequest) -> int:
    """Return the version that the page was made from; 0, which none has, if none."""
    return whole(request.POST.get("version", "")) or 0
