"""An enterprise's own per-mu results: the sheet, and an objection to it."""

from __future__ import annotations

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.views.decorators.http import require_POST, require_safe

from zhence.errors import Fault, ZhenceError
from zhence.evidence import Text
from zhence_web.kit.languages import say
from zhence_web.records.accounts.door import entrance
from zhence_web.records.accounts.hand import Hand
from zhence_web.records.accounts.permissions import Action
from zhence_web.records.rankings import grades
from zhence_web.records.rankings.objecting import object_to

_UNPROCESSABLE = 422
_SENT = Text(
    "异议已提交，等待答复", "the objection is on record and waits for its answer"
)


@require_safe
@entrance(Action.VIEW_OWN_GRADE)
def own(request: HttpRequest, hand: Hand) -> HttpResponse:
    """List the published results of the firm that somebody speaks for."""
    shown = {
        "firm": grades.own_firm(hand),
        "rows": grades.own_grades(hand, timezone.localdate()),
    }
    return render(request, "desk/grades.html", shown)


@require_safe
@entrance(Action.VIEW_OWN_GRADE)
def grade(request: HttpRequest, hand: Hand, grade: int) -> HttpResponse:
    """Show the firm's sheet: formula, benchmark, points, band and why."""
    return _grade(request, hand, grade)


@require_POST
@entrance(Action.OBJECT)
def objection(request: HttpRequest, hand: Hand, grade: int) -> HttpResponse:
    """Take the firm's objection."""
    reason = request.POST.get("reason", "")
    _told(hand, grade)
    try:
        object_to(grade=grade, reason=reason, by=hand, at=timezone.now())
    except ZhenceError as refusal:
        return _grade(request, hand, grade, refusal.faults)
    messages.success(request, say(_SENT))
    return redirect("desk:grade", grade)


def _told(hand: Hand, grade: int) -> grades.FirmSheet:
    told = grades.sheet_for_firm(grade, hand, timezone.now(), timezone.localdate())
    if told is None:
        raise Http404
    return told


def _grade(
    request: HttpRequest, hand: Hand, grade: int, faults: tuple[Fault, ...] = ()
) -> HttpResponse:
    told = _told(hand, grade)
    until = told.grading.until
    shown = {
        "told": told,
        "may_object": not told.waiting
        and until is not None
        and timezone.localdate() <= until,
        "given": request.POST,
        "faults": faults,
    }
    status = _UNPROCESSABLE if faults else None
    return render(request, "desk/grade.html", shown, status=status)
