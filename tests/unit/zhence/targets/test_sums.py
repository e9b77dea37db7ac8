"""Sums and shares of sums: known parts decide early, absent ones never do."""

from dataclasses import replace
from datetime import date

import pytest
from tests.lib.rulebooks import measure
from tests.unit.zhence.targets.kit import (
    FAIL,
    NO_SHARE,
    ON,
    OPEN,
    PASS,
    WRONG,
    ask,
    asked,
    ends,
    policy,
    project,
    target,
    told,
    town,
)

from zhence.evidence import Interval
from zhence.rules.measures import Difference, FromProjects, Reported
from zhence.targets import Register

OUTPUT = {"sum": "output", "over": "year"}
FIRMS = {"sum": "firms", "over": "latest"}


def facts(*held):
    return Register(observations=held)


def test_the_flow_of_the_year_is_taken_and_no_other():
    found = asked(
        OUTPUT, facts(told("output", "2022", "50"), told("output", "2023", "9"))
    )
    assert (found.verdict, ends(found)) == (FAIL, ("9", "9"))
    assert found.gap == Interval.point(-1)
    assert {y: v.value for y, v in found.by_period.items()} == {
        "2022": "PASS",
        "2023": "FAIL",
    }


def test_a_stock_is_the_newest_by_the_day():
    held = (
        told("firms", "2022-12-31", "8"),
        told("firms", "2023-06-30", "9"),
        told("firms", "2024-06-30", "99"),
    )
    found = asked(FIRMS, facts(*held), unit="家")
    assert ends(found) == ("9", "9")
    assert found.counts == {"lower": 9, "upper": 9, "gap": 1}


def test_members_are_added_and_an_absent_one_leaves_it_open():
    members = (town("A"), town("B"))
    one = Register(members=members, observations=(told("output", "2023", "9", "A"),))
    found = asked(OUTPUT, one)
    assert (found.verdict, ends(found)) == (OPEN, ("9", None))
    assert found.missing == ("B",)


def test_a_sum_passes_before_all_its_parts_are_known():
    members = (town("A"), town("B"))
    one = Register(members=members, observations=(told("output", "2023", "10", "A"),))
    assert asked(OUTPUT, one).verdict is PASS


def test_the_jurisdictions_own_figure_stands_before_its_members():
    held = facts(told("output", "2023", "12"), told("output", "2023", "3", "A"))
    assert ends(asked(OUTPUT, held)) == ("12", "12")


def test_nothing_reported_is_unknown_and_not_zero():
    found = asked(OUTPUT, Register())
    assert (found.verdict, ends(found), found.missing) == (
        OPEN,
        ("0", None),
        ("output",),
    )


def test_an_empty_list_has_a_sum_of_zero():
    assert ends(asked(OUTPUT, Register(members=()))) == ("0", "0")


def test_what_does_not_apply_is_left_out():
    held = facts(told("output", "2023", "12", "A"), told("output", "2023", None, "B"))
    assert asked(OUTPUT, held).verdict is PASS
    own = asked(OUTPUT, facts(told("output", "2023", None)))
    assert ends(own) == ("0", "0")


def test_a_figure_below_zero_is_an_error():
    assert asked(OUTPUT, facts(told("output", "2023", "-1"))).verdict is WRONG
    assert asked(OUTPUT, facts(told("output", "2023", "-1", "A"))).verdict is WRONG


def test_a_figure_that_may_be_negative_is_open_both_ways():
    members = (town("A"), town("B"))
    held = (told("profit", "2023", "12", "A"),)
    found = asked(
        {"sum": "profit", "over": "year"}, Register(members=members, observations=held)
    )
    assert (found.verdict, ends(found)) == (OPEN, (None, None))


def test_firms_added_over_members_are_marked_as_not_told_apart():
    held = facts(told("firms", "2023", "6", "A"), told("firms", "2023", "6", "B"))
    found = asked(FIRMS, held, unit="家")
    assert "firms_not_told_apart" in found.flags
    assert found.counts["counted"] == 2


def test_a_member_of_another_state_or_day_does_not_count():
    wanted = target(OUTPUT, population={"kind": "town", "states": ["NAMED"]})
    members = (
        town("A", "NAMED"),
        town("B", "CREATING"),
        town("C", "NAMED", since=date(2024, 1, 1)),
    )
    held = tuple(told("output", "2023", "9", name) for name in "ABC")
    found = ask(policy({"T": wanted}), Register(members=members, observations=held))
    assert ends(found) == ("9", "9")


