"""Standings through the years as a flow: nodes for counts, ribbons for who moved."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from zhence.evidence import Text
from zhence_web.records.cockpit.standings import Year

# The drawing's own units; the page scales it.
WIDTH, HEIGHT = 760, 250
_TOP, _BOTTOM, _NODE, _GAP = 8, 22, 12, 7
_RIGHT = 40
_TALL_ENOUGH = 9
_COLOURS = 8


@dataclass(frozen=True, slots=True)
class Node:
    """So many in a state at the end of a year."""

    state: str
    name: Text
    count: int
    on: date
    colour: int
    x: float
    y: float
    height: float

    @property
    def baseline(self) -> float:
        """Where its number stands."""
        return round(self.y + self.height / 2 + 4, 1)

    @property
    def beside(self) -> float:
        """Where its number begins."""
        return round(self.x + _NODE + 3, 1)

    @property
    def labelled(self) -> bool:
        """Say whether there is room for the number."""
        return self.height >= _TALL_ENOUGH


@dataclass(frozen=True, slots=True)
class Ribbon:
    """So many that stayed in a state, or went from one to another."""

    path: str
    colour: int
    count: int
    before: Text
    after: Text
    moved: bool


@dataclass(frozen=True, slots=True)
class Cell:
    """One number of the table; *url* empty: nothing is kept of who it is."""

    count: int
    url: str


@dataclass(frozen=True, slots=True)
class Column:
    """One year: where its name stands, its nodes, and its row of the table."""

    on: date
    centre: float
    nodes: tuple[Node, ...]
    cells: tuple[Cell, ...]


@dataclass(frozen=True, slots=True)
class Drawing:
    """The whole flow, and the states in the order of their colours."""

    columns: tuple[Column, ...]
    ribbons: tuple[Ribbon, ...]
    states: tuple[tuple[str, Text, int], ...]
    width: int = WIDTH
    height: int = HEIGHT
    node: int = _NODE


def flow_of(
    years: Sequence[Year],
    states: Sequence[tuple[str, Text]],
    link: Callable[[str, date], str],
) -> Drawing | None:
    """Return the drawing; ``None`` where there is nothing to draw.

    *link* gives the address of who stood in a state on a day.
    """
    total = max((sum(year.counts.values()) for year in years), default=0)
    if not total:
        return None
    order = {state: nth for nth, (state, _) in enumerate(states)}
    names = dict(states)
    gaps = _GAP * max(len(states) - 1, 0)
    scale = (HEIGHT - _TOP - _BOTTOM - gaps) / total
    step = (WIDTH - _NODE - _RIGHT) / max(len(years) - 1, 1)
    columns = []
    for nth, year in enumerate(years):
        nodes = _nodes(year, names, order, step * nth, scale)
        centre = round(step * nth + _NODE / 2, 1)
        cells = tuple(
            Cell(year.counts.get(s, 0), link(s, year.on) if year.counts.get(s) else "")
            for s, _ in states
        )
        columns.append(Column(year.on, centre, nodes, cells))
    ribbons: list[Ribbon] = []
    for nth, year in enumerate(years[1:], 1):
        ribbons += _ribbons(year, columns[nth - 1].nodes, columns[nth].nodes, scale)
    told = tuple((s, name, _colour(order[s])) for s, name in states)
    return Drawing(tuple(columns), tuple(ribbons), told)


def _nodes(
    year: Year,
    names: Mapping[str, Text],
    order: Mapping[str, int],
    x: float,
    scale: float,
) -> tuple[Node, ...]:
    nodes, y = [], float(_TOP)
    for state in sorted(year.counts, key=lambda s: order[s]):
        count = year.counts[state]
        height = count * scale
        nodes.append(
            Node(
                state,
                names[state],
                count,
                year.on,
                _colour(order[state]),
                round(x, 1),
                round(y, 1),
                round(height, 1),
            )
        )
        y += height + _GAP
    return tuple(nodes)


def _ribbons(
    year: Year, left: Sequence[Node], right: Sequence[Node], scale: float
) -> list[Ribbon]:
    """Return the ribbons between two years, stacked in the order of the states."""
    leaving, coming = ({n.state: n.y for n in side} for side in (left, right))
    by_state = {n.state: n for n in (*left, *right)}
    at = [n.state for n in (*left, *right)]
    found = []
    for flow in sorted(
        year.flows, key=lambda f: (at.index(f.before), at.index(f.after))
    ):
        height = flow.count * scale
        y1, y2 = leaving[flow.before], coming[flow.after]
        leaving[flow.before] += height
        coming[flow.after] += height
        found.append(
            Ribbon(
                _path(left[0].x + _NODE, y1, right[0].x, y2, height),
                by_state[flow.after].colour,
                flow.count,
                by_state[flow.before].name,
                by_state[flow.after].name,
                flow.before != flow.after,
            )
        )
    return found


def _path(x1: float, y1: float, x2: float, y2: float, height: float) -> str:
    half = (x1 + x2) / 2
    return (
        f"M{x1:.1f} {y1:.1f}C{half:.1f} {y1:.1f} {half:.1f} {y2:.1f} {x2:.1f} {y2:.1f}"
        f"v{height:.1f}C{half:.1f} {y2 + height:.1f} {half:.1f} {y1 + height:.1f}"
        f" {x1:.1f} {y1 + height:.1f}Z"
    )


def _colour(nth: int) -> int:
    return nth % _COLOURS + 1
