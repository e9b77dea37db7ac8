"""Proposals wait; a body answers each of them once; a restatement undoes nothing."""

from dataclasses import replace
from datetime import date
from fractions import Fraction

import pytest
from tests.factories.accounts import hand
from tests.factories.assessment import asked, done, figure, figures
from tests.factories.lifecycle import NOON, TODAY, Town, deciding, later, town

from zhence_web.records.accounts.gate import NotAllowedError
from zhence_web.records.accounts.permissions import Why
from zhence_web.records.accounts.roles import Role
from zhence_web.records.assessment.actions import (
    Happening,
    Suspicion,
    answer_proposal,
    close_case,
    close_review,
    decide,
    open_case,
    open_review,
    record_event,
    restated,
    verify_case,
)
from zhence_web.records.lifecycle.reads import standing
from zhence_web.records.lifecycle.refusals import RefusedError
from zhence_web.records.models import (
    Answer,
    Decision,
    Entry,
    Move,
    Result,
    Review,
)

pytestmark = pytest.mark.django_db

BY_GOVERNMENT = deciding("", "municipal_government")


def failed_town(**more):
    made = town(**more)
    figures(made, Fraction(899, 100))
    done(made)
    return made, Result.objects.get().pk


def follow(made, result, *, at=None, **more):
    return answer_proposal(
        result=result,
        follows=more.pop("follows", True),
        deciding=replace(BY_GOVERNMENT, **more),
        by=made.city,
        at=at or later(),
    )


def test_a_followed_proposal_is_a_decision_a_move_and_an_answer_at_once():
    made, result = failed_town()
    decision = follow(made, result)
    told = Decision.objects.get(pk=decision)
    assert (told.what, told.effective) == ("downgrade", date(2019, 1, 1))
    assert Move.objects.get().on == date(2019, 1, 1)
    answer = Answer.objects.get()
    assert (answer.result_id, answer.decision_id, answer.follows) == (
        result,
        decision,
        True,
    )
    actions = [e.action for e in Entry.objects.order_by("-seq")[:2]]
    assert actions == ["assessment.answer_proposal", "lifecycle.record_decision"]


def test_a_body_may_decide_against_a_proposal_and_the_record_shows_both():
    made, result = failed_town()
    decision = follow(made, result, follows=False, grounds="已整改")
    assert Decision.objects.get(pk=decision).what == "not_followed"
    assert not Move.objects.exists()
    assert not Answer.objects.get().follows


def test_the_first_answer_stands():
    made, result = failed_town()
    follow(made, result)
    with pytest.raises(NotAllowedError) as caught:
        follow(made, result, at=later(2), follows=False)
    assert caught.value.denied.why is Why.STATE
    assert Decision.objects.count() == 1


def test_what_proposes_nothing_is_not_answered():
    made = town()
    figures(made)
    done(made)
    with pytest.raises(NotAllowedError):
        follow(made, Result.objects.get().pk)


def test_a_newer_run_takes_the_place_of_an_older_proposal():
    made, result = failed_town()
    done(made, at=later())
    with pytest.raises(RefusedError) as caught:
        follow(made, result, at=later(2))
    assert caught.value.faults[0].code == "superseded"
    follow(made, Result.objects.order_by("-id")[0].pk, at=later(3))


def test_a_refused_step_leaves_no_answer_either():
    made, result = failed_town()
    with pytest.raises(RefusedError) as caught:
        answer_proposal(
            result=result,
            follows=True,
            deciding=deciding("", "office"),
            by=made.city,
            at=later(),
        )
    assert caught.value.faults[0].code == "no_such_step"
    assert not Answer.objects.exists()
    assert not Decision.objects.exists()


def ready_for_acceptance() -> Town:
    made = town(listed_on=date(2019, 9, 1))
    for number, type_ in enumerate(
        ("acceptance_application", "county_preliminary_acceptance")
    ):
        record_event(
            membership=made.membership,
            happening=Happening(type_, date(2020, 1, 1)),
            by=made.city,
            at=later(number),
        )
    done(made, asked(2020), at=later(2))
    return made


def test_what_is_proposed_to_a_county_is_answered_by_a_decision_of_the_county():
    made = ready_for_acceptance()
    result = Result.objects.get()
    assert (result.transition, result.actor) == ("N8", "county")
    answer_proposal(
        result=result.pk,
        follows=True,
        deciding=deciding("", "county"),
        by=made.city,
        at=later(3),
    )
    assert Decision.objects.get().what == "request_acceptance"
    assert Move.objects.get().after == "COUNTY_ACCEPTED"


