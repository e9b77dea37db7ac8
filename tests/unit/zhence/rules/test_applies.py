"""Whether a criterion applies: yes, no, or not known."""

from dataclasses import replace

import pytest
from tests.lib.rulebooks import (
    ANNUAL,
    STANDING,
    annual,
    category,
    choice,
    criterion,
    facts,
    finding,
    measure,
    member,
    number,
    parameter,
    rulebook,
    told,
)

from zhence.evidence import Finding, Verdict
from zhence.facts import Membership
from zhence.rules.question import Question
from zhence.rules.terms import Applies, Compare, Operand, Operator

PASS, FAIL = Verdict.PASS, Verdict.FAIL
UNKNOWN = Verdict.INSUFFICIENT_DATA
OUTSIDE = Verdict.NOT_APPLICABLE

CATEGORIES = [
    category("heavy", "robots", groups=["default"]),
    category("light", "robots", groups=["relaxed"]),
]


def of(
    *conditions: Applies,
    membership: Membership | None = None,
    question: Question = STANDING,
    firms: str = "4",
    checklists=None,
) -> Finding:
    book = rulebook(
        criterion(
            Compare("firms", Operator.AT_LEAST, parameter("five")), applies=conditions
        ),
        measures=[measure("firms", unit_name="家")],
        parameters=[
            number("five", "5", "家"),
            choice("scope", "all", "all", "some"),
        ],
        categories=CATEGORIES,
    )
    known = facts(
        told("firms", "2017", firms), membership=membership, checklists=checklists
    )
    return finding(book, known, question)


EITHER = member(None, industries=("robots",))


def test_without_a_condition_it_applies():
    assert of().verdict is FAIL


@pytest.mark.parametrize(
    ("condition", "verdict"),
    [
        (Applies(categories="default"), FAIL),
        (Applies(categories="heavy"), FAIL),
        (Applies(categories="relaxed"), OUTSIDE),
        (Applies(not_categories="relaxed"), FAIL),
        (Applies(not_categories="default"), OUTSIDE),
        (Applies(states=("CREATION", "NAMED")), FAIL),
        (Applies(states=("NAMED",)), OUTSIDE),
        (Applies(parameter="scope", equals="all"), FAIL),
        (Applies(parameter="scope", equals="some"), OUTSIDE),
        (Applies(parameter="scope", equals="some", or_categories="default"), FAIL),
        (Applies(parameter="scope", equals="some", or_categories="relaxed"), OUTSIDE),
        (Applies(parameter="scope", equals="all", or_categories="relaxed"), FAIL),
        (Applies(told=("firms",)), FAIL),
        (Applies(told=("nothing", "firms")), FAIL),
        (Applies(told=("nothing",)), OUTSIDE),
        (Applies(not_told=("nothing",)), FAIL),
        (Applies(not_told=("firms",)), OUTSIDE),
    ],
)
def test_a_criterion_is_for_those_it_names(condition: Applies, verdict: Verdict):
    assert of(condition).verdict is verdict


def test_every_condition_must_hold():
    fits, not_fits = Applies(states=("CREATION",)), Applies(states=("NAMED",))
    assert of(fits, fits).verdict is FAIL
    assert of(fits, not_fits).verdict is OUTSIDE


def test_a_checklist_that_somebody_filled_counts_as_told():
    condition = Applies(told=("chain_leader",))
    assert of(condition, checklists={"chain_leader": {"a": True}}).verdict is FAIL
    assert of(condition).verdict is OUTSIDE


@pytest.mark.parametrize(
    "condition",
    [
        Applies(categories="default"),
        Applies(not_categories="default"),
        Applies(parameter="scope", equals="some", or_categories="default"),
    ],
)
def test_where_it_may_not_apply_nothing_adverse_is_concluded(condition: Applies):
    found = of(condition, membership=EITHER)
    assert found.verdict is UNKNOWN
    assert "Whether it applies is not known" in found.trace.steps[-1].en
    assert found.missing == ("category",)


def test_where_it_may_not_apply_a_pass_is_a_pass():
    found = of(Applies(categories="default"), membership=EITHER, firms="5")
    assert found.verdict is PASS


def test_what_surely_does_not_apply_does_not_wait_for_the_category():
    conditions = (Applies(categories="default", states=("NAMED",)),)
    assert of(*conditions, membership=EITHER).verdict is OUTSIDE


def test_a_criterion_that_does_not_apply_looks_at_no_figure():
    found = of(Applies(states=("NAMED",)))
    assert found.value is None
    assert found.trace.inputs == {}
    assert found.trace.steps[0].en == "This does not apply here."


@pytest.mark.parametrize(
    ("wanted", "question", "verdict"),
    [
        ("first", ANNUAL, FAIL),
        ("later", ANNUAL, OUTSIDE),
        ("later", annual(2019), FAIL),
        ("first", annual(2019), OUTSIDE),
        ("first", STANDING, UNKNOWN),
        ("first", annual(2017), OUTSIDE),
        ("later", annual(2017), OUTSIDE),
    ],
)
def test_a_criterion_may_be_for_the_first_or_the_later_years_of_the_stay(
    wanted: str, question: Question, verdict: Verdict
):
    assert of(Applies(year_of_stay=wanted), question=question).verdict is verdict


def test_without_a_listing_day_the_year_of_the_stay_is_not_known():
    unlisted = member(listed_on=None)
    found = of(Applies(year_of_stay="first"), membership=unlisted, question=ANNUAL)
    assert found.verdict is UNKNOWN


@pytest.mark.parametrize(
    ("began", "verdict"), [(None, OUTSIDE), (2018, OUTSIDE), (2020, FAIL)]
)
def test_a_stay_that_began_after_the_first_assessed_year_is_a_re_entry(
    began: int | None, verdict: Verdict
):
    again = member(stay_first_year=began)
    assert of(Applies(re_entry=True), membership=again).verdict is verdict


def test_without_a_listing_day_no_re_entry_is_assumed():
    unlisted = member(listed_on=None, stay_first_year=2020)
    assert of(Applies(re_entry=True), membership=unlisted).verdict is OUTSIDE


def test_a_threshold_by_category_already_spans_what_may_apply():
    book = rulebook(
        criterion(
            Compare("firms", Operator.AT_LEAST, Operand(by_category="limits")),
            applies=(Applies(categories="default"),),
        ),
        measures=[measure("firms", unit_name="家")],
        parameters=[number("h", "5", "家"), number("l", "3", "家")],
        categories=CATEGORIES,
        thresholds={"limits": {"heavy": "h", "light": "l"}},
    )
    found = [
        finding(book, facts(told("firms", "2020", n), membership=EITHER)).verdict
        for n in ("2", "4", "5")
    ]
    assert found == [FAIL, UNKNOWN, PASS]


def test_the_day_of_the_question_does_not_change_who_a_rule_is_for():
    later = replace(STANDING, on=STANDING.on.replace(year=2022))
    assert of(Applies(categories="relaxed"), question=later).verdict is OUTSIDE
