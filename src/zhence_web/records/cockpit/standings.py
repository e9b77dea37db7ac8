"""Who stands where on a day, and how they came there through the years."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date, datetime

from zhence.evidence import Interval, Text
from zhence.packs import Pack
from zhence_web.packbook import packbook
from zhence_web.records.cockpit.figures import STANDING, Figure, figure_id, labels_in
from zhence_web.records.cockpit.ground import Ground
from zhence_web.records.lifecycle.reads import Standing, standings
from zhence_web.records.lifecycle.titles import state_title
from zhence_web.records.registry.models import Membership

OUTSIDE = ""
"""The state of a member before its first day on the list."""

_TOWNS = Text("个", "")
_DECEMBER, _LAST = 12, 31


@dataclass(frozen=True, slots=True)
class Standings:
    """The memberships of one policy below a place, with where each stands."""

    policy: str
    rows: tuple[Membership, ...]
    held: Mapping[int, Standing]

    def in_state(self, state: str) -> tuple[Membership, ...]:
        """Return the memberships that stand in a state."""
        return tuple(row for row in self.rows if self.held[row.pk].state == state)


@dataclass(frozen=True, slots=True)
class Flow:
    """So many members went from one state to another between two days."""

    before: str
    after: str
    count: int


@dataclass(frozen=True, slots=True)
class Year:
    """How many stood in each state at the end of a year (or today)."""

    on: date
    counts: Mapping[str, int]
    flows: tuple[Flow, ...]


def standings_below(ground: Ground, policy: str, at: datetime) -> Standings:
    """Return the standings of a policy's members below a place."""
    rows = ground.of(policy)
    return Standings(policy, rows, standings(rows, on=ground.on, known_at=at))


def standing_figures(told: Standings) -> tuple[Figure, ...]:
    """Return one figure for each state that somebody stands in, as the pack orders."""
    pack = packbook().sources.packs[told.policy]
    tally = Counter(one.state for one in told.held.values())
    return tuple(standing_figure(told, pack, state) for state in ordered(pack, tally))


def standing_figure(told: Standings, pack: Pack, state: str) -> Figure:
    """Return how many stand in a state."""
    rows = told.in_state(state)
    return Figure(
        id=figure_id(STANDING, told.policy, state),
        title=state_title(pack, state),
        value=Interval.point(len(rows)),
        unit=_TOWNS,
        labels=labels_in({row.site.label for row in rows}),
        known=len(rows),
        asked=len(rows),
    )


def through_the_years(told: Standings, on: date) -> tuple[Year, ...]:
    """Return the standings at the end of every year since the first move, and today.

    A member that was not on the list yet is outside of it; states in which nobody
    ever stood are left out.
    """
    pack = packbook().sources.packs[told.policy]
    days = _days(told, on)
    years: list[Year] = []
    before: dict[int, str] = {}
    for day in days:
        now = {row.pk: _state_on(row, told.held[row.pk], day) for row in told.rows}
        flows = Counter((before[key], now[key]) for key in now if before)
        counts = Counter(now.values())
        years.append(
            Year(
                day,
                {s: counts[s] for s in (OUTSIDE, *ordered(pack, counts)) if counts[s]},
                tuple(Flow(a, b, n) for (a, b), n in sorted(flows.items())),
            )
        )
        before = now
    return tuple(years)


def ordered(pack: Pack, states: Iterable[str]) -> tuple[str, ...]:
    """Return states in the order of the pack; those it does not know come last."""
    known = [] if pack.lifecycle is None else list(pack.lifecycle.states)
    held = set(states) - {OUTSIDE}
    return (*(s for s in known if s in held), *sorted(held - set(known)))


def _days(told: Standings, on: date) -> list[date]:
    firsts = [
        *(move.on for one in told.held.values() for move in one.moves),
        *(day for row in told.rows if (day := row.since or row.listed_on)),
    ]
    first = min((day for day in firsts if day <= on), default=on)
    return [*(date(y, _DECEMBER, _LAST) for y in range(first.year, on.year)), on]


def _state_on(row: Membership, now: Standing, day: date) -> str:
    moves = [move for move in now.moves if move.on <= day]
    if moves:
        return moves[-1].after
    since = row.since or row.listed_on
    return row.state if since is None or since <= day else OUTSIDE
