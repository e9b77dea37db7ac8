"""Cases files are read with every fault, answered, and compared."""

from pathlib import Path

import pytest
from tests.packs.shelf import shipped

from zhence.cases import read_cases, run_case
from zhence.cases.forms import CaseFile
from zhence.cases.run import Case, CaseResult
from zhence.errors import BadInputError, Where

STANDING: dict[str, object] = {
    "occasion": "standing",
    "membership": {"list": "municipal", "state": "CREATION", "category": "other"},
    "facts": [
        {
            "indicator": "planned_area",
            "period": "2020-12-31",
            "value": "3.1",
            "unit": "km²",
        }
    ],
}
CASE = """\
- id: A-01
  title: t
  issue: CORE
  kind: calendar
  policy: NT2017
  clauses: [NT2017-1a]
  given: {}
  expect: {}
  because: b
"""


def case(  # a case has as many sides
    given: dict[str, object] | None = None,
    expect: dict[str, object] | None = None,
    *,
    kind: str = "judge",
    policy: str = "NT2017",
    on: str | None = "2021-03-31",
    params: dict[str, object] | None = None,
) -> Case:
    file = CaseFile(
        id="X-01",
        title="t",
        issue="CORE",
        kind=kind,
        policy=policy,
        clauses=["NT2017-2.2c"],
        on=on,
        params=params or {},
        given=STANDING if given is None else given,
        expect={} if expect is None else expect,
        because="b",
    )
    return Case(file, Where("x.yaml", 1))


def ran(*args, **more) -> CaseResult:
    return run_case(case(*args, **more), shipped())


# ----------------------------------------------------------------------- reading


def test_a_folder_is_searched_for_cases(tmp_path: Path):
    (tmp_path / "P" / "cases").mkdir(parents=True)
    (tmp_path / "P" / "cases" / "a.yaml").write_text(CASE, encoding="utf-8")
    (tmp_path / "P" / "pack.yaml").write_text("id: P", encoding="utf-8")

    assert [c.file.id for c in read_cases([tmp_path])] == ["A-01"]


def test_a_folder_of_plain_files_holds_cases(tmp_path: Path):
    (tmp_path / "a.yaml").write_text(CASE, encoding="utf-8")

    (found,) = read_cases([tmp_path])
    assert str(found.where) == "a.yaml:1"


def test_a_file_may_be_named(tmp_path: Path):
    path = tmp_path / "a.yaml"
    path.write_text(CASE, encoding="utf-8")

    assert len(read_cases([path])) == 1


def test_every_fault_of_every_file_is_told(tmp_path: Path):
    (tmp_path / "a.yaml").write_text(CASE, encoding="utf-8")
    (tmp_path / "b.yaml").write_text(CASE + CASE.replace("A-01", "A-02"), "utf-8")
    (tmp_path / "c.yaml").write_text("id: no list", encoding="utf-8")
    (tmp_path / "d.yaml").write_text("- {id: A-03, sum: 1}", encoding="utf-8")
    (tmp_path / "e.yaml").write_text("- [", encoding="utf-8")

    with pytest.raises(BadInputError) as refused:
        read_cases([tmp_path])

    told = {(f.code, str(f.where)) for f in refused.value.faults}
    assert {
        ("case_twice", "b.yaml:1"),
        ("cases_not_a_list", "c.yaml:1"),
        ("key_unknown", "d.yaml:1"),
        ("key_missing", "d.yaml:1"),
    } <= told
    assert any(code == "yaml_syntax" for code, _ in told)
    assert all(f.remedy for f in refused.value.faults)


# ----------------------------------------------------------------------- running


def test_a_case_that_comes_out_as_expected():
    told = ran(expect={"criteria": {"NT2017-2.2c": "APPROX"}})

    assert told.ok
    assert told.wrong == ()


def test_a_case_that_does_not_says_where():
    told = ran(expect={"criteria": {"NT2017-2.2c": "PASS"}, "result": "FAIL"})

    assert not told.ok
    assert told.wrong == ("criteria.NT2017-2.2c", "result")
    assert told.actual["criteria"]["NT2017-2.2c"] == "APPROX"  # type: ignore[index]


def test_exact_numbers_are_told_as_text():
    values = ran().actual["values"]

    assert isinstance(values, dict)
    assert values["planned_area"] == ["3.1", "3.1"]


