"""Figures of a site that everybody may see, period by period, restatements marked.

Only figures that the last level of their form has accepted are observations at all,
and of those only the ones that some policy in the library judges by are told: what a
verdict may rest on is public, what an office collects for itself is not (ADR 0023).
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from fractions import Fraction
from itertools import groupby

from django.utils import timezone

from zhence.evidence import Interval, Text
from zhence.facts.catalogue import Indicator
from zhence.periods import Span
from zhence.units import decimal_text
from zhence_web.kit.figures import NOT_REPORTED, interval_text
from zhence_web.packbook import packbook
from zhence_web.packbook.figures import unit_name
from zhence_web.records.registry.models import Label
from zhence_web.records.reporting.models import Observation

_NOT_APPLICABLE = Text("不适用", "not applicable")
_REASONS = {
    Observation.Reason.FIRST: Text("首次报送", "first report"),
    Observation.Reason.SCHEDULED: Text("定期修订", "scheduled revision"),
    Observation.Reason.ERROR: Text("差错更正", "correction of an error"),
    Observation.Reason.SCOPE: Text("口径调整", "change of scope"),
    Observation.Reason.METHOD: Text("方法变更", "change of method"),
}
_DRAWN = 4
"""How many decimals a drawing is given; the table shows the figure itself."""
# Longest first: a quarter and the year that it is part of are no one line.
_EVERY = (
    (370, Text("跨年累计", "over several years")),
    (300, Text("按年", "yearly")),
    (150, Text("按半年", "half-yearly")),
    (80, Text("按季", "quarterly")),
    (20, Text("按月", "monthly")),
    (0, Text("时点", "on a day")),
)


@dataclass(frozen=True, slots=True)
class Value:
    """One value as it was made known.

    *exact* is what a drawing reads, without grouping; empty where no single number
    is known, which leaves a gap and is never a zero.
    """

    shown: Text
    exact: str
    known_on: date
    reason: Text


@dataclass(frozen=True, slots=True)
class Point:
    """One period: the value that counts, and those before it, the oldest first."""

    period: str
    now: Value
    earlier: tuple[Value, ...]
    label: str

    @property
    def first(self) -> Value:
        """The value that was made known first."""
        return self.earlier[0] if self.earlier else self.now


@dataclass(frozen=True, slots=True)
class Series:
    """One indicator through its periods; *key* finds it in an address."""

    key: str
    name: Text
    unit: Text
    every: Text
    points: tuple[Point, ...]

    @property
    def synthetic(self) -> bool:
        """Say whether some of it is made up."""
        return any(point.label == Label.SYNTHETIC for point in self.points)

    @property
    def restated(self) -> tuple[Point, ...]:
        """The periods whose value was made known anew."""
        return tuple(point for point in self.points if point.earlier)


def series_of(number: int) -> tuple[Series, ...]:
    """Return the public figures of a site, by the order of the catalogue; one query."""
    catalogue = packbook().sources.catalogue
    known = {i.code: i for i in catalogue.values() if i.policies}
    order = {code: place for place, code in enumerate(known)}
    rows = Observation.objects.filter(site__number=number, indicator__in=known)
    held = sorted(
        rows.order_by("recorded_at", "id"),
        key=lambda r: (order[r.indicator], _every(r), r.starts, r.ends),
    )
    return tuple(
        _series(known[code], every, list(told))
        for (code, every), told in groupby(held, key=lambda r: (r.indicator, _every(r)))
    )


def _every(row: Observation) -> int:
    """Return which line of an indicator a figure belongs to, by its length."""
    days = (row.ends - row.starts).days
    return next(place for place, (least, _) in enumerate(_EVERY) if days > least)


def _series(indicator: Indicator, every: int, rows: Iterable[Observation]) -> Series:
    unit = indicator.unit
    return Series(
        key=f"{indicator.code}.{every}",
        name=indicator.name,
        unit=Text("", "") if unit is None else unit_name(unit.name),
        every=_EVERY[every][1],
        points=tuple(
            _point(indicator, str(Span(starts, ends)), list(told))
            for (starts, ends), told in groupby(rows, key=lambda r: (r.starts, r.ends))
        ),
    )


def _point(indicator: Indicator, period: str, rows: list[Observation]) -> Point:
    *earlier, now = (_value(indicator, row) for row in rows)
    return Point(period, now, tuple(earlier), rows[-1].label)


def _value(indicator: Indicator, row: Observation) -> Value:
    shown, exact = _amount(indicator, row)
    known_on = timezone.localdate(row.recorded_at)
    return Value(shown, exact, known_on, _REASONS[Observation.Reason(row.reason)])


def _amount(indicator: Indicator, row: Observation) -> tuple[Text, str]:
    if not row.applies:
        return _NOT_APPLICABLE, ""
    if row.low is None and row.high is None:
        return NOT_REPORTED, ""
    if indicator.levels and row.low is not None and row.low == row.high:
        name = indicator.levels[row.low]
        return Text(name, name), ""
    factor = Fraction(1) if indicator.unit is None else indicator.unit.factor
    low, high = (None if e is None else e / factor for e in (row.low, row.high))
    told = interval_text(Interval(low, high))
    if low is None or low != high:
        return told, ""
    return told, decimal_text(round(low, _DRAWN))
