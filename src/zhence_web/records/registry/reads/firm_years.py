"""What a site said of its firms, year by year; each change is a row of its own."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from zhence_web.records.registry.models import FirmYear


@dataclass(frozen=True, slots=True)
class FirmYearView:
    """A firm in one year: money in 分, staff in persons, ``None`` unknown, never 0.

    *inapplicable* are the columns that do not apply to it. *versions* is how often it
    was said, *recorded_at* when it was said last, *source* the hash of that roster.
    """

    year: int
    credit_code: str
    name: str
    revenue: int | None
    tax: int | None
    staff: int | None
    inapplicable: frozenset[str]
    versions: int
    recorded_at: datetime
    source: str
    label: str


def firm_years(site: int, known_at: datetime) -> tuple[int, ...]:
    """Return the years of which a site said something, the newest first."""
    rows = FirmYear.objects.filter(site=site, recorded_at__lte=known_at)
    return tuple(rows.order_by("-year").values_list("year", flat=True).distinct())


def firms_in(
    site: int, known_at: datetime, year: int | None = None
) -> tuple[FirmYearView, ...]:
    """Return what a site said of its firms, the newest year first, by credit code.

    *year* ``None``: of all years.
    """
    rows = FirmYear.objects.filter(site=site, recorded_at__lte=known_at)
    if year is not None:
        rows = rows.filter(year=year)
    held: dict[tuple[int, str], list[FirmYear]] = {}
    ordered = rows.select_related("enterprise").order_by(
        "-year", "enterprise__credit_code", "recorded_at", "pk"
    )
    for row in ordered:
        held.setdefault((row.year, row.enterprise.credit_code), []).append(row)
    return tuple(_view(versions) for versions in held.values())


def _view(versions: list[FirmYear]) -> FirmYearView:
    row = versions[-1]
    return FirmYearView(
        year=row.year,
        credit_code=row.enterprise.credit_code,
        name=row.enterprise.name,
        revenue=row.revenue,
        tax=row.tax,
        staff=row.staff,
        inapplicable=frozenset(filter(None, row.inapplicable.split(","))),
        versions=len(versions),
        recorded_at=row.recorded_at,
        source=row.source,
        label=row.label,
    )
