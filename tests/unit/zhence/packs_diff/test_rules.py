"""Criteria, measures, remarks and shown values change."""

from pathlib import Path

import pytest
from tests.unit.zhence.packs_diff.edited import Edit, changes, edited, only, shipped

from zhence.packs.diff import Kind, Strictness, differences

ACCEPTANCE = "rules/acceptance.yaml"
ANNUAL = "rules/annual.yaml"
MEASURES = "rules/measures.yaml"
WIFI = "NT2017-2.3b.wifi"


def criterion(name: str, **sides: object) -> Edit:
    return lambda data: data["criteria"][name].update(sides)


def judged(name: str, judge: object) -> Edit:
    return criterion(name, judge=judge)


@pytest.mark.parametrize(
    ("sides", "part", "severity", "words"),
    [
        ({"force": "principle"}, "force", "relaxes", "由强制改为原则"),
        ({"occasions": ["acceptance", "annual"]}, "occasions", "tightens", "验收"),
        ({"occasions": ["annual"]}, "occasions", "unknown", "由验收改为年度考核"),
        ({"prohibition": True}, "prohibition", "tightens", "由否改为是"),
        ({"advisory": True}, "advisory", "relaxes", "由否改为是"),
        ({"on_fail": "WARNING"}, "on_fail", "unknown", "由无改为WARNING"),
        ({"part": "share"}, "part", "unknown", "由无改为share"),
        ({"flag_on_pass": "fine"}, "flag_on_pass", "neutral", "fine"),
        ({"flag_on_fail": "poor"}, "flag_on_fail", "neutral", "poor"),
        ({"label": "ours"}, "label", "neutral", "我们的假定"),
        ({"clauses": ["NT2017-2.3a"]}, "clauses", "neutral", "NT2017-2.3a"),
        ({"title": {"zh": "无线网", "en": "WiFi"}}, "title", "neutral", "无线网"),
        ({"applies": [{"categories": "light"}]}, "applies", "relaxes", "类别light"),
        ({"applies": [{"states": ["NAMED"]}]}, "applies", "relaxes", "状态NAMED"),
    ],
)
def test_each_side_of_a_criterion_is_told(
    tmp_path: Path, sides: dict, part: str, severity: str, words: str
):
    found = changes("NT2017", tmp_path, {ACCEPTANCE: criterion(WIFI, **sides)})
    change = only(found, Kind.CRITERION, WIFI, part)
    assert change.severity == severity
    assert words in change.sentence.zh
    assert WIFI in change.areas.rules
    assert "wifi_coverage" in change.areas.indicators


@pytest.mark.parametrize(
    ("old", "new", "severity"),
    [
        ([{"categories": "light"}], [{"categories": "historic_classics"}], "relaxes"),
        ([{"categories": "new_it"}], [{"categories": "light"}], "tightens"),
        ([{"categories": "light"}], [], "tightens"),
        ([{"categories": "light"}], [{"categories": "default"}], "unknown"),
        ([{"not_categories": "new_it"}], [{"not_categories": "light"}], "relaxes"),
        ([{"states": ["NAMED"]}], [{"states": ["NAMED", "EXITED"]}], "tightens"),
        ([{"year_of_stay": "first"}], [{"year_of_stay": "later"}], "unknown"),
        (
            [{"categories": "light", "states": ["NAMED"]}],
            [{"categories": "light"}],
            "tightens",
        ),
        (
            [{"categories": "light"}],
            [{"categories": "light", "states": ["NAMED"]}],
            "relaxes",
        ),
        (
            [{"categories": "light"}, {"re_entry": True}],
            [{"categories": "default"}, {"re_entry": True}],
            "unknown",
        ),
    ],
)
def test_conditions_of_use_narrow_and_widen(
    tmp_path: Path, old: list, new: list, severity: str
):
    before = edited(
        "NT2017", tmp_path / "old", {ACCEPTANCE: criterion(WIFI, applies=old)}
    )
    after = edited(
        "NT2017", tmp_path / "new", {ACCEPTANCE: criterion(WIFI, applies=new)}
    )
    (change,) = differences(before, after)
    assert (change.part, change.severity) == ("applies", severity)


def test_a_new_criterion_tightens_and_its_removal_relaxes(tmp_path: Path):
    old = shipped()["NT2017"]
    new = edited("NT2017", tmp_path, {ACCEPTANCE: lambda d: d["criteria"].pop(WIFI)})
    gone = only(differences(old, new), Kind.CRITERION, WIFI, "removed")
    assert gone.severity is Strictness.RELAXES
    assert gone.sentence.zh == f"取消判据「公共无线网络全覆盖」（{WIFI}）。"
    came = only(differences(new, old), Kind.CRITERION, WIFI, "added")
    assert came.severity is Strictness.TIGHTENS
    assert came.sentence.en == f'New criterion "public WiFi everywhere" ({WIFI}).'


def test_an_advisory_criterion_comes_without_weight(tmp_path: Path):
    new = edited(
        "NT2017", tmp_path, {ACCEPTANCE: lambda d: d["criteria"].pop("NT2017-3.4a")}
    )
    change = only(
        differences(shipped()["NT2017"], new), Kind.CRITERION, "NT2017-3.4a", "removed"
    )
    assert change.severity is Strictness.NEUTRAL


def test_another_operator_is_said_in_words(tmp_path: Path):
    judge = {"compare": "wifi_coverage", "more_than": "NT2017-2.3b.wifi.threshold"}
    (change,) = changes("NT2017", tmp_path, {ACCEPTANCE: judged(WIFI, judge)})
    assert change.severity is Strictness.TIGHTENS
    assert change.sentence.zh == (
        f"判据「公共无线网络全覆盖」（{WIFI}）的要求由「公共无线网络覆盖率」不低于100%"
        "改为「公共无线网络覆盖率」超过100%。"
    )
    assert change.sentence.en == (
        f'The criterion "public WiFi everywhere" ({WIFI}): requirement '
        'from "coverage by public WiFi" at least 100% to '
        '"coverage by public WiFi" more than 100%.'
    )


