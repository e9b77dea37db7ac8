"""Made-up per-mu grades of the demo's firms in one city, with an objection answered.

No firm is real, and no figure; all of it is labelled synthetic.
"""

from __future__ import annotations

import csv
import io
from collections.abc import Iterator
from datetime import date, datetime, timedelta

from zhence_web.records.accounts.hand import Hand
from zhence_web.records.accounts.models import Appointment, OrgParent, User
from zhence_web.records.accounts.reads import hands_of
from zhence_web.records.accounts.roles import Role
from zhence_web.records.accounts.tree import subtree
from zhence_web.records.management.demo.cast import Cast
from zhence_web.records.management.demo.rankings import clock_of
from zhence_web.records.management.demo.stage import Stage, between, chance
from zhence_web.records.rankings.grading import AskedGrades, grade_firms, publish_grades
from zhence_web.records.rankings.models import FirmGrade, FirmSeat
from zhence_web.records.rankings.named import names_of
from zhence_web.records.rankings.objecting import (
    answer_objection,
    object_to,
    seat_firm,
)
from zhence_web.records.registry.models import Label, Tenancy

_CITY, _SCHEME, _YEAR = "330100", "huangyan-2022", 2022
_SINCE = date(2015, 1, 1)
_OPEN_DAYS = 3650
_HEAD = (
    "统一社会信用代码,企业名称,规模,所属地区,land_in_use(亩),tax_revenue(万元),"
    "value_added(万元),energy_use(tce),emission(t),staff(人),rd_intensity,"
    "electricity_use(千瓦时)"
)


def load_grades(stage: Stage, cast: Cast) -> None:
    """Grade the firms of one city, publish, object and answer."""
    hands = {(role, h.org_code): h for (role, _), h in cast.hands.items()}
    office, clock = hands[Role.CITY_OFFICE, _CITY], clock_of(stage)
    tenants = _tenants(office, stage.today)
    roster = _roster(tenants, stage.today)
    asked = AskedGrades(_SCHEME, _YEAR, "企业名录.csv", roster, Label.SYNTHETIC)
    run = grade_firms(asked=asked, by=office, at=next(clock))
    until = stage.today + timedelta(days=_OPEN_DAYS)
    publish_grades(run=run, until=until, by=office, at=next(clock))
    rows = FirmGrade.objects.filter(run=run, enterprise__isnull=False)
    worst = rows.exclude(rank=None).order_by("-rank", "pk").first()
    if worst is not None:
        site = next(
            t.site.org_id for t in tenants if t.enterprise_id == worst.enterprise_id
        )
        _objected(stage, worst, site, office, clock)
    stage.loaded("亩均评价（模拟数据）", {"企业": len(tenants)}, next(clock))


def seat_demo_firm(username: str, at: datetime) -> None:
    """Let the sign-in of the demo speak for a graded firm of its own town."""
    held = Appointment.objects.filter(user__username=username).first()
    if held is None or FirmSeat.objects.filter(appointment=held).exists():
        return
    firms = Tenancy.objects.filter(site__org=held.org_id).values("enterprise")
    row = FirmGrade.objects.filter(enterprise__in=firms).order_by("pk").first()
    if row is None:
        return
    run = row.run
    by = next(h for h in hands_of(run.asked_by_id, at.date()) if h.org == run.org_id)
    seat_firm(grade=row.pk, username=username, by=by, at=at)


def _objected(
    stage: Stage, row: FirmGrade, site: int, office: Hand, clock: Iterator[datetime]
) -> None:
    person = User(username="demo-firm", display_name="演示企业经办")
    person.set_unusable_password()
    person.save()
    Appointment.objects.create(
        user=person, org_id=site, role=Role.ENTERPRISE, since=_SINCE
    )
    firm = hands_of(person.pk, stage.today)[0]
    seat_firm(grade=row.pk, username=person.username, by=office, at=next(clock))
    told = "用地含已移交的市政道路，实际生产用地应扣减（模拟数据）。"
    object_to(grade=row.pk, reason=told, by=firm, at=next(clock))
    answer = "未见移交文件，按不动产登记面积计；补交文件后可再提（模拟数据）。"
    answer_objection(
        grade=row.pk, upheld=False, answer=answer, by=office, at=next(clock)
    )


def _tenants(office: Hand, today: date) -> list[Tenancy]:
    rows = Tenancy.objects.filter(site__org__in=subtree(office.org, today))
    rows = rows.filter(enterprise__code_checks=True, until=None)
    rows = rows.select_related("enterprise", "site__org").order_by("pk")
    return list({row.enterprise_id: row for row in rows}.values())


def _roster(tenants: list[Tenancy], today: date) -> bytes:
    """Return the file that an office would hand in; some cells are empty."""
    parents = dict(
        OrgParent.objects.filter(until=None).values_list("org_id", "parent_id")
    )
    names = names_of(set(parents.values()), today)
    out = io.StringIO()
    writer = csv.writer(out)
    writer.writerow(_HEAD.split(","))
    for row in tenants:
        firm = row.enterprise
        key = firm.credit_code
        large, land = chance(60, "large", key), between(4, 60, "land", key)
        tax = land * between(4, 40, "tax", key)
        worth = land * between(60, 220, "worth", key)
        writer.writerow(
            (
                key,
                firm.name,
                "规上" if large else "规下",
                names.get(parents.get(row.site.org_id, 0), ""),
                land,
                "" if chance(5, "silent", key) else tax,
                worth,
                worth * 10 // between(15, 45, "energy", key),
                "" if chance(20, "gap", key) else between(1, 9, "emission", key),
                between(20, 400, "staff", key),
                f"0.0{between(1, 8, 'rd', key)}",
                tax * 10_000 * 10 // between(1, 6, "power", key),
            )
        )
    return out.getvalue().encode()
