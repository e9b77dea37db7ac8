"""Who was a tenant where, on a day; and each firm once, however many places it has."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass
from datetime import date, datetime

from django.db.models import Q, QuerySet

from zhence_web.records.registry.models import Tenancy
from zhence_web.records.registry.reads.sites import SiteView


@dataclass(frozen=True, slots=True)
class TenancyView:
    """A firm in a site. *override*: why a code that does not check was kept."""

    tenancy: int
    credit_code: str
    name: str
    checks: bool
    override: str
    since: date | None
    until: date | None
    registered_in: str
    taxed_in: str
    label: str


@dataclass(frozen=True, slots=True)
class Overlap:
    """A firm that is a tenant of several of the sites asked about."""

    credit_code: str
    name: str
    sites: tuple[SiteView, ...]


@dataclass(frozen=True, slots=True)
class Tenants:
    """How many firms some sites have: *listed* adds sites up, *distinct* does not."""

    listed: int
    distinct: int
    overlaps: tuple[Overlap, ...]


def enterprises_of(site: int, on: date, known_at: datetime) -> tuple[TenancyView, ...]:
    """Return the tenants of a site on a day, by credit code.

    An unknown first day counts as before any; an unknown last day as not yet.
    """
    rows = _held(on, known_at).filter(site=site)
    return tuple(_view(row, known_at) for row in rows)


def tenants_over(sites: Collection[SiteView], on: date, known_at: datetime) -> Tenants:
    """Count the firms of several sites on a day, each by its credit code once."""
    by_key = {view.site: view for view in sites}
    found: dict[str, dict[int, str]] = {}
    for row in _held(on, known_at).filter(site__in=by_key):
        firm = row.enterprise
        found.setdefault(firm.credit_code, {})[row.site_id] = firm.name
    overlaps = tuple(
        Overlap(
            code,
            next(iter(places.values())),
            tuple(sorted((by_key[p] for p in places), key=lambda v: v.number)),
        )
        for code, places in sorted(found.items())
        if len(places) > 1
    )
    return Tenants(sum(len(p) for p in found.values()), len(found), overlaps)


def _held(on: date, known_at: datetime) -> QuerySet[Tenancy]:
    """Return the tenancies that held on a day, as known at a moment."""
    begun = Q(since__isnull=True) | Q(since__lte=on)
    lasting = Q(until__isnull=True) | Q(until__gt=on) | Q(ended_at__gt=known_at)
    rows = Tenancy.objects.filter(begun & lasting, recorded_at__lte=known_at)
    return rows.select_related("enterprise").order_by("enterprise__credit_code", "pk")


def _view(row: Tenancy, known_at: datetime) -> TenancyView:
    firm = row.enterprise
    ended = row.ended_at is None or row.ended_at <= known_at
    return TenancyView(
        tenancy=row.pk,
        credit_code=firm.credit_code,
        name=firm.name,
        checks=firm.code_checks,
        override=firm.override,
        since=row.since,
        until=row.until if ended else None,
        registered_in=row.registered_in,
        taxed_in=row.taxed_in,
        label=firm.label,
    )
