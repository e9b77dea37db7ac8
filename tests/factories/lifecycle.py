"""A town on a municipal list under the shipped plan, and an office that acts on it."""

from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta

from tests.factories.accounts import Tree, hand, tree

from zhence.dossier import Past
from zhence.evidence import Verdict
from zhence.lifecycle.history import AssessedYear
from zhence_web.records.accounts.hand import Hand
from zhence_web.records.accounts.roles import Role
from zhence_web.records.lifecycle.actions import Deciding, Paper
from zhence_web.records.models import Membership, Site

TODAY = date(2026, 3, 1)
NOON = datetime(2026, 3, 1, 4, tzinfo=UTC)
LONG_AGO = datetime(2018, 1, 1, tzinfo=UTC)
PAPER = Paper("测政发〔2026〕1号", "关于测试的决定（模拟）", "甲市人民政府", TODAY)


def later(hours: float = 1) -> datetime:
    """Return a moment after :data:`NOON`."""
    return NOON + timedelta(hours=hours)


@dataclass(frozen=True)
class Town:
    """A membership, the tree it stands in, and the hands that act on it."""

    membership: int
    site: int
    tree: Tree
    city: Hand
    province: Hand


def membership(  # one argument a column that tests vary
    org: int,
    number: int,
    *,
    state: str = "CREATION",
    policy: str = "NT2017",
    list_name: str = "municipal",
    listed_on: date | None = date(2018, 3, 1),
    category: str = "high_end_manufacturing",
) -> Membership:
    """List a site, made where there is none, and return its membership."""
    site, _ = Site.objects.get_or_create(
        number=number, defaults={"org_id": org, "kind": "town", "label": "synthetic"}
    )
    return Membership.objects.create(
        site=site,
        policy=policy,
        list_name=list_name,
        state=state,
        category=category,
        listed_on=listed_on,
        since=listed_on,
        recorded_at=LONG_AGO,
    )


def town(**changes: object) -> Town:
    """Return a town under creation, listed on 1 March 2018."""
    made = tree()
    row = membership(made.site, 9001, **changes)  # type: ignore[arg-type]  # by name
    return Town(
        membership=row.pk,
        site=row.site_id,
        tree=made,
        city=hand(Role.CITY_OFFICE, made.city, "li"),
        province=hand(Role.PROVINCIAL_OFFICE, made.province, "wang"),
    )


def deciding(what: str, body: str, on: date = TODAY, **more: object) -> Deciding:
    """Return a decision to be recorded."""
    return Deciding(what, body, on, PAPER, **more)  # type: ignore[arg-type]  # by name


def failed_first_year(year: int = 2018) -> Past:
    """Return a past in which a year surely failed in every part."""
    parts = dict.fromkeys(("progress", "share", "finding", "result"), Verdict.FAIL)
    return Past(years=(AssessedYear(year, parts),))
