"""What was made once: how long it is kept, and for whom."""

import gzip
from itertools import count

import pytest
from django.contrib.auth.models import AnonymousUser
from django.db import connection, transaction
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseBase
from django.middleware.csrf import get_token
from django.test import RequestFactory
from django.test.utils import CaptureQueriesContext
from tests.factories.accounts import person
from tests.factories.reporting import MORNING

from zhence_web.records.audit.actions import record
from zhence_web.records.kept import SETTLED, Changes, Kept, kept_page

pytestmark = pytest.mark.django_db
MADE = count()


@kept_page(SETTLED)
def numbered(request: HttpRequest) -> HttpResponse:
    """A page that tells how often it was made."""
    told = f"第 {next(MADE)} 次" * 9
    if "lost" in request.GET:
        raise Http404
    if "form" in request.GET:
        told += get_token(request)
    return HttpResponse(told, status=410 if "gone" in request.GET else 200)


def asked(address: str = "/x/", *, user=None, **headers: str) -> HttpResponse:
    request = RequestFactory().get(address, headers=headers)
    request.user = user or AnonymousUser()
    answer: HttpResponseBase = numbered(request)
    assert isinstance(answer, HttpResponse)
    return answer


def deed(verb: str) -> str:
    with transaction.atomic():
        return record(verb, kind="x", id_=1, at=MORNING, actor="x").digest


def test_a_page_is_made_once_for_an_address_and_anew_after_a_deed():
    first = asked().content
    assert asked().content == first
    assert asked("/x/?page=2").content != first
    deed("accounts.signed_in")
    assert asked().content == first
    deed("lifecycle.record_decision")
    assert asked().content != first


def test_it_costs_one_query_while_nothing_happens():
    asked()
    with CaptureQueriesContext(connection) as seen:
        asked()
    assert len(seen) == 1


def test_who_is_signed_in_has_a_page_apart():
    assert asked(user=person("somebody")).content != asked().content


def test_it_goes_out_packed_to_whoever_can_read_that_and_not_at_all_to_who_has_it():
    plain = asked()
    packed = asked(accept_encoding="br, gzip")
    assert packed.headers["Content-Encoding"] == "gzip"
    assert gzip.decompress(packed.content) == plain.content
    assert packed.headers["ETag"] != plain.headers["ETag"]
    again = asked(if_none_match=plain.headers["ETag"])
    assert (again.status_code, again.content) == (304, b"")


@pytest.mark.parametrize("query", ["gone=1", "form=1"])
def test_what_is_no_page_for_everybody_goes_out_as_it_is(query: str):
    first, second = asked(f"/x/?{query}"), asked(f"/x/?{query}")
    assert first.content != second.content
    assert "ETag" not in first.headers


def test_a_fault_is_not_kept():
    for _ in range(2):
        with pytest.raises(Http404):
            asked("/x/?lost=1")


def test_a_chain_that_was_put_back_is_another_one():
    watched = Changes(("quiet.",))
    deed("loud.before")
    with transaction.atomic():
        inside = deed("loud.taken_back")
        assert watched.mark() == inside
        transaction.set_rollback(True)
    after = deed("loud.instead")
    assert watched.mark() == after
    deed("quiet.word")
    assert watched.mark() == after


def test_the_oldest_goes_when_there_is_no_room():
    kept: Kept[str] = Kept(10, len)
    for key in "abc":
        assert kept.get(key, lambda: "four") == "four"
    assert kept.get("a", lambda: "anew") == "anew"
    assert kept.get("c", lambda: "anew") == "four"
    assert kept.get("long", lambda: "too long to be kept") == "too long to be kept"
    assert kept.get("long", lambda: "again") == "again"


def test_whoever_has_no_session_gets_again_what_went_out_with_every_header(client):
    first = client.get("/policies/")
    with CaptureQueriesContext(connection) as seen:
        again = client.get("/policies/")
    assert len(seen) == 1
    assert again.content == first.content
    assert again.headers == first.headers
    assert {"Content-Security-Policy", "ETag", "Vary"} <= set(again.headers)
    held = client.get("/policies/", headers={"If-None-Match": first.headers["ETag"]})
    assert (held.status_code, held.content) == (304, b"")
    assert client.head("/policies/").headers["Content-Type"].startswith("text/html")


def test_a_deed_ends_what_went_out(client):
    client.get("/policies/")
    deed("lifecycle.record_decision")
    with CaptureQueriesContext(connection) as seen:
        assert client.get("/policies/").status_code == 200
    assert len(seen) > 1
    with CaptureQueriesContext(connection) as seen:
        client.get("/policies/")
    assert len(seen) == 1


def test_neither_a_language_nor_a_person_gets_what_went_to_another(client):
    chinese = client.get("/policies/")
    english = client.get("/en/policies/")
    assert client.get("/policies/").content == chinese.content != english.content
    client.force_login(person("somebody"))
    assert client.get("/policies/").content != chinese.content
    client.logout()
    assert client.get("/policies/").content == chinese.content
