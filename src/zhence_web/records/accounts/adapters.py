"""How the sign-in package behaves here: nobody enters who was not invited."""

from __future__ import annotations

from allauth.account.adapter import DefaultAccountAdapter
from django.http import HttpRequest


class ClosedSignUp(DefaultAccountAdapter):  # type: ignore[misc]  # ships no types
    """Accounts are made by an invitation alone."""

    def is_open_for_signup(self, request: HttpRequest) -> bool:
        """Say no, whoever asks."""
        del request
        return False

    def get_password_change_redirect_url(self, request: HttpRequest) -> str:
        """Lead to the sign-in: a changed password ends this session, too."""
        return str(self.get_logout_redirect_url(request))
