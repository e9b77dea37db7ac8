"""Sign-ins, sign-outs, lock-outs and refusals go on record, whoever causes them.

Signals carry no moment, so this is one of the doors that ask the clock.
"""

from __future__ import annotations

from collections.abc import Mapping

from allauth.account.signals import password_changed
from allauth.mfa.models import Authenticator
from allauth.mfa.signals import authentication_failed, authenticator_removed
from axes.signals import user_locked_out
from django.contrib.auth.signals import (
    user_logged_in,
    user_logged_out,
    user_login_failed,
)
from django.db import transaction
from django.db.models.signals import post_save
from django.http import HttpRequest
from django.utils import timezone

from zhence_web.records.accounts.hand import Hand
from zhence_web.records.accounts.models import User
from zhence_web.records.accounts.permissions import Denied
from zhence_web.records.audit.actions import record

_LONGEST = 150


def attempted(
    request: HttpRequest | None, credentials: Mapping[str, str] | None = None
) -> str:
    """Return the user name that somebody tried, as it counts for a lock-out."""
    given = (credentials or {}).get("username")
    if given is None and request is not None:
        given = request.POST.get("login", "")
    return (given or "").strip().lower()[:_LONGEST]


def note_denied(request: HttpRequest, hand: Hand | None, denied: Denied) -> None:
    """Record that somebody signed in asked for what they may not do."""
    if hand is None:
        return
    with transaction.atomic():
        record(
            "accounts.denied",
            kind="action",
            id_=denied.action.value,
            at=timezone.now(),
            **hand.signed,
            detail={"why": denied.why.value, "path": request.path[:_LONGEST]},
        )


def listen() -> None:
    """Begin to listen; called once, when all tables are known."""
    user_logged_in.connect(_signed_in, dispatch_uid="zhence-in")
    user_logged_out.connect(_signed_out, dispatch_uid="zhence-out")
    user_login_failed.connect(_failed, dispatch_uid="zhence-failed")
    user_locked_out.connect(_locked, dispatch_uid="zhence-locked")
    password_changed.connect(_changed, dispatch_uid="zhence-password")
    # The package's own signal comes after the transaction; the row comes within it.
    post_save.connect(_factor_added, Authenticator, dispatch_uid="zhence-added")
    authenticator_removed.connect(_factor_removed, dispatch_uid="zhence-removed")
    authentication_failed.connect(_factor_failed, dispatch_uid="zhence-wrong-code")


def _note(
    action: str, username: str, actor: str = "", detail: Mapping[str, object] = {}
) -> None:
    with transaction.atomic():
        record(
            action,
            kind="user",
            id_=username,
            at=timezone.now(),
            actor=actor,
            detail=detail,
        )


def _signed_in(user: User, **_: object) -> None:
    _note("accounts.signed_in", user.username, user.username)


def _signed_out(user: User | None, **_: object) -> None:
    if user is not None:
        _note("accounts.signed_out", user.username, user.username)


def _failed(credentials: Mapping[str, str], **_: object) -> None:
    # Somebody may have typed the password into the wrong field: an unknown name is
    # not written down.
    tried = attempted(None, credentials)
    known = User.objects.filter(username=tried).exists()
    _note("accounts.sign_in_failed", tried if known else "", detail={"known": known})


def _locked(username: str, **_: object) -> None:
    known = User.objects.filter(username=username).exists()
    _note("accounts.locked_out", username if known else "", detail={"known": known})


def _changed(user: User, **_: object) -> None:
    _note("accounts.change_password", user.username, user.username)


def _factor_added(instance: Authenticator, *, created: bool, **_: object) -> None:
    if created and instance.type == Authenticator.Type.TOTP:
        name = instance.user.username
        _note("accounts.add_second_factor", name, name)


def _factor_removed(user: User, **_: object) -> None:
    _note("accounts.remove_second_factor", user.username, user.username)


def _factor_failed(user: User, **_: object) -> None:
    _note("accounts.second_factor_failed", user.username)
