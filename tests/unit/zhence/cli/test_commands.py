"""The command line: what it answers, its exit codes, and what it refuses."""

import gc
import json
import shutil
from importlib.util import find_spec
from pathlib import Path

import pytest

from zhence.cli import main

ROOT = Path(__file__).resolve().parents[4]
EXAMPLES = ROOT / "docs" / "examples"
EVENTS = ROOT / "reference" / "zhejiang" / "events.csv"


@pytest.fixture
def run(capsys):
    def call(*arguments):
        code = main([str(a) for a in arguments])
        told = capsys.readouterr()
        return code, told.out, told.err

    return call


def _json(told):
    return json.loads(told)


def test_alone_it_shows_what_to_try_next(run):
    code, out, _ = run()
    assert code == 0
    assert "zhence replay --policy" in out
    assert "zhence cases" in out


def test_packs_lists_every_pack_with_its_hash(run):
    code, out, _ = run("packs", "--json")
    told = {p["id"]: p for p in _json(out)}
    assert code == 0
    assert {"NT2017", "ZJ2023", "RPT", "ZJ-PRACTICE"} <= set(told)
    assert len(told["NT2017"]["hash"]) == 64
    assert told["NT2017"]["valid_from"] == "2017-10-21"
    assert run("packs")[1].count("NT2017") >= 1


def test_the_shipped_packs_are_sound(run):
    code, out, err = run("check", "--json")
    assert (code, _json(out)["errors"], err) == (0, [], "")


def test_a_broken_pack_is_named_by_file_and_line(run, tmp_path):
    broken = tmp_path / "NT2017"
    shutil.copytree(ROOT / "packs" / "NT2017", broken)
    path = broken / "parameters" / "investment.yaml"
    text = path.read_text(encoding="utf-8").replace("unit: 亿元", "unti: 亿元", 1)
    path.write_text(text, encoding="utf-8")
    code, out, _ = run("check", broken, "--json")
    first = _json(out)["errors"][0]
    assert code == 1
    assert first["code"] == "key_unknown"
    assert first["file"].endswith("parameters/investment.yaml")
    assert text.splitlines()[first["line"] - 1].strip().startswith("unti")
    assert run("check", broken)[0] == 1


def test_a_folder_without_a_pack_is_unusable(run, tmp_path):
    code, _, err = run("check", tmp_path)
    assert code == 2
    assert "pack.yaml" in err


def test_cases_of_one_issue_pass(run):
    code, out, _ = run("cases", "--issue", "CORE", "--json")
    told = _json(out)
    assert (code, told["failed"]) == (0, 0)
    assert told["passed"] >= 54


def test_a_case_that_fails_is_shown_with_what_was_expected(run, tmp_path):
    text = (ROOT / "packs" / "NT2017" / "cases" / "calendar.yaml").read_text("utf-8")
    wrong = tmp_path / "wrong.yaml"
    wrong.write_text(text.replace("Y1: '2018'", "Y1: '2031'"), encoding="utf-8")
    code, out, err = run("cases", wrong)
    assert code == 1
    assert "2031" in err
    assert "1 " in out


def test_no_case_of_an_unknown_issue_is_an_error_with_the_known_ones(run):
    code, _, err = run("cases", "--issue", "NOSUCH")
    assert code == 2
    assert "CORE" in err


def test_a_clause_says_what_implements_it_and_which_cases_prove_it(run):
    code, out, _ = run("clause", "NT2017-2.4d", "--json")
    told = _json(out)
    assert code == 0
    assert {"criterion", "parameter"} <= {h["kind"] for h in told["homes"]}
    assert all(h["file"] and h["line"] for h in told["homes"])
    assert "NT-10a" in told["cases"]
    assert "NT-10a" in run("clause", "NT2017-2.4d")[1]


def test_an_unknown_clause_is_refused_by_name(run):
    code, _, err = run("clause", "NT2017-9.9")
    assert code == 2
    assert "NT2017-9.9" in err


