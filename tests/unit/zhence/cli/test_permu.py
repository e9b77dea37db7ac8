"""``zhence permu``: schemes, grades and sheets as people and scripts ask for them."""

import csv
import json
import shutil
from pathlib import Path

import pyarrow.parquet as pq
import pytest
from openpyxl import load_workbook

from zhence.cli import main

ROOT = Path(__file__).resolve().parents[4]
FIRMS = ROOT / "docs" / "examples" / "permu_firms.csv"
GRADE = ("permu", "grade", "huangyan-2022", "--firms")


@pytest.fixture
def run(capsys):
    def call(*arguments):
        code = main([str(a) for a in arguments])
        told = capsys.readouterr()
        return code, told.out, told.err

    return call


def test_grade_tells_population_bands_and_who_is_left_out(run, tmp_path):
    out = tmp_path / "grades.csv"
    code, told, err = run(*GRADE, FIRMS, "--out", out, "--json")
    document = json.loads(told)
    assert (code, err) == (0, "")
    assert document["population"] == 9
    assert document["bands"] == {"A": 2, "B": 4, "C": 3, "D": 0}
    assert {e["why"] for e in document["excluded"]} == {
        "shown",
        "incomplete",
        "unlisted",
    }
    assert document["groups"][0]["cut_ranks"] == {"A": 1, "B": 4, "C": 6}
    with out.open(encoding="utf-8-sig", newline="") as file:
        rows = list(csv.DictReader(file))
    assert len(rows) == 13
    assert rows[0]["score"] == "113.98"
    assert rows[0]["tax_per_mu.benchmark"] == "24.097"
    assert rows[7]["missing"] == "tax_per_mu"


def test_grade_shows_people_a_table(run, tmp_path):
    out = tmp_path / "grades.xlsx"
    code, told, _ = run(*GRADE, FIRMS, "--out", out)
    assert code == 0
    assert "113.98" in told
    assert "缺" in told or "数据不全" in told
    sheet = load_workbook(out).active
    assert sheet is not None
    assert sheet.cell(1, 2).value == "企业名称"
    assert sheet.cell(2, 8).value == "113.98"


def test_grades_go_into_parquet_too(run, tmp_path):
    out = tmp_path / "grades.parquet"
    run(*GRADE, FIRMS, "--out", out)
    table = pq.read_table(out)
    assert table.num_rows == 13
    assert table["score"][7].as_py() is None


def test_another_kind_of_file_is_refused(run, tmp_path):
    out = tmp_path / "grades.doc"
    code, _, err = run(*GRADE, FIRMS, "--out", out)
    assert code == 2
    assert "output_kind" in err


def test_a_name_is_never_taken_for_a_formula(run, tmp_path):
    text = FIRMS.read_text(encoding="utf-8").replace("示例一号", "=1+1")
    firms = tmp_path / "firms.csv"
    firms.write_text(text, encoding="utf-8")
    out = tmp_path / "grades.csv"
    assert run(*GRADE, firms, "--out", out)[0] == 0
    assert "'=1+1" in out.read_text(encoding="utf-8-sig")


def test_a_wrong_roster_is_refused_with_its_line_and_nothing_is_written(run, tmp_path):
    text = FIRMS.read_text(encoding="utf-8").replace(",0.05,", ",5,", 1)
    firms = tmp_path / "firms.csv"
    firms.write_text(text, encoding="utf-8")
    out = tmp_path / "grades.csv"
    code, told, err = run(*GRADE, firms, "--out", out)
    assert (code, told) == (2, "")
    assert "firms.csv:2" in err
    assert not out.exists()


def test_an_unknown_scheme_is_answered_with_the_known_ones(run, tmp_path):
    code, _, err = run(
        "permu", "grade", "nowhere", "--firms", FIRMS, "--out", tmp_path / "o.csv"
    )
    assert code == 2
    assert "huangyan-2022" in err


def test_a_scheme_may_be_a_file_of_ones_own(run, tmp_path):
    own = tmp_path / "huangyan-2022.yaml"
    shutil.copy(ROOT / "packs" / "permu" / "huangyan-2022.yaml", own)
    code, out, _ = run("permu", "sheet", own, "--firms", FIRMS, "--firm", "示例一号")
    assert code == 0
    assert "113.98" in out


def test_the_sheet_of_a_member_comes_with_that_of_its_group(run):
    asked = ("permu", "sheet", "huangyan-2022", "--firms", FIRMS, "--lang", "en")
    code, out, _ = run(*asked, "--firm", "91331003MA2A00006P")
    assert code == 0
    assert "the merged result is in force" in out
    assert "示例集团" in out
    code, _, err = run(*asked, "--firm", "nobody")
    assert code == 2
    assert "firm_unknown" in err


def test_schemes_are_listed_with_their_label(run):
    code, out, _ = run("permu", "schemes", "--json")
    told = {s["id"]: s for s in json.loads(out)}
    assert code == 0
    assert told["linhai-2014"]["label"] == "reference"
    assert told["huangyan-2022"]["items"]["below_scale"] == [
        "tax_per_mu",
        "tax_per_electricity",
    ]
    assert "huaian-2024" in run("permu", "schemes")[1]


def test_check_finds_a_broken_scheme_among_the_packs(run, tmp_path):
    packs = tmp_path / "packs"
    shutil.copytree(ROOT / "packs", packs)
    path = packs / "permu" / "huangyan-2022.yaml"
    text = path.read_text(encoding="utf-8").replace("weight: 30,", "weight: 31,", 1)
    path.write_text(text, encoding="utf-8")
    code, out, _ = run("check", packs, "--json")
    first = json.loads(out)["errors"][0]
    assert code == 1
    assert first["file"] == "permu/huangyan-2022.yaml"
    assert first["code"] == "permu_weights"


def test_leaders_are_shown_by_group_of_at_least_three(run, tmp_path):
    path = tmp_path / "towns.csv"
    path.write_text(
        "subject,type,tax_per_mu,sound\n甲,x,9,\n乙,x,7,\n丙,x,7,\n丁,x,,\n戊,y,9,\n己,z,9,否\n"
        "庚,z,8,\n辛,z,8,\n",
        encoding="utf-8",
    )
    code, out, _ = run("permu", "leaders", "--figures", path, "--json")
    told = {one["group"]: one for one in json.loads(out)["groups"]}
    assert code == 0
    assert (told["x"]["leaders"], told["x"]["unranked"]) == (["甲"], ["丁"])
    assert told["y"]["reason"] == "too_few"
    assert told["z"]["reason"] == "data_not_sound"
    assert "不足三个" in run("permu", "leaders", "--figures", path)[1]
