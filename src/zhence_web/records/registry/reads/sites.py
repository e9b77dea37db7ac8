"""Sites as they were on a day: what they were called and where they stood."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date

from django.db.models import Q

from zhence.evidence import Label
from zhence_web.records.accounts.gate import check
from zhence_web.records.accounts.hand import Hand
from zhence_web.records.accounts.models import Org, OrgName
from zhence_web.records.accounts.permissions import Action
from zhence_web.records.accounts.roles import Tier
from zhence_web.records.accounts.tree import chain_of, parents_on, subtree
from zhence_web.records.registry.models import Site


@dataclass(frozen=True, slots=True)
class PlaceView:
    """An organisation as pages name it."""

    org: int
    code: str
    name: str
    tier: str


@dataclass(frozen=True, slots=True)
class SiteView:
    """A site on a day. *city* and *county* are ``None`` where it has none.

    *names* are those before and after, with the first day of each.
    """

    site: int
    number: int
    org: int
    code: str
    name: str
    kind: str
    label: str
    city: PlaceView | None
    county: PlaceView | None
    opened_on: date
    closed_on: date | None
    aliases: tuple[tuple[str, str], ...] = ()
    names: tuple[tuple[date, str], ...] = ()

    @property
    def marks(self) -> Label:
        """Return the label of what is recorded here: made up on a made-up site."""
        return Label.SYNTHETIC if self.label == Label.SYNTHETIC else Label.LOCAL

    @property
    def searched(self) -> tuple[str, ...]:
        """Return the words that find it."""
        places = tuple(p.name for p in (self.city, self.county) if p is not None)
        others = tuple(name for name, _ in self.aliases)
        return (self.name, self.code, str(self.number), *others, *places)


def sites_seen(by: Hand, on: date) -> tuple[SiteView, ...]:
    """Return the sites that *by* may see on a day, by number."""
    below = subtree(by.org, on)
    rows = Site.objects.filter(org__in=below).select_related("org")
    return _views(rows.prefetch_related("aliases").order_by("number"), on)


def site_on(number: int, by: Hand, on: date, today: date) -> SiteView | None:
    """Return a site as it was on a day, ``None`` if there is no such number.

    The right is asked for *today*: who has lost a site sees nothing of its past.

    Raises:
        NotAllowedError: *by* may not see it.
    """
    row = Site.objects.select_related("org").filter(number=number).first()
    if row is None:
        return None
    check(by, Action.VIEW_REGISTRY, row.org_id, today)
    return _views([row], on)[0]


def parents_for(by: Hand, on: date) -> tuple[PlaceView, ...]:
    """Return the organisations under which *by* may put a new site, by code."""
    below = subtree(by.org, on)
    rows = Org.objects.filter(pk__in=below, closed_on__isnull=True)
    names = _names(on)
    return tuple(
        PlaceView(row.pk, row.code, names.get(row.pk, ""), row.tier)
        for row in rows.exclude(tier=Tier.SITE).order_by("code")
    )


def named_sites(rows: Iterable[Site], on: date) -> dict[int, SiteView]:
    """Return the views of sites by their key."""
    return {view.site: view for view in _views(rows, on)}


def _names(on: date) -> Mapping[int, str]:
    held = Q(since__lte=on) & (Q(until__isnull=True) | Q(until__gt=on))
    rows = OrgName.objects.filter(held).order_by("since")
    return dict(rows.values_list("org_id", "zh"))


def _views(rows: Iterable[Site], on: date) -> tuple[SiteView, ...]:
    names, parents = _names(on), parents_on(on)
    sites = list(rows)
    first: dict[int, list[tuple[date, str]]] = {}
    told = OrgName.objects.filter(org__in=[s.org_id for s in sites])
    for org, since, zh in told.order_by("since").values_list("org_id", "since", "zh"):
        first.setdefault(org, []).append((since, zh))
    orgs = Org.objects.exclude(tier=Tier.SITE).in_bulk()
    views = []
    for row in sites:
        above = {
            orgs[org].tier: PlaceView(
                org, orgs[org].code, names.get(org, ""), orgs[org].tier
            )
            for org in chain_of(row.org_id, parents)
            if org in orgs
        }
        told_names = tuple(first.get(row.org_id, ()))
        views.append(
            SiteView(
                site=row.pk,
                number=row.number,
                org=row.org_id,
                code=row.org.code,
                # Before its first day a site is shown by the name that it got then.
                name=names.get(row.org_id) or (told_names[0][1] if told_names else ""),
                kind=row.kind,
                label=row.label,
                city=above.get(Tier.CITY),
                county=above.get(Tier.COUNTY),
                opened_on=row.org.opened_on,
                closed_on=row.org.closed_on,
                aliases=tuple((a.name, a.note) for a in row.aliases.all()),
                names=told_names,
            )
        )
    return tuple(views)
