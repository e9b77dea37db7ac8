"""Indices on frozen figures: what is ranked, what is told of it, what is only tried."""

from math import isclose

import pytest
from django.test import Client
from tests.factories.accounts import Tree, hand, tree
from tests.factories.lifecycle import NOON, later
from tests.factories.rankings import ASKED, office, published, told, towns
from tests.lib.asking import signed_in

from zhence.errors import BadInputError, ZhenceError
from zhence_web.records.accounts.gate import NotAllowedError
from zhence_web.records.accounts.roles import Role
from zhence_web.records.models import Entry, IndexRun, IndexScore
from zhence_web.records.rankings import reads, trying
from zhence_web.records.rankings.indexing import (
    AskedIndex,
    ask_index,
    carry_out_index,
    publish_index,
)

pytestmark = pytest.mark.django_db
SAME = {"industry": "20", "innovation": "20", "institution": "20"}


@pytest.fixture
def grown() -> Tree:
    return tree()


def scores(run: int, year: int = 2025) -> dict[int, IndexScore]:
    rows = IndexScore.objects.filter(run=run, year=year).select_related("site")
    return {row.site.number: row for row in rows}


def index(row: IndexScore) -> float:
    assert row.score is not None
    return row.score


def whole(run: int) -> IndexRun:
    return reads.published_whole().get(pk=run)


def test_a_town_without_a_dimension_is_listed_and_not_ranked(grown: Tree):
    found = scores(published(grown))
    assert [found[n].rank for n in (9001, 9002, 9003)] == [1, 2, None]
    assert found[9003].standing == "partial"
    assert index(found[9003]) > index(found[9001])
    low, high = found[9001].low, found[9001].high
    assert low is not None
    assert high is not None
    assert low <= 1 <= high


def test_the_parts_add_up_to_the_index_and_to_its_change(grown: Tree):
    profile = reads.profile(whole(published(grown)), 9001, 2025)
    assert profile is not None
    assert profile.row.score is not None
    assert profile.added is not None
    assert isclose(profile.added, profile.row.score, rel_tol=1e-9)
    assert profile.since == 2024
    assert profile.before is not None
    changes = [part.change for part in profile.parts if part.change is not None]
    wanted = profile.row.score - profile.before
    assert isclose(sum(changes), wanted, rel_tol=1e-9)
    assert profile.moved is not None
    assert isclose(profile.moved, wanted, rel_tol=1e-9)


def test_what_is_told_after_the_asking_changes_no_run(grown: Tree):
    sites, by = towns(grown), office(grown)
    run = ask_index(asked=ASKED, by=by, at=NOON)
    told(sites["other_site"], "tax_per_mu", 2025, 3, later())
    carry_out_index(run=run, clock=lambda: later(2))
    again = ask_index(asked=ASKED, by=by, at=later(3))
    carry_out_index(run=again, clock=lambda: later(4))
    assert index(scores(run)[9002]) < index(scores(again)[9002])
    held = IndexRun.objects.in_bulk([run, again])
    assert held[run].sha256 != held[again].sha256
    assert held[run].method_hash == held[again].method_hash


def test_a_run_is_carried_out_and_published_once(grown: Tree):
    by = office(grown)
    run = published(grown, by)
    assert not carry_out_index(run=run, clock=lambda: NOON)
    deeds = Entry.objects.filter(object_kind="index_run", object_id=str(run))
    assert [e.action for e in deeds.order_by("seq")] == [
        "rankings.ask_index",
        "rankings.finish_index",
        "rankings.publish_index",
    ]
    with pytest.raises(ZhenceError, match="run_published"):
        publish_index(run=run, by=by, at=NOON)


def test_nothing_unfinished_is_published_and_nothing_unpublished_is_shown(grown: Tree):
    towns(grown)
    by = office(grown)
    run = ask_index(asked=ASKED, by=by, at=NOON)
    with pytest.raises(ZhenceError, match="run_not_done"):
        publish_index(run=run, by=by, at=NOON)
    carry_out_index(run=run, clock=lambda: NOON)
    assert reads.editions() == ()
    assert "还没有公布过指数" in Client().get("/index/").content.decode()


@pytest.mark.parametrize(
    ("asked", "code"),
    [
        (AskedIndex("nothing", "ZJ2023", "provincial", 2025, 2025), "recipe_unknown"),
        (AskedIndex("vitality", "ZJ2023", "provincial", 2025, 2024), "years_wrong"),
        (AskedIndex("vitality", "ZJ2023", "other", 2025, 2025), "nobody_in_scope"),
    ],
)
def test_what_cannot_be_asked_for_is_refused(grown: Tree, asked: AskedIndex, code: str):
    towns(grown)
    with pytest.raises(ZhenceError, match=code):
        ask_index(asked=asked, by=office(grown), at=NOON)
    assert not IndexRun.objects.exists()


