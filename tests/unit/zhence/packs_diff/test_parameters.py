"""A parameter changes: from what to what, on which days, and for whom."""

from datetime import date
from pathlib import Path

import pytest
from tests.unit.zhence.packs_diff.edited import Edit, changes, edited, only, shipped

from zhence.packs.diff import Kind, Period, Strictness, differences

INVESTMENT = "parameters/investment.yaml"
LIGHT = "NT2017-2.4c.threshold"


def value(name: str, **sides: object) -> Edit:
    """Change sides of the first value of a parameter."""
    return lambda data: data["parameters"][name]["values"][0].update(sides)


def source(name: str, **sides: object) -> Edit:
    """Change sides of the citation of a parameter's first value."""
    return lambda data: data["parameters"][name]["values"][0]["source"].update(sides)


def from_2025(new: object) -> Edit:
    """End the first value of the light threshold with 2024 and add another."""

    def edit(data: dict) -> None:
        held = data["parameters"][LIGHT]["values"]
        held[0]["to"] = "2024-12-31"
        held.append({**held[0], "value": new, "from": "2025-01-01", "to": "2030-12-31"})

    return edit


def test_a_higher_least_amount_tightens_and_says_from_what_to_what(tmp_path: Path):
    found = changes("NT2017", tmp_path, {INVESTMENT: value(LIGHT, value="25")})
    (change,) = found
    assert (change.kind, change.id, change.part) == (Kind.PARAMETER, LIGHT, "value")
    assert change.severity is Strictness.TIGHTENS
    assert "自2017-10-21起由20 亿元改为25 亿元" in change.sentence.zh
    assert "NT2017-2.4c、原则、正式" in change.sentence.zh
    assert "from 20 亿元 to 25 亿元 from 2017-10-21" in change.sentence.en
    assert change.period == Period(date(2017, 10, 21), None)


def test_it_names_the_rules_categories_and_indicators_that_rest_on_it(tmp_path: Path):
    edits = {INVESTMENT: value(LIGHT, value="25")}
    areas = changes("NT2017", tmp_path, edits)[0].areas
    light = {"historic_classics", "new_it", "innovation_startup", "sports_health"}
    assert areas.categories == light
    assert areas.lists == {"municipal"}
    assert "NT2017-2.4c" in areas.rules
    assert "NT2017-2.4b" not in areas.rules  # that one is for the heavy categories
    assert "acceptance" in areas.occasions
    assert "eligible_investment" in areas.indicators


@pytest.mark.parametrize(
    ("new", "severity"),
    [("19", "relaxes"), ("20.5", "tightens"), (None, "relaxes")],
)
def test_lower_relaxes_and_no_limit_relaxes(
    tmp_path: Path, new: str | None, severity: str
):
    (change,) = changes("NT2017", tmp_path, {INVESTMENT: value(LIGHT, value=new)})
    assert change.severity == severity


def test_a_limit_where_the_text_was_open_tightens(tmp_path: Path):
    name = "max_residential_land_share"
    (change,) = changes(
        "ZJ2023", tmp_path, {"parameters/development.yaml": value(name, value="0.3")}
    )
    assert change.severity is Strictness.TIGHTENS
    assert "由未定改为30%" in change.sentence.zh


def test_a_higher_cap_relaxes(tmp_path: Path):
    (change,) = changes(
        "NT2017",
        tmp_path,
        {"parameters/construction.yaml": value("NT2017-2.2c.threshold", value="4")},
    )
    assert change.severity is Strictness.RELAXES


def test_a_wider_tolerance_relaxes(tmp_path: Path):
    (change,) = changes(
        "NT2017",
        tmp_path,
        {"parameters/construction.yaml": value("tolerance_cap", value="0.25")},
    )
    assert change.severity is Strictness.RELAXES


def test_a_higher_grade_tightens(tmp_path: Path):
    (change,) = changes(
        "NT2017",
        tmp_path,
        {"parameters/construction.yaml": value("NT2017-2.3d.threshold", value="4A")},
    )
    assert change.severity is Strictness.TIGHTENS