def test_a_figure_recorded_later_is_not_known_yet():
    late = told("output", "2023", "12", recorded_on=date(2024, 2, 1))
    pack = policy({"T": target(OUTPUT)})
    assert ask(pack, facts(late)).verdict is OPEN
    assert ask(pack, facts(late), date(2024, 3, 1)).verdict is PASS


def test_a_project_recorded_later_is_not_known_yet():
    late = replace(project("p", "120", "2023"), recorded_on=date(2024, 2, 1))
    assert ends(planned(projects=[late])) == ("0", None)


def test_of_two_versions_the_later_one_stands():
    held = facts(
        told("output", "2023", "12", recorded_on=date(2023, 12, 1)),
        told("output", "2023", "9", recorded_on=date(2023, 12, 30)),
    )
    assert ends(asked(OUTPUT, held)) == ("9", "9")


# ------------------------------------------------------------------------ nested

PARK = {"kind": "park"}


def nested(*held, **more):
    members = (
        town("P", kind="park"),
        town("Q", kind="park"),
        town("T1", within="P"),
        town("T2", within="T1"),
        town("S"),
    )
    return asked(
        OUTPUT, Register(members=members, observations=held), population=PARK, **more
    )


def test_what_lies_inside_a_member_is_not_counted_again():
    found = nested(
        told("output", "2023", "5", "P"),
        told("output", "2023", "2", "Q"),
        told("output", "2023", "4", "T1"),
        told("output", "2023", "4", "T2"),
    )
    assert (ends(found), found.counts["counted"]) == (("7", "7"), 2)


def test_what_lies_inside_says_how_much_there_is_at_least():
    found = nested(
        told("output", "2023", "11", "T1"), told("output", "2023", "3", "T2")
    )
    assert (found.verdict, ends(found)) == (PASS, ("11", None))


def test_one_that_stands_alone_and_reported_the_figure_counts():
    found = nested(
        told("output", "2023", "5", "P"),
        told("output", "2023", "2", "Q"),
        told("output", "2023", "1", "S"),
    )
    assert ends(found) == ("8", "8")


def test_a_circle_of_members_does_not_hang():
    members = (
        town("A", within="B"),
        town("B", within="A"),
        town("C", within="C"),
    )
    held = tuple(told("output", "2023", "1", n) for n in "ABC")
    found = asked(OUTPUT, Register(members=members, observations=held))
    assert ends(found) == ("1", "1"), "neither of the two is outside the other"


# --------------------------------------------------------------- measures, plan


def eligible():
    return measure(
        "eligible",
        Reported("tax"),
        FromProjects("unused"),
        Difference("output", ("spent", "part")),
    )


PLANNED = {"sum": "eligible", "over": "year", "or_plan": True}


def planned(*held, projects=(), start="2021-01-01"):
    wanted = target(
        PLANNED, "100", operator="about", **({"from": start} if start else {})
    )
    pack = policy({"T": wanted}, measures=[eligible()], since=None)
    return ask(pack, Register(observations=held, projects=tuple(projects)))


def test_the_measure_of_the_policy_says_what_is_eligible():
    whole = (
        told("output", "2021..2023", "110"),
        told("spent", "2021..2023", "10"),
        told("part", "2021..2023", "5"),
    )
    found = planned(*whole)
    assert (found.verdict.value, ends(found)) == ("APPROX", ("95", "95"))
    assert ends(planned(*whole[:2])) == ("0", "100"), "what is taken out is unknown"


def test_the_year_decides_where_it_was_reported_and_the_plan_stands_beside():
    found = planned(*(told("tax", str(y), "40") for y in (2021, 2022, 2023)))
    assert (found.verdict, ends(found)) == (FAIL, ("40", "40"))
    assert {n: a.verdict for n, a in found.alternatives.items()} == {
        "calendar_year": FAIL,
        "plan_period": PASS,
    }


def test_without_a_start_there_is_no_plan():
    assert planned(told("tax", "2021..2023", "100"), start=None).alternatives == {}


def test_projects_are_read_by_the_measure():
    works = [project("a", "60", "2023"), project("b", "50", "2023", use="residential")]
    found = planned(projects=works)
    assert (found.verdict, ends(found)) == (FAIL, ("60", "60"))


# ------------------------------------------------------------------------ counts

NUMBER = {"count": "platforms"}
NEW = {"count": "graduates"}