def test_schema_names_a_model_for_every_kind_of_file(run):
    code, out, _ = run("schema")
    told = _json(out)
    assert code == 0
    assert "rules/*.yaml" in told["x-files"]
    assert told["x-files"]["pack.yaml"].removeprefix("#/$defs/") in told["$defs"]


def test_explain_gives_verdict_gap_and_what_would_flip_it(run):
    code, out, _ = run(
        "explain", "--policy", "NT2017", EXAMPLES / "nantong_town.yaml", "--json"
    )
    told = _json(out)
    progress = next(c for c in told["criteria"] if c["id"] == "NT2017-2.4d")
    assert code == 0
    assert progress["verdict"] == "FAIL"
    assert progress["value"] == ["8.99", "8.99"]
    assert progress["threshold"] == ["9", "9"]
    assert progress["gap"] == ["-0.01", "-0.01"]
    assert progress["flips"][0] == {
        "amount": "eligible_investment",
        "to": "9",
        "unit": "亿元",
        "strict": False,
        "downward": False,
    }
    assert told["proposal"] == {
        "transition": "N4",
        "from": "CREATION",
        "to": "CULTIVATION",
        "effective": "2019-01-01",
        "actor": "municipal_government",
        "clauses": ["NT2017-3.3c"],
    }
    assert told["state"] == "CREATION"


@pytest.mark.parametrize("lang", ["zh", "en"])
def test_explain_speaks_both_languages(run, lang):
    code, out, _ = run(
        "explain",
        "--policy",
        "NT2017",
        EXAMPLES / "nantong_town.yaml",
        "--lang",
        lang,
    )
    assert code == 0
    assert ("未达到" if lang == "zh" else "not met") in out


def test_a_policy_of_another_list_is_refused(run):
    code, _, err = run("explain", "--policy", "ZJ2023", EXAMPLES / "nantong_town.yaml")
    assert code == 2
    assert "policy_list_mismatch" in err


def test_a_date_before_the_policy_is_refused(run):
    code, _, err = run(
        "explain",
        "--policy",
        "NT2017",
        EXAMPLES / "nantong_town.yaml",
        "--on",
        "2017-10-20",
    )
    assert code == 2
    assert "policy_not_in_force" in err


def test_a_question_without_a_date_is_refused(run, tmp_path):
    text = (EXAMPLES / "nantong_town.yaml").read_text("utf-8")
    path = tmp_path / "town.yaml"
    path.write_text(text.replace("on: '2019-03-31'\n", ""), encoding="utf-8")
    code, _, err = run("explain", "--policy", "NT2017", path)
    assert code == 2
    assert "date_missing" in err


def test_an_unknown_policy_is_refused_with_the_known_ones(run):
    code, _, err = run(
        "explain", "--policy", "NOSUCH", EXAMPLES / "nantong_town.yaml", "--json"
    )
    assert code == 2
    assert _json(err)["errors"][0]["code"] == "policy_unknown"


def test_a_mistyped_key_in_a_subject_file_is_named_with_its_line(run, tmp_path):
    text = (EXAMPLES / "nantong_town.yaml").read_text("utf-8")
    path = tmp_path / "town.yaml"
    path.write_text(text.replace("category:", "catgory:"), encoding="utf-8")
    code, _, err = run("explain", "--policy", "NT2017", path)
    assert code == 2
    assert f"{path}:" in err
    assert "catgory" in err


def test_an_unknown_indicator_and_unit_are_reported_together(run, tmp_path):
    text = (EXAMPLES / "nantong_town.yaml").read_text("utf-8")
    path = tmp_path / "town.yaml"
    path.write_text(
        text.replace("indicator: plan_total", "indicator: plan_totl").replace(
            "'7.00', unit: 亿元", "'7.00', unit: 石"
        ),
        encoding="utf-8",
    )
    code, _, err = run("explain", "--policy", "NT2017", path)
    assert code == 2
    assert "indicator_unknown" in err
    assert "unit_unknown" in err


