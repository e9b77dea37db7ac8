"""All criteria of one occasion, joined."""

from dataclasses import replace
from datetime import date
from fractions import Fraction

import pytest
from tests.lib.rulebooks import (
    ANNUAL,
    STANDING,
    category,
    checklist,
    choice,
    criterion,
    exemption,
    facts,
    judged,
    measure,
    member,
    number,
    parameter,
    rulebook,
    told,
)

from zhence.evidence import Force, Interval, Verdict
from zhence.facts import Observation
from zhence.rules.judge import ChecklistState, Judgement, status_flags
from zhence.rules.measures import Over
from zhence.rules.plain import step_texts
from zhence.rules.question import Question
from zhence.rules.rulebook import Occasion, Remark, ShownValue, Status
from zhence.rules.terms import Applies, Compare, Operator, Share

PASS, FAIL = Verdict.PASS, Verdict.FAIL
UNKNOWN = Verdict.INSUFFICIENT_DATA

FIRMS = Compare("firms", Operator.AT_LEAST, parameter("five"))
AREA = Compare("area", Operator.AT_MOST, parameter("three"))
LARGE = Compare("area", Operator.MORE_THAN, parameter("three"))

MEASURES = [
    measure("firms", unit_name="家"),
    measure("area", unit_name="km²"),
    measure("led", over=Over.YEAR),
    measure("invested", over=Over.YEAR),
]
PARAMETERS = [number("five", "5", "家"), number("three", "3", "km²")]
BOOK = rulebook(
    criterion(FIRMS, "F", on_fail="WARNING", flags=("many", "few")),
    criterion(AREA, "A", force=Force.PRINCIPLE),
    measures=MEASURES,
    parameters=PARAMETERS,
    checklists=[checklist("parlour", "a", "b", "c")],
    categories=[category("heavy"), category("light")],
)


def firms(value: str) -> Observation:
    return told("firms", "2018-06-30", value)


def area(value: str) -> Observation:
    return told("area", "2018-06-30", value)


def of(
    *held: Observation, book=BOOK, question: Question = STANDING, **known
) -> Judgement:
    return judged(book, facts(*held, **known), question)


@pytest.mark.parametrize(
    ("held", "result"),
    [
        ((firms("5"), area("3")), PASS),
        ((firms("4"), area("3")), FAIL),
        ((firms("4"),), FAIL),
        ((firms("5"),), UNKNOWN),
        ((), UNKNOWN),
    ],
)
def test_the_result_joins_the_findings_by_and(
    held: tuple[Observation, ...], result: Verdict
):
    found = of(*held)
    assert (found.result, found.shown_result) == (result, result)
    assert set(found.findings) == {"F", "A"}
    assert found.policy == "TEST"


def test_a_result_that_rests_on_an_exemption_shows_it():
    found = of(firms("5"), area("4"), exemptions=[exemption("A", period="2021")])
    assert (found.result, found.shown_result) == (PASS, Verdict.PASS_EXEMPT)


def test_only_criteria_of_the_occasion_are_judged():
    book = rulebook(
        criterion(FIRMS, "F", occasions=[Occasion.ANNUAL]),
        criterion(AREA, "A", occasions=[Occasion.STANDING, Occasion.ANNUAL]),
        measures=MEASURES,
        parameters=PARAMETERS,
    )
    assert set(of(book=book).findings) == {"A"}
    assert set(of(book=book, question=ANNUAL).findings) == {"F", "A"}
    nothing = of(book=book, question=Question(Occasion.APPLICATION, STANDING.on))
    assert (nothing.findings, nothing.result) == ({}, Verdict.NOT_APPLICABLE)


def test_an_advisory_criterion_is_shown_and_not_joined():
    book = rulebook(
        criterion(FIRMS, "F"),
        criterion(AREA, "A", advisory=True, on_fail="WARNING"),
        measures=MEASURES,
        parameters=PARAMETERS,
    )
    found = of(firms("5"), area("4"), book=book)
    assert found.findings["A"].verdict is FAIL
    assert found.result is PASS
    assert found.actions == {"WARNING"}


