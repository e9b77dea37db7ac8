"""From what was reported to the amount that a rule compares."""

from dataclasses import replace
from datetime import date
from fractions import Fraction

import pytest
from tests.lib.rulebooks import (
    ACCEPTANCE,
    ANNUAL,
    ASKED_ON,
    CATALOGUE,
    GRADES,
    STANDING,
    amount,
    annual,
    asked,
    between,
    facts,
    measure,
    member,
    rulebook,
    told,
    word,
)

from zhence.evidence import ANYTHING, NON_NEGATIVE, Interval, Source
from zhence.facts import Facts, Observation
from zhence.periods import parse_period
from zhence.rules.measures import (
    Amount,
    Difference,
    LeadIndustries,
    MonthsListed,
    Over,
    Proven,
    Reported,
)
from zhence.rules.question import Question
from zhence.rules.rulebook import Occasion

BOOK = rulebook(
    measures=[
        measure("invested", over=Over.BUILDING),
        measure("profit", over=Over.YEAR),
        measure("visits", over=Over.YEAR, unit_name="万人次"),
        measure("planned", over=Over.AT_YEAR_END),
        measure("area", unit_name="km²"),
        measure("green", over=Over.YEAR, unit_name="km²"),
        measure("coverage", unit_name="%"),
        measure("unheard", Reported("unheard"), over=Over.YEAR),
        measure(
            "standard",
            Proven("standard", "rating"),
            unit_name="级",
            levels=GRADES,
        ),
        measure("net", Difference("invested", ("housing", "complexes"))),
        measure(
            "net_of_year",
            Difference("invested", ("housing", "complexes")),
            over=Over.YEAR,
        ),
        measure("either", Reported("led"), Reported("invested"), over=Over.YEAR),
        measure("industries", LeadIndustries(), unit_name="个"),
        measure("months", MonthsListed(), unit_name="月"),
        measure("site", Reported("site"), unit_name="个"),
        measure("no_word", LeadIndustries(), unit_name="个"),
    ]
)


def read(
    name: str,
    *held: Observation,
    question: Question = ANNUAL,
    known: Facts | None = None,
) -> Amount:
    return asked(BOOK, known or facts(*held), question).amount(name)


def test_what_was_not_reported_is_unknown_and_named():
    nothing = read("invested")
    assert nothing.interval == NON_NEGATIVE
    assert nothing.missing == ("invested",)
    assert not nothing.told


def test_what_can_be_negative_and_was_not_reported_can_be_anything():
    assert read("profit").interval == ANYTHING


def test_a_reported_zero_is_zero_and_not_missing():
    zero = read("invested", told("invested", "2018-03..2018-12", "0"))
    assert (zero.interval, zero.missing, zero.told) == (amount("0"), (), True)


def test_a_flow_is_summed_over_the_span_of_the_question():
    found = read(
        "invested",
        told("invested", "2018-03..2018-12", "4"),
        told("invested", "2019", "6"),
        told("invested", "2018-01..2018-02", "100"),
        question=annual(2019),
    )
    assert found.interval == amount("10")
    assert str(found.period) == "2018-03..2019-12"


def test_a_flow_known_in_part_names_itself_as_missing():
    found = read("invested", told("invested", "2018-03..2018-11", "4"))
    assert found.interval == between("4", None)
    assert found.missing == ("invested",)
    assert found.told


def test_reports_of_other_years_tell_nothing():
    assert not read("visits", told("visits", "2017", "50")).told


def test_a_stock_is_the_newest_report_by_the_day():
    held = (
        told("area", "2019", "3.0"),
        told("area", "2020", "3.5"),
        told("area", "2021", "9"),
    )
    found = read("area", *held, question=STANDING)
    assert found.interval == amount("3.5", "km²")
    assert str(found.period) == "2020"


def test_a_stock_reported_only_for_later_is_unknown():
    assert not read("area", told("area", "2021", "9"), question=STANDING).told


def test_a_stock_asked_for_over_a_span_is_still_its_newest_report():
    held = told("green", "2018-06-30", "1"), told("green", "2018-12-31", "2")
    assert read("green", *held).interval == amount("2", "km²")


def test_a_plan_counts_only_to_the_end_of_the_assessed_year():
    plans = told("planned", "2018", "8"), told("planned", "2019", "17")
    assert read("planned", *plans).interval == amount("8")
    assert read("planned", *plans, question=annual(2019)).interval == amount("17")
    assert not read("planned", *plans, question=annual(2020)).told


def test_a_plan_is_unknown_where_no_year_is_assessed():
    assert not read("planned", told("planned", "2018", "8"), question=STANDING).told


def test_without_a_listing_day_what_was_built_since_is_unknown():
    known = facts(told("invested", "2018", "40"), membership=member(listed_on=None))
    assert not read("invested", known=known).told


