"""Sums of what sites reported for one period; who is silent leaves the sum open."""

from __future__ import annotations

from collections import Counter
from collections.abc import Collection, Iterable
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from fractions import Fraction

from zhence.evidence import Interval, Text
from zhence.periods import Span
from zhence.units import unit
from zhence_web.packbook import packbook
from zhence_web.packbook.figures import unit_name
from zhence_web.records.cockpit.figures import TOTAL, Figure, figure_id, labels_in
from zhence_web.records.cockpit.ground import Ground
from zhence_web.records.reporting.facts import newest
from zhence_web.records.reporting.models import Observation

SHOWN = (
    ("output_total", "亿元"),
    ("eligible_investment", "亿元"),
    ("tax_revenue", "亿元"),
    ("enterprises", "家"),
    ("staff", "人"),
)
"""What the cockpit adds up, each with the unit that it is shown in."""

BOARDS = ("output_total", "eligible_investment", "tax_revenue")
"""What places are ranked by."""

_UNITS = dict(SHOWN)


@dataclass(frozen=True, slots=True)
class Reported:
    """One figure of one site for a period, as it is known now."""

    site: int
    indicator: str
    starts: date
    ends: date
    low: int | None
    high: int | None
    label: str


@dataclass(frozen=True, slots=True)
class Season:
    """What all sites reported up to the same day; *ends* is the day after it."""

    ends: date
    rows: tuple[Reported, ...]

    def of(self, indicator: str) -> tuple[Reported, ...]:
        """Return the figures of an indicator for the span that most of them tell."""
        held = [row for row in self.rows if row.indicator == indicator]
        spans = Counter(row.starts for row in held)
        if not spans:
            return ()
        start = max(spans, key=lambda day: (spans[day], day))
        return tuple(row for row in held if row.starts == start)


def reported(sites: Collection[int], at: datetime) -> tuple[Reported, ...]:
    """Return the figures that the cockpit adds up, as known at a moment; one query."""
    rows = Observation.objects.filter(
        site__in=sites, indicator__in=_UNITS, recorded_at__lte=at
    )
    told = rows.order_by("recorded_at", "id").values_list(
        "site_id", "indicator", "starts", "ends", "low", "high", "label", "applies"
    )
    held = {row[:4]: row for row in told}
    return tuple(
        _reported(row) for row in held.values() if row[4] is not None or not row[7]
    )


def _reported(
    row: tuple[int, str, date, date, int | None, int | None, str, bool],
) -> Reported:
    """Return a figure; one that does not apply adds nothing and is known."""
    site, indicator, starts, ends, low, high, label, applies = row
    if not applies:
        low = high = 0
    return Reported(site, indicator, starts, ends, low, high, label)


def seasons(rows: Iterable[Reported]) -> dict[date, Season]:
    """Return figures by the day up to which they tell, the newest first."""
    by_end: dict[date, list[Reported]] = {}
    for row in rows:
        by_end.setdefault(row.ends, []).append(row)
    return {end: Season(end, tuple(by_end[end])) for end in sorted(by_end)[::-1]}


def fullest(held: dict[date, Season]) -> Season | None:
    """Return the season that most sites have told of, the newest of several."""
    counted = {end: len({row.site for row in s.rows}) for end, s in held.items()}
    return max(held.values(), key=lambda s: (counted[s.ends], s.ends), default=None)


def totals(ground: Ground, season: Season | None) -> tuple[Figure, ...]:
    """Return the sums of a season for all sites below a place."""
    if season is None:
        return ()
    sites = frozenset(ground.sites)
    return tuple(total(season, name, sites) for name, _ in SHOWN)


def total(
    season: Season,
    indicator: str,
    sites: frozenset[int],
    starts: date | None = None,
) -> Figure:
    """Return the sum of an indicator over *sites*.

    Amounts are never below zero, so that who is silent leaves the upper end open.
    *starts* is the first day, where it is known; else that which most figures have.
    """
    held = season.of(indicator)
    rows = [row for row in held if row.site in sites]
    if starts is None:
        starts = held[0].starts if held else season.ends - timedelta(days=1)
    return Figure(
        id=figure_id(TOTAL, indicator, starts.isoformat(), season.ends.isoformat()),
        title=indicator_name(indicator),
        value=added(rows, len(sites), _UNITS[indicator]),
        unit=unit_name(_UNITS[indicator]),
        labels=labels_in({row.label for row in rows}),
        known=len(rows),
        asked=len(sites),
        period=str(Span(starts, season.ends)),
    )


def added(rows: Collection[Reported], asked: int, into: str) -> Interval | None:
    """Return the sum in a unit; ``None`` where nobody has said anything."""
    if not rows:
        return None
    factor = unit(into).factor
    low = sum((Fraction(row.low or 0) for row in rows), Fraction(0)) / factor
    open_ = len(rows) < asked or any(row.high is None for row in rows)
    high = sum((Fraction(row.high or 0) for row in rows), Fraction(0)) / factor
    return Interval(low, None if open_ else high)


def indicator_name(code: str) -> Text:
    """Return what an indicator is called; one without a name stands for itself."""
    known = packbook().sources.catalogue.find(code)
    return Text(code, code) if known is None else known.name


def shown_unit(indicator: str) -> str:
    """Return the unit that the cockpit shows an indicator in.

    Raises:
        KeyError: the cockpit does not add it up.
    """
    return _UNITS[indicator]


def observed(
    sites: Collection[int], indicators: Collection[str], at: datetime
) -> tuple[Observation, ...]:
    """Return the figures of sites as known at a moment, with their cells; one query."""
    rows = Observation.objects.filter(
        site__in=sites, indicator__in=indicators, recorded_at__lte=at
    )
    rows = rows.select_related("cell__revision__of", "site__org")
    return newest(rows.order_by("site__number", "recorded_at", "id"))
