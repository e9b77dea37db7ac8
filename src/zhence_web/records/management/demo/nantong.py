"""Example towns of Nantong, all made up: one for each thing that an assessment finds.

The assessed year is the one before the demo's. Amounts are in 亿元 unless said.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta

from zhence_web.records.accounts.models import Org, OrgName, OrgParent
from zhence_web.records.accounts.roles import Tier
from zhence_web.records.lifecycle.models import Event
from zhence_web.records.management.demo.contents import CENTI_YI, firms_of, project
from zhence_web.records.management.demo.figures import Profile
from zhence_web.records.management.demo.ground import km2, smallest, stock
from zhence_web.records.management.demo.stage import Stage, moment
from zhence_web.records.registry.models import (
    CategoryRuling,
    Document,
    Label,
    Membership,
    Project,
    Site,
)
from zhence_web.records.reporting.models import Observation

POLICY, LIST = "NT2017", "municipal"
FIRST_NUMBER = 9001
"""Far from the numbers of real towns, which only grow."""


@dataclass(frozen=True, slots=True)
class Example:
    """A made-up town. *years* is how long before the assessed year it was listed.

    *plan* is its approved total; *yearly* what it invests in a year and *due* what
    its plan wants in a year (``None``: no plan is on record).
    """

    name: str
    county: str
    category: str
    lead_industry: str
    plan: int
    yearly: int
    due: int | None
    years: int = 0
    state: str = "CREATION"
    lead: int = 82
    silent: frozenset[str] = frozenset()


EXAMPLES = (
    Example("海门沪滨智造小镇", "320614", "high_end_manufacturing", "smart_equipment",
            plan=40, yearly=12, due=10),
    Example("如东洋口海工小镇", "320623", "high_end_manufacturing",
            "marine_engineering", plan=36, yearly=9, due=9),
    Example("海安锦丝文旅小镇", "320685", "historic_classics", "silk",
            plan=24, yearly=3, due=6),
    Example("启东江海药谷小镇", "320681", "sports_health", "medicine",
            plan=22, yearly=8, due=6, lead=55),
    Example("如皋云算数谷小镇", "320682", "new_it", "cloud",
            plan=25, yearly=7, due=6,
            silent=frozenset({"total_investment", "eligible_investment"})),
    Example("通州空港物流小镇", "320612", "other", "logistics",
            plan=30, yearly=10, due=8),
    Example("崇川文创慧谷小镇", "320613", "innovation_startup", "cultural_creativity",
            plan=26, yearly=9, due=8, years=1),
    Example("海安机器人小镇", "320685", "new_it", "robots",
            plan=28, yearly=2, due=7, years=1),
    Example("如东节能环保小镇", "320623", "high_end_manufacturing",
            "environmental_protection", plan=33, yearly=9, due=None, years=1),
    Example("如皋长寿康养小镇", "320682", "sports_health", "health_services",
            plan=21, yearly=7, due=5, state="CULTIVATION"),
    Example("启东吕四渔港小镇", "320681", "other", "food_drugs",
            plan=32, yearly=14, due=10, years=2),
    Example("通州家纺创意小镇", "320612", "innovation_startup", "e_commerce",
            plan=23, yearly=8, due=6),
)  # fmt: skip
_RULED, _ACCEPTANCE = 6, 10
_TITLE = "关于公布示例小镇名单的通知（模拟数据）"


def load_nantong(stage: Stage, orgs: Mapping[str, Org]) -> dict[int, Profile]:
    """Load the example towns; return what their figures are made of, by site."""
    year = stage.today.year - 1
    sites = _sites(orgs)
    papers = {y: _paper(y) for y in range(year - 2, year + 1)}
    Document.objects.bulk_create(papers.values())
    members = [
        _member(site, told, year - told.years, papers[year - told.years])
        for site, told in zip(sites, EXAMPLES, strict=True)
    ]
    Membership.objects.bulk_create(members)
    _ruling(members[_RULED], papers[year], date(year, 1, 1))
    figures = [
        row
        for site, told in zip(sites, EXAMPLES, strict=True)
        for row in _figures(site, told, year)
    ]
    Observation.objects.bulk_create(figures)
    projects = [
        row
        for site, told in zip(sites, EXAMPLES, strict=True)
        for row in _projects(site, told, year)
    ]
    Project.objects.bulk_create(projects)
    firms, _ = firms_of(stage, sites)
    events = _events(members[_ACCEPTANCE], stage)
    stage.loaded(
        "南通示例小镇（模拟数据）",
        {
            "小镇": len(sites),
            "名单关系": len(members),
            "指标": len(figures),
            "项目": len(projects),
            "企业": firms,
            "事件": events,
        },
    )
    return {
        site.pk: Profile(
            key=site.number,
            total=told.yearly * 100 * 10 // 9,
            lead=told.lead,
            housing=10,
            silent=told.silent,
        )
        for site, told in zip(sites, EXAMPLES, strict=True)
    }


def _sites(orgs: Mapping[str, Org]) -> list[Site]:
    opened = date(2015, 1, 1)
    bodies = Org.objects.bulk_create(
        Org(code=f"nt-{n:03}", tier=Tier.SITE, opened_on=opened)
        for n in range(1, len(EXAMPLES) + 1)
    )
    pairs = list(zip(bodies, EXAMPLES, strict=True))
    OrgName.objects.bulk_create(
        OrgName(org=org, zh=f"{told.name}（示例）", since=opened) for org, told in pairs
    )
    OrgParent.objects.bulk_create(
        row for org, told in pairs for row in _places(org, orgs[told.county], opened)
    )
    return Site.objects.bulk_create(
        Site(number=FIRST_NUMBER + n, org=org, kind="town", label=Label.SYNTHETIC)
        for n, org in enumerate(bodies)
    )


def _places(org: Org, county: Org, opened: date) -> list[OrgParent]:
    """Return the place of a town: under Nantong itself before its county was set up."""
    if county.opened_on <= opened:
        return [OrgParent(org=org, parent=county, since=opened)]
    city = county.parents.get().parent
    return [
        OrgParent(org=org, parent=city, since=opened, until=county.opened_on),
        OrgParent(org=org, parent=county, since=county.opened_on),
    ]


def _paper(year: int) -> Document:
    return Document(
        title=_TITLE,
        number=f"示例〔{year}〕1号",
        issuer="示例办公室",
        issued_on=date(year, 1, 1),
        label=Label.SYNTHETIC,
        recorded_at=moment(date(year, 1, 1)),
    )


def _member(site: Site, told: Example, year: int, paper: Document) -> Membership:
    listed = date(year, 1, 1)
    return Membership(
        site=site,
        policy=POLICY,
        list_name=LIST,
        state=told.state,
        category=told.category,
        lead_industries=[told.lead_industry],
        listed_on=listed,
        stay_first_year=year,
        was_creation=False if told.state == "CULTIVATION" else None,
        since=listed,
        document=paper,
        recorded_at=moment(listed, 11),
    )


def _ruling(row: Membership, paper: Document, since: date) -> None:
    """Rule anew on the category of one town, so that its history has two."""
    CategoryRuling.objects.create(
        membership=row,
        category="new_it",
        lead_industries=["digital_content"],
        since=since,
        document=paper,
        reason="主导产业重新认定（模拟数据）",
        recorded_at=moment(since, 12),
    )


def _figures(site: Site, told: Example, year: int) -> list[Observation]:
    """Return what is on record of a town's plan and ground, beside its returns."""
    first = year - told.years
    listed = date(first, 1, 1)
    rows = [
        stock(site, "plan_total", listed, told.plan * 100 * CENTI_YI),
        stock(site, "planned_area", listed, km2(290 + site.number % 5 * 15)),
        stock(site, "construction_area", listed, km2(96)),
        stock(site, "wifi_coverage", date(year, 12, 31), smallest("%", 100)),
        stock(
            site, "digital_management_coverage", date(year, 12, 31), smallest("%", 100)
        ),
    ]
    if told.due is not None:
        rows += [
            stock(
                site,
                "plan_cumulative",
                date(y, 12, 31),
                told.due * (y - first + 1) * 100 * CENTI_YI,
                known=listed,
            )
            for y in range(first, year + 2)
        ]
    return rows


