"""Terms joined by all, any and not, and what would flip the whole."""

import pytest
from tests.lib.rulebooks import (
    GRADES,
    criterion,
    decision,
    facts,
    finding,
    grade,
    measure,
    number,
    parameter,
    rulebook,
    told,
)

from zhence.evidence import Finding, Verdict
from zhence.facts import Observation
from zhence.rules.terms import (
    All,
    AnyOf,
    Compare,
    Not,
    OnRecord,
    Operator,
    Term,
)

PASS, FAIL = Verdict.PASS, Verdict.FAIL
UNKNOWN = Verdict.INSUFFICIENT_DATA

FIRMS = Compare("firms", Operator.AT_LEAST, parameter("five"))
AREA = Compare("area", Operator.AT_MOST, parameter("three"))
OPEN = Compare("area", Operator.AT_MOST, parameter("open"))
NAMED = OnRecord(decisions=("name",))

ENOUGH = told("firms", "2020", "5")
TOO_FEW = told("firms", "2020", "4")
SMALL = told("area", "2020", "3")
LARGE = told("area", "2020", "4")


def of(term: Term, *held: Observation, decisions=()) -> Finding:
    book = rulebook(
        criterion(term),
        measures=[
            measure("firms", unit_name="家"),
            measure("area", unit_name="km²"),
            measure("rating", unit_name="级", levels=GRADES),
        ],
        parameters=[
            number("five", "5", "家"),
            number("three", "3", "km²"),
            number("open", None, "km²"),
            grade("least", "3A"),
        ],
    )
    return finding(book, facts(*held, decisions=decisions))


@pytest.mark.parametrize(
    ("held", "both", "either"),
    [
        ((ENOUGH, SMALL), PASS, PASS),
        ((ENOUGH, LARGE), FAIL, PASS),
        ((ENOUGH,), UNKNOWN, PASS),
        ((TOO_FEW,), FAIL, UNKNOWN),
        ((TOO_FEW, LARGE), FAIL, FAIL),
        ((), UNKNOWN, UNKNOWN),
    ],
)
def test_all_and_any_join_what_is_known(
    held: tuple[Observation, ...], both: Verdict, either: Verdict
):
    assert of(All((FIRMS, AREA)), *held).verdict is both
    assert of(AnyOf((FIRMS, AREA)), *held).verdict is either


def test_a_member_that_does_not_apply_is_left_out():
    assert of(All((FIRMS, OPEN)), ENOUGH, LARGE).verdict is PASS
    assert of(AnyOf((FIRMS, OPEN)), TOO_FEW, LARGE).verdict is FAIL
    assert of(All((OPEN,)), LARGE).verdict is Verdict.NOT_APPLICABLE


def test_not_turns_the_verdict_and_names_no_flip():
    assert of(Not(FIRMS), TOO_FEW).verdict is PASS
    failed = of(Not(FIRMS), ENOUGH)
    assert (failed.verdict, failed.flips) == (FAIL, ())
    assert of(Not(FIRMS)).verdict is UNKNOWN


def test_the_last_member_that_fails_is_what_would_flip_all():
    (flip,) = of(All((FIRMS, AREA)), ENOUGH, LARGE).flips
    assert flip.amount == "area"


def test_where_two_members_fail_no_single_change_would_do():
    assert of(All((FIRMS, AREA)), TOO_FEW, LARGE).flips == ()
    assert of(All((FIRMS, AREA)), TOO_FEW).flips == ()


def test_any_member_would_flip_any():
    flips = of(AnyOf((FIRMS, AREA)), TOO_FEW, LARGE).flips
    assert {f.amount for f in flips} == {"firms", "area"}


def test_what_does_not_apply_flips_nothing():
    flips = of(All((FIRMS, OPEN)), TOO_FEW, LARGE).flips
    assert [f.amount for f in flips] == ["firms"]


def test_a_join_tells_the_steps_and_the_missing_of_all_members():
    found = of(All((FIRMS, AREA)))
    assert found.missing == ("firms", "area")
    assert len(found.trace.steps) == 2
    assert set(found.trace.inputs) == {"firms", "area"}


def test_what_two_members_miss_is_named_once():
    assert of(All((FIRMS, FIRMS))).missing == ("firms",)


def test_a_join_shows_the_first_figure_there_is():
    found = of(All((NAMED, AREA)), LARGE, decisions=[decision("name")])
    assert found.value is not None
    assert found.unit == "km²"
    bare = of(All((NAMED, Not(NAMED))))
    assert bare.value is None


def test_a_joined_grade_has_no_gap():
    rated = Compare("rating", Operator.AT_LEAST, parameter("least"))
    found = of(All((rated, FIRMS)), told("rating", "2020", "2A"), ENOUGH)
    assert (found.verdict, found.gap) == (FAIL, None)


def test_an_approximate_or_exempt_member_counts_as_satisfied():
    by_record = OnRecord(decisions=("justified",), exempts=True)
    either = AnyOf((AREA, by_record))
    excused = of(either, LARGE, decisions=[decision("justified")])
    assert excused.verdict is Verdict.PASS_EXEMPT
    assert of(either, SMALL, decisions=[decision("justified")]).verdict is PASS
