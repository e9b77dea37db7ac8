"""Standings through the years as bars; the table beside them says the same."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from functools import cache

from zhence.evidence import Text
from zhence_web.packbook import Packbook

_SHOWN = ("CREATION", "CULTIVATION", "NAMED", "EXITED")
_DECEMBER, _LAST = 12, 31
# The drawing's own units; the page scales it.
WIDTH, HEIGHT = 640, 250
_LEFT, _TOP, _BOTTOM = 34, 12, 26
_BAR = 0.62
_TALL_ENOUGH = 13
_STEPS = (10, 20, 25, 50, 100, 200)
_MOST_LINES = 5


@dataclass(frozen=True, slots=True)
class Segment:
    """One part of a bar: a standing, its count, and where it is drawn."""

    state: str
    count: int
    x: float
    y: float
    width: float
    height: float

    @property
    def centre(self) -> float:
        """The middle of the bar, for the number in it."""
        return round(self.x + self.width / 2, 1)

    @property
    def baseline(self) -> float:
        """Where the number in the bar stands."""
        return round(self.y + self.height / 2 + 4, 1)

    @property
    def labelled(self) -> bool:
        """Say whether there is room for the number."""
        return self.height >= _TALL_ENOUGH


@dataclass(frozen=True, slots=True)
class Year:
    """One year of the chart and of the table."""

    on: date
    year: int
    counts: tuple[int, ...]
    total: int
    segments: tuple[Segment, ...]
    centre: float


@dataclass(frozen=True, slots=True)
class Chart:
    """Counts at the end of each year, as a drawing and as a table."""

    states: tuple[tuple[str, Text], ...]
    years: tuple[Year, ...]
    lines: tuple[tuple[int, float], ...]
    width: int = WIDTH
    height: int = HEIGHT
    left: int = _LEFT


@cache
def standings_by_year(book: Packbook) -> Chart:
    """Return the counts at the end of every year, and on the last day known.

    Kept: a packbook never changes, and every page of figures shows it.
    """
    first, last = book.standings.first_day, book.standings.last_day
    days = [date(y, _DECEMBER, _LAST) for y in range(first.year, last.year)] + [last]
    counts = [book.standings.counts(day) for day in days]
    names = book.standings.state_names()
    most = max(sum(c[s] for s in _SHOWN) for c in counts)
    step = next(s for s in _STEPS if most / s <= _MOST_LINES)
    top = -(-most // step) * step
    scale = (HEIGHT - _TOP - _BOTTOM) / top
    slot = (WIDTH - _LEFT) / len(days)
    return Chart(
        tuple((s.lower(), names[s]) for s in _SHOWN),
        tuple(
            _year(day, told, _LEFT + slot * i, slot, scale)
            for i, (day, told) in enumerate(zip(days, counts, strict=True))
        ),
        tuple(
            (n, round(HEIGHT - _BOTTOM - n * scale, 1)) for n in range(0, top + 1, step)
        ),
    )


def _year(
    day: date, counts: dict[str, int], left: float, slot: float, scale: float
) -> Year:
    segments = []
    floor = float(HEIGHT - _BOTTOM)
    for state in _SHOWN:
        height = counts[state] * scale
        floor -= height
        segments.append(
            Segment(
                state.lower(),
                counts[state],
                round(left + slot * (1 - _BAR) / 2, 1),
                round(floor, 1),
                round(slot * _BAR, 1),
                round(height, 1),
            )
        )
    shown = tuple(counts[state] for state in _SHOWN)
    centre = round(left + slot / 2, 1)
    return Year(day, day.year, shown, sum(shown), tuple(segments), centre)