@pytest.mark.parametrize(
    ("old", "new", "word"),
    [
        ("state: CREATION", "state: NOWHERE", "NOWHERE"),
        ("facts:\n", "checklists: {no_such_list: {a: true}}\nfacts:\n", "no_such_list"),
        (
            "facts:\n",
            "checklists: {plan_aspects: {casino: true}}\nfacts:\n",
            "casino",
        ),
    ],
)
def test_a_word_that_the_policy_does_not_have_is_refused(run, tmp_path, old, new, word):
    text = (EXAMPLES / "nantong_town.yaml").read_text("utf-8")
    path = tmp_path / "town.yaml"
    path.write_text(text.replace(old, new, 1), encoding="utf-8")
    code, _, err = run("explain", "--policy", "NT2017", path)
    assert code == 2
    assert "word_unknown" in err
    assert word in err


def test_a_draft_assesses_nobody(run):
    code, _, err = run(
        "assess",
        "--policy",
        "HZ2021",
        "--subjects",
        EXAMPLES / "subjects.csv",
        "--facts",
        EXAMPLES / "facts.csv",
        "--year",
        "2022",
    )
    assert code == 2
    assert "policy_draft" in err


def test_a_missing_file_says_what_to_do(run, tmp_path):
    code, _, err = run("explain", "--policy", "NT2017", tmp_path / "no.yaml")
    assert code == 2
    assert "no.yaml" in err


def test_assess_judges_every_subject_and_writes_parquet(run, tmp_path):
    out_file = tmp_path / "rows.parquet"
    code, out, _ = run(
        "assess",
        "--policy",
        "NT2017",
        "--subjects",
        EXAMPLES / "subjects.csv",
        "--facts",
        EXAMPLES / "facts.csv",
        "--year",
        "2018",
        "--out",
        out_file,
        "--json",
    )
    rows = {r["subject"]: r for r in _json(out)["rows"]}
    assert code == 0
    assert rows["甲"]["result"] == "FAIL"
    assert rows["甲"]["proposal"]["to"] == "CULTIVATION"
    assert rows["乙"]["proposal"] is None
    assert out_file.stat().st_size > 0


def test_assess_shows_a_table(run):
    code, out, _ = run(
        "assess",
        "--policy",
        "NT2017",
        "--subjects",
        EXAMPLES / "subjects.csv",
        "--facts",
        EXAMPLES / "facts.csv",
        "--year",
        "2018",
    )
    assert code == 0
    assert "CULTIVATION" in out


def test_a_figure_about_a_stranger_refuses_the_register(run, tmp_path):
    facts = tmp_path / "facts.csv"
    text = (EXAMPLES / "facts.csv").read_text("utf-8")
    facts.write_text(text.replace("乙,", "丙,"), encoding="utf-8")
    code, _, err = run(
        "assess",
        "--policy",
        "NT2017",
        "--subjects",
        EXAMPLES / "subjects.csv",
        "--facts",
        facts,
        "--year",
        "2018",
    )
    assert code == 2
    assert "subject_unknown" in err
    assert "丙" in err


def test_replay_of_the_real_events_adds_up(run):
    code, out, err = run(
        "replay", "--policy", "ZJ-PRACTICE", "--events", EVENTS, "--json"
    )
    told = _json(out)
    population, assessed = told["population"], told["assessed"]
    assert (code, err) == (0, "")
    assert population["2015"]["CREATION"]["derived"] == 37
    assert population["2016"]["CREATION"]["derived"] == 78
    assert population["2017"]["CREATION"] | {"graded": 0} == {
        "derived": 88,
        "published": 108,
        "graded": 0,
        "unaccounted": 20,
    }
    assert assessed["2015"]["CREATION"] == {"warning": 3, "downgraded": 1}
    assert assessed["2016"]["CREATION"]["excellent"] == 16
    assert assessed["2016"]["CREATION"]["warning"] == 6
    assert assessed["2016"]["CREATION"]["downgraded"] == 5
    assert assessed["2017"]["CREATION"]["warning"] == 14
    assert assessed["2017"]["CREATION"]["downgraded"] == 7
    assert all(e["closes"] for e in told["equations"])
    assert told["unaccounted"]


