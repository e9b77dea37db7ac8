"""People are invited, appointed, deputised and let go, each on record."""

from datetime import UTC, date, datetime, timedelta

import pytest
from tests.factories.accounts import TODAY, Tree, deputy, hand, person, tree

from zhence.evidence import Text
from zhence_web.records.accounts.actions import deputies, entry, people
from zhence_web.records.accounts.gate import NotAllowedError
from zhence_web.records.accounts.hand import Hand
from zhence_web.records.accounts.invitations import invited
from zhence_web.records.accounts.reads import hands_of
from zhence_web.records.accounts.refusals import RefusedError
from zhence_web.records.accounts.roles import Role, Tier
from zhence_web.records.models import Appointment, Deputation, Entry, User

pytestmark = pytest.mark.django_db

AT = datetime(2026, 3, 1, 2, tzinfo=UTC)
WEEK = timedelta(days=7)
STRONG = "three-grey-herons"


@pytest.fixture
def orgs() -> Tree:
    return tree()


@pytest.fixture
def officer(orgs: Tree) -> Hand:
    return hand(Role.SECURITY_OFFICER, orgs.province, "officer")


def refused(code: str):
    return pytest.raises(RefusedError, match=rf"\[{code}\]")


def inviting(orgs: Tree, by: Hand, **other: object):
    given: dict[str, object] = {
        "username": "newcomer",
        "name": "新人",
        "org": orgs.site,
        "role": Role.REPORTER,
        "since": TODAY,
    }
    return people.invite_person(**{**given, **other}, by=by, at=AT)  # type: ignore[arg-type]


def test_whoever_is_invited_chooses_the_password_and_nobody_else_knows_it(
    orgs: Tree, officer: Hand
):
    link = inviting(orgs, officer)
    user = User.objects.get(username="newcomer")
    assert not user.has_usable_password()
    assert [h.role for h in hands_of(user.pk, TODAY)] == [Role.REPORTER]
    entry.choose_password(
        username=link.username, token=link.token, password=STRONG, at=AT
    )
    user.refresh_from_db()
    assert user.check_password(STRONG)
    with refused("link_over"):
        entry.choose_password(
            username=link.username, token=link.token, password=STRONG + "!", at=AT
        )
    done = [e.action for e in Entry.objects.order_by("seq")]
    assert done == [
        "accounts.invite_person",
        "accounts.appoint",
        "accounts.choose_password",
    ]
    assert not Entry.objects.filter(payload__contains=STRONG).exists()


@pytest.mark.parametrize(
    "weak", ["short", "1234567890123", "password123", "newcomer1x"]
)
def test_a_weak_password_is_refused_and_the_link_still_holds(
    orgs: Tree, officer: Hand, weak: str
):
    link = inviting(orgs, officer)
    with refused("password_weak"):
        entry.choose_password(
            username=link.username, token=link.token, password=weak, at=AT
        )
    assert invited(link.username, link.token) is not None


@pytest.mark.parametrize(
    ("other", "code"),
    [
        ({"username": "Not Good"}, "person_name"),
        ({"username": "ab"}, "person_name"),
        ({"name": " "}, "person_name"),
        ({"username": "officer"}, "username_taken"),
        ({"role": Role.COUNTY_VERIFIER}, "role_tier"),
        ({"since": date(2000, 1, 1)}, "org_not_open"),
    ],
)
def test_an_invitation_that_cannot_be_is_refused_whole(
    orgs: Tree, officer: Hand, other: dict[str, object], code: str
):
    with refused(code):
        inviting(orgs, officer, **other)
    assert not User.objects.filter(username="newcomer").exists()
    assert not Entry.objects.exists()


def test_only_the_security_officer_of_the_branch_invites(orgs: Tree):
    for by in (
        hand(Role.OPERATOR, orgs.province),
        hand(Role.PROVINCIAL_OFFICE, orgs.province),
        hand(Role.SECURITY_OFFICER, orgs.other_city),
    ):
        with pytest.raises(NotAllowedError):
            inviting(orgs, by)


def appointing(user: int, org: int, role: Role, by: Hand, since: date = TODAY) -> int:
    return people.appoint(
        user=user, org=org, role=role, since=since, until=None, by=by, at=AT
    )


