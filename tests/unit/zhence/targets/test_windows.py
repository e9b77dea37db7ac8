"""The day that is measured, the year that is looked at, the way still to go."""

from datetime import date
from fractions import Fraction

import pytest
from tests.unit.zhence.targets.kit import (
    FAIL,
    NOT_ASKED,
    OPEN,
    PASS,
    ask,
    ends,
    policy,
    target,
    told,
)

from zhence.errors import BadInputError
from zhence.evidence import NON_NEGATIVE, Interval, Label
from zhence.rules.rulebook import Status
from zhence.targets import Register, Tally, find_targets, targets_citing, targets_of

OUTPUT = {"sum": "output", "over": "year"}
YEARS = Register(
    observations=tuple(
        told("output", str(year), str(value))
        for year, value in ((2020, 1), (2021, 2), (2022, 5), (2023, 12), (2024, 99))
    )
)


@pytest.mark.parametrize(
    ("on", "value", "due"),
    [
        (date(2021, 12, 31), "2", False),
        (date(2022, 6, 30), "2", False),
        (date(2022, 12, 31), "5", False),
        (date(2023, 12, 31), "12", True),
        (date(2024, 6, 30), "12", True),
        (date(2026, 1, 1), "12", True),
    ],
)
def test_the_last_full_year_is_followed_until_the_targets_own(on, value, due):
    found = ask(policy({"T": target(OUTPUT)}), YEARS, on)
    assert (ends(found), found.due) == ((value, value), due)
    assert found.day == min(on, date(2023, 12, 31))


def test_the_year_of_the_target_is_open_until_it_is_over():
    found = ask(policy({"T": target(OUTPUT)}), YEARS, date(2023, 6, 30))
    assert (found.verdict, ends(found)) == (OPEN, ("0", None))


def test_what_happens_after_the_day_is_not_known():
    assert ask(policy({"T": target(OUTPUT)}), YEARS, date(2023, 12, 30)).verdict is OPEN


def test_without_a_deadline_the_last_full_year_counts():
    pack = policy({"T": target(OUTPUT, by=None)})
    assert ends(ask(pack, YEARS, date(2024, 12, 31))) == ("99", "99")
    found = ask(pack, YEARS, date(2024, 6, 30))
    assert (ends(found), found.due, found.pace) == (("12", "12"), False, None)


def test_before_the_policy_nothing_is_asked():
    found = ask(policy({"T": target(OUTPUT)}), YEARS, date(2020, 12, 31))
    assert (found.verdict, found.value, found.pace) == (NOT_ASKED, None, None)
    assert found.because is not None


# -------------------------------------------------------------------------- pace


def paced(met, unknown=0, on=date(2022, 7, 2), **more):
    wanted = target({"count": "platforms"}, unit="个", **more)
    register = Register(tallies={"T": Tally(met, unknown)})
    return ask(policy({"T": wanted}), register, on).pace


def test_the_way_is_held_against_the_time():
    pace = paced(4)
    assert (pace.time, pace.way.low) == (Fraction(547, 1094), Fraction(2, 5))
    assert (pace.keeps_up, pace.label) == (False, Label.OURS)
    assert paced(5).keeps_up is True
    assert paced(4, 3).keeps_up is None


def test_the_time_is_whole_once_the_deadline_is_over():
    assert paced(9, on=date(2030, 1, 1)).time == 1
    assert paced(9, on=date(2021, 1, 1)).time == 0
    assert paced(9, on=date(2021, 1, 1)).keeps_up is True


def test_the_targets_own_start_counts():
    assert paced(9, **{"from": "2022-07-02"}).time == 0


def test_there_is_no_pace_without_a_window_or_towards_a_cap():
    assert paced(9, operator="at_most") is None
    assert paced(9, **{"from": "2023-12-31"}) is None
    wanted = target({"count": "platforms"}, "0", unit="个")
    register = Register(tallies={"T": Tally(1)})
    assert ask(policy({"T": wanted}), register).pace is None
    no_start = policy({"T": target({"count": "platforms"}, unit="个")}, since=None)
    assert ask(no_start, register).pace is None


