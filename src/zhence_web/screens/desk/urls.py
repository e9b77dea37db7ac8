"""Addresses below ``/desk/``."""

from __future__ import annotations

from django.urls import path

from zhence_web.records.accounts.permissions import Action
from zhence_web.screens.desk import views, views_registry

app_name = "desk"

NAV = (("desk:tasks", "我的填报", "My returns", Action.FILL_RETURN),)

urlpatterns = [
    path("", views.tasks, name="tasks"),
    path("returns/<int:number>/", views.fill, name="return"),
    path("returns/<int:number>/submit/", views.submit, name="submit"),
    path("returns/<int:number>/history/", views.history, name="history"),
    path("registry/", views_registry.own, name="registry"),
    path("registry/<int:number>/", views_registry.site, name="registry_site"),
    path("registry/<int:number>/<slug:tab>/", views_registry.site, name="registry_tab"),
    path(
        "registry/<int:number>/projects/<path:code>/",
        views_registry.project,
        name="registry_project",
    ),
    path(
        "registry/documents/<int:number>/file",
        views_registry.document,
        name="registry_document",
    ),
]
