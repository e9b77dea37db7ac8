"""Addresses below ``/api/v1/``; the page about them stands with the other pages."""

from __future__ import annotations

from django.urls import path

from zhence_web.api.pages import describe
from zhence_web.api.site import API

app_name = "api"
_urls, _, _ = API.urls
urlpatterns = [
    path("openapi.json", describe, name="openapi"),
    *(one for one in _urls if getattr(one, "name", None) != "api-root"),
]
