"""The compiled program says what the plain judge says, whatever was told."""

from dataclasses import replace
from fractions import Fraction

from hypothesis import given
from hypothesis import strategies as st
from tests.lib.conditions import (
    Telling,
    Town,
    everything,
    leaves,
    questions,
    rulebooks,
    tellings_of_towns,
    towns,
)
from tests.lib.nantong import WINDOW, Known
from tests.lib.nantong import questions as shipped_questions
from tests.lib.nantong import towns as shipped_towns
from tests.lib.projects import Portfolio, portfolios, project_books
from tests.lib.properties import thorough
from tests.lib.rulebooks import annual
from tests.packs.shelf import shipped

from zhence.evidence import Interval
from zhence.facts import Facts
from zhence.rules.plain import judge_term
from zhence.rules.program import compile_program, evaluate
from zhence.rules.question import Question
from zhence.rules.resolve import docket
from zhence.rules.rows import row_of
from zhence.rules.rulebook import Rulebook

NANTONG = shipped()["NT2017"].rulebook.with_parameters(WINDOW)

# A figure that does not apply, one below zero, one open above.
spoilt = st.sampled_from(
    [None, Interval.point(-3), Interval(Fraction(1), None), Interval.point(0)]
)


def assert_both_judges_agree(book: Rulebook, known: Facts, question: Question) -> None:
    asked = docket(book, known, question)
    program = compile_program(book, asked.threshold_day())
    row = row_of(program, asked)
    for name, criterion in book.criteria.items():
        plain = judge_term(asked, criterion.judge).verdict
        assert evaluate(program.criteria[name], row) is plain, name


@thorough
@given(rulebooks(), towns(), tellings_of_towns(), questions)
def test_program_and_plain_judge_agree(
    book: Rulebook, town: Town, telling: Telling, question: Question
):
    assert_both_judges_agree(book, telling.of(town), question)


@thorough
@given(
    rulebooks(leaves),
    towns(),
    questions,
    spoilt,
    st.lists(st.integers(0, 7), min_size=1, max_size=4),
)
def test_they_agree_on_figures_that_do_not_apply_or_cannot_be_true(
    book: Rulebook,
    town: Town,
    question: Question,
    spoil: Interval | None,
    which: list[int],
):
    known = everything(question).of(town)
    held = list(known.observations)
    for place in which:
        held[place] = replace(held[place], amount=spoil)
    assert_both_judges_agree(book, replace(known, observations=tuple(held)), question)


@thorough
@given(project_books(), portfolios(), st.sampled_from([2018, 2019]))
def test_they_agree_on_projects(book: Rulebook, portfolio: Portfolio, year: int):
    assert_both_judges_agree(book, portfolio.told(), annual(year))


@thorough
@given(shipped_towns(), shipped_questions)
def test_they_agree_on_towns_under_a_shipped_policy(town: Known, question: Question):
    for known in (town.part, town.whole):
        assert_both_judges_agree(NANTONG, known, question)
