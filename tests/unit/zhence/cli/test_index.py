"""``zhence index``: a recipe, a folder of data, and one table a stage."""

import csv
import json
import shutil
from pathlib import Path

import pytest

from zhence.cli import main

ROOT = Path(__file__).resolve().parents[4]
NODES = """\
iCode,Parent,Weight,Direction,Denominator,iName,Type
tax,money,2,1,NA,税收,Indicator
debt,money,1,-1,land,债务,Indicator
jobs,people,1,1,NA,就业,Indicator
money,top,1,1,NA,钱,Aggregate
people,top,1,1,NA,人,Aggregate
top,NA,1,1,NA,指数,Aggregate
land,NA,NA,NA,NA,土地,Denominator
"""
RECIPE = """\
id: small
title: {zh: 小指数, en: small}
data: {nodes: nodes.csv}
columns: {unit: town, time: year}
normalise: {method: min_max, panel: pooled}
rank: {group: kind}
uncertainty: {draws: 20}
sensitivity: {base: 8}
"""
DATA = """\
town,year,kind,税收,debt,jobs,land
甲,2022,x,1,4,10,2
乙,2022,x,2,3,20,1
丙,2022,y,4,NA,40,1
甲,2023,x,2,4,10,2
乙,2023,x,2,3,30,1
丙,2023,y,4,1,40,1
"""
STAGES = "raw denominated imputed screened treated normalised aggregated ranks"


@pytest.fixture
def run(capsys):
    def call(*arguments):
        code = main([str(a) for a in arguments])
        told = capsys.readouterr()
        return code, told.out, told.err

    return call


@pytest.fixture
def folder(tmp_path):
    (tmp_path / "small.yaml").write_text(RECIPE, encoding="utf-8")
    data = tmp_path / "data"
    data.mkdir()
    (data / "nodes.csv").write_text(NODES, encoding="utf-8")
    (data / "data.csv").write_text(DATA, encoding="gb18030")
    return tmp_path


def table(path: Path) -> list[dict[str, str]]:
    with path.open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


def go(run, folder: Path, *more: str):
    out = folder / "out"
    recipe, data = folder / "small.yaml", folder / "data"
    return run("index", "run", recipe, "--data", data, "--out", out, *more)


def test_a_run_writes_one_table_a_stage_and_says_which(run, folder):
    code, out, err = go(run, folder, "--json")
    told = json.loads(out)
    assert (code, err) == (0, "")
    assert told["stages"] == [*STAGES.split(), "uncertainty", "contributions"]
    for name in told["stages"] + told["also"]:
        assert (folder / "out" / f"{name}.csv").is_file()
    assert {w["code"] for w in told["warnings"]} == {"index_moves_others"}
    ranks = {(r["unit"], r["time"]): r for r in table(folder / "out" / "ranks.csv")}
    assert [ranks[town, "2022"]["rank"] for town in "丙乙甲"] == ["1", "2", "3"]
    assert ranks["乙", "2022"]["group_rank"] == "1"
    assert ranks["丙", "2022"]["coverage"].startswith("0.8333333333")


def test_the_parts_of_a_change_add_up_to_it(run, folder):
    go(run, folder)
    for row in table(folder / "out" / "changes.csv"):
        if row["change"]:
            parts = sum(float(row[c]) for c in ("tax", "debt", "jobs"))
            assert parts == pytest.approx(float(row["change"]), abs=1e-9)


def test_people_see_ranks_with_their_intervals(run, folder):
    code, out, err = go(run, folder)
    assert code == 0
    assert "区间" in out
    assert "index_moves_others" in err


def test_every_wrong_cell_is_told_with_its_line(run, folder):
    text = DATA.replace("乙,2022,x,2", "乙,2022,x,多").replace(",40,1\n甲", ",4O,1\n甲")
    (folder / "data" / "data.csv").write_text(text, encoding="utf-8")
    code, _, err = go(run, folder)
    assert code == 2
    assert "data.csv:3: [index_cell]" in err
    assert "data.csv:4: [index_cell]" in err
    assert not (folder / "out").exists()


