"""The cockpit over HTTP: whose it is, what it says, and how it stays fresh."""

import json
import random
import re
from dataclasses import replace
from html import unescape
from io import StringIO
from pathlib import Path

import pytest
from django.core.management import call_command
from django.db import connection, transaction
from django.test import Client
from django.test.utils import CaptureQueriesContext
from tests.factories.accounts import hand
from tests.factories.lifecycle import membership
from tests.factories.reporting import (
    MORNING,
    Desk,
    desk,
    opened,
    site,
    town_return,
)
from tests.lib.asking import signed_in

from zhence_web.records.accounts.hand import Hand
from zhence_web.records.accounts.roles import Role
from zhence_web.records.audit.actions import record
from zhence_web.records.kept import MOVING, SETTLED, forget
from zhence_web.records.models import Org, Site

pytestmark = pytest.mark.django_db

MOST_CLICKS = 4
WALKS = 20


def page(client: Client, address: str, status: int = 200) -> str:
    answer = client.get(address)
    assert answer.status_code == status, address
    return str(answer.content.decode())


def grown() -> tuple[Desk, Hand]:
    """Two towns that have reported and one that is silent, on two lists."""
    at = desk()
    town_return(
        at, "province_accepted", output_total="12.5", tax_revenue="1.5", staff="900"
    )
    membership(at.tree.site, 1, policy="ZJ2023", list_name="provincial", state="NAMED")
    membership(at.tree.site, 1)
    site(at.tree.other_site, 2)
    return at, hand(Role.LEADER, at.tree.province, "leader")


def test_a_leader_sees_the_own_place_and_leads_on_to_those_below():
    at, by = grown()
    shown = page(signed_in(by), "/cockpit/")
    assert "浙江省" in shown
    assert f"place={at.tree.city}" in shown
    below = page(signed_in(by), f"/cockpit/?place={at.tree.county}")
    assert "甲一县" in below
    assert "一号小镇" in below


def test_a_county_sees_the_county_and_nothing_beside_it():
    at, _ = grown()
    county = signed_in(hand(Role.LEADER, at.tree.county, "county-leader"))
    shown = page(county, "/cockpit/")
    assert "甲一县" in shown
    assert f"place={at.tree.city}&" not in shown
    for hidden in (at.tree.city, at.tree.other_county, at.tree.other_city, 10**9):
        page(county, f"/cockpit/?place={hidden}", 404)
        page(county, f"/cockpit/panels/?place={hidden}", 404)
        page(county, f"/cockpit/evidence/waiting:late/?place={hidden}", 404)


def test_unknown_is_said_and_labels_stand_beside_numbers():
    _, by = grown()
    shown = page(signed_in(by), "/cockpit/")
    assert "至少 12.5" in shown
    assert "已报 1/2" in shown
    assert "模拟数据" in shown
    assert "缺报" in shown


def test_a_place_where_nobody_has_reported_is_whole_and_says_so():
    at = desk()
    by = hand(Role.LEADER, at.tree.other_city, "far-leader")
    shown = page(signed_in(by), "/cockpit/")
    assert "没有名单上的成员" in shown
    assert "还没有审定的报数" in shown


def test_both_languages_hold_the_same_panels():
    _, by = grown()
    client = signed_in(by)
    zh, en = page(client, "/cockpit/"), page(client, "/en/cockpit/")
    assert re.findall(r'data-panel="(\w+)"', zh) == re.findall(
        r'data-panel="(\w+)"', en
    )
    assert "Targets and pace" in en
    assert "目标与进度" in zh


def test_panels_tell_the_script_what_has_changed_and_only_that():
    at, by = grown()
    client = signed_in(by)
    first = client.get("/cockpit/panels/").json()["panels"]
    again = client.get("/cockpit/panels/").json()["panels"]
    assert again == first
    opened(at, period="2026Q1")
    now = client.get("/cockpit/panels/").json()["panels"]
    assert {name for name in now if now[name][0] != first[name][0]} <= {"waiting"}
    shown = page(client, "/cockpit/")
    for name, (digest, _) in now.items():
        assert f'data-panel="{name}"' in shown
        assert f'data-digest="{digest}"' in shown


def test_a_deed_is_seen_in_the_next_read():
    at, by = grown()
    client = signed_in(by)
    assert "至少 12.5" in page(client, "/cockpit/")
    second = replace(
        at,
        site=Site.objects.get(number=2).pk,
        reporter=hand(Role.REPORTER, at.tree.other_site, "filler-2"),
    )
    town_return(
        second,
        "province_accepted",
        output_total="7.5",
        staff="700",
    )
    shown = page(client, "/cockpit/")
    assert "至少 12.5" not in shown
    assert re.search(r">20</a>", shown)


