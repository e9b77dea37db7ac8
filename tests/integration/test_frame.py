"""The frame of the private pages: who acts, in whose hand, and where to."""

import pytest
from django.test import Client
from tests.factories.accounts import deputy, hand, tree

from zhence_web.records.accounts.hand import Hand
from zhence_web.records.accounts.roles import Role
from zhence_web.records.models import User

pytestmark = pytest.mark.django_db


def signed_in(who: Hand) -> Client:
    client = Client()
    client.force_login(
        User.objects.get(pk=who.user),
        backend="allauth.account.auth_backends.AuthenticationBackend",
    )
    return client


def text(client: Client, path: str) -> str:
    return " ".join(client.get(path).content.decode().split())


def test_the_frame_says_who_acts_and_for_whom():
    orgs = tree()
    chief = hand(Role.COUNTY_VERIFIER, orgs.county, "chief")
    client = signed_in(deputy(chief, "stand-in"))
    assert "stand-in 代 chief · 县级审核员 · 甲一县" in text(client, "/staff/me/")
    assert "stand-in for chief · county verifier" in text(client, "/en/staff/me/")


def test_a_hand_is_chosen_once_and_kept():
    orgs = tree()
    first = hand(Role.REPORTER, orgs.site, "both")
    second = hand(Role.LEADER, orgs.city, "both")
    client = signed_in(first)
    answer = client.post(
        "/staff/hand/", {"hand": second.appointment, "next": "/towns/"}
    )
    assert (answer.status_code, answer["Location"]) == (302, "/towns/")
    assert "both · 领导 · 甲市" in text(client, "/staff/me/")


@pytest.mark.parametrize("chosen", ["", "x", "999999", "²"])
def test_nobody_takes_a_hand_that_is_not_theirs(chosen: str):
    client = signed_in(hand(Role.REPORTER, tree().site))
    assert client.post("/staff/hand/", {"hand": chosen}).status_code == 404


@pytest.mark.parametrize("after", ["https://elsewhere.example/", "//elsewhere.example"])
def test_choosing_a_hand_leads_nowhere_else(after: str):
    who = hand(Role.REPORTER, tree().site)
    answer = signed_in(who).post(
        "/staff/hand/", {"hand": who.appointment, "next": after}
    )
    assert answer["Location"] == "/staff/work/"


def test_signed_out_the_masthead_offers_to_sign_in_and_private_pages_lead_there():
    client = Client()
    assert 'href="/accounts/login/"' in text(client, "/about/")
    answer = client.get("/staff/me/")
    assert answer["Location"] == "/accounts/login/?next=/staff/me/"
