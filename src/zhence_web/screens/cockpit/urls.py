"""Addresses below ``/cockpit/``."""

from __future__ import annotations

from django.urls import path

from zhence_web.records.accounts.permissions import Action
from zhence_web.screens.cockpit import views

app_name = "cockpit"

NAV = (("cockpit:here", "驾驶舱", "Cockpit", Action.VIEW_COCKPIT),)

urlpatterns = [
    path("", views.home, name="here"),
    path("panels/", views.panels, name="panels"),
    path("evidence/<str:figure>/", views.evidence, name="evidence"),
    path("evidence/<str:figure>/<str:part>/", views.part, name="part"),
]
