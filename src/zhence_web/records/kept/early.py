"""Kept pages go out before anything else is done for whoever has no session.

Most requests of a public site ask for what somebody else has just been shown. Sessions,
users, languages and the router cost several times what sending those bytes does.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date

from django.conf import settings
from django.db import DatabaseError
from django.http import HttpRequest, HttpResponse
from django.utils import timezone
from django.utils.cache import get_conditional_response

from zhence_web.records.kept.changes import Changes
from zhence_web.records.kept.pages import ROOM, KeptAnswer
from zhence_web.records.kept.store import Kept

Address = tuple[str | None, str, str, bool]


@dataclass(frozen=True, slots=True)
class _Sent:
    """An answer as it went out, and what it rests on."""

    body: bytes
    headers: dict[str, str]
    changes: Changes
    mark: str
    day: date


_SENT: Kept[_Sent] = Kept(ROOM, lambda sent: len(sent.body))


class KeptFirst:
    """Answer from what went out last; stand before whatever looks for a person.

    Only what a kept page answered is sent again, with all headers that the rest of the
    site gave it. Whoever brings a session, asks for something else, or cannot be told
    whether it is still so, goes the whole way.
    """

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        """Wrap the rest of the site."""
        self._get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        """Answer again, or let the site answer and remember it."""
        if request.method != "GET" or settings.SESSION_COOKIE_NAME in request.COOKIES:
            return self._get_response(request)
        address = _address(request)
        sent = _SENT.held(address)
        if sent is not None and _still(sent):
            again = HttpResponse(sent.body, headers=sent.headers)
            tag = sent.headers.get("ETag")
            return get_conditional_response(request, tag, None, again) or again
        response = self._get_response(request)
        if isinstance(response, KeptAnswer) and not response.cookies:
            headers, mark = dict(response.headers.items()), response.mark
            made = _Sent(
                response.content, headers, response.changes, mark, response.day
            )
            _SENT.keep(address, made)
        return response


def _address(request: HttpRequest) -> Address:
    packs = "gzip" in request.META.get("HTTP_ACCEPT_ENCODING", "")
    return (request.scheme, request.get_host(), request.get_full_path(), packs)


def _still(sent: _Sent) -> bool:
    """Say whether nothing has changed since; ``False`` where that cannot be read."""
    try:
        return sent.day == timezone.localdate() and sent.mark == sent.changes.mark()
    except DatabaseError:
        return False
