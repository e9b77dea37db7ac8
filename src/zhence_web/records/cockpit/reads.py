"""What a place's cockpit shows, as frozen values; rights are asked for here."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime

from django.utils.timezone import localdate

from zhence.evidence import Text
from zhence_web.packbook import packbook
from zhence_web.records.accounts.gate import check
from zhence_web.records.accounts.hand import Hand
from zhence_web.records.accounts.permissions import Action
from zhence_web.records.accounts.tree import subtree
from zhence_web.records.cockpit.figures import Figure
from zhence_web.records.cockpit.goals import Goal, goals
from zhence_web.records.cockpit.ground import Ground, Spot, kept_ground
from zhence_web.records.cockpit.standings import (
    OUTSIDE,
    Standings,
    Year,
    ordered,
    standing_figures,
    standings_below,
    through_the_years,
)
from zhence_web.records.cockpit.totals import (
    BOARDS,
    Season,
    added,
    fullest,
    indicator_name,
    reported,
    seasons,
    shown_unit,
    total,
    totals,
)
from zhence_web.records.cockpit.waiting import KINDS, Waiting, things, waiting_figure
from zhence_web.records.lifecycle.titles import state_title

_OUTSIDE = Text("尚未登记", "not on the list yet")


@dataclass(frozen=True, slots=True)
class Policy:
    """A policy that has members below a place."""

    id: str
    title: Text


@dataclass(frozen=True, slots=True)
class Here:
    """Where one looks: the place, the way to it from one's own, and what is below."""

    place: Spot
    above: tuple[Spot, ...]
    below: tuple[Spot, ...]
    policy: Policy | None
    policies: tuple[Policy, ...]
    board: str
    boards: tuple[tuple[str, Text], ...]


@dataclass(frozen=True, slots=True)
class Row:
    """A place of a board with its figure; *site* is the number of a site, else 0."""

    spot: Spot
    figure: Figure
    site: int = 0


@dataclass(frozen=True, slots=True)
class Located:
    """A member of a list: *codes* are of what it lies in, the nearest first."""

    site: int
    name: Text
    codes: tuple[str, ...]
    state: str


@dataclass(frozen=True, slots=True)
class Settled:
    """What rests on accepted figures and on decisions.

    *states* names the states of *years*, in the order they are drawn.
    """

    standings: tuple[Figure, ...]
    totals: tuple[Figure, ...]
    goals: tuple[Goal, ...]
    years: tuple[Year, ...]
    states: tuple[tuple[str, Text], ...]
    places: tuple[Row, ...]
    towns: tuple[Row, ...]
    located: tuple[Located, ...]


@dataclass(frozen=True, slots=True)
class Moving:
    """What waits, counted, and the first things of it with their sites."""

    figures: tuple[Figure, ...]
    first: tuple[tuple[Waiting, Text], ...]


def look(
    *, place: int, policy: str, board: str, by: Hand, at: datetime
) -> tuple[Here, Ground] | None:
    """Return where one looks, ``None`` if there is no such place.

    A policy or a board that is none there gives the first.

    Raises:
        NotAllowedError: *by* may not look at the place.
    """
    today = localdate(at)
    check(by, Action.VIEW_COCKPIT, place, today)
    ground = kept_ground(place, today)
    if ground is None:
        return None
    packs = packbook().sources.packs
    policies = tuple(Policy(p, packs[p].title) for p in ground.policies)
    chosen = next((p for p in policies if p.id == policy), None)
    seen = subtree(by.org, today)
    return Here(
        place=ground.place,
        above=tuple(spot for spot in ground.above if spot.org in seen),
        below=ground.below,
        policy=chosen or (policies[0] if policies else None),
        policies=policies,
        board=board if board in BOARDS else BOARDS[0],
        boards=tuple((code, indicator_name(code)) for code in BOARDS),
    ), ground


def settled(here: Here, ground: Ground, at: datetime) -> Settled:
    """Return the figures, targets, years and boards of a place."""
    held = {
        policy.id: standings_below(ground, policy.id, at) for policy in here.policies
    }
    told = None if here.policy is None else held[here.policy.id]
    season = fullest(seasons(reported(list(ground.sites), at)))
    years = () if told is None else through_the_years(told, ground.on)
    return Settled(
        standings=() if told is None else standing_figures(told),
        totals=totals(ground, season),
        goals=tuple(g for each in held.values() for g in goals(ground, each, at)),
        years=years,
        states=_states(told, years),
        places=_places(ground, season, here.board),
        towns=_towns(ground, season, here.board),
        located=() if told is None else _located(ground, told),
    )


def _located(ground: Ground, told: Standings) -> tuple[Located, ...]:
    return tuple(
        Located(
            row.site.number,
            ground.site_name(row.site_id),
            ground.ways[row.site_id],
            told.held[row.pk].state,
        )
        for row in told.rows
    )


def moving(ground: Ground, at: datetime, most: int) -> Moving:
    """Return what waits below a place, and the first *most* things of each kind."""
    held = {name: things(name, ground, at) for name in KINDS}
    first = [
        one
        for each in held.values()
        for one in sorted(each, key=lambda w: (w.day or date.max, w.id))[:most]
    ]
    return Moving(
        tuple(waiting_figure(name, each) for name, each in held.items()),
        tuple((one, one.whose(ground)) for one in first),
    )


def _states(
    told: Standings | None, years: tuple[Year, ...]
) -> tuple[tuple[str, Text], ...]:
    if told is None:
        return ()
    pack = packbook().sources.packs[told.policy]
    seen = {state for year in years for state in year.counts}
    names = [(state, state_title(pack, state)) for state in ordered(pack, seen)]
    return (*names, *([(OUTSIDE, _OUTSIDE)] if OUTSIDE in seen else []))


def _places(ground: Ground, season: Season | None, board: str) -> tuple[Row, ...]:
    """Return what lies right below a place, the greatest sum first, unknown last."""
    if season is None:
        return ()
    numbers = {row.org_id: row.number for row in ground.sites.values()}
    rows = [
        Row(spot, total(season, board, spot.sites), numbers.get(spot.org, 0))
        for spot in ground.below
    ]
    return tuple(sorted(rows, key=_rank))


def _towns(ground: Ground, season: Season | None, board: str) -> tuple[Row, ...]:
    """Return the sites that have reported, the greatest first."""
    if season is None:
        return ()
    whole = total(season, board, frozenset(ground.sites))
    rows = []
    for told in season.of(board):
        site = ground.sites[told.site]
        spot = Spot(site.org_id, site.org.code, ground.site_name(told.site), "site")
        value = added([told], 1, shown_unit(board))
        figure = Figure(
            whole.id, whole.title, value, whole.unit, whole.labels, 1, 1, whole.period
        )
        rows.append(Row(spot, figure, site.number))
    return tuple(sorted(rows, key=_rank))


def _rank(row: Row) -> tuple[bool, float, str]:
    value = row.figure.value
    low = None if value is None else value.low
    return (low is None, -float(low or 0), row.spot.code)
