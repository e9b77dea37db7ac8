"""What waits for an office, one return with its changes, how complete a period is."""

from __future__ import annotations

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.views.decorators.http import require_safe

from zhence_web.kit.paging import page_of
from zhence_web.kit.posted import whole
from zhence_web.records.accounts.door import entrance, signed_in
from zhence_web.records.accounts.hand import Hand
from zhence_web.records.accounts.permissions import Action
from zhence_web.records.reporting import reads
from zhence_web.screens.review.asked import CHOICES, asked
from zhence_web.screens.review.page import return_page

_A_PAGE = 25


@require_safe
@signed_in
def home(request: HttpRequest) -> HttpResponse:
    """Lead to the inbox, where reviewing begins."""
    del request
    return redirect("review:inbox")


@require_safe
@entrance(Action.SEND_BACK)
def inbox(request: HttpRequest, hand: Hand) -> HttpResponse:
    """List the returns below an office; without a question those that wait for it."""
    today = timezone.localdate()
    question = asked(request.GET)
    shown = {
        "asked": question,
        "choices": CHOICES,
        "page": page_of(
            reads.inbox(hand, today, question.wanted), question.page, _A_PAGE
        ),
        "asked_for": reads.asked_for(hand, today),
    }
    return render(request, "review/inbox.html", shown)


@require_safe
@entrance(Action.SEND_BACK)
def completeness(request: HttpRequest, hand: Hand) -> HttpResponse:
    """Show who has answered for a period; without a question for the newest one."""
    today = timezone.localdate()
    held = reads.asked_for(hand, today)
    chosen = next(
        (one for one in held if one.key == request.GET.get("of", "")),
        held[0] if held else None,
    )
    named = request.GET.get("within", "")
    # A number that names no office of theirs shows nothing, as an absent one does.
    within = (whole(named) or 0) if named else None
    board = (
        reads.board(hand, today, chosen.form, chosen.period, within) if chosen else None
    )
    if chosen is not None and board is None:
        raise Http404
    shown = {"held": held, "chosen": chosen, "board": board}
    return render(request, "review/completeness.html", shown)


@require_safe
@entrance(Action.SEND_BACK)
def explained(request: HttpRequest, hand: Hand) -> HttpResponse:
    """Show which units explained away how much, with which words."""
    shown = {"told": reads.explained(hand, timezone.localdate())}
    return render(request, "review/explained.html", shown)


@require_safe
@entrance(Action.VIEW_RETURN)
def one(request: HttpRequest, hand: Hand, number: int) -> HttpResponse:
    """Show one return: changed cells first, then all of them."""
    return return_page(request, hand, number)


@require_safe
@entrance(Action.VIEW_RETURN)
def history(request: HttpRequest, hand: Hand, number: int) -> HttpResponse:
    """Show the revisions of a return, and who did what for whom."""
    today = timezone.localdate()
    found = reads.sheet(number, hand, today)
    if found is None:
        raise Http404
    shown = {
        "head": found.head,
        "revisions": reads.history(number, hand, today),
        "corrections": reads.corrections(number, hand, today),
    }
    return render(request, "review/history.html", shown)