def test_nobody_appoints_themselves_not_even_by_a_deputy(orgs: Tree, officer: Hand):
    stand_in = deputy(officer, "stand-in")
    for by, user in (
        (officer, officer.user),
        (stand_in, stand_in.user),
        (stand_in, officer.user),
    ):
        with refused("oneself"):
            appointing(user, orgs.province, Role.LEADER, by)


@pytest.mark.parametrize("held", [Role.OPERATOR, Role.AUDITOR])
def test_the_three_administrators_are_three_persons(
    orgs: Tree, officer: Hand, held: Role
):
    other = hand(held, orgs.province, "admin")
    for role in {Role.OPERATOR, Role.AUDITOR, Role.SECURITY_OFFICER} - {held}:
        with refused("roles_apart"):
            appointing(other.user, orgs.city, role, officer)
    appointing(other.user, orgs.city, held, officer)
    appointing(other.user, orgs.city, Role.LEADER, officer)


def test_a_deputy_of_one_administrator_is_not_appointed_another(
    orgs: Tree, officer: Hand
):
    auditor = hand(Role.AUDITOR, orgs.province)
    helping = deputy(auditor, "helping")
    with refused("roles_apart"):
        appointing(helping.user, orgs.province, Role.OPERATOR, officer)


def test_one_administrator_does_not_deputise_for_another(orgs: Tree):
    auditor = hand(Role.AUDITOR, orgs.province)
    operator = hand(Role.OPERATOR, orgs.province)
    with refused("roles_apart"):
        lend(auditor.appointment, operator.user, auditor)


def test_an_appointment_has_days_and_does_not_overlap_itself(orgs: Tree, officer: Hand):
    someone = person("someone").pk
    first = appointing(someone, orgs.city, Role.CITY_OFFICE, officer)
    with refused("appointment_days"):
        appointing(someone, orgs.city, Role.CITY_OFFICE, officer, TODAY + WEEK)
    people.end_appointment(appointment=first, on=TODAY + WEEK, by=officer, at=AT)
    appointing(someone, orgs.city, Role.CITY_OFFICE, officer, TODAY + WEEK)
    with refused("appointment_days"):
        people.appoint(
            user=someone,
            org=orgs.city,
            role=Role.LEADER,
            since=TODAY,
            until=TODAY,
            by=officer,
            at=AT,
        )
    assert len(hands_of(someone, TODAY + WEEK)) == 1
    dated = people.appoint(
        user=someone,
        org=orgs.city,
        role=Role.LEADER,
        since=TODAY,
        until=TODAY + WEEK,
        by=officer,
        at=AT,
    )
    assert Appointment.objects.get(pk=dated).until == TODAY + WEEK


def test_an_appointment_ends_within_its_days_and_once(orgs: Tree, officer: Hand):
    who = hand(Role.REPORTER, orgs.site)
    with refused("appointment_days"):
        people.end_appointment(
            appointment=who.appointment, on=date(2000, 1, 1), by=officer, at=AT
        )
    people.end_appointment(appointment=who.appointment, on=TODAY, by=officer, at=AT)
    assert hands_of(who.user, TODAY) == ()
    with refused("appointment_days"):
        people.end_appointment(appointment=who.appointment, on=TODAY, by=officer, at=AT)
    with refused("appointment_unknown"):
        people.end_appointment(appointment=999_999, on=TODAY, by=officer, at=AT)


def test_the_last_security_officer_stays(orgs: Tree, officer: Hand):
    with refused("last_security_officer"):
        people.end_appointment(
            appointment=officer.appointment, on=TODAY, by=officer, at=AT
        )
    second = hand(Role.SECURITY_OFFICER, orgs.province)
    people.end_appointment(appointment=officer.appointment, on=TODAY, by=second, at=AT)
    assert hands_of(officer.user, TODAY) == ()


def test_a_closed_account_has_no_hand_no_password_and_no_deputies(
    orgs: Tree, officer: Hand
):
    who = hand(Role.COUNTY_VERIFIER, orgs.county, "who")
    lent = deputy(hand(Role.COUNTY_VERIFIER, orgs.other_county), "who")
    later = appointing(who.user, orgs.city, Role.LEADER, officer, TODAY + WEEK)
    User.objects.get(pk=who.user).set_password(STRONG)
    people.deactivate(user=who.user, by=officer, at=AT)
    user = User.objects.get(pk=who.user)
    assert not user.is_active
    assert not user.has_usable_password()
    assert hands_of(who.user, TODAY) == ()
    assert Appointment.objects.get(pk=later).until == TODAY + WEEK
    assert Deputation.objects.get(appointment=lent.appointment).revoked_at == AT
    with refused("person_unknown"):
        people.deactivate(user=who.user, by=officer, at=AT)
    with refused("person_unknown"):
        appointing(who.user, orgs.city, Role.LEADER, officer)


