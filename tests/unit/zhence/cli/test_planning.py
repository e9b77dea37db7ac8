"""The commands that look ahead: a reform on a register, targets with their pace."""

import io
import json
from datetime import date
from pathlib import Path

import pyarrow as pa
import pyarrow.parquet as pq
import pytest

from zhence.cli import main

ROOT = Path(__file__).resolve().parents[4]
EXAMPLES = ROOT / "docs" / "examples"
REGISTER = (
    "--subjects",
    EXAMPLES / "subjects.csv",
    "--facts",
    EXAMPLES / "facts.csv",
)
FIRST_YEAR = "NT2017-2.4d.threshold"
LEAD_SHARE = "NT2017-2.4e.threshold"


@pytest.fixture(autouse=True)
def wide_terminal(monkeypatch: pytest.MonkeyPatch):
    monkeypatch.setenv("COLUMNS", "200")


@pytest.fixture
def run(capsys):
    def call(*arguments):
        code = main([str(a) for a in arguments])
        told = capsys.readouterr()
        return code, told.out, told.err

    return call


def _reform(*changes, year="2018"):
    sets = (word for change in changes for word in ("--set", change))
    return ("simulate", "--policy", "NT2017", *sets, *REGISTER, "--year", year)


# ---------------------------------------------------------------------------- reform


def test_a_lower_floor_turns_the_town_that_just_missed_it(run):
    code, out, err = run(*_reform(f"{FIRST_YEAR}=15"), "--json")
    told = json.loads(out)
    assert (code, err) == (0, "")
    assert told["label"] == "simulation"
    assert told["baseline"] == {"FAIL": 1, "INSUFFICIENT_DATA": 1}
    assert told["reform"] == {"INSUFFICIENT_DATA": 1, "PASS": 1}
    assert told["changed"] == [
        {
            "subject": "甲",
            "year": 2018,
            "from": "FAIL",
            "to": "PASS",
            "because": ["NT2017-2.4d"],
        }
    ]
    assert told["criteria"] == {"NT2017-2.4d": 1}
    assert told["by"] == {
        "county": {"如东县": 1},
        "category": {"high_end_manufacturing": 1},
    }


def test_people_are_told_the_same_as_programs(run):
    code, out, _ = run(*_reform(f"{FIRST_YEAR}=15"))
    assert code == 0
    assert "模拟 / simulation" in out
    assert "变化 1 个 / changes" in out
    assert "county: 如东县 1" in out
    assert "on the edge" not in out


def test_a_reform_that_changes_nobody_lists_no_counties(run):
    code, out, _ = run(*_reform(f"{FIRST_YEAR}=21"))
    assert code == 0
    assert "变化 0 个 / changes" in out
    assert "county" not in out


def test_several_years_are_several_rows(run):
    told = json.loads(run(*_reform(f"{FIRST_YEAR}=15", year="2018..2020"), "--json")[1])
    assert told["rows"] == 6
    assert [c["year"] for c in told["changed"]] == [2018]


def test_another_pack_may_be_the_reform(run):
    asked = (*REGISTER, "--year", "2018", "--json")
    code, out, _ = run("simulate", "--policy", "NT2017", "--reform", "HZ2021", *asked)
    told = json.loads(out)
    assert code == 0
    assert told["reform"] == {"NOT_APPLICABLE": 2}
    assert {c["subject"] for c in told["changed"]} == {"甲", "乙"}


def test_who_is_near_the_new_line_is_named(run):
    near = json.loads(run(*_reform(f"{FIRST_YEAR}=20"), "--cliffs", "1%", "--json")[1])
    far = json.loads(run(*_reform(f"{FIRST_YEAR}=15"), "--cliffs", "1", "--json")[1])
    assert [(c["subject"], c["from"], c["to"]) for c in near["cliffs"]] == [
        ("甲", "FAIL", "PASS")
    ]
    assert near["changed"] == []
    assert far["cliffs"] == []
    shown = run(*_reform(f"{FIRST_YEAR}=20"), "--cliffs", "1%")[1]
    assert "临界对象 / on the edge: 1" in shown


def test_a_share_near_the_whole_is_moved_no_further_than_to_the_whole(run):
    code, out, err = run(*_reform(f"{LEAD_SHARE}=95"), "--cliffs", "10%", "--json")
    assert (code, err) == (0, "")
    assert json.loads(out)["cliffs"] == []


def test_a_choice_has_no_cliff(run):
    changed = "NT2017-2.4f.excluded=residential,commercial"
    code, out, _ = run(*_reform(changed), "--cliffs", "5%", "--json")
    assert code == 0
    assert json.loads(out)["cliffs"] == []


