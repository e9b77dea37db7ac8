"""Signing in and out: one door, locked after guesses, ended when idle, on record."""

import re
from datetime import timedelta
from urllib.parse import quote

import pytest
from django.conf import settings
from django.contrib.sessions.models import Session
from django.db import connection
from django.db.models import F
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.utils import timezone
from tests.factories.accounts import TODAY, hand, tree

from zhence_web.records.accounts.hand import Hand
from zhence_web.records.accounts.roles import Role
from zhence_web.records.models import Appointment, Entry, Org, User

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("who")]

RIGHT = "three-grey-herons"
OTHER = "seven-blue-kites"


@pytest.fixture
def who(settings) -> Hand:
    settings.PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]
    made = hand(Role.REPORTER, tree().site, "reporter")
    user = User.objects.get(pk=made.user)
    user.set_password(RIGHT)
    user.save()
    return made


def sign_in(client: Client, password: str = RIGHT, name: str = "reporter", **more: str):
    return client.post(
        "/accounts/login/", {"login": name, "password": password, **more}
    )


def deeds() -> list[str]:
    return [e.action for e in Entry.objects.order_by("seq")]


def page(client: Client, path: str) -> str:
    return client.get(path).content.decode()


def test_somebody_signs_in_and_out_and_both_are_on_record():
    client = Client()
    answer = sign_in(client)
    assert answer["Location"] == "/staff/work/"
    assert "reporter · 填报员 · 一号小镇" in " ".join(
        page(client, "/staff/me/").split()
    )
    client.post("/accounts/logout/")
    assert client.get("/staff/me/").status_code == 302
    assert deeds() == ["accounts.signed_in", "accounts.signed_out"]


def test_signing_out_by_a_mere_link_is_asked_back():
    client = Client()
    sign_in(client)
    assert "退出登录？" in page(client, "/accounts/logout/")
    assert client.get("/staff/me/").status_code == 200


@pytest.mark.parametrize(
    "after",
    ["https://elsewhere.example/", "//elsewhere.example/", r"\\elsewhere.example"],
)
def test_signing_in_leads_nowhere_else(after: str):
    answer = sign_in(Client(), next=after)
    assert answer["Location"] == "/staff/work/"
    assert "elsewhere" not in sign_in(Client(), next=after)["Location"]


def test_signing_in_leads_back_to_the_page_that_asked():
    client = Client()
    asked = client.get("/staff/me/?x=1")["Location"]
    assert asked == f"/accounts/login/?next={quote('/staff/me/?x=1')}"
    assert sign_in(client, next="/staff/me/?x=1")["Location"] == "/staff/me/?x=1"


def test_after_five_wrong_passwords_the_right_one_does_not_help():
    client = Client()
    for _ in range(4):
        assert sign_in(client, "wrong").status_code == 200
    locked = sign_in(client, "wrong")
    assert locked.status_code == 429
    assert "锁定 15 分钟" in locked.content.decode()
    assert sign_in(Client(), name=" Reporter ").status_code == 429
    assert deeds().count("accounts.sign_in_failed") >= 5
    assert "accounts.locked_out" in deeds()
    assert "accounts.signed_in" not in deeds()


def test_a_lock_concerns_one_account_and_ends_by_itself():
    from axes.models import AccessAttempt

    for _ in range(5):
        sign_in(Client(), "wrong")
    AccessAttempt.objects.update(attempt_time=timezone.now() - timedelta(minutes=16))
    assert sign_in(Client()).status_code == 302


def test_a_name_that_nobody_has_is_not_written_down():
    sign_in(Client(), name="my-password-by-mistake")
    entry = Entry.objects.get()
    assert "by-mistake" not in entry.payload
    assert '"known":false' in entry.payload


def test_a_wrong_name_and_a_wrong_password_are_answered_alike():
    one = sign_in(Client(), "wrong").content.decode()
    two = sign_in(Client(), name="nobody").content.decode()
    error = re.compile(r'<div class="errors".*?</div>', re.DOTALL)
    assert error.findall(one) == error.findall(two) != []


