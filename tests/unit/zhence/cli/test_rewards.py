"""``zhence rewards``, ``settle race`` and ``contrast``: tables in, proposals out."""

import json
import shutil
from pathlib import Path

import pytest

from zhence.cli import main

ROOT = Path(__file__).resolve().parents[4]
RACE = """\
race: park-race
year: 2026
places: 2
subjects:
  甲园: {progress: "90", results: "80", prominence: "70"}
  乙园: {progress: "60", results: "60", prominence: "60"}
  丙园: {progress: "60", results: null, prominence: "60"}
purses:
  fund: {unit: 万元, amounts: ["500", "300"], block: "400"}
  land: {unit: 亩, amounts: ["50"]}
"""


@pytest.fixture
def run(capsys):
    def call(*arguments):
        code = main([str(a) for a in arguments])
        told = capsys.readouterr()
        return code, told.out, told.err

    return call


@pytest.fixture
def table(tmp_path):
    def write(text, name="table.csv"):
        path = tmp_path / name
        path.write_text(text, encoding="utf-8")
        return path

    return write


def test_schemes_are_listed_with_their_label_and_notes(run):
    code, out, _ = run("rewards", "list", "--json")
    told = {one["id"]: one for one in json.loads(out)}
    assert code == 0
    assert {one["label"] for one in told.values()} == {"ours"}
    assert all(one["notes"] and one["clauses"] for one in told.values())
    assert "park-race" in run("rewards", "list")[1]


def test_a_race_is_settled_into_entries_with_their_reason(run, table):
    path = table(RACE, "race.yaml")
    code, out, _ = run("settle", "race", path, "--json")
    told = json.loads(out)
    assert code == 0
    assert [(e["subject"], e["kind"], e["amount"]) for e in told["entries"]] == [
        ("甲园", "fund", "250"),
        ("乙园", "fund", "150"),
        ("甲园", "land", "50"),
    ]
    assert told["entries"][0]["because"] == "2026年第1名，应得500万元，按额度折算"
    assert told["entries"][0]["clauses"] == ["HZP2022-4.2c", "HZP2022-4.2d"]
    assert told["unknown"] == [{"subject": "丙园", "missing": ["results"]}]
    shown = run("settle", "race", path)[1]
    assert "获奖" in shown
    assert "缺 / missing results" in shown


@pytest.mark.parametrize(
    ("old", "new", "line", "code"),
    [
        ('"500"', "half", 9, "race_number"),
        ("progress", "speed", 5, "race_part_unknown"),
        ("places: 2", "places: 0", 3, "value_wrong"),
        ("year: 2026\n", "", 1, "key_missing"),
    ],
)
def test_a_wrong_race_is_refused_at_its_line(run, table, old, new, line, code):
    path = table(RACE.replace(old, new, 1), "race.yaml")
    exit_, out, err = run("settle", "race", path)
    assert (exit_, out) == (2, "")
    assert f"race.yaml:{line}: [{code}]" in err


def test_stars_are_proposed_one_step_at_a_time(run, table):
    path = table("subject,score,stars\n甲镇,95,3\n乙镇,,4\n丙镇,71,\n")
    code, out, _ = run("rewards", "stars", "town-stars", "--scores", path, "--json")
    told = json.loads(out)["proposals"]
    assert code == 0
    assert [(p["stars"], p["move"], p["held_back"]) for p in told] == [
        (4, "up", True),
        (4, "undecided", False),
        (3, "first", False),
    ]
    shown = run("rewards", "stars", "town-stars", "--scores", path)[1]
    assert "★★★★" in shown
    assert "—（缺报）" in shown


def test_titles_have_holders_and_name_who_had_no_figure(run, table):
    path = table("subject,green_coverage,new_jobs\n甲镇,40,9\n乙镇,40,9\n丙镇,,1\n")
    asked = ("rewards", "titles", "town-most", "--figures", path)
    told = {t["id"]: t for t in json.loads(run(*asked, "--json")[1])["titles"]}
    assert told["beautiful"]["holders"] == ["甲镇", "乙镇"]
    assert told["beautiful"]["shared"]
    assert told["beautiful"]["unknown"] == ["丙镇"]
    assert told["influential"]["holders"] == []
    assert "最美小镇" in run(*asked)[1]


