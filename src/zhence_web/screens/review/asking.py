"""Asking the sites below an office for a return."""

from __future__ import annotations

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.views.decorators.http import require_http_methods

from zhence.errors import BadInputError, PeriodError
from zhence.evidence import Text
from zhence.periods import parse_date
from zhence_web.kit.faults import said
from zhence_web.kit.languages import say
from zhence_web.records.accounts.door import entrance
from zhence_web.records.accounts.hand import Hand
from zhence_web.records.accounts.permissions import Action
from zhence_web.records.reporting import actions, reads

_UNPROCESSABLE = 422
_LABELS = (
    ("official", Text("正式数据", "official figures")),
    ("synthetic", Text("模拟数据", "synthetic figures")),
)


@require_http_methods(["GET", "HEAD", "POST"])
@entrance(Action.OPEN_RETURN)
def ask(request: HttpRequest, hand: Hand) -> HttpResponse:
    """Ask every site below that fills a form; who was asked already is left alone."""
    if request.method != "POST":
        return _page(request)
    posted = request.POST
    form, _, period = posted.get("of", "").partition(":")
    due = posted.get("due", "").strip()
    try:
        made = actions.open_returns(
            form=form,
            period=period,
            label=posted.get("label", ""),
            by=hand,
            at=timezone.now(),
            due_on=parse_date(due) if due else None,
        )
    except (BadInputError, PeriodError) as error:
        return _page(request, tuple(map(said, error.faults)), _UNPROCESSABLE)
    told = Text(
        f"新布置了 {len(made)} 份；已布置过的不重复。",
        f"{len(made)} asked; those that were asked before are left alone.",
    )
    messages.success(request, say(told))
    return redirect("review:completeness")


def _page(
    request: HttpRequest, faults: tuple[object, ...] = (), status: int = 200
) -> HttpResponse:
    shown = {
        "forms": reads.forms_to_ask(timezone.localdate()),
        "labels": _LABELS,
        "faults": faults,
        "given": request.POST,
    }
    return render(request, "review/ask.html", shown, status=status)
