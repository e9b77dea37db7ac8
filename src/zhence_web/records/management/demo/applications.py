"""Applications of the demo: two made-up towns of Nantong ask for a place on its list.

One waits for its county, one was verified and waits for the city's office.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta

from zhence_web.records.accounts.models import Org, OrgName, OrgParent
from zhence_web.records.accounts.roles import Role, Tier
from zhence_web.records.applications.actions import (
    Paper,
    Sending,
    send_application,
    verify_application,
)
from zhence_web.records.applications.answers import Typed
from zhence_web.records.audit.models import Head
from zhence_web.records.management.demo.cast import Cast
from zhence_web.records.management.demo.nantong import (
    EXAMPLES,
    FIRST_NUMBER,
    LIST,
    POLICY,
)
from zhence_web.records.management.demo.stage import Stage
from zhence_web.records.registry.models import Label, Site

_OPENED = date(2020, 1, 1)
_A_MINUTE = timedelta(minutes=1)


@dataclass(frozen=True, slots=True)
class Newcomer:
    """A town on no list. Its plan covers all that the policy asks for but *left*."""

    name: str
    county: str
    category: str
    industries: Sequence[str]
    projects: int
    figures: Mapping[str, str]
    left: frozenset[str] = frozenset()


NEWCOMERS = (
    Newcomer("启东绿能储电小镇", "320681", "high_end_manufacturing", ("智能装备",), 6,
             {"plan_total": "42 亿元", "planned_area": "3.2",
              "construction_area": "1.1"}),
    Newcomer("海安海洋食品小镇", "320685", "other", ("食品药品",), 4,
             {"plan_total": "26 亿元", "planned_area": "2.9", "construction_area": ""},
             left=frozenset({"ecology"})),
)  # fmt: skip
_ASPECTS = ("industry", "heritage", "factors", "infrastructure", "ecology")


def load_newcomers(stage: Stage, orgs: Mapping[str, Org]) -> None:
    """Load the towns that are on no list yet; before the cast, which acts for them."""
    first = len(EXAMPLES)
    for n, told in enumerate(NEWCOMERS, start=first):
        org = Org.objects.create(
            code=f"nt-{n + 1:03}", tier=Tier.SITE, opened_on=_OPENED
        )
        OrgName.objects.create(org=org, zh=f"{told.name}（示例）", since=_OPENED)
        county = orgs[told.county]
        since = max(_OPENED, county.opened_on)
        OrgParent.objects.create(org=org, parent=county, since=since)
        Site.objects.create(
            number=FIRST_NUMBER + n, org=org, kind="town", label=Label.SYNTHETIC
        )
    stage.loaded("待申报小镇（模拟数据）", {"小镇": len(NEWCOMERS)})


def load_applications(stage: Stage, cast: Cast) -> None:
    """Send an application of each; have the county of the first verify it."""
    first = len(EXAMPLES)
    for n, told in enumerate(NEWCOMERS, start=first):
        site = Site.objects.select_related("org").get(number=FIRST_NUMBER + n)
        made = send_application(
            sending=_sending(site, told, stage),
            by=cast.hands[Role.REPORTER, site.org_id],
            at=_next(stage),
        )
        if n == first:
            county = Org.objects.get(code=told.county)
            verify_application(
                application=made,
                version=1,
                by=cast.hands[Role.COUNTY_VERIFIER, county.pk],
                at=_next(stage),
            )
    counts = {"申报": len(NEWCOMERS), "已核": 1}
    stage.loaded("名单申报（模拟数据）", counts, _next(stage))


def _next(stage: Stage) -> datetime:
    return (Head.objects.get().at or stage.at) + _A_MINUTE


def _sending(site: Site, told: Newcomer, stage: Stage) -> Sending:
    answers: dict[str, Typed] = {
        "submitter": "county",
        "lead_industries": list(told.industries),
        "category": told.category,
        "construction_entity": f"{told.name}建设公司（模拟）",
        "key_projects": str(told.projects),
        "plan_aspects": {aspect: aspect not in told.left for aspect in _ASPECTS},
        "managing_body": f"{told.name}管委会（模拟）",
    }
    paper = Paper(
        f"示例〔{stage.today.year}〕{site.number}号",
        f"关于{told.name}申报名单的请示（模拟数据）",
        "示例县政府",
        stage.today - timedelta(days=1),
    )
    return Sending(site.pk, POLICY, LIST, answers, paper, told.figures)
