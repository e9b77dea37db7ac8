"""What went wrong is said in the site's own frame, in Chinese first and in English."""

from collections.abc import Iterator

import pytest
from django.contrib.auth.models import AnonymousUser
from django.core.cache import cache
from django.db import OperationalError, connection
from django.http import HttpResponse
from django.test import Client, RequestFactory
from django.utils import translation
from tests.factories.accounts import hand, tree
from tests.lib.asking import signed_in

from zhence_web.records.accounts.door import Door
from zhence_web.records.accounts.gate import NotAllowedError
from zhence_web.records.accounts.permissions import Action, Denied, Why
from zhence_web.records.accounts.roles import Role
from zhence_web.records.accounts.sessions import SessionStore
from zhence_web.records.models import User
from zhence_web.screens.public import errors

pytestmark = pytest.mark.django_db

SIX = 6
WORDS = {
    400: ("这个请求看不懂", "This request cannot be understood"),
    403: ("这个账户不能这样做", "This account cannot do that"),
    404: ("没有这个页面", "There is no such page"),
    409: ("不能这样做", "This cannot be done"),
    500: ("页面出错了", "Something went wrong here"),
}


@pytest.fixture
def _counted_anew() -> Iterator[None]:
    """How often somebody tried is counted outside of the tables."""
    cache.clear()
    yield
    cache.clear()


def asked(language: str, status: int) -> HttpResponse:
    request = RequestFactory().get("/en/x/" if language == "en" else "/x/")
    request.user, request.session = AnonymousUser(), SessionStore()
    fault = Exception("x")
    with translation.override(language):
        if status == 409:
            denied = NotAllowedError(Denied(Action.FILL_RETURN, Why.STATE))
            answer = Door(lambda _: HttpResponse()).process_exception(request, denied)
            assert answer is not None
            return answer
        if status == 500:
            return errors.server_error(request)
        made = {400: errors.bad_request, 403: errors.forbidden, 404: errors.not_found}
        return made[status](request, fault)


def framed(page: str, *, english: bool = False) -> bool:
    """Say whether a page has the bar, the footer and the language of the site."""
    language = "en" if english else "zh-Hans"
    foot = "Unknown is never zero." if english else "缺报即未知，不是零。"
    return (
        f'<html lang="{language}">' in page and 'class="brand"' in page and foot in page
    )


@pytest.mark.parametrize("status", WORDS)
def test_a_fault_is_said_in_the_frame_of_the_site_in_both_languages(status: int):
    for language, words in zip(("zh-hans", "en"), WORDS[status], strict=True):
        answer = asked(language, status)
        page = answer.content.decode()
        assert answer.status_code == status
        assert framed(page, english=language == "en")
        assert f"<h1>{words}</h1>" in page


def test_a_page_that_is_not_there_leads_back_to_the_lists():
    answer = Client().get("/nowhere/")
    page = answer.content.decode()
    assert answer.status_code == 404
    assert framed(page)
    assert 'href="/towns/"' in page


def test_the_page_of_a_fault_stands_where_the_tables_do_not_answer():
    client = signed_in(hand(Role.LEADER, tree().province, "leader"))
    client.raise_request_exception = False

    def broken(*_: object) -> None:
        raise OperationalError("disk I/O error")

    with connection.execute_wrapper(broken):
        answer = client.get("/about/")
    page = answer.content.decode()
    assert answer.status_code == 500
    assert framed(page)
    assert "没有任何数据被改动" in page
    assert "disk I/O error" not in page


@pytest.mark.usefixtures("_counted_anew")
def test_who_tries_too_often_is_told_to_wait(settings):
    settings.PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]
    by = hand(Role.LEADER, tree().province, "leader")
    user = User.objects.get(pk=by.user)
    user.set_password("three-grey-herons")
    user.save()
    client = signed_in(by)
    form = {"oldpassword": "wrong", "password1": "x", "password2": "x"}
    tries = [client.post("/accounts/password/", form) for _ in range(SIX)]
    page = tries[-1].content.decode()
    assert tries[-1].status_code == 429
    assert framed(page)
    assert "<h1>试得太快了</h1>" in page
