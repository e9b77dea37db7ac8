"""Gaps and overlaps are named before publishing; a reform that makes one is refused."""

from dataclasses import replace
from fractions import Fraction
from itertools import pairwise
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st
from tests.unit.zhence.packs_diff.edited import PACKS, Edit, edited, shipped

from zhence.errors import BadInputError, Severity
from zhence.evidence import Text
from zhence.packs.diff_bands import Band, Seam, bad_seams
from zhence.packs.diff_contradictions import contradictions
from zhence.packs.diff_holes import holes, refuse_overlaps
from zhence.packs.pack import Pack
from zhence.rules.terms import AnyOf, Checklist, Not

LIGHT, HEAVY = "NT2017-2.4c.threshold", "NT2017-2.4b.threshold"


def codes(pack: Pack) -> list[str]:
    return [fault.code for fault in holes(pack)]


@pytest.mark.parametrize("folder", sorted(p.parent for p in PACKS.glob("*/pack.yaml")))
def test_a_shipped_pack_has_no_hole(folder: Path):
    assert holes(shipped()[folder.name]) == ()


def values(edit: Edit) -> dict[str, Edit]:
    """Edit the dated values of the light threshold."""
    return {"parameters/investment.yaml": lambda d: edit(d["parameters"][LIGHT])}


def dated(*windows: tuple[str | None, str | None]) -> dict[str, Edit]:
    def edit(held: dict) -> None:
        first = held["values"][0]
        held["values"] = [
            {**first, "from": first_day, "to": last_day}
            for first_day, last_day in windows
        ]

    return values(edit)


def test_a_day_without_a_value_is_named(tmp_path: Path):
    pack = edited(
        "NT2017",
        tmp_path,
        dated(("2017-10-21", "2019-12-31"), ("2020-02-01", None)),
    )
    (fault,) = holes(pack)
    assert fault.code == "dates_gap"
    assert f"参数 {LIGHT} 2020-01-01至2020-01-31没有值" in fault.zh
    assert fault.severity is Severity.WARNING
    assert fault.where.file == "NT2017/parameters/investment.yaml"
    assert fault.where.line


def test_a_day_with_two_values_is_named(tmp_path: Path):
    pack = edited(
        "NT2017", tmp_path, dated(("2017-10-21", "2020-12-31"), ("2020-01-01", None))
    )
    (fault,) = holes(pack)
    assert fault.code == "dates_overlap"
    assert "from 2020-01-01 to 2020-12-31" in fault.en


def test_two_values_without_end_overlap_for_good(tmp_path: Path):
    pack = edited("NT2017", tmp_path, dated((None, None), ("2020-01-01", None)))
    (fault,) = holes(pack)
    assert fault.code == "dates_overlap"
    assert "自2020-01-01起" in fault.zh


def test_two_values_without_beginning_overlap_from_the_first_day(tmp_path: Path):
    pack = edited("NT2017", tmp_path, dated((None, None), (None, "2020-12-31")))
    assert [f.zh for f in holes(pack)] == [f"参数 {LIGHT} 至2020-12-31止有两个值"]


def test_a_value_that_ends_before_it_begins_is_left_to_the_other_check(tmp_path: Path):
    pack = edited(
        "NT2017", tmp_path, dated(("2017-10-21", None), ("2021-01-01", "2020-01-01"))
    )
    assert codes(pack) == []


def test_days_of_the_policy_without_a_value_are_named(tmp_path: Path):
    pack = edited("NT2017", tmp_path, dated(("2018-01-01", "2020-12-31")))
    first, last = holes(pack)
    assert {first.code, last.code} == {"dates_short"}
    assert "from 2017-10-21 to 2017-12-31" in first.en
    assert "自2021-01-01起" in last.zh


def test_a_value_that_outlives_the_policy_leaves_no_hole(tmp_path: Path):
    edits = {
        **dated(("2017-10-21", "2025-12-31")),
        "pack.yaml": lambda d: d.update(valid_to="2025-12-31"),
    }
    assert codes(edited("NT2017", tmp_path, edits)) == []


def test_a_category_without_a_threshold_is_named(tmp_path: Path):
    def edit(data: dict) -> None:
        data["thresholds"]["category_investment"]["parameters"].pop("other")

    (fault,) = holes(edited("NT2017", tmp_path, {"categories.yaml": edit}))
    assert fault.code == "category_without_threshold"
    assert "没有类别 other 的限值" in fault.zh


def groups(category: str, *names: str) -> dict[str, Edit]:
    return {
        "categories.yaml": lambda d: d["categories"][category].update(
            groups=list(names)
        )
    }