def test_a_stock_is_counted_on_the_day_and_a_flow_since_the_start():
    stock = facts(told("platforms", "2022", "4"), told("platforms", "2023", "5"))
    assert ends(asked(NUMBER, stock, unit="个")) == ("5", "5")
    flow = facts(*(told("graduates", str(y), "4") for y in (2020, 2021, 2022, 2023)))
    assert ends(asked(NEW, flow, unit="家")) == ("12", "12"), "since the policy began"
    later = asked(NEW, flow, unit="家", **{"from": "2022-01-01"})
    assert ends(later) == ("8", "8")


def test_something_of_nobody_in_particular_is_added_over_who_told_of_it():
    members = (town("A"), town("B"))
    held = (told("platforms", "2023", "4", "A"),)
    found = asked(
        NUMBER,
        Register(members=members, observations=held),
        "4",
        unit="个",
        population={"kind": "none"},
    )
    assert (found.verdict, ends(found)) == (PASS, ("4", "4"))


# ------------------------------------------------------------------------ shares

SHARE = {
    "share": {"part": "part", "whole": "output", "reported": "part_share"},
    "over": "year",
}


def shared(*held, members=None, **more):
    register = Register(members=members, observations=held)
    return asked(SHARE, register, "70", unit="%", **more)


def pair(name, part, whole):
    return (
        *(() if part is None else (told("part", "2023", part, name),)),
        *(() if whole is None else (told("output", "2023", whole, name),)),
    )


def test_it_is_the_ratio_of_sums_and_never_the_mean_of_ratios():
    found = shared(*pair("A", "90", "100"), *pair("B", "600", "1000"))
    assert (found.verdict, ends(found)) == (FAIL, ("690/11", "690/11"))
    assert {n: m.verdict for n, m in found.members.items()} == {"A": PASS, "B": FAIL}


def test_an_unknown_part_is_at_most_its_whole():
    found = shared(*pair("A", "900", "1000"), *pair("B", None, "100"))
    assert (found.verdict, ends(found)) == (PASS, ("900/11", "1000/11"))


def test_an_unknown_whole_is_at_least_its_part():
    found = shared(*pair("A", "90", "100"), *pair("B", "10", None))
    assert (found.verdict, ends(found)) == (OPEN, ("0", "1000/11"))


def test_a_whole_of_zero_is_no_share():
    found = shared(*pair("", "0", "0"))
    assert (found.verdict, found.value) == (NO_SHARE, None)
    assert found.because is not None
    beside = shared(*pair("A", "0", "0"), *pair("B", "7", "10"))
    assert (beside.verdict, beside.members["A"].verdict) == (PASS, NO_SHARE)


def test_a_part_above_its_whole_is_an_error():
    own = shared(*pair("", "103", "100"))
    assert (own.verdict, ends(own)) == (WRONG, ("103", "103"))
    one = shared(*pair("A", "11", "10"), *pair("B", "0", "100"))
    assert (one.verdict, one.members["A"].verdict) == (WRONG, WRONG)
    assert shared(*pair("A", "-1", "10")).verdict is WRONG
    assert shared(*pair("A", "5", "0")).value is None


def test_a_reported_share_serves_where_the_amounts_are_missing():
    assert shared(told("part_share", "2023", "70")).verdict is PASS
    assert shared(told("part_share", "2023", "103")).verdict is WRONG
    both = shared(told("part_share", "2023", "90"), *pair("", "1", "10"))
    assert both.verdict is FAIL, "a computed share comes first"
    of_one = shared(told("part_share", "2023", "90", "A"), members=(town("A"),))
    assert of_one.verdict is OPEN, "shares of members do not add up"


def test_nothing_reported_leaves_a_share_open():
    assert (shared().verdict, ends(shared())) == (OPEN, ("0", "100"))
    assert shared(members=()).verdict is NO_SHARE


def test_a_member_to_whom_one_of_the_two_does_not_apply_is_left_out():
    held = (
        *pair("A", "7", "10"),
        told("part", "2023", None, "B"),
        *pair("B", None, "9"),
    )
    assert ends(shared(*held)) == ("70", "70")


@pytest.mark.parametrize("code", ["part", "part_share"])
def test_sources_are_named(code):
    assert shared(told(code, "2023", "70")).sources


def test_a_share_on_a_day_reads_the_newest_stock():
    value = {"share": {"part": "smes", "whole": "firms"}, "over": "latest"}
    held = facts(told("smes", "2023-03-31", "9"), told("firms", "2023-06-30", "9"))
    found = asked(value, held, "100", unit="%", operator="exactly")
    assert (found.verdict, found.day) == (PASS, ON)
