"""Races and stars: exact awards, ties that wait, stars that move one step a cycle."""

import csv
import io
import json
from dataclasses import replace
from fractions import Fraction
from pathlib import Path

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from tests.factories.accounts import Tree, hand, tree
from tests.factories.lifecycle import NOON, later, membership
from tests.factories.rankings import office, published
from tests.factories.rewards import (
    RACE,
    STARS,
    asked_race,
    named,
    proposed,
    settled,
    table,
)
from tests.lib.asking import signed_in

from zhence.cli import main
from zhence.errors import BadInputError, ZhenceError
from zhence_web.records.accounts.gate import NotAllowedError
from zhence_web.records.accounts.hand import Hand
from zhence_web.records.accounts.roles import Role
from zhence_web.records.models import (
    Entry,
    IndexRun,
    IndexScore,
    OrgName,
    RaceResult,
    RaceRun,
    StarRating,
    StarRun,
)
from zhence_web.records.rankings.racing import AskedRace, publish_race, settle_race
from zhence_web.records.rankings.rating import (
    AskedStars,
    confirm_stars,
    propose_stars,
)

pytestmark = pytest.mark.django_db
FORM = {"scheme": RACE, "year": "2025", "places": "2"}


@pytest.fixture
def grown() -> Tree:
    return tree()


@pytest.fixture
def by(grown: Tree) -> Hand:
    return office(grown)


def rows(run: int) -> dict[str, RaceResult]:
    return {row.name: row for row in RaceResult.objects.filter(run=run)}


def stars(run: int) -> dict[int, tuple[int | None, str]]:
    held = StarRating.objects.filter(run=run).select_related("site")
    return {row.site.number: (row.stars, row.move) for row in held}


def scored(run: int, year: int, **scores: float) -> None:
    """Put indices in place of those computed, by the number of the site."""
    for number, score in scores.items():
        held = IndexScore.objects.filter(run=run, year=year)
        held.filter(site__number=int(number[1:])).update(score=score)


def test_a_tie_at_the_last_place_waits_and_its_money_is_held_back(by: Hand):
    found = rows(settled(by))
    told = {name: (row.rank, row.fate) for name, row in found.items()}
    assert told == {
        "甲平台": (1, "awarded"),
        "乙平台": (2, "pending"),
        "丙平台": (2, "pending"),
        "丁平台": (None, "unknown"),
    }
    assert found["甲平台"].paid == [["fund", "元", "100", "100"]]
    assert found["乙平台"].paid == []


def test_a_block_that_is_too_small_is_shared_out_to_the_last_fen(by: Hand):
    fund = ("fund", "元", "100、100、100", "200.01")
    asked = asked_race(",甲,9,9,9", ",乙,8,8,8", ",丙,7,7,8", places=3, fund=fund)
    found = rows(settle_race(asked=asked, by=by, at=NOON))
    paid = {name: Fraction(row.paid[0][2]) for name, row in found.items()}
    assert sum(paid.values()) == Fraction("200.01")
    assert max(paid.values()) - min(paid.values()) <= Fraction("0.01")
    assert found["甲"].paid[0][3] == "100"


def test_what_a_race_was_settled_from_settles_it_again_on_the_command_line(
    by: Hand, tmp_path: Path, capsys: pytest.CaptureFixture[str]
):
    fund = ("fund", "元", "100、60、30", "123.45")
    asked = asked_race(",甲,9,9,9", ",乙,8,8,8", ",丙,8,8,8", ",丁,1,,1", fund=fund)
    run = settle_race(asked=replace(asked, places=3), by=by, at=NOON)
    publish_race(run=run, by=by, at=later())
    file = tmp_path / "race.yaml"
    file.write_bytes(Client().get(f"/races/{run}.json").content)
    assert main(["settle", "race", str(file), "--json"]) == 0
    told = json.loads(capsys.readouterr().out)
    found = rows(run)
    assert told["ranks"] == {name: row.rank for name, row in found.items()}
    entries = [(e["subject"], e["kind"], e["amount"]) for e in told["entries"]]
    kept = [(n, p[0], p[2]) for n, row in found.items() for p in row.paid]
    assert sorted(entries) == sorted(kept)


@pytest.mark.parametrize(
    ("row", "code"),
    [
        (",甲,9,9,-1", "negative"),
        (",甲,9,9,nine", "number"),
        (",甲,9,9,95%", "score_unit"),
        ("77,甲,9,9,9", "number_unknown"),
        ("9001,甲,9,9,9", "name_differs"),
        (",,9,9,9", "value_missing"),
    ],
)
def test_a_table_with_a_fault_ranks_nobody(grown: Tree, by: Hand, row: str, code: str):
    membership(grown.site, 9001)
    with pytest.raises(BadInputError, match=code):
        settle_race(asked=asked_race(row), by=by, at=NOON)
    assert not RaceRun.objects.exists()


