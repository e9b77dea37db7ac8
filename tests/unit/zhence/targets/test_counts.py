"""Counts over members: what is unknown widens, and never decides."""

from datetime import date
from fractions import Fraction

import pytest
from tests.unit.zhence.targets.kit import (
    FAIL,
    NEAR,
    NO_SHARE,
    NOT_ASKED,
    ON,
    OPEN,
    PASS,
    WRONG,
    ask,
    asked,
    ends,
    policy,
    target,
    told,
    town,
)

from zhence.targets import Member, Register, Tally

HAVE = {"coverage": "has_platform"}
NUMBER = {"count": "platforms"}
KEPT: dict[str, date] = {}


def tally(met: int, unknown: int = 0, size: int | None = None) -> Register:
    return Register(tallies={"T": Tally(met, unknown, size)})


@pytest.mark.parametrize(
    ("met", "unknown", "verdict", "gap"),
    [
        (10, 0, PASS, 0),
        (9, 0, FAIL, 1),
        (9, 1, OPEN, 1),
        (12, 4, PASS, 0),
        (5, 4, FAIL, 5),
        (-1, 0, WRONG, 11),
    ],
)
def test_a_count_is_decided_by_its_bounds(met, unknown, verdict, gap):
    found = asked(NUMBER, tally(met, unknown), unit="个")
    assert (found.verdict, found.counts["gap"]) == (verdict, gap)
    assert ends(found) == (str(met), str(met + unknown))


@pytest.mark.parametrize(
    ("operator", "met", "verdict", "gap"),
    [
        ("more_than", 10, FAIL, 1),
        ("more_than", 11, PASS, 0),
        ("at_most", 10, PASS, 0),
        ("at_most", 12, FAIL, 2),
        ("less_than", 10, FAIL, 1),
        ("less_than", 9, PASS, 0),
        ("exactly", 10, PASS, 0),
        ("exactly", 11, FAIL, 0),
        ("about", 10, PASS, 0),
        ("about", 9, NEAR, 1),
        ("about", 8, FAIL, 2),
    ],
)
def test_every_wording_has_its_boundary(operator, met, verdict, gap):
    found = asked(NUMBER, tally(met), unit="个", operator=operator)
    assert (found.verdict, found.counts["gap"]) == (verdict, gap)


def test_about_is_open_where_the_unknown_may_leave_the_tolerance():
    assert asked(NUMBER, tally(8, 1), unit="个", operator="about").verdict is OPEN
    assert asked(NUMBER, tally(9, 1), unit="个", operator="about").verdict is NEAR


@pytest.mark.parametrize(
    ("met", "unknown", "size", "verdict", "value"),
    [
        (18, 0, 20, PASS, ("90", "90")),
        (17, 0, 19, FAIL, ("1700/19", "1700/19")),
        (17, 1, 20, OPEN, ("85", "90")),
        (18, 9, 20, PASS, ("90", "100")),
    ],
)
def test_a_share_of_members_is_exact(met, unknown, size, verdict, value):
    found = asked(HAVE, tally(met, unknown, size), "90", unit="%")
    assert (found.verdict, ends(found)) == (verdict, value)


def test_a_share_without_its_whole_is_open_and_one_of_nothing_is_none():
    assert asked(HAVE, tally(3), "90", unit="%").verdict is OPEN
    nothing = asked(HAVE, tally(0, 0, 0), "90", unit="%")
    assert (nothing.verdict, nothing.value) == (NO_SHARE, None)
    assert nothing.because is not None


def test_more_than_all_is_an_error():
    found = asked(HAVE, tally(103, 0, 100), "100", unit="%", operator="exactly")
    assert (found.verdict, ends(found)) == (WRONG, ("103", "103"))
    assert asked(NUMBER, tally(4, 0, 3), unit="个").verdict is WRONG


def test_a_gap_of_a_share_is_told_in_members():
    assert asked(HAVE, tally(17, 0, 19), "90", unit="%").counts["gap"] == 1
    full = asked(HAVE, tally(41, 0, 42), "100", unit="%", operator="exactly")
    assert full.counts["gap"] == 1


def test_an_open_number_is_shown_and_not_judged():
    pack = policy({"T": target(NUMBER, unit="个")}, settings={"T.threshold": "none"})
    found = ask(pack, tally(5))
    assert (found.verdict, found.threshold, found.gap) == (NOT_ASKED, None, None)
    share = policy(
        {"T": target(HAVE, "90", unit="%")}, settings={"T.threshold": "none"}
    )
    assert ask(share, tally(5, 0, 9)).verdict is NOT_ASKED
    assert "gap" not in ask(share, tally(5, 0, 9)).counts


