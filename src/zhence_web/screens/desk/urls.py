"""Addresses below ``/desk/``."""

from __future__ import annotations

from django.urls import path

from zhence_web.records.accounts.permissions import Action
from zhence_web.screens.desk import (
    views,
    views_applications,
    views_draft,
    views_grades,
    views_registry,
    views_uploads,
)

app_name = "desk"

NAV = (
    ("desk:tasks", "我的填报", "My returns", Action.FILL_RETURN),
    ("desk:grades", "亩均评价", "Per-mu grades", Action.VIEW_OWN_GRADE),
)

urlpatterns = [
    path("", views.tasks, name="tasks"),
    path("returns/<int:number>/", views.fill, name="return"),
    path("returns/<int:number>/draft/", views_draft.draft, name="draft"),
    path("returns/<int:number>/submit/", views.submit, name="submit"),
    path("returns/<int:number>/history/", views.history, name="history"),
    path("returns/<int:number>/workbook", views_uploads.workbook, name="workbook"),
    path("returns/<int:number>/upload/", views_uploads.of_return, name="return_upload"),
    path("applications/", views_applications.applications, name="applications"),
    path("applications/new/", views_applications.new, name="application_new"),
    path(
        "applications/<int:number>/",
        views_applications.application,
        name="application",
    ),
    path(
        "applications/<int:number>/verify/",
        views_applications.verify,
        name="application_verify",
    ),
    path(
        "applications/<int:number>/take-on/",
        views_applications.take_on,
        name="application_take_on",
    ),
    path(
        "applications/<int:number>/send-back/",
        views_applications.send_back,
        name="application_send_back",
    ),
    path("grades/", views_grades.own, name="grades"),
    path("grades/<int:grade>/", views_grades.grade, name="grade"),
    path("grades/<int:grade>/object/", views_grades.objection, name="grade_object"),
    path("uploads/<int:number>/", views_uploads.upload, name="upload"),
    path(
        "uploads/<int:number>/progress/",
        views_uploads.upload_progress,
        name="upload_progress",
    ),
    path("uploads/<int:number>/annotated", views_uploads.annotated, name="annotated"),
    path(
        "registry/<int:number>/roster/<slug:kind>/", views_uploads.roster, name="roster"
    ),
    path(
        "registry/<int:number>/roster/<slug:kind>/workbook",
        views_uploads.roster_workbook,
        name="roster_workbook",
    ),
    path("registry/", views_registry.own, name="registry"),
    path("registry/<int:number>/", views_registry.site, name="registry_site"),
    path("registry/<int:number>/years/", views_registry.years, name="registry_years"),
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
