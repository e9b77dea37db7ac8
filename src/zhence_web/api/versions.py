"""ETags: what was seen, and whether it is still so."""

from __future__ import annotations

import hashlib
import re

from django.http import HttpRequest

from zhence_web.api import codes
from zhence_web.api.problems import ProblemError

_VERSIONED = re.compile(r'"v(\d{1,9})-[0-9a-f]{16}"\Z')
_SHORT = 16


def etag(body: bytes, version: int | None = None) -> str:
    """Return the tag of a body; one with a version begins with it.

    >>> etag(b"{}", 3)
    '"v3-44136fa355b3678a"'
    """
    seal = hashlib.sha256(body).hexdigest()[:_SHORT]
    return f'"{seal}"' if version is None else f'"v{version}-{seal}"'


def unchanged(request: HttpRequest, tag: str) -> bool:
    """Say whether the caller holds what would be sent."""
    held = request.headers.get("If-None-Match", "")
    return tag in {part.strip().removeprefix("W/") for part in held.split(",")}


def matched(request: HttpRequest, version: int) -> int:
    """Return *version* where the caller has seen it.

    The rest of a tag is not compared: what a reader may do, or that a due date has
    passed, changes a page and not the figures in it.

    Raises:
        ProblemError: no tag was sent (428; ``*`` says nothing of what was seen), or
            that of another version (412).
    """
    held = request.headers.get("If-Match", "").strip()
    if not held or held == "*":
        raise ProblemError(codes.NO_VERSION)
    seen = _VERSIONED.match(held)
    if seen is None or int(seen[1]) != version:
        raise ProblemError(codes.STALE)
    return version