# ------------------------------------------------------------- who satisfies


def covering(members, facts=(), value=None, **more):
    register = Register(members=tuple(members), observations=tuple(facts))
    return asked(value or HAVE, register, "50", unit="%", **more)


def test_the_day_on_record_counts_until_the_deadline():
    found = covering(
        [
            town("A", satisfied={"T": date(2023, 12, 31)}),
            town("B", satisfied={"T": date(2024, 1, 1)}),
            town("C", satisfied=KEPT),
        ]
    )
    assert (found.counts["lower"], found.counts["of"]) == (1, 3)
    assert found.gaps == ("B", "C")


def test_where_nobody_kept_a_record_all_is_unknown():
    found = covering([town("A"), town("B")])
    assert (found.verdict, found.missing) == (OPEN, ("A", "B"))
    assert ends(found) == ("0", "100")


def test_a_yearly_condition_asks_for_the_year_itself():
    found = covering(
        [
            town("A", satisfied={"T": date(2023, 3, 1)}),
            town("B", satisfied={"T": date(2022, 3, 1)}),
        ],
        value={**HAVE, "over": "year"},
    )
    assert found.gaps == ("B",)


def test_a_figure_decides_before_any_record():
    line = {**HAVE, "where": {"indicator": "platforms", "at_least": "1", "unit": "个"}}
    facts = [
        told("platforms", "2023-06-30", "0", "A"),
        told("platforms", "2023-06-30", "2", "B"),
        told("platforms", "2023-06-30", None, "C"),
    ]
    members = [town("A", satisfied={"T": ON}), town("B"), town("C"), town("D")]
    found = covering(members, facts, line)
    assert (found.gaps, found.missing) == (("A",), ("D",))
    assert found.counts["of"] == 3, "to whom it does not apply is not asked"


def test_a_grade_is_compared_by_rank():
    line = {**HAVE, "where": {"indicator": "rating", "at_least": "4A"}}
    facts = [
        told("rating", "2023-06-30", "3A", "A"),
        told("rating", "2023-06-30", "5A", "B"),
    ]
    assert covering([town("A"), town("B")], facts, line).gaps == ("A",)


def test_a_category_decides_and_an_unknown_one_is_unknown():
    members = [
        town("A", category="digital"),
        town("B", category="tourism"),
        town("C"),
        town("D", category="unheard_of"),
    ]
    found = covering(members, value={"coverage": "modern", "group": "modern"})
    assert (found.counts["lower"], found.gaps, found.missing) == (1, ("B", "D"), ("C",))


@pytest.mark.parametrize(
    ("name", "items", "state"),
    [
        ("park_items", {"one": True, "two": True}, "met"),
        ("park_items", {"one": True}, "unknown"),
        ("park_items", {"one": True, "two": False}, "gap"),
        ("any", {"a": False}, "unknown"),
        ("any", {"b": True}, "met"),
        ("any", {"a": False, "b": False}, "gap"),
    ],
)
def test_a_checklist_decides_by_what_it_needs(name, items, state):
    found = covering([town("A", checklists={name: items})], value={"coverage": name})
    shown = {"met": ((), ()), "unknown": ((), ("A",)), "gap": (("A",), ())}
    assert (found.gaps, found.missing) == shown[state]


def test_only_new_ones_count_where_the_target_has_a_start():
    members = (
        town("A", satisfied={"T": date(2021, 12, 31)}),
        town("B", satisfied={"T": date(2022, 1, 1)}),
        town("C", satisfied=KEPT),
    )
    found = asked(
        NUMBER, Register(members=members), unit="个", **{"from": "2022-01-01"}
    )
    assert (found.counts["lower"], found.counts["of"]) == (1, 3)


# ---------------------------------------------------------- of whom it is asked


def test_a_group_leaves_the_others_out_and_is_open_for_the_unknown():
    value = {**HAVE, "among": "modern"}
    members = [
        town("A", category="digital", satisfied={"T": ON}),
        town("B", category="tourism", satisfied=KEPT),
        town("C", satisfied={"T": ON}),
        town("D", satisfied=KEPT),
    ]
    found = covering(members, value=value)
    assert ends(found) == ("50", "100"), "1 of 2 without C, 2 of 2 without D"
    assert found.counts["of"] == 3
    assert found.missing == ("C", "D")


