"""Making, taking back and presenting tokens."""

from __future__ import annotations

import hashlib
from collections.abc import Collection
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from enum import StrEnum

from django.db import transaction
from django.db.models import Q
from django.utils import timezone

from zhence_web.records.access.grants import Grant
from zhence_web.records.access.models import Token
from zhence_web.records.accounts.gate import check
from zhence_web.records.accounts.hand import Hand
from zhence_web.records.accounts.permissions import Action
from zhence_web.records.accounts.reads import hands_of
from zhence_web.records.accounts.refusals import refuse
from zhence_web.records.audit.actions import record

LONGEST = timedelta(days=366)
"""No token lives longer: a year, whether it is a leap year or not."""

MOST = 20
"""How many tokens of one appointment may be in use at once."""

SHORTEST_SECRET = 32
_SHOWN = 10
_LONGEST_NAME = 80
# A program asks many times a second; that it was used is told to the minute.
_OFTEN = timedelta(minutes=1)


class Bad(StrEnum):
    """Why a token opens nothing."""

    UNKNOWN = "unknown"
    EXPIRED = "expired"
    REVOKED = "revoked"
    ENDED = "ended"


@dataclass(frozen=True, slots=True)
class TokenView:
    """A token as its holder sees it; *over* when it opens nothing any more."""

    id: int
    name: str
    start: str
    grants: tuple[Grant, ...]
    made_at: datetime
    expires_at: datetime
    used_at: datetime | None
    revoked_at: datetime | None
    over: bool


@dataclass(frozen=True, slots=True)
class Presented:
    """A token that holds: whose hand, by which token, for what."""

    hand: Hand
    token: int
    grants: frozenset[Grant]


@transaction.atomic
def make_token(  # a token has as many sides
    *,
    name: str,
    grants: Collection[Grant],
    expires_at: datetime,
    secret: str,
    by: Hand,
    at: datetime,
) -> int:
    """Keep the digest of *secret* as a token of one's own appointment.

    *secret* must be unguessable and is the caller's to show, once.

    Raises:
        NotAllowedError: there is no right to it.
        RefusedError: a deputy, no name, no grant, a life of no time or of more than a
            year, or too many in use.
    """
    check(by, Action.HOLD_TOKENS, by.org, timezone.localdate(at))
    _may_be_made(name.strip(), grants, expires_at, by, at)
    if len(secret) < SHORTEST_SECRET:
        raise ValueError("a token is not to be guessed")
    row = Token.objects.create(
        appointment_id=by.appointment,
        name=name.strip(),
        grants=sorted(grants),
        start=secret[:_SHOWN],
        digest=digest_of(secret),
        made_at=at,
        expires_at=expires_at,
    )
    record(
        "access.make_token",
        kind="token",
        id_=row.pk,
        at=at,
        **by.signed,
        detail={
            "name": row.name,
            "grants": row.grants,
            "expires": expires_at.isoformat(),
        },
    )
    return int(row.pk)


@transaction.atomic
def revoke_token(*, token: int, by: Hand, at: datetime) -> None:
    """End a token of one's own appointment; one that is over stays as it is.

    Raises:
        RefusedError: it is none of one's own.
    """
    rows = Token.objects.select_for_update(of=("self",))
    row = rows.filter(pk=token, appointment=by.appointment).first()
    if row is None or by.deputy:
        refuse(
            "token_unknown",
            f"没有编号为 {token} 的令牌。请从名单中选择。",
            f"There is no token {token} of yours. Choose one from the list.",
        )
    if row.revoked_at is not None:
        return
    row.revoked_at = at
    row.save(update_fields=["revoked_at"])
    record(
        "access.revoke_token",
        kind="token",
        id_=row.pk,
        at=at,
        **by.signed,
        detail={"name": row.name},
    )


def tokens_of(by: Hand, at: datetime) -> tuple[TokenView, ...]:
    """Return the tokens of one's own appointment, the newest first; none of others."""
    if by.deputy:
        return ()
    rows = Token.objects.filter(appointment=by.appointment).order_by("-made_at", "-id")
    return tuple(_view(row, at) for row in rows)


def present(secret: str, at: datetime) -> Presented | Bad:
    """Return what a token opens now, or why it opens nothing; note its use.

    The hand is the one of today: rights that were lost since are lost to it, too.
    """
    rows = Token.objects.select_related("appointment")
    row = rows.filter(digest=digest_of(secret)).first()
    if row is None:
        return Bad.UNKNOWN
    if row.revoked_at is not None:
        return Bad.REVOKED
    if row.expires_at <= at:
        return Bad.EXPIRED
    held = hands_of(row.appointment.user_id, timezone.localdate(at))
    own = (h for h in held if h.appointment == row.appointment_id and not h.deputy)
    hand = next(own, None)
    if hand is None:
        return Bad.ENDED
    unused = Q(used_at__isnull=True) | Q(used_at__lt=at - _OFTEN)
    Token.objects.filter(unused, pk=row.pk).update(used_at=at)
    return Presented(
        replace(hand, via=row.name), row.pk, frozenset(map(Grant, row.grants))
    )


def digest_of(secret: str) -> str:
    """Return what is kept of a token: it is long and random, so no salt is needed."""
    return hashlib.sha256(secret.encode("utf-8", "surrogatepass")).hexdigest()


def _may_be_made(
    name: str, grants: Collection[Grant], expires_at: datetime, by: Hand, at: datetime
) -> None:
    if by.deputy:
        refuse(
            "token_deputy",
            "代理人不能设令牌：令牌只用于本人的任职。请先切换到本人身份。",
            "A deputy makes no token: it acts in one's own appointment. "
            "Switch to your own first.",
        )
    if not name or len(name) > _LONGEST_NAME:
        refuse(
            "token_name",
            f"请写明用途，不超过{_LONGEST_NAME}字。",
            f"Say what it is for, in at most {_LONGEST_NAME} characters.",
        )
    if not grants:
        refuse("token_grants", "请至少选一项权限。", "Choose at least one grant.")
    if not at < expires_at <= at + LONGEST:
        refuse(
            "token_days",
            "有效期须在今天之后、一年之内。",
            "It must end after today and within a year.",
        )
    used = Token.objects.filter(
        appointment=by.appointment, revoked_at__isnull=True, expires_at__gt=at
    )
    if used.count() >= MOST:
        refuse(
            "token_many",
            f"在用的令牌已有{MOST}个，请先撤销不用的。",
            f"There are {MOST} tokens in use already: revoke one first.",
        )


def _view(row: Token, at: datetime) -> TokenView:
    return TokenView(
        id=row.pk,
        name=row.name,
        start=row.start,
        grants=tuple(map(Grant, row.grants)),
        made_at=row.made_at,
        expires_at=row.expires_at,
        used_at=row.used_at,
        revoked_at=row.revoked_at,
        over=row.revoked_at is not None or row.expires_at <= at,
    )
