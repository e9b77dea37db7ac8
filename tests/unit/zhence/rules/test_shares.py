"""A part of a whole against a share, without dividing and without rounding."""

from fractions import Fraction

import pytest
from tests.lib.rulebooks import (
    ANNUAL,
    STANDING,
    category,
    choice,
    criterion,
    facts,
    finding,
    measure,
    member,
    number,
    parameter,
    project,
    rulebook,
    told,
)

from zhence.evidence import Finding, Flip, Interval, Verdict
from zhence.facts import Observation, Project
from zhence.rules.measures import FromProjects, Over
from zhence.rules.question import Question
from zhence.rules.terms import All, Compare, Operand, Operator, Share

PASS, FAIL = Verdict.PASS, Verdict.FAIL
UNKNOWN = Verdict.INSUFFICIENT_DATA


def share_book(
    operator: Operator = Operator.AT_LEAST,
    limit: str | None = "70",
    over: Over = Over.YEAR,
    reported: str | None = "led_share",
):
    return rulebook(
        criterion(Share("led", "invested", operator, parameter("limit"), reported)),
        measures=[
            measure("led", over=over),
            measure("invested", over=over),
            measure("led_share", unit_name="%"),
        ],
        parameters=[number("limit", limit, "%")],
    )


def of(*held: Observation, book=None, question: Question = ANNUAL) -> Finding:
    return finding(book or share_book(), facts(*held), question)


def led(value: str, upper: str | None = None) -> Observation:
    return told("led", "2018", value, upper)


def invested(value: str, upper: str | None = None) -> Observation:
    return told("invested", "2018", value, upper)


@pytest.mark.parametrize(
    ("part", "whole", "verdict"),
    [
        ("7", "10", PASS),
        ("6.99999999", "10", FAIL),
        ("7", "10.00000001", FAIL),
        ("2.1", "3", PASS),
        ("0", "10", FAIL),
        ("10", "10", PASS),
    ],
)
def test_a_share_just_below_its_threshold_fails(
    part: str, whole: str, verdict: Verdict
):
    assert of(led(part), invested(whole)).verdict is verdict


@pytest.mark.parametrize(
    ("operator", "at_the_limit"),
    [
        (Operator.AT_LEAST, PASS),
        (Operator.MORE_THAN, FAIL),
        (Operator.AT_MOST, PASS),
        (Operator.LESS_THAN, FAIL),
        (Operator.EXACTLY, PASS),
    ],
)
def test_a_share_at_its_threshold_goes_as_the_text_reads(
    operator: Operator, at_the_limit: Verdict
):
    assert of(led("7"), invested("10"), book=share_book(operator)).verdict is (
        at_the_limit
    )


def test_the_share_is_shown_in_per_cent_and_exact():
    found = of(led("1"), invested("3"))
    assert found.value == Interval.point(Fraction(100, 3))
    assert (found.unit, found.threshold) == ("%", Interval.point(70))
    assert found.gap == Interval.point(Fraction(100, 3) - 70)


def test_a_whole_of_zero_makes_a_share_not_computable():
    found = of(led("0"), invested("0"))
    assert found.verdict is Verdict.NOT_COMPUTABLE
    assert found.trace.steps[0].en.startswith("The denominator is zero")


@pytest.mark.parametrize(("part", "whole"), [("11", "10"), ("5", "0")])
def test_a_part_above_its_whole_is_a_data_error(part: str, whole: str):
    assert of(led(part), invested(whole)).verdict is Verdict.DATA_ERROR


def test_a_part_that_may_fit_its_whole_is_no_data_error():
    assert of(led("5"), invested("0", "10")).verdict is UNKNOWN
    assert of(led("0", "11"), invested("10")).verdict is UNKNOWN


def test_an_impossible_part_or_whole_is_a_data_error():
    assert of(led("-1"), invested("10")).verdict is Verdict.DATA_ERROR
    assert of(led("1"), invested("-10")).verdict is Verdict.DATA_ERROR


def test_a_part_or_whole_reported_as_not_applicable_is_not_judged():
    none = told("led", "2018", None)
    assert of(none, invested("10")).verdict is Verdict.NOT_APPLICABLE
    none = told("invested", "2018", None)
    assert of(led("1"), none).verdict is Verdict.NOT_APPLICABLE


def test_a_share_without_a_limit_is_shown_and_not_judged():
    found = of(led("1"), invested("2"), book=share_book(limit=None))
    assert found.verdict is Verdict.NOT_APPLICABLE
    assert found.value == Interval.point(50)


def test_a_part_that_was_not_reported_may_be_nothing_or_all():
    found = of(invested("10"))
    assert found.verdict is UNKNOWN
    assert found.value == Interval(Fraction(0), Fraction(100))
    assert found.missing == ("led",)


def test_a_whole_that_was_not_reported_leaves_the_share_open():
    found = of(led("7"))
    assert found.verdict is UNKNOWN
    assert found.missing == ("invested",)


