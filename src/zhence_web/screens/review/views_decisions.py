"""Standings, decisions, events, exemptions and cases: what offices put on record."""

from __future__ import annotations

from collections.abc import Callable, Mapping

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.views.decorators.http import (
    require_http_methods,
    require_POST,
    require_safe,
)

from zhence.errors import ZhenceError
from zhence_web.kit.posted import whole
from zhence_web.records.accounts.door import entrance
from zhence_web.records.accounts.gate import allowed, check
from zhence_web.records.accounts.hand import Hand
from zhence_web.records.accounts.permissions import Action
from zhence_web.records.assessment import actions
from zhence_web.records.assessment import reads as assessed
from zhence_web.records.lifecycle import reads
from zhence_web.records.lifecycle.choices import choices
from zhence_web.records.lifecycle.timelines import timeline
from zhence_web.screens.review.deeds import (
    decided,
    exempted,
    happened,
    suspected,
    voted,
)
from zhence_web.screens.review.scope import found, member_for, orgs_of
from zhence_web.screens.review.shown import OUTCOMES, VERDICTS

_UNPROCESSABLE = 422
_FORM = ["GET", "HEAD", "POST"]


def _form(
    request: HttpRequest,
    template: str,
    context: Mapping[str, object],
    deed: Callable[[], HttpResponse],
) -> HttpResponse:
    """Show a form, or do its deed; a refusal shows the form again with its reasons."""
    shown = {**context, "posted": request.POST, "today": timezone.localdate()}
    if request.method != "POST":
        return render(request, template, shown)
    try:
        return deed()
    except ZhenceError as refusal:
        return render(
            request,
            template,
            {**shown, "faults": refusal.faults},
            status=_UNPROCESSABLE,
        )


@require_safe
@entrance(Action.VIEW_ASSESSMENT)
def members(request: HttpRequest, hand: Hand) -> HttpResponse:
    """List the memberships with where each stands today."""
    now = timezone.now()
    today = timezone.localdate(now)
    seen = [
        m
        for m in reads.members(orgs_of(hand, today), today)
        if allowed(hand, Action.VIEW_ASSESSMENT, m.org, today) is None
    ]
    standings = reads.standings_of([m.id for m in seen], on=today, known_at=now)
    return render(
        request,
        "review/members.html",
        {"members": [(m, standings[m.id]) for m in seen], "today": today},
    )


@require_safe
@entrance(Action.VIEW_ASSESSMENT)
def member(request: HttpRequest, hand: Hand, membership: int) -> HttpResponse:
    """Show a membership: where it stands, what is on record, what can be put there."""
    now = timezone.now()
    today = timezone.localdate(now)
    seen = member_for(hand, membership, Action.VIEW_ASSESSMENT, today)
    may = {
        action.value: allowed(hand, action, seen.org, today) is None
        for action in (
            Action.DECIDE,
            Action.RECORD_EVENT,
            Action.EXEMPT,
            Action.HANDLE_CASE,
        )
    }
    return render(
        request,
        "review/member.html",
        {
            "member": seen,
            "standing": reads.standing(membership, on=today, known_at=now),
            "lines": timeline(membership),
            "results": [
                (line, VERDICTS[line.verdict])
                for line in assessed.results_of(membership, today)
            ],
            "may": may,
            "today": today,
        },
    )


@require_http_methods(_FORM)
@entrance(Action.DECIDE)
def decide(request: HttpRequest, hand: Hand, membership: int) -> HttpResponse:
    """Put a decision on record that answers no proposal."""
    now = timezone.now()
    today = timezone.localdate(now)
    seen = member_for(hand, membership, Action.DECIDE, today)
    upheld = [
        c
        for c in reads.cases({seen.org}, today)
        if c.member.id == membership and c.outcome == "upheld" and c.decision is None
    ]

    def deed() -> HttpResponse:
        row = actions.decide(
            membership=membership,
            deciding=decided(request.POST),
            by=hand,
            at=now,
            case=whole(request.POST.get("case", "")),
        )
        return redirect("review:decision", row)

    context = {
        "member": seen,
        "standing": reads.standing(membership, on=today, known_at=now),
        "choices": choices(membership, today, now),
        "cases": upheld,
    }
    return _form(request, "review/decision_new.html", context, deed)


