"""Firms and projects of some towns. All of them are made up, and labelled so."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date, timedelta

from zhence.intake.credit_codes import check_character
from zhence_web.records.management.demo.stage import (
    Stage,
    between,
    chance,
    moment,
    one_of,
)
from zhence_web.records.registry.models import (
    Enterprise,
    FirmYear,
    Label,
    Project,
    Site,
    Tenancy,
)
from zhence_web.records.registry.uses import COMPLEX, MIXED, RESIDENTIAL

CENTI_YI = 10**8
"""0.01 亿元 in 分: the step that made-up amounts of money go by."""

_WAN = 10**6
_ROSTER = "模拟名册"
_WITH_CONTENTS = 36
_FIRMS, _SHARED = (4, 9), 12
_LEADS = (
    "云帆",
    "锦程",
    "启明",
    "远山",
    "瑞泽",
    "华泰",
    "新域",
    "恒川",
    "致和",
    "天工",
)
_TRADES = (
    "智能科技",
    "精密制造",
    "生物医药",
    "数字文创",
    "新材料",
    "供应链",
    "环保装备",
)
_WORKS = (
    ("研发总部及中试基地", "research"),
    ("智能工厂一期", "industrial"),
    ("智能工厂二期", "industrial"),
    ("小镇客厅与公共服务中心", "public_service"),
    ("园区道路与管网", "infrastructure"),
    ("文旅融合示范街区", "tourism"),
    ("产城融合综合体", MIXED),
    ("人才社区", RESIDENTIAL),
    ("商务中心", COMPLEX),
)
_WRONG_REASON = "营业执照原件如此，经办人已核对（模拟数据）"


def load_contents(stage: Stage, sites: Mapping[str, Site]) -> None:
    """Load firms and projects for the first towns by number."""
    chosen = sorted(sites.values(), key=lambda s: s.number)[:_WITH_CONTENTS]
    firms, tenancies = firms_of(stage, chosen)
    projects = [row for site in chosen for row in _projects(stage, site)]
    Project.objects.bulk_create(projects)
    stage.loaded(
        "企业与项目（模拟数据）",
        {"企业": firms, "入驻": tenancies, "项目版本": len(projects)},
    )


def firms_of(stage: Stage, sites: Sequence[Site]) -> tuple[int, int]:
    """Make up the firms of sites; some are tenants of two, one code fails."""
    tenants = {
        site.number: [
            site.number * 100 + n for n in range(between(*_FIRMS, "firms", site.number))
        ]
        for site in sites
    }
    numbers = sorted(n for told in tenants.values() for n in told)
    shared = {numbers[i * len(numbers) // _SHARED] for i in range(_SHARED)}
    wrong = numbers[len(numbers) // 2]
    made = Enterprise.objects.bulk_create(
        _firm(stage, number, wrong=number == wrong) for number in numbers
    )
    firms = dict(zip(numbers, made, strict=True))
    rows = [
        _tenancy(site, firms[number], number)
        for site in sites
        for number in tenants[site.number]
    ]
    home = {number: site for site in sites for number in tenants[site.number]}
    for number in sorted(shared):
        other = one_of(sites, "second home", number)
        if other.number != home[number].number:
            rows.append(_tenancy(other, firms[number], number))
    Tenancy.objects.bulk_create(rows)
    FirmYear.objects.bulk_create(
        _year(row, stage, year)
        for row in rows
        for year in (stage.today.year - 2, stage.today.year - 1)
        if row.until is None
    )
    return len(made), len(rows)


def _firm(stage: Stage, number: int, *, wrong: bool) -> Enterprise:
    body = f"91330100MA{number:07d}"
    right = check_character(body)
    last = right if not wrong else ("0" if right != "0" else "1")
    lead, trade = one_of(_LEADS, "lead", number), one_of(_TRADES, "trade", number)
    return Enterprise(
        credit_code=body + last,
        name=f"{lead}{trade}（示例{number}）有限公司",
        code_checks=not wrong,
        override=_WRONG_REASON if wrong else "",
        label=Label.SYNTHETIC,
        recorded_at=stage.at,
    )


def _tenancy(site: Site, firm: Enterprise, number: int) -> Tenancy:
    since = date(between(2016, 2022, "since", number), between(1, 12, "m", number), 1)
    left = chance(12, "left", number, site.number)
    until = (
        since + timedelta(days=between(400, 1500, "until", number)) if left else None
    )
    elsewhere = chance(15, "elsewhere", number)
    return Tenancy(
        enterprise=firm,
        site=site,
        since=since,
        until=until,
        registered_in="注册在市外（示例）" if elsewhere else "",
        taxed_in="在注册地纳税（示例）" if elsewhere else "",
        recorded_at=moment(since + timedelta(days=20)),
        ended_at=None if until is None else moment(until + timedelta(days=20)),
    )


def _projects(stage: Stage, site: Site) -> list[Project]:
    """Make up the projects of a site; some have a second version."""
    rows = []
    for n in range(between(2, 5, "projects", site.number)):
        begun = date(between(2016, 2021, "begun", site.number, n), 1, 1)
        row = project(site, n, begun, begun.replace(year=begun.year + 3))
        rows.append(row)
        if chance(30, "version", site.number, n):
            rows.append(_grown(row))
    return [row for row in rows if row.recorded_at <= stage.at]


def project(site: Site, n: int, since: date, until: date) -> Project:
    """Make up one project; of some mixed ones nobody knows the parts."""
    name, use = one_of(_WORKS, "work", site.number, n)
    amount = between(80, 900, "amount", site.number, n) * CENTI_YI
    known = chance(70, "split", site.number, n)
    part = amount // 5 if use == MIXED and known else None
    return Project(
        site=site,
        code=f"{since.year}-{site.number:04d}-{n + 1:02d}",
        name=f"{name}（示例）",
        use=use,
        lead=None if chance(10, "lead?", site.number, n) else use not in _NOT_LEAD,
        amount_low=amount,
        amount_high=amount,
        residential=part,
        complex=part,
        split=use != MIXED or known,
        since=since,
        until=until,
        label=Label.SYNTHETIC,
        recorded_at=moment(since + timedelta(days=45)),
    )


_NOT_LEAD = frozenset({RESIDENTIAL, COMPLEX, "infrastructure", "public_service"})


def _grown(row: Project) -> Project:
    """Return a later version of a project, of a larger amount."""
    later = Project(
        **{
            field.attname: getattr(row, field.attname)
            for field in Project._meta.concrete_fields  # noqa: SLF001  # Django's API
            if not field.primary_key
        }
    )
    later.amount_low = later.amount_high = (row.amount_low or 0) * 6 // 5
    later.recorded_at = row.recorded_at + timedelta(days=500)
    later.note = "追加投资（示例）"
    return later


def _year(tenancy: Tenancy, stage: Stage, year: int) -> FirmYear:
    """Make up what a firm earned, paid and employed; now and then one is unreported."""
    firm = tenancy.enterprise
    staff = between(8, 600, "staff", firm.credit_code)
    revenue = staff * between(30, 160, "earns", firm.credit_code, year)
    tax = revenue * between(2, 9, "pays", firm.credit_code) // 100
    silent = chance(4, "silent", firm.credit_code, year)
    return FirmYear(
        enterprise=firm,
        site=tenancy.site,
        year=year,
        revenue=revenue * _WAN,
        tax=None if silent else tax * _WAN,
        staff=staff,
        source=_ROSTER,
        label=Label.SYNTHETIC,
        recorded_at=stage.at,
    )
