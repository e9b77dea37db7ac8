"""The tokens by which one's own programs come in: make one, see them, end one."""

from __future__ import annotations

from datetime import datetime, time

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.crypto import get_random_string
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_POST

from zhence.errors import Fault
from zhence.evidence import Text
from zhence_web.kit.languages import say
from zhence_web.kit.posted import whole
from zhence_web.records.access.grants import GRANTS, Grant
from zhence_web.records.access.tokens import make_token, revoke_token, tokens_of
from zhence_web.records.accounts.door import entrance
from zhence_web.records.accounts.hand import Hand
from zhence_web.records.accounts.permissions import Action
from zhence_web.records.accounts.refusals import RefusedError
from zhence_web.screens.staff.posted import Posted

_UNUSABLE = 422
_LENGTH = 40
_MARK = "zt_"


@require_http_methods(["GET", "HEAD", "POST"])
@never_cache
@entrance(Action.HOLD_TOKENS)
def tokens(request: HttpRequest, hand: Hand) -> HttpResponse:
    """List one's tokens; make one, which is shown in this answer and never again."""
    if request.method != "POST":
        return _page(request, hand)
    secret = _MARK + get_random_string(_LENGTH)
    try:
        _make(Posted(request), request.POST.getlist("grant"), secret, hand)
    except RefusedError as error:
        return _page(request, hand, faults=error.faults)
    return _page(request, hand, secret=secret)


@require_POST
@entrance(Action.HOLD_TOKENS)
def revoke(request: HttpRequest, hand: Hand) -> HttpResponse:
    """End one of one's tokens at once; what is over stays over."""
    chosen = whole(request.POST.get("token", ""))
    if chosen is None:
        raise Http404
    try:
        revoke_token(token=chosen, by=hand, at=timezone.now())
    except RefusedError:
        raise Http404 from None
    done = Text("令牌已撤销，立即失效。", "The token is revoked and opens nothing now.")
    messages.success(request, say(done))
    return redirect("staff:tokens")


def _make(sent: Posted, chosen: list[str], secret: str, hand: Hand) -> None:
    last = datetime.combine(
        sent.day("last"), time(23, 59, 59), timezone.get_current_timezone()
    )
    make_token(
        name=sent.text("name"),
        grants={grant for grant in Grant if grant.value in chosen},
        expires_at=last,
        secret=secret,
        by=hand,
        at=timezone.now(),
    )


def _page(
    request: HttpRequest,
    hand: Hand,
    *,
    secret: str = "",
    faults: tuple[Fault, ...] = (),
) -> HttpResponse:
    context = {
        "tokens": [
            (one, [GRANTS[grant] for grant in one.grants])
            for one in tokens_of(hand, timezone.now())
        ],
        "grants": [(grant.value, words) for grant, words in GRANTS.items()],
        "chosen": request.POST.getlist("grant") if faults else [],
        "typed": request.POST.dict() if faults else {},
        "secret": secret,
        "faults": faults,
    }
    status = _UNUSABLE if faults else 200
    return render(request, "staff/tokens.html", context, status=status)