@require_http_methods(_FORM)
@entrance(Action.DECIDE)
def proposal(request: HttpRequest, hand: Hand, result_id: int) -> HttpResponse:
    """Answer a proposal: follow it or not, by a decision of a named body."""
    now = timezone.now()
    today = timezone.localdate(now)
    seen = found(assessed.result(result_id, today))
    membership = seen.line.member.id
    check(hand, Action.DECIDE, seen.line.member.org, today)
    found(seen.line.transition or None)

    def deed() -> HttpResponse:
        row = actions.answer_proposal(
            result=result_id,
            follows=request.POST.get("follows") == "yes",
            deciding=decided(request.POST, what=""),
            by=hand,
            at=now,
        )
        return redirect("review:decision", row)

    context = {
        "result": seen,
        "line": seen.line,
        "badge": VERDICTS[seen.shown],
        "findings": [(f, VERDICTS[f.verdict]) for f in seen.findings],
        "choices": choices(membership, today, now),
        "asked_of": seen.line.actor,
    }
    return _form(request, "review/proposal.html", context, deed)


@require_safe
@entrance(Action.DECIDE)
def decisions(request: HttpRequest, hand: Hand) -> HttpResponse:
    """List decisions; those not yet public, and those that may be appealed, apart."""
    today = timezone.localdate()
    orgs = orgs_of(hand, today)
    kind = request.GET.get("show", "")
    told = reads.decisions(
        orgs, today, waiting=kind == "waiting", open_appeal=kind == "appeal"
    )
    return render(
        request,
        "review/decisions.html",
        {
            "decisions": told,
            "show": kind if kind in {"waiting", "appeal"} else "",
            "waiting": len(reads.decisions(orgs, today, waiting=True)),
            "appeals": len(reads.decisions(orgs, today, open_appeal=True)),
            "today": today,
        },
    )


@require_safe
@entrance(Action.DECIDE)
def decision(request: HttpRequest, hand: Hand, decision_id: int) -> HttpResponse:
    """Show a decision: who decided what, by which document, and what it moved."""
    seen = _decision_of(hand, decision_id, Action.DECIDE)
    answered = assessed.answered_by(decision_id)
    return render(
        request,
        "review/decision.html",
        {
            "decision": seen,
            "answered": None if answered is None else answered[0],
            "followed": answered is not None and answered[1],
            "today": timezone.localdate(),
        },
    )


@require_POST
@entrance(Action.PUBLISH_DECISION)
def decision_publish(
    request: HttpRequest, hand: Hand, decision_id: int
) -> HttpResponse:
    """Show a decision on the public page of its town."""
    del request
    _decision_of(hand, decision_id, Action.PUBLISH_DECISION)
    actions.publish_decision(decision=decision_id, by=hand, at=timezone.now())
    return redirect("review:decision", decision_id)


@require_http_methods(_FORM)
@entrance(Action.DECIDE)
def decision_withdraw(
    request: HttpRequest, hand: Hand, decision_id: int
) -> HttpResponse:
    """Take a decision back by a later one."""
    now = timezone.now()
    today = timezone.localdate(now)
    seen = _decision_of(hand, decision_id, Action.DECIDE)

    def deed() -> HttpResponse:
        actions.withdraw_decision(
            decision=decision_id,
            deciding=decided(request.POST, what=""),
            by=hand,
            at=now,
        )
        return redirect("review:decision", decision_id)

    context = {"decision": seen, "choices": choices(seen.member.id, today, now)}
    return _form(request, "review/decision_withdraw.html", context, deed)


