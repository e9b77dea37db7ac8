"""Towns with made-up figures of the vitality index, and runs of it."""

from datetime import date, datetime

from tests.factories.accounts import Tree, hand, tree
from tests.factories.lifecycle import NOON, membership

from zhence.index.scales import Post
from zhence_web.packbook import packbook
from zhence_web.packbook.rankings import recipes
from zhence_web.records.accounts.hand import Hand
from zhence_web.records.accounts.roles import Role
from zhence_web.records.models import Observation
from zhence_web.records.rankings.indexing import (
    AskedIndex,
    ask_index,
    carry_out_index,
    publish_index,
)

POLICY, LIST, METHOD = "ZJ2023", "provincial", "vitality"
ASKED = AskedIndex(METHOD, POLICY, LIST, 2024, 2025)
CATEGORY, TYPE = "digital_economy", "digital"
NUMBERS = {"site": 9001, "other_site": 9002, "far_site": 9003}


def told(site: int, code: str, year: int, share: float, at: datetime = NOON) -> None:
    """Put a figure on record that lies so far between the posts of its type (0…1)."""
    post = recipes()[METHOD].recipe.normalise.posts[code]
    assert not isinstance(post, Post)
    measure = packbook().sources.catalogue[code].unit
    assert measure is not None
    low, high = post[TYPE].low, post[TYPE].high
    amount = int(round(low + (high - low) * share, 2) * 100) * int(measure.factor)
    Observation.objects.create(
        site_id=site,
        indicator=code,
        starts=date(year, 1, 1),
        ends=date(year + 1, 1, 1),
        low=amount // 100,
        high=amount // 100,
        recorded_at=at,
        reason="first",
        source="测试",
        label="synthetic",
    )


def reported(site: int, year: int, share: float, *lacking: str) -> None:
    """Put every indicator of the index on record, but for those *lacking*."""
    tree_ = recipes()[METHOD].recipe.tree
    for code in tree_.leaves:
        if code not in lacking:
            less = tree_.by_code[code].direction < 0
            told(site, code, year, 1 - share if less else share)


def towns(grown: Tree) -> dict[str, int]:
    """List three towns: a better one, a worse one, and one without a dimension."""
    sites = {}
    for place, number in NUMBERS.items():
        row = membership(
            getattr(grown, place),
            number,
            policy=POLICY,
            list_name=LIST,
            category=CATEGORY,
        )
        sites[place] = row.site_id
    for year, better, worse in ((2024, 0.5, 0.4), (2025, 0.75, 0.25)):
        reported(sites["site"], year, better)
        reported(sites["other_site"], year, worse)
    form = ("green_coverage", "wifi_coverage", "inefficient_land_share")
    reported(sites["far_site"], 2025, 0.9, *form)
    return sites


def office(grown: Tree) -> Hand:
    """Return the city's hand, who may run indices."""
    return hand(Role.CITY_OFFICE, grown.city, "index-office")


def published(grown: Tree | None = None, by: Hand | None = None) -> int:
    """Return a run over three towns that everybody may see."""
    at = grown or tree()
    towns(at)
    who = by or office(at)
    run = ask_index(asked=ASKED, by=who, at=NOON)
    carry_out_index(run=run, clock=lambda: NOON)
    publish_index(run=run, by=who, at=NOON)
    return run
