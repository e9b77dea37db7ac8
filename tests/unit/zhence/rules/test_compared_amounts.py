"""One amount against a threshold: ends as the text reads, unknown stays unknown."""

from dataclasses import replace
from datetime import date
from fractions import Fraction

import pytest
from tests.lib.rulebooks import (
    ANNUAL,
    GRADES,
    annual,
    category,
    choice,
    criterion,
    facts,
    finding,
    grade,
    judged,
    measure,
    member,
    number,
    parameter,
    rulebook,
    told,
)

from zhence.evidence import Flip, Interval, Verdict
from zhence.facts import Observation
from zhence.rules.measures import Greatest, Over, Reported, Scaled
from zhence.rules.numeric import holds
from zhence.rules.question import Question
from zhence.rules.terms import Compare, Operand, Operator

PASS, FAIL = Verdict.PASS, Verdict.FAIL
UNKNOWN = Verdict.INSUFFICIENT_DATA


def area_book(operator: Operator, limit: str | None = "3"):
    return rulebook(
        criterion(Compare("area", operator, parameter("limit"))),
        measures=[measure("area", unit_name="km²")],
        parameters=[number("limit", limit, "km²")],
    )


@pytest.mark.parametrize(
    ("operator", "below", "at", "above"),
    [
        (Operator.AT_LEAST, FAIL, PASS, PASS),
        (Operator.MORE_THAN, FAIL, FAIL, PASS),
        (Operator.AT_MOST, PASS, PASS, FAIL),
        (Operator.LESS_THAN, PASS, FAIL, FAIL),
        (Operator.EXACTLY, FAIL, PASS, FAIL),
    ],
)
def test_a_value_below_at_and_above_its_threshold(
    operator: Operator, below: Verdict, at: Verdict, above: Verdict
):
    book = area_book(operator)
    values = ("2.99999999", "3", "3.00000001")
    found = [finding(book, facts(told("area", "2020", v))).verdict for v in values]
    assert found == [below, at, above]


@pytest.mark.parametrize(
    ("operator", "low", "high", "verdict"),
    [
        (Operator.AT_LEAST, 0, 5, PASS),
        (Operator.AT_LEAST, -1, 0, UNKNOWN),
        (Operator.AT_LEAST, None, -1, FAIL),
        (Operator.AT_LEAST, None, None, UNKNOWN),
        (Operator.AT_LEAST, 0, None, PASS),
        (Operator.MORE_THAN, 0, 5, UNKNOWN),
        (Operator.MORE_THAN, 1, None, PASS),
        (Operator.MORE_THAN, None, 0, FAIL),
        (Operator.AT_MOST, None, 0, PASS),
        (Operator.AT_MOST, 1, None, FAIL),
        (Operator.AT_MOST, 0, 1, UNKNOWN),
        (Operator.LESS_THAN, 0, None, FAIL),
        (Operator.LESS_THAN, -5, -1, PASS),
        (Operator.LESS_THAN, -5, 0, UNKNOWN),
        (Operator.EXACTLY, 0, 0, PASS),
        (Operator.EXACTLY, 0, 1, UNKNOWN),
        (Operator.EXACTLY, 1, None, FAIL),
        (Operator.EXACTLY, None, -1, FAIL),
        (Operator.EXACTLY, None, 0, UNKNOWN),
        (Operator.EXACTLY, None, None, UNKNOWN),
    ],
)
def test_only_what_holds_throughout_passes_and_what_never_holds_fails(
    operator: Operator, low: int | None, high: int | None, verdict: Verdict
):
    ends = (None if end is None else Fraction(end) for end in (low, high))
    assert holds(operator, Interval(*ends)) is verdict


def test_a_finding_shows_value_threshold_and_gap_in_the_unit_of_the_measure():
    found = finding(area_book(Operator.AT_LEAST), facts(told("area", "2020", "2.5")))
    assert found.value == Interval.point(Fraction("2.5"))
    assert found.threshold == Interval.point(3)
    assert found.gap == Interval.point(Fraction("-0.5"))
    assert (found.unit, found.operator) == ("km²", ">=")
    assert found.clauses == ("X-C",)