def test_with_nothing_reported_both_are_missing():
    assert of().missing == ("led", "invested")


@pytest.mark.parametrize("operator", [Operator.MORE_THAN, Operator.AT_MOST])
def test_nothing_of_a_whole_that_may_be_nothing_decides_nothing(operator: Operator):
    assert of(led("0"), book=share_book(operator)).verdict is UNKNOWN


@pytest.mark.parametrize(
    ("part", "whole", "verdict"),
    [
        (("7", "8"), ("9", "10"), PASS),
        (("6", "7"), ("9", "10"), UNKNOWN),
        (("5", "6"), ("9", "10"), FAIL),
        # 5 of 9 is the most that can be, though 6.5 were possible with 10.
        (("5", "6.2"), ("9", "10"), FAIL),
        (("5", "6.3"), ("9", "10"), UNKNOWN),
    ],
)
def test_a_share_known_in_part_is_decided_when_every_reading_agrees(
    part: tuple[str, str], whole: tuple[str, str], verdict: Verdict
):
    assert of(led(*part), invested(*whole)).verdict is verdict


def test_what_is_missing_of_the_part_is_missing_of_the_whole_too():
    # 8 of 10 are known to be lead; whatever else is reported, the rest is 2 at most.
    found = of(led("8", "10"), invested("10"))
    assert (found.verdict, found.value) == (PASS, Interval(Fraction(80), Fraction(100)))


def test_part_and_whole_are_taken_over_one_span():
    book = share_book(over=Over.TO_DATE)
    both = (
        told("led", "2018-03..2018-12", "6"),
        told("invested", "2018-03..2018-12", "6"),
    )
    assert of(*both, book=book, question=STANDING).verdict is PASS
    longer = of(*both, told("invested", "2019", "4"), book=book, question=STANDING)
    assert longer.verdict is UNKNOWN
    assert longer.missing == ("led",)


def test_the_flip_of_a_share_is_the_part_that_would_do():
    found = of(led("6"), invested("10"))
    assert found.flips == (Flip("led", Fraction(7), "亿元"),)
    capped = of(led("6"), invested("10"), book=share_book(Operator.LESS_THAN, "50"))
    assert capped.flips == (
        Flip("led", Fraction(5), "亿元", strict=True, downward=True),
    )


@pytest.mark.parametrize(
    ("operator", "limit", "part"),
    [(Operator.MORE_THAN, "100", "10"), (Operator.LESS_THAN, "0", "0")],
)
def test_no_part_is_named_above_its_whole_or_below_nothing(
    operator: Operator, limit: str, part: str
):
    found = of(led(part), invested("10"), book=share_book(operator, limit))
    assert (found.verdict, found.flips) == (FAIL, ())


def test_without_a_known_whole_no_part_is_named_that_would_do():
    assert of(led("6")).flips == ()


# ------------------------------------------------------------- the share as reported


def reported(value: str, upper: str | None = None, *, rounded: bool = False):
    return told("led_share", "2018-12-31", value, upper, rounded=rounded)


def test_a_reported_share_is_used_where_an_amount_is_missing():
    found = of(invested("10"), reported("71", rounded=True))
    assert found.verdict is PASS
    assert found.flags == {"ratio_reported"}
    assert of(reported("69")).verdict is FAIL
    assert of(reported("70")).verdict is PASS


def test_a_computed_share_comes_before_a_reported_one():
    found = of(led("6"), invested("10"), reported("71"))
    assert found.verdict is FAIL
    assert found.flags == frozenset()


@pytest.mark.parametrize(
    ("printed", "verdict"),
    [("70.0", UNKNOWN), ("70.1", PASS), ("69.9", FAIL), ("71", PASS), ("70", UNKNOWN)],
)
def test_a_printed_share_within_half_its_last_digit_of_the_threshold_is_undecided(
    printed: str, verdict: Verdict
):
    assert of(reported(printed, rounded=True)).verdict is verdict


def test_a_reported_share_above_a_hundred_per_cent_is_a_data_error():
    assert of(reported("101")).verdict is Verdict.DATA_ERROR


def test_without_a_reported_share_the_amounts_are_what_is_missing():
    assert of(book=share_book(reported=None)).missing == ("led", "invested")


# --------------------------------------------------------- a share limit by category


def by_category(category_id: str | None, *held: Observation, heavy: str | None = "70"):
    book = rulebook(
        criterion(
            Share("led", "invested", Operator.AT_LEAST, Operand(by_category="limits"))
        ),
        measures=[measure("led", over=Over.YEAR), measure("invested", over=Over.YEAR)],
        parameters=[number("h", heavy, "%"), number("l", "50", "%")],
        categories=[category("heavy"), category("light")],
        thresholds={"limits": {"heavy": "h", "light": "l"}},
    )
    return finding(book, facts(*held, membership=member(category_id)), ANNUAL)


