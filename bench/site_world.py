"""People signed in, and registers laid, for benchmarks of the site; all synthetic.

Run as a program with ``DATA_DIR`` (and ``DATABASE_URL``) set:

    python bench/site_world.py demo              the demo, and who looks at it
    python bench/site_world.py towns 1600        a made-up register of so many towns

It prints one line of JSON: cookies of those who are signed in, and where they look.
"""

from __future__ import annotations

import json
import os
import sys
from collections.abc import Iterator
from datetime import UTC, date, datetime
from io import StringIO
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
sys.path[:0] = [str(ROOT), str(Path(__file__).parent)]
os.environ.setdefault("DJANGO_SETTINGS_MODULE", "zhence_web.project.settings")

import django  # noqa: E402  # settings first

django.setup()

import synthetic  # noqa: E402
from django.contrib.auth import (  # noqa: E402
    BACKEND_SESSION_KEY,
    HASH_SESSION_KEY,
    SESSION_KEY,
)
from django.contrib.sessions.backends.db import SessionStore  # noqa: E402
from django.core.management import call_command  # noqa: E402

from zhence_web.records import models as m  # noqa: E402
from zhence_web.records.accounts.roles import Role  # noqa: E402

BACKEND = "allauth.account.auth_backends.AuthenticationBackend"
COUNTIES, MOST_DRAFTS = 8, 20
BEGAN = date(2010, 1, 1)
LISTED = datetime(2018, 1, 2, tzinfo=UTC)


def main() -> None:
    """Lay what is asked for and print who is signed in."""
    what, *rest = sys.argv[1:]
    call_command("migrate", verbosity=0)
    if what == "demo":
        call_command("demo", stdout=StringIO())
        told = demo_people()
    else:
        told = towns(int(rest[0]))
    print(json.dumps(told))


def demo_people() -> dict[str, object]:
    """Return the sessions of somebody who looks, who files, and what they open."""
    leader = m.Appointment.objects.filter(role=Role.LEADER).earliest("id")
    drafts = m.Return.objects.filter(state="draft").select_related("site")
    filing = []
    for row in drafts.order_by("id")[:MOST_DRAFTS]:
        held = m.Appointment.objects.filter(role=Role.REPORTER, org=row.site.org_id)
        if (who := held.first()) is not None:
            filing.append({"return": row.pk, "session": session(who)})
    keys = [f"zj-{n:03}" for n in range(1, 129)]
    return {"leader": session(leader), "filing": filing, "towns": keys}


def towns(count: int) -> dict[str, object]:
    """Lay a register of *count* towns below a city; return its policy officer."""
    city = _org("320600", "city", "示例市（模拟数据）", None)
    counties = [
        _org(f"3206{n:02}", "county", f"示例{n}县（模拟数据）", city)
        for n in range(1, COUNTIES + 1)
    ]
    for part in synthetic.pieces(count, synthetic_size(count)):
        _lay(part, counties)
    user = m.User(username="officer", display_name="officer")
    user.set_unusable_password()
    user.save()
    held = m.Appointment.objects.create(
        user=user, org_id=city, role=Role.POLICY_OFFICER, since=BEGAN
    )
    return {"officer": session(held), "towns": count}


def synthetic_size(count: int) -> int:
    """Return in how large a piece a register is laid."""
    return min(count, 65_536)


def _org(code: str, tier: str, name: str, parent: int | None) -> int:
    org = m.Org.objects.create(code=code, tier=tier, opened_on=BEGAN)
    m.OrgName.objects.create(org=org, zh=name, since=BEGAN)
    if parent is not None:
        m.OrgParent.objects.create(org=org, parent_id=parent, since=BEGAN)
    return int(org.pk)


def _lay(part: synthetic.Piece, counties: list[int]) -> None:
    members = part.members.to_pylist()
    numbers = [int(row["subject"]) + 1 for row in members]
    orgs = m.Org.objects.bulk_create(
        m.Org(code=f"t-{n:07}", tier="site", opened_on=BEGAN) for n in numbers
    )
    m.OrgName.objects.bulk_create(
        m.OrgName(org=org, zh=f"示例小镇 {n}", since=BEGAN)
        for org, n in zip(orgs, numbers, strict=True)
    )
    m.OrgParent.objects.bulk_create(
        m.OrgParent(org=org, parent_id=counties[n % len(counties)], since=BEGAN)
        for org, n in zip(orgs, numbers, strict=True)
    )
    sites = m.Site.objects.bulk_create(
        m.Site(number=n, org=org, kind="town", label="synthetic")
        for org, n in zip(orgs, numbers, strict=True)
    )
    m.Membership.objects.bulk_create(
        m.Membership(
            site=site,
            policy="NT2017",
            list_name=str(row["list"]),
            state=str(row["state"]),
            category=row["category"] or "",
            listed_on=row["listed_on"],
            since=row["listed_on"],
            stay_first_year=row["stay_first_year"],
            was_creation=row["was_creation"],
            recorded_at=LISTED,
        )
        for site, row in zip(sites, members, strict=True)
    )
    by_number = dict(zip(numbers, sites, strict=True))
    m.Observation.objects.bulk_create(_figures(part, by_number), batch_size=2_000)


def _figures(
    part: synthetic.Piece, sites: dict[int, m.Site]
) -> Iterator[m.Observation]:
    for row in part.reports.to_pylist():
        end = row["end"]
        if end > datetime.now(tz=UTC).date():
            continue
        yield m.Observation(
            site=sites[int(row["subject"]) + 1],
            indicator=row["indicator"],
            starts=row["start"],
            ends=end,
            low=row["amount"],
            high=row["amount"],
            recorded_at=datetime(end.year, end.month, end.day, tzinfo=UTC),
            reason="first",
            source="bench/synthetic.py",
            label="synthetic",
        )


def session(held: m.Appointment) -> str:
    """Return the cookie of a new session in which somebody acts by an appointment."""
    made = SessionStore()
    made[SESSION_KEY] = str(held.user_id)
    made[BACKEND_SESSION_KEY] = BACKEND
    made[HASH_SESSION_KEY] = held.user.get_session_auth_hash()
    made["hand"] = held.pk
    made.save()
    return str(made.session_key)


if __name__ == "__main__":
    main()
