"""What somebody was told, and how they want to be told."""

from __future__ import annotations

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.views.decorators.http import (
    require_http_methods,
    require_POST,
    require_safe,
)

from zhence.errors import ZhenceError
from zhence.evidence import Text
from zhence_web.kit.faults import Said
from zhence_web.kit.languages import say
from zhence_web.kit.paging import Listed, page_of
from zhence_web.kit.posted import line, told, whole
from zhence_web.records.accounts.door import entrance
from zhence_web.records.accounts.hand import Hand
from zhence_web.records.accounts.permissions import Action
from zhence_web.records.tasks import channels, reads_channels
from zhence_web.screens.staff.leading import address

_A_PAGE = 30
_UNPROCESSABLE = 422
_KEPT = Text("已保存。", "Saved.")


@require_safe
@entrance(Action.DEPUTISE)
def notices(request: HttpRequest, hand: Hand) -> HttpResponse:
    """List what whoever holds this appointment was told, the newest first."""
    found = reads_channels.notices(hand)
    page = page_of(found, request.GET.get("page"), _A_PAGE)
    rows = [(one, address(one.kind, one.ref, hand)) for one in page.items]
    shown = {
        "page": page,
        "rows": rows,
        "asked": Listed(),
        "unread": sum(not one.read for one in found),
    }
    return render(request, "staff/notices.html", shown)


@require_POST
@entrance(Action.DEPUTISE)
def read(request: HttpRequest, hand: Hand) -> HttpResponse:
    """Mark one notice as read, or all of them."""
    one = request.POST.get("notice", "")
    # A number that names none marks none; nothing at all marks all.
    chosen = (whole(one) or 0) if one else None
    channels.mark_read(by=hand, at=timezone.now(), notice=chosen)
    return redirect("staff:notices")


@require_http_methods(["GET", "HEAD", "POST"])
@entrance(Action.DEPUTISE)
def wishes(request: HttpRequest, hand: Hand) -> HttpResponse:
    """Show and set where and about what the person signed in is mailed."""
    faults: tuple[Said, ...] = ()
    held = reads_channels.wishes(hand)
    if request.method == "POST":
        try:
            channels.wish_mail(
                email=line(request.POST.get("email", "")),
                topics=request.POST.getlist("topics"),
                by=hand,
                at=timezone.now(),
            )
        except ZhenceError as error:
            faults = told(error)
        else:
            messages.success(request, say(_KEPT))
            return redirect("staff:wishes")
    shown = {
        "held": held,
        "faults": faults,
        "email": request.POST.get("email", held.email),
    }
    status = _UNPROCESSABLE if faults else 200
    return render(request, "staff/wishes.html", shown, status=status)
