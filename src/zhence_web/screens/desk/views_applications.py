"""Applications for a list: written, verified, taken on, sent back."""

from __future__ import annotations

from collections.abc import Callable

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse, QueryDict
from django.shortcuts import redirect, render
from django.utils import timezone
from django.views.decorators.http import (
    require_http_methods,
    require_POST,
    require_safe,
)

from zhence.errors import ZhenceError
from zhence.evidence import Text
from zhence_web.kit.faults import by_cell
from zhence_web.kit.languages import say
from zhence_web.kit.paging import listed, page_of
from zhence_web.kit.posted import line, told, whole
from zhence_web.records.accounts.door import entrance
from zhence_web.records.accounts.hand import Hand
from zhence_web.records.accounts.permissions import RIGHTS, Action
from zhence_web.records.applications import actions, reads
from zhence_web.screens.desk.application_form import figures, rows, sending

_A_PAGE = 25
_UNPROCESSABLE = 422
_SENT = Text("已送县级审核。", "It lies with the county now.")
_VERIFIED = Text("已审核，转办公室受理。", "Verified; the office takes it on.")
_TAKEN_ON = Text(
    "已受理。下一步在“考核研判”中按“申报”时机研判，再登记决定。",
    "Taken on. Next: a run on the occasion of applications, then the decision.",
)
_SENT_BACK = Text("已退回，理由在案。", "Sent back, with its reason on record.")


@require_safe
@entrance(Action.VIEW_APPLICATION)
def applications(request: HttpRequest, hand: Hand) -> HttpResponse:
    """List the applications of one's branch, those that wait for oneself first."""
    today = timezone.localdate()
    state = request.GET.get("state", "")
    state = state if state in reads.STATES else ""
    found = reads.applications(hand, today, state)
    applies = any(right.role is hand.role for right in RIGHTS[Action.APPLY])
    shown = {
        "page": page_of(found, request.GET.get("page"), _A_PAGE),
        "waiting": sum(one.waiting for one in found),
        "states": tuple(reads.STATES.items()),
        "asked": listed(state=state),
        "state": state,
        "applies": applies,
    }
    return render(request, "desk/applications.html", shown)


@require_http_methods(["GET", "HEAD", "POST"])
@entrance(Action.APPLY)
def new(request: HttpRequest, hand: Hand) -> HttpResponse:
    """Show the form that a policy asks for; send it, or say everything wrong."""
    if request.method != "POST":
        return _form(request, hand, request.GET)
    try:
        made = actions.send_application(
            sending=sending(request.POST), by=hand, at=timezone.now()
        )
    except ZhenceError as error:
        return _form(request, hand, request.POST, error)
    messages.success(request, say(_SENT))
    return redirect("desk:application", made)


@require_safe
@entrance(Action.VIEW_APPLICATION)
def application(request: HttpRequest, hand: Hand, number: int) -> HttpResponse:
    """Show an application: what it says, where it went, and what would follow."""
    return _page(request, hand, number)


@require_POST
@entrance(Action.VERIFY_APPLICATION)
def verify(request: HttpRequest, hand: Hand, number: int) -> HttpResponse:
    """Verify an application for the county."""

    def deed() -> None:
        actions.verify_application(
            application=number,
            version=_version(request),
            by=hand,
            at=timezone.now(),
            note=line(request.POST.get("note", "")),
        )

    return _done(request, hand, number, deed, _VERIFIED)


@require_POST
@entrance(Action.TAKE_ON_APPLICATION)
def take_on(request: HttpRequest, hand: Hand, number: int) -> HttpResponse:
    """Take an application on; the site comes on the list where one applies."""

    def deed() -> None:
        actions.take_on_application(
            application=number,
            version=_version(request),
            by=hand,
            at=timezone.now(),
            note=line(request.POST.get("note", "")),
        )

    return _done(request, hand, number, deed, _TAKEN_ON)


@require_POST
@entrance(Action.SEND_BACK_APPLICATION)
def send_back(request: HttpRequest, hand: Hand, number: int) -> HttpResponse:
    """Send an application back with its reason."""

    def deed() -> None:
        actions.send_back_application(
            application=number,
            version=_version(request),
            reason=line(request.POST.get("reason", "")),
            by=hand,
            at=timezone.now(),
        )

    return _done(request, hand, number, deed, _SENT_BACK)


def _done(
    request: HttpRequest,
    hand: Hand,
    number: int,
    deed: Callable[[], None],
    said: Text,
) -> HttpResponse:
    try:
        deed()
    except ZhenceError as error:
        return _page(request, hand, number, error)
    messages.success(request, say(said))
    return redirect("desk:application", number)


def _page(
    request: HttpRequest, hand: Hand, number: int, error: ZhenceError | None = None
) -> HttpResponse:
    found = reads.application(number, hand, timezone.now())
    if found is None:
        raise Http404
    shown = {
        "application": found,
        "line": found.line,
        "faults": () if error is None else told(error),
        "posted": request.POST,
        "longest": actions.LONGEST_NOTE,
    }
    status = 200 if error is None else _UNPROCESSABLE
    return render(request, "desk/application.html", shown, status=status)


def _form(
    request: HttpRequest,
    hand: Hand,
    typed: QueryDict,
    error: ZhenceError | None = None,
) -> HttpResponse:
    """Show the form of the policy chosen; of the first one that takes applications."""
    today = timezone.localdate()
    policies = reads.policies_to_apply_under(today)
    chosen = typed.get("policy", "") or (policies[0][0] if policies else "")
    form = reads.application_form(chosen, today)
    wrong = {} if error is None else by_cell(error.faults)
    shown = {
        "form": form,
        "policies": policies,
        "sites": reads.applicants(hand, today),
        "typed": typed,
        "rows": () if form is None else rows(form, typed, wrong),
        "figures": () if form is None else figures(form, typed, wrong),
        "faults": () if error is None else told(error),
        "longest": actions.LONGEST_NOTE,
    }
    status = 200 if error is None else _UNPROCESSABLE
    return render(request, "desk/application_new.html", shown, status=status)


def _version(request: HttpRequest) -> int:
    """Return the version that the page was made from; 0, which none has, if none."""
    return whole(request.POST.get("version", "")) or 0
