"""Draft editions: begun, written file by file and checked, compared, tried."""

from __future__ import annotations

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.http import urlencode
from django.views.decorators.http import (
    require_http_methods,
    require_POST,
    require_safe,
)

from zhence.errors import Fault, ZhenceError
from zhence.evidence import Text
from zhence_web.jobs.trials import ask
from zhence_web.kit.faults import said
from zhence_web.kit.posted import whole
from zhence_web.records.accounts.door import entrance
from zhence_web.records.accounts.hand import Hand
from zhence_web.records.accounts.permissions import Action
from zhence_web.records.drafts import actions, reads
from zhence_web.records.drafts.actions import Reform, SavedMeanwhileError
from zhence_web.records.drafts.written import LONGEST_FILE
from zhence_web.screens.review.posted import Posted
from zhence_web.screens.review.scope import found

_UNPROCESSABLE, _CONFLICT = 422, 409
_PATH, _NOTE, _TITLE = 100, 300, 160
_HOW = {
    "same": Text("未改", "as it was"),
    "changed": Text("已改", "changed"),
    "new": Text("新增", "new"),
    "gone": Text("已删", "taken out"),
}


@require_safe
@entrance(Action.TRY_REFORM)
def home(request: HttpRequest, hand: Hand) -> HttpResponse:
    """List the draft editions of one's branch; who writes them may begin one."""
    return _home(request, hand)


@require_POST
@entrance(Action.WRITE_EDITION)
def begin(request: HttpRequest, hand: Hand) -> HttpResponse:
    """Begin a draft edition with the files of the edition in force."""
    try:
        title = request.POST.get("title", "").replace("\0", "").strip()[:_TITLE]
        made = actions.open_edition(
            policy=request.POST.get("policy", ""),
            title=title,
            by=hand,
            at=timezone.now(),
        )
    except ZhenceError as refusal:
        return _home(request, hand, refusal.faults)
    return redirect("review:edition", made)


@require_safe
@entrance(Action.TRY_REFORM)
def edition(request: HttpRequest, hand: Hand, edition: int) -> HttpResponse:
    """Show a draft edition: its faults, its files, how it differs, its versions."""
    return _edition(request, hand, edition)


@require_http_methods(["GET", "HEAD", "POST"])
@entrance(Action.TRY_REFORM)
def file(request: HttpRequest, hand: Hand, edition: int) -> HttpResponse:
    """Read one file of a draft edition, or write it: saving says what is wrong."""
    told = found(reads.edition(edition, hand, timezone.localdate()))
    if request.method != "POST":
        path = request.GET.get("path", "").strip()[:_PATH]
        number = whole(request.GET.get("version", ""))
        text = reads.file_text(edition, path, number)
        return _file(request, told, path, text, number)
    path, text = request.POST.get("path", "")[:_PATH], request.POST.get("text", "")
    try:
        actions.save_edition(
            edition=edition,
            version=whole(request.POST.get("version", "")) or 0,
            path=path,
            text=text,
            note=request.POST.get("note", "").replace("\0", "").strip()[:_NOTE],
            by=hand,
            at=timezone.now(),
        )
    except SavedMeanwhileError as refusal:
        return _file(request, told, path, text, faults=refusal.faults, status=_CONFLICT)
    except ZhenceError as refusal:
        return _file(
            request, told, path, text, faults=refusal.faults, status=_UNPROCESSABLE
        )
    if request.POST.get("then") == "stay":
        query = urlencode({"path": path, "saved": "1"})
        return redirect(f"{reverse('review:edition_file', args=[edition])}?{query}")
    return redirect("review:edition", edition)


@require_POST
@entrance(Action.WRITE_EDITION)
def checked(request: HttpRequest, hand: Hand, edition: int) -> HttpResponse:
    """Say what would be wrong with what is typed so far, for the script of the form."""
    told = found(reads.edition(edition, hand, timezone.localdate()))
    path = request.POST.get("path", "")[:_PATH]
    shown: dict[str, object] = {"path": path, "edition": told, "typed": True}
    try:
        shown["found"] = reads.checked(edition, path, request.POST.get("text", ""))
    except ZhenceError as refusal:
        shown["faults"] = tuple(map(said, refusal.faults))
    return render(request, "review/_edition_found.html", shown)


@require_safe
@entrance(Action.TRY_REFORM)
def compare(request: HttpRequest, hand: Hand, edition: int) -> HttpResponse:
    """Say in words what differs from another draft edition, or from a policy."""
    today = timezone.localdate()
    one = found(reads.edition(edition, hand, today))
    base = f"policy:{one.line.policy}"
    kind, _, key = request.GET.get("with", base).partition(":")
    other: reads.EditionView | str
    if kind == "draft":
        held = found(reads.edition(whole(key) or 0, hand, today))
        other, title = held, Text(held.line.title, held.line.title)
    else:
        policies = dict(reads.policies_to_draft())
        if key not in policies:
            raise Http404
        other, title = key, policies[key]
    sound = one.sound and (isinstance(other, str) or other.sound)
    shown = {
        "one": one,
        "other": title,
        "sound": sound,
        "sentences": reads.edition_compared(one, other) if sound else (),
    }
    return render(request, "review/edition_compared.html", shown)


@require_POST
@entrance(Action.TRY_REFORM)
def try_out(request: HttpRequest, hand: Hand, edition: int) -> HttpResponse:
    """Judge the register by the newest version of a draft edition."""
    told = found(reads.edition(edition, hand, timezone.localdate()))
    asked = Posted(request.POST)
    first = asked.number("first_year", Text("起始年度", "first year"))
    last = asked.number("last_year", Text("结束年度", "last year"))
    try:
        asked.check()
        reform = Reform(
            told.line.policy, {}, first or 0, last or first or 0, told.newest
        )
        made = ask(asked=reform, by=hand, at=timezone.now())
    except ZhenceError as refusal:
        return _edition(request, hand, edition, refusal.faults)
    return redirect("review:trial", made)


def _home(
    request: HttpRequest, hand: Hand, faults: tuple[Fault, ...] = ()
) -> HttpResponse:
    today = timezone.localdate()
    shown = {
        "editions": reads.editions(hand, today),
        "policies": reads.policies_to_draft(),
        "may_open": reads.may_open(hand, today),
        "given": request.POST,
        "faults": faults,
    }
    status = _UNPROCESSABLE if faults else None
    return render(request, "review/editions.html", shown, status=status)


def _edition(
    request: HttpRequest, hand: Hand, number: int, faults: tuple[Fault, ...] = ()
) -> HttpResponse:
    today = timezone.localdate()
    told = found(reads.edition(number, hand, today))
    shown = {
        "edition": told,
        "found": told.found,
        "files": [(one, _HOW[one.how]) for one in told.files],
        "others": [e for e in reads.editions(hand, today) if e.id != number],
        "policies": reads.policies_to_draft(),
        "last_year": today.year - 1,
        "given": request.POST,
        "faults": faults,
    }
    status = _UNPROCESSABLE if faults else None
    return render(request, "review/edition.html", shown, status=status)


def _file(
    request: HttpRequest,
    told: reads.EditionView,
    path: str,
    text: str,
    number: int | None = None,
    *,
    faults: tuple[Fault, ...] = (),
    status: int = 200,
) -> HttpResponse:
    shown = {
        "edition": told,
        "path": path,
        "text": text,
        "number": number,
        "found": () if faults else told.found,
        "longest": LONGEST_FILE,
        "note": request.POST.get("note", ""),
        "faults": faults,
        "saved": "saved" in request.GET,
    }
    return render(request, "review/edition_file.html", shown, status=status)
