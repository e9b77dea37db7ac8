"""What is sent: one JSON object, whole and unambiguous, or nothing is read of it."""

from __future__ import annotations

import json
from collections.abc import Iterable
from typing import Any

import orjson
from django.http import HttpRequest
from ninja.parser import Parser

from zhence_web.api import codes
from zhence_web.api.problems import ProblemError, named

MOST = 1 << 20
"""The most bytes of a body."""

DEEPEST = 16
"""How deeply lists and objects may stand in each other; no body needs as many."""

_JSON = "application/json"


class StrictParser(Parser):
    """Read a body as JSON of one meaning; other readers take the last of two keys."""

    def parse_body(self, request: HttpRequest) -> Any:  # noqa: ANN401  # as its base
        """Return the body.

        Raises:
            ProblemError: it is none that can be read.
        """
        return read(request.body, request.headers)


def read(body: bytes, headers: object) -> object:
    """Return what a body says.

    Raises:
        ProblemError: another type, too large, no JSON, or JSON of two meanings.
    """
    get = getattr(headers, "get")  # noqa: B009  # Django's headers, or a dictionary
    kind = str(get("Content-Type", "")).partition(";")[0].strip().lower()
    if kind != _JSON or get("Content-Encoding"):
        raise ProblemError(codes.TYPE)
    if len(body) > MOST:
        raise ProblemError(codes.LARGE)
    try:
        # It refuses what Python's own reader lets through: NaN, half a surrogate,
        # bytes that are no UTF-8, a mark before the text, and a bottomless list.
        orjson.loads(body)
        told = json.loads(body, object_pairs_hook=_once)
    except (ValueError, RecursionError) as error:
        raise _unsound(str(error)) from None
    _check(told)
    return told


def _once(pairs: Iterable[tuple[str, object]]) -> dict[str, object]:
    found: dict[str, object] = {}
    for key, value in pairs:
        if key in found:
            raise ValueError(f"the key {key!r} stands there twice")
        found[key] = value
    return found


def _check(told: object) -> None:
    """Refuse what is nested deeply, and the character that no table keeps."""
    level: list[object] = [told]
    for _ in range(DEEPEST):
        below: list[object] = []
        for one in level:
            if isinstance(one, str) and "\0" in one:
                raise _unsound("the character NUL")
            if isinstance(one, dict):
                below += [*one, *one.values()]
            elif isinstance(one, list):
                below += one
        level = below
    if level:
        raise _unsound(f"nested more than {DEEPEST} deep")


def _unsound(why: str) -> ProblemError:
    zh = "读不成 JSON，或有两种读法"
    return ProblemError(codes.BODY, [named("body_unsound", "", zh, why[:200])])