def test_only_the_first_changes_are_shown_and_the_rest_are_counted(run, tmp_path):
    heads = {
        n: (EXAMPLES / n).read_text("utf-8") for n in ("subjects.csv", "facts.csv")
    }
    for name, text in heads.items():
        head, *rows = text.splitlines()
        town = [row for row in rows if row.startswith("甲,")]
        many = [f"T{n:03}{row[1:]}" for n in range(45) for row in town]
        (tmp_path / name).write_text("\n".join([head, *many]) + "\n", "utf-8")
    asked = (
        "simulate",
        "--policy",
        "NT2017",
        "--set",
        f"{FIRST_YEAR}=15",
        "--subjects",
        tmp_path / "subjects.csv",
        "--facts",
        tmp_path / "facts.csv",
        "--year",
        "2018",
    )
    code, out, _ = run(*asked)
    assert code == 0
    assert "变化 45 个" in out
    assert "其余 5 个" in out
    assert "T039" in out
    assert "T040" not in out


def test_projects_are_judged_as_well(run, tmp_path):
    projects = tmp_path / "projects.csv"
    projects.write_text(
        "subject,project,use,lead,amount,unit,from,to\n"
        "乙,厂房,产业,是,5,亿元,2019-01-01,2019-12-31\n",
        encoding="utf-8",
    )
    asked = (*_reform(f"{FIRST_YEAR}=15", year="2019"), "--projects", projects)
    code, out, err = run(*asked, "--json")
    assert (code, err) == (0, "")
    assert json.loads(out)["rows"] == 2


class Terminal(io.StringIO):
    """Somebody who looks."""

    def isatty(self) -> bool:
        return True


@pytest.mark.parametrize("as_json", [False, True])
def test_progress_is_told_to_whoever_looks_and_never_beside_json(
    capsys, monkeypatch, *, as_json
):
    screen = Terminal()
    monkeypatch.setattr("sys.stderr", screen)
    monkeypatch.setenv("TERM", "xterm")
    asked = [*_reform(f"{FIRST_YEAR}=15"), *(["--json"] if as_json else [])]
    assert main([str(a) for a in asked]) == 0
    assert ("rows" in screen.getvalue()) is not as_json
    assert "simulating" not in capsys.readouterr().out


@pytest.mark.parametrize(
    ("changes", "code"),
    [
        ((), "reform_empty"),
        (("nothing",), "set_unreadable"),
        (("=15",), "set_unreadable"),
        ((f"{FIRST_YEAR}=15", f"{FIRST_YEAR}=16"), "set_twice"),
        (("NOSUCH=1",), "parameter_unknown"),
        ((f"{FIRST_YEAR}=many",), "parameter_value"),
    ],
)
def test_a_reform_that_says_nothing_clear_is_refused(run, changes, code):
    told, out, err = run(*_reform(*changes))
    assert (told, out) == (2, "")
    assert code in err


def test_every_unreadable_change_is_named_at_once(run):
    _, _, err = run(*_reform("first", "second"))
    assert "'first'" in err
    assert "'second'" in err


@pytest.mark.parametrize(
    ("year", "code"),
    [
        ("soon", "years_unreadable"),
        ("2019..2018", "years_unreadable"),
        ("2018..", "years_unreadable"),
        ("0", "date_impossible"),
        ("9999", "date_impossible"),
        ("2018..99999999999", "date_impossible"),
    ],
)
def test_years_that_no_calendar_holds_are_refused(run, year, code):
    told, _, err = run(*_reform(f"{FIRST_YEAR}=15", year=year))
    assert told == 2
    assert code in err


@pytest.mark.parametrize("share", ["0", "100", "-5", "few", "1e1"])
def test_a_width_that_is_no_percentage_is_refused(share, capsys):
    with pytest.raises(SystemExit) as stopped:
        main([str(a) for a in (*_reform(f"{FIRST_YEAR}=15"), f"--cliffs={share}")])
    assert stopped.value.code == 2
    assert "between 0 and 100" in capsys.readouterr().err


def test_a_figure_finer_than_a_cent_cannot_be_simulated_and_is_named(run, tmp_path):
    facts = tmp_path / "facts.csv"
    text = (EXAMPLES / "facts.csv").read_text("utf-8")
    facts.write_text(text.replace("8.99,", "8.99000000001,"), encoding="utf-8")
    subjects = EXAMPLES / "subjects.csv"
    code, _, err = run(
        "simulate",
        "--policy",
        "NT2017",
        "--set",
        f"{FIRST_YEAR}=15",
        "--subjects",
        subjects,
        "--facts",
        facts,
        "--year",
        "2018",
    )
    assert code == 2
    assert "amount_too_fine" in err
    assert "eligible_investment" in err


# --------------------------------------------------------------------------- targets


def _facts(folder: Path, *rows: str) -> Path:
    path = folder / "facts.csv"
    head = "subject,indicator,period,value,unit,upper,recorded_on,source,note\n"
    path.write_text(head + "".join(f"{row}\n" for row in rows), encoding="utf-8")
    return path


