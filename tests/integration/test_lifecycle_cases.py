"""Events, cases with their hold, exemptions: what the policy reads, no more."""

from datetime import date

import pytest
from tests.factories.accounts import hand
from tests.factories.lifecycle import (
    NOON,
    PAPER,
    TODAY,
    deciding,
    later,
    town,
)

from zhence.dossier import Past
from zhence.evidence import Verdict
from zhence_web.records.accounts.gate import NotAllowedError
from zhence_web.records.accounts.permissions import Why
from zhence_web.records.accounts.roles import Role
from zhence_web.records.lifecycle.actions import (
    Exempting,
    Happening,
    Suspicion,
    close_case,
    open_case,
    record_decision,
    record_event,
    record_exemption,
    verify_case,
)
from zhence_web.records.lifecycle.reads import case as case_view
from zhence_web.records.lifecycle.reads import (
    cases,
    exemptions,
    member,
    members,
    standing,
)
from zhence_web.records.lifecycle.refusals import RefusedError
from zhence_web.records.lifecycle.timelines import timeline
from zhence_web.records.models import Case, Decision, Entry, Event, Exemption, Move

pytestmark = pytest.mark.django_db

MET = Past(criteria={"all": Verdict.PASS})
SUSPICION = Suspicion("fraud", date(2026, 2, 1), "报表与现场不符（模拟）")


def opened(made, at=NOON):
    return open_case(
        membership=made.membership, suspicion=SUSPICION, by=made.city, at=at
    )


def voted(made, case, in_favour, against, at):
    verify_case(
        case=case,
        body="joint_conference",
        votes_for=in_favour,
        votes_against=against,
        by=made.city,
        at=at,
    )


def accepted(made, at, **more):
    return record_decision(
        membership=made.membership,
        deciding=deciding("accept", "office", **more),
        by=made.city,
        at=at,
        past=MET,
    )


def code_of(call) -> str:
    with pytest.raises(RefusedError) as caught:
        call()
    return caught.value.faults[0].code


def state(made, at):
    return standing(made.membership, on=TODAY, known_at=at).state


def test_an_event_that_lists_moves_the_town_on_its_day():
    made = town(state="UNDER_REVIEW", listed_on=None)
    for number, happening in enumerate(
        (
            Happening("review_completed", date(2026, 1, 5), "office", aspects=4),
            Happening("listed_creation", date(2026, 2, 1), "municipal_government"),
        )
    ):
        record_event(
            membership=made.membership,
            happening=happening,
            by=made.city,
            at=later(number),
        )
    move = Move.objects.get()
    assert (move.transition, move.on, move.after) == (
        "N3",
        date(2026, 2, 1),
        "CREATION",
    )
    now = standing(made.membership, on=TODAY, known_at=later(2))
    assert (now.state, now.stay_first_year) == ("CREATION", 2026)


def test_an_event_that_nothing_reads_is_refused():
    made = town()

    def happened(type_, on=TODAY):
        return lambda: record_event(
            membership=made.membership,
            happening=Happening(type_, on),
            by=made.city,
            at=NOON,
        )

    assert code_of(happened("a_visit")) == "event_unknown"
    assert code_of(happened("fraud")) == "event_needs_case"
    assert code_of(happened("review_completed", date(2027, 1, 1))) == "in_the_future"
    assert not Event.objects.exists()


def test_while_a_case_is_open_an_acceptance_waits_and_dismissed_it_takes_effect():
    made = town(state="ACCEPTANCE_REVIEW")
    case = opened(made)
    accepted(made, later(1))
    assert not Move.objects.exists()
    assert state(made, later(1)) == "ACCEPTANCE_REVIEW"
    voted(made, case, 1, 5, later(2))
    outcome = close_case(case=case, by=made.city, at=later(24), past=MET)
    assert outcome == "dismissed"
    move = Move.objects.get()
    assert (move.after, move.on) == ("ACCEPTED", date(2026, 3, 2))
    assert '"after":"ACCEPTED"' in Entry.objects.order_by("-seq")[0].payload


def test_upheld_it_lets_the_conference_disqualify_and_the_decision_ends_the_case():
    made = town()
    case = opened(made)
    voted(made, case, 5, 1, later(1))
    assert close_case(case=case, by=made.city, at=later(2)) == "upheld"
    row = record_decision(
        membership=made.membership,
        deciding=deciding("disqualify", "joint_conference"),
        by=made.city,
        at=later(3),
        case=case,
    )
    assert Case.objects.get().decision_id == row
    assert state(made, later(3)) == "DISQUALIFIED"


def test_a_case_that_is_not_upheld_is_concluded_by_nothing():
    made = town()
    case = opened(made)
    code = code_of(
        lambda: record_decision(
            membership=made.membership,
            deciding=deciding("disqualify", "joint_conference"),
            by=made.city,
            at=later(1),
            case=case,
        )
    )
    assert code == "case_not_upheld"
    assert not Decision.objects.exists()