def test_the_map_leads_from_a_town_to_why_it_stands_where_it_stands(tmp_path: Path):
    at, by = grown()
    client = signed_in(by)
    assert "map-flat" not in page(client, "/cockpit/")
    code = Org.objects.get(pk=at.tree.county).code
    ring = [[120, 30], [121, 30], [121, 31], [120, 31], [120, 30]]
    shape = {"type": "Polygon", "coordinates": [ring]}
    held = {"code": code, "name": "甲一县"}
    feature = {"type": "Feature", "properties": held, "geometry": shape}
    file = tmp_path / "one.geojson"
    file.write_text(
        json.dumps({"type": "FeatureCollection", "features": [feature]}), "utf-8"
    )
    call_command("boundaries_import", str(file), licence="made up", stdout=StringIO())
    shown = page(client, "/cockpit/")
    drawn = shown[shown.index("map-flat") :]
    mark = re.search(r'class="sign sign-\d"\s+href="([^"]+)"', drawn)
    assert mark is not None
    assert "standing" in page(client, unescape(mark[1]))


def test_what_was_kept_is_read_with_few_queries_and_as_many_for_any_size():
    at, by = grown()
    client = signed_in(by)
    counts = []
    for number, org in ((3, at.tree.far_site), (4, at.tree.other_city_site)):
        page(client, "/cockpit/")
        with CaptureQueriesContext(connection) as seen:
            page(client, "/cockpit/")
        counts.append(len(seen))
        site(org, number)
    assert counts[0] == counts[1]
    assert counts[0] <= 20


def test_reading_anew_takes_no_query_for_each_member():
    at, by = grown()
    client = signed_in(by)
    page(client, "/cockpit/")
    counts = []
    for number, org in ((3, at.tree.far_site), (4, at.tree.other_city_site)):
        forget()
        with CaptureQueriesContext(connection) as seen:
            page(client, "/cockpit/")
        counts.append(len(seen))
        site(org, number)
        membership(org, number)
    assert counts[0] == counts[1]


def test_signing_in_changes_nothing_and_an_unknown_deed_changes_all():
    _, by = grown()
    before = SETTLED.mark(), MOVING.mark()
    signed_in(by)
    assert (SETTLED.mark(), MOVING.mark()) == before
    with transaction.atomic():
        entry = record("something.new", kind="x", id_=1, at=MORNING, actor="x")
    assert SETTLED.mark() == MOVING.mark() == entry.digest


def test_typing_into_a_return_moves_nothing_that_waits():
    before = SETTLED.mark(), MOVING.mark()
    with transaction.atomic():
        record("reporting.fill", kind="return", id_=1, at=MORNING, actor="x")
    assert (SETTLED.mark(), MOVING.mark()) == before
    with transaction.atomic():
        entry = record("reporting.submit", kind="return", id_=1, at=MORNING, actor="x")
    assert (SETTLED.mark(), MOVING.mark()) == (before[0], entry.digest)


def test_a_cockpit_that_nothing_happened_to_is_not_counted_again():
    at, by = grown()
    client = signed_in(by)
    page(client, "/cockpit/")
    with CaptureQueriesContext(connection) as seen:
        page(client, "/cockpit/")
    counted = ("records_membership", "records_observation", "records_return")
    assert not [q for q in seen if any(name in q["sql"] for name in counted)]
    assert len(seen) <= 12
    site(at.tree.far_site, 3)
    with transaction.atomic():
        record("registry.register", kind="site", id_=3, at=MORNING, actor="x")
    with CaptureQueriesContext(connection) as anew:
        page(client, "/cockpit/")
    assert len(anew) > len(seen)


def links(html: str, begins: str) -> list[str]:
    found = (unescape(url) for url in re.findall(r'href="([^"]+)"', html))
    return [url for url in found if url.startswith(begins)]


def test_twenty_random_figures_lead_to_their_source_cells_in_four_clicks():
    at, by = grown()
    client = signed_in(by)
    dice = random.Random(6)  # noqa: S311  # seeded, no secret
    places = [at.tree.province, at.tree.city, at.tree.county]
    ends = {"cell": 0, "listing": 0, "silent": 0}
    for _ in range(WALKS):
        here = page(client, f"/cockpit/?place={dice.choice(places)}")
        figures = [u for u in links(here, "/cockpit/evidence/") if "waiting" not in u]
        figure = dice.choice(figures)
        shown, clicks = page(client, figure), 1
        told = client.get(
            re.sub(r"^/cockpit/([^/]+/[^/]+)/.*\?", r"/api/v1/\1?", figure)
        )
        assert told.status_code == 200, figure
        by_api = {s["id"] for p in told.json()["parts"] for s in p["sources"]}
        parts = [u for u in links(shown, "/cockpit/evidence/") if _of_site(u)]
        if parts and "定义" in shown and "由谁合成" in shown:
            shown, clicks = page(client, dice.choice(parts)), clicks + 1
        assert "快照" in shown
        cells = links(shown, "/review/returns/")
        if cells:
            clicks += 1
            assert by_api
            assert "output_total" in cells[0] or "#c-" in cells[0]
            assert "一号小镇" in page(client, cells[0].partition("#")[0])
            ends["cell"] += 1
        else:
            ends["listing" if "登入名单时的状态" in shown else "silent"] += 1
            assert any(
                said in shown for said in ("登入名单时的状态", "缺报", "没有成员")
            )
        assert clicks <= MOST_CLICKS
    assert sum(ends.values()) == WALKS
    assert ends["cell"] >= WALKS // 5, ends


def _of_site(url: str) -> bool:
    return re.search(r"/\d+/\?", url) is not None
