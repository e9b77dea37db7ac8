"""The schemes of per-mu benefit as shipped, and what a broken one is told."""

from fractions import Fraction
from pathlib import Path

import pytest
from tests.packs.shelf import PACKS

from zhence.cases import read_cases, run_case
from zhence.cases.run import Case
from zhence.errors import BadPackError
from zhence.evidence import Label
from zhence.intake.catalogue import default_catalogue
from zhence.packs.permu_schemes import load_scheme, load_schemes
from zhence.permu.scheme import Efficacy, Fixed, Range

SCHEMES = load_schemes(PACKS, default_catalogue())
HUANGYAN = (PACKS / "permu" / "huangyan-2022.yaml").read_text(encoding="utf-8")
CASES = read_cases([PACKS / "permu"])


@pytest.mark.parametrize("case", CASES, ids=lambda c: c.file.id)
def test_a_worked_case_comes_out_as_it_says(case: Case):
    told = run_case(case, {}, SCHEMES)
    assert told.ok, (told.error, told.wrong, told.actual)


def test_every_number_of_a_scheme_stands_on_a_described_source():
    for scheme in SCHEMES.values():
        for source in scheme.sources.values():
            assert source.address or source.label is Label.OURS
            assert source.note is not None or source.label is not Label.OURS
        cited = [item.provenance for roll in scheme.rolls for item in roll.items]
        cited += [a.provenance for a in scheme.adjustments]
        assert {c.source for c in cited} <= set(scheme.sources)


def test_the_benchmark_of_huangyan_drifted_while_its_weights_stood():
    last, this = (SCHEMES[f"huangyan-{year}"].rolls[0].items for year in (2021, 2022))
    assert [i.weight for i in last] == [i.weight for i in this]
    assert last[0].benchmark == Fixed(Fraction("26.01"))
    assert this[0].benchmark == Fixed(Fraction("24.097"))


def test_min_max_runs_from_a_fifth_to_the_whole_weight():
    item = SCHEMES["jingde-2022"].rolls[0].items[0]
    assert item.benchmark == Range(Fraction(20), Fraction(100))


def scheme_file(tmp_path: Path, text: str, name: str = "huangyan-2022.yaml") -> Path:
    path = tmp_path / name
    path.write_text(text, encoding="utf-8")
    return path


# What is written instead, the code that answers, and the text on the line it names.
BROKEN = [
    ("weight: 30,", "weight: 31,", "permu_weights", "items:"),
    ("unit: 万元/亩, weight: 30", "unit: 万元/人, weight: 30", "permu_unit", "万元/人"),
    ("unit: 万元/亩, weight: 30", "unit: 石, weight: 30", "unit_unknown", "石"),
    ('{fixed: "24.097"}', '{fixed: "-1"}', "permu_benchmark", '"-1"'),
    ('{fixed: "24.097"}', "{fixed: abc}", "permu_number", "abc"),
    ('{fixed: "24.097"}', "{}", "permu_benchmark", "{}"),
    ('{fixed: "24.097"}', "{fixed: 1, mean: {}}", "permu_benchmark", "mean"),
    ('{fixed: "24.097"}', "{mean: {times: 0}}", "permu_benchmark", "times"),
    ('{fixed: "24.097"}', "{range: {low: 9, high: 9}}", "permu_benchmark", "low"),
    ('{fixed: "24.097"}', "{efficacy: {bad: 6, good: 6}}", "permu_benchmark", "bad"),
    ('{fixed: "24.097"}', "{fixed: {by: {a: 3}}}", "permu_benchmark", "by"),
    (
        "measure: tax_per_mu, unit: 万元/亩, weight: 30",
        "measure: nosuch, unit: 万元/亩, weight: 30",
        "permu_measure",
        "nosuch",
    ),
    (
        "source: notice}\n      - {measure: value_added_per_mu",
        "source: rumour}\n      - {measure: value_added_per_mu",
        "permu_source",
        "rumour",
    ),
    (
        "measure: value_added_per_mu",
        "measure: tax_per_mu",
        "permu_item_twice",
        "items:",
    ),
    ("missing: group_mean", "missing: as_it_is", "permu_treatment", "as_it_is"),
    ("zero: group_mean", "zero: as_it_is", "permu_treatment", "as_it_is"),
    (
        "zero: group_mean",
        "zero: group_mean\n        floor: 2\n        ceiling: 1",
        "permu_bounds",
        "floor",
    ),
    ("upto: 60", "upto: 10", "permu_bands", "order"),
    ("{name: D}", "{name: D, upto: 100}", "permu_bands", "order"),
    ("{name: D}", "{name: A}", "permu_bands", "order"),
    (
        "notes:",
        "veto: {cap: E, title: {zh: 否, en: no}, source: ours}\nnotes:",
        "permu_band_unknown",
        "cap: E",
    ),
    (
        "notes:",
        (
            "protection: [{statuses: [new], floor: E, title: {zh: 新, en: new},"
            " source: ours}]\nnotes:"
        ),
        "permu_band_unknown",
        "floor: E",
    ),
    (
        "notes:",
        (
            "adjustments: {a: {title: {zh: 甲, en: a}, points: '0.001',"
            " source: ours}}\nnotes:"
        ),
        "permu_adjustment",
        "0.001",
    ),
    ("id: huangyan-2022", "id: huangyan-1999", "permu_file_name", "1999"),
    ("merging: merged", "merging: melted", "value_wrong", "melted"),
    ("merging: merged", "colour: red", "key_unknown", "colour"),
]


