"""What was announced on a day, for all towns together: the events as bulletins.

A page of the press tells of a batch or of a year's grades; the register keeps an
event for each town. Here those of one day and one kind stand together again.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

from zhence.evidence import Text
from zhence.periods import DayRange
from zhence_web.packbook.citations import Cited
from zhence_web.packbook.registry import Town
from zhence_web.packbook.standings import Moment, Standings

_SOME_DAY = DayRange()


@dataclass(frozen=True, slots=True)
class Notice:
    """One thing that was told of several towns; *inferred* of them only follow."""

    title: Text
    detail: Text
    towns: tuple[Town, ...]
    inferred: int
    clauses: tuple[str, ...]
    sources: tuple[Cited, ...]


@dataclass(frozen=True, slots=True)
class Bulletin:
    """All that was told for one day, as exactly as the day is known.

    *year* ``None``: nobody saw the day. *key* is stable, for addresses.
    """

    key: str
    on: DayRange
    year: int | None
    notices: tuple[Notice, ...]


def bulletins_of(standings: Standings, towns: Iterable[Town]) -> tuple[Bulletin, ...]:
    """Return all bulletins, the newest first; those without a day come last."""
    days: dict[DayRange, dict[tuple[str, str], list[tuple[Town, Moment]]]] = {}
    for town in towns:
        for moment in standings.timeline(town.name, standings.last_day):
            told = days.setdefault(moment.on, {})
            kind = (moment.title.zh, moment.detail.zh)
            told.setdefault(kind, []).append((town, moment))
    return tuple(
        Bulletin(_key(on), on, _year(on), tuple(_notice(t) for t in days[on].values()))
        for on in sorted(days, key=_newest_first)
    )


def _newest_first(on: DayRange) -> tuple[int, str]:
    day = on.latest or on.earliest
    return (-(day or date.min).toordinal(), str(on))


def _key(on: DayRange) -> str:
    if on == _SOME_DAY:
        return "undated"
    if on.earliest is None:
        return f"by-{on.latest}"
    return str(on)


def _year(on: DayRange) -> int | None:
    day = on.latest or on.earliest
    return None if day is None else day.year


def _notice(told: list[tuple[Town, Moment]]) -> Notice:
    first = told[0][1]
    sources = dict.fromkeys(source for _, m in told for source in m.sources)
    clauses = dict.fromkeys(clause for _, m in told for clause in m.clauses)
    return Notice(
        title=first.title,
        detail=first.detail,
        towns=tuple(town for town, _ in told),
        inferred=sum(m.inferred for _, m in told),
        clauses=tuple(clauses),
        sources=tuple(sources),
    )
