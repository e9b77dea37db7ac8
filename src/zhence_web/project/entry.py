"""Addresses below ``/accounts/``: signing in and out, one's password, second factor.

The package behind them has more (sign-up, mailed resets, addresses); what is not
wanted is not named here, so it does not exist.
"""

from __future__ import annotations

from allauth.account import views
from django.conf import settings
from django.urls import include, path

urlpatterns = [
    path("login/", views.login, name="account_login"),
    path("logout/", views.logout, name="account_logout"),
    path("inactive/", views.account_inactive, name="account_inactive"),
    path("password/", views.password_change, name="account_change_password"),
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
