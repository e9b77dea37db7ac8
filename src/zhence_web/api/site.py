"""``/api/v1`` put together: one API, its parser, its refusals, its shelves."""

from __future__ import annotations

from collections.abc import Iterable

from django.core.exceptions import RequestDataTooBig
from django.http import Http404, HttpRequest, HttpResponse
from ninja import NinjaAPI
from ninja.errors import HttpError, ValidationError

from zhence.errors import ZhenceError
from zhence_web.api import codes
from zhence_web.api.bodies import StrictParser
from zhence_web.api.codes import Code
from zhence_web.api.problems import ProblemError, Wrong, named, problem, wrong
from zhence_web.api.resources import SHELVES
from zhence_web.records.accounts.door import hand_here
from zhence_web.records.accounts.gate import NotAllowedError
from zhence_web.records.accounts.hand import Hand
from zhence_web.records.accounts.permissions import Why
from zhence_web.records.accounts.signins import note_denied

_PATH, _QUERY = "path", "query"
_WHY: dict[Why, Code] = {
    Why.NOBODY: codes.NOBODY,
    Why.ROLE: codes.ABSENT,
    Why.SCOPE: codes.ABSENT,
    Why.STATE: codes.STATE,
    Why.OWN_WORK: codes.OWN_WORK,
}
_SAID = {
    "missing": ("缺少", "is missing"),
    "extra_forbidden": ("没有这个字段", "is no field here"),
}


def _build() -> NinjaAPI:
    api = NinjaAPI(
        title="镇策 zhence",
        version="1",
        description="特色小镇政策数据与研判 / town policies as data",
        urls_namespace="api",
        docs_url=None,
        openapi_url=None,
        parser=StrictParser(),
    )
    for shelf in SHELVES:
        api.add_router("", shelf.router)
    for kind in (*_KINDS, Exception):
        api.add_exception_handler(kind, _answer)
    return api


_KINDS = (
    ProblemError,
    NotAllowedError,
    ZhenceError,
    ValidationError,
    HttpError,
    Http404,
    RequestDataTooBig,
)


def _answer(  # noqa: PLR0911  # each kind of refusal has its own answer
    request: HttpRequest, error: object
) -> HttpResponse:
    match error:
        case ProblemError():
            return _refused(error)
        case NotAllowedError():
            return _denied(request, error)
        case ZhenceError():
            return problem(codes.REFUSED, [wrong(fault) for fault in error.faults])
        case ValidationError():
            return _misshapen(error)
        case HttpError():
            return _unread(error)
        case Http404():
            return problem(codes.ABSENT)
        case RequestDataTooBig():
            return problem(codes.LARGE)
        case _:
            raise _as_it_is(error)


def _as_it_is(error: object) -> Exception:
    """Return what nobody foresaw: the log tells of it, and the frame answers."""
    return error if isinstance(error, Exception) else TypeError(error)


def _refused(error: ProblemError) -> HttpResponse:
    return problem(error.code, error.errors, error.headers)


def _denied(request: HttpRequest, error: NotAllowedError) -> HttpResponse:
    """Hidden and absent look alike; whoever was turned away is on record."""
    if error.denied.why is not Why.STATE:
        call = getattr(request, "auth", None)
        hand = getattr(call, "caller", None) or hand_here(request)
        note_denied(request, hand if isinstance(hand, Hand) else None, error.denied)
    return problem(_WHY[error.denied.why])


def _misshapen(error: ValidationError) -> HttpResponse:
    places = [one["loc"][0] for one in error.errors]
    if _PATH in places:
        return problem(codes.ABSENT)
    told = codes.QUERY if set(places) == {_QUERY} else codes.FIELDS
    return problem(told, list(_fields(error.errors)))


def _fields(errors: Iterable[dict[str, object]]) -> Iterable[Wrong]:
    for one in errors:
        place = one["loc"]
        parts = [str(part) for part in place] if isinstance(place, tuple | list) else []
        kind = str(one["type"])
        zh, en = _SAID.get(kind, ("值不合要求", str(one["msg"])))
        where = ".".join(parts[2:] or parts[1:])
        yield named(f"field_{kind}", where[:200].replace("\0", ""), zh, en)


def _unread(error: HttpError) -> HttpResponse:
    cause = error.__cause__
    if isinstance(cause, ProblemError):
        return _refused(cause)
    told = codes.LARGE if isinstance(cause, RequestDataTooBig) else codes.BROKEN
    return problem(told)


API = _build()
