"""A decision holds in every world of which the same could have been told."""

from fractions import Fraction

from hypothesis import given
from hypothesis import strategies as st
from tests.lib.conditions import (
    Telling,
    Town,
    everything,
    operators,
    questions,
    rulebooks,
    tellings_of_towns,
    towns,
    towns_told_the_same,
)
from tests.lib.projects import Portfolio, other_portfolios, portfolios, project_books
from tests.lib.properties import thorough
from tests.lib.rulebooks import (
    ANNUAL,
    annual,
    criterion,
    facts,
    finding,
    measure,
    number,
    parameter,
    rulebook,
)

from zhence.evidence import Interval, Verdict
from zhence.facts import Facts, Observation
from zhence.periods import year
from zhence.rules.judge import judge
from zhence.rules.measures import Over
from zhence.rules.question import Question
from zhence.rules.rulebook import Rulebook
from zhence.rules.terms import Compare, Operator, Share


def kind(verdict: Verdict) -> Verdict:
    return Verdict.PASS if verdict.accepted else verdict


def verdicts(book: Rulebook, known: Facts, question: Question) -> dict[str, Verdict]:
    told = judge(book, known, question)
    found = {name: kind(f.verdict) for name, f in told.findings.items()}
    return found | {"result": kind(told.result)}


def assert_what_is_decided_holds(
    book: Rulebook, told: Facts, truth: Facts, question: Question
) -> None:
    true = verdicts(book, truth, question)
    for name, verdict in verdicts(book, told, question).items():
        if not verdict.undecided:
            assert verdict is true[name], f"{name}: {verdict}, in truth {true[name]}"


@thorough
@given(st.data(), rulebooks(), towns(), tellings_of_towns(), questions)
def test_a_decision_on_part_of_the_truth_holds_for_the_whole_of_it(
    data, book: Rulebook, town: Town, telling: Telling, question: Question
):
    told = telling.of(town)
    other = data.draw(towns_told_the_same(town, telling))
    assert telling.of(other) == told
    for world in (town, other):
        truth = everything(question).of(world)
        assert_what_is_decided_holds(book, told, truth, question)


@thorough
@given(st.data(), project_books(), portfolios(), st.sampled_from([2018, 2019]))
def test_a_decision_on_what_projects_declare_holds_for_all_they_may_be(
    data, book: Rulebook, portfolio: Portfolio, assessed: int
):
    other = data.draw(other_portfolios(portfolio))
    assert other.told() == portfolio.told()
    for world in (portfolio, other):
        assert_what_is_decided_holds(
            book, portfolio.told(), world.declared(), annual(assessed)
        )


def vague(name: str, low: int, high: int) -> Observation:
    return Observation("T", name, year(2018), Interval(Fraction(low), Fraction(high)))


bounds = st.tuples(st.integers(0, 20), st.integers(0, 20)).map(sorted)


@thorough
@given(bounds, operators, st.integers(0, 20))
def test_an_amount_is_undecided_only_where_its_ends_or_its_limit_disagree(
    ends: list[int], operator: Operator, limit: int
):
    book = rulebook(
        criterion(Compare("invested", operator, parameter("n"))),
        measures=[measure("invested", unit_name="个", over=Over.YEAR)],
        parameters=[number("n", str(limit), "个")],
    )

    def told(low: int, high: int) -> Verdict:
        return finding(book, facts(vague("invested", low, high)), ANNUAL).verdict

    if told(*ends).undecided:
        inner = min(max(limit, ends[0]), ends[1])
        tried = {told(x, x) for x in (*ends, inner)}
        assert tried == {Verdict.PASS, Verdict.FAIL}


@thorough
@given(bounds, bounds, operators, st.sampled_from([10, 30, 50, 70, 90]))
def test_a_share_is_undecided_only_where_completions_disagree(
    part: list[int], whole: list[int], operator: Operator, limit: int
):
    book = rulebook(
        criterion(Share("led", "invested", operator, parameter("s"))),
        measures=[
            measure("led", unit_name="个", over=Over.YEAR),
            measure("invested", unit_name="个", over=Over.YEAR),
        ],
        parameters=[number("s", str(limit), "%")],
    )

    def told(p: list[int], w: list[int]) -> Verdict:
        known = facts(vague("led", *p), vague("invested", *w))
        return finding(book, known, ANNUAL).verdict

    if told(part, whole) is not Verdict.INSUFFICIENT_DATA:
        return
    tried = {
        told([p, p], [w, w])
        for p in range(part[0], part[1] + 1)
        for w in range(whole[0], whole[1] + 1)
        if p <= w
    }
    # Amounts between whole numbers are possible too: a share may cross its limit
    # there, so one end above and one below are enough.
    assert len(tried) > 1 or operator is Operator.EXACTLY