def test_a_longer_list_of_what_is_allowed_relaxes(tmp_path: Path):
    longer = ["agglomeration", "development_zone", "small_town", "island"]
    (change,) = changes(
        "NT2017",
        tmp_path,
        {"parameters/application.yaml": value("NT2017-2.2a.site_types", value=longer)},
    )
    assert change.severity is Strictness.RELAXES


def test_a_list_that_gains_and_loses_has_to_be_read(tmp_path: Path):
    other = ["agglomeration", "development_zone", "island"]
    (change,) = changes(
        "NT2017",
        tmp_path,
        {"parameters/application.yaml": value("NT2017-2.2a.site_types", value=other)},
    )
    assert change.severity is Strictness.UNKNOWN


def test_an_exclusion_set_names_the_measures_that_leave_it_out(tmp_path: Path):
    out = ["residential", "commercial_complex"]
    (change,) = changes(
        "NT2017", tmp_path, {INVESTMENT: value("NT2017-2.4f.excluded", value=out)}
    )
    assert change.part == "exclusion"
    assert "不计入「有效投资（不含住宅）」" in change.sentence.zh
    assert "由商品住宅改为商品住宅、商业综合体" in change.sentence.zh
    # It lowers an amount, and both sides of a share: a person has to read it.
    assert change.severity is Strictness.UNKNOWN


def test_a_parameter_of_the_life_cycle_has_to_be_read(tmp_path: Path):
    file = "parameters/procedure.yaml"
    name = "NT2017-3.3d.threshold"
    (change,) = changes("NT2017", tmp_path, {file: value(name, value=3)})
    assert change.severity is Strictness.UNKNOWN
    assert "N5" in change.areas.rules
    assert {"CREATION", "CULTIVATION", "EXITED"} <= change.areas.states


def test_a_new_value_from_next_year_touches_next_year_only(tmp_path: Path):
    found = changes("NT2017", tmp_path, {INVESTMENT: from_2025("25")})
    first, last = found
    assert first.period == Period(date(2025, 1, 1), date(2030, 12, 31))
    assert "2025-01-01至2030-12-31由20 亿元改为25 亿元" in first.sentence.zh
    assert last.period == Period(date(2031, 1, 1), None)
    assert "改为没有值" in last.sentence.zh


def test_each_stretch_of_days_with_its_own_difference_is_told_apart(tmp_path: Path):
    """Dearer, dearer still, as before, dearer for good: three changes, not four."""

    def edit(data: dict) -> None:
        first = data["parameters"][LIGHT]["values"][0]
        data["parameters"][LIGHT]["values"] = [
            {**first, "value": value, "from": from_, "to": to}
            for value, from_, to in (
                ("25", "2017-10-21", "2019-12-31"),
                ("28", "2020-01-01", "2020-12-31"),
                ("20", "2021-01-01", "2021-12-31"),
                ("25", "2022-01-01", "2022-12-31"),
                ("25", "2023-01-01", None),
            )
        ]

    found = changes("NT2017", tmp_path, {INVESTMENT: edit})
    assert [(str(c.period.first), str(c.period.last)) for c in found] == [
        ("2017-10-21", "2019-12-31"),
        ("2020-01-01", "2020-12-31"),
        ("2022-01-01", "None"),
    ]


def test_one_value_split_in_two_equal_ones_is_no_change(tmp_path: Path):
    def split(data: dict) -> None:
        held = data["parameters"][LIGHT]["values"]
        held[0]["to"] = "2024-12-31"
        held.append({**held[0], "from": "2025-01-01"})
        del held[1]["to"]

    assert changes("NT2017", tmp_path, {INVESTMENT: split}) == ()


def test_the_same_amount_in_another_unit_only_shows_otherwise(tmp_path: Path):
    def convert(data: dict) -> None:
        data["parameters"][LIGHT]["unit"] = "万元"
        data["parameters"][LIGHT]["values"][0]["value"] = "200000"

    (change,) = changes("NT2017", tmp_path, {INVESTMENT: convert})
    assert (change.part, change.severity) == ("unit", Strictness.NEUTRAL)


