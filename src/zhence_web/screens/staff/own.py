"""What everybody has: where to begin, in which hand to act, one's own account."""

from __future__ import annotations

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.http import url_has_allowed_host_and_scheme
from django.views.decorators.cache import never_cache
from django.views.decorators.debug import sensitive_post_parameters
from django.views.decorators.http import (
    require_http_methods,
    require_POST,
    require_safe,
)

from zhence.errors import Fault
from zhence.evidence import Text
from zhence_web.kit.languages import say
from zhence_web.kit.posted import whole
from zhence_web.records.accounts.actions.deputies import deputise
from zhence_web.records.accounts.actions.deputies import revoke as revoke_deputy
from zhence_web.records.accounts.actions.entry import choose_password
from zhence_web.records.accounts.door import choose, entrance, signed_in
from zhence_web.records.accounts.hand import Hand
from zhence_web.records.accounts.invitations import invited
from zhence_web.records.accounts.permissions import Action
from zhence_web.records.accounts.reads.people import colleagues_of, lent_by_or_to
from zhence_web.records.accounts.refusals import RefusedError, refuse
from zhence_web.screens.staff.posted import Posted

_UNUSABLE = 422


@require_safe
@signed_in
def work(request: HttpRequest) -> HttpResponse:
    """Lead to where one begins: what is open to the present hand."""
    del request
    return redirect("staff:me")


@require_safe
@signed_in
def me(request: HttpRequest) -> HttpResponse:
    """Show what is open to somebody, their hands, and the safety of their account."""
    return render(request, "staff/me.html")


@require_POST
@signed_in
def choose_hand(request: HttpRequest) -> HttpResponse:
    """Act in another appointment from now on; the address after is one of ours."""
    chosen = whole(request.POST.get("hand", ""))
    if chosen is None or not choose(request, chosen):
        raise Http404
    after = request.POST.get("next", "")
    if url_has_allowed_host_and_scheme(after, {request.get_host()}):
        return redirect(after)
    return redirect("staff:work")


@require_http_methods(["GET", "HEAD", "POST"])
@entrance(Action.DEPUTISE)
def deputies(request: HttpRequest, hand: Hand) -> HttpResponse:
    """Show who acts for whom; lend the present appointment to a colleague."""
    faults: tuple[Fault, ...] = ()
    today = timezone.localdate()
    if request.method == "POST":
        sent = Posted(request)
        try:
            deputise(
                appointment=hand.appointment,
                deputy=sent.number("deputy"),
                since=sent.day("since"),
                until=sent.day("until"),
                reason=sent.text("reason"),
                by=hand,
                at=timezone.now(),
            )
        except RefusedError as error:
            faults = error.faults
        else:
            return redirect("staff:deputies")
    context = {
        "colleagues": colleagues_of(hand.user, hand.org, today),
        "lent": lent_by_or_to(hand.user, today),
        "today": today,
        "typed": request.POST.dict(),
        "faults": faults,
    }
    status = _UNUSABLE if faults else 200
    return render(request, "staff/deputies.html", context, status=status)


@require_POST
@entrance(Action.DEPUTISE)
def revoke(request: HttpRequest, hand: Hand) -> HttpResponse:
    """Take an appointment back, or give it back; what is over stays over."""
    mine = {one.id for one in lent_by_or_to(hand.user, timezone.localdate())}
    chosen = whole(request.POST.get("deputation", ""))
    if chosen is None or chosen not in mine:
        raise Http404
    try:
        revoke_deputy(deputation=chosen, by=hand, at=timezone.now())
    except RefusedError as error:
        messages.warning(request, say(Text(error.faults[0].zh, error.faults[0].en)))
    return redirect("staff:deputies")


@require_http_methods(["GET", "HEAD", "POST"])
@never_cache
@sensitive_post_parameters()
def welcome(request: HttpRequest, username: str, token: str) -> HttpResponse:
    """Let whoever holds a link choose a password; then they sign in with it."""
    faults: tuple[Fault, ...] = ()
    if request.method == "POST":
        first, second = request.POST.get("first", ""), request.POST.get("second", "")
        try:
            if first != second:
                refuse(
                    "password_differs",
                    "两次输入的口令不同，请重新输入。",
                    "The two passwords differ: enter them again.",
                )
            choose_password(
                username=username, token=token, password=first, at=timezone.now()
            )
        except RefusedError as error:
            faults = error.faults
        else:
            messages.success(
                request,
                say(Text("口令已设定，请登录。", "The password is set: sign in.")),
            )
            return redirect("account_login")
    holds = invited(username, token) is not None
    context = {"holds": holds, "username": username, "faults": faults}
    status = 200 if holds and not faults else _UNUSABLE if holds else 404
    return render(request, "staff/welcome.html", context, status=status)


welcome.action = "open"  # type: ignore[attr-defined]  # the matrix: whoever comes
