"""Addresses below ``/review/``."""

from __future__ import annotations

from django.urls import path

from zhence_web.records.accounts.permissions import Action
from zhence_web.screens.review import (
    approving,
    asking,
    extending,
    urls_assessment,
    urls_grades,
    urls_rankings,
    urls_rewards,
    urls_whatif,
    views,
)

app_name = "review"

NAV = (
    ("review:inbox", "报表审核", "Returns to approve", Action.SEND_BACK),
    ("review:completeness", "报送进度", "Completeness", Action.SEND_BACK),
    ("review:explained", "疑点说明", "Explained", Action.SEND_BACK),
    ("review:ask", "布置报表", "Ask for returns", Action.OPEN_RETURN),
    *urls_assessment.NAV,
    *urls_whatif.NAV,
    *urls_rankings.NAV,
    *urls_rewards.NAV,
    *urls_grades.NAV,
)

urlpatterns = [
    path("", views.home, name="home"),
    path("returns/", views.inbox, name="inbox"),
    path("ask/", asking.ask, name="ask"),
    path("completeness/", views.completeness, name="completeness"),
    path("explained/", views.explained, name="explained"),
    path("returns/<int:number>/extend/", extending.extend, name="extend"),
    path("returns/<int:number>/", views.one, name="return"),
    path("returns/<int:number>/history/", views.history, name="history"),
    path("returns/<int:number>/verify/", approving.verify, name="verify"),
    path(
        "returns/<int:number>/accept-as-city/",
        approving.accept_as_city,
        name="accept_as_city",
    ),
    path(
        "returns/<int:number>/accept-as-province/",
        approving.accept_as_province,
        name="accept_as_province",
    ),
    path("returns/<int:number>/send-back/", approving.send_back, name="send_back"),
    *urls_assessment.urlpatterns,
    *urls_whatif.urlpatterns,
    *urls_rankings.urlpatterns,
    *urls_rewards.urlpatterns,
    *urls_grades.urlpatterns,
]