def test_a_unit_of_another_kind_has_to_be_read(tmp_path: Path):
    def convert(data: dict) -> None:
        data["parameters"][LIGHT]["unit"] = "亩"

    found = changes("NT2017", tmp_path, {INVESTMENT: convert})
    assert {c.part for c in found} == {"unit", "value"}
    assert {c.severity for c in found} == {Strictness.UNKNOWN}


def test_a_citation_that_binds_harder_tightens(tmp_path: Path):
    edits = {INVESTMENT: source(LIGHT, force="mandatory")}
    (change,) = changes("NT2017", tmp_path, edits)
    assert (change.part, change.severity) == ("force", Strictness.TIGHTENS)
    assert "由原则改为强制" in change.sentence.zh
    assert change.period.first == date(2017, 10, 21)


def test_another_label_or_clause_moves_nothing(tmp_path: Path):
    edits = {INVESTMENT: source(LIGHT, label="local", clauses=["NT2017-2.4b"])}
    found = changes("NT2017", tmp_path, edits)
    assert {c.part for c in found} == {"label", "clauses"}
    assert {c.severity for c in found} == {Strictness.NEUTRAL}


def test_a_new_parameter_is_told_with_its_values(tmp_path: Path):
    def add(data: dict) -> None:
        held = data["parameters"][LIGHT]
        data["parameters"]["fresh"] = {**held, "title": {"zh": "新数", "en": "new"}}

    (change,) = changes("NT2017", tmp_path, {INVESTMENT: add})
    assert (change.id, change.part) == ("fresh", "added")
    said = "新增参数「新数」（fresh）：20 亿元（自2017-10-21起）。"
    assert change.sentence.zh == said
    assert change.severity is Strictness.UNKNOWN  # no rule uses it


def test_a_parameter_that_rules_use_is_told_with_them(tmp_path: Path):
    new = edited("NT2017", tmp_path, {INVESTMENT: lambda d: d["parameters"].pop(LIGHT)})
    gone = only(differences(shipped()["NT2017"], new), Kind.PARAMETER, LIGHT, "removed")
    assert gone.severity is Strictness.NEUTRAL
    assert "(NT2017-2.4c.threshold) is gone: 20 亿元" in gone.sentence.en


def test_other_levels_leave_the_rank_open(tmp_path: Path):
    name = "NT2017-2.3d.threshold"

    def edit(data: dict) -> None:
        data["parameters"][name]["levels"] = ["none", "2A", "3A", "4A", "5A"]
        data["parameters"][name]["values"][0]["value"] = "4A"

    found = changes("NT2017", tmp_path, {"parameters/construction.yaml": edit})
    assert {c.part: c.severity for c in found} == {
        "levels": Strictness.UNKNOWN,
        "value": Strictness.UNKNOWN,
    }


def test_a_title_and_the_choices_are_told(tmp_path: Path):
    def edit(data: dict) -> None:
        held = data["parameters"]["first_year_rule"]
        held["title"]["zh"] = "首个考核年度"
        held["choices"].append("never")

    found = changes("NT2017", tmp_path, {"parameters/procedure.yaml": edit})
    assert {c.part for c in found} == {"title", "choices"}


def test_a_parameter_that_two_editions_use_differently_has_to_be_read(tmp_path: Path):
    def turn(data: dict) -> None:
        judge = data["criteria"]["NT2017-2.4e"]["judge"]
        judge["at_most"] = judge.pop("at_least")

    new = edited(
        "NT2017",
        tmp_path,
        {
            INVESTMENT: value("NT2017-2.4e.threshold", value="60"),
            "rules/annual.yaml": turn,
        },
    )
    found = differences(shipped()["NT2017"], new)
    change = only(found, Kind.PARAMETER, "NT2017-2.4e.threshold", "value")
    assert change.severity is Strictness.UNKNOWN