def test_a_failure_raises_its_action_and_flag():
    failed = of(firms("4"), area("3"))
    assert failed.actions == {"WARNING"}
    assert failed.flags == {"few"}


def test_a_pass_raises_its_own_flag_and_no_action():
    passed = of(firms("5"), area("3"))
    assert passed.actions == frozenset()
    assert passed.flags == {"many"}


def test_what_is_undecided_raises_neither():
    unsure = of(area("3"))
    assert (unsure.actions, unsure.flags) == (frozenset(), frozenset())


REMARK = Remark("large", frozenset({Occasion.STANDING}), LARGE, action="WATCH")


@pytest.mark.parametrize(
    ("held", "flagged"),
    [((area("4"),), True), ((area("3"),), False), ((), False)],
)
def test_a_remark_is_made_only_when_it_surely_holds(
    held: tuple[Observation, ...], *, flagged: bool
):
    found = of(*held, book=replace(BOOK, remarks=(REMARK,)))
    assert ("large" in found.flags) is flagged
    assert ("WATCH" in found.actions) is flagged


def test_a_remark_of_another_occasion_is_not_made():
    book = replace(BOOK, remarks=(REMARK,))
    assert "large" not in of(area("4"), book=book, question=ANNUAL).flags


def test_a_remark_is_for_those_it_applies_to():
    only_light = replace(REMARK, applies=(Applies(categories="light"),), action=None)
    book = replace(BOOK, remarks=(only_light,))
    assert "large" not in of(area("4"), book=book).flags
    light = of(area("4"), book=book, membership=member("light"))
    assert "large" in light.flags
    assert light.actions == frozenset()
    assert "large" not in of(area("4"), book=book, membership=member(None)).flags


VALUES = (
    ShownValue("area", "area"),
    ShownValue("share", "led", "invested"),
    ShownValue("invested", "invested"),
)


def shown(*held: Observation) -> dict[str, tuple[Interval, str]]:
    found = of(*held, book=replace(BOOK, values=VALUES), question=ANNUAL)
    return {name: (value, unit.name) for name, (value, unit) in found.values.items()}


def test_figures_are_shown_in_the_unit_of_their_measure():
    values = shown(area("2.5"), told("led", "2018", "7"), told("invested", "2018", "9"))
    assert values == {
        "area": (Interval.point(Fraction("2.5")), "km²"),
        "share": (Interval.point(Fraction(700, 9)), "%"),
        "invested": (Interval.point(9), "亿元"),
    }


def test_an_unknown_figure_is_shown_as_unknown_and_not_as_zero():
    values = shown(told("led", "2018", "7"))
    assert values["invested"][0] == Interval(Fraction(0), None)
    assert values["share"][0] == Interval(Fraction(0), Fraction(100))


def test_a_figure_that_does_not_apply_is_not_shown_as_zero():
    values = shown(told("area", "2018-06-30", None), told("invested", "2018", None))
    for name in ("area", "invested", "share"):
        assert name not in values or values[name][0] == Interval()


def test_a_share_of_nothing_is_not_shown_as_anything():
    values = shown(told("led", "2018", "0"), told("invested", "2018", "0"))
    assert "share" not in values or values["share"][0] == Interval()


def test_a_checklist_says_what_is_done_missing_and_unknown():
    found = of(checklists={"parlour": {"a": True, "b": False, "x": True}})
    assert found.checklists == {"parlour": ChecklistState(1, 3, ("b",), ("c",))}


def test_a_checklist_nobody_filled_is_unknown_throughout():
    assert of().checklists["parlour"] == ChecklistState(0, 3, (), ("a", "b", "c"))


