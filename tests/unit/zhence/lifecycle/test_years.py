"""Failures over the years: the first of a stay, adjacent ones, unknown ones."""

import pytest
from tests.lib.rulebooks import choice, number
from tests.unit.zhence.lifecycle.lives import (
    FAIL,
    PASS,
    UNKNOWN,
    answer,
    book,
    decision,
    exempt,
    past,
    verdict,
    year,
)

from zhence.evidence import Verdict
from zhence.lifecycle.conditions import AdjacentFails, YearResult
from zhence.lifecycle.history import AssessedYear, History
from zhence.lifecycle.years import assessed, consecutive_failures

EXIT = AdjacentFails("progress", "two", "breaks")
FIRST_FAILED = YearResult("first", "result", failed=True)
FIRST_PASSED = YearResult("first", "result", failed=False)
LATER_FAILED = YearResult("later", "result", failed=True)

LETTERS = {"P": PASS, "F": FAIL, "?": UNKNOWN}


def run(pattern: str, first: int = 2018, **more) -> History:
    """Years in a row: P passed, F failed, ? unknown, x exempted, _ not told."""
    years: list[AssessedYear] = []
    for offset, letter in enumerate(pattern):
        number_ = first + offset
        if letter == "x":
            years.append(exempt(number_))
        elif letter != "_":
            years.append(year(number_, LETTERS[letter], result=LETTERS[letter]))
    return past(years=years, **more)


# --------------------------------------------------------------------- one year


@pytest.mark.parametrize(
    ("result", "failed", "passed"),
    [
        (FAIL, PASS, FAIL),
        (PASS, FAIL, PASS),
        (Verdict.PASS_EXEMPT, FAIL, PASS),
        (UNKNOWN, UNKNOWN, UNKNOWN),
        (Verdict.NOT_COMPUTABLE, UNKNOWN, UNKNOWN),
    ],
)
def test_the_first_year_of_the_stay(result: Verdict, failed: Verdict, passed: Verdict):
    history = past(years=[year(2018, result=result), year(2019, result=FAIL)])

    assert verdict(FIRST_FAILED, history) is failed
    assert verdict(FIRST_PASSED, history) is passed


def test_the_first_year_is_that_of_the_present_stay():
    history = past(stay=2020, years=[year(2018, result=FAIL), year(2020, result=PASS)])

    assert verdict(FIRST_FAILED, history) is FAIL
    assert answer(FIRST_PASSED, history).year == 2020


def test_a_first_year_that_was_not_assessed_fails_nobody():
    assert verdict(FIRST_FAILED, past(years=[year(2019, result=FAIL)])) is FAIL
    assert verdict(FIRST_FAILED, past()) is FAIL


def test_an_exempted_first_year_fails_nobody_and_rewards_nobody():
    history = past(years=[exempt(2018)])

    assert verdict(FIRST_FAILED, history) is FAIL
    assert verdict(FIRST_PASSED, history) is FAIL


def test_a_later_year_is_the_latest_one():
    assert verdict(LATER_FAILED, run("PPF")) is PASS
    assert verdict(LATER_FAILED, run("PFP")) is FAIL
    assert answer(LATER_FAILED, run("PPF")).year == 2020


def test_a_first_year_is_no_later_year():
    assert verdict(LATER_FAILED, run("F")) is FAIL
    assert verdict(LATER_FAILED, past()) is FAIL


def test_a_part_that_was_not_judged_is_unknown():
    assert year(2018).failed("progress") is UNKNOWN


def test_a_year_that_passed_as_a_whole_had_no_failed_part():
    assert year(2018, result=PASS).failed("progress") is FAIL
    assert year(2018, result=FAIL).failed("progress") is UNKNOWN