def test_an_open_end_of_the_value_is_an_open_end_of_the_gap():
    found = finding(area_book(Operator.AT_LEAST), facts())
    assert found.value == Interval(Fraction(0), None)
    assert found.gap == Interval(Fraction(-3), None)


def test_a_figure_that_was_not_reported_decides_nothing_and_is_named():
    found = finding(area_book(Operator.AT_MOST), facts())
    assert found.verdict is UNKNOWN
    assert found.missing == ("area",)


def test_what_is_decided_names_nothing_as_missing():
    book = area_book(Operator.AT_LEAST)
    found = finding(book, facts(told("area", "2020", "3.0", "3.5")))
    assert (found.verdict, found.missing) == (PASS, ())


def test_a_limit_that_the_text_leaves_open_is_shown_and_not_judged():
    book = area_book(Operator.AT_MOST, None)
    found = finding(book, facts(told("area", "2020", "9")))
    assert found.verdict is Verdict.NOT_APPLICABLE
    assert found.value == Interval.point(9)
    assert found.threshold is None
    assert found.gap is None


def test_a_figure_reported_as_not_applicable_is_not_judged():
    book = area_book(Operator.AT_MOST)
    found = finding(book, facts(told("area", "2020", None)))
    assert found.verdict is Verdict.NOT_APPLICABLE
    assert found.value is None


def test_a_figure_that_cannot_be_true_is_a_data_error():
    book = area_book(Operator.AT_MOST)
    found = finding(book, facts(told("area", "2020", "-1")))
    assert found.verdict is Verdict.DATA_ERROR
    assert "negative" in found.trace.steps[0].en


@pytest.mark.parametrize(
    ("operator", "value", "flip"),
    [
        (Operator.AT_LEAST, "2", Flip("area", Fraction(3), "km²")),
        (Operator.MORE_THAN, "3", Flip("area", Fraction(3), "km²", strict=True)),
        (Operator.AT_MOST, "4", Flip("area", Fraction(3), "km²", downward=True)),
        (
            Operator.LESS_THAN,
            "3",
            Flip("area", Fraction(3), "km²", strict=True, downward=True),
        ),
        (Operator.EXACTLY, "2", Flip("area", Fraction(3), "km²")),
        (Operator.EXACTLY, "4", Flip("area", Fraction(3), "km²", downward=True)),
    ],
)
def test_a_failure_says_what_would_flip_it(operator: Operator, value: str, flip: Flip):
    found = finding(area_book(operator), facts(told("area", "2020", value)))
    assert found.verdict is FAIL
    assert found.flips == (flip,)


def test_what_passed_needs_no_flip():
    found = finding(area_book(Operator.AT_LEAST), facts(told("area", "2020", "3")))
    assert found.flips == ()


def share_of_land(operator: Operator, limit: str):
    return rulebook(
        criterion(Compare("coverage", operator, parameter("limit"))),
        measures=[measure("coverage", unit_name="%")],
        parameters=[number("limit", limit, "%")],
    )


@pytest.mark.parametrize(
    ("operator", "value", "limit"),
    [
        (Operator.LESS_THAN, "0", "0"),
        (Operator.MORE_THAN, "100", "100"),
        (Operator.AT_LEAST, "100", "120"),
        (Operator.EXACTLY, "100", "120"),
    ],
)
def test_no_amount_is_named_that_no_figure_can_take(
    operator: Operator, value: str, limit: str
):
    book = share_of_land(operator, limit)
    found = finding(book, facts(told("coverage", "2020-06-30", value)))
    assert (found.verdict, found.flips) == (FAIL, ())


def test_an_amount_at_its_own_end_may_still_be_named():
    none = share_of_land(Operator.AT_MOST, "0")
    (flip,) = finding(none, facts(told("coverage", "2020-06-30", "5"))).flips
    assert flip == Flip("coverage", Fraction(0), "%", downward=True)
    whole = share_of_land(Operator.AT_LEAST, "100")
    (flip,) = finding(whole, facts(told("coverage", "2020-06-30", "5"))).flips
    assert flip == Flip("coverage", Fraction(100), "%")


# ------------------------------------------------------------ thresholds that vary