@pytest.mark.parametrize(
    ("fund", "code"),
    [
        (("fund", "元", "1、2、3", ""), "amounts_many"),
        (("fund", "元", "many", ""), "amount_wrong"),
        (("fund", "元", "10.005", ""), "amount_fine"),
        (("fund", "斤", "10", ""), "unit_unknown"),
        (("fund", "元", "", "10"), "amounts_missing"),
    ],
)
def test_a_purse_that_cannot_be_is_refused_by_its_name(
    by: Hand, fund: tuple[str, ...], code: str
):
    with pytest.raises(BadInputError, match=code) as caught:
        settle_race(asked=asked_race(fund=fund), by=by, at=NOON)
    assert "资金" in str(caught.value)


def test_who_is_on_the_registry_races_by_its_number_and_name(grown: Tree, by: Hand):
    membership(grown.site, 9001)
    membership(grown.other_city_site, 9009)
    held = OrgName.objects.get(org=grown.site).zh
    run = settled(by, f"9001,{held},9,9,9", ",乙,8,8,8")
    found = rows(run)[held]
    assert found.site is not None
    assert found.site.number == 9001
    with pytest.raises(BadInputError, match="number_unknown"):
        settled(by, "9009,别市小镇,9,9,9")


def test_an_office_settles_looks_and_publishes_once(by: Hand):
    client: Client = signed_in(by)
    assert client.post("/review/races/settle/", FORM).status_code == 422
    blank = client.get(f"/review/races/blank/{RACE}.csv").content.decode()
    assert blank == "\ufeff编号,名称,推进速度,建设成效,主导产业突出度\r\n"
    assert client.get("/review/races/blank/nothing.csv").status_code == 404
    assert "还没有公布过" in Client().get("/races/").content.decode()
    form = {**FORM, "fund-unit": "元", "fund-amounts": "100 60", "fund-block": "120.5"}
    file = SimpleUploadedFile("scores.csv", table())
    client.post("/review/races/settle/", {**form, "file": file})
    run = RaceRun.objects.get().pk
    page = client.get(f"/review/races/{run}/").content.decode()
    for words in ("甲平台", "同分待定", "—（缺报）", "没有公式", "只是模拟"):
        assert words in page
    assert Client().get(f"/races/{run}.json").status_code == 404
    client.post(f"/review/races/{run}/publish/")
    assert client.post(f"/review/races/{run}/publish/").status_code == 422
    board = Client().get(f"/races/?edition={run}").content.decode()
    assert "120.5" in board
    assert Client().get("/en/races/").status_code == 200
    assert client.get("/en/review/races/").status_code == 200
    deeds = Entry.objects.filter(object_kind="race_run").order_by("seq")
    assert [e.action for e in deeds] == [
        "rankings.settle_race",
        "rankings.publish_race",
    ]


@pytest.mark.parametrize(
    ("asked", "code"),
    [
        (replace(asked_race(), scheme="nothing"), "scheme_unknown"),
        (replace(asked_race(), year=1999), "years_wrong"),
        (asked_race(places=0), "places_wrong"),
    ],
)
def test_a_race_nobody_can_settle_is_refused(by: Hand, asked: AskedRace, code: str):
    with pytest.raises(ZhenceError, match=code):
        settle_race(asked=asked, by=by, at=NOON)


def test_a_county_settles_no_race_and_rates_no_town(grown: Tree):
    county = hand(Role.COUNTY_VERIFIER, grown.county, "county-race")
    with pytest.raises(NotAllowedError):
        settle_race(asked=asked_race(), by=county, at=NOON)
    with pytest.raises(NotAllowedError):
        propose_stars(asked=AskedStars(STARS, 1, 2025), by=county, at=NOON)


def test_stars_follow_the_bands_and_move_one_step_a_cycle(grown: Tree, by: Hand):
    index = published(grown, by)
    named()
    scored(index, 2024, n9001=69.9999999999, n9002=90)
    scored(index, 2025, n9001=95, n9002=59.9)
    first = proposed(by, 2024)
    # 69.9999999999 is 70 but for the noise of binary fractions.
    assert stars(first) == {
        9001: (3, "first"),
        9002: (5, "first"),
        9003: (None, "undecided"),
    }
    confirm_stars(run=first, document="测〔2025〕1号", by=by, at=later())
    second = proposed(by, 2025)
    assert stars(second) == {
        9001: (4, "up"),
        9002: (4, "down"),
        9003: (None, "undecided"),
    }
    band = StarRating.objects.get(run=second, site__number=9001).band
    assert band == 5


