"""Whole pages that are the same for everybody, as the bytes that go out."""

from __future__ import annotations

import gzip
import hashlib
import logging
from collections.abc import Callable, Hashable
from dataclasses import dataclass
from datetime import date
from functools import wraps
from typing import Concatenate, ParamSpec, cast

from django.db import DatabaseError
from django.http import HttpRequest, HttpResponse, HttpResponseBase
from django.utils import timezone
from django.utils.cache import get_conditional_response, patch_vary_headers

from zhence_web.records.kept.changes import Changes
from zhence_web.records.kept.store import Kept

P = ParamSpec("P")
View = Callable[Concatenate[HttpRequest, P], HttpResponseBase]

_LOG = logging.getLogger(__name__)
ROOM = 48 * 2**20
_LEVEL = 6
_OK = 200


@dataclass(frozen=True, slots=True)
class Page:
    """A page as it goes out, plain and packed, with the tag that names its bytes."""

    body: bytes
    packed: bytes
    kind: str
    tag: str


class KeptAnswer(HttpResponse):
    """A kept page going out: right while *changes* bears *mark*, on that *day*."""

    changes: Changes
    mark: str
    day: date


class _OtherError(Exception):
    """The answer is no page that can be kept."""

    def __init__(self, answer: HttpResponseBase) -> None:
        super().__init__()
        self.answer = answer


_PAGES: Kept[Page] = Kept(ROOM, lambda page: len(page.body) + len(page.packed))


def kept_page(changes: Changes) -> Callable[[View[P]], View[P]]:
    """Make a page once, and again when *changes* tells of one, or on another day.

    Only for pages that depend on their address, on the records, on the day, and on
    whether somebody is signed in: never on who that is. An answer that is no page
    (an error, a redirection, a form with its token, a cookie, one that forbids to be
    stored) goes out as it is and is not kept; so does every page while the chain cannot
    be read. Browsers that have the page already get 304.
    """

    def wrap(view: View[P]) -> View[P]:
        @wraps(view)
        def inside(
            request: HttpRequest, *args: P.args, **kwargs: P.kwargs
        ) -> HttpResponseBase:
            if request.method != "GET":
                return view(request, *args, **kwargs)

            def make() -> Page:
                made = view(request, *args, **kwargs)
                if not _plain(request, made):
                    raise _OtherError(made)
                return _page(cast("HttpResponse", made))

            try:
                day, mark = timezone.localdate(), changes.mark()
            except DatabaseError:
                _LOG.exception("the chain cannot be read; the page is made anew")
                return view(request, *args, **kwargs)
            try:
                page = _PAGES.get((*_who_asks(request), day, mark), make)
            except _OtherError as other:
                return other.answer
            answer = _answer(request, page)
            answer.changes, answer.mark, answer.day = changes, mark, day
            tag = answer.headers["ETag"]
            return get_conditional_response(request, tag, None, answer) or answer

        return cast("View[P]", inside)

    return wrap


def unkept(answer: HttpResponse) -> HttpResponse:
    """Mark an answer that is not whole, such as one without its record, as not kept."""
    answer.headers["Cache-Control"] = "no-store"
    return answer


def _who_asks(request: HttpRequest) -> tuple[Hashable, ...]:
    known = request.user.is_authenticated
    return (request.scheme, request.get_host(), request.get_full_path(), known)


def _plain(request: HttpRequest, made: HttpResponseBase) -> bool:
    """Say whether an answer is a page that anybody may get."""
    return (
        isinstance(made, HttpResponse)
        and made.status_code == _OK
        and not made.cookies
        and not made.has_header("Content-Disposition")
        and "no-store" not in made.headers.get("Cache-Control", "")
        and not request.META.get("CSRF_COOKIE_NEEDS_UPDATE")
    )


def _page(made: HttpResponse) -> Page:
    body = made.content
    tag = hashlib.sha256(body).hexdigest()[:32]
    packed = gzip.compress(body, _LEVEL, mtime=0)
    return Page(body, packed, made.headers["Content-Type"], tag)


def _answer(request: HttpRequest, page: Page) -> KeptAnswer:
    packs = "gzip" in request.headers.get("Accept-Encoding", "")
    answer = KeptAnswer(page.packed if packs else page.body, content_type=page.kind)
    answer.headers["ETag"] = f'"{page.tag}{"-gzip" if packs else ""}"'
    answer.headers["Cache-Control"] = "no-cache"
    if packs:
        answer.headers["Content-Encoding"] = "gzip"
    patch_vary_headers(answer, ("Accept-Encoding", "Cookie"))
    return answer
