"""One place and what stands below it on a day: who is counted, and where."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass
from datetime import date

from django.db.models import Q

from zhence.evidence import Text
from zhence_web.packbook import packbook
from zhence_web.records.accounts.models import Org, OrgName
from zhence_web.records.accounts.roles import Tier
from zhence_web.records.accounts.tree import chain_of, parents_on
from zhence_web.records.kept import SETTLED, Kept
from zhence_web.records.registry.models import Membership, Site

_MOST = 64


@dataclass(frozen=True, slots=True)
class Spot:
    """An organisation as the cockpit names it; *sites* are the keys below it."""

    org: int
    code: str
    name: Text
    tier: str
    sites: frozenset[int] = frozenset()


@dataclass(frozen=True, slots=True)
class Ground:
    """A place on a day. *above* leads from the highest down to it, itself left out.

    *below* are the organisations right under it that have sites, by code; *sites* are
    all sites under it by key, and *members* their memberships that hold on the day.
    *ways* are the codes of what each site lies in, the nearest first.
    """

    on: date
    place: Spot
    above: tuple[Spot, ...]
    below: tuple[Spot, ...]
    sites: dict[int, Site]
    names: dict[int, Text]
    members: tuple[Membership, ...]
    ways: dict[int, tuple[str, ...]]

    def site_name(self, site: int) -> Text:
        """Return what a site is called."""
        return self.names[self.sites[site].org_id]

    def of(self, policy: str) -> tuple[Membership, ...]:
        """Return the memberships under one policy."""
        return tuple(row for row in self.members if row.policy == policy)

    @property
    def policies(self) -> tuple[str, ...]:
        """The policies that have members here, those with most members first."""
        held = {row.policy for row in self.members}
        return tuple(sorted(held, key=lambda p: (-len(self.of(p)), p)))


# A province with its cities and counties; every other place is read when asked for.
_GROUNDS: Kept[Ground | None] = Kept(_MOST)


def ground_of(place: int, on: date) -> Ground | None:
    """Return a place on a day in six queries; ``None`` if there is no such place."""
    parents = parents_on(on)
    orgs = Org.objects.in_bulk()
    if place not in orgs:
        return None
    names = _names(on)
    sites = {row.org_id: row for row in Site.objects.select_related("org")}
    under: dict[int, set[int]] = defaultdict(set)
    for org, row in sites.items():
        for above in chain_of(org, parents):
            under[above].add(row.pk)
    here = under[place]

    def spot(org: int) -> Spot:
        row = orgs[org]
        name = names.get(org, Text(row.code, row.code))
        return Spot(org, row.code, name, row.tier, frozenset(under[org]))

    below = [o for o, above in parents.items() if above == place and under[o]]
    if orgs[place].tier == Tier.SITE:
        below = []
    return Ground(
        on=on,
        place=spot(place),
        above=tuple(spot(o) for o in reversed(chain_of(place, parents)[1:])),
        below=tuple(spot(o) for o in sorted(below, key=lambda o: orgs[o].code)),
        sites={row.pk: row for row in sites.values() if row.pk in here},
        names={o: names.get(o, Text(orgs[o].code, orgs[o].code)) for o in orgs},
        members=_members(here, on),
        ways={
            row.pk: tuple(orgs[o].code for o in chain_of(org, parents)[1:])
            for org, row in sites.items()
            if row.pk in here
        },
    )


def kept_ground(place: int, on: date) -> Ground | None:
    """Return the same, read again only after a deed that may have changed it.

    Whoever asks shares its rows with others: nobody writes into them.
    """
    return _GROUNDS.get((place, on, SETTLED.mark()), lambda: ground_of(place, on))


def _names(on: date) -> dict[int, Text]:
    held = Q(since__lte=on) & (Q(until__isnull=True) | Q(until__gt=on))
    rows = OrgName.objects.filter(held).order_by("since")
    return {row.org_id: Text(row.zh, row.en or row.zh) for row in rows}


def _members(sites: set[int], on: date) -> tuple[Membership, ...]:
    held = Q(until__isnull=True) | Q(until__gt=on)
    rows = Membership.objects.filter(held, site__in=sites)
    rows = rows.select_related("site__org", "document")
    known = packbook().sources.packs
    told = rows.prefetch_related("category_rulings").order_by("site__number", "id")
    return tuple(row for row in told if row.policy in known)
