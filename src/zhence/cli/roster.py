"""The towns of the registry on a day: who is on which list, in what state, where.

The registry is what ``reference/`` holds: a table of events for each province, which
the pack that describes its practice replays, and where each town lies.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from pathlib import Path

from zhence.cases.chronicle import open_chronicle
from zhence.cli.shelf import Shelf
from zhence.evidence import Text
from zhence.intake.delimited import read_records
from zhence.lifecycle.replay import UNKNOWN
from zhence.lifecycle.table import LifeCycle
from zhence.packs.pack import Pack

_LEFT = "left_list"
_COUNTY, _CITY, _PROVINCE = 6, 4, 2


@dataclass(frozen=True, slots=True)
class Member:
    """A town on a list: its state there, its divisions, its category as printed.

    *county*, *city* and *category* are ``None`` where no page says them.
    """

    subject: str
    state: str
    state_title: Text
    province: str
    city: str | None
    county: str | None
    category: str | None

    @property
    def place(self) -> str:
        """The names of its divisions joined, the highest first."""
        return "".join(filter(None, (self.province, self.city, self.county)))

    def as_json(self) -> dict[str, object]:
        """Return the form that ``--json`` prints."""
        return {
            "subject": self.subject,
            "state": self.state,
            "city": self.city,
            "county": self.county,
        }


@dataclass(frozen=True, slots=True)
class Roster:
    """Who is on one list by the end of a day (``None``: by all that is known)."""

    policy: str
    list_name: str
    states: frozenset[str]
    members: tuple[Member, ...]


def rosters(shelf: Shelf, on: date | None) -> dict[str, Roster]:
    """Return the roster of every list that the registry knows, by list.

    A town counts while it is listed: not before its listing, and not after it
    left. One with events but without a listing is on no list.

    Raises:
        BadInputError: a table of the registry cannot be read.
    """
    pack = next((p for p in shelf.packs.values() if p.event_order), None)
    if pack is None or pack.lifecycle is None:
        return {}
    found: list[Member] = []
    for events in sorted(shelf.reference_folder.glob("*/events.csv")):
        found += _members(pack, pack.lifecycle, events, on)
    name = pack.lists[0]
    states = frozenset(pack.lifecycle.states)
    return {name: Roster(pack.id, name, states, tuple(found))}


def _members(
    pack: Pack, cycle: LifeCycle, events: Path, on: date | None
) -> Iterator[Member]:
    outside = _outside(cycle)
    reference = events.parent.parent
    names = {r["code"]: r["name_zh"] for _, r in _rows(reference / "divisions.csv")}
    places = {r["town"]: r for _, r in _rows(reference / "town_places.csv")}
    kinds = {
        r["name"]: r["category"]
        for _, r in _rows(events.with_name("towns.csv"))
        if r["category"]
    }
    for life in open_chronicle(pack, events, on).lives.values():
        if life.state is None or life.state in outside:
            continue
        place = places.get(life.subject, {})
        code = place.get("county_code") or place.get("city_code") or ""
        yield Member(
            life.subject,
            life.state,
            cycle.states[life.state].title,
            names.get(code[:_PROVINCE].ljust(_COUNTY, "0"), ""),
            names.get(code[:_CITY].ljust(_COUNTY, "0")) or place.get("city"),
            place.get("county") or None,
            kinds.get(life.subject),
        )


def _outside(cycle: LifeCycle) -> frozenset[str]:
    """Return the states of those who are on no list."""
    entries = {s.id for s in cycle.states.values() if s.entry}
    left = {t.towards(_LEFT) for t in cycle.transitions if _LEFT in t.events}
    return frozenset(entries | left | {UNKNOWN})


def _rows(path: Path) -> tuple[tuple[int, Mapping[str, str]], ...]:
    return read_records(path) if path.is_file() else ()