def test_an_application_that_is_not_on_record_is_named_in_the_refusal():
    made = town(state="PLANNED")
    with pytest.raises(RefusedError) as caught:
        decide(
            membership=made.membership,
            deciding=deciding("apply", "county"),
            by=made.city,
            at=later(),
        )
    told = {fault.code: fault for fault in caught.value.faults}
    assert "submitter" in told
    assert all(fault.remedy for fault in told.values())
    assert not Decision.objects.exists()


def test_a_step_that_no_decision_carries_out_is_not_pretended():
    made = ready_for_acceptance()
    # As a pack of another edition may have proposed it: N6 raises a flag and moves
    # nothing, so no decision carries it out.
    Result.objects.update(transition="N6")
    with pytest.raises(RefusedError) as caught:
        follow(made, Result.objects.get().pk, at=later(3))
    assert caught.value.faults[0].code == "no_record_carries"


def test_who_has_no_office_answers_nothing():
    made, result = failed_town()
    with pytest.raises(NotAllowedError):
        answer_proposal(
            result=result,
            follows=True,
            deciding=BY_GOVERNMENT,
            by=hand(Role.COUNTY_VERIFIER, made.tree.county),
            at=later(),
        )


def test_without_a_proposal_a_decision_rests_on_the_same_years():
    made, _ = failed_town()
    decide(
        membership=made.membership,
        deciding=deciding("downgrade", "municipal_government"),
        by=made.city,
        at=later(),
    )
    assert Move.objects.get().after == "CULTIVATION"


def test_a_case_closed_here_knows_the_years_too():
    made, _ = failed_town()
    case = open_case(
        membership=made.membership,
        suspicion=Suspicion("fraud", TODAY, "模拟"),
        by=made.city,
        at=later(),
    )
    verify_case(
        case=case,
        body="joint_conference",
        votes_for=3,
        votes_against=0,
        by=made.city,
        at=later(2),
    )
    outcome = close_case(
        case=case, membership=made.membership, by=made.city, at=later(3)
    )
    assert outcome == "upheld"


def restate(made, value=10, *, at=None):
    return figure(made, "eligible_investment", value, at=at or later(3), reason="error")


def test_a_restatement_shows_what_would_flip_and_undoes_no_decision():
    made, result = failed_town()
    follow(made, result)
    row = restate(made)
    assert restated() == (row,)
    (review,) = open_review(observation=row, at=later(4))
    told = Review.objects.get(pk=review)
    assert told.result_id == result
    flips = {f["what"]: (f["before"], f["after"]) for f in told.flips}
    assert flips["NT2017-2.4d"] == ("FAIL", "PASS")
    assert flips["proposal"] == ("N4", "")
    now = standing(made.membership, on=TODAY, known_at=later(5))
    assert now.state == "CULTIVATION"
    assert restated() == ()
    assert open_review(observation=row, at=later(6)) == ()


def test_a_restatement_that_changes_nothing_says_so():
    made, _ = failed_town()
    row = restate(made, 8)
    (review,) = open_review(observation=row, at=later(4))
    told = Review.objects.get(pk=review)
    assert (told.result_id, told.flips) == (None, [])


def test_a_first_report_and_a_figure_nobody_looked_at_open_nothing():
    made = town()
    figures(made)
    row = restate(made, at=later(-1))
    assert open_review(observation=row, at=NOON) == ()
    done(made)
    # The run has seen the restated figure already.
    assert open_review(observation=row, at=later()) == ()
    first = figure(made, "output_total", 3, at=later())
    assert open_review(observation=first, at=later()) == ()


def test_a_review_is_closed_once_with_its_outcome():
    made, _ = failed_town()
    (review,) = open_review(observation=restate(made), at=later(4))

    def close(outcome, by=made.city):
        return lambda: close_review(review=review, outcome=outcome, by=by, at=later(5))

    with pytest.raises(RefusedError):
        close(" ")()
    with pytest.raises(NotAllowedError):
        close("维持", hand(Role.LEADER, made.tree.city))()
    close("维持原决定")()
    assert Review.objects.get().outcome == "维持原决定"
    with pytest.raises(NotAllowedError):
        close("again")()
