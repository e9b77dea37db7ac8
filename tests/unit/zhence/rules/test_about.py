"""Figures that the text gives only about ("左右")."""

from fractions import Fraction

import pytest
from tests.lib.rulebooks import (
    criterion,
    exemption,
    facts,
    finding,
    measure,
    number,
    parameter,
    rulebook,
    told,
)

from zhence.evidence import Finding, Flip, Force, Verdict
from zhence.facts import Observation
from zhence.rules.terms import About

PASS, APPROX, FAIL = Verdict.PASS, Verdict.APPROX, Verdict.FAIL
UNKNOWN = Verdict.INSUFFICIENT_DATA


def about_book(*, cap: bool, figure: str | None = "3", tolerance: str | None = "20"):
    return rulebook(
        criterion(
            About("area", parameter("figure"), "tolerance", cap=cap),
            force=Force.PRINCIPLE,
        ),
        measures=[measure("area", unit_name="km²")],
        parameters=[
            number("figure", figure, "km²"),
            number("tolerance", tolerance, "%"),
        ],
    )


CAP = about_book(cap=True)
GOAL = about_book(cap=False, tolerance="10")


def of(book, *held: Observation) -> Finding:
    return finding(book, facts(*held))


@pytest.mark.parametrize(
    ("value", "verdict"),
    [
        ("0", PASS),
        ("3", PASS),
        ("3.00000001", APPROX),
        ("3.6", APPROX),
        ("3.60000001", FAIL),
    ],
)
def test_of_a_cap_less_is_fine_and_a_little_more_is_about(value: str, verdict: Verdict):
    assert of(CAP, told("area", "2020", value)).verdict is verdict


@pytest.mark.parametrize(
    ("value", "verdict"),
    [("9", PASS), ("3", PASS), ("2.99999999", APPROX), ("2.7", APPROX), ("2.69", FAIL)],
)
def test_of_a_goal_more_is_fine_and_a_little_less_is_about(
    value: str, verdict: Verdict
):
    assert of(GOAL, told("area", "2020", value)).verdict is verdict


@pytest.mark.parametrize(
    ("low", "high", "verdict"),
    [
        ("2", "3", PASS),
        ("2", "3.5", APPROX),
        ("3.1", "3.5", APPROX),
        ("3.5", "3.7", UNKNOWN),
        ("3.7", "4", FAIL),
    ],
)
def test_a_figure_known_in_part_is_decided_by_its_worst_reading(
    low: str, high: str, verdict: Verdict
):
    assert of(CAP, told("area", "2020", low, high)).verdict is verdict


def test_an_unreported_figure_is_undecided():
    found = of(CAP)
    assert (found.verdict, found.missing) == (UNKNOWN, ("area",))


def test_a_figure_reported_as_not_applicable_is_not_judged():
    assert of(CAP, told("area", "2020", None)).verdict is Verdict.NOT_APPLICABLE


def test_a_figure_that_cannot_be_true_is_a_data_error():
    assert of(CAP, told("area", "2020", "-1")).verdict is Verdict.DATA_ERROR


def test_without_a_figure_in_the_text_nothing_is_judged():
    book = about_book(cap=True, figure=None)
    assert of(book, told("area", "2020", "9")).verdict is Verdict.NOT_APPLICABLE


def test_without_a_tolerance_about_means_exactly_the_figure():
    book = about_book(cap=True, tolerance=None)
    assert of(book, told("area", "2020", "3.00000001")).verdict is FAIL


def test_the_tolerance_is_named_among_the_steps():
    steps = of(CAP, told("area", "2020", "3.5")).trace.steps
    assert "3.6 km²" in steps[-1].en
    assert len(of(CAP, told("area", "2020", "3")).trace.steps) == 1


def test_the_flip_of_about_is_the_least_change_that_is_accepted():
    (down,) = of(CAP, told("area", "2020", "4")).flips
    assert down == Flip("area", Fraction("3.6"), "km²", downward=True)
    (up,) = of(GOAL, told("area", "2020", "2")).flips
    assert up == Flip("area", Fraction("2.7"), "km²")


def test_approximately_met_needs_no_flip_and_no_exemption():
    found = finding(CAP, facts(told("area", "2020", "3.5"), exemptions=[exemption()]))
    assert (found.verdict, found.flips, found.flags) == (APPROX, (), frozenset())


def test_beyond_the_tolerance_an_exemption_can_cure():
    missed = facts(told("area", "2020", "4"), exemptions=[exemption(period="2020")])
    assert finding(CAP, missed).verdict is Verdict.PASS_EXEMPT
