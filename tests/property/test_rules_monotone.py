"""More of a good thing never turns a pass into a failure."""

from dataclasses import replace

from hypothesis import given
from hypothesis import strategies as st
from tests.lib.conditions import (
    ITEMS,
    NUMBERS,
    SHARES,
    Telling,
    Town,
    questions,
    rulebooks,
    tellings_of_towns,
    towns,
)
from tests.lib.properties import thorough
from tests.lib.rulebooks import parameter

from zhence.evidence import Interval, Verdict
from zhence.facts import Facts
from zhence.rules.judge import judge
from zhence.rules.question import Question
from zhence.rules.rulebook import Rulebook
from zhence.rules.terms import (
    About,
    All,
    AnyOf,
    Checklist,
    Compare,
    Operator,
    Share,
    Term,
)

_UPWARD = st.sampled_from([Operator.AT_LEAST, Operator.MORE_THAN])
_leaves: st.SearchStrategy[Term] = st.one_of(
    st.builds(
        lambda name, operator, limit: Compare(name, operator, parameter(limit)),
        st.sampled_from(["invested", "led", "area", "firms"]),
        _UPWARD,
        st.sampled_from(NUMBERS),
    ),
    st.builds(
        lambda name, limit: About(name, parameter(limit), "tolerance", cap=False),
        st.sampled_from(["invested", "led", "area", "firms"]),
        st.sampled_from(NUMBERS),
    ),
    st.just(Checklist("list", "need")),
)
# Conditions of which every amount is wanted to be large.
upward: st.SearchStrategy[Term] = st.recursive(
    _leaves,
    lambda inner: st.one_of(
        st.builds(All, st.lists(inner, min_size=1, max_size=3).map(tuple)),
        st.builds(AnyOf, st.lists(inner, min_size=1, max_size=3).map(tuple)),
    ),
    max_leaves=4,
)


def verdicts(book: Rulebook, known: Facts, question: Question) -> dict[str, Verdict]:
    told = judge(book, known, question)
    return {n: f.verdict for n, f in told.findings.items()} | {"result": told.result}


@thorough
@given(
    rulebooks(upward),
    towns(),
    tellings_of_towns(),
    questions,
    st.integers(0, 20),
    st.integers(1, 30),
)
def test_raising_an_amount_never_turns_a_pass_of_at_least_into_a_failure(
    book: Rulebook,
    town: Town,
    telling: Telling,
    question: Question,
    which: int,
    more: int,
):
    """Even where the raised report then contradicts the others."""
    known = telling.of(town)
    held = [o for o in known.observations if o.indicator not in {"standard", "rating"}]
    if not held:
        return
    raised = held[which % len(held)]
    assert raised.amount is not None
    higher = replace(raised, amount=raised.amount + Interval.point(more))
    others = tuple(higher if o is raised else o for o in held)
    before = verdicts(book, known, question)
    after = verdicts(book, replace(known, observations=others), question)
    for name, verdict in before.items():
        if verdict.accepted:
            assert after[name] is not Verdict.FAIL


@thorough
@given(
    rulebooks(upward), towns(), tellings_of_towns(), questions, st.sampled_from(ITEMS)
)
def test_doing_one_more_item_never_turns_a_pass_into_a_failure(
    book: Rulebook, town: Town, telling: Telling, question: Question, item: str
):
    known = telling.of(town)
    more = {**known.checklists["list"], item: True}
    before = verdicts(book, known, question)
    after = verdicts(book, replace(known, checklists={"list": more}), question)
    for name, verdict in before.items():
        if verdict.accepted:
            assert after[name].accepted


@thorough
@given(st.data(), rulebooks(_leaves, 1), towns(), questions, _UPWARD)
def test_a_larger_part_of_the_same_whole_never_turns_a_pass_into_a_failure(
    data, book: Rulebook, town: Town, question: Question, operator: Operator
):
    limit = data.draw(st.sampled_from(SHARES))
    share = Share("led", "invested", operator, parameter(limit))
    book = replace(book, criteria={"C0": replace(book.criteria["C0"], judge=share)})
    invested, led, housing = town.flows
    month = data.draw(st.integers(0, len(led) - 1))
    larger = list(led)
    larger[month] = data.draw(st.integers(led[month], invested[month]))
    grown = replace(town, flows=(invested, tuple(larger), housing))
    telling = data.draw(tellings_of_towns())
    before = verdicts(book, telling.of(town), question)["C0"]
    after = verdicts(book, telling.of(grown), question)["C0"]
    assert (before, after) != (Verdict.PASS, Verdict.FAIL)