def test_a_partly_known_stock_names_itself_as_missing():
    found = read("area", told("area", "2020", "3.0", "3.5"), question=STANDING)
    assert found.interval == between("3.0", "3.5", "km²")
    assert found.missing == ("area",)


def test_a_rounded_figure_is_a_band_and_marked():
    found = read(
        "coverage", told("coverage", "2020", "70.0", rounded=True), question=STANDING
    )
    assert found.interval == between("69.95", "70.05", "%")
    assert found.rounded
    assert found.flags == {"ratio_reported"}


def test_not_applicable_is_neither_missing_nor_zero():
    found = read("area", told("area", "2020", None), question=STANDING)
    assert not found.applies
    assert found.missing == ()


def test_not_applicable_of_an_older_period_does_not_hide_a_later_figure():
    flow = read("visits", told("visits", "2016", None), told("visits", "2018", "31"))
    assert (flow.applies, flow.interval) == (True, amount("31", "万人次"))
    stock = read(
        "area",
        told("area", "2016", None),
        told("area", "2020", "3"),
        question=STANDING,
    )
    assert (stock.applies, stock.interval) == (True, amount("3", "km²"))
    later = read("visits", told("visits", "2018", None), told("visits", "2016", "31"))
    assert not later.applies


def test_a_figure_of_a_period_that_is_not_over_is_not_yet_known():
    early = Question(Occasion.ANNUAL, date(2018, 12, 30), 2018)
    assert not read("visits", told("visits", "2018", "31"), question=early).told


@pytest.mark.parametrize(
    ("name", "period", "value"),
    [
        ("invested", "2018-03..2018-12", "-0.01"),
        ("area", "2018", "-1"),
        ("coverage", "2018", "100.1"),
    ],
)
def test_what_cannot_be_true_is_said(name: str, period: str, value: str):
    found = read(name, told(name, period, value))
    assert found.impossible is not None
    assert found.impossible.en.startswith(name)


@pytest.mark.parametrize(
    ("name", "period", "value"),
    [
        ("invested", "2018-03..2018-12", "0"),
        ("coverage", "2018", "100"),
        ("profit", "2018", "-5"),
    ],
)
def test_what_is_at_its_bound_or_has_none_can_be_true(
    name: str, period: str, value: str
):
    assert read(name, told(name, period, value)).impossible is None


def test_an_indicator_outside_the_catalogue_is_taken_as_a_flow_without_bounds():
    held = Observation("T", "unheard", told("visits", "2018", "1").period, amount("3"))
    found = read("unheard", held)
    assert found.interval == amount("3")
    assert found.impossible is None


def test_every_report_that_was_counted_is_named_as_a_source():
    held = (
        told("invested", "2018-03..2018-06", "1", source="A"),
        told("invested", "2018-07..2018-12", "1", source="B"),
        told("invested", "2017", "1", source="C"),
    )
    assert [s.name for s in read("invested", *held).sources] == ["A", "B"]
    nameless = replace(held[0], source=Source())
    assert read("invested", nameless).sources == ()


def test_the_first_source_that_says_anything_is_used():
    led, invested = told("led", "2018", "3"), told("invested", "2018", "5")
    assert read("either", invested, led).interval == amount("3")
    assert read("either", invested).interval == amount("5")
    assert read("either").missing == ("led",)


@pytest.mark.parametrize(
    ("stated", "proof", "low", "high"),
    [
        ("3A", None, 3, 3),
        ("3A", "2A", 3, 3),
        ("3A", "5A", 5, 5),
        (None, "2A", 2, 5),
        (None, None, 0, 5),
    ],
)
def test_a_rating_proves_at_least_its_grade_of_the_standard(
    stated: str | None, proof: str | None, low: int, high: int
):
    held = []
    if stated is not None:
        held.append(told("standard", "2020", stated))
    if proof is not None:
        held.append(told("rating", "2020", proof))
    found = read("standard", *held, question=STANDING)
    assert found.interval == Interval(Fraction(low), Fraction(high))
    assert found.missing == (() if stated else ("standard",))


def test_a_standard_known_in_part_keeps_its_upper_end():
    vague = Observation(
        "T", "standard", parse_period("2020"), Interval(Fraction(1), Fraction(4))
    )
    found = read("standard", vague, told("rating", "2020", "2A"), question=STANDING)
    assert found.interval == Interval(Fraction(2), Fraction(4))


def test_a_rating_that_does_not_apply_proves_nothing():
    no_rating = told("rating", "2020", None)
    alone = read("standard", no_rating, question=STANDING)
    assert (alone.told, alone.applies) == (False, True)
    stated = told("standard", "2020", "3A")
    beside = read("standard", no_rating, stated, question=STANDING)
    assert beside.interval == Interval.point(3)


def test_a_difference_takes_every_part_from_the_whole():
    found = read(
        "net_of_year",
        told("invested", "2018", "12"),
        told("housing", "2018", "2"),
        told("complexes", "2018", "1"),
    )
    assert (found.interval, found.missing) == (amount("9"), ())