def test_nobody_closes_their_own_account_or_one_out_of_reach(orgs: Tree, officer: Hand):
    with refused("oneself"):
        people.deactivate(user=officer.user, by=officer, at=AT)
    city = hand(Role.SECURITY_OFFICER, orgs.city)
    who = hand(Role.REPORTER, orgs.site, "both")
    hand(Role.REPORTER, orgs.other_city_site, "both")
    with pytest.raises(NotAllowedError):
        people.deactivate(user=who.user, by=city, at=AT)


def test_a_forgotten_password_is_answered_with_a_link_and_the_old_link_ends(
    orgs: Tree, officer: Hand
):
    first = inviting(orgs, officer)
    second = people.renew_link(user=first.user, by=officer, at=AT)
    assert invited(first.username, first.token) is None
    assert invited(second.username, second.token) is not None
    assert invited("nobody", second.token) is None
    with refused("oneself"):
        people.renew_link(user=officer.user, by=officer, at=AT)


def test_who_held_something_once_is_still_in_the_reach_of_that_branch(
    orgs: Tree, officer: Hand
):
    who = hand(Role.REPORTER, orgs.site)
    people.end_appointment(appointment=who.appointment, on=TODAY, by=officer, at=AT)
    far = hand(Role.SECURITY_OFFICER, orgs.other_city)
    with pytest.raises(NotAllowedError):
        people.renew_link(user=who.user, by=far, at=AT)
    assert people.renew_link(user=who.user, by=officer, at=AT).user == who.user


def lend(
    appointment: int,
    to: int,
    by: Hand,
    since: date = TODAY,
    days: int = 7,
    why: str = "出差",
) -> int:
    return deputies.deputise(
        appointment=appointment,
        deputy=to,
        since=since,
        until=since + timedelta(days=days),
        reason=why,
        by=by,
        at=AT,
    )


def test_a_deputy_acts_for_the_holder_on_the_days_lent_and_no_longer(orgs: Tree):
    holder = hand(Role.COUNTY_VERIFIER, orgs.county, "holder")
    colleague = hand(Role.LEADER, orgs.county, "colleague")
    lend(holder.appointment, colleague.user, holder)
    acting = [h for h in hands_of(colleague.user, TODAY) if h.deputy]
    assert [(h.username, h.principal, h.role) for h in acting] == [
        ("colleague", "holder", Role.COUNTY_VERIFIER)
    ]
    assert acting[0].people == {"colleague", "holder"}
    assert acting[0].signed["acting_for"] == "holder"
    assert len(hands_of(colleague.user, TODAY + WEEK)) == 1
    assert len(hands_of(holder.user, TODAY)) == 1


def test_an_appointment_is_lent_to_a_colleague_or_by_the_security_officer(
    orgs: Tree, officer: Hand
):
    holder = hand(Role.COUNTY_VERIFIER, orgs.county)
    stranger = hand(Role.COUNTY_VERIFIER, orgs.other_county)
    with refused("deputy_stranger"):
        lend(holder.appointment, stranger.user, holder)
    with pytest.raises(NotAllowedError):
        lend(holder.appointment, stranger.user, stranger)
    lend(holder.appointment, stranger.user, officer)
    assert [h.deputy for h in hands_of(stranger.user, TODAY)] == [False, True]


def test_nobody_deputises_for_themselves_or_lends_on(orgs: Tree, officer: Hand):
    holder = hand(Role.SECURITY_OFFICER, orgs.city, "holder")
    third = hand(Role.LEADER, orgs.city)
    with refused("oneself"):
        lend(holder.appointment, holder.user, holder)
    with refused("oneself"):
        lend(holder.appointment, officer.user, officer)
    acting = deputy(holder, "acting")
    with refused("oneself"):
        lend(holder.appointment, third.user, acting)


@pytest.mark.parametrize(("shift", "days"), [(-1, 7), (0, 0), (0, -1)])
def test_a_deputy_has_days_and_none_of_them_past(
    orgs: Tree, officer: Hand, shift: int, days: int
):
    holder = hand(Role.LEADER, orgs.city)
    with refused("deputy_days"):
        lend(
            holder.appointment,
            person("other").pk,
            officer,
            TODAY + timedelta(days=shift),
            days,
        )


