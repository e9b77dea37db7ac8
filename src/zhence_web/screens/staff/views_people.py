"""The security officer's pages: people, what they hold, their links."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from datetime import datetime

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.views.decorators.cache import never_cache
from django.views.decorators.http import (
    require_http_methods,
    require_POST,
    require_safe,
)

from zhence_web.kit.paging import listed, page_of
from zhence_web.records.accounts.actions import deputies, entry, people
from zhence_web.records.accounts.door import entrance
from zhence_web.records.accounts.hand import Hand
from zhence_web.records.accounts.invitations import Invitation
from zhence_web.records.accounts.permissions import Action
from zhence_web.records.accounts.reads.organisations import tree_on
from zhence_web.records.accounts.reads.people import (
    lent_by_or_to,
    people_below,
    person_below,
)
from zhence_web.records.accounts.refusals import RefusedError, refuse
from zhence_web.records.accounts.roles import Role
from zhence_web.screens.staff.posted import Posted

_UNUSABLE = 422
_SIZE = 30
_LINK = "staff_link"

Deed = Callable[[Posted, int, Hand, datetime], Invitation | None]


@require_safe
@entrance(Action.MANAGE_PEOPLE)
def people_list(request: HttpRequest, hand: Hand) -> HttpResponse:
    """Show who holds or held something below one's own organisation."""
    words = request.GET.get("q", "").strip()
    found = [
        one
        for one in people_below(hand.org, timezone.localdate())
        if words.lower() in f"{one.username} {one.name}".lower()
    ]
    page = page_of(found, request.GET.get("page"), _SIZE)
    context = {"page": page, "words": words, "asked": listed(q=words)}
    return render(request, "staff/people.html", context)


@require_http_methods(["GET", "HEAD", "POST"])
@entrance(Action.MANAGE_PEOPLE)
def invite(request: HttpRequest, hand: Hand) -> HttpResponse:
    """Invite somebody, and lead to the page that shows the link once."""
    faults: tuple[object, ...] = ()
    if request.method == "POST":
        sent = Posted(request)
        try:
            made = people.invite_person(
                username=sent.text("username"),
                name=sent.text("name"),
                org=sent.number("org"),
                role=_role(sent),
                since=sent.day("since"),
                by=hand,
                at=timezone.now(),
            )
        except RefusedError as error:
            faults = error.faults
        else:
            return _link_of(request, made)
    today = timezone.localdate()
    context = {
        "orgs": tree_on(today, hand.org),
        "roles": Role,
        "today": today,
        "typed": request.POST.dict(),
        "faults": faults,
    }
    status = _UNUSABLE if faults else 200
    return render(request, "staff/invite.html", context, status=status)


@require_safe
@entrance(Action.MANAGE_PEOPLE)
def person(request: HttpRequest, hand: Hand, user: int) -> HttpResponse:
    """Show somebody: what they hold, who acts for them, what can be done."""
    return _page(request, hand, user)


@require_POST
@entrance(Action.MANAGE_PEOPLE)
def change_person(
    request: HttpRequest, hand: Hand, user: int, deed: str
) -> HttpResponse:
    """Do one deed to somebody; a refusal shows the page again."""
    if deed not in _DEEDS:
        raise Http404
    _reached(hand, user)
    try:
        made = _DEEDS[deed](Posted(request), user, hand, timezone.now())
    except RefusedError as error:
        return _page(request, hand, user, deed=deed, error=error)
    return _link_of(request, made) if made else redirect("staff:person", user=user)


@require_safe
@never_cache
@entrance(Action.MANAGE_PEOPLE)
def link(request: HttpRequest, hand: Hand) -> HttpResponse:
    """Show a link that was just made, once."""
    del hand
    made = request.session.pop(_LINK, None)
    return render(request, "staff/link.html", {"made": made})


def _link_of(request: HttpRequest, made: Invitation) -> HttpResponse:
    request.session[_LINK] = {
        "user": made.user,
        "username": made.username,
        "token": made.token,
    }
    return redirect("staff:link")


def _reached(hand: Hand, user: int) -> None:
    if person_below(user, hand.org, timezone.localdate()) is None:
        raise Http404


def _page(
    request: HttpRequest,
    hand: Hand,
    user: int,
    *,
    deed: str = "",
    error: RefusedError | None = None,
) -> HttpResponse:
    today = timezone.localdate()
    found = person_below(user, hand.org, today)
    if found is None:
        raise Http404
    others = people_below(hand.org, today)
    context = {
        "person": found,
        "lent": lent_by_or_to(user, today),
        "orgs": tree_on(today, hand.org),
        "roles": Role,
        "others": [one for one in others if one.active and one.id != user],
        "today": today,
        "deed": deed,
        "typed": request.POST.dict() if error else {},
        "faults": error.faults if error else (),
    }
    status = _UNUSABLE if error else 200
    return render(request, "staff/person.html", context, status=status)


def _role(sent: Posted) -> Role:
    word = sent.text("role")
    if word not in Role:
        refuse("field_role", "请选择角色。", "Choose a role.")
    return Role(word)


def _appoint(sent: Posted, user: int, hand: Hand, at: datetime) -> None:
    people.appoint(
        user=user,
        org=sent.number("org"),
        role=_role(sent),
        since=sent.day("since"),
        until=sent.day_or_none("until"),
        by=hand,
        at=at,
    )


def _end(sent: Posted, user: int, hand: Hand, at: datetime) -> None:
    del user
    people.end_appointment(
        appointment=sent.number("appointment"), on=sent.day("on"), by=hand, at=at
    )


def _deputise(sent: Posted, user: int, hand: Hand, at: datetime) -> None:
    del user
    deputies.deputise(
        appointment=sent.number("appointment"),
        deputy=sent.number("deputy"),
        since=sent.day("since"),
        until=sent.day("until"),
        reason=sent.text("reason"),
        by=hand,
        at=at,
    )


def _revoke(sent: Posted, user: int, hand: Hand, at: datetime) -> None:
    del user
    deputies.revoke(deputation=sent.number("deputation"), by=hand, at=at)


def _renew(sent: Posted, user: int, hand: Hand, at: datetime) -> Invitation:
    del sent
    return people.renew_link(user=user, by=hand, at=at)


def _factor(sent: Posted, user: int, hand: Hand, at: datetime) -> None:
    del sent
    entry.drop_second_factor(user=user, by=hand, at=at)


def _close(sent: Posted, user: int, hand: Hand, at: datetime) -> None:
    del sent
    people.deactivate(user=user, by=hand, at=at)


_DEEDS: Mapping[str, Deed] = {
    "appoint": _appoint,
    "end": _end,
    "deputise": _deputise,
    "revoke": _revoke,
    "renew": _renew,
    "factor": _factor,
    "close": _close,
}
