"""The commands diff, graph and stale: tables for people, JSON for programs."""

import argparse
import json
from datetime import date
from pathlib import Path

import pytest
from tests.unit.zhence.packs_diff.edited import PACKS, ROOT, copied, edit_file

from zhence.cli import editions
from zhence.cli.shelf import Shelf
from zhence.errors import BadInputError

LIGHT = "NT2017-2.4c.threshold"


@pytest.fixture(scope="module")
def shelf() -> Shelf:
    return Shelf(PACKS, ROOT / "reference")


@pytest.fixture(autouse=True)
def wide_terminal(monkeypatch: pytest.MonkeyPatch):
    monkeypatch.setenv("COLUMNS", "240")


def ask(**asked: object) -> argparse.Namespace:
    return argparse.Namespace(
        **{"json": False, "list": None, "on": None, "old": None, "new": None, **asked}
    )


@pytest.fixture
def dearer(tmp_path: Path) -> Path:
    folder = copied("NT2017", tmp_path)
    edit_file(
        folder,
        "parameters/investment.yaml",
        lambda d: d["parameters"][LIGHT]["values"][0].update(value="25"),
    )
    return folder


def test_diff_tells_people_what_changed(
    shelf: Shelf, dearer: Path, capsys: pytest.CaptureFixture[str]
):
    assert editions.diff(ask(old=PACKS / "NT2017", new=dearer), shelf) == 0
    told = capsys.readouterr().out
    assert "由20 亿元改为25 亿元" in told
    assert "from 20 亿元 to 25 亿元" in told
    assert "趋严" in told
    assert "1 处变化 / 1 changes" in told


def test_diff_tells_programs_the_same(
    shelf: Shelf, dearer: Path, capsys: pytest.CaptureFixture[str]
):
    asked = ask(old=PACKS / "NT2017", new=dearer, json=True)
    assert editions.diff(asked, shelf) == 0
    told = json.loads(capsys.readouterr().out)
    (change,) = told["changes"]
    assert (change["kind"], change["id"]) == ("parameter", LIGHT)
    assert (change["severity"], change["from"]) == ("tightens", "2017-10-21")
    assert change["to"] is None
    assert told["holes"] == []
    assert told["old"]["hash"] != told["new"]["hash"]


@pytest.mark.parametrize("as_json", [True, False])
def test_diff_names_the_holes_of_the_new_edition_and_exits_with_1(
    shelf: Shelf, dearer: Path, capsys: pytest.CaptureFixture[str], *, as_json: bool
):
    def leave(data: dict) -> None:
        data["categories"]["new_it"]["groups"] = []

    edit_file(dearer, "categories.yaml", leave)
    asked = ask(old=PACKS / "NT2017", new=dearer, json=as_json)
    assert editions.diff(asked, shelf) == 1
    told = capsys.readouterr()
    assert "cases_hole" in (told.out if as_json else told.err)


def test_diff_wants_the_folder_of_a_pack(shelf: Shelf, tmp_path: Path):
    with pytest.raises(BadInputError) as refused:
        editions.diff(ask(old=PACKS / "NT2017", new=tmp_path), shelf)
    assert refused.value.faults[0].code == "pack_not_found"


def test_graph_shows_policies_relations_and_differences(
    shelf: Shelf, capsys: pytest.CaptureFixture[str]
):
    assert editions.graph(ask(), shelf) == 0
    told = capsys.readouterr().out
    assert "取代" in told
    assert "「规划面积」" in told
    assert "适用的政策" not in told


def test_graph_says_which_policies_apply_to_a_list_on_a_day(
    shelf: Shelf, capsys: pytest.CaptureFixture[str]
):
    asked = ask(list="provincial", on=date(2023, 8, 1))
    assert editions.graph(asked, shelf) == 0
    told = capsys.readouterr().out
    assert "适用的政策 / policies that apply: provincial 2023-08-01" in told
    assert "ZJ2023 的施行日期有待确认。" in told


def test_graph_has_a_plain_form(shelf: Shelf, capsys: pytest.CaptureFixture[str]):
    asked = ask(list="municipal", on=date(2020, 1, 1), json=True)
    assert editions.graph(asked, shelf) == 0
    told = json.loads(capsys.readouterr().out)
    assert {"nodes", "edges", "contradictions", "applicable", "faults"} == set(told)
    applying = [a["policy"] for a in told["applicable"] if a["applies"]]
    assert applying == ["NT2017"]


@pytest.mark.parametrize("as_json", [True, False])
def test_graph_exits_with_1_when_a_relation_leads_nowhere(
    tmp_path: Path, capsys: pytest.CaptureFixture[str], *, as_json: bool
):
    copied("NT2017", tmp_path)
    asked = ask(json=as_json)
    assert editions.graph(asked, Shelf(tmp_path, ROOT / "reference")) == 1
    told = capsys.readouterr()
    assert "relation_dangling" in (told.out if as_json else told.err)


@pytest.mark.parametrize("asked", [{"list": "municipal"}, {"on": date(2020, 1, 1)}])
def test_a_list_and_a_day_belong_together(shelf: Shelf, asked: dict):
    with pytest.raises(BadInputError) as refused:
        editions.graph(ask(**asked), shelf)
    assert refused.value.faults[0].code == "list_and_day"


def test_stale_lists_clauses_with_what_implements_them(
    shelf: Shelf, capsys: pytest.CaptureFixture[str]
):
    assert editions.stale(ask(on=date(2027, 12, 1)), shelf) == 1
    told = capsys.readouterr().out
    assert "NT2017-2.4c" in told
    assert "NT2017/rules/acceptance.yaml" in told
    assert "404 条待复核 / 404 clauses to re-check" in told or "条待复核" in told


def test_stale_is_quiet_when_all_is_fresh(
    shelf: Shelf, capsys: pytest.CaptureFixture[str]
):
    assert editions.stale(ask(on=date(2026, 11, 22)), shelf) == 0
    assert capsys.readouterr().out == "0 条待复核 / 0 clauses to re-check\n"


def test_stale_has_a_plain_form(shelf: Shelf, capsys: pytest.CaptureFixture[str]):
    assert editions.stale(ask(on=date(2027, 12, 1), json=True), shelf) == 1
    told = json.loads(capsys.readouterr().out)
    one = next(t for t in told if t["clause"] == "NT2017-2.4c")
    assert one["policy"] == "NT2017"
    assert one["homes"][0]["file"].startswith("NT2017/")
