"""Pages for what went wrong: what, why, and where to go next."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.template.loader import render_to_string

from zhence_web.kit.languages import page_languages


def bad_request(request: HttpRequest, exception: Exception) -> HttpResponse:  # noqa: ARG001  # Django passes it by this name
    """Say that the address cannot be understood."""
    return render(request, "public/error.html", {"status": 400}, status=400)


def forbidden(request: HttpRequest, exception: Exception) -> HttpResponse:  # noqa: ARG001  # Django passes it by this name
    """Say that this account cannot do that."""
    return render(request, "public/error.html", {"status": 403}, status=403)


def stale_form(request: HttpRequest, reason: str) -> HttpResponse:  # noqa: ARG001  # Django passes it by this name
    """Say that the form did not come from a page that is still good."""
    return render(
        request, "public/error.html", {"status": 403, "form": True}, status=403
    )


def not_found(request: HttpRequest, exception: Exception) -> HttpResponse:  # noqa: ARG001  # Django passes it by this name
    """Say that there is no such page, and lead back to the lists."""
    return render(request, "public/error.html", {"status": 404}, status=404)


def server_error(request: HttpRequest) -> HttpResponse:
    """Say that the fault is ours, and that nothing was changed.

    The page asks for nobody and nothing: what failed may be what would answer.
    """
    shown = {"status": 500, "request": request, **page_languages(request)}
    return HttpResponse(render_to_string("public/error.html", shown), status=500)