def test_a_multiple_starts_at_one():
    wanted = target(
        {"multiple": "firms", "baseline": "2020", "year": "2023"}, "2", unit="倍"
    )
    held = (told("firms", "2020-12-31", "10"), told("firms", "2023-12-31", "15"))
    pace = ask(policy({"T": wanted}), Register(observations=held)).pace
    assert pace is not None
    assert pace.way == Interval.point(Fraction(1, 2))
    unknown = ask(policy({"T": wanted}), Register(observations=held[:1])).pace
    assert unknown is not None
    assert unknown.way == NON_NEGATIVE


# ------------------------------------------------------------------- which target


def test_all_targets_come_in_the_order_of_the_policy():
    pack = policy({"b": target(OUTPUT), "a": target(OUTPUT)})
    assert [f.id for f in targets_of(pack, YEARS, date(2023, 12, 31))] == ["b", "a"]


def test_an_unknown_target_is_refused_with_those_there_are():
    with pytest.raises(BadInputError, match="T") as refused:
        find_targets(policy({"T": target(OUTPUT)}), YEARS, ["X"], date(2023, 1, 1))
    assert refused.value.faults[0].code == "target_unknown"
    with pytest.raises(BadInputError, match="none"):
        find_targets(policy({}), YEARS, ["X"], date(2023, 1, 1))


def test_a_clause_leads_to_its_target():
    pack = policy(
        {
            "P-1": target(OUTPUT),
            "P-2.a": target(OUTPUT, clauses=["P-2"]),
            "P-2.b": target(OUTPUT, clauses=["P-2"]),
            "P-3.x": target(
                OUTPUT, clauses=["P-3"], by="2022-12-31", **{"from": "2022-01-01"}
            ),
            "P-3.y": target(OUTPUT, clauses=["P-3"], by=None, **{"from": "2023-01-01"}),
        }
    )
    assert targets_citing(pack, "P-1", None) == ("P-1",)
    assert targets_citing(pack, "P-2", date(2023, 1, 1)) == ("P-2.a", "P-2.b")
    assert targets_citing(pack, "P-3", date(2022, 5, 1)) == ("P-3.x",)
    assert targets_citing(pack, "P-3", date(2025, 5, 1)) == ("P-3.y",)
    assert targets_citing(pack, "P-3", None) == ("P-3.x", "P-3.y")
    with pytest.raises(BadInputError):
        targets_citing(pack, "P-9", None)


# ----------------------------------------------------------------- number, labels


def test_the_number_is_a_parameter():
    wanted = {"T": target({"count": "platforms"}, unit="个")}
    register = Register(tallies={"T": Tally(9)})
    assert ask(policy(wanted), register).verdict is FAIL
    assert ask(policy(wanted, settings={"T.threshold": "9"}), register).verdict is PASS
    named = {"T": target({"count": "platforms"}, unit="个", parameter="other_number")}
    assert ask(policy(named), register).threshold == 3


@pytest.mark.parametrize(
    ("status", "label", "flag"),
    [
        (Status.IN_FORCE, Label.OFFICIAL, None),
        (Status.DRAFT, Label.DRAFT, "simulation"),
        (Status.REFERENCE, Label.REFERENCE, "benchmark"),
    ],
)
def test_a_draft_is_labelled_and_binds_nobody(status, label, flag):
    found = ask(policy({"T": target(OUTPUT)}, status=status), YEARS)
    assert found.label is label
    assert (flag in found.flags) is (flag is not None)
    assert ("not_binding" in found.flags) is (flag is not None)


def test_an_aim_says_that_it_is_one():
    assert ask(policy({"T": target(OUTPUT, force="aim")}), YEARS).aim is True