@pytest.mark.parametrize(
    ("progress", "share", "finding", "failed"),
    [
        (PASS, PASS, PASS, FAIL),
        (PASS, FAIL, PASS, PASS),
        (UNKNOWN, FAIL, None, PASS),
        (PASS, PASS, None, UNKNOWN),
        (PASS, UNKNOWN, PASS, UNKNOWN),
        (None, None, None, UNKNOWN),
    ],
)
def test_a_result_that_is_not_given_is_the_join_of_the_parts(
    progress: Verdict, share: Verdict, finding: Verdict, failed: Verdict
):
    parts = {"share": share, "finding": finding}
    told = year(2018, progress, **{k: v for k, v in parts.items() if v})

    assert told.failed("result") is failed


# -------------------------------------------------------------------- adjacency


@pytest.mark.parametrize(
    ("pattern", "told"),
    [
        ("F", FAIL),
        ("FF", PASS),
        ("PFF", PASS),
        ("FFP", PASS),
        ("FPF", FAIL),
        ("F?F", UNKNOWN),
        ("?F", UNKNOWN),
        ("F?", UNKNOWN),
        ("??", UNKNOWN),
        ("?P?", FAIL),
        ("P?P", FAIL),
        ("F?FF", PASS),
        ("FxF", FAIL),
        ("FxFF", PASS),
        ("?xF", FAIL),
        ("xFF", PASS),
        ("", FAIL),
    ],
)
def test_two_adjacent_failures(pattern: str, told: Verdict):
    assert verdict(EXIT, run(pattern)) is told


@pytest.mark.parametrize(
    ("pattern", "told"),
    [("FxF", PASS), ("FxxF", PASS), ("FxP", FAIL), ("xF", FAIL), ("?xF", UNKNOWN)],
)
def test_by_choice_an_exempted_year_does_not_part_two_others(
    pattern: str, told: Verdict
):
    rules = book(choice("breaks", value=False))

    assert verdict(EXIT, run(pattern, rules=rules)) is told


@pytest.mark.parametrize("reading", [True, False])
def test_a_year_without_a_record_lets_nobody_exit(reading):
    rules = book(choice("breaks", value=reading))

    assert verdict(EXIT, run("F_F", rules=rules)) is not PASS


def test_the_second_of_the_pair_is_the_cause():
    assert answer(EXIT, run("PFF")).year == 2020
    assert answer(EXIT, run("FFP")).year == 2019


def test_the_latest_pair_is_the_cause():
    assert answer(EXIT, run("FFPFF")).year == 2022


def test_an_undecided_run_has_no_cause():
    assert answer(EXIT, run("F?")).year is None
    assert answer(EXIT, run("FP")).year is None


def test_the_order_of_the_records_does_not_matter():
    told = run("FFP").years

    assert verdict(EXIT, past(years=reversed(told))) is PASS


def test_a_decision_exempts_a_year():
    years = run("FF").years
    decided = decision("exempt_year", year=2019)

    assert verdict(EXIT, past(years=years, decisions=[decided])) is FAIL
    assert [y.exempted for y in assessed(past(years=years, decisions=[decided]))] == [
        False,
        True,
    ]


def test_an_exemption_on_another_list_exempts_nothing():
    years = run("FF").years
    decided = decision("exempt_year", list_="other", year=2019)

    assert verdict(EXIT, past(years=years, decisions=[decided])) is PASS


def test_three_years_may_be_asked():
    rules = book(number("three", "3"))
    asked = AdjacentFails("progress", "three", "breaks")

    assert verdict(asked, run("FF", rules=rules)) is FAIL
    assert verdict(asked, run("FFF", rules=rules)) is PASS
    assert verdict(asked, run("FF?F", rules=rules)) is UNKNOWN


def test_an_open_number_of_years_is_undecided():
    assert verdict(AdjacentFails("progress", "none", "breaks"), run("FF")) is UNKNOWN


# --------------------------------------------------------------------- counting


@pytest.mark.parametrize(
    ("pattern", "count"),
    [("", 0), ("P", 0), ("F", 1), ("PFF", 2), ("FFP", 0), ("F?F", 1), ("FxF", 1)],
)
def test_the_latest_failures_in_a_row_are_counted(pattern: str, count: int):
    assert consecutive_failures(run(pattern), "progress") == count
