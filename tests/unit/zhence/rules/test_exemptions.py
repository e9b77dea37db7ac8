"""A missed in-principle criterion passes by a valid record, and by no other."""

from dataclasses import replace
from datetime import date

import pytest
from tests.lib.rulebooks import (
    ACCEPTANCE,
    ANNUAL,
    STANDING,
    criterion,
    exemption,
    facts,
    finding,
    measure,
    member,
    number,
    parameter,
    rulebook,
    told,
)

from zhence.evidence import Finding, Force, Verdict
from zhence.facts import Exemption
from zhence.rules.measures import Over
from zhence.rules.question import Question
from zhence.rules.rulebook import Rulebook
from zhence.rules.terms import Compare, Operator

FAIL, EXEMPT = Verdict.FAIL, Verdict.PASS_EXEMPT


def book(force: Force = Force.PRINCIPLE, *, prohibition: bool = False) -> Rulebook:
    return rulebook(
        criterion(
            Compare("invested", Operator.AT_LEAST, parameter("limit")),
            force=force,
            prohibition=prohibition,
        ),
        measures=[measure("invested", over=Over.BUILDING)],
        parameters=[number("limit", "30", "亿元")],
    )


PRINCIPLE = book()


def of(
    *records: Exemption,
    rules: Rulebook = PRINCIPLE,
    question: Question = ACCEPTANCE,
    value: str = "28.5",
    listed_on: date = date(2018, 3, 1),
) -> Finding:
    known = facts(
        told("invested", "2018-03..2018-12", value),
        told("invested", "2019..2020", "0"),
        membership=member(listed_on=listed_on),
        exemptions=records,
    )
    return finding(rules, known, question)


def test_without_a_record_a_miss_is_a_miss_that_could_be_cured():
    found = of()
    assert found.verdict is FAIL
    assert found.flags == {"curable_by_exemption"}


def test_a_valid_record_excuses_the_miss_and_is_told():
    found = of(exemption())
    assert found.verdict is EXEMPT
    assert found.flags == frozenset()
    assert found.flips == ()
    assert "exemption is on record" in found.trace.steps[-1].en


def test_what_is_met_needs_no_exemption():
    assert of(exemption(), value="30").verdict is Verdict.PASS


@pytest.mark.parametrize("clause", ["X-C", "C"])
def test_a_record_names_the_clause_or_the_criterion(clause: str):
    assert of(exemption(clause)).verdict is EXEMPT


@pytest.mark.parametrize(
    "record",
    [
        exemption("X-D"),
        exemption(body="county"),
        exemption(document="  "),
        exemption(reason=""),
        exemption(expires=date(2021, 3, 30)),
        exemption(period="2017"),
        exemption(period="2021"),
    ],
    ids=["clause", "body", "document", "reason", "expired", "before", "after"],
)
def test_a_record_that_lacks_something_excuses_nothing(record: Exemption):
    assert of(record).verdict is FAIL


def test_a_record_holds_on_the_very_day_it_expires():
    assert of(exemption(expires=ACCEPTANCE.on)).verdict is EXEMPT


def test_one_valid_record_among_others_is_enough():
    assert of(exemption("X-D"), exemption()).verdict is EXEMPT


@pytest.mark.parametrize(
    "force", [Force.MANDATORY, Force.AIM, Force.ENCOURAGE, Force.DESCRIPTIVE]
)
def test_only_an_in_principle_criterion_can_be_exempted(force: Force):
    found = of(exemption(), rules=book(force))
    assert (found.verdict, found.flags) == (FAIL, frozenset())


def test_a_prohibition_can_never_be_exempted():
    found = of(exemption(), rules=book(prohibition=True))
    assert (found.verdict, found.flags) == (FAIL, frozenset())


def test_where_no_body_may_exempt_nobody_can():
    nobody = replace(PRINCIPLE, exempting_bodies={})
    assert of(exemption(), rules=nobody).verdict is FAIL


def test_a_year_is_exempted_by_a_record_that_meets_it():
    assert of(exemption(period="2018Q4"), question=ANNUAL).verdict is EXEMPT
    assert of(exemption(period="2019"), question=ANNUAL).verdict is FAIL


def test_at_any_other_time_a_record_covers_the_day_or_the_figures():
    assert of(exemption(period="2021"), question=STANDING).verdict is EXEMPT
    assert of(exemption(period="2020"), question=STANDING).verdict is EXEMPT
    assert of(exemption(period="2017"), question=STANDING).verdict is FAIL
    assert of(exemption(period="2022"), question=STANDING).verdict is FAIL


def test_an_assessment_of_no_named_year_looks_at_the_day_and_the_figures():
    unnamed = replace(ANNUAL, year=None)
    assert of(exemption(period="2018-03"), question=unnamed).verdict is EXEMPT
    assert of(exemption(period="2017"), question=unnamed).verdict is FAIL


def test_what_is_undecided_is_not_exempted():
    known = facts(exemptions=[exemption()])
    found = finding(PRINCIPLE, known, ACCEPTANCE)
    assert found.verdict is Verdict.INSUFFICIENT_DATA
