"""Stars of an office: propose them from a published index, look, confirm."""

from __future__ import annotations

from django.contrib import messages
from django.http import HttpRequest, HttpResponse, QueryDict
from django.shortcuts import redirect, render
from django.utils import timezone
from django.views.decorators.http import require_POST, require_safe

from zhence.errors import Fault, ZhenceError
from zhence.evidence import Text
from zhence_web.kit.languages import say
from zhence_web.kit.posted import line, whole
from zhence_web.records.accounts.door import entrance
from zhence_web.records.accounts.hand import Hand
from zhence_web.records.accounts.permissions import Action
from zhence_web.records.rankings import stars
from zhence_web.records.rankings.races import may_settle
from zhence_web.records.rankings.rating import (
    AskedStars,
    confirm_stars,
    propose_stars,
)
from zhence_web.screens.review.posted import Posted
from zhence_web.screens.review.scope import found

_UNPROCESSABLE = 422
_LONGEST = 200
_CONFIRMED = Text("已确认，公众可见", "confirmed: everybody can see them")


@require_safe
@entrance(Action.VIEW_RANKING)
def home(request: HttpRequest, hand: Hand) -> HttpResponse:
    """List the ratings below an office, and offer to propose stars."""
    return _home(request, hand, request.GET)


@require_POST
@entrance(Action.RUN_RANKING)
def propose(request: HttpRequest, hand: Hand) -> HttpResponse:
    """Propose the stars of every named town of an index in a year."""
    try:
        made = propose_stars(asked=_asked(request.POST), by=hand, at=timezone.now())
    except ZhenceError as refusal:
        return _home(request, hand, request.POST, refusal.faults)
    return redirect("review:star_run", made)


@require_safe
@entrance(Action.VIEW_RANKING)
def rating(request: HttpRequest, hand: Hand, run: int) -> HttpResponse:
    """Show proposed stars: what the score says, what moves, what is held back."""
    return _rating(request, hand, run)


@require_POST
@entrance(Action.PUBLISH_RANKING)
def confirm(request: HttpRequest, hand: Hand, run: int) -> HttpResponse:
    """Put proposed stars in force by a document."""
    found(stars.rating(run, hand, timezone.localdate()))
    document = line(request.POST.get("document", ""))[:_LONGEST]
    try:
        confirm_stars(run=run, document=document, by=hand, at=timezone.now())
    except ZhenceError as refusal:
        return _rating(request, hand, run, refusal.faults)
    messages.success(request, say(_CONFIRMED))
    return redirect("review:star_run", run)


def _home(
    request: HttpRequest,
    hand: Hand,
    given: QueryDict,
    faults: tuple[Fault, ...] = (),
) -> HttpResponse:
    today = timezone.localdate()
    shown = {
        "runs": stars.cycles(hand, today),
        "schemes": stars.offered(),
        "indices": stars.indices(hand, today),
        "may_run": may_settle(hand),
        "given": given,
        "last_year": today.year - 1,
        "faults": faults,
    }
    status = _UNPROCESSABLE if faults else None
    return render(request, "review/stars.html", shown, status=status)


def _rating(
    request: HttpRequest, hand: Hand, run: int, faults: tuple[Fault, ...] = ()
) -> HttpResponse:
    today = timezone.localdate()
    told = found(stars.rating(run, hand, today))
    shown = {
        "told": told,
        "cycle": told.cycle,
        "may_confirm": told.cycle.confirmed_at is None
        and stars.may_confirm(run, hand, today),
        "given": request.POST,
        "faults": faults,
    }
    status = _UNPROCESSABLE if faults else None
    return render(request, "review/star_run.html", shown, status=status)


def _asked(data: QueryDict) -> AskedStars:
    asked = Posted(data)
    scheme = asked.text("scheme", Text("方案", "scheme"))
    index = asked.text("index", Text("依据的指数", "index"))
    year = asked.number("year", Text("年度", "year"))
    asked.check()
    return AskedStars(scheme, whole(index) or 0, year or 0)
