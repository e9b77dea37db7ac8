"""Addresses below ``/desk/``."""

from __future__ import annotations

from django.urls import path

from zhence_web.records.accounts.permissions import Action
from zhence_web.screens.desk import views

app_name = "desk"

NAV = (("desk:tasks", "我的填报", "My returns", Action.FILL_RETURN),)

urlpatterns = [
    path("", views.tasks, name="tasks"),
    path("returns/<int:number>/", views.fill, name="return"),
    path("returns/<int:number>/submit/", views.submit, name="submit"),
    path("returns/<int:number>/history/", views.history, name="history"),
]
