"""Who calls: a token's hand, a signed-in person's, or nobody."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime

from django.http import HttpRequest
from django.utils import timezone
from ninja.utils import check_csrf

from zhence_web.api import codes
from zhence_web.api.often import count
from zhence_web.api.problems import ProblemError
from zhence_web.records.access.grants import Grant
from zhence_web.records.access.tokens import Bad, Presented, present
from zhence_web.records.accounts.door import hand_here
from zhence_web.records.accounts.gate import NotAllowedError
from zhence_web.records.accounts.hand import Hand
from zhence_web.records.accounts.permissions import RIGHTS, Action, Denied, Why

_BEARER = "bearer"
_CHALLENGE = {"WWW-Authenticate": 'Bearer realm="zhence"'}
_BAD = {
    Bad.UNKNOWN: codes.TOKEN_UNKNOWN,
    Bad.EXPIRED: codes.TOKEN_EXPIRED,
    Bad.REVOKED: codes.TOKEN_REVOKED,
    Bad.ENDED: codes.APPOINTMENT_ENDED,
}


@dataclass(frozen=True, slots=True)
class Call:
    """One request: whose hand, and when; *caller* ``None``: nobody said who they are.

    *grants* ``None``: a person in a browser, whom no token narrows.
    """

    request: HttpRequest
    caller: Hand | None
    at: datetime
    grants: frozenset[Grant] | None = None

    @property
    def today(self) -> date:
        """The day of the request, here."""
        return timezone.localdate(self.at)

    @property
    def hand(self) -> Hand:
        """The hand that asks; only behind a door that lets nobody else in.

        Raises:
            ProblemError: nobody said who they are.
        """
        if self.caller is None:
            raise ProblemError(codes.NOBODY, headers=_CHALLENGE)
        return self.caller


@dataclass(frozen=True, slots=True)
class Door:
    """What it takes to come in; ``grant`` ``None``: everybody may.

    A token that holds no more is refused everywhere, also where none is needed: its
    program would go on unaware. *action* turns away roles that have no such right at
    all, before anything is looked up; where it stands is asked of the gate later.
    """

    grant: Grant | None = None
    action: Action | None = None
    writes: bool = False

    def __call__(self, request: HttpRequest) -> Call:
        """Return the call, or refuse it.

        Raises:
            ProblemError: who calls is not known, asks too often, or needs a grant.
            NotAllowedError: the role has no such right.
        """
        call, counted = self._caller(request)
        count(counted, call.at)
        if self.grant is None:
            return call
        if call.grants is not None and self.grant not in call.grants:
            raise ProblemError(codes.GRANT)
        if call.caller is None:
            raise ProblemError(codes.NOBODY, headers=_CHALLENGE)
        if self.action is not None:
            roles = {right.role for right in RIGHTS[self.action]}
            if call.caller.role not in roles:
                raise NotAllowedError(Denied(self.action, Why.ROLE))
        return call

    def _caller(self, request: HttpRequest) -> tuple[Call, str]:
        at = timezone.now()
        header = request.headers.get("Authorization")
        if header is not None:
            held = _presented(header, at)
            return Call(request, held.hand, at, held.grants), f"token-{held.token}"
        if not request.user.is_authenticated:
            # Behind a socket of the file system there is no address.
            address = request.META.get("REMOTE_ADDR", "")
            return Call(request, None, at), f"from-{address}"
        if self.writes and check_csrf(request) is not None:
            raise ProblemError(codes.CSRF)
        hand = hand_here(request)
        if hand is None and self.grant is not None:
            action = self.action or Action.HOLD_TOKENS
            raise NotAllowedError(Denied(action, Why.ROLE))
        return Call(request, hand, at), f"person-{request.user.pk}"


def _presented(header: str, at: datetime) -> Presented:
    scheme, _, secret = header.strip().partition(" ")
    held = present(secret.strip(), at) if scheme.lower() == _BEARER else Bad.UNKNOWN
    if isinstance(held, Bad):
        raise ProblemError(_BAD[held], headers=_CHALLENGE)
    return held