BASE = rulebook(
    criterion(Compare("invested", Operator.AT_LEAST, Operand(measure="target"))),
    measures=[
        measure("invested", over=Over.BUILDING),
        measure("plan"),
        measure("planned", over=Over.AT_YEAR_END),
        measure("base", Greatest("plan", "limits", "plan_missing")),
        measure(
            "target",
            Scaled("base", "fifth", "first", "basis", "floor"),
            Scaled("planned", "all"),
            over=Over.AT_YEAR_END,
        ),
    ],
    parameters=[
        number("heavy_limit", "30", "亿元"),
        number("light_limit", "20", "亿元"),
        number("fifth", "20", "%"),
        number("all", "100", "%"),
        choice("basis", "floor", "floor", "plan"),
    ],
    categories=[category("heavy", "robots"), category("light", "robots")],
    thresholds={"limits": {"heavy": "heavy_limit", "light": "light_limit"}},
)


def of_year(
    value: str,
    *held: Observation,
    category_id: str | None = "heavy",
    book=BASE,
    question: Question = ANNUAL,
):
    known = facts(
        told("invested", f"2018-03..{question.year}-12", value),
        *held,
        membership=member(category_id),
    )
    return finding(book, known, question)


def test_the_target_is_a_share_of_the_larger_of_plan_and_category_threshold():
    large, small = told("plan", "2018-01-01", "45"), told("plan", "2018-01-01", "10")
    assert of_year("8.99", large).verdict is FAIL
    assert of_year("9", large).verdict is PASS
    assert of_year("5.99", small).verdict is FAIL
    assert of_year("6", small).verdict is PASS


def test_without_a_plan_the_category_threshold_stands_alone_and_says_so():
    found = of_year("6")
    assert found.verdict is PASS
    assert found.flags == {"plan_missing"}
    assert found.threshold == Interval.point(6)


def test_a_plan_raises_no_flag():
    assert of_year("9", told("plan", "2018-01-01", "45")).flags == frozenset()


def test_a_plan_known_in_part_leaves_the_target_between():
    found = of_year("7", told("plan", "2018-01-01", "10", "45"))
    assert found.threshold == Interval(Fraction(6), Fraction(9))
    assert found.verdict is UNKNOWN
    assert "plan" in found.missing


def test_with_two_possible_categories_the_target_lies_between_theirs():
    found = of_year("5", category_id=None)
    assert found.threshold == Interval(Fraction(4), Fraction(6))
    assert found.verdict is UNKNOWN
    assert of_year("6", category_id=None).verdict is PASS
    assert of_year("3.99", category_id=None).verdict is FAIL


def test_a_plan_above_either_threshold_makes_the_category_indifferent():
    found = of_year("9", told("plan", "2018-01-01", "45"), category_id=None)
    assert (found.verdict, found.threshold) == (PASS, Interval.point(9))


def test_where_the_category_leaves_the_threshold_open_the_plan_is_only_a_floor():
    book = replace(BASE, thresholds={"limits": replace(BASE.thresholds["limits"])})
    book = book.with_parameters({"heavy_limit": "none"})
    found = of_year("9", told("plan", "2018-01-01", "45"), book=book)
    assert found.threshold == Interval(Fraction(9), None)
    assert found.verdict is UNKNOWN
    assert of_year("8", told("plan", "2018-01-01", "45"), book=book).verdict is FAIL


def test_a_share_of_the_base_is_for_the_first_year_of_the_stay_only():
    found = of_year("9", told("planned", "2019", "9.5"), question=annual(2019))
    assert found.verdict is FAIL
    assert found.threshold == Interval.point(Fraction("9.5"))


def test_another_reading_of_the_text_takes_the_plan_at_once():
    book = BASE.with_parameters({"basis": "plan"})
    found = of_year("9", told("planned", "2018", "9.5"), book=book)
    assert (found.verdict, found.threshold) == (FAIL, Interval.point(Fraction("9.5")))


def test_a_share_whose_number_is_open_is_passed_over():
    book = BASE.with_parameters({"fifth": "none"})
    found = of_year("9", told("planned", "2018", "8"), book=book)
    assert (found.verdict, found.threshold) == (PASS, Interval.point(8))


