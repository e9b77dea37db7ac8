"""The real towns of Zhejiang: who they are, and where they stand."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from zhence_web.packbook import Town, packbook
from zhence_web.records.accounts.models import Org, OrgName, OrgParent
from zhence_web.records.accounts.roles import Tier
from zhence_web.records.management.demo.divisions import BEGINNING
from zhence_web.records.management.demo.stage import Stage
from zhence_web.records.registry.models import Alias, Label, Site

_PROVINCE = "330000"


def load_towns(stage: Stage, orgs: Mapping[str, Org]) -> dict[str, Site]:
    """Load the towns of the registry; return their sites by name."""
    towns = packbook().towns
    sites = _sites(towns, orgs)
    stage.loaded("浙江特色小镇（真实名称）", {"小镇": len(sites)})
    return sites


def _sites(towns: Sequence[Town], orgs: Mapping[str, Org]) -> dict[str, Site]:
    """Give each town an organisation and the number of its public address."""
    bodies = Org.objects.bulk_create(
        Org(code=town.id, tier=Tier.SITE, opened_on=BEGINNING) for town in towns
    )
    OrgName.objects.bulk_create(
        OrgName(org=org, zh=town.name, since=BEGINNING)
        for org, town in zip(bodies, towns, strict=True)
    )
    OrgParent.objects.bulk_create(
        row
        for org, town in zip(bodies, towns, strict=True)
        for row in _places(org, town, orgs)
    )
    sites = Site.objects.bulk_create(
        Site(
            number=int(town.id.rpartition("-")[2]),
            org=org,
            kind=Site.Kind.TOWN,
            label=Label.REFERENCE,
        )
        for org, town in zip(bodies, towns, strict=True)
    )
    by_name = {town.name: site for town, site in zip(towns, sites, strict=True)}
    Alias.objects.bulk_create(
        Alias(site=by_name[town.name], name=alias, note="公开页面所见")
        for town in towns
        for alias in town.aliases
    )
    return by_name


def _places(org: Org, town: Town, orgs: Mapping[str, Org]) -> list[OrgParent]:
    """Return under whom a town stood since when: its county, then the county's heir.

    A town of which only the city is known stands under the city, and one of which
    not even that is known under the province.
    """
    place = town.county or town.city
    first = orgs[place.code if place else _PROVINCE]
    rows = [OrgParent(org=org, parent=first, since=BEGINNING)]
    if first.closed_on is not None and town.county_now is not None:
        rows[0].until = first.closed_on
        heir = orgs[town.county_now.code]
        rows.append(OrgParent(org=org, parent=heir, since=first.closed_on))
    return rows
