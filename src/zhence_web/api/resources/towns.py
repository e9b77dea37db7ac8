"""The towns of the public lists: on a day, one by one, and held against a text."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from functools import lru_cache
from typing import Literal

from django.http import Http404
from django.utils.timezone import localdate
from ninja import Query

from zhence_web.api.asked import Asked, Day, Number, Paged, Words
from zhence_web.api.calling import Call
from zhence_web.api.offers import Shelf
from zhence_web.api.shapes.towns import (
    CountLine,
    DossierOut,
    MomentOut,
    RecordOut,
    TownLine,
    TownOut,
)
from zhence_web.api.told.towns import dossier, line
from zhence_web.packbook import Town, packbook
from zhence_web.records.assessment.public import public_site

SHELF = Shelf("towns")


class OnDay(Asked):
    """A day; without one the last day that anything is known of."""

    on: Day | None = None


class TownsAsked(Paged):
    """The towns on a day, narrowed."""

    on: Day | None = None
    state: Words = ""
    city: Words = ""
    q: Words = ""
    sort: Literal["", "id", "-id", "name", "-name", "state", "-state"] = ""


class CountsAsked(Paged):
    """How many towns stood where on a day."""

    on: Day | None = None
    sort: Literal["", "towns", "-towns"] = ""


class HistoryAsked(Paged):
    """The events of a town."""

    on: Day | None = None
    sort: Literal[""] = ""


@SHELF.many("/towns", TownLine)
def list_towns(call: Call, asked: Query[TownsAsked]) -> Sequence[TownLine]:
    """List the towns where they stood on a day."""
    del call
    return [row for row in _lines(_day(asked.on)) if _wanted(row, asked)]


@SHELF.many("/counts", CountLine)
def list_counts(call: Call, asked: Query[CountsAsked]) -> Sequence[CountLine]:
    """Count the towns of a day by where they stood."""
    del call
    standings = packbook().standings
    names = standings.state_names()
    return [
        CountLine.model_validate(
            {"state": state, "state_name": names[state], "towns": n}
        )
        for state, n in standings.counts(_day(asked.on)).items()
    ]


@SHELF.one("/towns/{town}", TownOut)
def get_town(call: Call, town: str, asked: Query[OnDay]) -> TownOut:
    """Show a town by its number or one of its names, as of a day."""
    del call
    book, day, found = packbook(), _day(asked.on), _town(town)
    short = line(found, book.standings.on(day)[found.name])
    return TownOut.model_validate(
        {
            **dict(short),
            "aliases": found.aliases,
            "notes": found.notes,
            "listings": found.listings,
            "history": _history(found, day),
            "grades": book.grades.of(found.name),
            "figures": book.figures.get(found.name, ()),
        }
    )


@SHELF.many("/towns/{town}/history", MomentOut)
def list_town_history(
    call: Call, town: str, asked: Query[HistoryAsked]
) -> Sequence[MomentOut]:
    """List the events of a town in order, each placed before or after the day."""
    del call
    return _history(_town(town), _day(asked.on))


@SHELF.one("/towns/{town}/dossiers/{policy}", DossierOut)
def get_town_dossier(
    call: Call, town: str, policy: str, asked: Query[OnDay]
) -> DossierOut:
    """Hold a town against a policy by what was printed of it; nothing follows."""
    del call
    found = packbook().benchmark(_town(town), _day(asked.on))
    if found is None or found.policy != policy:
        raise Http404
    return dossier(_town(town).id, found)


@SHELF.one("/sites/{int:number}/record", RecordOut)
def get_record(call: Call, number: Number) -> RecordOut:
    """Show what is published about a town or park on record."""
    found = public_site(number, localdate(call.at))
    if found is None:
        raise Http404
    return RecordOut.model_validate(found)


def _history(town: Town, day: date) -> list[MomentOut]:
    told = packbook().standings.timeline(town.name, day)
    return [MomentOut.model_validate(moment) for moment in told]


@lru_cache(maxsize=64)
def _lines(day: date) -> tuple[TownLine, ...]:
    """Return all towns as of a day; nothing of them changes while a process runs."""
    standings = packbook().standings.on(day)
    return tuple(line(town, standings[town.name]) for town in packbook().towns)


def _wanted(row: TownLine, asked: TownsAsked) -> bool:
    if asked.state and row.state.lower() != asked.state.lower():
        return False
    if asked.city and row.city_code != asked.city:
        return False
    return not asked.q or asked.q in row.name or asked.q == row.id


def _town(key: str) -> Town:
    found = packbook().registry.find(key)
    if found is None:
        raise Http404
    return found


def _day(asked: date | None) -> date:
    return asked or packbook().standings.last_day