def test_a_measure_that_leaves_out_more_counts_less(tmp_path: Path):
    def edit(data: dict) -> None:
        less = data["measures"]["eligible_investment"]["from"][2]["less"]
        less.append("commercial_complex_investment")

    (change,) = changes("NT2017", tmp_path, {MEASURES: edit})
    assert (change.kind, change.part) == (Kind.MEASURE, "sources")
    assert change.severity is Strictness.TIGHTENS
    assert "total_investment 减去residential_investment、commercial" in (
        change.sentence.zh
    )
    assert "NT2017-2.4b" in change.areas.rules


def test_another_exclusion_list_is_told_at_the_measure(tmp_path: Path):
    def edit(data: dict) -> None:
        projects = data["measures"]["eligible_investment"]["from"][1]["projects"]
        projects["exclude"] = "wider"

    def add(data: dict) -> None:
        held = data["parameters"]["NT2017-2.4f.excluded"]
        uses = ["residential", "commercial_complex"]
        wider = [{**held["values"][0], "value": uses}]
        data["parameters"]["wider"] = {**held, "values": wider}

    found = changes(
        "NT2017", tmp_path, {MEASURES: edit, "parameters/investment.yaml": add}
    )
    change = only(found, Kind.MEASURE, "eligible_investment", "sources")
    assert change.severity is Strictness.TIGHTENS
    assert "各项目合计（不计商品住宅）" in change.sentence.zh
    assert "all projects without housing, commercial complexes" in change.sentence.en


@pytest.mark.parametrize(
    ("name", "sides", "part", "severity"),
    [
        ("planned_area", {"over": "year"}, "over", "unknown"),
        ("planned_area", {"unit": "亩"}, "unit", "neutral"),
        ("planned_area", {"unit": "个"}, "unit", "unknown"),
        ("planned_area", {"title": {"zh": "面积", "en": "area"}}, "title", "neutral"),
        ("planned_area", {"from": [{"indicator": "core_area"}]}, "sources", "unknown"),
        ("service_standard", {"levels": ["none", "1A"]}, "levels", "unknown"),
        ("months_listed", {"from": [{"lead_industries": True}]}, "sources", "unknown"),
        ("lead_to_date", {"from": []}, "sources", None),
    ],
)
def test_each_side_of_a_measure_is_told(
    tmp_path: Path, name: str, sides: dict, part: str, severity: str | None
):
    if severity is None:
        sides = {"from": [{"indicator": "lead_investment"}]}
        severity = "unknown"
    found = changes(
        "NT2017", tmp_path, {MEASURES: lambda d: d["measures"][name].update(sides)}
    )
    change = only(found, Kind.MEASURE, name, part)
    assert change.severity == severity
    assert change.sentence.en


def test_sources_of_every_kind_have_words(tmp_path: Path):
    """Every measure that loses its sources says what they were."""
    held = shipped()["NT2017"].rulebook.measures

    def edit(data: dict) -> None:
        for measure in data["measures"].values():
            measure["from"] = [{"indicator": "core_area"}]

    found = changes("NT2017", tmp_path, {MEASURES: edit})
    told = {c.id: c.sentence for c in found if c.part == "sources"}
    assert set(told) == set(held)
    assert "「批准的计划总投资」与「按类别的三年投资下限」" in told["base"].zh
    assert "「投资基数（计划总投资与类别下限取大）」×20%" in told["progress_target"].zh
    assert "year: first, reading: y1_progress_basis = floor" in (
        told["progress_target"].en
    )
    assert "scenic_standard 所证明的" in told["service_standard"].zh
    assert "主导产业项目合计（不计商品住宅）" in told["lead_to_date"].zh
    assert "full months since listing" in told["months_listed"].en
    assert "主导产业个数" in told["lead_industry_count"].zh


def test_a_new_measure_moves_nothing_by_itself(tmp_path: Path):
    def edit(data: dict) -> None:
        data["measures"]["fresh"] = data["measures"]["planned_area"]

    (change,) = changes("NT2017", tmp_path, {MEASURES: edit})
    assert (change.part, change.severity) == ("added", Strictness.NEUTRAL)


def test_remarks_come_go_and_change_without_moving_a_verdict(tmp_path: Path):
    def edit(data: dict) -> None:
        first, second = data["remarks"]
        data["remarks"] = [
            {**first, "when": second["when"], "action": "REVIEW"},
            {**first, "flag": "other_flag"},
            {**first, "flag": "other_flag"},
        ]

    found = changes("NT2017", tmp_path, {ANNUAL: edit})
    assert {(c.id, c.part) for c in found} == {
        ("own_plan_missed", "judge"),
        ("own_plan_missed", "on_fail"),
        ("other_flag", "added"),
        ("other_flag #2", "added"),
        ("plan_below_threshold", "removed"),
    }
    assert {c.severity for c in found} == {Strictness.NEUTRAL}
    assert {c.kind for c in found} == {Kind.REMARK}


def test_a_shown_figure_changes(tmp_path: Path):
    def edit(data: dict) -> None:
        shown = {"measure": "wifi_coverage", "of": "plan_total"}
        data["values"]["planned_area"] = shown

    found = changes("NT2017", tmp_path, {MEASURES: edit})
    assert {(c.kind, c.part) for c in found} == {
        (Kind.SHOWN, "measure"),
        (Kind.SHOWN, "whole"),
    }
