"""The register of towns: who they are and where, from ``reference/``.

A town's number comes from its place in ``zhejiang/towns.csv``, which only grows at
its end; RECORDS will store the numbers with the towns. The Chinese name and every
earlier name also find it, so that an address somebody typed still leads there.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from pathlib import Path

from zhence.evidence import Text
from zhence.intake.delimited import read_records
from zhence_web.packbook.citations import Cited, cited
from zhence_web.packbook.notes import noted
from zhence_web.packbook.words import CATEGORIES, LIST_STATES, both

_PREFIX = "zj"


@dataclass(frozen=True, slots=True)
class Place:
    """A division by code and name; the name is that of its own time."""

    code: str
    name: Text


@dataclass(frozen=True, slots=True)
class Listing:
    """One row of the lists: which list (a state), batch, and day as printed."""

    state: str
    batch: str
    listed_on: str
    sources: tuple[Cited, ...]


@dataclass(frozen=True, slots=True)
class Town:
    """One town; what no page says is ``None`` or empty, never guessed.

    *county* is as of its listing, *county_now* today's where it differs.
    *category* is as printed, with *category_sources*.
    """

    id: str
    name: str
    aliases: tuple[str, ...]
    city: Place | None
    county: Place | None
    county_now: Place | None
    category: Text | None
    category_sources: tuple[Cited, ...]
    listings: tuple[Listing, ...]
    notes: tuple[Text, ...]


class Registry:
    """All towns, found by number, name or earlier name."""

    def __init__(self, towns: Iterable[Town]) -> None:
        """Index *towns*; a name that two towns carry finds the first."""
        self.towns = tuple(towns)
        self._by_key: dict[str, Town] = {}
        for town in self.towns:
            for key in (town.id, town.name, *town.aliases):
                self._by_key.setdefault(key, town)

    def find(self, key: str) -> Town | None:
        """Return the town of a number or a name, ``None`` if there is none."""
        return self._by_key.get(key)

    def cities(self) -> tuple[Place, ...]:
        """Return the cities that have towns, by code."""
        found = {t.city.code: t.city for t in self.towns if t.city is not None}
        return tuple(found[code] for code in sorted(found))


def read_registry(reference: Path) -> Registry:
    """Read the register below *reference*.

    Raises:
        BadInputError: a table cannot be read.
    """
    divisions = {
        row["code"]: Place(row["code"], Text(row["name_zh"], row["name_en"]))
        for _, row in read_records(reference / "divisions.csv")
    }
    places = {r["town"]: r for _, r in read_records(reference / "town_places.csv")}
    rows: dict[str, list[Mapping[str, str]]] = {}
    for _, row in read_records(reference / "zhejiang" / "towns.csv"):
        rows.setdefault(row["name"], []).append(row)
    return Registry(
        _town(f"{_PREFIX}-{number:03}", name, listed, places.get(name, {}), divisions)
        for number, (name, listed) in enumerate(rows.items(), 1)
    )


def _town(
    id_: str,
    name: str,
    rows: list[Mapping[str, str]],
    place: Mapping[str, str],
    divisions: Mapping[str, Place],
) -> Town:
    county = divisions.get(place.get("county_code", ""))
    now = divisions.get(place.get("county_code_latest", ""))
    stated = next((r for r in rows if r["category"]), None)
    return Town(
        id=id_,
        name=name,
        aliases=_parts(r["aliases"] for r in rows),
        city=divisions.get(place.get("city_code", "")),
        county=county,
        county_now=None if now == county else now,
        category=both(CATEGORIES, stated["category"]) if stated else None,
        category_sources=cited(stated["category_source"]) if stated else (),
        listings=tuple(_listing(r) for r in rows if r["list_kind"] in LIST_STATES),
        notes=tuple(noted(r["note"]) for r in rows if r["note"]),
    )


def _listing(row: Mapping[str, str]) -> Listing:
    return Listing(
        LIST_STATES[row["list_kind"]],
        row["batch"],
        row["listed_on"],
        cited(row["source_url"]),
    )


def _parts(cells: Iterable[str]) -> tuple[str, ...]:
    found = (part.strip() for cell in cells for part in cell.split("|"))
    return tuple(dict.fromkeys(part for part in found if part))
