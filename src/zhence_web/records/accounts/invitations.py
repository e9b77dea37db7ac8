"""How somebody gets a first or a new password without anybody else knowing it.

The security officer hands on a link; whoever opens it chooses the password. A link
works once, ends after ``PASSWORD_RESET_TIMEOUT``, and ends when another is made.
"""

from __future__ import annotations

from dataclasses import dataclass

from django.contrib.auth.tokens import PasswordResetTokenGenerator
from django.utils.crypto import get_random_string

from zhence_web.records.accounts.models import User


class _Tokens(PasswordResetTokenGenerator):
    """Tokens of another kind than those of a mailed password reset."""

    key_salt = "zhence.accounts.invitation"


_TOKENS = _Tokens()


@dataclass(frozen=True, slots=True)
class Invitation:
    """For whom a link is, and the secret part of its address."""

    user: int
    username: str
    token: str


def invite(user: User) -> Invitation:
    """Take the password away, which ends every session and link; make a new link."""
    user.set_unusable_password()
    user.save(update_fields=["password"])
    return Invitation(user.pk, user.username, _TOKENS.make_token(user))


def invited(username: str, token: str) -> User | None:
    """Return the person whom a link is for, or ``None`` where it does not hold."""
    user = User.objects.filter(username=username, is_active=True).first()
    return user if user is not None and _TOKENS.check_token(user, token) else None


def random_password() -> str:
    """Return an unguessable password, for sign-ins that a program makes."""
    return get_random_string(20)