def test_with_two_possible_categories_a_share_must_hold_for_both():
    assert by_category(None, led("7"), invested("10")).verdict is PASS
    assert by_category(None, led("6"), invested("10")).verdict is UNKNOWN
    assert by_category(None, led("4"), invested("10")).verdict is FAIL
    assert by_category("light", led("6"), invested("10")).verdict is PASS


def test_a_share_against_a_limit_that_is_not_known_is_not_passed():
    found = by_category("heavy", led("1"), invested("10"), heavy=None)
    assert found.verdict not in (PASS, FAIL)
    assert found.flips == ()


# ------------------------------------------------------------------ shares of projects

PROJECTS = rulebook(
    criterion(Share("lead", "all", Operator.AT_LEAST, parameter("limit"))),
    measures=[
        measure("lead", FromProjects("excluded", lead=True), over=Over.BUILDING),
        measure("all", FromProjects("excluded"), over=Over.BUILDING),
    ],
    parameters=[number("limit", "70", "%"), choice("excluded", ("residential",))],
)


def of_projects(*held: Project) -> Finding:
    return finding(PROJECTS, facts(*held), ANNUAL)


def test_residential_shown_inside_the_lead_industry_is_still_residential():
    found = of_projects(
        project("flats", "5", "residential", lead=True),
        project("plant", "7", lead=True),
        project("roads", "3", lead=False),
    )
    assert found.value == Interval.point(70)
    assert found.verdict is PASS


def test_an_unsplit_project_that_could_tip_the_share_asks_for_data():
    found = of_projects(
        project("plant", "6", lead=True),
        project("quarter", "1", "mixed", lead=False, split=False),
        project("roads", "3", lead=False),
    )
    assert (found.verdict, found.actions) == (FAIL, frozenset())
    unsure = of_projects(
        project("plant", "7", lead=True),
        project("quarter", "4", "mixed", lead=False, split=False),
        project("roads", "2", lead=False),
    )
    assert unsure.verdict is UNKNOWN
    assert unsure.actions == {"DATA_REQUEST"}
    assert unsure.missing == ("quarter.residential",)


def test_an_unsplit_lead_project_counts_in_both_in_the_whole_alone_or_in_none():
    mixed = project("quarter", "3", "mixed", lead=True, split=False)
    roads = project("roads", "3", lead=False)
    found = of_projects(project("plant", "3", lead=True), mixed, roads)
    # 6/9, 3/9 or 3/6: each of them is below 70 %.
    assert found.verdict is FAIL
    assert found.value is not None
    assert found.value.high == Fraction(600, 9)
    lower = PROJECTS.with_parameters({"limit": "40"})
    known = facts(project("plant", "3", lead=True), mixed, roads)
    assert finding(lower, known, ANNUAL).verdict is UNKNOWN


def test_a_part_that_leaves_out_more_uses_has_its_own_rest():
    book = rulebook(
        criterion(Share("narrow", "wide", Operator.AT_LEAST, parameter("limit"))),
        measures=[
            measure("narrow", FromProjects("more"), over=Over.BUILDING),
            measure("wide", FromProjects("excluded"), over=Over.BUILDING),
        ],
        parameters=[
            number("limit", "70", "%"),
            choice("excluded", ("residential",)),
            choice("more", ("residential", "commercial_complex")),
        ],
    )
    works = project("works", "8", lead=False)
    mall = project("mall", "2", "commercial_complex", lead=False)
    assert finding(book, facts(works, mall), ANNUAL).value == Interval.point(80)


def test_an_unsplit_project_behind_one_of_several_terms_asks_for_data():
    share = PROJECTS.criteria["C"].judge
    enough = Compare("all", Operator.AT_LEAST, parameter("enough"))
    firms = Compare("firms", Operator.AT_LEAST, parameter("five"))
    known = facts(
        told("firms", "2018-06-30", "5"),
        project("plant", "7", lead=True),
        project("quarter", "4", "mixed", lead=False, split=False),
    )
    for members in ((firms, share), (share, firms), (firms, enough)):
        book = rulebook(
            criterion(All(members)),
            measures=[*PROJECTS.measures.values(), measure("firms", unit_name="家")],
            parameters=[
                *PROJECTS.parameters.values(),
                number("five", "5", "家"),
                number("enough", "9", "亿元"),
            ],
        )
        found = finding(book, known, ANNUAL)
        assert (found.verdict, found.actions) == (UNKNOWN, frozenset({"DATA_REQUEST"}))


def test_a_project_of_unknown_industry_moves_between_part_and_rest():
    found = of_projects(project("plant", "7", lead=True), project("shed", "3"))
    assert found.verdict is PASS
    assert found.value == Interval(Fraction(70), Fraction(100))


def test_projects_of_nothing_eligible_have_no_share():
    found = of_projects(project("flats", "5", "residential"))
    assert found.verdict is Verdict.NOT_COMPUTABLE
