"""Draft editions: read, handed in, approved by somebody else, sent back, compared."""

from __future__ import annotations

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.views.decorators.http import require_POST, require_safe

from zhence.errors import Fault, ZhenceError
from zhence_web.records.accounts.door import entrance
from zhence_web.records.accounts.hand import Hand
from zhence_web.records.accounts.permissions import Action
from zhence_web.records.drafts import actions, reads
from zhence_web.screens.review.posted import Posted
from zhence_web.screens.review.scope import found

_UNPROCESSABLE = 422
_LONGEST = 18


@require_safe
@entrance(Action.TRY_REFORM)
def draft(request: HttpRequest, hand: Hand, draft: int) -> HttpResponse:
    """Show a draft: what it changes in words, and its history."""
    return _draft(request, hand, draft)


@require_POST
@entrance(Action.TRY_REFORM)
def move(request: HttpRequest, hand: Hand, draft: int) -> HttpResponse:
    """Hand a draft in, approve it, or send it back with a reason."""
    found(reads.draft(draft, hand, timezone.localdate()))
    deed = request.POST.get("deed", "")
    if deed not in actions.DEEDS:
        raise Http404
    asked = Posted(request.POST)
    note, version = asked.text("reason"), request.POST.get("version", "")
    sound = version.isascii() and version.isdigit() and len(version) <= _LONGEST
    try:
        asked.check()
        actions.move_draft(
            draft=draft,
            deed=deed,
            version=int(version) if sound else 0,
            note=note,
            by=hand,
            at=timezone.now(),
        )
    except ZhenceError as refusal:
        return _draft(request, hand, draft, refusal.faults)
    return redirect("review:draft", draft)


@require_safe
@entrance(Action.TRY_REFORM)
def compare(request: HttpRequest, hand: Hand) -> HttpResponse:
    """Say in words what differs between two drafts."""
    today = timezone.localdate()
    one, other = (
        found(reads.draft(_number(request.GET.get(name, "")), hand, today))
        for name in ("a", "b")
    )
    told = reads.compared(one, other)
    shown = {"one": one, "other": other, "sentences": told}
    return render(request, "review/drafts_compared.html", shown)


def _draft(
    request: HttpRequest, hand: Hand, number: int, faults: tuple[Fault, ...] = ()
) -> HttpResponse:
    today = timezone.localdate()
    told = found(reads.draft(number, hand, today))
    shown = {
        "draft": told,
        "others": [d for d in reads.drafts(hand, today) if d.id != told.id],
        "faults": faults,
    }
    status = _UNPROCESSABLE if faults else None
    return render(request, "review/draft.html", shown, status=status)


def _number(text: str) -> int:
    plain = text.strip()
    sound = plain.isascii() and plain.isdigit() and len(plain) <= _LONGEST
    return int(plain) if sound else 0
