"""What a watch finds: a thing, whose it is, and who has to see to it."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime
from functools import cached_property

from django.utils.timezone import localdate

from zhence.evidence import Text
from zhence.packs.workdays import chinese_workdays
from zhence.reporting.approval import Level
from zhence.reporting.workdays import Workdays
from zhence_web.records.accounts.models import Org, OrgName
from zhence_web.records.accounts.roles import Role, Tier
from zhence_web.records.accounts.tree import chain_of, parents_on

ROLES = {
    Tier.SITE: Role.REPORTER,
    Tier.COUNTY: Role.COUNTY_VERIFIER,
    Tier.CITY: Role.CITY_OFFICE,
    Tier.PROVINCE: Role.PROVINCIAL_OFFICE,
}
"""Who acts at each tier."""


@dataclass(frozen=True, slots=True)
class Condition:
    """One thing that one watch finds now.

    *subject* is the same as long as it is the same finding. *about* is the
    organisation whose thing it is; *what* names it in the words of a rule.
    *level* is who has it where the thing itself says so, else the rule does.
    """

    subject: str
    about: int
    kind: str
    ref: str
    what: Text
    level: Level | None = None


@dataclass(frozen=True, slots=True)
class Office:
    """An organisation that has to do something, and in which role."""

    org: int
    role: Role


@dataclass(frozen=True)
class Look:
    """One look at everything, at a moment: the tree and the calendar of that day."""

    at: datetime

    @cached_property
    def on(self) -> date:
        """The day, where the site stands."""
        return localdate(self.at)

    @cached_property
    def workdays(self) -> Workdays:
        """The working days as published."""
        return chinese_workdays()

    def ahead(self, days: int) -> date:
        """Return the day that is so many working days ahead; 0 is today."""
        return self.workdays.after(self.on, days).on if days else self.on

    def waited(self, since: date) -> int:
        """Return how many working days have gone since a day."""
        return self.workdays.between(since, self.on)

    def office(self, org: int, level: Level) -> Office:
        """Return who acts for an organisation at a level.

        Where it has none at that level, the next one above acts; where there is
        none at all, it has to act itself.
        """
        chain = chain_of(org, self._parents)
        wanted = _TIERS[_TIERS.index(Tier(level.value)) :]
        for each in chain:
            tier = self._tiers.get(each)
            if tier in wanted:
                return Office(each, ROLES[tier])
        return Office(org, ROLES[self._tiers[org]])

    def above_sites(self) -> tuple[int, ...]:
        """Return every organisation that is no site, in the order of their ids."""
        held = (o for o, tier in self._tiers.items() if tier is not Tier.SITE)
        return tuple(sorted(held))

    def name(self, org: int) -> Text:
        """Return what an organisation is called on the day; "" if nothing."""
        return self._names.get(org, Text("", ""))

    @cached_property
    def _parents(self) -> dict[int, int]:
        return parents_on(self.on)

    @cached_property
    def _tiers(self) -> dict[int, Tier]:
        return {pk: Tier(t) for pk, t in Org.objects.values_list("pk", "tier")}

    @cached_property
    def _names(self) -> dict[int, Text]:
        rows = OrgName.objects.filter(since__lte=self.on).order_by("since")
        return {row.org_id: Text(row.zh, row.en or row.zh) for row in rows}


_TIERS = (Tier.SITE, Tier.COUNTY, Tier.CITY, Tier.PROVINCE)
