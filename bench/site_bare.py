"""The peers of W7: a Django that answers a line of JSON, and a list of fifty rows.

    PORT=8121 python bench/site_bare.py

The list is one of Django REST framework's, of the rows that stand in ``rows.json`` in
``DATA_DIR``: the site's own, so that both answer the same.
"""

from __future__ import annotations

import json
import os
from pathlib import Path

from django.conf import settings

if not settings.configured:
    settings.configure(
        ROOT_URLCONF=__name__,
        ALLOWED_HOSTS=["*"],
        SECRET_KEY="bare",
        REST_FRAMEWORK={
            "DEFAULT_AUTHENTICATION_CLASSES": [],
            "DEFAULT_PERMISSION_CLASSES": [],
            "DEFAULT_RENDERER_CLASSES": ["rest_framework.renderers.JSONRenderer"],
            "UNAUTHENTICATED_USER": None,
        },
    )

from django.core.wsgi import get_wsgi_application
from django.http import HttpRequest, JsonResponse
from django.urls import path
from granian import Granian
from granian.constants import Interfaces
from rest_framework import serializers
from rest_framework.request import Request
from rest_framework.response import Response
from rest_framework.views import APIView

ROWS = Path(os.environ.get("DATA_DIR", ".")) / "rows.json"


class Words(serializers.Serializer):
    """A text in both languages."""

    zh = serializers.CharField()
    en = serializers.CharField()


class Span(serializers.Serializer):
    """From when at the earliest, and at the latest."""

    earliest = serializers.CharField()
    latest = serializers.CharField()


class Row(serializers.Serializer):
    """A town as the site's list tells it."""

    id = serializers.CharField()
    name = serializers.CharField()
    city = serializers.CharField(allow_null=True)
    city_code = serializers.CharField(allow_null=True)
    county = serializers.CharField(allow_null=True)
    county_code = serializers.CharField(allow_null=True)
    category = Words(allow_null=True)
    state = serializers.CharField()
    state_name = Words()
    since = Span(allow_null=True)
    possible = serializers.IntegerField()
    label = serializers.CharField()


class Rows(APIView):
    """Answer the rows; nothing is looked up."""

    held = json.loads(ROWS.read_text(encoding="utf-8")) if ROWS.exists() else []

    def get(self, request: Request) -> Response:
        """List them."""
        del request
        return Response({"items": Row(self.held, many=True).data})


def bare(request: HttpRequest) -> JsonResponse:
    """Answer without looking anything up."""
    del request
    return JsonResponse({"name": "镇策", "towns": 128, "unknown": None})


urlpatterns = [
    path("bare", bare),
    path("healthz", bare),
    path("rows", Rows.as_view()),
]
application = get_wsgi_application()

if __name__ == "__main__":
    Granian(
        "site_bare:application",
        address="127.0.0.1",
        port=int(os.environ["PORT"]),
        interface=Interfaces.WSGI,
        log_enabled=False,
        websockets=False,
    ).serve()
