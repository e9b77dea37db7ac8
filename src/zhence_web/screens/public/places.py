"""Where the towns are, from the province down to a county, each with an address."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass

from zhence.evidence import Text
from zhence_web.packbook import Packbook, Place, Standing, Town
from zhence_web.screens.public.asked import Asked, counties_of

_SHOWN = ("CREATION", "CULTIVATION", "NAMED", "EXITED")


@dataclass(frozen=True, slots=True)
class PlaceRow:
    """A city or county with its towns by standing; *rest* have none of those shown.

    *query* leads a level down; *here*: it is the county that is asked for.
    """

    place: Place
    counts: tuple[int, ...]
    rest: int
    total: int
    query: str
    here: bool


@dataclass(frozen=True, slots=True)
class Drill:
    """One level: *rows* are the cities, or the counties of *city*.

    *unplaced* towns have no city or county in any source; they are in no row.
    """

    city: Place | None
    up: str
    states: tuple[tuple[str, Text], ...]
    rows: tuple[PlaceRow, ...]
    unplaced: int


def county_of(town: Town) -> Place | None:
    """Return today's county of a town, ``None`` where no source names one."""
    return next(iter(counties_of(town)), None)


def drill(book: Packbook, asked: Asked, standings: Mapping[str, Standing]) -> Drill:
    """Return the level that *asked* stands on, its other filters applied."""
    wanted = [t for t in book.towns if asked.wants_anywhere(t, standings[t.name])]
    city = next((c for c in book.registry.cities() if c.code == asked.city), None)
    if city is not None:
        wanted = [t for t in wanted if t.city is not None and t.city.code == city.code]
    places: dict[str, Place] = {}
    tally: dict[str, Counter[str]] = {}
    for town in wanted:
        place = town.city if city is None else county_of(town)
        if place is not None:
            places[place.code] = place
            state = standings[town.name].state
            tally.setdefault(place.code, Counter())[state] += 1
    names = book.standings.state_names()
    return Drill(
        city=city,
        up=asked.place_query(),
        states=tuple((s.lower(), names[s]) for s in _SHOWN),
        rows=tuple(
            PlaceRow(
                place=places[code],
                counts=tuple(tally[code][state] for state in _SHOWN),
                rest=sum(n for s, n in tally[code].items() if s not in _SHOWN),
                total=tally[code].total(),
                query=asked.place_query(code)
                if city is None
                else asked.place_query(city.code, code),
                here=code == asked.county,
            )
            for code in sorted(places)
        ),
        unplaced=len(wanted) - sum(t.total() for t in tally.values()),
    )
