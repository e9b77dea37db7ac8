"""A county applies, an office takes it on, a run proposes, a body decides."""

from dataclasses import replace

import pytest
from tests.factories.accounts import deputy, hand
from tests.factories.applications import (
    ANSWERS,
    ASPECTS,
    FIGURES,
    Applying,
    applying,
    sending,
    sent,
    taken_on,
    verified,
)
from tests.factories.lifecycle import NOON, PAPER, TODAY, deciding, later, membership

from zhence.errors import BadInputError
from zhence.evidence import Label
from zhence_web.records.accounts.gate import NotAllowedError
from zhence_web.records.accounts.permissions import Why
from zhence_web.records.accounts.roles import Role
from zhence_web.records.applications import reads
from zhence_web.records.applications.actions import (
    send_application,
    send_back_application,
    take_on_application,
    verify_application,
)
from zhence_web.records.assessment.actions import (
    Asked,
    Happening,
    answer_proposal,
    ask_run,
    carry_out,
    decide,
    occasion_named,
    record_event,
)
from zhence_web.records.assessment.answering import past_now
from zhence_web.records.lifecycle.reads import standing
from zhence_web.records.lifecycle.refusals import RefusedError
from zhence_web.records.models import (
    Application,
    ChecklistAnswer,
    Entry,
    Membership,
    Observation,
    Result,
)
from zhence_web.records.registry.reads import memberships_of
from zhence_web.records.reporting.actions import Stated, state_figures

pytestmark = pytest.mark.django_db


def codes(error: pytest.ExceptionInfo[RefusedError]) -> list[str]:
    return [fault.code for fault in error.value.faults]


def proposed(at: Applying, when) -> Result:
    asked = Asked("NT2017", 2026, TODAY, occasion_named("application"))
    run = ask_run(asked=asked, by=at.city, at=when)
    carry_out(run=run, clock=lambda: when)
    return Result.objects.get(run=run)


def test_an_application_leads_to_a_proposal_a_decision_and_a_place_on_the_list():
    at = applying()
    member = taken_on(at)
    assert standing(member, on=TODAY, known_at=later(1)).state == "PLANNED"
    found = proposed(at, later(1))
    assert (found.transition, found.target, found.actor) == ("N1", "APPLIED", "county")
    answer_proposal(
        result=found.pk,
        follows=True,
        deciding=deciding("", "county"),
        by=at.city,
        at=later(2),
    )
    assert standing(member, on=TODAY, known_at=later(2)).state == "APPLIED"
    decide(
        membership=member,
        deciding=deciding("take_into_review", "office"),
        by=at.city,
        at=later(3),
    )
    assert standing(member, on=TODAY, known_at=later(3)).state == "UNDER_REVIEW"
    review = Happening("review_completed", TODAY, body="office", aspects=4)
    record_event(membership=member, happening=review, by=at.city, at=later(4))
    listed = Happening("listed_creation", TODAY, body="municipal_government")
    record_event(membership=member, happening=listed, by=at.city, at=later(5))
    stands = standing(member, on=TODAY, known_at=later(5))
    assert stands.state == "CREATION"
    (held,) = memberships_of(at.site, TODAY, later(5))
    assert held.category is not None
    assert held.category.en == "high-end manufacturing"
    assert held.lead_industries == ("智能装备",)


def test_a_snapshot_of_an_application_says_the_same_when_judged_once_more():
    from zhence_web.records.assessment.replaying import replay, stored

    at = applying()
    taken_on(at)
    found = proposed(at, later(1))
    assert found.transition == "N1"
    assert replay(found.pk) == stored(found.pk)


def test_what_it_states_becomes_known_and_what_it_leaves_open_does_not():
    at = applying()
    member = taken_on(at)
    known = dict(Observation.objects.values_list("indicator", "low"))
    assert known == {
        "plan_total": 42 * 10**10,
        "planned_area": 3_200_000 * 3,
        "key_projects": 1 * 6,
        "construction_entities": 1,
    }
    told = ChecklistAnswer.objects.filter(membership=member)
    assert {a.item for a in told} == set(ASPECTS)
    row = Membership.objects.get(pk=member)
    assert (row.since, row.listed_on, row.state) == (TODAY, None, "PLANNED")


def test_every_step_is_signed_in_the_audit():
    at = applying()
    taken_on(at)
    deeds = Entry.objects.filter(action__startswith="applications.").order_by("seq")
    assert [(e.action, e.actor) for e in deeds] == [
        ("applications.send", "zhou"),
        ("applications.verify", "sun"),
        ("applications.take_on", "li"),
    ]