def test_an_index_that_is_not_whole_costs_nobody_a_star(grown: Tree, by: Hand):
    index = published(grown, by)
    named()
    first = proposed(by, 2024)
    confirm_stars(run=first, document="测〔2025〕1号", by=by, at=later())
    before = stars(first)[9002][0]
    assert before is not None
    IndexScore.objects.filter(run=index, site__number=9002).update(standing="partial")
    assert stars(proposed(by, 2025))[9002] == (before, "undecided")


def test_only_named_towns_are_rated(grown: Tree, by: Hand):
    published(grown, by)
    with pytest.raises(ZhenceError, match="nobody_in_scope"):
        proposed(by)


def test_a_confirmed_year_stays_and_an_older_proposal_is_not_confirmed(
    grown: Tree, by: Hand
):
    published(grown, by)
    named()
    old, new = proposed(by, 2024), proposed(by, 2025)
    with pytest.raises(ZhenceError, match="document_missing"):
        confirm_stars(run=new, document=" ", by=by, at=later())
    confirm_stars(run=new, document="测〔2026〕1号", by=by, at=later())
    with pytest.raises(ZhenceError, match="run_published"):
        confirm_stars(run=new, document="再来", by=by, at=later(2))
    with pytest.raises(ZhenceError, match="stars_outdated"):
        confirm_stars(run=old, document="晚了", by=by, at=later(2))
    with pytest.raises(ZhenceError, match="year_rated"):
        proposed(by, 2025)
    with pytest.raises(ZhenceError, match="index_unknown"):
        proposed(by, 2023)
    with pytest.raises(ZhenceError, match="scheme_unknown"):
        propose_stars(asked=AskedStars("nothing", 1, 2025), by=by, at=NOON)
    assert StarRun.objects.get(pk=old).published_at is None


def test_what_stars_were_proposed_from_proposes_them_again_on_the_command_line(
    grown: Tree, by: Hand, tmp_path: Path, capsys: pytest.CaptureFixture[str]
):
    published(grown, by)
    named()
    run = proposed(by)
    assert Client().get(f"/stars/{run}.csv").status_code == 404
    confirm_stars(run=run, document="测〔2026〕1号", by=by, at=later())
    file = tmp_path / "stars.csv"
    file.write_bytes(Client().get(f"/stars/{run}.csv").content)
    held = list(csv.DictReader(io.StringIO(file.read_text("utf-8"))))
    assert [row["subject"] for row in held] == ["9001", "9002", "9003"]
    assert main(["rewards", "stars", STARS, "--scores", str(file), "--json"]) == 0
    told = json.loads(capsys.readouterr().out)["proposals"]
    again = {int(p["subject"]): (p["stars"], p["move"]) for p in told}
    assert again == stars(run)


def test_an_office_proposes_and_confirms_and_the_town_shows_its_history(
    grown: Tree, by: Hand
):
    index = published(grown, by)
    named()
    client: Client = signed_in(by)
    assert "还没有确认过星级" in Client().get("/stars/").content.decode()
    assert client.post("/review/stars/propose/", {"scheme": STARS}).status_code == 422
    form = {"scheme": STARS, "index": str(index), "year": "2025"}
    client.post("/review/stars/propose/", form)
    run = StarRun.objects.get().pk
    page = client.get(f"/review/stars/{run}/").content.decode()
    assert "首次评定" in page
    assert "★" not in Client().get("/sites/9001/").content.decode()
    assert client.post(f"/review/stars/{run}/confirm/", {}).status_code == 422
    client.post(f"/review/stars/{run}/confirm/", {"document": "测〔2026〕1号"})
    told = Client().get("/sites/9001/").content.decode()
    assert "测〔2026〕1号" in told
    assert "★" in told
    for language in ("", "/en"):
        assert client.get(f"{language}/review/stars/").status_code == 200
        board = Client().get(f"{language}/stars/?q=没有").content.decode()
        assert "No town is like that" in board or "没有符合条件" in board


def test_the_stars_ask_as_often_for_three_towns_as_for_one(
    grown: Tree, by: Hand, django_assert_max_num_queries
):
    published(grown, by)
    named()
    run = proposed(by)
    confirm_stars(run=run, document="测〔2026〕1号", by=by, at=later())
    assert IndexRun.objects.count() == 1
    with django_assert_max_num_queries(8):
        Client().get("/stars/")