def test_a_session_ends_when_nobody_asked_for_so_long():
    client = Client()
    sign_in(client)
    session = Session.objects.get()
    ends = session.expire_date - timezone.now()
    assert ends <= timedelta(seconds=settings.SESSION_COOKIE_AGE)
    assert ends > timedelta(seconds=settings.SESSION_COOKIE_AGE - 60)
    Session.objects.update(expire_date=timezone.now() + timedelta(seconds=30))
    client.get("/about/")
    assert Session.objects.get().expire_date > timezone.now() + timedelta(minutes=1)
    Session.objects.update(expire_date=timezone.now() - timedelta(seconds=1))
    assert client.get("/staff/me/")["Location"].startswith("/accounts/login/")


def test_whoever_looks_prolongs_their_session_once_a_minute_and_writes_nothing_else():
    client = Client()
    sign_in(client)
    with CaptureQueriesContext(connection) as soon:
        client.get("/staff/me/")
    Session.objects.update(expire_date=F("expire_date") - timedelta(seconds=90))
    with CaptureQueriesContext(connection) as later:
        client.get("/staff/me/")
    assert [q["sql"] for q in soon if _writes(q["sql"])] == []
    assert len([q["sql"] for q in later if _writes(q["sql"])]) == 1


def test_a_session_that_is_gone_is_not_begun_again_by_looking():
    client = Client()
    sign_in(client)
    Session.objects.all().delete()
    assert client.get("/staff/me/").status_code == 302
    assert not Session.objects.exists()


@pytest.mark.parametrize("address", ["/staff/me/", "/desk/"])
def test_a_page_asks_as_often_for_many_appointments_as_for_one(address: str):
    client = Client()
    sign_in(client)
    held = Appointment.objects.get(user__username="reporter")
    client.get(address)
    with CaptureQueriesContext(connection) as one:
        client.get(address)
    for role in (Role.COUNTY_VERIFIER, Role.LEADER, Role.POLICY_OFFICER):
        Appointment.objects.create(user=held.user, org=held.org, role=role, since=TODAY)
    with CaptureQueriesContext(connection) as four:
        page = client.get(address).content.decode()
    assert page.count("<option") >= 4
    assert len(four) == len(one)


def _writes(sql: str) -> bool:
    return sql.startswith(("UPDATE", "INSERT", "DELETE"))


def test_the_cookie_of_a_session_is_for_this_site_and_no_script():
    cookie = sign_in(Client()).cookies[settings.SESSION_COOKIE_NAME]
    assert cookie["httponly"]
    assert cookie["samesite"] == "Lax"
    assert not cookie["max-age"]


def test_a_changed_password_ends_every_session():
    here, there = Client(), Client()
    sign_in(here)
    sign_in(there)
    change = {"oldpassword": RIGHT, "password1": OTHER, "password2": OTHER}
    assert here.post("/accounts/password/", change).status_code == 302
    assert here.get("/staff/me/").status_code == 302
    assert there.get("/staff/me/").status_code == 302
    assert sign_in(here, OTHER).status_code == 302
    assert "accounts.change_password" in deeds()
    assert not Entry.objects.filter(payload__contains=OTHER).exists()


def test_a_weak_new_password_is_refused_in_chinese(who: Hand):
    client = Client()
    sign_in(client)
    change = {"oldpassword": RIGHT, "password1": "123", "password2": "123"}
    answer = client.post("/accounts/password/", change).content.decode()
    assert "密码" in answer
    assert User.objects.get(pk=who.user).check_password(RIGHT)


@pytest.mark.parametrize("how", ["closed", "password taken away"])
def test_a_closed_account_is_signed_out_at_once_and_stays_out(who: Hand, how: str):
    client = Client()
    sign_in(client)
    user = User.objects.get(pk=who.user)
    if how == "closed":
        user.is_active = False
    else:
        user.set_unusable_password()
    user.save()
    assert client.get("/staff/me/").status_code == 302
    assert sign_in(client).status_code in {200, 302}
    assert client.get("/staff/me/").status_code == 302


@pytest.mark.parametrize(
    "path", ["signup/", "email/", "password/reset/", "confirm-email/", "social/signup/"]
)
def test_nobody_signs_up_and_nothing_is_mailed(path: str):
    assert Client().get(f"/accounts/{path}").status_code == 404


@pytest.mark.parametrize("path", ["login/", "inactive/"])
def test_the_entrance_speaks_chinese_first_and_english_too(path: str):
    assert re.search("[\u4e00-\u9fff]", page(Client(), f"/accounts/{path}"))
    assert 'lang="en"' in page(Client(), f"/en/accounts/{path}")