def test_before_an_office_takes_it_on_an_application_counts_for_nothing():
    at = applying()
    verified(at)
    assert not Membership.objects.exists()
    assert not Observation.objects.exists()


def test_all_that_is_wrong_is_said_at_once_and_nothing_is_written():
    at = applying()
    wrong = {
        "submitter": "enterprise",
        "category": "tourism",
        "key_projects": "半打",
        "plan_aspects": {"industry": True},
        "horoscope": "lucky",
        "lead_industries": " ",
    }
    with pytest.raises(BadInputError) as caught:
        sent(at, answers=wrong, figures={"plan_total": "许多", "moon": "1"})
    told = {fault.where.cell: fault.code for fault in caught.value.faults}
    assert told == {
        "submitter": "word_unknown",
        "category": "word_unknown",
        "key_projects": "count_unreadable",
        "plan_aspects": "aspects_open",
        "horoscope": "item_unknown",
        "lead_industries": "item_missing",
        "construction_entity": "item_missing",
        "managing_body": "item_missing",
        "moon": "item_unknown",
        "plan_total": told["plan_total"],
    }
    assert not Application.objects.exists()
    assert not Entry.objects.filter(action="applications.send").exists()


@pytest.mark.parametrize(
    ("answers", "figures", "code"),
    [
        ({"construction_entity": "长" * 200}, {}, "text_too_long"),
        ({"lead_industries": ["业"] * 40}, {}, "text_too_long"),
        ({"plan_aspects": {"moon": True}}, {}, "word_unknown"),
        ({}, {"planned_area": "-1"}, "figure_range"),
        ({}, {"plan_total": "1" * 200}, "text_too_long"),
    ],
)
def test_what_no_column_holds_is_refused(answers, figures, code):
    at = applying()
    with pytest.raises(BadInputError) as caught:
        sent(at, answers=ANSWERS | answers, figures=FIGURES | figures)
    assert [fault.code for fault in caught.value.faults] == [code]


def test_an_application_that_misses_a_requirement_is_sent_and_told_so():
    at = applying()
    two = ANSWERS | {"lead_industries": ["智能装备", "现代物流"]}
    one = sent(at, answers=two)
    seen = reads.application(one, at.county, NOON)
    assert seen is not None
    assert seen.outlook.proposal is None
    assert [fault.en for fault in seen.outlook.faults] == [
        "the application does not name exactly one lead industry"
    ]


def test_a_sound_one_shows_what_a_run_would_propose():
    at = applying()
    seen = reads.application(sent(at), at.county, NOON)
    assert seen is not None
    assert seen.outlook.proposal is not None
    assert seen.outlook.proposal.en == "application by a county"
    assert seen.may == {"verify_application", "send_back_application"}
    assert [told.words.en for told in seen.answers][-2:] == [
        "5 of 5: industry, heritage, factors, infrastructure, ecology",
        ANSWERS["managing_body"],
    ]
    assert [told.words.zh for told in seen.figures] == [
        "42 亿元",
        "3.2 km²",
        "—（未填）",
    ]


def test_two_are_not_under_way_at_once_and_one_that_went_back_is_answered():
    at = applying()
    one = sent(at)
    with pytest.raises(RefusedError) as caught:
        sent(at, later(1))
    assert codes(caught) == ["application_open"]
    send_back_application(
        application=one, version=1, reason="缺规划", by=at.county, at=later(1)
    )
    again = sent(at, later(2))
    row = Application.objects.get(pk=again)
    assert row.follows_id == one
    before = reads.application(one, at.reporter, later(2))
    assert before is not None
    assert (before.line.state, before.followed_by) == ("returned", again)
    assert before.steps[-1].note == "缺规划"


def test_sending_back_needs_a_reason():
    at = applying()
    with pytest.raises(RefusedError) as caught:
        send_back_application(
            application=sent(at), version=1, reason=" ", by=at.county, at=NOON
        )
    assert codes(caught) == ["reason_missing"]


def test_nobody_verifies_or_takes_on_what_they_sent_be_it_through_a_deputy():
    at = applying()
    one = send_application(sending=sending(at.site), by=at.county, at=NOON)
    with pytest.raises(NotAllowedError) as caught:
        verify_application(application=one, version=1, by=at.county, at=NOON)
    assert caught.value.denied.why is Why.OWN_WORK
    other = deputy(at.county, "wu")
    with pytest.raises(NotAllowedError) as caught:
        verify_application(application=one, version=1, by=other, at=NOON)
    assert caught.value.denied.why is Why.OWN_WORK
    second = hand(Role.COUNTY_VERIFIER, at.tree.county, "qian")
    verify_application(application=one, version=1, by=second, at=NOON)
    upward = hand(Role.CITY_OFFICE, at.tree.city, "qian")
    with pytest.raises(NotAllowedError) as caught:
        take_on_application(application=one, version=2, by=upward, at=NOON)
    assert caught.value.denied.why is Why.OWN_WORK


