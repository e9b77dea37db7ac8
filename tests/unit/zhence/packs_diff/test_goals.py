"""Targets and incentives change."""

from datetime import date
from pathlib import Path

import pytest
from tests.unit.zhence.packs_diff.edited import changes, edited, only, shipped

from zhence.packs.diff import Kind, Period, Strictness, differences

FILE = "targets/economy.yaml"
OUTPUT = "ZJ2023-1e"


@pytest.mark.parametrize(
    ("sides", "part", "severity", "words"),
    [
        ({"threshold": "30000"}, "threshold", "tightens", "由25000 亿元改为30000 亿元"),
        ({"threshold": "20000"}, "threshold", "relaxes", "20000"),
        ({"threshold": "2.5", "unit": "万亿元"}, "threshold", "neutral", "2.5 万亿元"),
        ({"threshold": "2.6", "unit": "万亿元"}, "threshold", "tightens", "2.6"),
        ({"unit": "亩"}, "threshold", "unknown", "25000 亩"),
        ({"operator": "at_least"}, "operator", "relaxes", "由超过改为不低于"),
        ({"operator": "about"}, "operator", "relaxes", "左右"),
        ({"operator": "at_most"}, "operator", "unknown", "不超过"),
        ({"by": "2024-12-31"}, "by", "tightens", "由2025-12-31改为2024-12-31"),
        ({"by": "2026-12-31"}, "by", "relaxes", "2026-12-31"),
        ({"by": None}, "by", "relaxes", "改为无"),
        ({"from": "2024-01-01"}, "start", "unknown", "2024-01-01"),
        ({"force": "aim"}, "force", "relaxes", "由强制改为力争"),
        ({"population": {"kind": "town"}}, "population", "unknown", "kind：town"),
        ({"value": {"sum": "tax_revenue"}}, "value", "unknown", "tax_revenue"),
        ({"reading": None}, "reading", "unknown", "改为无"),
        ({"parameter": "star_levels"}, "parameter", "neutral", "star_levels"),
        ({"clauses": ["ZJ2023-1f"]}, "clauses", "neutral", "ZJ2023-1f"),
        ({"title": {"zh": "产出", "en": "output"}}, "title", "neutral", "产出"),
    ],
)
def test_each_side_of_a_target_is_told(
    tmp_path: Path, sides: dict, part: str, severity: str, words: str
):
    found = changes(
        "ZJ2023", tmp_path, {FILE: lambda d: d["targets"][OUTPUT].update(sides)}
    )
    change = only(found, Kind.TARGET, OUTPUT, part)
    assert change.severity == severity
    assert words in change.sentence.zh
    assert "NAMED" in change.areas.states
    assert "output_total" in change.areas.indicators
    assert OUTPUT in change.areas.rules


@pytest.mark.parametrize(
    ("operator", "threshold", "severity"),
    [("at_most", "1", "tightens"), ("exactly", "1", "unknown")],
)
def test_a_cap_goes_the_other_way_and_a_fixed_figure_none(
    tmp_path: Path, operator: str, threshold: str, severity: str
):
    def first(data: dict) -> None:
        data["targets"][OUTPUT]["operator"] = operator

    def second(data: dict) -> None:
        first(data)
        data["targets"][OUTPUT]["threshold"] = threshold

    old = edited("ZJ2023", tmp_path / "old", {FILE: first})
    new = edited("ZJ2023", tmp_path / "new", {FILE: second})
    change = only(differences(old, new), Kind.TARGET, OUTPUT, "threshold")
    assert change.severity == severity


def test_a_target_is_told_once_though_its_threshold_is_a_parameter(tmp_path: Path):
    def edit(data: dict) -> None:
        data["targets"][OUTPUT]["threshold"] = "30000"

    (change,) = changes("ZJ2023", tmp_path, {FILE: edit})
    assert change.kind is Kind.TARGET


def test_a_target_touches_its_own_window(tmp_path: Path):
    def edit(data: dict) -> None:
        data["targets"][OUTPUT]["threshold"] = "30000"

    (change,) = changes("ZJ2023", tmp_path, {FILE: edit})
    assert change.period == Period(date(2025, 1, 1), date(2025, 12, 31))


@pytest.mark.parametrize(
    ("force", "severity"), [("mandatory", "tightens"), ("aim", "neutral")]
)
def test_a_new_target_weighs_as_much_as_its_force(
    tmp_path: Path, force: str, severity: str
):
    def add(data: dict) -> None:
        data["targets"]["fresh"] = {**data["targets"][OUTPUT], "force": force}

    (change,) = changes("ZJ2023", tmp_path, {FILE: add})
    assert (change.id, change.part, change.severity) == ("fresh", "added", severity)


def test_a_target_that_is_gone_relaxes(tmp_path: Path):
    new = edited("ZJ2023", tmp_path, {FILE: lambda d: d["targets"].pop(OUTPUT)})
    (change,) = differences(shipped()["ZJ2023"], new)
    assert (change.part, change.severity) == ("removed", Strictness.RELAXES)
    assert change.period.last == date(2025, 12, 31)


SUPPORT = "incentives/support.yaml"
POOLED = "NT2017-4a"


@pytest.mark.parametrize(
    ("sides", "part", "severity"),
    [
        ({"rule": {"zh": "奖励", "en": "a reward"}}, "rule", "unknown"),
        ({"amount": "known"}, "amount", "unknown"),
        ({"effect": "land"}, "effect", "unknown"),
        ({"clauses": ["NT2017-4b"]}, "clauses", "neutral"),
        ({"title": {"zh": "扶持", "en": "support"}}, "title", "neutral"),
    ],
)
def test_each_side_of_an_incentive_is_told(
    tmp_path: Path, sides: dict, part: str, severity: str
):
    found = changes(
        "NT2017", tmp_path, {SUPPORT: lambda d: d["incentives"][POOLED].update(sides)}
    )
    change = only(found, Kind.INCENTIVE, POOLED, part)
    assert change.severity == severity
    assert change.areas.lists == {"municipal"}


def test_an_incentive_that_is_gone_has_to_be_read(tmp_path: Path):
    found = changes(
        "NT2017", tmp_path, {SUPPORT: lambda d: d["incentives"].pop(POOLED)}
    )
    gone = only(found, Kind.INCENTIVE, POOLED, "removed")
    assert gone.severity is Strictness.UNKNOWN
