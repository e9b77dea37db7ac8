"""Made-up annual figures of towns, and an index that was run on them and published.

No town publishes such figures; every one of them is labelled synthetic.
"""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date, datetime, timedelta

from zhence.index.scales import Post
from zhence.units import Unit
from zhence_web.packbook import packbook
from zhence_web.packbook.rankings import recipes
from zhence_web.records.accounts.hand import Hand
from zhence_web.records.accounts.roles import Role
from zhence_web.records.audit.models import Head
from zhence_web.records.management.demo.cast import Cast
from zhence_web.records.management.demo.lists import GUIDANCE, LIST
from zhence_web.records.management.demo.nantong import LIST as MUNICIPAL
from zhence_web.records.management.demo.nantong import POLICY as NANTONG
from zhence_web.records.management.demo.stage import Stage, between, chance, moment
from zhence_web.records.rankings.indexing import (
    AskedIndex,
    ask_index,
    carry_out_index,
    publish_index,
)
from zhence_web.records.registry.models import Label, Membership
from zhence_web.records.reporting.models import Observation

_YEARS = 2
_SILENT, _GAP = 9, 4
_MINUTE = timedelta(minutes=1)
_RUNS = (
    (Role.CITY_OFFICE, "320600", NANTONG, MUNICIPAL, "vitality"),
    (Role.PROVINCIAL_OFFICE, "330000", GUIDANCE, LIST, "efficacy-five"),
    (Role.PROVINCIAL_OFFICE, "330000", GUIDANCE, LIST, "vitality"),
)
"""Who runs which list of which policy by which method; the last is the newest."""


def load_figures(stage: Stage) -> None:
    """Make up two years of the indicators of the index; some towns leave gaps.

    A town whose category nobody published has no type, and gets none made up.
    """
    last = stage.today.year - 1
    rows = Membership.objects.filter(policy__in=[one[2] for one in _RUNS])
    rows = rows.exclude(category="").select_related("site").order_by("site__number")
    made = [
        figure
        for row in rows
        for year in range(last - _YEARS + 1, last + 1)
        for figure in _figures(row, year)
    ]
    sites = {row.site_id for row in rows}
    held = set(
        Observation.objects.filter(site__in=sites).values_list(
            "site_id", "indicator", "starts", "ends"
        )
    )
    # What a return has told already stays as it was told.
    new = [f for f in made if (f.site_id, f.indicator, f.starts, f.ends) not in held]
    Observation.objects.bulk_create(new)
    at = next(clock_of(stage))
    stage.loaded("指数年度数据（模拟数据）", {"指标": len(new)}, at)


def load_indices(stage: Stage, cast: Cast) -> None:
    """Run both methods for the province and one for Nantong, and publish them."""
    hands = {(role, h.org_code): h for (role, _), h in cast.hands.items()}
    clock, last = clock_of(stage), stage.today.year - 1
    for role, org, policy, list_name, method in _RUNS:
        asked = AskedIndex(method, policy, list_name, last - _YEARS + 1, last)
        _run(asked, hands[role, org], clock)
    stage.loaded("活力指数（模拟数据）", {"公布": len(_RUNS)}, next(clock))


def clock_of(stage: Stage) -> Iterator[datetime]:
    """Yield moments after everything that the demo has recorded."""
    head = Head.objects.filter(id=1).first()
    at = moment(stage.today - timedelta(days=1))
    if head is not None and head.at is not None:
        at = max(at, head.at)
    while True:
        at += _MINUTE
        yield at


def _run(asked: AskedIndex, by: Hand, clock: Iterator[datetime]) -> None:
    run = ask_index(asked=asked, by=by, at=next(clock))
    at = next(clock)
    carry_out_index(run=run, clock=lambda: at)
    publish_index(run=run, by=by, at=next(clock))


def _figures(row: Membership, year: int) -> Iterator[Observation]:
    """Yield what a town told of a year: around the posts of its type."""
    held = recipes()["vitality"]
    number = row.site.number
    type_ = held.types.get(row.category)
    if type_ is None or chance(_SILENT, "silent", number):
        return
    good = between(15, 85, "good", number)
    catalogue = packbook().sources.catalogue
    for code in held.recipe.tree.leaves:
        post = held.recipe.normalise.posts[code]
        unit = catalogue[code].unit
        if isinstance(post, Post) or unit is None or chance(_GAP, code, number, year):
            continue
        node = held.recipe.tree.by_code[code]
        share = good + between(-40, 40, code, number)
        share += between(-9, 13, code, number, year)
        if node.direction < 0:
            share = 100 - share
        low, high = post[type_].low, post[type_].high
        value = low + (high - low) * share / 100
        value = min(max(value, 0.0), node.most if node.most is not None else value)
        yield _told(row, code, year, _whole(value, unit))


def _whole(value: float, unit: Unit) -> int:
    """Return an amount in smallest units; money and shares keep two digits."""
    return int(round(value, 2) * 100) * int(unit.factor) // 100


def _told(row: Membership, code: str, year: int, amount: int) -> Observation:
    return Observation(
        site=row.site,
        indicator=code,
        starts=date(year, 1, 1),
        ends=date(year + 1, 1, 1),
        low=amount,
        high=amount,
        recorded_at=moment(date(year + 1, 3, 1)),
        reason=Observation.Reason.FIRST,
        source="年度统计（模拟数据）",
        label=Label.SYNTHETIC,
    )