def _projects(site: Site, told: Example, year: int) -> Sequence[Project]:
    """Return two projects that make up what the town has invested since its listing.

    A town that does not report its investment has no project on record either.
    """
    if told.silent:
        return ()
    since, until = date(year - told.years, 1, 1), date(year + 1, 1, 1)
    whole = told.yearly * (told.years + 1) * 100 * CENTI_YI
    main = project(site, 0, since, until)
    main.name, main.use, main.lead = "主导产业项目（示例）", "industrial", True
    other = project(site, 1, since, until)
    other.name, other.use, other.lead = "配套设施项目（示例）", "infrastructure", False
    lead = whole * told.lead // 100
    for row, amount in ((main, lead), (other, whole - lead)):
        row.amount_low = row.amount_high = amount
        row.residential = row.complex = None
        row.split = True
    return main, other


def _events(row: Membership, stage: Stage) -> int:
    """Have the county accept one town and ask for acceptance."""
    asked = stage.today - timedelta(days=40)
    made = Event.objects.bulk_create(
        Event(
            membership=row,
            type=type_,
            on=asked,
            passed=True if type_ == "county_preliminary_acceptance" else None,
            body="county",
            source="县级初验报告（模拟数据）",
            recorded_at=moment(asked),
        )
        for type_ in ("county_preliminary_acceptance", "acceptance_application")
    )
    return len(made)
