"""How much over a span, by reports that fit it, part it, or go beyond it."""

from tests.lib.rulebooks import amount, between, told

from zhence.evidence import ANYTHING, NON_NEGATIVE, Interval
from zhence.facts import Observation, flow
from zhence.periods import parse_period

Y2018 = parse_period("2018")


def over(*reports: Observation, span: str = "2018") -> Interval:
    return flow(reports, parse_period(span))


def test_the_report_of_the_very_span_is_the_answer():
    assert over(told("invested", "2018", "8")) == amount("8")


def test_reports_of_disjoint_parts_add_up():
    quarters = [told("invested", f"2018Q{n}", str(n)) for n in (1, 2, 3, 4)]
    assert over(*quarters) == amount("10")


def test_the_order_in_which_reports_came_in_does_not_matter():
    held = [
        told("invested", "2018Q4", "4"),
        told("invested", "2018-01..2018-06", "3"),
        told("invested", "2018Q3", "3"),
    ]
    assert over(*held) == over(*reversed(held)) == amount("10")


def test_parts_that_leave_a_gap_bound_a_flow_from_below():
    held = [told("invested", "2018Q1", "1"), told("invested", "2018Q3", "3")]
    assert over(*held) == between("4", None)


def test_a_report_of_more_than_the_span_bounds_a_flow_from_above():
    assert over(told("invested", "2017..2018", "9")) == between("0", "9")


def test_several_reports_may_together_bound_it_from_above():
    held = [
        told("invested", "2017-07..2018-06", "5"),
        told("invested", "2018-07..2019-06", "7"),
    ]
    assert over(*held) == between("0", "12")


def test_reports_that_overlap_are_not_added_to_a_lower_bound():
    held = [
        told("invested", "2018-01..2018-08", "5"),
        told("invested", "2018-06..2018-11", "4"),
    ]
    assert over(*held) == between("5", None)


def test_the_cheapest_cover_is_the_upper_bound():
    held = [
        told("invested", "2017..2018", "20"),
        told("invested", "2018..2019", "9"),
        told("invested", "2018Q1", "2"),
    ]
    assert over(*held) == between("2", "9")


def test_a_cover_with_a_hole_bounds_nothing_from_above():
    held = [
        told("invested", "2017-07..2018-03", "5"),
        told("invested", "2018-07..2019-03", "7"),
    ]
    assert over(*held) == NON_NEGATIVE


def test_reports_of_other_times_say_nothing():
    assert over(told("invested", "2017", "8")) == NON_NEGATIVE
    assert over() == NON_NEGATIVE


def test_a_year_that_is_not_the_sum_of_its_quarters_leaves_both_readings():
    held = [told("invested", "2018", "12")]
    held += [told("invested", f"2018Q{n}", str(n)) for n in (1, 2, 3, 4)]
    assert over(*held) == between("10", "12")


def test_a_part_above_its_whole_leaves_both_readings():
    held = [told("invested", "2018", "1"), told("invested", "2018Q1", "5")]
    assert over(*held) == between("1", "5")


def test_a_year_of_zero_is_contradicted_like_any_other():
    held = [told("invested", "2018", "0"), told("invested", "2018Q1", "5")]
    assert over(*held) == between("0", "5")


def test_readings_that_agree_narrow_each_other():
    printed = told("invested", "2018", "10.0", rounded=True)
    values = ("1", "2", "3", "4.02")
    quarters = [told("invested", f"2018Q{n}", v) for n, v in enumerate(values, 1)]
    assert over(printed, *quarters) == amount("10.02")


def test_parts_bound_a_vague_whole_from_below():
    vague = told("invested", "2018", "8", "12")
    quarters = [told("invested", f"2018Q{n}", "3") for n in (1, 2, 3)]
    assert over(vague, *quarters) == between("9", "12")


def test_a_longer_report_bounds_a_vague_whole_from_above():
    vague = told("invested", "2018", "8", "12")
    assert over(vague, told("invested", "2018..2019", "10")) == between("8", "10")


def test_a_part_above_what_contains_it_leaves_both_readings():
    held = [told("invested", "2017..2018", "3"), told("invested", "2018Q1", "5")]
    assert over(*held) == between("3", "5")


def test_a_partly_known_report_is_carried_through():
    held = [
        told("invested", "2018-01..2018-06", "1", "2"),
        told("invested", "2018-07..2018-12", "10"),
    ]
    assert over(*held) == between("11", "12")


def test_a_report_open_above_bounds_only_from_below():
    part = Observation(
        "T", "invested", parse_period("2018-01..2018-06"), between("1", None)
    )
    rest = told("invested", "2018-07..2018-12", "10")
    assert over(part, rest) == between("11", None)
    assert over(part) == between("1", None)


def test_a_report_open_below_does_not_lower_what_others_say():
    vague = Observation("T", "invested", parse_period("2018Q1"), between(None, "2"))
    assert over(vague, told("invested", "2018Q2", "3")) == between("3", None)


def test_not_applicable_is_no_amount():
    assert over(told("invested", "2018", None)) == NON_NEGATIVE


def test_a_flow_that_can_be_negative_is_known_only_by_an_exact_tiling():
    half = [told("profit", "2018-01..2018-06", "5")]
    whole = [*half, told("profit", "2018-07..2018-12", "-7")]
    assert flow(half, Y2018, non_negative=False) == ANYTHING
    assert flow(whole, Y2018, non_negative=False) == amount("-2")
