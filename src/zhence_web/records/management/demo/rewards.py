"""A made-up race between platforms, and stars of towns confirmed for two years.

No platform is real, and no score; all of it is labelled synthetic.
"""

from __future__ import annotations

import csv
import io

from zhence_web.records.accounts.roles import Role
from zhence_web.records.management.demo.cast import Cast
from zhence_web.records.management.demo.lists import GUIDANCE
from zhence_web.records.management.demo.rankings import clock_of
from zhence_web.records.management.demo.stage import Stage
from zhence_web.records.rankings.models import IndexRun
from zhence_web.records.rankings.racing import AskedRace, publish_race, settle_race
from zhence_web.records.rankings.rating import (
    AskedStars,
    confirm_stars,
    propose_stars,
)
from zhence_web.records.registry.models import Label

_CITY, _PROVINCE = "330100", "330000"
_HEAD = ("编号", "名称", "推进速度", "建设成效", "主导产业突出度")
_SCORES = (
    ("智能装备", "92", "90.5", "88"),
    ("云数据", "95", "86", "91"),
    ("生物医药", "88", "90", "85"),
    ("新材料", "85", "90", "88"),
    ("集成电路", "84", "", "93"),
    ("时尚创意", "79.5", "84", "81"),
    ("现代物流", "76", "80", "79"),
)
"""Made-up scores: two are level at the last place awarded, one is lacking."""

_PRIZES = (
    ("fund", "元", "5000000、3000000、2000000", "9000000.01"),
    ("land", "亩", "60、40、20", ""),
)


def load_rewards(stage: Stage, cast: Cast) -> None:
    """Settle a race of one city, and rate the province's named towns twice."""
    hands = {(role, h.org_code): h for (role, _), h in cast.hands.items()}
    clock, last = clock_of(stage), stage.today.year - 1
    city = hands[Role.CITY_OFFICE, _CITY]
    race = AskedRace(
        "park-race", last, 3, "得分表.csv", _scores(), _PRIZES, Label.SYNTHETIC
    )
    run = settle_race(asked=race, by=city, at=next(clock))
    publish_race(run=run, by=city, at=next(clock))
    province = hands[Role.PROVINCIAL_OFFICE, _PROVINCE]
    index = IndexRun.objects.filter(policy=GUIDANCE, method="vitality")
    key = index.values_list("pk", flat=True).latest("pk")
    for number, year in enumerate((last - 1, last), 1):
        asked = AskedStars("town-stars", key, year, Label.SYNTHETIC)
        rated = propose_stars(asked=asked, by=province, at=next(clock))
        document = f"模拟星〔{year + 1}〕{number}号"
        confirm_stars(run=rated, document=document, by=province, at=next(clock))
    told = {"赛马": len(_SCORES), "星级年度": 2}
    stage.loaded("赛马与星级（模拟数据）", told, next(clock))


def _scores() -> bytes:
    out = io.StringIO()
    writer = csv.writer(out)
    writer.writerow(_HEAD)
    writer.writerows(("", f"模拟{name}平台", *rest) for name, *rest in _SCORES)
    return out.getvalue().encode()
