"""Words that the parks' draft needed: items shown by evidence, firm or park."""

from dataclasses import replace
from datetime import date
from pathlib import Path

import pytest
from tests.lib.rulebooks import (
    checklist,
    criterion,
    measure,
    number,
    parameter,
    rulebook,
    told,
)

from zhence.evidence import Verdict
from zhence.facts import Facts, Membership
from zhence.intake.catalogue import read_catalogue
from zhence.packs.check import check_pack
from zhence.packs.load import load_pack
from zhence.rules.judge import Judgement, judge
from zhence.rules.question import Question
from zhence.rules.rulebook import Occasion
from zhence.rules.terms import Applies, Checklist, Compare, Operator

ROOT = Path(__file__).resolve().parents[4]
ASK = Question(Occasion.STANDING, date(2021, 3, 31))
FIRM = Applies(told=("invested", "marks"))
PARK = Applies(not_told=("invested", "marks"))


def book():
    ones = replace(
        checklist("ones", "land", "service", "leader"),
        evidence={
            "land": ("small",),
            "service": ("functions",),
            "leader": ("marks.good", "small"),
        },
    )
    return rulebook(
        criterion(
            Compare("area", Operator.AT_MOST, parameter("most")),
            "small",
            applies=(PARK,),
        ),
        criterion(Checklist("ones", "need"), "all", advisory=True),
        criterion(Checklist("marks", "one"), "firm", applies=(FIRM,)),
        measures=[measure("area", unit_name="km²")],
        parameters=[
            number("most", "3", "km²"),
            number("need", "3"),
            number("one", "1"),
        ],
        checklists=[ones, checklist("functions", "a", "b"), checklist("marks", "good")],
    )


def judged(*figures, **checklists) -> Judgement:
    facts = Facts(Membership("T", "list", "S"), figures, checklists=checklists)
    return judge(book(), facts, ASK)


def test_what_evidence_shows_need_not_be_told():
    found = judged(
        told("area", "2020-12-31", "2"), functions={"a": True, "b": True}
    ).checklists["ones"]
    assert (found.done, found.gaps, found.unknown) == (2, (), ("leader",))


def test_what_fails_the_evidence_is_a_gap_even_where_it_was_ticked():
    found = judged(
        told("area", "2020-12-31", "4"),
        functions={"a": True, "b": False},
        ones={"land": True, "service": True},
    ).checklists["ones"]
    assert found.gaps == ("land", "service", "leader")


def test_undecided_evidence_leaves_an_item_as_it_was_told():
    found = judged(ones={"land": True, "leader": False}, functions={"a": True})
    state = found.checklists["ones"]
    assert (state.done, state.gaps, state.unknown) == (1, ("leader",), ("service",))


def test_a_tick_against_it_stands_where_the_evidence_passes():
    found = judged(told("area", "2020-12-31", "2"), ones={"land": False})
    assert found.checklists["ones"].gaps == ("land",)


def test_criteria_on_the_checklist_see_the_evidence():
    found = judged(
        told("area", "2020-12-31", "2"),
        functions={"a": True, "b": True},
        ones={"leader": True},
    )
    assert found.findings["all"].verdict is Verdict.PASS


def test_who_says_something_of_a_firm_is_a_firm():
    park = judged(told("area", "2020-12-31", "2"))
    assert park.findings["firm"].verdict is Verdict.NOT_APPLICABLE
    assert park.findings["small"].verdict is Verdict.PASS
    for firm in (judged(told("invested", "2020", "2")), judged(marks={})):
        assert firm.findings["small"].verdict is Verdict.NOT_APPLICABLE
        assert firm.findings["firm"].verdict is Verdict.INSUFFICIENT_DATA


# ------------------------------------------------------------------- the pack check

PACK = """\
id: P
title: {zh: 包, en: pack}
status: draft
edition: '1'
issuer: {zh: 机关, en: office}
jurisdiction: {zh: 某地, en: somewhere}
level: none
subjects: [park]
valid_from: null
valid_to: null
lists: [parks]
assess_occasion: standing
"""
DOCUMENT = """\
id: P
title: {zh: 文件, en: document}
number: null
issuer: {zh: 机关, en: office}
status: draft
issued_on: null
"""
LISTS = """\
checklists:
  ones:
    title: {zh: 清单, en: list}
    clauses: [P-1]
    need: all
    items: {one: {zh: 一, en: one}}
    evidence: {EVIDENCE}
"""
RULES = """\
criteria:
  P-1:
    title: {zh: 判据, en: criterion}
    clauses: [P-1]
    occasions: [standing]
    applies: [{told: [TOLD]}]
    judge: {recorded: {events: [listed]}}
"""
CLAUSES = """\
clauses:
  P-1:
    section: 一
    kind: criterion
    subject: park
    force: mandatory
    priority: core
    summary: {zh: 概要, en: summary}
    checked_on: '2026-11-21'
"""
TARGETS = """\
targets:
  P-1.t:
    title: {zh: 目标, en: target}
    clauses: [P-1]
    force: mandatory
    value: {count: platforms}
    operator: at_least
    threshold: THRESHOLD
    unit: 个
    by: null
    population: {kind: none}
"""


def checked(folder: Path, evidence="{one: [P-1]}", asks="annual_output", least="'3'"):
    files = {
        "pack.yaml": PACK,
        "documents/P.yaml": DOCUMENT,
        "checklists/a.yaml": LISTS.replace("{EVIDENCE}", evidence),
        "rules/a.yaml": RULES.replace("TOLD", asks),
        "clauses/a.yaml": CLAUSES,
        "targets/a.yaml": TARGETS.replace("THRESHOLD", least),
    }
    for name, text in files.items():
        path = folder / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text, encoding="utf-8")
    catalogue = read_catalogue(ROOT / "reference" / "indicators.csv")
    return load_pack(folder, catalogue)


@pytest.mark.parametrize(
    ("evidence", "asks", "unknown"),
    [
        ("{one: [P-1]}", "annual_output", None),
        ("{one: [ones.one]}", "ones", None),
        ("{two: [P-1]}", "ones", "two"),
        ("{one: [P-9]}", "ones", "P-9"),
        ("{one: [ones.two]}", "ones", "ones.two"),
        ("{one: [P-1]}", "unheard_of", "unheard_of"),
    ],
)
def test_every_name_has_to_lead_somewhere(tmp_path, evidence, asks, unknown):
    found = check_pack(checked(tmp_path, evidence, asks))
    assert [unknown in f.en for f in found] == ([] if unknown is None else [True])


def test_the_number_of_a_target_is_a_parameter_with_its_place(tmp_path):
    pack = checked(tmp_path)
    held = pack.rulebook.parameter("P-1.t.threshold")
    assert held.number(None) == 3
    assert held.values[0].citation is not None
    assert held.values[0].citation.label.value == "draft"
    assert pack.places["parameter", "P-1.t.threshold"].file is not None


def test_a_number_that_is_none_is_refused_with_its_line(tmp_path):
    with pytest.raises(Exception, match="exact number") as refused:
        checked(tmp_path, least="many")
    fault = refused.value.faults[0]  # type: ignore[attr-defined]
    assert (fault.code, fault.where.line) == ("value_wrong", 2)
