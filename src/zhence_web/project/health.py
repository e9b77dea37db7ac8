"""Whether the site can answer."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from django.views.decorators.http import require_safe

from zhence_web.packbook import packbook


@require_safe
def healthz(_request: HttpRequest) -> HttpResponse:
    """Answer 200 when packs and registry are loaded, with how many of each."""
    book = packbook()
    return HttpResponse(
        f"ok {len(book.policies)} packs, {len(book.towns)} towns\n",
        content_type="text/plain; charset=utf-8",
        headers={"Cache-Control": "no-store"},
    )