@pytest.mark.parametrize("version", [0, 2])
def test_whoever_saw_an_older_version_is_told_so(version):
    at = applying()
    with pytest.raises(NotAllowedError) as caught:
        verify_application(application=sent(at), version=version, by=at.county, at=NOON)
    assert caught.value.denied.why is Why.STATE


def test_other_places_neither_see_nor_touch_it():
    at = applying()
    one = sent(at)
    far = hand(Role.COUNTY_VERIFIER, at.tree.other_county, "far")
    assert reads.application(one, far, NOON) is None
    assert reads.applications(far, TODAY) == ()
    assert reads.applicants(far, TODAY) == ()
    with pytest.raises(NotAllowedError) as caught:
        verify_application(application=one, version=1, by=far, at=NOON)
    assert caught.value.denied.why is Why.SCOPE
    for absent in (verify_application, take_on_application):
        with pytest.raises(NotAllowedError):
            absent(application=one + 1, version=1, by=at.county, at=NOON)
    with pytest.raises(NotAllowedError):
        send_application(sending=sending(at.site + 9), by=at.county, at=NOON)
    with pytest.raises(NotAllowedError):
        send_application(sending=sending(at.site), by=far, at=NOON)


def test_lists_show_what_waits_for_the_reader_first():
    at = applying()
    one = sent(at)
    assert [a.site for a in reads.applicants(at.county, TODAY)] == [at.site]
    lines = reads.applications(at.county, TODAY, "submitted")
    assert [(line.id, line.waiting) for line in lines] == [(one, True)]
    assert [line.waiting for line in reads.applications(at.city, TODAY)] == [False]
    assert reads.applications(at.city, TODAY, "verified") == ()


def test_a_policy_that_looks_at_no_application_takes_none():
    at = applying()
    for policy in ("ZJ2023", "HZ2021", "NOPE"):
        with pytest.raises(RefusedError) as caught:
            sent(at, policy=policy)
        assert codes(caught) == ["no_applications"]
        assert reads.application_form(policy, TODAY) is None
    with pytest.raises(RefusedError) as caught:
        sent(at, list_name="national")
    assert codes(caught) == ["list_unknown"]
    form = reads.application_form("NT2017", TODAY)
    assert form is not None
    assert [one.item for one in form.asked] == list(ANSWERS)
    assert reads.policies_to_apply_under(TODAY) == ((form.policy, form.title),)


def test_a_town_under_creation_has_nothing_to_apply_for():
    at = applying()
    membership(at.tree.site, 9001)
    with pytest.raises(RefusedError) as caught:
        sent(at)
    assert codes(caught) == ["cannot_apply_from"]


def test_once_declined_it_takes_another_application():
    at = applying()
    member = taken_on(at)
    for what, body in (("apply", "county"), ("take_into_review", "office")):
        decide(
            membership=member,
            deciding=deciding(what, body),
            by=at.city,
            at=later(1),
        )
    review = Happening("review_completed", TODAY, body="office", aspects=4)
    record_event(membership=member, happening=review, by=at.city, at=later(2))
    assert past_now(member, later(2)).application["key_projects"] == 6
    decide(
        membership=member,
        deciding=deciding("decline", "municipal_government"),
        by=at.city,
        at=later(3),
    )
    assert past_now(member, later(3)).application == {}
    assert proposed(at, later(4)).transition == ""
    again = taken_on(at, later(5), paper=replace(PAPER, number="测县发〔2026〕2号"))
    assert again == member
    assert proposed(at, later(6)).transition == "N1"


def test_a_run_on_an_earlier_day_does_not_see_a_later_application():
    from datetime import date

    from zhence_web.packbook import packbook
    from zhence_web.records.applications.facts import applications_known

    at = applying()
    member = taken_on(at)
    pack = packbook().sources.packs["NT2017"]
    before = date(2026, 2, 28)
    assert applications_known([member], pack, later(1), before) == {}
    assert applications_known([member], pack, later(-1)) == {}
    assert set(applications_known([member], pack, later(1), TODAY)) == {member}


def test_a_stated_figure_that_nothing_reads_is_left_out():
    at = applying()
    on = TODAY
    stated = Stated(at.site, on, "a plan", Label.SYNTHETIC)
    before = Observation.objects.count()
    state_figures(stated=stated, figures={"no_such_indicator": 3}, at=NOON)
    assert Observation.objects.count() == before
