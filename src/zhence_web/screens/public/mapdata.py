"""The map for programs: towns by county, and the boundaries, as JSON."""

from __future__ import annotations

import gzip
import hashlib
from collections import defaultdict
from functools import lru_cache

import orjson
from django.http import HttpRequest, HttpResponse
from django.utils.cache import get_conditional_response, patch_vary_headers
from django.views.decorators.http import require_safe

from zhence_web.packbook import packbook
from zhence_web.records.boundaries.reads import DrawnLayer, shown_layer
from zhence_web.screens.public.asked import asked
from zhence_web.screens.public.places import county_of


@require_safe
def towns(request: HttpRequest) -> HttpResponse:
    """Tell of the towns that pass the filters, by county, with its middle if known."""
    book = packbook()
    question = asked(request.GET, book)
    standings = book.standings.on(question.on)
    layer = shown_layer()
    held = defaultdict(list)
    places = {}
    for town in book.towns:
        if question.wants(town, standings[town.name]):
            county = county_of(town)
            key = "" if county is None else county.code
            places[key] = county
            standing = standings[town.name].state.lower()
            held[key].append({"id": town.id, "name": town.name, "standing": standing})
    told = {
        "on": question.on.isoformat(),
        "label": "reference",
        "placed": "county_centre",
        "counties": [
            {
                "code": key,
                "name": None if place is None else place.name.zh,
                "name_en": None if place is None else place.name.en,
                "centre": None
                if layer is None or key not in layer.divisions
                else layer.divisions[key].centre,
                "towns": held[key],
            }
            for key, place in sorted(places.items())
        ],
    }
    return _answer(request, orjson.dumps(told))


@require_safe
def boundaries(request: HttpRequest) -> HttpResponse:
    """Give the boundaries that are shown as GeoJSON; none: an empty collection."""
    layer = shown_layer()
    return _answer(request, *_written(layer))


@lru_cache(maxsize=2)
def _written(layer: DrawnLayer | None) -> tuple[bytes, bytes]:
    """Return the collection as it is and as it travels, made once."""
    divisions = () if layer is None else layer.divisions.values()
    body = orjson.dumps(
        {
            "type": "FeatureCollection",
            "notice": None
            if layer is None
            else {
                "name": layer.title.zh,
                "name_en": layer.title.en,
                "licence": layer.licence,
                "map_number": layer.map_number or None,
                "sketch": not layer.map_number,
                "system": "EPSG:4490",
                "came_as": layer.came_as,
            },
            "features": [
                {
                    "type": "Feature",
                    "properties": {"code": d.code, "name": d.name, "centre": d.centre},
                    "geometry": {
                        "type": "MultiPolygon",
                        "coordinates": [[ring] for ring in d.rings],
                    },
                }
                for d in divisions
            ],
        }
    )
    return body, gzip.compress(body, mtime=0)


def _answer(request: HttpRequest, body: bytes, small: bytes = b"") -> HttpResponse:
    """Give a body, unless the asker has it; *small* is the same, compressed."""
    tag = f'"{hashlib.sha256(body).hexdigest()[:32]}"'
    response = HttpResponse(
        body, content_type="application/json", headers={"ETag": tag}
    )
    if small:
        patch_vary_headers(response, ["Accept-Encoding"])
        if "gzip" in request.headers.get("Accept-Encoding", ""):
            response.content = small
            response["Content-Encoding"] = "gzip"
            response["ETag"] = f"W/{tag}"
            tag = f"W/{tag}"
    return get_conditional_response(request, tag, None, response) or response
