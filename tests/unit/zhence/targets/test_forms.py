"""Tiers, doubling, each year by itself, members in a state, firms by code."""

from datetime import date

import pytest
from tests.unit.zhence.targets.kit import (
    FAIL,
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
    project,
    target,
    told,
    town,
)

from zhence.targets import Firm, Register

# ------------------------------------------------------------------------- tiers

TIERS = {
    "top": target({"tier": "output", "at": "1000"}, "2", unit="个"),
    "mid": target({"tier": "output", "at": "500"}, "3", unit="个"),
    "low": target({"tier": "output", "at": "100"}, "12", unit="个"),
}


def outputs(*values):
    return Register(
        observations=tuple(
            told("output", "2023", v, f"T{i}") for i, v in enumerate(values)
        )
    )


def tiered(register, mode="spill_down", id_="low"):
    return ask(policy(TIERS, mode=mode), register, id_=id_)


TOWNS = outputs("1000", "1320", "500", "600", "700", "800", *["100"] * 11)


@pytest.mark.parametrize(
    ("mode", "id_", "verdict", "count", "need"),
    [
        ("exclusive", "top", PASS, 2, 2),
        ("exclusive", "mid", PASS, 4, 3),
        ("exclusive", "low", FAIL, 11, 12),
        ("cumulative", "mid", PASS, 6, 3),
        ("cumulative", "low", PASS, 17, 12),
        ("spill_down", "mid", PASS, 6, 5),
        ("spill_down", "low", PASS, 17, 17),
    ],
)
def test_the_mode_says_what_counts_and_how_many_are_needed(
    mode, id_, verdict, count, need
):
    found = tiered(TOWNS, mode, id_)
    assert (found.verdict, ends(found)) == (verdict, (str(count), str(count)))
    assert found.threshold == need


def test_all_three_modes_are_shown():
    found = tiered(TOWNS)
    assert {n: a.verdict for n, a in found.alternatives.items()} == {
        "exclusive": FAIL,
        "cumulative": PASS,
        "spill_down": PASS,
    }
    assert (found.counts["1000"], found.counts["500"], found.counts["100"]) == (
        2,
        6,
        17,
    )


def test_an_output_that_is_a_range_may_be_in_either_tier():
    held = Register(
        observations=(
            told("output", "2023", "900", "A", upper="1100"),
            told("output", "2023", "50", "B", upper="150"),
            told("output", "2022", "50", "C"),
        )
    )
    assert ends(tiered(held, "exclusive", "top")) == ("0", "2"), "C is unknown"
    assert ends(tiered(held, "exclusive", "mid")) == ("0", "2")
    assert ends(tiered(held, "exclusive", "low")) == ("0", "2"), "A is above it"


def test_nobody_reported_leaves_a_tier_open():
    assert tiered(Register()).verdict is OPEN
    assert ends(tiered(Register(members=()), id_="top")) == ("0", "0")


# ---------------------------------------------------------------------- doubling

DOUBLED = {"multiple": "firms", "baseline": "2020", "year": "2023"}


def grown(*held, value=None, **more):
    return asked(value or DOUBLED, Register(observations=held, **more), "2", unit="倍")


def stock(year, value, subject="", **more):
    return told("firms", f"{year}-12-31", value, subject, **more)


def test_exactly_double_is_double():
    assert grown(stock(2020, "40"), stock(2023, "80")).verdict is PASS
    found = grown(stock(2020, "40"), stock(2023, "79"))
    assert (found.verdict, ends(found)) == (FAIL, ("79/40", "79/40"))


@pytest.mark.parametrize("base", [[], [stock(2020, "0")], [stock(2018, "40")]])
def test_a_base_of_zero_or_none_gives_no_multiple(base):
    found = grown(*base, stock(2023, "80"))
    assert (found.verdict, found.value) == (NO_SHARE, None)
    assert found.because is not None
    assert "no_baseline" in found.flags


def test_one_member_without_a_base_leaves_the_sum_without_one():
    held = (stock(2020, "10", "A"), stock(2023, "20", "A"), stock(2023, "9", "B"))
    found = grown(*held)
    assert (found.verdict, found.members["A"].verdict) == (NO_SHARE, PASS)
    assert found.members["B"].verdict is NO_SHARE


def test_the_sum_decides_and_each_member_is_shown():
    found = grown(
        stock(2020, "10", "A"),
        stock(2023, "15", "A"),
        stock(2020, "10", "B"),
        stock(2023, "25", "B"),
    )
    assert (found.verdict, ends(found)) == (PASS, ("2", "2"))
    assert {n: m.verdict for n, m in found.members.items()} == {"A": FAIL, "B": PASS}