def activate(client: Client) -> str:
    """Turn the second factor on; return its key."""
    from allauth.mfa.totp.internal import auth

    path = "/accounts/2fa/totp/activate/"
    asked = client.get(path)["Location"]
    assert asked == f"/accounts/again/?next={quote(path, safe='')}"
    again = client.post("/accounts/again/", {"password": RIGHT, "next": path})
    assert again["Location"] == path
    shown = page(client, path)
    secret = re.search(r'value="([A-Z2-7]{16,})"', shown)
    assert secret is not None
    assert 'src="data:image/svg+xml;base64,' in shown
    done = client.post(path, {"code": code_of(secret[1], auth)})
    assert done.status_code == 302
    return secret[1]


def code_of(secret: str, auth) -> str:
    counter = next(iter(auth.yield_hotp_counters_from_time()))
    return str(auth.format_hotp_value(auth.hotp_value(secret, counter)))


def test_a_second_factor_is_turned_on_asked_for_and_on_record():
    from allauth.mfa.totp.internal import auth
    from django.core.cache import cache

    client = Client()
    sign_in(client)
    secret = activate(client)
    assert "备用码" in page(client, "/accounts/2fa/recovery-codes/")
    client.post("/accounts/logout/")
    assert sign_in(client)["Location"] == "/accounts/2fa/authenticate/"
    assert client.get("/staff/me/").status_code == 302
    assert "两步验证" in page(client, "/accounts/2fa/authenticate/")
    wrong = client.post("/accounts/2fa/authenticate/", {"code": "000000"})
    assert wrong.status_code == 200
    cache.clear()  # a code counts once; the test needs it a second time
    right = client.post("/accounts/2fa/authenticate/", {"code": code_of(secret, auth)})
    assert right["Location"] == "/staff/work/"
    assert client.get("/staff/me/").status_code == 200
    assert "accounts.add_second_factor" in deeds()
    assert "accounts.second_factor_failed" in deeds()
    assert not Entry.objects.filter(payload__contains=secret).exists()


def test_turning_the_second_factor_off_asks_who_it_is_again():
    client = Client()
    sign_in(client)
    activate(client)
    later = client.session
    later["account_authentication_methods"] = []
    later.save()
    path = "/accounts/2fa/totp/deactivate/"
    assert "next=" in client.get(path)["Location"]
    client.post("/accounts/again/", {"password": RIGHT, "next": path})
    assert "关闭两步验证" in page(client, path)
    client.post(path)
    assert "accounts.remove_second_factor" in deeds()


def test_a_page_of_the_day_is_not_asked_for_by_hands_of_another_day(who: Hand):
    """A hand is of today: it ends with the appointment, in the middle of a session."""
    from zhence_web.records.models import Appointment

    client = Client()
    sign_in(client)
    Appointment.objects.filter(pk=who.appointment).update(until=TODAY)
    assert "没有任职" in page(client, "/staff/me/")


@pytest.mark.parametrize(
    ("role", "path"),
    [
        (Role.OPERATOR, "/staff/jobs/"),
        (Role.SECURITY_OFFICER, "/staff/people/"),
        (Role.AUDITOR, "/staff/audit/"),
    ],
)
def test_an_administrator_acts_only_with_a_second_factor(settings, role: Role, path):
    settings.REQUIRE_SECOND_FACTOR = True
    made = hand(role, Org.objects.get(tier="province").pk, "keeper")
    user = User.objects.get(pk=made.user)
    user.set_password(RIGHT)
    user.save()
    client = Client()
    sign_in(client, name="keeper")
    asked = [client.get(path)]
    if role is Role.SECURITY_OFFICER:
        asked.append(client.post("/staff/people/new/", {"username": "somebody"}))
    assert {a["Location"] for a in asked} == {"/accounts/2fa/totp/activate/"}
    assert not User.objects.filter(username="somebody").exists()
    assert "须先开启两步验证" in page(client, "/staff/me/")
    activate(client)
    assert client.get(path).status_code == 200


def test_others_and_the_demo_ask_for_no_second_factor(settings):
    client = Client()
    sign_in(client)
    settings.REQUIRE_SECOND_FACTOR = True
    assert client.get("/desk/").status_code == 200
    settings.REQUIRE_SECOND_FACTOR = False
    auditor = hand(Role.AUDITOR, Org.objects.get(tier="province").pk, "auditor")
    client.force_login(User.objects.get(pk=auditor.user))
    assert client.get("/staff/audit/").status_code == 200
