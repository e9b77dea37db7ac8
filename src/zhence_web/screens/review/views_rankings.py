"""Indices of an office: ask for a run, watch it, look, publish."""

from __future__ import annotations

from django.contrib import messages
from django.http import HttpRequest, HttpResponse, JsonResponse, QueryDict
from django.shortcuts import redirect, render
from django.utils import timezone
from django.views.decorators.http import require_POST, require_safe

from zhence.errors import Fault, ZhenceError
from zhence.evidence import Text
from zhence_web.jobs.rankings import ask_for_index
from zhence_web.kit.languages import say
from zhence_web.records.accounts.door import entrance
from zhence_web.records.accounts.hand import Hand
from zhence_web.records.accounts.permissions import Action
from zhence_web.records.rankings import runs
from zhence_web.records.rankings.indexing import AskedIndex, publish_index
from zhence_web.screens.review.posted import Posted
from zhence_web.screens.review.scope import found
from zhence_web.screens.review.shown import STAGES

_UNPROCESSABLE = 422
_BETWEEN = "|"
_PUBLISHED = Text("已公布，公众可见", "published: everybody can see it")


@require_safe
@entrance(Action.VIEW_RANKING)
def home(request: HttpRequest, hand: Hand) -> HttpResponse:
    """List the runs below an office, and offer to ask for one."""
    return _home(request, hand, request.GET)


@require_POST
@entrance(Action.RUN_RANKING)
def ask_for(request: HttpRequest, hand: Hand) -> HttpResponse:
    """Ask for a run; its page shows how far it is."""
    try:
        made = ask_for_index(asked=_asked(request.POST), by=hand, at=timezone.now())
    except ZhenceError as refusal:
        return _home(request, hand, request.POST, refusal.faults)
    return redirect("review:ranking", made)


@require_safe
@entrance(Action.VIEW_RANKING)
def ranking(request: HttpRequest, hand: Hand, run: int) -> HttpResponse:
    """Show a run: how far it is, who is ranked, what the method is sensitive to."""
    return _ranking(request, hand, run)


@require_safe
@entrance(Action.VIEW_RANKING)
def progress(request: HttpRequest, hand: Hand, run: int) -> HttpResponse:
    """Tell how far a run is, for the script of its page."""
    del request
    line = found(runs.ranking(run, hand, timezone.localdate())).line
    told = {"stage": line.stage, "done": line.done, "total": line.total}
    return JsonResponse(
        {**told, "over": line.over}, headers={"Cache-Control": "no-store"}
    )


@require_POST
@entrance(Action.PUBLISH_RANKING)
def publish(request: HttpRequest, hand: Hand, run: int) -> HttpResponse:
    """Show a finished run to everybody."""
    found(runs.ranking(run, hand, timezone.localdate()))
    try:
        publish_index(run=run, by=hand, at=timezone.now())
    except ZhenceError as refusal:
        return _ranking(request, hand, run, refusal.faults)
    messages.success(request, say(_PUBLISHED))
    return redirect("review:ranking", run)


def _home(
    request: HttpRequest,
    hand: Hand,
    given: QueryDict,
    faults: tuple[Fault, ...] = (),
) -> HttpResponse:
    today = timezone.localdate()
    shown = {
        "runs": [(line, STAGES[line.stage]) for line in runs.rankings(hand, today)],
        "methods": runs.methods(),
        "lists": [
            (f"{policy}{_BETWEEN}{name}", policy, name, count)
            for policy, name, count in runs.lists(hand, today)
        ],
        "may_run": runs.may_run(hand),
        "given": given,
        "last_year": today.year - 1,
        "faults": faults,
    }
    status = _UNPROCESSABLE if faults else None
    return render(request, "review/rankings.html", shown, status=status)


def _ranking(
    request: HttpRequest, hand: Hand, run: int, faults: tuple[Fault, ...] = ()
) -> HttpResponse:
    told = found(runs.ranking(run, hand, timezone.localdate()))
    shown = {
        "told": told,
        "line": told.line,
        "badge": STAGES[told.line.stage],
        "faults": faults,
    }
    status = _UNPROCESSABLE if faults else None
    return render(request, "review/ranking.html", shown, status=status)


def _asked(data: QueryDict) -> AskedIndex:
    asked = Posted(data)
    recipe = asked.text("recipe", Text("方法", "method"))
    first = asked.number("first_year", Text("起始年度", "first year"))
    last = asked.number("last_year", Text("结束年度", "last year"))
    policy, _, name = data.get("list", "").partition(_BETWEEN)
    asked.check()
    return AskedIndex(recipe, policy, name, first or 0, last or first or 0)
