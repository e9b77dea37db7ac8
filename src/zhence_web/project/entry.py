"""Addresses below ``/accounts/``: signing in and out, one's password, second factor.

The package behind them has more (sign-up, mailed resets, addresses); what is not
wanted is not named here, so it does not exist.
"""

from __future__ import annotations

from typing import cast

from allauth.account import views
from django.conf import settings
from django.contrib.auth.decorators import login_required
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponseBase
from django.urls import include, path


@login_required
def password(request: HttpRequest) -> HttpResponseBase:
    """Change one's password; who signs in elsewhere has none here to change.

    The package would lead there to an address that this site does not have.

    Raises:
        PermissionDenied: this account has no password.
    """
    if request.user.is_anonymous or not request.user.has_usable_password():
        raise PermissionDenied
    return cast("HttpResponseBase", views.password_change(request))


urlpatterns = [
    path("login/", views.login, name="account_login"),
    path("logout/", views.logout, name="account_logout"),
    path("inactive/", views.account_inactive, name="account_inactive"),
    path("password/", password, name="account_change_password"),
    path("again/", views.reauthenticate, name="account_reauthenticate"),
    path("2fa/", include("allauth.mfa.urls")),
]

if settings.OIDC:
    from allauth.socialaccount import views as other

    urlpatterns += [
        path(
            "3rdparty/cancelled/",
            other.login_cancelled,
            name="socialaccount_login_cancelled",
        ),
        path("3rdparty/error/", other.login_error, name="socialaccount_login_error"),
        path("", include("allauth.socialaccount.providers.openid_connect.urls")),
    ]
