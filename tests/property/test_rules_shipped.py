"""The laws of judging, on a shipped rulebook and towns like real ones."""

from collections.abc import Mapping
from dataclasses import replace
from fractions import Fraction

from hypothesis import given, settings
from hypothesis import strategies as st
from tests.lib.nantong import (
    ACCEPTANCE,
    WINDOW,
    Known,
    one_thing_less,
    questions,
    towns,
)
from tests.lib.properties import thorough
from tests.lib.rulebooks import annual
from tests.lib.worlds import span_of
from tests.packs.shelf import shipped

from zhence.evidence import Finding, Interval, Verdict
from zhence.facts import Facts, Observation
from zhence.packs.names import measure_indicators
from zhence.periods import day
from zhence.rules.judge import judge
from zhence.rules.question import Question
from zhence.rules.rulebook import Rulebook
from zhence.units import unit

BOOK: Rulebook = shipped()["NT2017"].rulebook.with_parameters(WINDOW)
less_often = settings(thorough, max_examples=max(50, thorough.max_examples // 4))


def verdicts(known: Facts, question: Question) -> dict[str, Verdict]:
    told = judge(BOOK, known, question)
    return {n: f.verdict for n, f in told.findings.items()} | {"result": told.result}


def kind(verdict: Verdict) -> Verdict:
    return Verdict.PASS if verdict.accepted else verdict


@less_often
@given(towns(), questions)
def test_losing_any_input_never_decides_what_was_undecided(
    town: Known, question: Question
):
    before = verdicts(town.part, question)
    for lost, fewer in one_thing_less(town.part):
        after = verdicts(fewer, question)
        for name, verdict in before.items():
            told = f"{name}: {verdict} became {after[name]} without {lost}"
            if verdict.undecided:
                assert after[name].undecided, told
            elif verdict is not Verdict.NOT_APPLICABLE:
                allowed = after[name].undecided or kind(after[name]) is kind(verdict)
                assert allowed, told


@thorough
@given(towns(), questions)
def test_a_decision_on_part_of_the_truth_holds_for_the_whole_of_it(
    town: Known, question: Question
):
    true = verdicts(town.whole, question)
    for name, verdict in verdicts(town.part, question).items():
        if not verdict.undecided:
            assert kind(verdict) is kind(true[name]), f"{name}: {verdict}"


@thorough
@given(towns(), st.sampled_from(["category", "lead_industries"]), questions)
def test_a_decision_without_the_category_holds_for_every_category(
    town: Known, trait: str, question: Question
):
    unnamed = replace(town.part.membership, category=None)
    if trait == "lead_industries":
        unnamed = replace(unnamed, lead_industries=None)
    told = judge(BOOK, replace(town.part, membership=unnamed), question)
    for category in told.categories:
        named = replace(unnamed, category=category)
        true = judge(BOOK, replace(town.part, membership=named), question)
        for name, finding in told.findings.items():
            in_truth = true.findings[name].verdict
            if finding.verdict.undecided or in_truth is Verdict.NOT_APPLICABLE:
                continue
            assert kind(finding.verdict) is kind(in_truth), f"{name} for {category}"


# What is reported for a measure; one figure for the span of the question replaces it.
INDICATORS = {
    "eligible_investment": "eligible_investment",
    "lead_to_date": "lead_investment",
    "planned_area": "planned_area",
    "construction_area": "construction_area",
    "wifi_coverage": "wifi_coverage",
    "digital_management_coverage": "digital_management_coverage",
    "service_standard": "scenic_standard",
}
FLOWS = {"eligible_investment", "lead_investment"}


def with_figure(known: Facts, code: str, value: Fraction, question: Question) -> Facts:
    """The facts with one figure told anew."""
    months = 12 if question == annual(2018) else 24
    period = span_of(0, months) if code in FLOWS else day(question.on)
    told = Observation("T", code, period, Interval.point(value))
    # A rating proves its grade of the standard; here the standard speaks alone.
    silent = {code, "scenic_grade"} if code == "scenic_standard" else {code}
    others = tuple(o for o in known.observations if o.indicator not in silent)
    return replace(known, observations=(*others, told))


def findings(known: Facts, question: Question) -> Mapping[str, Finding]:
    return judge(BOOK, known, question).findings


def looks_at(finding: Finding, code: str) -> bool:
    """Say whether any amount in the trace may be read from the indicator."""
    return any(
        code in measure_indicators(BOOK.measures[name]) for name in finding.trace.inputs
    )


@less_often
@given(towns(), st.sampled_from([annual(2018), annual(2019), ACCEPTANCE]))
def test_a_failing_figure_set_to_its_flip_is_accepted_and_one_unit_short_fails(
    town: Known, question: Question
):
    found = findings(replace(town.whole, exemptions=()), question)
    for failure in found.values():
        if failure.verdict is not Verdict.FAIL:
            continue
        for flip in failure.flips:
            code = INDICATORS.get(flip.amount)
            if code is None:
                continue
            exact = flip.to * unit(flip.unit).factor
            step = -1 if flip.downward else 1
            plain = replace(town.whole, exemptions=())
            there = findings(with_figure(plain, code, exact, question), question)
            short = findings(with_figure(plain, code, exact - step, question), question)
            name = failure.criterion
            assert there[name].verdict.accepted, f"{name}: {flip}"
            assert short[name].verdict is Verdict.FAIL, f"{name}: {flip}"
            for other, before in found.items():
                if not looks_at(before, code):
                    assert there[other].verdict is before.verdict, other
