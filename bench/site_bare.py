"""The peer of W7: Django with one view that answers JSON, and nothing else.

PORT=8121 python bench/site_bare.py
"""

from __future__ import annotations

import os

from django.conf import settings
from django.core.wsgi import get_wsgi_application
from django.http import HttpRequest, JsonResponse
from django.urls import path
from granian import Granian
from granian.constants import Interfaces

if not settings.configured:
    settings.configure(ROOT_URLCONF=__name__, ALLOWED_HOSTS=["*"], SECRET_KEY="bare")


def bare(request: HttpRequest) -> JsonResponse:
    """Answer without looking anything up."""
    del request
    return JsonResponse({"name": "镇策", "towns": 128, "unknown": None})


urlpatterns = [path("bare", bare), path("healthz", bare)]
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