def test_a_part_that_was_not_reported_may_be_nothing_or_all():
    found = read(
        "net_of_year", told("invested", "2018", "12"), told("housing", "2018", "2")
    )
    assert found.interval == between("0", "10")
    assert found.missing == ("complexes",)


def test_without_the_whole_there_is_no_difference():
    found = read("net_of_year", told("housing", "2018", "2"))
    assert not found.told
    assert found.missing == ("invested",)


def test_a_part_that_does_not_apply_takes_nothing_away():
    found = read(
        "net_of_year",
        told("invested", "2018", "12"),
        told("housing", "2018", None),
        told("complexes", "2018", "0"),
    )
    assert (found.interval, found.applies) == (amount("12"), True)


def test_parts_above_their_whole_cannot_be_true():
    found = read(
        "net_of_year",
        told("invested", "2018", "2"),
        told("housing", "2018", "3"),
        told("complexes", "2018", "0"),
    )
    assert found.impossible is not None
    assert found.impossible.en == "the parts exceed the total"


def test_every_part_of_a_difference_is_a_source_and_may_be_rounded():
    found = read(
        "net_of_year",
        told("invested", "2018", "12", source="A"),
        told("housing", "2018", "2", rounded=True, source="B"),
        told("complexes", "2018", "0", source="A"),
    )
    assert [s.name for s in found.sources] == ["A", "B"]
    assert found.flags == {"ratio_reported"}


def test_an_impossible_part_makes_the_difference_impossible():
    found = read(
        "net_of_year",
        told("invested", "2018", "12"),
        told("housing", "2018", "-3"),
        told("complexes", "2018", "0"),
    )
    assert found.impossible is not None
    assert found.impossible.en == "housing is negative"


def test_the_membership_says_how_many_lead_industries_there_are():
    two = facts(membership=member(industries=("silk", "steel")))
    assert read("industries", known=two).interval == Interval.point(2)
    none = facts(membership=member(industries=()))
    assert read("industries", known=none).interval == Interval.point(0)
    assert read("industries").missing == ("lead_industries",)


def test_the_membership_says_how_many_months_it_has_been_listed():
    assert read("months", question=STANDING).interval == Interval.point(36)
    unknown = facts(membership=member(listed_on=None))
    assert read("months", known=unknown).missing == ("listed_on",)


def test_a_recorded_word_is_the_newest_by_the_day():
    docket = asked(
        BOOK,
        facts(word("site", "2018", "small_town"), word("site", "2022", "park")),
        STANDING,
    )
    assert docket.words("site") == ("small_town",)


def test_without_a_word_there_is_none():
    silent = asked(BOOK, facts(told("site", "2018", "1")), STANDING)
    assert silent.words("site") is None
    assert asked(BOOK, facts(), STANDING).words("site") is None
    assert silent.words("no_word") is None


@pytest.mark.parametrize(
    ("question", "began", "stay"),
    [
        (ANNUAL, None, "first"),
        (annual(2019), None, "later"),
        (annual(2017), None, "before"),
        (annual(2019), 2019, "first"),
        (ANNUAL, 2019, "before"),
        (STANDING, None, None),
    ],
)
def test_the_year_of_the_stay_is_before_first_later_or_unknown(
    question: Question, began: int | None, stay: str | None
):
    known = facts(membership=member(stay_first_year=began))
    assert asked(BOOK, known, question).year_of_stay() == stay


def test_without_a_listing_day_the_year_of_the_stay_is_unknown():
    known = facts(membership=member(listed_on=None))
    assert asked(BOOK, known, ANNUAL).year_of_stay() is None


def test_a_town_is_held_to_the_thresholds_of_its_listing_day():
    assert asked(BOOK, facts()).threshold_day() == member().listed_on


def test_a_town_listed_before_the_policy_is_held_to_it_as_it_stands():
    book = replace(BOOK, valid_from=date(2019, 1, 1))
    assert asked(book, facts()).threshold_day() == ASKED_ON
    on_the_day = replace(BOOK, valid_from=member().listed_on)
    assert asked(on_the_day, facts()).threshold_day() == member().listed_on


def test_a_town_without_a_listing_day_is_held_to_the_policy_as_it_stands():
    unknown = facts(membership=member(listed_on=None))
    assert asked(BOOK, unknown).threshold_day() == ASKED_ON


def test_the_catalogue_of_these_tests_is_the_one_the_books_use():
    assert BOOK.catalogue is CATALOGUE


def test_an_early_acceptance_reads_what_was_reported_by_then():
    early = Question(Occasion.ACCEPTANCE, date(2019, 12, 1))
    half = told("invested", "2018-03..2018-12", "4")
    assert read("invested", half, question=early).interval == between("4", None)
    assert read("invested", half, question=ACCEPTANCE).interval == between("4", None)