def test_a_later_value_that_is_missing_is_unknown():
    found = grown(stock(2020, "10"))
    assert (found.verdict, ends(found)) == (OPEN, ("0", None))
    assert found.missing == ("firms 2023",)


def test_a_base_known_as_a_range_gives_a_range():
    found = grown(stock(2020, "10", upper="20"), stock(2023, "40"))
    assert (found.verdict, ends(found)) == (PASS, ("2", "4"))
    open_ = grown(stock(2020, "0", upper="20"), stock(2023, "30"))
    assert (open_.verdict, ends(open_)) == (OPEN, ("3/2", None))


def test_a_flow_may_double_before_the_year_is_over():
    value = {"multiple": "output", "baseline": "2020", "year": "2023"}
    held = (told("output", "2020", "3"), told("output", "2023Q1", "6"))
    assert grown(*held, value=value).verdict is PASS


def test_before_its_year_the_last_full_year_is_followed():
    pack = policy({"T": target(DOUBLED, "2", unit="倍")})
    held = Register(observations=(stock(2020, "10"), stock(2021, "13")))
    assert ends(ask(pack, held, date(2022, 6, 30))) == ("13/10", "13/10")


def test_a_figure_that_cannot_be_true_is_an_error():
    assert grown(stock(2020, "10"), stock(2023, "-1")).verdict is WRONG


# --------------------------------------------------------------------- each year

YEARLY = {"per_year": "graduates", "years": ["2021", "2022", "2023"]}
LINE = {"at_least": "10", "unit": "亿元", "exclude": "unused"}


def yearly(on=ON, projects=(), **figures):
    held = tuple(told("graduates", y.removeprefix("y"), v) for y, v in figures.items())
    wanted = target({**YEARLY, "projects": LINE}, "60", unit="家", operator="more_than")
    register = Register(observations=held, projects=tuple(projects))
    return ask(policy({"T": wanted}), register, on)


def test_a_good_year_repairs_no_other():
    found = yearly(y2021="61", y2022="60", y2023="99")
    assert found.verdict is FAIL
    assert found.by_period == {"2021": PASS, "2022": FAIL, "2023": PASS}
    assert ends(found) == ("99", "99"), "the latest year is shown"


def test_years_to_come_are_not_asked():
    found = yearly(date(2022, 12, 31), y2021="61", y2022="62")
    assert (found.verdict, list(found.by_period)) == (PASS, ["2021", "2022"])


def test_the_year_that_runs_counts_once_it_has_passed():
    running = yearly(date(2022, 6, 30), y2021="61", y2022Q1="1")
    assert (running.verdict, running.by_period["2022"]) == (PASS, OPEN)
    assert ends(running) == ("61", "61")
    first = yearly(date(2021, 6, 30), y2021Q1="61")
    assert (first.verdict, ends(first)) == (PASS, ("61", None))
    assert yearly(date(2021, 6, 30)).verdict is OPEN


def test_a_year_that_nobody_reported_is_unknown():
    found = yearly(y2021="61", y2023="61")
    assert (found.verdict, found.missing) == (OPEN, ("2022",))


def test_no_year_has_begun():
    pack = policy({"T": target(YEARLY, "60", unit="家")}, since=None)
    found = ask(pack, Register(), date(2020, 6, 30))
    assert (found.verdict, found.by_period) == (OPEN, {})


def test_projects_count_in_the_year_they_begin():
    works = [
        project("exactly", "10", "2023"),
        project("short", "9.99", "2023"),
        project("housing", "40", "2023", use="residential"),
        project("last year's", "40", "2022"),
        project("with housing", "11", "2023", housing="2"),
        project("without its housing", "12", "2023", housing="2"),
        project("not split", "11", "2023", split=False),
        project("undated", "50", None),
    ]
    found = yearly(projects=works)
    assert ends(found) == ("2", "4")
    assert found.counts["counted"] == 2
    assert found.by_period["2023"] is FAIL


def test_without_projects_the_figure_of_the_members_is_taken():
    held = (told("graduates", "2023", "40", "A"), told("graduates", "2023", "30", "B"))
    wanted = target({"per_year": "graduates", "years": ["2023"]}, "60", unit="家")
    assert ends(ask(policy({"T": wanted}), Register(observations=held))) == ("70", "70")


# -------------------------------------------------------------- members in a state

IN_STATE = {
    "members": ["NAMED"],
    "told": "named",
    "gross": "named_ever",
    "less": ["struck_off"],
    "gone": ["ELIMINATED"],
}


def standing(*members, facts=(), value=None, threshold="2"):
    register = Register(members=members or None, observations=tuple(facts))
    return asked(value or IN_STATE, register, threshold, unit="个")