def test_a_county_may_not_run_an_index(grown: Tree):
    towns(grown)
    by = hand(Role.COUNTY_VERIFIER, grown.county, "county-index")
    with pytest.raises(NotAllowedError):
        ask_index(asked=ASKED, by=by, at=NOON)


def test_a_damaged_snapshot_is_not_computed_on(grown: Tree):
    towns(grown)
    run = ask_index(asked=ASKED, by=office(grown), at=NOON)
    IndexRun.objects.filter(pk=run).update(content=b"something else")
    with pytest.raises(BadInputError, match="snapshot_damaged"):
        carry_out_index(run=run, clock=lambda: NOON)
    found = IndexRun.objects.select_related("progress").get(pk=run)
    assert (found.progress.stage, found.done_at) == ("failed", None)


def test_the_weights_of_the_method_move_nobody_and_others_are_only_tried(grown: Tree):
    run = published(grown)
    before = list(IndexScore.objects.order_by("pk").values())
    deeds = Entry.objects.count()
    same = trying.tried(whole(run), 2025, SAME)
    assert (same.moved, [m.after for m in same.moves]) == (0, [1, 2])
    mean = trying.tried(whole(run), 2025, SAME, "geometric")
    assert mean.moves[0].score != same.moves[0].score
    assert list(IndexScore.objects.order_by("pk").values()) == before
    assert Entry.objects.count() == deeds


@pytest.mark.parametrize("typed", ["-1", "many", "1e9", "inf", ""])
def test_a_weight_that_is_none_is_refused_by_its_name(grown: Tree, typed: str):
    run = published(grown)
    with pytest.raises(BadInputError, match="weight_wrong"):
        trying.tried(whole(run), 2025, {"industry": typed})
    answer = Client().get("/index/what-if/", {"w-industry": typed})
    assert answer.status_code == 422
    assert "产业更特" in answer.content.decode()


def test_weights_of_nothing_are_refused(grown: Tree):
    none = {d.code: "0" for d in trying.dimensions(whole(published(grown)))}
    with pytest.raises(BadInputError, match="weights_zero"):
        trying.tried(whole(IndexRun.objects.get().pk), 2025, none)


@pytest.mark.parametrize("language", ["", "/en"])
def test_the_pages_tell_ranks_intervals_and_that_the_method_is_ours(
    grown: Tree, language: str
):
    run = published(grown)
    client = Client()
    ours = "a method of our own" if language else "自拟方法"
    board = client.get(f"{language}/index/").content.decode()
    assert ours in board
    assert "1–1" in board or "1–2" in board
    for path in (
        f"/index/?edition={run}&year=2024&type=digital&standing=ranked&q=x",
        "/index/towns/9001/",
        "/index/towns/9003/",
        "/index/method/efficacy-five/",
        "/index/what-if/?w-industry=60",
    ):
        assert client.get(f"{language}{path}").status_code == 200, path
    assert client.get(f"{language}/index/towns/7/").status_code == 404
    assert client.get(f"{language}/index/method/nothing/").status_code == 404


def test_the_board_asks_as_often_for_three_towns_as_for_one(
    grown: Tree, django_assert_max_num_queries
):
    published(grown)
    client = Client()
    client.get("/index/")
    with django_assert_max_num_queries(10):
        client.get("/index/")


def test_an_office_asks_looks_and_publishes(grown: Tree):
    towns(grown)
    by = office(grown)
    client = signed_in(by)
    asked = {
        "recipe": "vitality",
        "list": "ZJ2023|provincial",
        "first_year": "2024",
        "last_year": "2025",
    }
    answer = client.post("/review/rankings/ask/", asked)
    run = IndexRun.objects.get()
    assert answer.headers["Location"] == f"/review/rankings/{run.pk}/"
    page = client.get(f"/review/rankings/{run.pk}/").content.decode()
    assert "排队" in page or "已完成" in page
    carry_out_index(run=run.pk, clock=lambda: run.asked_at)
    page = client.get(f"/review/rankings/{run.pk}/").content.decode()
    assert "公布后人人可见" in page
    client.post(f"/review/rankings/{run.pk}/publish/")
    run.refresh_from_db()
    assert run.published_at is not None
    again = client.post(f"/review/rankings/{run.pk}/publish/")
    assert again.status_code == 422
    assert client.get(f"/en/review/rankings/{run.pk}/").status_code == 200
    assert client.get("/review/rankings/999/").status_code == 404
    wrong = client.post("/review/rankings/ask/", {**asked, "recipe": ""})
    assert wrong.status_code == 422