def test_without_a_plan_for_a_later_year_nothing_is_decided():
    found = of_year("9", question=annual(2019))
    assert found.verdict is UNKNOWN
    assert found.missing == ("planned",)


def test_a_share_of_what_nobody_reported_gives_way_to_the_next_source():
    book = rulebook(
        criterion(Compare("invested", Operator.AT_LEAST, Operand(measure="target"))),
        measures=[
            measure("invested", over=Over.BUILDING),
            measure("plan"),
            measure(
                "target",
                Scaled("plan", "fifth"),
                Reported("planned"),
                over=Over.AT_YEAR_END,
            ),
        ],
        parameters=[number("fifth", "20", "%")],
    )
    planned, plan = told("planned", "2018", "8"), told("plan", "2018-01-01", "50")
    assert of_year("9", planned, book=book).threshold == Interval.point(8)
    assert of_year("9", planned, plan, book=book).threshold == Interval.point(10)


def test_a_town_listed_before_the_policy_owes_by_the_policy_as_it_stands():
    in_force = number("heavy_limit", "30", "亿元", since=date(2017, 10, 21))
    parameters = {**BASE.parameters, "heavy_limit": in_force}
    book = replace(BASE, parameters=parameters, valid_from=date(2017, 10, 21))
    known = facts(
        told("invested", "2017-05..2018-12", "6"),
        membership=member(listed_on=date(2017, 5, 1), stay_first_year=2018),
    )
    found = finding(book, known, ANNUAL)
    assert (found.verdict, found.threshold) == (PASS, Interval.point(6))


def test_a_required_amount_that_does_not_apply_excuses_nobody():
    found = of_year("9", told("planned", "2019", None), question=annual(2019))
    assert found.verdict is UNKNOWN


def test_a_required_amount_that_cannot_be_true_is_a_data_error():
    found = of_year("9", told("planned", "2019", "-5"), question=annual(2019))
    assert found.verdict is Verdict.DATA_ERROR
    base = of_year("9", told("plan", "2018-01-01", "-5"))
    assert base.verdict is Verdict.DATA_ERROR


def times_book(times: str | None):
    return rulebook(
        criterion(
            Compare(
                "invested", Operator.AT_LEAST, Operand(measure="led", times="twice")
            )
        ),
        measures=[measure("invested", over=Over.YEAR), measure("led", over=Over.YEAR)],
        parameters=[number("twice", times, "%")],
    )


@pytest.mark.parametrize(("value", "verdict"), [("19.99", FAIL), ("20", PASS)])
def test_a_measure_may_be_held_against_a_multiple_of_another(
    value: str, verdict: Verdict
):
    known = facts(told("invested", "2018", value), told("led", "2018", "10"))
    found = finding(times_book("200"), known, ANNUAL)
    assert (found.verdict, found.threshold) == (verdict, Interval.point(20))


def test_an_open_multiple_is_no_threshold():
    known = facts(told("invested", "2018", "5"), told("led", "2018", "10"))
    found = finding(times_book(None), known, ANNUAL)
    assert found.verdict is Verdict.NOT_APPLICABLE


def test_grades_are_compared_by_rank_and_have_no_gap():
    book = rulebook(
        criterion(Compare("rating", Operator.AT_LEAST, parameter("least"))),
        measures=[measure("rating", unit_name="级", levels=GRADES)],
        parameters=[grade("least", "3A")],
    )
    assert finding(book, facts(told("rating", "2020", "3A"))).verdict is PASS
    failed = finding(book, facts(told("rating", "2020", "2A")))
    assert (failed.verdict, failed.gap) == (FAIL, None)
    assert "2A" in failed.trace.steps[0].zh
    assert "3A" in failed.trace.steps[0].zh


def test_the_amounts_of_both_sides_are_in_the_trace():
    found = of_year("9", told("plan", "2018-01-01", "45", source="plan book"))
    assert set(found.trace.inputs) == {"invested", "target"}
    assert {s.name for s in found.trace.sources} == {"report", "plan book"}


def test_a_year_is_joined_from_the_verdicts_of_its_criteria():
    told_ = facts(told("invested", "2018-03..2018-12", "5.99"))
    assert judged(BASE, told_, ANNUAL).result is FAIL
