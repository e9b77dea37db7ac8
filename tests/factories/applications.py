"""Applications of a town that stands on no list yet, sent by the real actions."""

from dataclasses import dataclass, replace
from datetime import datetime

from tests.factories.accounts import Tree, hand, tree
from tests.factories.lifecycle import NOON, PAPER
from tests.factories.registry import site

from zhence_web.records.accounts.hand import Hand
from zhence_web.records.accounts.roles import Role
from zhence_web.records.applications.actions import (
    Sending,
    send_application,
    take_on_application,
    verify_application,
)
from zhence_web.records.applications.answers import Typed

ASPECTS = ("industry", "heritage", "factors", "infrastructure", "ecology")
ANSWERS: dict[str, Typed] = {
    "submitter": "county",
    "lead_industries": ["智能装备"],
    "category": "high_end_manufacturing",
    "construction_entity": "一号小镇建设公司（模拟）",
    "key_projects": "6",
    "plan_aspects": dict.fromkeys(ASPECTS, True),
    "managing_body": "一号小镇管委会（模拟）",
}
FIGURES = {"plan_total": "42 亿元", "planned_area": "3.2", "construction_area": ""}


@dataclass(frozen=True)
class Applying:
    """A site, and the hands through which its application goes."""

    tree: Tree
    site: int
    reporter: Hand
    county: Hand
    city: Hand


def applying() -> Applying:
    """Return a site on no list, and who acts for it."""
    made = tree()
    return Applying(
        tree=made,
        site=site(made.site, 9001),
        reporter=hand(Role.REPORTER, made.site, "zhou"),
        county=hand(Role.COUNTY_VERIFIER, made.county, "sun"),
        city=hand(Role.CITY_OFFICE, made.city, "li"),
    )


def sending(site: int, **changes: object) -> Sending:
    """Return a whole application, all made up."""
    told = Sending(site, "NT2017", "municipal", ANSWERS, PAPER, FIGURES)
    return replace(told, **changes)  # type: ignore[arg-type]  # by name


def sent(at: Applying, when: datetime = NOON, **changes: object) -> int:
    """Send it, and return its id."""
    told = sending(at.site, **changes)
    return send_application(sending=told, by=at.reporter, at=when)


def verified(at: Applying, when: datetime = NOON, **changes: object) -> int:
    """Send it and have the county verify it."""
    one = sent(at, when, **changes)
    verify_application(application=one, version=1, by=at.county, at=when)
    return one


def taken_on(at: Applying, when: datetime = NOON, **changes: object) -> int:
    """Bring it to where it counts, and return the membership."""
    one = verified(at, when, **changes)
    return take_on_application(application=one, version=2, by=at.city, at=when)