def _decision_of(hand: Hand, decision_id: int, action: Action) -> reads.DecisionView:
    today = timezone.localdate()
    seen = found(reads.decision(decision_id, today))
    check(hand, action, seen.member.org, today)
    return seen


@require_http_methods(_FORM)
@entrance(Action.RECORD_EVENT)
def event(request: HttpRequest, hand: Hand, membership: int) -> HttpResponse:
    """Put an event on record."""
    now = timezone.now()
    today = timezone.localdate(now)
    seen = member_for(hand, membership, Action.RECORD_EVENT, today)

    def deed() -> HttpResponse:
        actions.record_event(
            membership=membership, happening=happened(request.POST), by=hand, at=now
        )
        return redirect("review:member", membership)

    context = {"member": seen, "choices": choices(membership, today, now)}
    return _form(request, "review/decision_event.html", context, deed)


@require_safe
@entrance(Action.EXEMPT)
def exemptions(request: HttpRequest, hand: Hand) -> HttpResponse:
    """List the exemptions."""
    today = timezone.localdate()
    told = reads.exemptions(orgs_of(hand, today), today)
    return render(
        request, "review/exemptions.html", {"exemptions": told, "today": today}
    )


@require_http_methods(_FORM)
@entrance(Action.EXEMPT)
def exemption(request: HttpRequest, hand: Hand, membership: int) -> HttpResponse:
    """Put an exemption on record."""
    now = timezone.now()
    today = timezone.localdate(now)
    seen = member_for(hand, membership, Action.EXEMPT, today)

    def deed() -> HttpResponse:
        actions.record_exemption(
            membership=membership, exempting=exempted(request.POST), by=hand, at=now
        )
        return redirect("review:exemptions")

    context = {"member": seen, "choices": choices(membership, today, now)}
    return _form(request, "review/exemption_new.html", context, deed)


@require_safe
@entrance(Action.HANDLE_CASE)
def cases(request: HttpRequest, hand: Hand) -> HttpResponse:
    """List the cases, open ones first."""
    today = timezone.localdate()
    told = [(c, OUTCOMES[c.outcome]) for c in reads.cases(orgs_of(hand, today), today)]
    return render(request, "review/cases.html", {"cases": told})


@require_http_methods(_FORM)
@entrance(Action.HANDLE_CASE)
def case_open(request: HttpRequest, hand: Hand, membership: int) -> HttpResponse:
    """Open a case."""
    now = timezone.now()
    today = timezone.localdate(now)
    seen = member_for(hand, membership, Action.HANDLE_CASE, today)

    def deed() -> HttpResponse:
        row = actions.open_case(
            membership=membership, suspicion=suspected(request.POST), by=hand, at=now
        )
        return redirect("review:case", row)

    context = {"member": seen, "choices": choices(membership, today, now)}
    return _form(request, "review/case_new.html", context, deed)


@require_http_methods(_FORM)
@entrance(Action.HANDLE_CASE)
def case(request: HttpRequest, hand: Hand, case_id: int) -> HttpResponse:
    """Show a case, and let its vote be recorded and the case be closed."""
    now = timezone.now()
    today = timezone.localdate(now)
    seen = found(reads.case(case_id, today))
    check(hand, Action.HANDLE_CASE, seen.member.org, today)

    def deed() -> HttpResponse:
        if request.POST.get("deed") == "close":
            actions.close_case(case=case_id, membership=seen.member.id, by=hand, at=now)
        else:
            body, for_, against = voted(request.POST)
            actions.verify_case(
                case=case_id,
                body=body,
                votes_for=for_,
                votes_against=against,
                by=hand,
                at=now,
            )
        return redirect("review:case", case_id)

    context = {
        "case": seen,
        "badge": OUTCOMES[seen.outcome],
        "choices": choices(seen.member.id, today, now),
    }
    return _form(request, "review/case.html", context, deed)