@pytest.mark.parametrize(
    ("old", "new", "line", "code"),
    [
        ("rank:", "colour: red\nrank:", 6, "key_unknown"),
        ("min_max,", "goalposts,", 5, "index_parameter"),
        ("rank:", "weigh: {values: {taxes: 1}}\nrank:", 6, "index_code_unknown"),
        ("rank:", "weigh: {adds_to: 5}\nrank:", 6, "index_weights_sum"),
        ("rank:", "impute: {method: group_mean}\nrank:", 6, "index_parameter"),
        ("rank:", "impute: {codes: {taxes: mean}}\nrank:", 6, "index_code_unknown"),
        ("rank:", "aggregate: {nodes: {tax: mean}}\nrank:", 6, "value_wrong"),
        ("rank:", "aggregate: {nodes: {tax: power}}\nrank:", 6, "index_code_unknown"),
        ("nodes.csv", "trees.csv", 3, "recipe_nodes_missing"),
        ("title:", "about: {clauses: []}\ntitle:", 2, "key_missing"),
    ],
)
def test_a_wrong_recipe_is_refused_at_its_line(run, folder, old, new, line, code):
    path = folder / "small.yaml"
    path.write_text(RECIPE.replace(old, new, 1), encoding="utf-8")
    exit_, _, err = go(run, folder)
    assert exit_ == 2
    assert f"small.yaml:{line}: [{code}]" in err


def test_a_tree_with_a_ring_is_refused_where_the_nodes_stand(run, folder):
    nodes = "{code: a, parent: b}, {code: b, parent: a}"
    (folder / "small.yaml").write_text(f"id: small\nnodes: [{nodes}]\n", "utf-8")
    code, _, err = go(run, folder)
    assert code == 2
    assert "small.yaml:2: [index_tree]" in err


def test_data_that_are_not_there_or_not_alone_are_asked_for(run, folder):
    (folder / "data" / "data.csv").rename(folder / "data" / "a.csv")
    assert go(run, folder)[0] == 0
    (folder / "data" / "b.csv").write_text(DATA, encoding="utf-8")
    code, _, err = go(run, folder)
    assert code == 2
    assert "index_data_file" in err
    assert "a.csv, b.csv" in err


def test_an_unknown_recipe_is_answered_with_the_known_ones(run, tmp_path):
    code, _, err = run("index", "run", "x", "--data", tmp_path, "--out", tmp_path)
    assert code == 2
    assert "vitality" in err
    missing = tmp_path / "x.yaml"
    code, _, err = run("index", "run", missing, "--data", tmp_path, "--out", tmp_path)
    assert code == 2
    assert "recipe_missing" in err


def test_recipes_are_listed_with_their_label_and_whether_they_move_others(run):
    code, out, _ = run("index", "list", "--json")
    told = {one["id"]: one for one in json.loads(out)}
    assert code == 0
    assert told["vitality"]["label"] == "ours"
    assert told["vitality"]["moves_others"] == []
    assert "vitality" in run("index", "list")[1]


def test_goalposts_are_frozen_from_a_base_year(run, folder):
    asked = ("index", "freeze", folder / "small.yaml", "--data", folder / "data")
    code, out, _ = run(*asked, "--base", "2022", "--json")
    assert code == 0
    assert json.loads(out)["posts"]["jobs"] == {"low": 12.0, "high": 36.0}
    assert "    jobs: {low: " in run(*asked, "--base", "2022")[1]
    code, _, err = run(*asked, "--base", "2019")
    assert code == 2
    assert "2022, 2023" in err


def test_facts_and_subjects_serve_as_data_too(run, tmp_path):
    data = tmp_path / "data"
    data.mkdir()
    facts = "".join(
        f"甲,{code},2022,{value},{unit}\n"
        for code, value, unit in (
            ("tax_revenue", "3", "亿元"),
            ("land_in_use", "1500", "亩"),
            ("rd_intensity", "5", "%"),
        )
    )
    (data / "facts.csv").write_text(f"subject,indicator,period,value,unit\n{facts}")
    head = "subject,name,kind,policy,list,state,category,county,listed_on\n"
    row = "甲,甲镇,town,HZ2021,municipal,CREATING,digital_economy,余县,2021-01-01\n"
    (data / "subjects.csv").write_text(head + row)
    out = tmp_path / "out"
    code, _, err = run("index", "run", "vitality", "--data", data, "--out", out)
    assert code == 0
    assert "index_nobody_ranked" in err
    (raw,) = table(out / "raw.csv")
    assert (raw["tax_per_mu"], raw["rd_intensity"]) == ("20.0", "5.0")
    assert raw["new_jobs"] == ""
    (rank,) = table(out / "ranks.csv")
    assert (rank["standing"], rank["rank"]) == ("unpublished", "")


def test_two_methods_are_compared_by_their_ranks(run, tmp_path):
    data = tmp_path / "data"
    data.mkdir()
    shutil.copy(ROOT / "packs" / "index" / "base-2022.csv", data / "data.csv")
    asked = ("index", "compare", "vitality", "efficacy-five", "--data", data)
    code, out, _ = run(*asked, "--json")
    told = json.loads(out)
    assert code == 0
    assert told["ranked_by_both"] == len(told["units"]) == 60
    assert 0.5 < told["spearman"] < 1
    assert "等级相关" in run(*asked)[1]
