"""The towns of a question on the map, each by its standing."""

from __future__ import annotations

from collections.abc import Mapping

from django.urls import reverse

from zhence.evidence import Text
from zhence_web.kit.mapping import Door, Drawing, Mark, drawing
from zhence_web.packbook import Packbook, Standing, Town
from zhence_web.records.boundaries.reads import DrawnLayer
from zhence_web.screens.public.asked import Asked, counties_of
from zhence_web.screens.public.places import Drill

_PROVINCE = 2
_DIGITS = 6


def drawn(
    book: Packbook,
    asked: Asked,
    standings: Mapping[str, Standing],
    drilled: Drill,
    layer: DrawnLayer | None,
) -> Drawing | None:
    """Return the map of a question, ``None`` where there are no boundaries of it."""
    if layer is None:
        return None
    wanted = [t for t in book.towns if asked.wants(t, standings[t.name])]
    doors = [
        Door(row.place.code, row.place.name, row.total, f"{row.query}#map")
        for row in drilled.rows
    ]
    within = asked.county or asked.city or _province(book)
    marks = [_mark(t, standings[t.name], asked.query) for t in wanted]
    return drawing(layer, within, marks, doors)


def _province(book: Packbook) -> str:
    """Return the code of the province of the towns' cities."""
    first = next(city.code for city in book.registry.cities())
    return first[:_PROVINCE].ljust(_DIGITS, "0")


def _mark(town: Town, standing: Standing, query: str) -> Mark:
    return Mark(
        name=town.name,
        # Boundaries of before a merger still show where its parts were.
        codes=tuple(place.code for place in counties_of(town)),
        kind=standing.state.lower(),
        said=Text(standing.name.zh, standing.name.en),
        url=reverse("public:town", args=[town.id]) + query,
    )
