"""Runs, results, proposals and reviews: ask, watch, look into one, close."""

from __future__ import annotations

from dataclasses import dataclass

from django.http import HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.views.decorators.http import require_POST, require_safe

from zhence.errors import Fault, ZhenceError
from zhence_web.jobs.assessment import ask
from zhence_web.kit.paging import page_of
from zhence_web.records.accounts.door import entrance
from zhence_web.records.accounts.gate import check
from zhence_web.records.accounts.hand import Hand
from zhence_web.records.accounts.permissions import Action
from zhence_web.records.assessment import actions, reads
from zhence_web.records.assessment.reads import ResultLine, RunView
from zhence_web.screens.review.deeds import run_asked
from zhence_web.screens.review.filters import Filter
from zhence_web.screens.review.posted import Posted
from zhence_web.screens.review.scope import found, orgs_of
from zhence_web.screens.review.shown import STAGES, VERDICTS, Badge, flip_badge

_ON_PAGE = 30
_UNPROCESSABLE = 422


@dataclass(frozen=True, slots=True)
class Row:
    """A result and how it is marked."""

    line: ResultLine
    badge: Badge


@require_safe
@entrance(Action.RUN_ASSESSMENT)
def runs(request: HttpRequest, hand: Hand) -> HttpResponse:
    """List the runs, and the form that asks for another."""
    return _runs(request, hand)


@require_POST
@entrance(Action.RUN_ASSESSMENT)
def run_ask(request: HttpRequest, hand: Hand) -> HttpResponse:
    """Ask for a run; its page shows how far it is."""
    try:
        run = ask(asked=run_asked(request.POST), by=hand, at=timezone.now())
    except ZhenceError as refusal:
        return _runs(request, hand, refusal.faults)
    return redirect("review:run", run)


def _runs(
    request: HttpRequest, hand: Hand, faults: tuple[Fault, ...] = ()
) -> HttpResponse:
    today = timezone.localdate()
    told = [
        (run, STAGES[run.progress.stage]) for run in reads.runs(orgs_of(hand, today))
    ]
    return render(
        request,
        "review/runs.html",
        {
            "runs": told,
            "policies": reads.policies(),
            "today": today,
            "last_year": today.year - 1,
            "faults": faults,
            "posted": request.POST,
        },
        status=_UNPROCESSABLE if faults else None,
    )


@require_safe
@entrance(Action.RUN_ASSESSMENT)
def run(request: HttpRequest, hand: Hand, run_id: int) -> HttpResponse:
    """Show a run: how far it is, what it rests on, and its results."""
    seen = _run_of(hand, run_id)
    lines = reads.results(run_id, timezone.localdate())
    asked = Filter.of(request.GET, lines)
    page = page_of(asked.chosen(lines), request.GET.get("page"), _ON_PAGE)
    tally = reads.tally(lines)
    return render(
        request,
        "review/run.html",
        {
            "run": seen,
            "stage": STAGES[seen.progress.stage],
            "page": page.showing(
                [Row(line, VERDICTS[line.verdict]) for line in page.items]
            ),
            "asked": asked,
            "tally": [(VERDICTS[code], code, n) for code, n in sorted(tally.items())],
            "verdicts": [(code, VERDICTS[code].name) for code in sorted(tally)],
        },
    )


@require_safe
@entrance(Action.RUN_ASSESSMENT)
def run_progress(request: HttpRequest, hand: Hand, run_id: int) -> HttpResponse:
    """Tell how far a run is, for the script of its page."""
    del request
    progress = _run_of(hand, run_id).progress
    return JsonResponse(
        {
            "stage": progress.stage,
            "done": progress.done,
            "total": progress.total,
            "over": progress.over,
        },
        headers={"Cache-Control": "no-store"},
    )


def _run_of(hand: Hand, run_id: int) -> RunView:
    seen = found(reads.run(run_id))
    check(hand, Action.RUN_ASSESSMENT, seen.org, timezone.localdate())
    return seen


@require_safe
@entrance(Action.VIEW_ASSESSMENT)
def result(request: HttpRequest, hand: Hand, result_id: int) -> HttpResponse:
    """Show one result: every criterion with its figures, and what is proposed."""
    today = timezone.localdate()
    seen = found(reads.result(result_id, today))
    check(hand, Action.VIEW_ASSESSMENT, seen.line.member.org, today)
    return render(
        request,
        "review/result.html",
        {
            "result": seen,
            "badge": VERDICTS[seen.shown],
            "findings": [(f, VERDICTS[f.verdict]) for f in seen.findings],
        },
    )


@require_safe
@entrance(Action.DECIDE)
def proposals(request: HttpRequest, hand: Hand) -> HttpResponse:
    """List what waits for a body's decision."""
    now = timezone.now()
    today = timezone.localdate(now)
    waiting = reads.proposals(orgs_of(hand, today), today, now)
    return render(
        request,
        "review/proposals.html",
        {"rows": [Row(line, VERDICTS[line.verdict]) for line in waiting]},
    )


@require_safe
@entrance(Action.CLOSE_REVIEW)
def reviews(request: HttpRequest, hand: Hand) -> HttpResponse:
    """List the reviews that restatements opened."""
    today = timezone.localdate()
    told = reads.reviews(orgs_of(hand, today), today)
    return render(request, "review/reviews.html", {"reviews": told})


@require_safe
@entrance(Action.CLOSE_REVIEW)
def review(request: HttpRequest, hand: Hand, review_id: int) -> HttpResponse:
    """Show a review: what would come out otherwise."""
    return _review(request, hand, review_id)


@require_POST
@entrance(Action.CLOSE_REVIEW)
def review_close(request: HttpRequest, hand: Hand, review_id: int) -> HttpResponse:
    """Close a review with what came of it."""
    _seen_review(hand, review_id)
    asked = Posted(request.POST)
    outcome = asked.text("outcome")
    try:
        asked.check()
        actions.close_review(
            review=review_id, outcome=outcome, by=hand, at=timezone.now()
        )
    except ZhenceError as refusal:
        return _review(request, hand, review_id, refusal.faults)
    return redirect("review:review", review_id)


def _review(
    request: HttpRequest, hand: Hand, review_id: int, faults: tuple[Fault, ...] = ()
) -> HttpResponse:
    seen = _seen_review(hand, review_id)
    flips = [
        (f, flip_badge(f.what, f.before), flip_badge(f.what, f.after))
        for f in seen.flips
    ]
    return render(
        request,
        "review/review.html",
        {"review": seen, "flips": flips, "faults": faults},
        status=_UNPROCESSABLE if faults else None,
    )


def _seen_review(hand: Hand, review_id: int) -> reads.ReviewView:
    today = timezone.localdate()
    seen = found(reads.review(review_id, today))
    check(hand, Action.CLOSE_REVIEW, seen.org, today)
    return seen