def test_a_category_that_no_case_takes_is_named(tmp_path: Path):
    (fault,) = holes(edited("NT2017", tmp_path, groups("new_it")))
    assert fault.code == "cases_hole"
    assert "NT2017-2.4b、NT2017-2.4c" in fault.zh
    assert "new-generation IT" in fault.en


def test_a_category_that_two_cases_take_is_named(tmp_path: Path):
    found = holes(edited("NT2017", tmp_path, groups("new_it", "light", "default")))
    assert [f.code for f in found] == ["cases_overlap"]
    assert "同时适用 NT2017-2.4b、NT2017-2.4c" in found[0].zh


def test_a_case_for_everybody_takes_the_rest(tmp_path: Path):
    def widen(data: dict) -> None:
        data["criteria"]["NT2017-2.4x"] = {
            **data["criteria"]["NT2017-2.4b"],
            "applies": [],
        }

    edits = {**groups("new_it"), "rules/acceptance.yaml": widen}
    assert codes(edited("NT2017", tmp_path, edits)) == []


def test_a_case_for_a_group_that_is_empty_is_named(tmp_path: Path):
    def edit(data: dict) -> None:
        data["criteria"]["NT2017-2.4b"]["applies"] = [{"categories": "nobody"}]

    found = codes(edited("NT2017", tmp_path, {"rules/acceptance.yaml": edit}))
    assert found == ["case_empty", "cases_hole", "cases_hole"]


def test_two_tiers_that_begin_at_one_figure_are_named(tmp_path: Path):
    file = "targets/naming_and_tiers.yaml"

    def edit(data: dict) -> None:
        data["targets"]["HZ2021-T.3"]["value"]["at"] = "1000"

    (fault,) = holes(edited("HZ2021", tmp_path, {file: edit}))
    assert fault.code == "tiers_overlap"
    assert "HZ2021-T.2 与 HZ2021-T.3" in fault.zh
    assert fault.where.file == f"HZ2021/{file}"


def test_limits_that_no_figure_can_keep_are_named(tmp_path: Path):
    def edit(data: dict) -> None:
        data["parameters"]["NT2017-3.4a.least"]["values"][0]["value"] = 40

    (fault,) = holes(edited("NT2017", tmp_path, {"parameters/construction.yaml": edit}))
    assert fault.code == "band_reversed"
    assert "既要不低于40 月又要不超过36 月" in fault.zh


def test_a_checklist_that_cannot_be_filled_is_named(tmp_path: Path):
    def edit(data: dict) -> None:
        data["checklists"]["plan_aspects"]["open"] = False
        data["checklists"]["plan_aspects"]["items"].popitem()

    (fault,) = holes(edited("NT2017", tmp_path, {"checklists/application.yaml": edit}))
    assert fault.code == "need_above_items"
    assert "只有 4 项，却要求 5 项" in fault.zh


def test_a_checklist_and_its_criterion_that_disagree_are_named(tmp_path: Path):
    def edit(data: dict) -> None:
        data["parameters"]["NT2017-2.2b.threshold"]["values"][0]["value"] = 3

    (fault,) = holes(edited("NT2017", tmp_path, {"parameters/application.yaml": edit}))
    assert fault.code == "need_differs"
    assert "criteria (3)" in fault.en


def test_what_is_denied_or_open_is_looked_into_as_well():
    """Limits inside any-of and not, on lists that the pack lacks, raise no fault."""
    pack = shipped()["NT2017"]
    criterion = pack.rulebook.criteria["NT2017-3.4a"]
    judge = AnyOf((Not(criterion.judge), Checklist("gone", LIGHT), Checklist("x", "y")))
    held = replace(
        pack,
        rulebook=replace(
            pack.rulebook, criteria={"x": replace(criterion, judge=judge)}
        ),
    )
    assert codes(held) == []


# --------------------------------------------------------------------------- refusal


def test_a_reform_that_makes_a_table_overlap_is_refused_by_name(tmp_path: Path):
    reform = edited("NT2017", tmp_path, groups("new_it", "light", "default"))
    with pytest.raises(BadInputError) as refused:
        refuse_overlaps(shipped()["NT2017"], reform)
    (fault,) = refused.value.faults
    assert fault.code == "reform_overlap"
    assert fault.zh.startswith("改动使表格重叠：类别「新一代信息技术」同时适用")
    assert fault.remedy


def test_an_overlap_that_was_there_before_is_not_the_reforms_doing(tmp_path: Path):
    old = edited("NT2017", tmp_path, groups("new_it", "light", "default"))
    refuse_overlaps(old, replace(old, edition="2018"))


def test_a_reform_that_only_leaves_a_gap_is_not_refused(tmp_path: Path):
    reform = edited("NT2017", tmp_path, groups("new_it"))
    refuse_overlaps(shipped()["NT2017"], reform)


# ------------------------------------------------------------------------------ bands


