"""A reform tried on the register: choose, change, watch, look, save as a draft."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse, JsonResponse, QueryDict
from django.shortcuts import redirect, render
from django.utils import timezone
from django.views.decorators.http import require_POST, require_safe

from zhence.errors import BadInputError, Fault, ZhenceError
from zhence.evidence import Text
from zhence_web.jobs.trials import ask
from zhence_web.kit.paging import listed, page_of
from zhence_web.records.accounts.door import entrance
from zhence_web.records.accounts.hand import Hand
from zhence_web.records.accounts.permissions import Action
from zhence_web.records.boundaries.reads import shown_layer
from zhence_web.records.drafts import actions, reads
from zhence_web.records.drafts.actions import Reform
from zhence_web.records.drafts.reforming import LONGEST, pack_named, typed_changes
from zhence_web.screens.review import mapped
from zhence_web.screens.review.posted import Posted
from zhence_web.screens.review.scope import found
from zhence_web.screens.review.shown import STAGES, VERDICTS

_ON_PAGE = 30
_UNPROCESSABLE = 422
_FIELD = "p-"
_MOST_YAML = 20_000
_TITLE, _REASON = 160, 600


@require_safe
@entrance(Action.TRY_REFORM)
def home(request: HttpRequest, hand: Hand) -> HttpResponse:
    """List trials and drafts; with a policy chosen, its parameters as a form."""
    return _home(request, hand, request.GET)


@require_POST
@entrance(Action.TRY_REFORM)
def ask_for(request: HttpRequest, hand: Hand) -> HttpResponse:
    """Ask for a trial; its page shows how far it is."""
    try:
        asked = _asked(request.POST)
        made = ask(asked=asked, by=hand, at=timezone.now())
    except ZhenceError as refusal:
        return _home(request, hand, request.POST, refusal.faults)
    return redirect("review:trial", made)


@require_POST
@entrance(Action.TRY_REFORM)
def checked(request: HttpRequest, hand: Hand) -> HttpResponse:
    """Say what is wrong with what was typed so far, for the script of the form."""
    del hand
    changes: dict[str, str] = {}
    try:
        policy = pack_named(request.POST.get("policy", "")).id
        changes = _changes(request.POST)
        faults = reads.refusals(policy, changes) if changes else ()
    except ZhenceError as refusal:
        faults = refusal.faults
    shown = {"faults": faults, "changes": changes}
    return render(request, "review/_checked.html", shown)


@require_safe
@entrance(Action.TRY_REFORM)
def trial(request: HttpRequest, hand: Hand, trial: int) -> HttpResponse:
    """Show a trial: how far it is, what would change, where and why."""
    return _trial(request, hand, trial)


@require_safe
@entrance(Action.TRY_REFORM)
def progress(request: HttpRequest, hand: Hand, trial: int) -> HttpResponse:
    """Tell how far a trial is, for the script of its page."""
    del request
    line = found(reads.trial_line(trial, hand, timezone.localdate()))
    told = {"stage": line.stage, "done": line.done, "total": line.total}
    return JsonResponse(
        {**told, "over": line.over}, headers={"Cache-Control": "no-store"}
    )


@require_POST
@entrance(Action.TRY_REFORM)
def save(request: HttpRequest, hand: Hand, trial: int) -> HttpResponse:
    """Save a finished trial as a draft edition."""
    found(reads.trial(trial, hand, timezone.localdate()))
    asked = Posted(request.POST)
    title = request.POST.get("title", "").strip()[: _TITLE + 1]
    reason = asked.text("reason", Text("理由", "reason"))
    try:
        asked.check()
        _short(title)
        made = actions.save_draft(
            trial=trial, title=title, reason=reason, by=hand, at=timezone.now()
        )
    except ZhenceError as refusal:
        return _trial(request, hand, trial, refusal.faults)
    return redirect("review:draft", made)


def _short(title: str) -> None:
    if len(title) > _TITLE or "\0" in title:
        raise BadInputError(
            Fault(
                "title_too_long",
                f"名称超过 {_TITLE} 字",
                f"the title is longer than {_TITLE}",
                remedy="缩短 / shorten it",
            )
        )


def _home(
    request: HttpRequest,
    hand: Hand,
    given: QueryDict,
    faults: tuple[Fault, ...] = (),
) -> HttpResponse:
    today = timezone.localdate()
    policies = reads.policies_here(hand, today)
    chosen = next((p for p in policies if p[0] == given.get("policy", "")), None)
    held = () if chosen is None else reads.controls(chosen[0], today)
    shown = {
        "policies": policies,
        "chosen": chosen,
        "controls": [(c, given.get(_FIELD + c.id, "")) for c in held],
        "given": given,
        "longest": LONGEST,
        "last_year": today.year - 1,
        "trials": [(line, STAGES[line.stage]) for line in reads.trials(hand, today)],
        "drafts": reads.drafts(hand, today),
        "faults": faults,
    }
    status = _UNPROCESSABLE if faults else None
    return render(request, "review/what_if.html", shown, status=status)


def _trial(
    request: HttpRequest, hand: Hand, number: int, faults: tuple[Fault, ...] = ()
) -> HttpResponse:
    told = found(reads.trial(number, hand, timezone.localdate()))
    county = request.GET.get("county", "")
    chosen = [f for f in told.flips if county in {"", f.county}]
    page = page_of(chosen, request.GET.get("page"), _ON_PAGE)
    layer = shown_layer()
    shown = {
        "told": told,
        "line": told.line,
        "stage": STAGES[told.line.stage],
        "counts": [(VERDICTS[code], a, b, b - a) for code, _, a, b in told.counts],
        "page": page.showing(
            [(f, VERDICTS[f.before], VERDICTS[f.after]) for f in page.items]
        ),
        "asked": listed(county=county),
        "county": county,
        "layer": layer,
        "drawing": mapped.drawn(told.flips, layer),
        "kinds": mapped.KINDS,
        "edges": [
            (f, VERDICTS[f.before], VERDICTS[f.after]) for f in told.cliffs[:_ON_PAGE]
        ],
        "faults": faults,
        "posted": request.POST,
    }
    status = _UNPROCESSABLE if faults else None
    return render(request, "review/trial.html", shown, status=status)


def _asked(data: QueryDict) -> Reform:
    asked = Posted(data)
    first = asked.number("first_year", Text("起始年度", "first year"))
    last = asked.number("last_year", Text("结束年度", "last year"))
    asked.check()
    return Reform(
        policy=data.get("policy", ""),
        changes=_changes(data),
        first_year=first or 0,
        last_year=last or first or 0,
    )


def _changes(data: QueryDict) -> dict[str, str]:
    fields = {
        name.removeprefix(_FIELD): str(value)
        for name, value in data.items()
        if name.startswith(_FIELD)
    }
    return typed_changes(fields, data.get("yaml", "")[:_MOST_YAML])
