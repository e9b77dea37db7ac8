"""Sign-ins for each role of the demo, over the organisations that it has opened.

The names are functions and no persons'. One random password for all of them is made
at the first start and kept in the data folder for its owner's eyes.
"""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass
from datetime import date, datetime
from pathlib import Path

from django.contrib.auth.hashers import make_password
from django.db import transaction
from django.utils import timezone

from zhence_web.records.accounts.invitations import random_password
from zhence_web.records.accounts.models import Appointment, Org, User
from zhence_web.records.accounts.reads.organisations import Branch, tree_on
from zhence_web.records.accounts.roles import Role, Tier
from zhence_web.records.audit.actions import record

SIGN_INS = "demo_sign_ins"
"""The file in the data folder; ``serve`` prints it once it has told the address."""

_OWNER_ONLY = 0o600
DEMO = "demo"
_SINCE = date(2015, 1, 1)


@dataclass(frozen=True, slots=True)
class SignIn:
    """Who may sign in to the demo, and as what."""

    username: str
    name: str
    role: Role
    org: int


@dataclass(frozen=True, slots=True)
class Places:
    """Where the people of the demo stand: one line of the tree."""

    province: Branch
    city: Branch
    county: Branch
    site: Branch


@transaction.atomic
def demo_people(*, at: datetime, folder: Path) -> tuple[SignIn, ...]:
    """Make the sign-ins of the demo, once; return them all.

    The organisations must stand already: the city is the one with most towns, the
    county that of its first. Called again, whoever is
    missing is added and nobody gets another password.

    Raises:
        LookupError: no town stands below a county and a city.
    """
    places = _places(timezone.localdate(at))
    wanted = _people(places)
    password = _kept(folder)
    names = [one.username for one in wanted]
    there = User.objects.filter(username__in=names).values_list("username", flat=True)
    missing = [one for one in wanted if one.username not in set(there)]
    # One password for all: it is hashed once, which is slow on purpose.
    hashed = make_password(password) if missing else ""
    for one in missing:
        _make(one, hashed, at)
    _write(folder, wanted, password, places)
    return wanted


def _places(on: date) -> Places:
    by_id = {branch.id: branch for branch in tree_on(on)}

    def above(branch: Branch) -> Branch | None:
        return by_id.get(branch.parent) if branch.parent is not None else None

    lines = []
    for site in by_id.values():
        county = above(site)
        city = above(county) if county else None
        province = above(city) if city else None
        if site.tier is Tier.SITE and county and city and province:
            lines.append(Places(province, city, county, site))
    if not lines:
        raise LookupError("the demo opens its organisations before its people")
    towns = Counter(line.city.id for line in lines)
    return max(lines, key=lambda line: (towns[line.city.id], -line.site.id))


def _people(places: Places) -> tuple[SignIn, ...]:
    province, city = places.province.id, places.city.id
    county, site = places.county.id, places.site.id
    return (
        SignIn("tianbao", "示例填报员", Role.REPORTER, site),
        SignIn("xianshen", "示例县级审核员", Role.COUNTY_VERIFIER, county),
        SignIn("xianshen2", "示例县级副审核员", Role.COUNTY_VERIFIER, county),
        SignIn("shiban", "示例市级办公室", Role.CITY_OFFICE, city),
        SignIn("shengban", "示例省级办公室", Role.PROVINCIAL_OFFICE, province),
        SignIn("zhengce", "示例政策管理员", Role.POLICY_OFFICER, province),
        SignIn("zhuanjia", "示例评审专家", Role.EXPERT, province),
        SignIn("lingdao", "示例领导", Role.LEADER, province),
        SignIn("zhaoshang", "示例招商专员", Role.INVESTMENT_OFFICER, city),
        SignIn("qiye", "示例企业", Role.ENTERPRISE, site),
        SignIn("xitong", "示例系统管理员", Role.OPERATOR, province),
        SignIn("anquan", "示例安全管理员", Role.SECURITY_OFFICER, province),
        SignIn("shenji", "示例审计管理员", Role.AUDITOR, province),
    )


def _make(one: SignIn, hashed: str, at: datetime) -> None:
    user = User.objects.create(
        username=one.username, display_name=one.name, password=hashed
    )
    Appointment.objects.create(user=user, org_id=one.org, role=one.role, since=_SINCE)
    record(
        "accounts.demo_person",
        kind="user",
        id_=one.username,
        at=at,
        actor=DEMO,
        detail={
            "label": "synthetic",
            "role": one.role.value,
            "org": Org.objects.get(pk=one.org).code,
        },
    )


def _kept(folder: Path) -> str:
    path = folder / "demo_password"
    if not path.exists():
        folder.mkdir(parents=True, exist_ok=True)
        path.touch(mode=_OWNER_ONLY)
        path.write_text(random_password(), encoding="ascii")
    return path.read_text(encoding="ascii").strip()


def _write(
    folder: Path, people: tuple[SignIn, ...], password: str, places: Places
) -> None:
    names = {
        branch.id: branch.name.zh
        for branch in (places.province, places.city, places.county, places.site)
    }
    lines = [
        "演示账户（数据均为模拟）/ demo sign-ins (all data synthetic)",
        f"口令 / password: {password}",
        *(
            f"  {one.username:<10} {one.role.label} · {names[one.org]}"
            for one in people
        ),
    ]
    path = folder / SIGN_INS
    path.touch(mode=_OWNER_ONLY)
    path.write_text("\n".join(lines) + "\n", encoding="utf-8")
