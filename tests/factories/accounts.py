"""A small tree of organisations, and people in it.

Province 33 with two cities; in the first, two counties; in each county two sites.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date

from django.contrib.auth.hashers import make_password

from zhence_web.records.accounts.hand import Hand
from zhence_web.records.accounts.reads import hands_of
from zhence_web.records.accounts.roles import Role
from zhence_web.records.models import (
    Appointment,
    Deputation,
    Org,
    OrgName,
    OrgParent,
    User,
)

LONG_AGO = date(2010, 1, 1)
TODAY = date(2026, 3, 1)


@dataclass(frozen=True)
class Tree:
    """Ids of organisations."""

    province: int
    city: int
    county: int
    other_county: int
    site: int
    other_site: int
    far_site: int
    other_city: int
    other_city_county: int
    other_city_site: int


def organisation(
    code: str, tier: str, name: str, parent: int | None = None, on: date = LONG_AGO
) -> int:
    """Open an organisation and return its id."""
    org = Org.objects.create(code=code, tier=tier, opened_on=on)
    OrgName.objects.create(org=org, zh=name, since=on)
    if parent is not None:
        OrgParent.objects.create(org=org, parent_id=parent, since=on)
    return int(org.pk)


def tree() -> Tree:
    """Build the tree; every name in it is made up except the province's."""
    province = organisation("330000", "province", "浙江省")
    city = organisation("330100", "city", "甲市", province)
    county = organisation("330106", "county", "甲一县", city)
    other_county = organisation("330108", "county", "甲二县", city)
    other_city = organisation("330200", "city", "乙市", province)
    far_county = organisation("330203", "county", "乙一县", other_city)
    return Tree(
        province=province,
        city=city,
        county=county,
        other_county=other_county,
        site=organisation("site-1", "site", "一号小镇", county),
        other_site=organisation("site-2", "site", "二号小镇", county),
        far_site=organisation("site-3", "site", "三号小镇", other_county),
        other_city=other_city,
        other_city_county=far_county,
        other_city_site=organisation("site-4", "site", "四号小镇", far_county),
    )


def let_in(names: Mapping[str, str], password: str) -> None:
    """Give people, by user name, the names that pages show, and one password for all.

    It is hashed once, which is slow on purpose.
    """
    hashed = make_password(password)
    for username, name in names.items():
        known = User.objects.get(username=username)
        known.display_name, known.password = name, hashed
        known.save()


def person(username: str, name: str = "") -> User:
    """Return somebody without a password."""
    made = User(username=username, display_name=name or username)
    made.set_unusable_password()
    made.save()
    return made


def hand(role: Role, org: int, username: str = "", *, on: date = TODAY) -> Hand:
    """Return the hand of somebody (new, unless the name is taken) in a role."""
    called = username or f"{role.value}-{org}"
    user = User.objects.filter(username=called).first() or person(called)
    held = Appointment.objects.create(user=user, org_id=org, role=role, since=LONG_AGO)
    return next(h for h in hands_of(user.pk, on) if h.appointment == held.pk)


def deputy(of: Hand, username: str, *, on: date = TODAY) -> Hand:
    """Return the hand of somebody (new, unless the name is taken) acting for *of*."""
    user = User.objects.filter(username=username).first() or person(username)
    Deputation.objects.create(
        appointment_id=of.appointment,
        deputy=user,
        since=LONG_AGO,
        until=date(2040, 1, 1),
        reason="away",
    )
    lent = (h for h in hands_of(user.pk, on) if h.deputy)
    return next(h for h in lent if h.appointment == of.appointment)
