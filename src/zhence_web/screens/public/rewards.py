"""Published races and confirmed stars: who came in where, and how stars moved."""

from __future__ import annotations

from dataclasses import dataclass
from urllib.parse import urlencode

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from zhence_web.kit.paging import page_of
from zhence_web.kit.posted import line, whole
from zhence_web.records.rankings import races as raced
from zhence_web.records.rankings import stars as rated
from zhence_web.screens.public.asked import plain

_A_PAGE, _LONGEST = 40, 60


@dataclass(frozen=True, slots=True)
class Question:
    """What an address of the stars asks for; *stars* ``None``: all levels."""

    edition: int
    stars: int | None
    words: str

    @property
    def filtered(self) -> bool:
        """Say whether rows are left out."""
        return self.stars is not None or bool(self.words)

    @property
    def parameters(self) -> tuple[tuple[str, str], ...]:
        """Return the fields of the address, the page left out."""
        stars = "" if self.stars is None else str(self.stars)
        told = (("edition", str(self.edition)), ("stars", stars), ("q", self.words))
        return tuple((name, value) for name, value in told if value)

    @property
    def query(self) -> str:
        """Return nothing: the day of the lists is no part of these pages."""
        return ""

    def page_query(self, number: int) -> str:
        """Return the query of another page."""
        return "?" + urlencode([*self.parameters, ("page", str(number))])

    def wants(self, track: rated.Track) -> bool:
        """Say whether a town passes the filters."""
        return self.stars in {None, track.now} and (
            not self.words or plain(self.words) in plain(track.name)
        )


@require_safe
def races(request: HttpRequest) -> HttpResponse:
    """Show a published race, the newest one unless the address names another."""
    editions = raced.published_heats()
    asked = whole(request.GET.get("edition", ""))
    chosen = next((e for e in editions if e.id == asked), next(iter(editions), None))
    told = None if chosen is None else raced.published_race(chosen.id)
    shown = {"editions": editions, "heat": chosen, "told": told}
    return render(request, "public/races.html", shown)


@require_safe
def race_file(_request: HttpRequest, run: int) -> HttpResponse:
    """Hand out what a published race was settled from."""
    found = raced.race_file(run)
    if found is None:
        raise Http404
    year, body = found
    name = f'attachment; filename="race-{year}-{run}.json"'
    return HttpResponse(
        body,
        content_type="application/json; charset=utf-8",
        headers={"Content-Disposition": name},
    )


@require_safe
def stars(request: HttpRequest) -> HttpResponse:
    """Show how the stars of a list moved through the years."""
    held = rated.histories()
    if not held:
        return render(request, "public/stars.html", {"histories": ()})
    asked = whole(request.GET.get("edition", ""))
    chosen = next((h for h in held if h.last.id == asked), held[0])
    told = rated.with_towns(chosen)
    levels = sorted({t.now for t in told.tracks if t.now is not None}, reverse=True)
    level = whole(request.GET.get("stars", ""))
    question = Question(
        edition=chosen.last.id,
        stars=level if level in levels else None,
        words=line(request.GET.get("q", ""))[:_LONGEST],
    )
    tracks = [track for track in told.tracks if question.wants(track)]
    shown = {
        "histories": held,
        "told": told,
        "last": told.last,
        "levels": [(n, sum(t.now == n for t in told.tracks)) for n in levels],
        "unrated": sum(t.now is None for t in told.tracks),
        "asked": question,
        "page": page_of(tracks, request.GET.get("page"), _A_PAGE),
    }
    return render(request, "public/stars.html", shown)


@require_safe
def star_file(_request: HttpRequest, run: int) -> HttpResponse:
    """Hand out the table from which confirmed stars were proposed."""
    found = rated.rating_file(run)
    if found is None:
        raise Http404
    year, body = found
    name = f'attachment; filename="stars-{year}-{run}.csv"'
    return HttpResponse(
        body,
        content_type="text/csv; charset=utf-8",
        headers={"Content-Disposition": name},
    )
