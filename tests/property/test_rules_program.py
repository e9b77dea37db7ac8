"""The compiled program says what the plain judge says, whatever was told."""

from dataclasses import replace
from datetime import date
from fractions import Fraction
from itertools import product

import pytest
from hypothesis import given
from hypothesis import strategies as st
from tests.lib.conditions import (
    LISTED,
    Telling,
    Town,
    everything,
    leaves,
    questions,
    rulebooks,
    tellings_of_towns,
    towns,
)
from tests.lib.limits import every_kind_of_term, every_report, judging
from tests.lib.nantong import WINDOW, Known
from tests.lib.nantong import questions as shipped_questions
from tests.lib.nantong import towns as shipped_towns
from tests.lib.projects import Portfolio, portfolios, project_books
from tests.lib.properties import thorough
from tests.lib.rulebooks import (
    annual,
    facts,
    member,
    parameter,
    told,
)
from tests.lib.worlds import span_of
from tests.packs.shelf import shipped
from tests.unit.zhence.engines.made import coverages, unusual, with_unusual

from zhence.evidence import Interval
from zhence.facts import Facts, Observation
from zhence.rules.measures import Over
from zhence.rules.plain import judge_term
from zhence.rules.program import compile_program, evaluate
from zhence.rules.question import Question
from zhence.rules.resolve import docket
from zhence.rules.rows import row_of
from zhence.rules.rulebook import Occasion, Rulebook
from zhence.rules.terms import About, Operator, Share

NANTONG = shipped()["NT2017"].rulebook.with_parameters(WINDOW)

# A figure that does not apply, one below zero, one open above.
spoilt = st.sampled_from(
    [None, Interval.point(-3), Interval(Fraction(1), None), Interval.point(0)]
)


def assert_both_judges_agree(book: Rulebook, known: Facts, question: Question) -> None:
    asked = docket(book, known, question)
    program = compile_program(book, asked.threshold_day())
    row = row_of(program, asked)
    for name, held in book.criteria.items():
        plain = judge_term(asked, held.judge).verdict
        assert evaluate(program.criteria[name], row) is plain, name


@thorough
@given(rulebooks(), towns(), tellings_of_towns(), questions)
def test_program_and_plain_judge_agree(
    book: Rulebook, town: Town, telling: Telling, question: Question
):
    assert_both_judges_agree(book, telling.of(town), question)


@thorough
@given(
    st.one_of(rulebooks(leaves), rulebooks(unusual).map(with_unusual)),
    towns(),
    questions,
    spoilt,
    st.lists(st.integers(0, 7), min_size=1, max_size=4),
    coverages,
)
def test_they_agree_on_figures_that_do_not_apply_or_cannot_be_true(
    book: Rulebook,
    town: Town,
    question: Question,
    spoil: Interval | None,
    which: list[int],
    covered: tuple[Observation, ...],
):
    known = everything(question).of(town)
    held = list(known.observations)
    for place in which:
        held[place] = replace(held[place], amount=spoil)
    told = (*held, *covered)
    assert_both_judges_agree(book, replace(known, observations=told), question)


@thorough
@given(
    rulebooks(unusual).map(with_unusual),
    towns(),
    tellings_of_towns(),
    questions,
    coverages,
)
def test_they_agree_on_shares_and_abouts_held_against_any_limit(
    book: Rulebook,
    town: Town,
    telling: Telling,
    question: Question,
    covered: tuple[Observation, ...],
):
    known = telling.of(town)
    told = (*known.observations, *covered)
    assert_both_judges_agree(book, replace(known, observations=told), question)


@thorough
@given(project_books(), portfolios(), st.sampled_from([2018, 2019]))
def test_they_agree_on_projects(book: Rulebook, portfolio: Portfolio, year: int):
    assert_both_judges_agree(book, portfolio.told(), annual(year))


@pytest.mark.parametrize("kind", [None, "heavy"])
def test_they_agree_whatever_value_and_limit_are(kind: str | None):
    """Every kind of report for the value, its whole and its limit, in every term."""
    book = judging(*every_kind_of_term())
    for known in every_report(kind):
        assert_both_judges_agree(book, known, annual(2018))


@pytest.mark.parametrize("occasion", [o for o in Occasion if o is not Occasion.ANNUAL])
@pytest.mark.parametrize("over", [Over.BUILDING, Over.TO_DATE])
@pytest.mark.parametrize("spans", [("2018", "2018..2019"), ("2018..2019", "2018")])
def test_they_agree_where_part_and_whole_were_reported_unequally_far(
    occasion: Occasion, over: Over, spans: tuple[str, str]
):
    """A part above its whole, or a whole of nothing, may only look so by then."""
    book = judging(
        *(Share("led", "invested", o, parameter("s0")) for o in Operator), over=over
    )
    for part, whole in product(("0", "6", "12"), ("0", "10")):
        known = facts(told("led", spans[0], part), told("invested", spans[1], whole))
        question = Question(occasion, date(2020, 3, 31))
        assert_both_judges_agree(book, known, question)


@pytest.mark.parametrize("lately", ["2017-06-01", "2018-06-01"])
def test_how_near_about_is_has_no_days(lately: str):
    book = judging(About("area", parameter("n1"), "tolerance", cap=True), lately=lately)
    known = facts(
        Observation("T", "area", span_of(0, 1), Interval.point(6)),
        membership=member(None, listed_on=LISTED),
    )
    assert_both_judges_agree(book, known, annual(2018))


@thorough
@given(shipped_towns(), shipped_questions)
def test_they_agree_on_towns_under_a_shipped_policy(town: Known, question: Question):
    for known in (town.part, town.whole):
        assert_both_judges_agree(NANTONG, known, question)
