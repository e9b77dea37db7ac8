"""Headers that keep a page to itself.

Django 5.2 sets no content security policy. One constant header needs no package;
``django-csp`` earns its place when pages want nonces or exceptions, and these want
neither: no inline script, no inline style, nothing from elsewhere.
"""

from __future__ import annotations

from collections.abc import Callable

from django.conf import settings
from django.http import HttpRequest, HttpResponse

from zhence_web.kit.tiles import HOST

CONTENT_SECURITY_POLICY = (
    # The picture of a second factor's key is drawn into its page, and kept nowhere.
    "default-src 'self'; img-src 'self' data:; base-uri 'none'; form-action 'self'; "
    "frame-ancestors 'none'; object-src 'none'"
)
PERMISSIONS_POLICY = "camera=(), geolocation=(), microphone=(), payment=(), usb=()"


def content_policy(*, tiles: bool) -> str:
    """Return the policy of every page; *tiles*: maps may ask Tianditu for theirs."""
    if not tiles:
        return CONTENT_SECURITY_POLICY
    opened = CONTENT_SECURITY_POLICY.replace("data:;", f"data: {HOST};")
    return f"{opened}; connect-src 'self' {HOST}"


class PolicyHeaders:
    """Put the policy on every answer, error pages and static files included."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        """Wrap the rest of the site."""
        self._get_response = get_response
        self._content = content_policy(tiles=bool(settings.CONFIG.tianditu_key))

    def __call__(self, request: HttpRequest) -> HttpResponse:
        """Answer, and say what the page may load and do."""
        response = self._get_response(request)
        # A file that is handed out says for itself that it may do nothing at all.
        response.setdefault("Content-Security-Policy", self._content)
        response.headers["Permissions-Policy"] = PERMISSIONS_POLICY
        return response