@pytest.mark.parametrize(("old", "new", "code", "line"), BROKEN)
def test_a_broken_scheme_is_named_with_its_line(tmp_path, old, new, code, line):
    assert old in HUANGYAN
    text = HUANGYAN.replace(old, new, 1)
    with pytest.raises(BadPackError) as refused:
        load_scheme(scheme_file(tmp_path, text), default_catalogue())
    faults = [f for f in refused.value.faults if f.code == code]
    assert faults, refused.value
    assert faults[0].where.file == "permu/huangyan-2022.yaml"
    at = faults[0].where.line
    assert at is not None
    assert line in text.splitlines()[at - 1]


def test_a_weight_of_nothing_is_refused(tmp_path):
    text = HUANGYAN.replace("weight: 30,", "weight: 0,", 1)
    with pytest.raises(BadPackError, match="permu_weight]"):
        load_scheme(scheme_file(tmp_path, text), default_catalogue())


def test_faults_of_all_schemes_come_at_once(tmp_path):
    folder = tmp_path / "permu"
    folder.mkdir()
    scheme_file(folder, HUANGYAN.replace("weight: 30,", "weight: 31,", 1))
    scheme_file(folder, "- a list", "list.yaml")
    with pytest.raises(BadPackError) as refused:
        load_schemes(tmp_path, default_catalogue())
    named = {f.where.file for f in refused.value.faults}
    assert named == {"permu/huangyan-2022.yaml", "permu/list.yaml"}


def test_every_kind_of_benchmark_and_treatment_can_be_written(tmp_path):
    text = (
        HUANGYAN.replace('{fixed: "24.097"}', "{efficacy: {bad: 6, good: 12}}", 1)
        .replace('{fixed: "136.16"}', "{fixed: {value: 3, by: {西城: 5}}}", 1)
        .replace("missing: group_mean", "missing: {points: -3}", 1)
        .replace("merging: merged", "merging: separate\ncompared: [place]", 1)
    )
    made = load_scheme(scheme_file(tmp_path, text), default_catalogue())
    first, second, _, fourth, *_ = made.rolls[0].items
    assert first.benchmark == Efficacy(Fraction(6), Fraction(12))
    assert second.benchmark == Fixed(Fraction(3), (("西城", Fraction(5)),))
    assert fourth.missing.points == -3


def test_a_case_without_its_scheme_or_with_a_word_for_a_number_fails_by_name():
    assert run_case(CASES[0], {}, {}).error == "no scheme huangyan-2022"
    file = CASES[0].file.model_copy(
        update={"given": {"firms": {"A": {"amounts": {"land_in_use": "ten"}}}}}
    )
    assert "case_number" in (
        run_case(Case(file, CASES[0].where), {}, SCHEMES).error or ""
    )
