"""What an address asks for: a day, filters, a page. All of it lives in the URL."""

from __future__ import annotations

import unicodedata
from dataclasses import dataclass
from datetime import date
from urllib.parse import urlencode

from django.http import QueryDict

from zhence.errors import PeriodError
from zhence.evidence import Text
from zhence.periods import parse_date
from zhence_web.packbook import Packbook, Place, Standing, Town

# Days outside say nothing about any list, and the calendar ends somewhere.
_FIRST = date(2000, 1, 1)
_LAST = date(2099, 12, 31)
_LONGEST = 60


@dataclass(frozen=True, slots=True)
class Asked:
    """A question about the list.

    *on* is the day, the day of the last event unless one is given; *refused*
    holds what was given and is no day. *standing*, *city*, *county* and *category*
    are empty for all; a county is asked for with the city that it is in.
    """

    on: date
    default: date
    refused: str
    standing: str
    city: str
    county: str
    category: str
    words: str
    page: str

    @property
    def query(self) -> str:
        """Return ``?on=…`` for links to other pages, empty for the usual day."""
        return "" if self.on == self.default else f"?on={self.on.isoformat()}"

    @property
    def filtered(self) -> bool:
        """Say whether the list is narrowed."""
        return bool(self.standing or self.city or self.category or self.words)

    @property
    def parameters(self) -> tuple[tuple[str, str], ...]:
        """Return the day and the filters as a form carries them, without the page."""
        told = (
            ("on", "" if self.on == self.default else self.on.isoformat()),
            ("standing", self.standing),
            ("city", self.city),
            ("county", self.county),
            ("category", self.category),
            ("q", self.words),
        )
        return tuple((name, value) for name, value in told if value)

    def page_query(self, number: int) -> str:
        """Return the query of another page of the same list."""
        return "?" + urlencode([*self.parameters, ("page", str(number))])

    def place_query(self, city: str = "", county: str = "") -> str:
        """Return the query of the same list in another place, from its first page."""
        told = {**dict(self.parameters), "city": city, "county": county}
        return "?" + urlencode([(name, value) for name, value in told.items() if value])

    def wants(self, town: Town, standing: Standing) -> bool:
        """Say whether a town passes the filters."""
        if self.city and (town.city is None or town.city.code != self.city):
            return False
        # As the table of places counts: where a town is today.
        if self.county and self.county not in {p.code for p in counties_of(town)[:1]}:
            return False
        return self.wants_anywhere(town, standing)

    def wants_anywhere(self, town: Town, standing: Standing) -> bool:
        """Say whether a town passes the filters, wherever it lies."""
        if self.standing and standing.state.lower() != self.standing:
            return False
        if self.category and (
            town.category is None or town.category.zh != self.category
        ):
            return False
        return not self.words or any(
            plain(self.words) in plain(text) for text in _searched(town)
        )


def asked(query: QueryDict, book: Packbook) -> Asked:
    """Read an address; what cannot be read is left out, and a wrong day is said."""
    default = book.standings.last_day
    day = query.get("on", "").strip()
    on = _day(day) if day else default
    states = {state.lower() for state in book.standings.state_names()}
    standing = query.get("standing", "").lower()
    city = query.get("city", "")
    city = city if city in {c.code for c in book.registry.cities()} else ""
    county, category = query.get("county", ""), query.get("category", "")
    return Asked(
        on=on or default,
        default=default,
        refused="" if on else day[:_LONGEST],
        standing=standing if standing in states else "",
        city=city,
        county=county if county in _counties_in(city, book) else "",
        category=category if category in {c.zh for c in categories(book)} else "",
        words=" ".join(query.get("q", "").split())[:_LONGEST],
        page=query.get("page", ""),
    )


def counties_of(town: Town) -> tuple[Place, ...]:
    """Return today's county of a town and, where it differs, that of its listing."""
    return tuple(p for p in (town.county_now, town.county) if p is not None)


def categories(book: Packbook) -> tuple[Text, ...]:
    """Return the categories that towns have, in the order of the register."""
    return tuple(dict.fromkeys(t.category for t in book.towns if t.category))


def plain(text: str) -> str:
    """Return text as a search compares it: no width, no case, no space."""
    return "".join(unicodedata.normalize("NFKC", text).split()).casefold()


def _searched(town: Town) -> tuple[str, ...]:
    places = (town.city, town.county, town.county_now)
    names = [name for p in places if p for name in (p.name.zh, p.name.en)]
    return (town.id, town.name, *town.aliases, *names)


def _counties_in(city: str, book: Packbook) -> set[str]:
    return {
        place.code
        for town in book.towns
        if town.city is not None and town.city.code == city
        for place in counties_of(town)[:1]
    }


def _day(text: str) -> date | None:
    try:
        on = parse_date(text)
    except PeriodError:
        return None
    return on if _FIRST <= on <= _LAST else None