def test_a_group_that_nobody_has_a_category_for_leaves_everybody_in():
    found = covering(
        [town("A", satisfied={"T": ON})], value={**HAVE, "among": "modern"}
    )
    assert found.verdict is PASS


def test_a_goal_is_asked_of_those_who_recorded_it():
    value = {**HAVE, "among": "any.a"}
    members = [
        town("A", satisfied=KEPT, checklists={"any": {"a": True}}),
        town("B", satisfied=KEPT),
    ]
    assert covering(members, value=value).counts["of"] == 1
    nobody = covering([town("B", satisfied=KEPT)], value=value)
    assert (nobody.verdict, nobody.value) == (NOT_ASKED, None)


def test_a_list_without_members_has_no_share():
    assert covering([]).verdict is NO_SHARE


def test_without_a_list_the_members_are_those_who_reported():
    line = {**HAVE, "where": {"indicator": "platforms", "at_least": "1", "unit": "个"}}
    facts = (
        told("platforms", "2023", "1", "A"),
        told("platforms", "2023", "0", "B"),
        told("firm_output", "2023", "9", "C"),
    )
    found = asked(line, Register(observations=facts), "50", unit="%")
    assert (found.verdict, found.counts["of"]) == (PASS, 2)


@pytest.mark.parametrize(
    ("codes", "counts"),
    [
        (["town_visits"], True),
        (["town_visits", "tax"], True),
        (["town_visits", "park_land"], True),
        (["tax"], True),
        (["park_land"], False),
        (["firm_output"], False),
    ],
)
def test_one_that_is_silent_here_is_unknown_if_it_may_be_a_town(codes, counts):
    facts = (
        told("output", "2023", "9", "A"),
        *(told(code, "2023", "1", "B") for code in codes),
    )
    found = asked({"sum": "output", "over": "year"}, Register(observations=facts))
    assert (found.verdict, found.missing) == ((OPEN, ("B",)) if counts else (FAIL, ()))
    assert "members_as_reported" in found.flags
    listed = Register(members=(town("A"), town("B")), observations=facts)
    assert "members_as_reported" not in asked(OVER, listed, "1", unit="个").flags


def test_nobody_at_all_is_nobody_missing():
    assert asked(HAVE, Register(), "50", unit="%").missing == ("members",)


# ------------------------------------------------------------------ over a line

OVER = {
    "count_if": {"indicator": "tax", "more_than": "10", "unit": "亿元"},
    "over": "year",
}


def test_members_over_a_line_are_counted_strictly():
    facts = (
        told("tax", "2023", "10", "A"),
        told("tax", "2023", "10.01", "B"),
        told("tax", "2023", "9", "C", upper="11"),
    )
    found = asked(OVER, Register(observations=facts), "2", unit="个")
    assert (found.verdict, ends(found), found.gaps) == (OPEN, ("1", "2"), ("A",))


def test_a_year_that_nobody_reported_leaves_every_member_unknown():
    facts = (told("tax", "2022", "12", "A"), told("tax", "2022", "12", "B"))
    assert ends(asked(OVER, Register(observations=facts), "2", unit="个")) == ("0", "2")
    assert asked(OVER, Register(), "2", unit="个").verdict is OPEN


def test_a_line_may_be_met_by_what_is_on_record():
    members = (town("A", satisfied={"T": ON}), town("B", satisfied=KEPT))
    found = asked(OVER, Register(members=members), "1", unit="个")
    assert (found.verdict, found.counts["lower"]) == (PASS, 1)


# --------------------------------------------------------------- second reading


def test_the_other_population_stands_beside():
    second = {"parameter": "asked", "equals": "named", "states": ["NAMED"]}
    wanted = target(
        HAVE, "90", unit="%", population={"kind": "town", "narrowed": second}
    )
    register = Register(
        members=(
            town("A", "NAMED", satisfied={"T": ON}),
            town("B", "CREATING", satisfied=KEPT),
        )
    )
    listed = ask(policy({"T": wanted}), register)
    named = ask(policy({"T": wanted}, settings={"asked": "named"}), register)
    assert (listed.verdict, named.verdict) == (FAIL, PASS)
    assert {n: a.verdict for n, a in listed.alternatives.items()} == {
        "listed": FAIL,
        "named": PASS,
    }
    assert listed.alternatives["named"].threshold == Fraction(90)
    assert Member("A").kind == ""
