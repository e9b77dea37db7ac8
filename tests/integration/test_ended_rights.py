"""Rights that are over, and work that is one's own, met over HTTP."""

from datetime import timedelta

import pytest
from django.test import Client
from django.utils import timezone
from tests.factories.accounts import deputy, hand
from tests.factories.reporting import (
    Desk,
    desk,
    lift,
    opened,
    state,
    town_return,
    version,
)
from tests.lib.asking import signed_in
from tests.lib.returnforms import form

from zhence_web.records.accounts.hand import Hand
from zhence_web.records.accounts.roles import Role
from zhence_web.records.models import Act, Appointment, Deputation, User

pytestmark = pytest.mark.django_db


def verify(client: Client, of: int, status: int) -> str:
    answer = client.post(f"/review/returns/{of}/verify/", {"version": version(of)})
    assert answer.status_code == status
    return str(answer.content.decode())


def filled_by(by: Hand, at: Desk) -> int:
    """A return that *by* filled in at the desk, submitted by the reporter."""
    made = opened(at)
    cells = {f"v-{i.code}": "0" for i in form("town-quarter").items if i.required}
    answer = signed_in(by).post(f"/desk/returns/{made}/", cells | {"version": "1"})
    assert answer.status_code == 302
    lift(at, made, "submitted")
    return made


def test_whoever_filled_it_in_is_told_why_they_cannot_approve_it():
    at = desk()
    made = filled_by(deputy(at.reporter, "verifier"), at)
    assert "不能再由您（包括代他人）审核" in verify(signed_in(at.county), made, 403)
    assert state(made) == "submitted"


def test_a_deputy_cannot_approve_for_another_what_they_filled_in_themselves():
    at = desk()
    made = filled_by(at.reporter, at)
    stand_in = deputy(at.county, at.reporter.username)
    assert "不能再由您（包括代他人）审核" in verify(signed_in(stand_in), made, 403)
    assert not Act.objects.filter(verb="verify").exists()


def test_a_deputy_cannot_approve_what_the_one_they_act_for_filled_in():
    at = desk()
    made = filled_by(deputy(at.reporter, at.county.username), at)
    stand_in = deputy(at.county, "stand-in")
    assert "不能再由您（包括代他人）审核" in verify(signed_in(stand_in), made, 403)
    assert not Act.objects.filter(verb="verify").exists()


def test_one_person_cannot_approve_the_same_return_at_two_levels_of_their_own_work():
    at = desk()
    made = filled_by(at.reporter, at)
    twice = hand(Role.CITY_OFFICE, at.tree.city, at.reporter.username)
    lift(at, made, "verified", minute=30)
    answer = signed_in(twice).post(
        f"/review/returns/{made}/accept-as-city/", {"version": version(made)}
    )
    assert answer.status_code == 403
    assert state(made) == "verified"


def ended(by: Hand) -> None:
    today = timezone.localdate()
    Appointment.objects.filter(pk=by.appointment).update(until=today)


def test_a_session_outlives_its_appointment_but_opens_no_door_any_more():
    at = desk()
    made = town_return(at, "submitted")
    client = signed_in(at.county)
    assert client.get(f"/review/returns/{made}/").status_code == 200
    ended(at.county)
    for address in (f"/review/returns/{made}/", "/review/returns/", "/review/returns/"):
        assert client.get(address).status_code == 404
    verify(client, made, 404)
    assert state(made) == "submitted"
    assert "没有任职" in client.get("/staff/me/").content.decode()


def test_a_form_that_was_open_when_the_appointment_ended_changes_nothing():
    at = desk()
    made = opened(at)
    client = signed_in(at.reporter)
    ended(at.reporter)
    answer = client.post(f"/desk/returns/{made}/", {"v-staff": "7", "version": "1"})
    assert answer.status_code == 404
    assert version(made) == 1


@pytest.mark.parametrize("how", ["expired", "revoked", "principal_left"])
def test_a_deputy_s_session_ends_with_the_deputation(how: str):
    at = desk()
    made = town_return(at, "submitted")
    stand_in = deputy(at.county, "stand-in")
    client = signed_in(stand_in)
    assert client.get(f"/review/returns/{made}/").status_code == 200
    lent = Deputation.objects.get()
    if how == "expired":
        lent.until = timezone.localdate()
    elif how == "revoked":
        lent.revoked_at = timezone.now() - timedelta(minutes=1)
    else:
        ended(at.county)
    lent.save()
    verify(client, made, 404)
    assert client.get(f"/review/returns/{made}/").status_code == 404
    assert state(made) == "submitted"


def test_an_account_that_was_closed_is_led_to_sign_in():
    at = desk()
    made = town_return(at, "submitted")
    client = signed_in(at.county)
    User.objects.filter(pk=at.county.user).update(is_active=False)
    answer = client.get(f"/review/returns/{made}/")
    assert answer.status_code == 302
    assert answer["Location"].startswith("/accounts/login/?next=")
    verify(client, made, 302)
    assert state(made) == "submitted"


def test_nobody_acts_in_an_appointment_that_is_not_theirs():
    at = desk()
    client = signed_in(at.reporter)
    answer = client.post("/staff/hand/", {"hand": str(at.province.appointment)})
    assert answer.status_code == 404
    session = client.session
    session["hand"] = at.province.appointment
    session.save()
    assert client.get("/desk/").status_code == 200
    assert client.get("/review/returns/").status_code == 404