def test_replay_to_a_date_counts_what_had_surely_happened(run):
    code, out, _ = run(
        "replay",
        "--policy",
        "ZJ-PRACTICE",
        "--events",
        EVENTS,
        "--on",
        "2016-12-31",
        "--json",
    )
    assert code == 0
    assert _json(out)["counts"]["CREATION"] == 78


def test_replay_shows_known_published_and_unaccounted_apart(run):
    code, out, _ = run("replay", "--policy", "ZJ-PRACTICE", "--events", EVENTS)
    assert code == 0
    assert "公布" in out
    assert "未见列入记录" in out


def test_an_event_out_of_a_closed_life_cycle_is_named(run, tmp_path):
    events = tmp_path / "events.csv"
    events.write_text(
        "town,on,event,detail,source_url\n"
        "甲,2015-06-04,listed_creation,batch 1,p\n"
        "甲,2017-08-02,named,batch 1,p\n"
        "甲,2018-08-02,moved_to_cultivation,effect,p\n",
        encoding="utf-8",
    )
    code, _, err = run("replay", "--policy", "ZJ-PRACTICE", "--events", events)
    assert code == 1
    assert f"{events}:4" in err
    assert "event_out_of_life_cycle" in err


def test_replay_under_a_policy_without_events_is_refused(run):
    code, _, err = run("replay", "--policy", "NT2017", "--events", EVENTS)
    assert code == 2
    assert "policy_without_events" in err


def test_facts_check_accepts_and_refuses(run, tmp_path):
    good = run("facts", "check", EXAMPLES / "facts.csv", "--json")
    assert good[0] == 0
    assert _json(good[1])["accepted"] is True
    bad = tmp_path / "facts.csv"
    text = (EXAMPLES / "facts.csv").read_text("utf-8")
    bad.write_text(text.replace("8.99", "NaN").replace("7.00,亿元", "7.00,石"), "utf-8")
    code, out, _ = run("facts", "check", bad, "--json")
    told = _json(out)
    assert code == 1
    assert told["accepted"] is False
    assert {f["line"] for f in told["faults"]} >= {2, 3}
    assert run("facts", "check", bad, EXAMPLES / "facts.csv")[0] == 1


def test_unusable_arguments_exit_two(capsys):
    with pytest.raises(SystemExit) as stopped:
        main(["explain", "--policy", "NT2017", "x.yaml", "--on", "yesterday"])
    assert stopped.value.code == 2
    assert "year-month-day" in capsys.readouterr().err


def test_the_packs_folder_can_be_another(run, tmp_path):
    shutil.copytree(ROOT / "packs" / "RPT", tmp_path / "RPT")
    code, out, _ = run("--packs", tmp_path, "packs", "--json")
    assert code == 0
    assert [p["id"] for p in _json(out)] == ["RPT"]


def _asked(*more: str) -> list[object]:
    register = ["--subjects", EXAMPLES / "subjects.csv"]
    facts = ["--facts", EXAMPLES / "facts.csv", "--year", "2018", "--json"]
    return ["assess", "--policy", "NT2017", *register, *facts, *more]


@pytest.mark.skipif(find_spec("pyspark") is not None, reason="PySpark is here")
def test_a_cluster_that_is_not_there_is_refused_by_name(run):
    code, out, err = run(*_asked("--engine", "spark"))
    assert (code, out) == (2, "")
    assert "engine_unusable" in err
    assert "--engine local" in err


@pytest.mark.skipif(
    find_spec("pyspark") is None or shutil.which("java") is None,
    reason="no PySpark, or no Java: the cluster's dossiers were not compared",
)
# Spark leaves the socket of its gateway to be collected.
@pytest.mark.filterwarnings("ignore:unclosed:ResourceWarning")
def test_a_cluster_opens_the_same_dossiers_in_the_same_order(run):
    code, out, _ = run(*_asked("--engine", "spark"))
    gc.collect()
    assert code == 0
    assert _json(out) == _json(run(*_asked())[1])
