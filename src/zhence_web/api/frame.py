"""Whatever answers below ``/api/``: refusals are problems, and private stays private.

The router, the parser of addresses and other middleware know nothing of the API and
answer with pages; here their answers become problems.
"""

from __future__ import annotations

from collections.abc import Callable

from django.http import HttpRequest, HttpResponse

from zhence_web.api.codes import BROKEN, BY_STATUS, FAILED
from zhence_web.api.problems import PROBLEM, problem

ROOT = "/api/v1/"
_REFUSED, _BROKE = 400, 500
_ITS_OWN = frozenset({"Content-Type", "Content-Length"})


class Frame:
    """Finish every answer of the API."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        """Wrap the rest of the site."""
        self._get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        """Answer; whoever asks elsewhere is left alone."""
        response = self._get_response(request)
        if not request.path.startswith(ROOT):
            return response
        told = _problem(response)
        told.headers.setdefault("Cache-Control", "no-store")
        told.headers["Vary"] = "Authorization, Cookie"
        return told


def _problem(response: HttpResponse) -> HttpResponse:
    status = response.status_code
    if status < _REFUSED or response.headers.get("Content-Type") == PROBLEM:
        return response
    code = FAILED if status >= _BROKE else BY_STATUS.get(status, BROKEN)
    kept = {n: text for n, text in response.headers.items() if n not in _ITS_OWN}
    return problem(code, headers=kept)