def test_only_those_still_in_the_state_count_and_the_gross_stands_beside():
    found = standing(
        town("A", "NAMED"),
        town("B", "ELIMINATED"),
        town("C", "ELIMINATED", satisfied={"T": date(2024, 5, 1)}),
        town("D", "CREATING"),
    )
    assert (found.verdict, found.counts["net"], found.counts["gross"]) == (FAIL, 1, 2)
    assert found.counts["gap"] == 1


def test_the_day_on_record_decides():
    found = standing(
        town("A", "NAMED", satisfied={"T": date(2024, 1, 1)}),
        town("B", None, satisfied={"T": date(2023, 1, 1)}),
        town("C", None, satisfied={}),
        town("D"),
    )
    assert ends(found) == ("1", "2")
    assert (found.gaps, found.missing) == (("A", "C"), ("D",))


def test_without_a_list_the_reported_number_serves():
    net = standing(facts=[told("named", "2023", "2")])
    assert (net.verdict, net.counts["net"]) == (PASS, 2)
    less = standing(
        facts=[told("named_ever", "2023", "4"), told("struck_off", "2023", "3")]
    )
    assert (less.verdict, less.counts["net"], less.counts["gross"]) == (FAIL, 1, 4)
    unknown = standing(facts=[told("named_ever", "2023", "4")])
    assert (unknown.verdict, ends(unknown)) == (OPEN, ("0", "4"))
    assert unknown.counts["gross"] == 4


def test_nothing_known_of_the_members_is_open():
    assert standing().missing == ("named",)
    bare = standing(value={"members": ["NAMED"]})
    assert (bare.verdict, bare.missing) == (OPEN, ("members",))
    no_gross = standing(
        value={"members": ["NAMED"], "told": "named"},
        facts=[told("named", "2023", "2")],
    )
    assert "gross" not in no_gross.counts


# ------------------------------------------------------------------------- firms

HOLD = {"sum": "firms", "over": "latest"}


def firm(code, *places, holds=("firms",)):
    return Firm(code, places, frozenset(holds))


def test_a_firm_in_two_places_counts_once_and_is_seen_in_both():
    register = Register(
        members=(town("A"), town("B"), town("I", within="A"), town("G", "GONE")),
        firms=(
            firm("x", "A", "B"),
            firm("y", "I"),
            firm("z", "A", holds=["smes"]),
            firm("w", "G"),
            firm("v", "elsewhere"),
        ),
    )
    found = asked(
        HOLD, register, "3", unit="家", population={"kind": "town", "states": ["OPEN"]}
    )
    assert (found.verdict, ends(found)) == (FAIL, ("2", "2"))
    expected = {"counted": 2, "A": 2, "B": 1, "I": 1, "G": 0, "gap": 1, "of": 3}
    assert {name: found.counts[name] for name in expected} == expected


def test_a_roster_without_a_list_counts_all_of_it():
    register = Register(firms=(firm("x", "A"), firm("y", "B")))
    found = asked({"count": "firms"}, register, "2", unit="家")
    assert (found.verdict, found.counts["A"]) == (PASS, 1)


def test_a_roster_that_does_not_speak_of_it_leaves_it_to_the_figures():
    register = Register(
        firms=(firm("x", "A", holds=[]),), observations=(told("firms", "2023", "9"),)
    )
    assert ends(asked(HOLD, register, unit="家")) == ("9", "9")


TEAM = {"coverage": "team", "among": "leader"}
OF_FIRMS = {"kind": "firm"}


def test_coverage_of_firms_asks_those_that_are_of_the_kind():
    register = Register(
        firms=(
            firm("x", "A", holds=["leader", "team"]),
            firm("y", "A", holds=["leader"]),
            firm("z", "A", holds=["team"]),
        )
    )
    found = asked(TEAM, register, "100", unit="%", population=OF_FIRMS)
    assert (ends(found), found.gaps) == (("50", "50"), ("y",))
    assert found.counts["A"] == 1


def test_a_roster_of_leaders_only_need_not_say_so():
    register = Register(firms=(firm("x", holds=["team"]),))
    assert asked(TEAM, register, "100", unit="%", population=OF_FIRMS).verdict is PASS
    plain = {"coverage": "team"}
    assert asked(plain, register, "100", unit="%", population=OF_FIRMS).verdict is PASS


def test_coverage_of_firms_without_a_roster_looks_at_members():
    register = Register(members=(town("A", satisfied={"T": ON}),))
    found = asked({"coverage": "team"}, register, "100", unit="%", population=OF_FIRMS)
    assert found.verdict is PASS
    nobody = asked(
        {"coverage": "team"}, Register(firms=()), "100", unit="%", population=OF_FIRMS
    )
    assert nobody.verdict is NO_SHARE
    assert NOT_ASKED is not NO_SHARE
