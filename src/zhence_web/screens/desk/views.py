"""The desk of a reporter: what is to be filled, the form, submitting, what happened."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from datetime import date

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.views.decorators.http import require_http_methods, require_safe

from zhence.errors import BadInputError
from zhence.evidence import Text
from zhence_web.kit.faults import Said, by_cell, said
from zhence_web.kit.languages import say
from zhence_web.kit.paging import Listed, page_of
from zhence_web.kit.posted import line, whole
from zhence_web.records.accounts.door import entrance
from zhence_web.records.accounts.gate import NotAllowedError
from zhence_web.records.accounts.hand import Hand
from zhence_web.records.accounts.permissions import Action, Denied, Why
from zhence_web.records.reporting import actions, reads
from zhence_web.records.reporting.forms import (
    LONGEST_TEXT,
    LONGEST_TYPED,
    Deed,
    Typed,
)
from zhence_web.records.reporting.reads import DraftView, Sheet
from zhence_web.screens.desk.typed import filled, typed

_A_PAGE = 20
_NO_NAME = Text("", "")
_UNPROCESSABLE, _CONFLICT = 422, 409

_SAVED = Text("已保存。", "Saved.")
_SUBMITTED = Text(
    "已报送，交由县级审核。退回之前不能再修改。",
    "Submitted to the county. Nothing of it changes until it is sent back.",
)
_SOMEBODY_FIRST = Said(
    cell="",
    code="changed_since",
    words=Text(
        "您打开之后，这份报表有别人保存过", "somebody has saved it since you opened it"
    ),
    remedy=Text(
        "下面是您填的数，旁边是现在存着的数；核对后再保存",
        "your figures stand below, the saved ones beside them: compare and save again",
    ),
)


@require_safe
@entrance(Action.FILL_RETURN)
def tasks(request: HttpRequest, hand: Hand) -> HttpResponse:
    """List the returns of the site: first what is to be filled."""
    today = timezone.localdate()
    found = reads.tasks(hand, today)
    page = page_of(found, request.GET.get("page"), _A_PAGE)
    shown = {"page": page, "todo": sum(h.open for h in found), "asked": Listed()}
    return render(request, "desk/tasks.html", shown)


@require_http_methods(["GET", "HEAD", "POST"])
@entrance(Action.FILL_RETURN)
def fill(request: HttpRequest, hand: Hand, number: int) -> HttpResponse:
    """Show a return as a form; keep what is posted, or say everything wrong with it."""
    today = timezone.localdate()
    if request.method != "POST":
        found = _found(number, hand, today)
        return _form(request, found, draft=_draft(found, hand))
    given = typed(request.POST)
    try:
        actions.save_cells(
            return_id=number,
            cells=given,
            version=_version(request),
            by=hand,
            at=timezone.now(),
        )
    except BadInputError as error:
        found = _found(number, hand, today)
        faults = by_cell(error.faults)
        return _form(
            request, found, given, faults, _UNPROCESSABLE, draft=_draft(found, hand)
        )
    except NotAllowedError as error:
        return _first(request, _found(number, hand, today), given, error.denied, hand)
    messages.success(request, say(_SAVED))
    return redirect(
        "desk:submit" if "submit" in request.POST else "desk:return", number
    )


@require_http_methods(["GET", "HEAD", "POST"])
@entrance(Action.SUBMIT_RETURN)
def submit(request: HttpRequest, hand: Hand, number: int) -> HttpResponse:
    """Ask once more, then hand the return over; or lead back with every fault."""
    today = timezone.localdate()
    found = _found(number, hand, today)
    if request.method != "POST":
        if Deed.SUBMIT not in found.acts:
            return redirect("desk:return", number)
        changed = reads.differences_of(number, hand, today)
        told = reads.findings(number, hand, today)
        shown = {
            "sheet": found,
            "head": found.head,
            "changed": changed,
            "stopping": _named(map(said, told.stopping), found),
            "passing": told.passing,
        }
        return render(request, "desk/submit.html", shown)
    try:
        actions.submit(
            return_id=number,
            version=_version(request),
            by=hand,
            at=timezone.now(),
            note=line(request.POST.get("note", ""))[:LONGEST_TEXT],
        )
    except BadInputError as error:
        return _form(request, found, None, by_cell(error.faults), _UNPROCESSABLE)
    messages.success(request, say(_SUBMITTED))
    return redirect("desk:history", number)


@require_safe
@entrance(Action.FILL_RETURN)
def history(request: HttpRequest, hand: Hand, number: int) -> HttpResponse:
    """Show the revisions of a return, and who did what for whom."""
    today = timezone.localdate()
    found = _found(number, hand, today)
    shown = {
        "sheet": found,
        "head": found.head,
        "revisions": reads.history(number, hand, today),
        "corrections": reads.corrections(number, hand, today),
    }
    return render(request, "desk/history.html", shown)


def _named(faults: Iterable[Said], sheet: Sheet) -> list[tuple[Text, Said]]:
    """Return each fault with the name of its cell, empty where its words begin so."""
    names = {cell.code: cell.name for cell in sheet.cells}
    return [
        (_NO_NAME if fault.words.zh.startswith(name.zh) else name, fault)
        for fault in faults
        for name in [names.get(fault.cell, _NO_NAME)]
    ]


def _found(number: int, hand: Hand, today: date) -> Sheet:
    found = reads.sheet(number, hand, today)
    if found is None:
        raise Http404
    return found


def _form(
    request: HttpRequest,
    sheet: Sheet,
    given: Mapping[str, Typed] | None = None,
    faults: Mapping[str, Sequence[Said]] | None = None,
    status: int = 200,
    *,
    draft: DraftView | None = None,
) -> HttpResponse:
    """Show the form: with what was just posted, else with the draft that waits."""
    waiting = draft if given is None else None
    if waiting is not None:
        given = waiting.cells
    stale = waiting is not None and waiting.version != sheet.head.version
    shown = {
        "form": filled(sheet, given, faults),
        "draft": draft,
        "waiting": waiting,
        "stale": stale,
        "sheet": sheet,
        "head": sheet.head,
        "longest": LONGEST_TYPED,
        "longest_text": LONGEST_TEXT,
        "compare": stale or (given is not None and status == _CONFLICT),
    }
    return render(request, "desk/return.html", shown, status=status)


def _first(
    request: HttpRequest,
    sheet: Sheet,
    given: Mapping[str, Typed],
    denied: Denied,
    hand: Hand,
) -> HttpResponse:
    """Give back what was typed where somebody else has saved meanwhile.

    What is not open any more cannot be saved at all, and says so by the door.
    """
    if denied.why is not Why.STATE or not sheet.fills:
        raise NotAllowedError(denied)
    first = {"": (_SOMEBODY_FIRST,)}
    draft = _draft(sheet, hand)
    return _form(request, sheet, given, first, _CONFLICT, draft=draft)


def _draft(sheet: Sheet, hand: Hand) -> DraftView | None:
    return reads.draft_of(sheet.head.id, hand) if sheet.fills else None


def _version(request: HttpRequest) -> int:
    """Return the version that the form was made from; 0, which none has, if none."""
    return whole(request.POST.get("version", "")) or 0
