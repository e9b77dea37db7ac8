"""Who acts in the demo where nobody signs in: one person a role, everywhere.

They have no password. Whom somebody can sign in as comes with the accounts.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date

from zhence_web.records.accounts.hand import Hand
from zhence_web.records.accounts.models import Appointment, Org, User
from zhence_web.records.accounts.reads import hands_of
from zhence_web.records.accounts.roles import Role, Tier
from zhence_web.records.management.demo.stage import Stage

_PEOPLE = (
    (Role.REPORTER, "demo-reporter", "演示填报人", Tier.SITE),
    (Role.COUNTY_VERIFIER, "demo-verifier", "演示审核人", Tier.COUNTY),
    (Role.CITY_OFFICE, "demo-city", "演示市级经办", Tier.CITY),
    (Role.PROVINCIAL_OFFICE, "demo-province", "演示省级经办", Tier.PROVINCE),
)
_SINCE = date(2015, 1, 1)


@dataclass(frozen=True, slots=True)
class Cast:
    """The people by role, and their hands by role and organisation."""

    people: Mapping[Role, User]
    hands: Mapping[tuple[Role, int], Hand]


def load_cast(stage: Stage) -> Cast:
    """Appoint one person a role at every organisation of its tier."""
    people: dict[Role, User] = {}
    hands: dict[tuple[Role, int], Hand] = {}
    for role, username, name, tier in _PEOPLE:
        person = User(username=username, display_name=name)
        person.set_unusable_password()
        person.save()
        people[role] = person
        orgs = Org.objects.filter(tier=tier)
        if tier == Tier.COUNTY:
            # Where a town stands right under its city, the city's desk verifies.
            orgs = orgs.filter(closed_on__isnull=True)
        Appointment.objects.bulk_create(
            Appointment(user=person, org=org, role=role, since=_SINCE) for org in orgs
        )
        for hand in hands_of(person.pk, stage.today):
            hands[role, hand.org] = hand
    stage.loaded("演示经办人", {"人员": len(people), "任职": len(hands)})
    return Cast(people, hands)
