"""Where the grid of a return keeps what was typed, and hears what the checks say."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import redirect
from django.utils import timezone
from django.views.decorators.http import require_POST

from zhence.evidence import Text
from zhence_web.kit.faults import Said
from zhence_web.kit.languages import in_english, say
from zhence_web.kit.posted import whole
from zhence_web.records.accounts.door import entrance
from zhence_web.records.accounts.gate import NotAllowedError
from zhence_web.records.accounts.hand import Hand
from zhence_web.records.accounts.permissions import Action, Why
from zhence_web.records.reporting import actions
from zhence_web.screens.desk.typed import typed

_CONFLICT, _ELSEWHERE = 409, 412

_CHANGED = Text(
    "这份报表已有别人保存过，或已不能填写。您填的数还在这一页上，请重新打开本页核对。",
    "Somebody has saved this return since, or it is not open any more. What you typed"
    " still stands on this page: open the page anew and compare.",
)
_OTHER_WINDOW = Text(
    "您在另一个窗口也在填这份报表，那边的数更新。",
    "You are filling this return in another window, too, and what stands there is"
    " newer.",
)


@require_POST
@entrance(Action.FILL_RETURN)
def draft(request: HttpRequest, hand: Hand, number: int) -> HttpResponse:
    """Keep what stands in the form and answer with the findings, or forget it.

    409: the return is not what the form was made from. 412: another window of the
    same person went on with the draft; ``take`` in the form takes it over.
    """
    if "discard" in request.POST:
        actions.discard_draft(return_id=number, by=hand)
        return redirect("desk:return", number)
    serial = whole(request.POST.get("serial", "")) or 0
    try:
        kept = actions.keep_draft(
            return_id=number,
            cells=typed(request.POST),
            version=whole(request.POST.get("version", "")) or 0,
            serial=None if "take" in request.POST else serial,
            by=hand,
            at=timezone.now(),
        )
    except actions.DraftElsewhereError:
        return JsonResponse({"why": say(_OTHER_WINDOW)}, status=_ELSEWHERE)
    except NotAllowedError as error:
        if error.denied.why is not Why.STATE:
            raise
        return JsonResponse({"why": say(_CHANGED)}, status=_CONFLICT)
    return JsonResponse(
        {
            "serial": kept.serial,
            "empty": kept.empty,
            "said": {
                cell: [_finding(f) for f in found] for cell, found in kept.said.items()
            },
        }
    )


def _finding(found: Said) -> dict[str, str]:
    return {"force": "soft" if found.soft else "hard", "words": _sentence(found)}


def _sentence(found: Said) -> str:
    end = ". " if in_english() else "。"
    return end.join(filter(None, (say(found.words), say(found.remedy))))
