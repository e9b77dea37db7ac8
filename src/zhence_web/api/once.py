"""A write that comes twice under one key is done once, and answered alike."""

from __future__ import annotations

import hashlib
import re
from collections.abc import Callable

from django.db import transaction
from django.http import HttpResponse

from zhence_web.api import codes
from zhence_web.api.calling import Call
from zhence_web.api.problems import ProblemError
from zhence_web.records.access.keys import (
    Claim,
    Held,
    Kept,
    LostClaimError,
    claim,
    keep,
    release,
)

HEADER = "Idempotency-Key"
_KEY = re.compile(r"[!-~]{1,255}\Z")
_KEPT_HEADERS = ("ETag", "Location")


def once(
    call: Call, deed: Callable[[], HttpResponse], sent: bytes | None = None
) -> HttpResponse:
    """Do *deed* unless its key says that it was done; without a key just do it.

    *sent* is the body where it was read already.

    The deed and what was answered are one transaction. Only what was done is kept: a
    refused request leaves its key free.

    Raises:
        ProblemError: the key is none, was used for another request, or is under way.
    """
    key = call.request.headers.get(HEADER)
    if key is None:
        return deed()
    if not _KEY.match(key):
        raise ProblemError(codes.KEY)
    hand = call.hand
    asked = _asked(call, call.request.body if sent is None else sent)
    held = claim(appointment=hand.appointment, key=key, asked=asked, at=call.at)
    if isinstance(held, Kept):
        headers = {**held.headers, "Idempotent-Replayed": "true"}
        return HttpResponse(
            held.body, "application/json", status=held.status, headers=headers
        )
    if isinstance(held, Held):
        raise ProblemError(codes.KEY_REUSED if held is Held.OTHER else codes.RUNNING)
    return _done(held, deed)


def _done(held: Claim, deed: Callable[[], HttpResponse]) -> HttpResponse:
    try:
        with transaction.atomic():
            answer = deed()
            headers = {n: answer[n] for n in _KEPT_HEADERS if n in answer}
            body = answer.content.decode()
            keep(held, Kept(answer.status_code, headers, body))
    except LostClaimError:
        raise ProblemError(codes.RUNNING) from None
    except BaseException:
        release(held)
        raise
    return answer


def _asked(call: Call, sent: bytes) -> str:
    """Return the digest of everything that makes it this request and no other."""
    request = call.request
    parts = (
        str(call.hand.user),
        request.method or "",
        request.get_full_path(),
        request.headers.get("If-Match", ""),
    )
    seal = hashlib.sha256("\n".join(parts).encode())
    seal.update(b"\0" + sent)
    return seal.hexdigest()
