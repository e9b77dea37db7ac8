"""Addresses of the indices of an office."""

from __future__ import annotations

from django.urls import path

from zhence_web.records.accounts.permissions import Action
from zhence_web.screens.review import views_rankings as ranked

NAV = (("review:rankings", "活力指数", "Index", Action.VIEW_RANKING),)

urlpatterns = [
    path("rankings/", ranked.home, name="rankings"),
    path("rankings/ask/", ranked.ask_for, name="ranking_ask"),
    path("rankings/<int:run>/", ranked.ranking, name="ranking"),
    path("rankings/<int:run>/progress/", ranked.progress, name="ranking_progress"),
    path("rankings/<int:run>/publish/", ranked.publish, name="ranking_publish"),
]
