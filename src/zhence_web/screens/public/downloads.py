"""Open data: a page that says what there is, and the files themselves."""

from __future__ import annotations

import hashlib
from dataclasses import dataclass
from datetime import date
from functools import lru_cache

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.cache import get_conditional_response
from django.views.decorators.http import require_safe

from zhence_web.kit.exports import FORMS, Table, as_json
from zhence_web.packbook import packbook
from zhence_web.records.kept import SETTLED, kept_page
from zhence_web.screens.public.asked import asked
from zhence_web.screens.public.datasets import DATASETS, OF_A_DAY, RECORDED

_KEPT = 64


@dataclass(frozen=True, slots=True)
class Written:
    """A file, and the tag by which a browser knows that it has it."""

    body: bytes
    tag: str


@require_safe
@kept_page(SETTLED)
def data(request: HttpRequest) -> HttpResponse:
    """Show what may be taken away, with columns, notes and counts."""
    question = asked(request.GET, packbook())
    return render(
        request,
        "public/data.html",
        {
            "asked": question,
            "tables": [
                (_table(name, question.on), name in OF_A_DAY) for name in DATASETS
            ],
            "forms": tuple(FORMS),
        },
    )


@require_safe
def file(request: HttpRequest, name: str, form: str) -> HttpResponse:
    """Hand out a table as one kind of file; 304 to whoever has it already."""
    if name not in DATASETS or form not in FORMS:
        raise Http404
    question = asked(request.GET, packbook())
    on = question.on if name in OF_A_DAY else question.default
    written = (_fresh if name in RECORDED else _kept)(name, form, on)
    day = f"-{on}" if name in OF_A_DAY else ""
    response = HttpResponse(
        written.body,
        content_type=FORMS[form][0],
        headers={
            "Content-Disposition": f'attachment; filename="zhence-{name}{day}.{form}"',
            "ETag": written.tag,
        },
    )
    return get_conditional_response(request, written.tag, None, response) or response


def _fresh(name: str, form: str, on: date) -> Written:
    table = _table(name, on)
    # A workbook also holds the moment of its writing: the tag is of what it says.
    told = hashlib.sha256(as_json(table)).hexdigest()
    return Written(FORMS[form][1](table), f'"{told[:32]}-{form}"')


# The register is read once a process, so its files are written once a day asked for.
_kept = lru_cache(maxsize=_KEPT)(_fresh)


def _table(name: str, on: date) -> Table:
    return DATASETS[name](on) if name in RECORDED else _kept_table(name, on)


@lru_cache(maxsize=_KEPT)
def _kept_table(name: str, on: date) -> Table:
    return DATASETS[name](on)
