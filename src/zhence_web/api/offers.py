"""How an address is offered: one thing, a list, a deed; each with its manners.

A resource module writes a plain function of a :class:`Call` and returns shapes; here
it gets its door, its strict query, its page or version, and its place in OpenAPI.
"""

from __future__ import annotations

import inspect
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from functools import wraps
from typing import Any, TypeVar

from django.http import HttpRequest, HttpResponse
from ninja import Router
from pydantic import BaseModel

from zhence_web.api.asked import Page, Paged, ordered, paged, strict
from zhence_web.api.calling import Call, Door
from zhence_web.api.exports import export
from zhence_web.api.handed import BYTES, SHEET, Handed, handed_out, received
from zhence_web.api.once import once
from zhence_web.api.versions import etag, unchanged
from zhence_web.records.access.grants import Grant
from zhence_web.records.accounts.permissions import Action

Told = TypeVar("Told", bound=BaseModel)
View = Callable[..., Any]

_JSON = "application/json"
_OK, _NOT_MODIFIED, _MADE = 200, 304, 201
_OURS = frozenset({"call", "data"})


@dataclass(frozen=True, slots=True)
class Out:
    """A file to be handed out; *version* is the one of what it tells of."""

    file: Handed
    version: int | None = None


class Shelf:
    """The addresses of one resource: a router, and who comes in by default."""

    def __init__(self, tag: str, grant: Grant | None = None) -> None:
        """Begin empty; *grant* ``None``: public."""
        self.router = Router(tags=[tag])
        self._grant = grant

    def one(
        self, path: str, answers: type[BaseModel], action: Action | None = None
    ) -> Callable[[View], View]:
        """Offer one thing; it has an ETag, and 304 answers who holds it already."""

        def offer(view: View) -> View:
            def answer(call: Call, given: dict[str, Any]) -> HttpResponse:
                return _single(call.request, view(call, **given))

            door = Door(self._grant, action)
            return self._add(["GET", "HEAD"], path, view, answer, door, answers, "one")

        return offer

    def many(
        self, path: str, answers: type[BaseModel], action: Action | None = None
    ) -> Callable[[View], View]:
        """Offer a list: paged, sorted by what its query allows, or exported whole."""

        def offer(view: View) -> View:
            def answer(call: Call, given: dict[str, Any]) -> HttpResponse:
                asked: Paged = given["asked"]
                rows: Sequence[BaseModel] = ordered(view(call, **given), asked.sort)
                if asked.format != "json":
                    return export(answers, rows, asked.format, view.__name__)
                return _sent(paged(rows, asked))

            door = Door(self._grant, action)
            shape = Page[answers]  # type: ignore[valid-type]  # a class by a variable
            return self._add(["GET", "HEAD"], path, view, answer, door, shape, "many")

        return offer

    def deed(
        self,
        path: str,
        answers: type[BaseModel],
        action: Action,
        grant: Grant,
        *,
        versioned: bool = False,
        status: int = _OK,
    ) -> Callable[[View], View]:
        """Offer a deed; *versioned*: it needs If-Match. A key makes it happen once."""

        def offer(view: View) -> View:
            def answer(call: Call, given: dict[str, Any]) -> HttpResponse:
                return once(call, lambda: _sent(view(call, **given), status))

            kind = "versioned" if versioned else "deed"
            door = Door(grant, action, writes=True)
            return self._add(["POST"], path, view, answer, door, answers, kind, status)

        return offer

    def file(
        self, path: str, action: Action, *, sheet: bool = True
    ) -> Callable[[View], View]:
        """Offer a workbook; it has an ETag, and 304 answers who holds it already.

        ``sheet`` false: bytes of whatever kind, which nobody here looked into.
        """
        kind = SHEET if sheet else BYTES

        def offer(view: View) -> View:
            def answer(call: Call, given: dict[str, Any]) -> HttpResponse:
                out: Out = view(call, **given)
                return handed_out(call.request, out.file, out.version, kind)

            door = Door(self._grant, action)
            name = "file" if sheet else "bytes"
            return self._add(["GET", "HEAD"], path, view, answer, door, None, name)

        return offer

    def taken(
        self,
        path: str,
        answers: type[BaseModel],
        action: Action,
        grant: Grant,
        *,
        versioned: bool = False,
    ) -> Callable[[View], View]:
        """Offer to take a file in: it is the body, what to do with it is the query."""

        def offer(view: View) -> View:
            def answer(call: Call, given: dict[str, Any]) -> HttpResponse:
                data = received(call.request)
                return once(
                    call, lambda: _sent(view(call, data=data, **given), _MADE), data
                )

            kind = "taken_versioned" if versioned else "taken"
            door = Door(grant, action, writes=True)
            return self._add(["POST"], path, view, answer, door, answers, kind, _MADE)

        return offer

    def _add(  # an address has as many sides
        self,
        methods: list[str],
        path: str,
        view: View,
        answer: Callable[[Call, dict[str, Any]], HttpResponse],
        door: Door,
        answers: object,
        kind: str,
        status: int = _OK,
    ) -> View:
        signature = inspect.signature(view, eval_str=True)
        known = _query_of(signature)

        @wraps(view)
        def inside(request: HttpRequest, **given: Any) -> HttpResponse:  # noqa: ANN401
            strict(request, known)
            call: Call = request.auth  # type: ignore[attr-defined]  # ninja's
            return answer(call, given)

        asking = inspect.Parameter(
            "request", inspect.Parameter.POSITIONAL_OR_KEYWORD, annotation=HttpRequest
        )
        rest = [p for name, p in signature.parameters.items() if name not in _OURS]
        inside.__signature__ = inspect.Signature([asking, *rest])  # type: ignore[attr-defined]
        inside.action = door.action  # type: ignore[attr-defined]  # read by the matrix
        summary = (view.__doc__ or "").strip().splitlines()[0]
        more = {
            "x-kind": kind,
            "x-grant": door.grant.value if door.grant else "",
            "x-action": door.action.value if door.action else "",
        }
        self.router.api_operation(
            methods,
            path,
            auth=door,
            response={status: answers},
            operation_id=view.__name__,
            url_name=view.__name__,
            summary=summary,
            openapi_extra=more,
        )(inside)
        return view


def _query_of(signature: inspect.Signature) -> frozenset[str]:
    asked = signature.parameters.get("asked")
    if asked is None:
        return frozenset()
    model: type[BaseModel] = asked.annotation.__origin__
    return frozenset(model.model_fields)


def _single(request: HttpRequest, told: BaseModel) -> HttpResponse:
    answer = _sent(told)
    if unchanged(request, answer["ETag"]):
        return HttpResponse(status=_NOT_MODIFIED, headers={"ETag": answer["ETag"]})
    return answer


def _sent(told: BaseModel, status: int = _OK) -> HttpResponse:
    body = told.model_dump_json().encode()
    version = getattr(told, "version", None)
    tag = etag(body, version if isinstance(version, int) else None)
    return HttpResponse(body, _JSON, status=status, headers={"ETag": tag})