def test_a_campaign_is_judged_and_impossible_marks_are_refused(run, table):
    named = table("nomination,county\n案例一,甲\n案例二,乙\n", "named.csv")
    head = "nomination,judge,county,novelty,effect,transfer\n"
    rows = "".join(f"案例一,{j},丙,80,90,70\n" for j in "123") + "案例二,1,乙,9,9,9\n"
    asked = ("rewards", "campaign", "best-practice", "--nominations", named, "--marks")
    path = table(head + rows)
    told = json.loads(run(*asked, path, "--json")[1])
    assert told["scores"] == {"案例一": "81", "案例二": ""}
    assert told["chosen"] == ["案例一"]
    shown = run(*asked, path)[1]
    assert "入选" in shown
    code, _, err = run(*asked, table(head + "案例三,1,丙,800,9,9\n"))
    assert code == 2
    assert "table.csv:2: [nomination_unknown]" in err
    assert "table.csv:2: [mark_impossible]" in err


def test_positions_that_are_alike_are_told_with_what_they_share(run, table):
    path = table(
        "subject,codes,niches,county\n甲镇,I6513、C39,云计算,余县\n"
        "乙镇,I6513,云计算,余县\n丙镇,,,\n"
    )
    asked = ("contrast", "positions", "positions", "--towns", path)
    told = json.loads(run(*asked, "--json")[1])
    (pair,) = told["pairs"]
    assert (pair["left"], pair["shared_niches"]) == ("乙镇", ["云计算"])
    assert told["unknown"] == ["丙镇"]
    assert "丙镇" in run(*asked)[1]
    code, _, err = run(*asked[:-1], table("subject,codes\n甲镇,6513\n"))
    assert code == 2
    assert "industry_code" in err


def test_gaps_are_measured_by_county_and_by_type(run, table):
    path = table(
        "subject,county,type,tax_revenue\n甲镇,东,x,6\n乙镇,东,y,2\n丙镇,西,x,2\n丁镇,,y,\n"
    )
    asked = ("contrast", "gaps", "gaps", "--figures", path)
    told = json.loads(run(*asked, "--json")[1])["gaps"]
    assert told["county"][0]["ratio"] == 2
    assert told["county"][0]["ungrouped"] == 1
    assert told["type"][0]["highest"] == "x"
    assert "税收收入" in run(*asked)[1]


def test_a_table_is_refused_for_what_it_lacks_or_says_twice(run, table):
    asked = ("rewards", "stars", "town-stars", "--scores")
    assert "columns_missing" in run(*asked, table("name,score\n甲镇,1\n"))[2]
    twice = table("subject,score\n甲镇,1\n甲镇,高\n乙镇,高\n")
    err = run(*asked, twice)[2]
    assert "table.csv:3: [index_duplicate]" in err
    assert "table.csv:4: [index_cell]" in err
    assert "stars_broken" in run(*asked, table("subject,score,stars\n甲,9,2.5\n"))[2]
    code, _, err = run("rewards", "stars", "gaps", "--scores", twice)
    assert code == 2
    assert "town-stars" in err


@pytest.mark.parametrize(
    ("file", "old", "new", "code"),
    [
        ("town-stars", 'least: "80"', 'least: "95"', "reward_bands"),
        ("positions", '"0.75", "1"', '"0.75", "0.5"', "reward_depths"),
        ("park-race", "weight: 1", "weight: 0", "reward_number"),
        ("park-race", 'step: "0.01"', "step: tiny", "reward_number"),
        ("town-most", "green_coverage", "greenness", "reward_indicator"),
        ("gaps", "id: gaps", "id: gap", "reward_file_name"),
        ("gaps", "ZJ2023-2.2.3c", "ZJ2023-9", "reward_clause"),
        ("gaps", "by:", "between:", "key_unknown"),
    ],
)
def test_check_finds_a_broken_scheme(run, tmp_path, file, old, new, code):
    packs = tmp_path / "packs"
    shutil.copytree(ROOT / "packs" / "rewards", packs / "rewards")
    shutil.copytree(ROOT / "packs" / "NT2017", packs / "NT2017")
    path = packs / "rewards" / f"{file}.yaml"
    text = path.read_text(encoding="utf-8")
    assert old in text
    path.write_text(text.replace(old, new, 1), encoding="utf-8")
    exit_, out, _ = run("check", packs, "--json")
    assert exit_ == 1
    told = {(e["file"], e["code"]) for e in json.loads(out)["errors"]}
    assert (f"rewards/{file}.yaml", code) in told