def test_score_bands_with_a_gap_at_60_and_an_overlap_at_80_name_both():
    bands = [
        Band("poor", Fraction(0), Fraction(60)),
        Band("fair", Fraction(60), Fraction(80), with_low=False, with_high=True),
        Band("good", Fraction(80), Fraction(100), with_high=True),
    ]
    found = [(s.kind, s.first, s.second, str(s.low)) for s in bad_seams(bands)]
    assert found == [
        (Seam.GAP, "poor", "fair", "60"),
        (Seam.OVERLAP, "fair", "good", "80"),
    ]


def test_a_band_inside_another_overlaps_and_hides_no_later_gap():
    bands = [
        Band("all", Fraction(0), Fraction(50)),
        Band("inner", Fraction(10), Fraction(20)),
        Band("later", Fraction(60), None),
    ]
    assert [(s.kind, s.first, s.second) for s in bad_seams(bands)] == [
        (Seam.OVERLAP, "all", "inner"),
        (Seam.GAP, "all", "later"),
    ]


cuts = st.lists(st.integers(0, 50), min_size=2, max_size=8, unique=True).map(sorted)


@given(cuts)
def test_bands_that_follow_each_other_have_no_bad_seam(steps: list[int]):
    bands = [
        Band(str(low), Fraction(low), Fraction(high)) for low, high in pairwise(steps)
    ]
    assert list(bad_seams(reversed(bands))) == []


@given(
    st.lists(st.tuples(st.integers(0, 20), st.integers(1, 9)), min_size=1, max_size=6)
)
def test_a_seam_is_found_exactly_where_counting_finds_one(sizes: list[tuple]):
    """The plain twin counts, for each number, how many bands hold it."""
    bands = [
        Band(str(i), Fraction(low), Fraction(low + size))
        for i, (low, size) in enumerate(sizes)
    ]
    ends = [low for low, _ in sizes], [low + size for low, size in sizes]
    held = [
        sum(low <= number < low + size for low, size in sizes)
        for number in range(min(ends[0]), max(ends[1]))
    ]
    kinds = {s.kind for s in bad_seams(bands)}
    assert (Seam.GAP in kinds) is (0 in held)
    assert (Seam.OVERLAP in kinds) is any(count > 1 for count in held)


# --------------------------------------------------------------------- contradictions


def test_policies_on_one_level_of_lists_do_not_contradict_each_other_as_shipped():
    assert contradictions(shipped().values()) == ()


def test_over_all_levels_the_known_differences_are_named():
    found = contradictions(shipped().values(), same_level=False)
    told = {(c.about, c.first, c.second): c for c in found}
    areas = told["threshold", "NT2017", "ZJ2023"]
    assert areas.indicators == ("planned_area",)
    assert areas.rules == ("NT2017-2.2c", "ZJ2023-4.3g")
    assert areas.sentence.zh == (
        "「规划面积」：NT2017 要求约3 km²（NT2017-2.2c）；"
        "ZJ2023 要求不超过5 km²（ZJ2023-4.3g）。"
    )
    counted = told["counted", "NT2017", "ZJ2023"]
    assert "NT2017 leaves out housing" in counted.sentence.en
    assert counted.as_json()["policies"] == ["NT2017", "ZJ2023"]
    investment = [c for c in found if c.indicators == ("eligible_investment",)]
    assert any("不低于50 亿元（RPT-1.2a）" in c.sentence.zh for c in investment)


def test_one_more_km2_in_a_policy_of_the_same_list_is_a_finding(tmp_path: Path):
    def edit(data: dict) -> None:
        data["parameters"]["ZJ2023-4.3g.threshold"]["values"][0]["value"] = "4"

    other = edited("ZJ2023", tmp_path, {"parameters/development.yaml": edit})
    (found,) = contradictions([shipped()["ZJ2023"], replace(other, id="other")])
    assert found.lists == ("provincial",)
    assert "other 要求不超过4 km²" in found.sentence.zh


def test_the_same_share_with_another_threshold_is_a_finding(tmp_path: Path):
    def edit(data: dict) -> None:
        data["parameters"]["ZJ2023-1l.threshold"]["values"][0]["value"] = "60"

    file = "parameters/development.yaml"
    other = edited("ZJ2023", tmp_path, {file: edit})
    (found,) = contradictions([shipped()["ZJ2023"], replace(other, id="other")])
    assert found.indicators == ("eligible_investment", "lead_investment")
    assert found.sentence.en.startswith(
        '"investment in the characteristic industry" of "effective investment'
    )


def test_a_measure_that_a_pack_lacks_is_compared_with_nothing():
    pack = shipped()["ZJ2023"]
    bare = replace(pack, rulebook=replace(pack.rulebook, measures={}))
    assert contradictions([pack, replace(bare, title=Text("", ""))]) == ()
