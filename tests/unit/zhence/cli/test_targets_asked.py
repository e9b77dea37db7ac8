"""``zhence targets`` as a policy officer runs it: tables in, gaps and pace out."""

import json
from pathlib import Path

import pytest

from zhence.cli import main

FACTS = "subject,indicator,period,value,unit,upper,recorded_on,source,note\n"
SUBJECTS = (
    "subject,name,kind,policy,list,state,category,county,listed_on,"
    "stay_first_year,plan_total,plan_total_unit\n"
)


@pytest.fixture
def ask(tmp_path: Path, capsys):
    def call(policy, on, facts, subjects=None, *more):
        path = tmp_path / "facts.csv"
        path.write_text(FACTS + "".join(f"{f},,,,\n" for f in facts), "utf-8")
        given = ["targets", "--policy", policy, "--facts", str(path), "--on", on]
        if subjects is not None:
            roster = tmp_path / "subjects.csv"
            rows = [
                f"{s},{s},town,ZJ2023,provincial,{at},,,{on_},,,\n"
                for s, at, on_ in subjects
            ]
            roster.write_text(SUBJECTS + "".join(rows), "utf-8")
            given += ["--subjects", str(roster)]
        code = main([*given, *more])
        out, err = capsys.readouterr()
        return code, out, err

    return call


TOWNS = [("甲", "NAMED", "2018-01-01"), ("乙", "CREATING", "2020-01-01")]
LISTED = [
    "甲,listed_companies,2025-12-31,499,家",
    "乙,listed_companies,2025-12-31,1,家",
]


def found(out, target):
    return next(t for t in json.loads(out) if t["id"] == target)


def test_members_of_the_table_are_summed_with_a_gap(ask):
    code, out, _ = ask("ZJ2023", "2025-12-31", LISTED, TOWNS, "--json")
    told = found(out, "ZJ2023-1i")

    assert code == 0
    assert (told["verdict"], told["value"], told["gap"]) == (
        "PASS",
        ["500", "500"],
        ["0", "0"],
    )


def test_a_member_that_did_not_report_leaves_the_sum_open(ask):
    _, out, _ = ask("ZJ2023", "2025-12-31", LISTED[:1], TOWNS, "--json")

    assert found(out, "ZJ2023-1i")["verdict"] == "INSUFFICIENT_DATA"


def test_a_ratio_is_that_of_the_sums(ask):
    facts = [
        "甲,characteristic_output,2025,80,亿元",
        "甲,output_total,2025,100,亿元",
        "乙,characteristic_output,2025,60,亿元",
        "乙,output_total,2025,100,亿元",
    ]
    named = [(name, "NAMED", on) for name, _, on in TOWNS]
    _, out, _ = ask("ZJ2023", "2025-12-31", facts, named, "--json")

    assert found(out, "ZJ2023-1k")["value"] == ["70", "70"]


def test_figures_of_somebody_not_on_the_list_are_refused(ask):
    facts = [*LISTED, "丙,listed_companies,2025-12-31,9,家"]
    code, out, err = ask("ZJ2023", "2025-12-31", facts, TOWNS, "--json")

    assert (code, out) == (2, "")
    assert [f["code"] for f in json.loads(err)["errors"]] == ["subject_unknown"]
    assert "丙" in err


def test_a_member_that_stands_twice_is_refused_with_its_line(ask):
    code, out, err = ask("ZJ2023", "2025-12-31", LISTED, [*TOWNS, TOWNS[0]])

    assert (code, out) == (2, "")
    assert "subjects.csv:4: [row_twice]" in err


@pytest.mark.parametrize("baseline", [[], ["杭州市,tech_smes,2020-12-31,0,家"]])
def test_a_baseline_of_zero_or_none_is_not_computable_and_says_why(ask, baseline):
    facts = [*baseline, "杭州市,tech_smes,2023-12-31,80,家"]
    _, out, _ = ask("HZ2021", "2023-12-31", facts, None, "--json")
    told = found(out, "HZ2021-T.8c")

    assert told["verdict"] == "NOT_COMPUTABLE"
    assert told["because"]["zh"]
    assert {"not_binding", "simulation"} <= set(told["flags"])


def test_people_see_label_requirement_gap_and_pace(ask):
    code, out, _ = ask("HZ2021", "2022-06-30", ["杭州市,tech_smes,2020-12-31,4,家"])

    assert code == 0
    assert "draft, simulation only" in out
    assert "≥ 20 个" in out
    assert "—（缺报）" in out
    assert "进度" in out


def test_a_reform_is_told_in_words_with_counts_and_who_is_near(tmp_path, capsys):
    towns = tmp_path / "subjects.csv"
    towns.write_text(
        SUBJECTS + "甲,甲,town,ZJ2023,provincial,NAMED,finance,德清县,,,,\n"
        "乙,乙,town,ZJ2023,provincial,NAMED,finance,余杭区,,,,\n",
        encoding="utf-8",
    )
    facts = tmp_path / "facts.csv"
    facts.write_text(
        FACTS + "甲,planned_area,2023-12-31,3.1,km²,,,,\n"
        "乙,planned_area,2023-12-31,2.9,km²,,,,\n",
        encoding="utf-8",
    )
    asked = ["simulate", "--policy", "ZJ2023", "--set", "ZJ2023-4.3g.threshold=3"]
    asked += ["--subjects", str(towns), "--facts", str(facts), "--year", "2023"]

    assert main([*asked, "--cliffs", "10%"]) == 0
    told = capsys.readouterr().out

    assert "未达到" in told
    assert "ZJ2023-4.3g" in told
    assert "按县（市、区） / by county: 德清县 1" in told
    assert "临界对象 / on the edge: 2\n  乙 2023" in told
    assert "INSUFFICIENT_DATA" not in told
