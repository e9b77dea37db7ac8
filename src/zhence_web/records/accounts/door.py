"""How a request comes in: whose hand it is, and what a refusal looks like.

Hidden and absent look alike: who may not see a thing, or has no right of that kind
where it stands, gets the page of an address that does not exist.
"""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from functools import wraps
from typing import Concatenate, ParamSpec, cast

from django.contrib import messages
from django.contrib.auth.views import redirect_to_login
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import redirect, render
from django.utils import timezone

from zhence.evidence import Text
from zhence_web.kit.languages import say
from zhence_web.records.accounts.gate import NotAllowedError
from zhence_web.records.accounts.hand import Hand
from zhence_web.records.accounts.permissions import RIGHTS, Action, Denied, Why
from zhence_web.records.accounts.reads import hands_of
from zhence_web.records.accounts.second_factor import lacks_second_factor
from zhence_web.records.accounts.signins import note_denied

P = ParamSpec("P")
View = Callable[Concatenate[HttpRequest, P], HttpResponseBase]
HandView = Callable[Concatenate[HttpRequest, Hand, P], HttpResponseBase]

CHOSEN = "hand"
"""The session's key for the appointment that somebody chose to act in."""

_HELD = "_zhence_hands"
_CONFLICT, _FORBIDDEN = 409, 403
_FACTOR_FIRST = Text(
    "系统、安全、审计管理员须先开启两步验证，才能办理业务",
    "System, security and audit administrators turn on the second factor first",
)


def hands_here(request: HttpRequest) -> tuple[Hand, ...]:
    """Return the hands that whoever asks may act in today; none when signed out.

    They are looked up once a request: its page asks for them in several places.
    """
    if not request.user.is_authenticated:
        return ()
    asked = (request.user.pk, timezone.localdate())
    held: dict[tuple[int, date], tuple[Hand, ...]]
    held = request.__dict__.setdefault(_HELD, {})
    if asked not in held:
        held[asked] = hands_of(*asked)
    return held[asked]


def hand_here(request: HttpRequest) -> Hand | None:
    """Return the hand chosen in this session, or the first; ``None`` without any."""
    hands = hands_here(request)
    chosen = request.session.get(CHOSEN)
    return next(
        (h for h in hands if h.appointment == chosen), hands[0] if hands else None
    )


def choose(request: HttpRequest, appointment: int) -> bool:
    """Act in *appointment* from now on; ``False`` where it is none of one's hands."""
    mine = any(h.appointment == appointment for h in hands_here(request))
    if mine:
        request.session[CHOSEN] = appointment
    return mine


def entrance(action: Action) -> Callable[[HandView[P]], View[P]]:
    """Let in only hands whose role may do *action* somewhere; hand them to the view.

    The view (or the read or action below it) still checks the scope of the thing
    itself. Where the installation requires a second factor, an administrator without
    one is led to where it is turned on. The mark ``action`` on the view is what the
    matrix of routes is made from.
    """

    def wrap(view: HandView[P]) -> View[P]:
        @wraps(view)
        def inside(
            request: HttpRequest, *args: P.args, **kwargs: P.kwargs
        ) -> HttpResponseBase:
            if not request.user.is_authenticated:
                return redirect_to_login(request.get_full_path())
            hand = hand_here(request)
            if hand is None or all(r.role is not hand.role for r in RIGHTS[action]):
                raise NotAllowedError(Denied(action, Why.ROLE))
            if lacks_second_factor(hand):
                messages.warning(request, say(_FACTOR_FIRST))
                return redirect("mfa_activate_totp")
            return view(request, hand, *args, **kwargs)

        inside.action = action  # type: ignore[attr-defined]  # read by the matrix
        return cast("View[P]", inside)

    return wrap


def signed_in(view: View[P]) -> View[P]:
    """Let in whoever is signed in, with or without an appointment.

    The mark ``action`` is ``None``: the matrix of routes expects every role to pass.
    """

    @wraps(view)
    def inside(
        request: HttpRequest, *args: P.args, **kwargs: P.kwargs
    ) -> HttpResponseBase:
        if not request.user.is_authenticated:
            return redirect_to_login(request.get_full_path())
        return view(request, *args, **kwargs)

    inside.action = None  # type: ignore[attr-defined]  # read by the matrix
    return cast("View[P]", inside)


class Door:
    """Turn a refusal from below into the page that it deserves."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        """Wrap the rest of the site."""
        self._get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        """Pass the request on."""
        return self._get_response(request)

    def process_exception(
        self, request: HttpRequest, exception: Exception
    ) -> HttpResponse | None:
        """Answer a refusal: sign-in, 404, 403 or 409."""
        if not isinstance(exception, NotAllowedError):
            return None
        if exception.denied.why is not Why.STATE:
            note_denied(request, hand_here(request), exception.denied)
        return _answer(request, exception.denied)


def _answer(request: HttpRequest, denied: Denied) -> HttpResponse:
    if denied.why is Why.NOBODY:
        return redirect_to_login(request.get_full_path())
    if denied.why in {Why.ROLE, Why.SCOPE}:
        raise Http404
    status = _CONFLICT if denied.why is Why.STATE else _FORBIDDEN
    return render(request, "denied.html", {"denied": denied}, status=status)
