"""Categories, tables by category and checklists change."""

from pathlib import Path

import pytest
from tests.unit.zhence.packs_diff.edited import changes, edited, only

from zhence.packs.diff import Kind, Strictness, differences

FILE = "categories.yaml"
TABLE = "category_investment"
HEAVY, LIGHT = "NT2017-2.4b.threshold", "NT2017-2.4c.threshold"


def row(category: str, parameter: str) -> dict:
    return {
        FILE: lambda d: d["thresholds"][TABLE]["parameters"].update(
            {category: parameter}
        )
    }


def test_a_category_with_a_higher_threshold_tightens_for_it_alone(tmp_path: Path):
    (change,) = changes("NT2017", tmp_path, row("new_it", HEAVY))
    assert (change.kind, change.id) == (Kind.THRESHOLD, TABLE)
    assert change.severity is Strictness.TIGHTENS
    assert change.areas.categories == {"new_it"}
    assert f"由新一代信息技术20 亿元（{LIGHT}）" in change.sentence.zh
    assert f"new-generation IT 30 亿元 ({HEAVY})" in change.sentence.en


def test_a_lower_threshold_relaxes(tmp_path: Path):
    (change,) = changes("NT2017", tmp_path, row("other", LIGHT))
    assert change.severity is Strictness.RELAXES


def test_a_table_that_serves_a_cap_goes_the_other_way(tmp_path: Path):
    def cap(data: dict) -> None:
        for criterion in data["criteria"].values():
            if criterion["judge"].get("at_least") == {"by_category": TABLE}:
                criterion["judge"]["at_most"] = criterion["judge"].pop("at_least")

    def alone(data: dict) -> None:
        data["measures"]["base"]["from"] = [{"indicator": "plan_total"}]

    capped = {"rules/acceptance.yaml": cap, "rules/measures.yaml": alone}
    old = edited("NT2017", tmp_path / "old", capped)
    new = edited("NT2017", tmp_path / "new", {**capped, **row("other", LIGHT)})
    (change,) = differences(old, new)
    assert change.severity is Strictness.TIGHTENS


def test_a_table_without_a_row_has_to_be_read(tmp_path: Path):
    edit = {FILE: lambda d: d["thresholds"][TABLE]["parameters"].pop("other")}
    (change,) = changes("NT2017", tmp_path, edit)
    assert change.severity is Strictness.UNKNOWN
    assert change.areas.categories == {"other"}


def test_a_table_comes_and_goes(tmp_path: Path):
    def rename(data: dict) -> None:
        data["thresholds"]["second"] = data["thresholds"].pop(TABLE)

    found = changes("NT2017", tmp_path, {FILE: rename})
    assert {(c.id, c.part) for c in found if c.kind is Kind.THRESHOLD} == {
        (TABLE, "removed"),
        ("second", "added"),
    }


def test_a_new_category_has_to_be_read(tmp_path: Path):
    def add(data: dict) -> None:
        data["categories"]["tourism"] = {"title": {"zh": "旅游", "en": "tourism"}}

    (change,) = changes("NT2017", tmp_path, {FILE: add})
    assert (change.kind, change.part) == (Kind.CATEGORY, "added")
    assert change.severity is Strictness.UNKNOWN
    assert change.areas.categories == {"tourism"}


@pytest.mark.parametrize(
    ("sides", "part", "severity", "words"),
    [
        ({"groups": ["default"]}, "groups", "unknown", "由light改为default"),
        ({"groups": []}, "groups", "unknown", "由light改为无"),
        ({"title": {"zh": "信息", "en": "IT"}}, "title", "neutral", "信息"),
        (
            {"industries": {"ai": {"zh": "人工智能", "en": "AI"}}},
            "industries",
            "unknown",
            "改为人工智能",
        ),
    ],
)
def test_each_side_of_a_category_is_told(
    tmp_path: Path, sides: dict, part: str, severity: str, words: str
):
    found = changes(
        "NT2017", tmp_path, {FILE: lambda d: d["categories"]["new_it"].update(sides)}
    )
    change = only(found, Kind.CATEGORY, "new_it", part)
    assert change.severity == severity
    assert words in change.sentence.zh
    assert "new_it" in change.areas.categories


CHECKLISTS = "checklists/town.yaml"
PARLOUR = "parlour_functions"
NEW_ITEM = {"sauna": {"zh": "桑拿", "en": "sauna"}}


def test_one_item_more_to_choose_from_asks_less(tmp_path: Path):
    edit = {CHECKLISTS: lambda d: d["checklists"][PARLOUR]["items"].update(NEW_ITEM)}
    (change,) = changes("NT2017", tmp_path, edit)
    assert (change.kind, change.part) == (Kind.CHECKLIST, "items")
    assert change.severity is Strictness.RELAXES
    assert "桑拿" in change.sentence.zh
    assert "NT2017-2.3a" in change.areas.rules


def test_other_words_for_an_item_move_nothing(tmp_path: Path):
    def edit(data: dict) -> None:
        items = data["checklists"][PARLOUR]["items"]
        items[next(iter(items))] = {"zh": "别名", "en": "alias"}

    (change,) = changes("NT2017", tmp_path, {CHECKLISTS: edit})
    assert change.severity is Strictness.NEUTRAL


def test_items_of_a_list_that_no_rule_asks_for_move_nothing(tmp_path: Path):
    def add(data: dict) -> None:
        data["checklists"]["management_principles"]["items"].update(NEW_ITEM)

    (change,) = changes("NT2017", tmp_path, {"checklists/organisation.yaml": add})
    assert change.severity is Strictness.NEUTRAL


@pytest.mark.parametrize(
    ("sides", "part", "severity"),
    [
        ({"need": 2}, "need", "neutral"),
        ({"open": False}, "open", "neutral"),
        ({"clauses": ["NT2017-2.3b"]}, "clauses", "neutral"),
        ({"title": {"zh": "客厅", "en": "parlour"}}, "title", "neutral"),
        ({"evidence": {"expo": ["NT2017-2.3d"]}}, "evidence", "unknown"),
    ],
)
def test_each_side_of_a_checklist_is_told(
    tmp_path: Path, sides: dict, part: str, severity: str
):
    found = changes(
        "NT2017",
        tmp_path,
        {CHECKLISTS: lambda d: d["checklists"][PARLOUR].update(sides)},
    )
    assert only(found, Kind.CHECKLIST, PARLOUR, part).severity == severity


def test_a_new_checklist_moves_nothing_by_itself(tmp_path: Path):
    def add(data: dict) -> None:
        data["checklists"]["fresh"] = data["checklists"][PARLOUR]

    (change,) = changes("NT2017", tmp_path, {CHECKLISTS: add})
    assert (change.part, change.severity) == ("added", Strictness.NEUTRAL)
