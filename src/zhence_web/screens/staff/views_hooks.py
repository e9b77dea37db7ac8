"""Receivers of signed messages: making one, its secret shown once, its log."""

from __future__ import annotations

from django.conf import settings
from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.views.decorators.cache import never_cache
from django.views.decorators.http import (
    require_http_methods,
    require_POST,
    require_safe,
)

from zhence.errors import ZhenceError
from zhence.evidence import Text
from zhence_web.kit.faults import Said
from zhence_web.kit.languages import say
from zhence_web.kit.posted import line, told
from zhence_web.records.accounts.door import entrance
from zhence_web.records.accounts.hand import Hand
from zhence_web.records.accounts.permissions import Action
from zhence_web.records.tasks import channels, reads_channels
from zhence_web.records.tasks.topics import TOPICS

_UNPROCESSABLE = 422
_ENDED = Text("已停用，不再推送。", "Ended: nothing is sent there any more.")


@require_http_methods(["GET", "HEAD", "POST"])
@never_cache
@entrance(Action.MANAGE_HOOKS)
def hooks(request: HttpRequest, hand: Hand) -> HttpResponse:
    """List the receivers; make one, and show its secret this once."""
    faults: tuple[Said, ...] = ()
    made: channels.Made | None = None
    if request.method == "POST":
        try:
            made = channels.make_hook(
                url=line(request.POST.get("url", "")),
                topics=request.POST.getlist("topics"),
                loopback=settings.CONFIG.hook_loopback,
                by=hand,
                at=timezone.now(),
            )
        except ZhenceError as error:
            faults = told(error)
    shown = {
        "hooks": reads_channels.hooks(hand, timezone.localdate()),
        "topics": [(t.value, words) for t, words in TOPICS.items()],
        "chosen": request.POST.getlist("topics"),
        "url": "" if made else request.POST.get("url", ""),
        "made": made,
        "faults": faults,
    }
    status = _UNPROCESSABLE if faults else 200
    return render(request, "staff/hooks.html", shown, status=status)


@require_safe
@entrance(Action.MANAGE_HOOKS)
def hook(request: HttpRequest, hand: Hand, number: int) -> HttpResponse:
    """Show one receiver with what was sent to it and what came back."""
    return _page(request, hand, number)


@require_POST
@never_cache
@entrance(Action.MANAGE_HOOKS)
def renew(request: HttpRequest, hand: Hand, number: int) -> HttpResponse:
    """Give a receiver a new secret, and show it this once."""
    made = channels.renew_secret(hook=number, by=hand, at=timezone.now())
    return _page(request, hand, number, made)


@require_POST
@entrance(Action.MANAGE_HOOKS)
def end(request: HttpRequest, hand: Hand, number: int) -> HttpResponse:
    """End a receiver."""
    channels.end_hook(hook=number, by=hand, at=timezone.now())
    messages.success(request, say(_ENDED))
    return redirect("staff:hooks")


def _page(
    request: HttpRequest, hand: Hand, number: int, made: channels.Made | None = None
) -> HttpResponse:
    held = reads_channels.hooks(hand, timezone.localdate())
    found = next((one for one in held if one.id == number), None)
    if found is None:
        raise Http404
    shown = {"hook": found, "log": reads_channels.log_of(number), "made": made}
    return render(request, "staff/hook.html", shown)
