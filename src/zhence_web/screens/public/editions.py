"""Two policies or editions compared in words."""

from __future__ import annotations

from functools import lru_cache

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from zhence_web.kit.paging import listed, page_of
from zhence_web.packbook import packbook
from zhence_web.packbook.editions import Comparison, compare
from zhence_web.records.kept import SETTLED, kept_page

_ON_A_PAGE = 50
# The city's two drafts, the second of which was rewritten from the first.
_FIRST = ("HZ2021", "HZP2022")


@lru_cache(maxsize=64)
def _compared(old: str, new: str) -> Comparison:
    packs = packbook().sources.packs
    return compare(packs[old], packs[new])


@require_safe
@kept_page(SETTLED)
def editions(request: HttpRequest) -> HttpResponse:
    """Tell what changes from one policy to another; a weight narrows the list."""
    known = packbook().policies
    asked = request.GET.get("old", ""), request.GET.get("new", "")
    old, new = asked if set(asked) <= set(known) else _FIRST
    found = _compared(old, new)
    weights = {code for code, _, _ in found.counts}
    weight = request.GET.get("weight", "")
    weight = weight if weight in weights else ""
    wanted = [d for d in found.differences if not weight or d.strictness == weight]
    return render(
        request,
        "public/editions.html",
        {
            "found": found,
            "old": known[old],
            "new": known[new],
            "weight": weight,
            "policies": tuple(known.values()),
            "page": page_of(wanted, request.GET.get("page"), _ON_A_PAGE),
            "asked": listed(old=old, new=new, weight=weight),
            "refused": any(asked) and not set(asked) <= set(known),
        },
    )
