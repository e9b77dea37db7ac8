"""What has to be done by whom until when; taking a task, and closing it."""

from __future__ import annotations

from collections.abc import Callable

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.views.decorators.http import require_POST, require_safe

from zhence.errors import ZhenceError
from zhence.evidence import Text
from zhence_web.kit.faults import by_cell
from zhence_web.kit.languages import say
from zhence_web.kit.paging import listed, page_of
from zhence_web.kit.posted import line, told, whole
from zhence_web.records.accounts.door import entrance
from zhence_web.records.accounts.hand import Hand
from zhence_web.records.accounts.permissions import RIGHTS, Action
from zhence_web.records.tasks import actions, reads
from zhence_web.screens.staff.leading import address

_A_PAGE = 25
_UNPROCESSABLE = 422
_SHOWN: tuple[tuple[str, Text], ...] = (
    (reads.MINE, Text("待我办", "For me")),
    (reads.LATE, Text("逾期", "Overdue")),
    (reads.OPEN, Text("未办结", "Open")),
    (reads.CLOSED, Text("已办结", "Closed")),
)
_TAKEN = Text("已认领。", "Taken.")
_CLOSED = Text("已办结，依据记录在案。", "Closed, with its evidence on record.")


@require_safe
@entrance(Action.VIEW_TASK)
def tasks(request: HttpRequest, hand: Hand) -> HttpResponse:
    """List tasks; without a question those that this hand has to do."""
    does = any(right.role is hand.role for right in RIGHTS[Action.DO_TASK])
    show = request.GET.get("show", "")
    if show not in dict(_SHOWN):
        show = reads.MINE if does else reads.OPEN
    found = reads.tasks(hand, timezone.now(), show)
    shown = {
        "asked": listed(show=show),
        "show": show,
        "tabs": _SHOWN if does else _SHOWN[1:],
        "page": page_of(found, request.GET.get("page"), _A_PAGE),
    }
    return render(request, "staff/tasks.html", shown)


@require_safe
@entrance(Action.VIEW_TASK)
def task(request: HttpRequest, hand: Hand, number: int) -> HttpResponse:
    """Show one task with what happened to it, and how it is closed."""
    return _page(request, hand, number)


@require_POST
@entrance(Action.DO_TASK)
def take(request: HttpRequest, hand: Hand, number: int) -> HttpResponse:
    """Say that one sees to a task."""
    actions.take(task=number, version=_version(request), by=hand, at=timezone.now())
    messages.success(request, say(_TAKEN))
    return redirect("staff:task", number)


@require_POST
@entrance(Action.DO_TASK)
def close(request: HttpRequest, hand: Hand, number: int) -> HttpResponse:
    """Close a task, or say what its closing lacks."""
    sent = request.POST

    def deed() -> None:
        actions.close(
            task=number,
            version=_version(request),
            proof=sent.get("proof", ""),
            proof_ref=line(sent.get("proof_ref", "")),
            note=line(sent.get("note", "")),
            by=hand,
            at=timezone.now(),
        )

    return _done(request, hand, number, deed)


def _done(
    request: HttpRequest, hand: Hand, number: int, deed: Callable[[], None]
) -> HttpResponse:
    try:
        deed()
    except ZhenceError as error:
        return _page(request, hand, number, error, _UNPROCESSABLE)
    messages.success(request, say(_CLOSED))
    return redirect("staff:task", number)


def _page(
    request: HttpRequest,
    hand: Hand,
    number: int,
    error: ZhenceError | None = None,
    status: int = 200,
) -> HttpResponse:
    now = timezone.now()
    found = reads.task(number, hand, now)
    if found is None:
        raise Http404
    shown = {
        "task": found,
        "steps": reads.steps(number, now),
        "proofs": reads.proofs(found.rule),
        "thing": address(found.kind, found.ref, hand),
        "evidence": _evidence(found, hand),
        "faults": () if error is None else told(error),
        "wrong": {} if error is None else by_cell(error.faults),
        "typed": request.POST.dict(),
        "longest": actions.LONGEST,
    }
    return render(request, "staff/task.html", shown, status=status)


def _evidence(found: reads.TaskView, hand: Hand) -> str:
    kind = next((k for k, words in reads.PROOFS.items() if words == found.proof), "")
    return address(str(kind), found.proof_ref, hand)


def _version(request: HttpRequest) -> int:
    """Return the version that the page was made from; 0, which none has, if none."""
    return whole(request.POST.get("version", "")) or 0
