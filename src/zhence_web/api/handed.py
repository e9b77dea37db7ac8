"""Files of a request: one that comes in as its body, one that goes out as an answer."""

from __future__ import annotations

from typing import Protocol
from urllib.parse import quote

from django.http import HttpRequest, HttpResponse

from zhence_web.api import codes
from zhence_web.api.problems import ProblemError
from zhence_web.api.versions import etag, unchanged
from zhence_web.records.intake.keeping import MOST_BYTES

SHEET = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
BYTES = "application/octet-stream"
TAKEN = (SHEET, "text/csv", BYTES)
"""What a file may come as; what it is, its bytes say."""

_NOT_MODIFIED = 304
_PRIVATE = {
    "X-Content-Type-Options": "nosniff",
    "Content-Security-Policy": "default-src 'none'; sandbox",
}


class Handed(Protocol):
    """A file to be handed out, and what to call it."""

    @property
    def name(self) -> str:
        """What to call it."""

    @property
    def data(self) -> bytes:
        """Its bytes."""


def received(request: HttpRequest) -> bytes:
    """Return the file that a request is; no more than the desk takes is read.

    Raises:
        ProblemError: another type, compressed on the way, or too large.
    """
    kind = request.headers.get("Content-Type", "").partition(";")[0].strip().lower()
    if kind not in TAKEN or request.headers.get("Content-Encoding"):
        raise ProblemError(codes.FILE_TYPE)
    data = request.read(MOST_BYTES + 1)
    if len(data) > MOST_BYTES:
        raise ProblemError(codes.LARGE)
    return bytes(data)


def handed_out(
    request: HttpRequest, made: Handed, version: int | None = None, kind: str = SHEET
) -> HttpResponse:
    """Return a file as an answer; its tag names the *version* that it tells of."""
    tag = etag(made.data, version)
    if unchanged(request, tag):
        return HttpResponse(status=_NOT_MODIFIED, headers={"ETag": tag})
    name = quote(made.name)
    headers = {
        **_PRIVATE,
        "ETag": tag,
        "Content-Disposition": f"attachment; filename*=UTF-8''{name}",
    }
    return HttpResponse(made.data, kind, headers=headers)