def test_a_kind_that_no_part_answers_is_not_built():
    told = ran(kind="prophecy")

    assert (told.built, told.ok) == (False, False)


def test_a_policy_without_a_pack_is_an_error_of_the_case():
    assert ran(policy="ATLANTIS").error == "no pack ATLANTIS"


def test_an_error_of_the_library_is_an_error_of_the_case():
    broken = {**STANDING, "facts": [{"indicator": "x", "period": "2018", "value": "1"}]}

    assert "indicator_unknown" in str(ran(broken).error)


def test_a_mistyped_key_is_an_error_of_the_case():
    assert "membrship" in str(ran({"membrship": {}}).error)


def test_an_impossible_date_is_an_error_of_the_case():
    assert ran(on="2021-02-30").error
    member = {"list": "municipal", "state": "CREATION", "listed_on": "2018-02-30"}
    assert ran({**STANDING, "membership": member}).error


@pytest.mark.parametrize(
    ("params", "verdict"),
    [
        ({"tolerance_cap": "0"}, "FAIL"),
        ({"tolerance_cap": {"value": "1 %", "source": "s"}}, "FAIL"),
        ({"tolerance_cap": None}, "FAIL"),
        ({"apply_exit_to_original_cultivation": True}, "APPROX"),
        ({"NT2017-2.3a.threshold": 3}, "APPROX"),
    ],
)
def test_parameters_are_set_for_one_case(params, verdict: str):
    expect = {"criteria": {"NT2017-2.2c": verdict}}

    assert ran(expect=expect, params=params).wrong == ()
    assert ran(expect={"criteria": {"NT2017-2.2c": "APPROX"}}).ok


def test_an_unknown_parameter_is_an_error_of_the_case():
    assert "parameter_unknown" in str(ran(params={"magic": 1}).error)


def test_a_case_without_a_date_asks_about_no_date():
    assert ran(on=None, expect={"criteria": {"NT2017-2.2c": "APPROX"}}).ok


# ----------------------------------------------------------------------- answers


def test_a_calendar_answers_only_what_is_asked():
    told = ran({}, kind="calendar")

    assert told.actual == {"dates": {}}


def test_a_nil_reply_counts_as_a_reply():
    given = {
        "deadline": "2022-07-14T16:00:00",
        "filed_at": "2022-07-14T16:00:00",
        "nil_reply": True,
    }
    told = ran(given, {"counts_as_reply": True, "status": "ON_TIME"}, kind="calendar")

    assert told.ok


def test_a_rolling_plan_without_a_date_has_no_due_day():
    told = ran({"plan_years": [2024]}, kind="calendar", policy="ZJ2023", on=None)

    assert told.actual == {"dates": {}}


def target(expect: dict[str, object], **given: object) -> CaseResult:
    file = case(given, expect, kind="target", policy="ZJ2023", on="2025-12-31").file
    asked = file.model_copy(update={"clauses": ["ZJ2023-1f", "ZJ2023-1c"]})
    return run_case(Case(asked, Where()), shipped())


def test_a_target_asks_about_the_first_clause():
    tax = {"indicator": "tax_revenue", "period": "2025", "value": "1500.01"}

    told = target({"verdict": "PASS", "value": ["1500.01", "1500.01"]}, facts=[tax])

    assert told.ok


def test_expected_criteria_ask_about_all_clauses_together():
    tax = {"indicator": "tax_revenue", "period": "2025", "value": "1500"}
    expect: dict[str, object] = {
        "criteria": {"ZJ2023-1f": "FAIL", "ZJ2023-1c": "INSUFFICIENT_DATA"},
        "verdict": "FAIL",
    }

    assert target(expect, facts=[tax]).ok


def test_a_clause_with_several_criteria_answers_by_their_join():
    """Two coverages of one clause: asked by itself, it is their join."""
    acceptance = {**STANDING, "occasion": "acceptance"}
    wifi = {"indicator": "wifi_coverage", "period": "2020-12-31", "value": "1"}
    digital = {**wifi, "indicator": "digital_management_coverage", "value": "0.98"}

    whole = ran({**acceptance, "facts": [wifi, digital]})
    half = ran({**acceptance, "facts": [wifi]})

    verdicts = [told.actual["criteria"] for told in (whole, half)]
    assert [v["NT2017-2.3b"] for v in verdicts if isinstance(v, dict)] == [
        "FAIL",
        "INSUFFICIENT_DATA",
    ]