@pytest.mark.parametrize(
    ("status", "flags"),
    [
        (Status.IN_FORCE, set()),
        (Status.DRAFT, {"simulation", "not_binding"}),
        (Status.REFERENCE, {"benchmark", "not_binding"}),
        (Status.PRACTICE, {"not_binding"}),
        (Status.EXPIRED, {"not_binding"}),
    ],
)
def test_what_does_not_bind_says_so_on_every_output(status: Status, flags: set[str]):
    assert status_flags(status) == flags
    assert of(area("3"), book=replace(BOOK, status=status)).flags == flags


def test_categories_and_calendar_go_with_the_judgement():
    found = of(membership=member(None))
    assert found.categories == {"heavy", "light"}
    assert found.calendar.first_year == 2018


@pytest.mark.parametrize(
    ("since", "until", "reached"),
    [
        (None, None, True),
        (date(2021, 3, 31), date(2021, 3, 31), True),
        (date(2021, 4, 1), None, False),
        (None, date(2021, 3, 30), False),
    ],
)
def test_a_policy_reaches_nobody_before_or_after_it_is_in_force(
    since: date | None, until: date | None, *, reached: bool
):
    book = replace(BOOK, valid_from=since, valid_to=until, remarks=(REMARK,))
    found = of(firms("4"), area("4"), book=book)
    assert found.result is (FAIL if reached else Verdict.NOT_APPLICABLE)
    assert ("large" in found.flags) is reached


def test_a_policy_reaches_only_its_own_lists():
    elsewhere = replace(member(), list="other")
    found = of(firms("4"), membership=elsewhere)
    assert found.result is Verdict.NOT_APPLICABLE
    anywhere = replace(BOOK, lists=frozenset())
    assert of(firms("4"), book=anywhere, membership=elsewhere).result is FAIL


def test_a_reference_may_be_held_against_any_list():
    elsewhere = replace(member(), list="other")
    reference = replace(BOOK, status=Status.REFERENCE)
    assert of(firms("4"), book=reference, membership=elsewhere).result is FAIL


def halves(join: str):
    return rulebook(
        replace(criterion(FIRMS, "F"), part="progress"),
        criterion(AREA, "A"),
        measures=MEASURES,
        parameters=[*PARAMETERS, choice("failure_join", join, "OR", "AND")],
    )


@pytest.mark.parametrize(
    ("held", "either", "together"),
    [
        ((firms("5"), area("3")), PASS, PASS),
        ((firms("4"), area("3")), FAIL, PASS),
        ((firms("5"), area("4")), FAIL, PASS),
        ((firms("4"), area("4")), FAIL, FAIL),
        ((firms("4"),), FAIL, UNKNOWN),
    ],
)
def test_a_year_fails_by_either_half_or_by_both_as_the_reading_chosen(
    held: tuple[Observation, ...], either: Verdict, together: Verdict
):
    for join, result in (("OR", either), ("AND", together)):
        found = of(*held, book=halves(join), question=ANNUAL)
        assert (found.result, found.shown_result) == (result, result)


def test_the_reading_of_a_year_is_for_years_only():
    assert of(firms("4"), area("3"), book=halves("AND")).result is FAIL


def test_the_sentences_of_a_finding_begin_with_its_verdict():
    (verdict, *steps) = step_texts(of(firms("4")).findings["F"])
    assert (verdict.zh, verdict.en) == ("未达到", "not met")
    assert steps[0].zh == "firms（中）为4 家，要求不低于5 家。"
    assert steps[0].en == "firms is 4 家; required: at least 5 家."


def test_a_share_is_told_as_part_of_whole():
    book = rulebook(
        criterion(Share("led", "invested", Operator.AT_LEAST, parameter("limit"))),
        measures=MEASURES,
        parameters=[number("limit", "70", "%")],
    )
    found = of(
        told("led", "2018", "6.999"),
        told("invested", "2018", "10"),
        book=book,
        question=ANNUAL,
    )
    assert found.findings["C"].trace.steps[0].en == (
        "led is 69.99% of invested; required: at least 70%."
    )
