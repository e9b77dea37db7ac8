"""Sign-in by the organisation's own provider; loaded only where one is configured."""

from __future__ import annotations

from allauth.account.utils import perform_login
from allauth.core.exceptions import ImmediateHttpResponse
from allauth.socialaccount.adapter import DefaultSocialAccountAdapter
from allauth.socialaccount.models import SocialLogin
from django.http import HttpRequest
from django.shortcuts import redirect

from zhence_web.records.accounts.models import User


class InvitedOnly(DefaultSocialAccountAdapter):  # type: ignore[misc]  # ships no types
    """The provider says who somebody is; that they were invited is on record here."""

    def is_open_for_signup(self, request: HttpRequest, login: SocialLogin) -> bool:
        """Say no: the provider makes nobody."""
        del request, login
        return False

    def pre_social_login(self, request: HttpRequest, login: SocialLogin) -> None:
        """Sign in the account of the same user name, if it is in use.

        Raises:
            ImmediateHttpResponse: the answer, either way.
        """
        said = login.account.extra_data
        name = (said.get("userinfo") or said).get("preferred_username", "")
        user = User.objects.filter(username=name, is_active=True).first()
        if user is None:
            raise ImmediateHttpResponse(redirect("socialaccount_login_error"))
        raise ImmediateHttpResponse(perform_login(request, user))
