"""Bulletins: what pages told for a day, and what was published here, by year."""

from __future__ import annotations

import logging
from dataclasses import dataclass

from django.db import DatabaseError
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.views.decorators.http import require_safe

from zhence.evidence import Text
from zhence_web.kit.paging import listed, page_of
from zhence_web.packbook import REPLAYED, Bulletin, packbook
from zhence_web.records.kept import SETTLED, kept_page, unkept
from zhence_web.records.lifecycle.announced import Announced, announced
from zhence_web.screens.public.present import days_text

_LOG = logging.getLogger(__name__)
_ON_A_PAGE = 20
_SHORT = 4
_KINDS = ("told", "decided")


@dataclass(frozen=True, slots=True)
class Line:
    """One bulletin: *told* by pages about many towns, or *decided* about one."""

    key: str
    day: Text
    year: int | None
    told: Bulletin | None = None
    decided: Announced | None = None


@dataclass(frozen=True, slots=True)
class Lines:
    """All bulletins, newest first; *readable* false: the record does not answer."""

    items: tuple[Line, ...]
    readable: bool = True


def all_lines() -> Lines:
    """Return the decisions published here and, after them, what pages told."""
    told = tuple(
        Line(b.key, days_text(b.on), b.year, told=b) for b in packbook().bulletins
    )
    try:
        rows = announced(timezone.localdate())
    except DatabaseError:
        _LOG.exception("the published decisions cannot be read")
        return Lines(told, readable=False)
    decided = tuple(
        Line(
            f"decision-{row.id}",
            Text(row.on.isoformat(), row.on.isoformat()),
            row.on.year,
            decided=row,
        )
        for row in rows
    )
    return Lines((*decided, *told))


def newest(lines: Lines) -> tuple[Line, ...]:
    """Return the few that the home page shows."""
    return lines.items[:_SHORT]


@require_safe
@kept_page(SETTLED)
def bulletins(request: HttpRequest) -> HttpResponse:
    """List the bulletins; a year and a kind narrow them."""
    lines = all_lines()
    years = sorted({x.year for x in lines.items if x.year is not None}, reverse=True)
    year, kind = request.GET.get("year", ""), request.GET.get("kind", "")
    year = year if year in {str(y) for y in years} else ""
    kind = kind if kind in _KINDS else ""
    wanted = [
        line
        for line in lines.items
        if (not year or str(line.year) == year)
        and (not kind or (line.told is None) == (kind == "decided"))
    ]
    shown = render(
        request,
        "public/bulletins.html",
        {
            "page": page_of(wanted, request.GET.get("page"), _ON_A_PAGE),
            "asked": listed(year=year, kind=kind),
            "year": year,
            "kind": kind,
            "years": [str(y) for y in years],
            "readable": lines.readable,
            "replayed": REPLAYED,
        },
    )
    return shown if lines.readable else unkept(shown)