def test_a_deputy_goes_no_further_than_the_appointment(orgs: Tree, officer: Hand):
    holder = hand(Role.LEADER, orgs.city)
    Appointment.objects.filter(pk=holder.appointment).update(until=TODAY + WEEK)
    with refused("deputy_days"):
        lend(holder.appointment, person("other").pk, officer, days=8)
    with refused("reason_missing"):
        lend(holder.appointment, person("third").pk, officer, why=" ")
    with refused("appointment_unknown"):
        lend(999_999, person("fourth").pk, officer)
    lend(holder.appointment, person("fifth").pk, officer)


@pytest.mark.parametrize("who", ["holder", "deputy", "officer"])
def test_a_deputation_ends_at_once_by_any_of_the_three(
    orgs: Tree, officer: Hand, who: str
):
    holder = hand(Role.LEADER, orgs.city, "holder")
    colleague = hand(Role.CITY_OFFICE, orgs.city, "colleague")
    made = lend(holder.appointment, colleague.user, holder)
    by = {"holder": holder, "deputy": colleague, "officer": officer}[who]
    deputies.revoke(deputation=made, by=by, at=AT)
    assert [h.deputy for h in hands_of(colleague.user, TODAY)] == [False]
    with refused("deputy_over"):
        deputies.revoke(deputation=made, by=by, at=AT)


def test_nobody_else_revokes_a_deputation(orgs: Tree):
    holder = hand(Role.LEADER, orgs.city, "holder")
    colleague = hand(Role.CITY_OFFICE, orgs.city, "colleague")
    made = lend(holder.appointment, colleague.user, holder)
    with pytest.raises(NotAllowedError):
        deputies.revoke(deputation=made, by=hand(Role.LEADER, orgs.city), at=AT)
    with refused("deputy_unknown"):
        deputies.revoke(deputation=999_999, by=holder, at=AT)


def test_a_second_factor_is_taken_away_by_the_security_officer_on_record(
    orgs: Tree, officer: Hand
):
    from allauth.mfa.models import Authenticator

    who = hand(Role.REPORTER, orgs.site)
    Authenticator.objects.create(user_id=who.user, type="totp", data={})
    entry.drop_second_factor(user=who.user, by=officer, at=AT)
    assert not Authenticator.objects.exists()
    last = Entry.objects.order_by("seq").last()
    assert last is not None
    assert (last.action, last.actor) == ("accounts.drop_second_factor", "officer")
    with refused("oneself"):
        entry.drop_second_factor(user=officer.user, by=officer, at=AT)


def first(username: str, role: Role, org: int, password: str = STRONG) -> int:
    return entry.first_administrator(
        username=username, name="某人", password=password, role=role, org=org, at=AT
    )


def test_set_up_makes_each_of_the_three_administrators_once():
    org = entry.first_org(
        code="root", tier=Tier.PROVINCE, name=Text("某省", ""), on=TODAY, at=AT
    )
    for role in (Role.SECURITY_OFFICER, Role.OPERATOR, Role.AUDITOR):
        first(f"admin-{role.value[:3]}", role, org)
        with refused("not_the_first"):
            first("another", role, org)
    with refused("not_the_first"):
        first("another", Role.LEADER, org)
    assert {e.actor for e in Entry.objects.all()} == {"set-up"}


def test_set_up_refuses_a_weak_password_and_a_second_use_of_a_name():
    org = entry.first_org(
        code="root", tier=Tier.PROVINCE, name=Text("某省", ""), on=TODAY, at=AT
    )
    with refused("password_weak"):
        first("admin", Role.OPERATOR, org, "short")
    assert not User.objects.exists()
    first("admin", Role.OPERATOR, org)
    with refused("username_taken"):
        first("admin", Role.AUDITOR, org)


def test_set_up_plants_one_root(orgs: Tree):
    assert (
        entry.first_org(
            code="330000", tier=Tier.PROVINCE, name=Text("浙江省", ""), on=TODAY, at=AT
        )
        == orgs.province
    )
    with refused("root_exists"):
        entry.first_org(
            code="440000", tier=Tier.PROVINCE, name=Text("某省", ""), on=TODAY, at=AT
        )