def test_a_case_is_voted_on_once_and_closed_once_and_in_this_order():
    made = town()
    case = opened(made)
    assert (
        code_of(lambda: close_case(case=case, by=made.city, at=later()))
        == "vote_missing"
    )
    assert code_of(lambda: voted(made, case, 0, 0, later())) == "nobody_voted"
    voted(made, case, 2, 1, later(1))
    with pytest.raises(NotAllowedError) as caught:
        voted(made, case, 1, 2, later(2))
    assert caught.value.denied.why is Why.STATE
    close_case(case=case, by=made.city, at=later(3))
    with pytest.raises(NotAllowedError) as caught:
        close_case(case=case, by=made.city, at=later(4))
    assert caught.value.denied.why is Why.STATE


def test_a_case_needs_a_cause_that_the_policy_knows_and_facts():
    made = town()

    def open_on(type_, facts):
        return lambda: open_case(
            membership=made.membership,
            suspicion=Suspicion(type_, TODAY, facts),
            by=made.city,
            at=NOON,
        )

    assert code_of(open_on("gossip", "something")) == "case_unknown"
    assert code_of(open_on("fraud", " ")) == "facts_missing"
    assert not Case.objects.exists()


def test_cases_are_read_with_their_votes_open_ones_first():
    made = town()
    first = opened(made)
    voted(made, first, 0, 3, later(1))
    close_case(case=first, by=made.city, at=later(2))
    second = opened(made, later(3))
    orgs = {made.tree.site}
    assert [c.id for c in cases(orgs, TODAY)] == [second, first]
    assert [c.id for c in cases(orgs, TODAY, only_open=True)] == [second]
    told = case_view(first, TODAY)
    assert told is not None
    assert told.body is not None
    assert (told.votes, told.outcome, told.body.zh) == ((0, 3), "dismissed", "联席会议")
    assert case_view(0, TODAY) is None


def exempting(clause, body="municipal_government", **more):
    days = {"starts": date(2018, 1, 1), "ends": date(2026, 12, 31)}
    return Exempting(
        clause=clause,
        body=body,
        paper=PAPER,
        **{**days, "reason": "用地调整", "expires": date(2026, 12, 31), **more},
    )


def exempt(made, asked, by=None):
    return record_exemption(
        membership=made.membership, exempting=asked, by=by or made.city, at=NOON
    )


def test_an_in_principle_clause_is_exempted_by_the_body_that_owns_the_list():
    made = town()
    exempt(made, exempting("NT2017-2.3c"))
    (told,) = exemptions({made.tree.site}, TODAY)
    assert (told.clause, told.ends) == ("NT2017-2.3c", date(2026, 12, 31))
    assert Entry.objects.get().action == "lifecycle.record_exemption"


@pytest.mark.parametrize(
    ("asked", "code"),
    [
        (exempting("NT2017-2.4e"), "no_exemption_from_prohibition"),
        (exempting("NT2017-2.3c", "office"), "body_below_the_list"),
        (exempting("NT2017-2.3c", "province"), "body_not_yours"),
        (exempting("NT2017-0.0"), "clause_unknown"),
        (exempting("NT2017-2.3c", reason=" "), "reason_missing"),
        (exempting("NT2017-2.3c", ends=date(2017, 1, 1)), "days_backward"),
        (exempting("NT2017-2.3c", expires=date(2017, 1, 1)), "days_backward"),
    ],
)
def test_an_exemption_that_the_law_does_not_allow_is_refused(asked, code):
    made = town()
    assert code_of(lambda: exempt(made, asked)) == code
    assert not Exemption.objects.exists()


def test_who_has_no_office_exempts_nobody():
    made = town()
    with pytest.raises(NotAllowedError):
        exempt(made, exempting("NT2017-2.3c"), hand(Role.LEADER, made.tree.city))


def test_a_timeline_tells_what_is_on_record_in_order():
    made = town(state="ACCEPTANCE_REVIEW")
    case = opened(made)
    voted(made, case, 0, 1, later(1))
    close_case(case=case, by=made.city, at=later(2))
    record_event(
        membership=made.membership,
        happening=Happening("county_preliminary_acceptance", date(2026, 1, 2)),
        by=made.city,
        at=later(3),
    )
    accepted(made, later(4))
    lines = timeline(made.membership)
    assert [(x.kind, x.title.zh) for x in lines] == [
        ("listed", "列入名单"),
        ("event", "县级初验"),
        ("case", "弄虚作假"),
        ("decision", "通过验收"),
    ]
    assert lines[-1].after is not None
    assert lines[-1].after.zh == "已验收"


def test_members_are_those_of_the_organisations_asked_for():
    made = town()
    assert [m.id for m in members({made.tree.site}, TODAY)] == [made.membership]
    assert members({made.tree.far_site}, TODAY) == ()
    found = member(made.membership, TODAY)
    assert found is not None
    assert found.name == "一号小镇"
    assert member(0, TODAY) is None
