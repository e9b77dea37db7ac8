"""Knowing less never decides, and never turns one decision into the other.

Inputs whose absence has a declared fallback are left out of the towns here, by
name: of a stock there is one report only (an older one would stand in for it);
a measure has one source (the next would stand in); a reported share beside
its amounts (it would stand in for them); the approved plan total (the category
threshold then stands alone, flag ``plan_total_missing``); a project as a whole
(a list of projects is complete by itself, so one that is not on it does not
exist, worked case NT-08). What was told of a project is forgotten instead.
"""

from hypothesis import given
from hypothesis import strategies as st
from tests.lib.conditions import (
    Telling,
    Town,
    one_thing_less,
    questions,
    rulebooks,
    tellings_of_towns,
    towns,
)
from tests.lib.projects import Portfolio, forget_one, portfolios, project_books
from tests.lib.properties import thorough
from tests.lib.rulebooks import annual

from zhence.evidence import Verdict
from zhence.facts import Facts
from zhence.rules.judge import judge
from zhence.rules.question import Question
from zhence.rules.rulebook import Rulebook


def may_become(before: Verdict, after: Verdict) -> bool:
    """Say whether losing an input may turn *before* into *after*."""
    if before.accepted:
        return after.accepted or after.undecided
    if before is Verdict.FAIL:
        return after is Verdict.FAIL or after.undecided
    if before is Verdict.NOT_APPLICABLE:
        return after is before
    return after.undecided


def verdicts(book: Rulebook, known: Facts, question: Question) -> dict[str, Verdict]:
    told = judge(book, known, question)
    return {name: f.verdict for name, f in told.findings.items()} | {
        "result": told.result
    }


def assert_less_never_decides(
    book: Rulebook, known: Facts, question: Question, less: dict[str, Facts]
) -> None:
    before = verdicts(book, known, question)
    for lost, fewer in less.items():
        after = verdicts(book, fewer, question)
        for name, verdict in before.items():
            assert may_become(verdict, after[name]), (
                f"{name}: {verdict} became {after[name]} without {lost}"
            )


@thorough
@given(rulebooks(), towns(), tellings_of_towns(), questions)
def test_losing_any_input_never_decides_what_was_undecided(
    book: Rulebook, town: Town, telling: Telling, question: Question
):
    known = telling.of(town)
    assert_less_never_decides(book, known, question, dict(one_thing_less(known)))


@thorough
@given(project_books(), portfolios(), st.sampled_from([2018, 2019]))
def test_forgetting_what_a_project_is_never_decides_what_was_undecided(
    book: Rulebook, portfolio: Portfolio, year: int
):
    known = portfolio.told()
    less = dict(forget_one(portfolio))
    assert_less_never_decides(book, known, annual(year), less)