def test_targets_count_the_towns_that_reach_them(run, tmp_path):
    taxed = [f"镇{n},tax_revenue,2023,11,亿元,,,合成," for n in range(15)]
    told = _facts(tmp_path, *taxed, "恰好,tax_revenue,2023,10,亿元,,,合成,")
    asked = ("targets", "--policy", "HZ2021", "--facts", told, "--on", "2024-03-31")
    code, out, err = run(*asked, "--json")
    found = {t["id"]: t for t in json.loads(out)}
    assert (code, err) == (0, "")
    # Above 10 亿元: who has exactly 10 is not among the 15.
    assert found["HZ2021-T.6"]["value"] == ["15", "15"]
    assert found["HZ2021-T.6"]["verdict"] == "PASS"
    assert {t["policy"] for t in found.values()} == {"HZ2021"}
    shown = run(*asked)[1]
    assert all(id_ in shown for id_ in found)
    assert "≥ 15 个" in shown


def test_a_target_whose_figure_nobody_reported_is_open_and_not_missed(run):
    asked = ("--facts", EXAMPLES / "facts.csv", "--on", "2022-10-21", "--json")
    _, out, _ = run("targets", "--policy", "NT2017", *asked)
    (target,) = json.loads(out)
    assert (target["id"], target["verdict"]) == ("NT2017-1a", "INSUFFICIENT_DATA")


def test_a_figure_that_cannot_be_read_refuses_the_table(run, tmp_path):
    told = _facts(tmp_path, "*,tax_revenue,2023,plenty,亿元,,,合成,")
    asked = ("targets", "--policy", "HZ2021", "--facts", told, "--on", "2024-03-31")
    code, _, err = run(*asked)
    assert code == 2
    assert f"{told}:2" in err


# ------------------------------------------------------------- every flip has a cause


def test_a_flip_names_the_criteria_that_another_reading_joins_anew(run):
    told = json.loads(run(*_reform("failure_join=AND"), "--json")[1])
    assert told["changed"]
    for change in told["changed"]:
        assert change["because"]
        assert set(change["because"]) <= set(told["criteria"])


def test_a_flip_by_another_policy_names_what_is_no_longer_asked(run):
    asked = (*REGISTER, "--year", "2018", "--json")
    told = json.loads(
        run("simulate", "--policy", "NT2017", "--reform", "HZ2021", *asked)[1]
    )
    because = {c["subject"]: c["because"] for c in told["changed"]}
    assert "NT2017-2.4d" in because["甲"]
    assert because["乙"]


# ------------------------------------------------------------------ a Parquet register


@pytest.fixture
def parquet_register(tmp_path: Path) -> Path:
    """The two towns of the examples as columns."""
    cents = 10**8
    amounts = {"甲": (899 * cents, 700 * cents, 4500 * cents), "乙": (120 * cents,)}
    listed = {"甲": date(2018, 3, 1), "乙": date(2018, 9, 1)}
    members = {
        "subject": list(amounts),
        "list": ["municipal"] * 2,
        "state": ["CREATION"] * 2,
        "category": ["high_end_manufacturing", None],
        "listed_on": list(listed.values()),
        "stay_first_year": pa.array([2018, 2019], pa.int16()),
    }
    reports = [
        {
            "subject": subject,
            "indicator": name,
            "start": listed[subject],
            "end": date(2019, 1, 1),
            "amount": amount,
        }
        for subject, told in amounts.items()
        for name, amount in zip(
            ("eligible_investment", "lead_investment", "plan_total"), told, strict=False
        )
    ]
    pq.write_table(pa.table(members), tmp_path / "members.parquet")
    pq.write_table(pa.Table.from_pylist(reports), tmp_path / "reports.parquet")
    return tmp_path


def test_a_register_may_be_columns(run, parquet_register: Path):
    reform = ("simulate", "--policy", "NT2017", "--set", f"{FIRST_YEAR}=15")
    asked = ("--year", "2018", "--json")
    code, out, err = run(*reform, "--register", parquet_register, *asked)
    told = json.loads(out)
    assert (code, err) == (0, "")
    assert [(c["subject"], c["because"]) for c in told["changed"]] == [
        ("甲", ["NT2017-2.4d"])
    ]
    assert told["by"] == {"category": {"high_end_manufacturing": 1}}


@pytest.mark.parametrize("given", [(), ("--register", "x", "--facts", "y")])
def test_a_register_is_given_once(run, given: tuple[str, ...]):
    reform = ("simulate", "--policy", "NT2017", "--set", f"{FIRST_YEAR}=15")
    code, _, err = run(*reform, *given, "--year", "2018")
    assert code == 2
    assert "register_missing" in err
