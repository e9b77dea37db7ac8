"""Addresses below ``/staff/``."""

from __future__ import annotations

from django.urls import path

from zhence_web.records.accounts.permissions import Action
from zhence_web.screens.staff import own

app_name = "staff"

NAV: tuple[tuple[str, str, str, Action], ...] = ()

urlpatterns = [
    path("work/", own.work, name="work"),
    path("me/", own.me, name="me"),
    path("hand/", own.choose_hand, name="hand"),
]
