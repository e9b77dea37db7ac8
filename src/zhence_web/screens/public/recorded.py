"""What bodies put on record about a town, beside what the press told of it."""

from __future__ import annotations

import logging
from dataclasses import dataclass

from django.db import DatabaseError
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.views.decorators.http import require_safe

from zhence_web.packbook import packbook
from zhence_web.records.assessment.public import PublicSite, Published, public_site
from zhence_web.records.kept import SETTLED, kept_page, unkept
from zhence_web.records.rankings.stars import Cycle, Rated, stars_of
from zhence_web.records.reporting.published import Series
from zhence_web.screens.public.comparison import CriterionRow, finding_rows

_LOG = logging.getLogger(__name__)


@dataclass(frozen=True, slots=True)
class Recorded:
    """The record of a town; *readable* false: it cannot be read at the moment.

    *stars* are the confirmed ones, the newest year first.
    """

    site: PublicSite | None
    readable: bool = True
    stars: tuple[tuple[Cycle, Rated], ...] = ()

    @property
    def decisions(self) -> list[tuple[Published, list[CriterionRow]]]:
        """The published decisions, each with the criteria that it was taken on."""
        told = () if self.site is None else self.site.decisions
        return [
            (one, finding_rows(one.rested.findings) if one.rested else [])
            for one in told
        ]

    def drawn(self, wanted: str) -> Series | None:
        """Return the indicator that the address asks for, else the longest one."""
        held = () if self.site is None else self.site.series
        chosen = [one for one in held if one.key == wanted]
        return max(chosen or held, key=lambda one: len(one.points), default=None)


def recorded(number: int) -> Recorded:
    """Return the record of a number.

    The lists and grades of the page come with the program; where the tables are not
    there or do not answer, the page still shows those, and says what it cannot show.
    """
    try:
        site = public_site(number, timezone.localdate())
        return Recorded(site, stars=stars_of(number))
    except DatabaseError:
        _LOG.exception("the record of site %s cannot be read", number)
        return Recorded(None, readable=False)


def number_of(town: str) -> int:
    """Return the number in a town's public address."""
    return int(town.rpartition("-")[2])


@require_safe
@kept_page(SETTLED)
def site(request: HttpRequest, number: int) -> HttpResponse:
    """Show what is published about a site; a town of the lists has its own page."""
    for town in packbook().towns:
        if number_of(town.id) == number:
            return redirect("public:town", town.id)
    found = recorded(number)
    if found.site is None and found.readable:
        raise Http404
    shown = render(
        request,
        "public/site.html",
        {
            "recorded": found,
            "drawn": found.drawn(request.GET.get("indicator", "")),
            "today": timezone.localdate(),
        },
    )
    return shown if found.readable else unkept(shown)
