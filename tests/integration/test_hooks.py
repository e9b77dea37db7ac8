"""Signed messages to other machines: proved, repeated, given up, never misled."""

import hashlib
import hmac
import json
import threading
from collections.abc import Iterator
from dataclasses import replace
from datetime import date, datetime, timedelta
from functools import partial
from http.server import BaseHTTPRequestHandler, HTTPServer

import pytest
from django.test import Client
from django.urls import reverse
from tests.factories.accounts import hand
from tests.factories.reporting import Desk, desk
from tests.factories.tasks import asked, noon, tell_all

from zhence_web.jobs.deliveries import send_due
from zhence_web.kit.outward import address_fault, post
from zhence_web.records.accounts.gate import NotAllowedError
from zhence_web.records.accounts.roles import Role
from zhence_web.records.models import Delivery, DeliveryTry, User
from zhence_web.records.tasks.channels import Made, end_hook, make_hook, renew_secret
from zhence_web.records.tasks.delivering import PAUSES
from zhence_web.records.tasks.refusals import RefusedError

pytestmark = pytest.mark.django_db

ON = date(2026, 3, 2)


class Receiver(HTTPServer):
    """A receiver on this machine: answers what it is told to, and keeps what came."""

    def __init__(self) -> None:
        super().__init__(("127.0.0.1", 0), Answering)
        self.answers: list[int] = []
        self.came: list[tuple[dict[str, str], bytes]] = []

    @property
    def url(self) -> str:
        return f"http://127.0.0.1:{self.server_port}/in?x=1"


class Answering(BaseHTTPRequestHandler):
    def do_POST(self) -> None:
        server = self.server
        assert isinstance(server, Receiver)
        body = self.rfile.read(int(self.headers["Content-Length"]))
        server.came.append((dict(self.headers), body))
        status = server.answers.pop(0) if server.answers else 200
        self.send_response(status)
        if status == 302:
            self.send_header("Location", server.url)
        self.end_headers()

    def log_message(self, *_: object) -> None:
        """Say nothing."""


@pytest.fixture(autouse=True)
def this_machine(settings):
    """Receivers may be on this machine here, whichever database is used."""
    settings.CONFIG = replace(settings.CONFIG, hook_loopback=True)


@pytest.fixture
def receiver() -> Iterator[Receiver]:
    server = Receiver()
    threading.Thread(target=server.serve_forever, daemon=True).start()
    yield server
    server.shutdown()
    server.server_close()


@pytest.fixture
def at() -> Desk:
    return desk()


def hooked(at: Desk, url: str, org: int = 0, name: str = "operator") -> Made:
    return make_hook(
        url=url,
        topics=["to_fill"],
        loopback=True,
        by=hand(Role.OPERATOR, org or at.tree.county, name),
        at=noon(ON),
    )


def proved(secret: str, headers: dict[str, str], body: bytes) -> bool:
    """What a receiver does, written down without our code."""
    stamp, code = (p.split("=", 1)[1] for p in headers["Zhence-Signature"].split(","))
    signed = f"{stamp}.{headers['Zhence-Id']}.".encode() + body
    mine = hmac.new(secret.encode(), signed, hashlib.sha256).hexdigest()
    return hmac.compare_digest(mine, code)


def test_a_message_arrives_signed_and_names_the_deed_and_no_figure(
    at: Desk, receiver: Receiver
):
    made = hooked(at, receiver.url)
    asked(at)
    tell_all(ON)
    assert send_due(clock=lambda: noon(ON)) == 1
    ((headers, body),) = receiver.came
    assert proved(made.secret, headers, body)
    assert not proved(made.secret, headers, body + b" ")
    told = json.loads(body)
    assert (told["id"], told["topic"]) == (headers["Zhence-Id"], "to_fill")
    assert set(told) == {"id", "at", "topic", "org", "object", "words"}


def test_a_failed_message_is_tried_again_later_under_the_same_id(
    at: Desk, receiver: Receiver
):
    hooked(at, receiver.url)
    asked(at)
    tell_all(ON)
    receiver.answers = [500, 302, 200]
    now = noon(ON)
    assert send_due(clock=lambda: now) == 0
    assert send_due(clock=lambda: now) == 0  # not yet
    later = now + PAUSES[0]
    assert send_due(clock=lambda: later) == 0
    last = later + PAUSES[1]
    assert send_due(clock=lambda: last) == 1
    assert len(receiver.came) == 3  # the redirect was not followed
    assert len({headers["Zhence-Id"] for headers, _ in receiver.came}) == 1
    stamps = {headers["Zhence-Signature"].split(",")[0] for headers, _ in receiver.came}
    assert len(stamps) == 3  # so an old one is seen to be a replay
    log = DeliveryTry.objects.order_by("id").values_list("status", flat=True)
    assert list(log) == [500, 302, 200]


def test_after_the_last_try_a_message_is_given_up(at: Desk):
    hooked(at, "http://127.0.0.1:9/")
    asked(at)
    tell_all(ON)
    now: datetime = noon(ON)
    for _ in range(len(PAUSES) + 3):
        send_due(clock=partial(_same, now))
        now += timedelta(days=1)
    row = Delivery.objects.get()
    assert (row.state, row.tries, row.next_at) == ("given_up", len(PAUSES) + 1, None)


def _same(moment: datetime) -> datetime:
    return moment


def test_only_what_happened_below_its_organisation_is_sent(
    at: Desk, receiver: Receiver
):
    hooked(at, receiver.url, at.tree.other_county, "far-operator")
    asked(at)
    tell_all(ON)
    assert not Delivery.objects.exists()


def test_an_ended_receiver_gets_nothing_more_and_a_new_secret_ends_the_old(
    at: Desk, receiver: Receiver
):
    by = hand(Role.OPERATOR, at.tree.county, "operator2")
    made = make_hook(
        url=receiver.url, topics=["to_fill"], loopback=True, by=by, at=noon(ON)
    )
    fresh = renew_secret(hook=made.hook, by=by, at=noon(ON))
    assert fresh.secret != made.secret
    asked(at)
    tell_all(ON)
    end_hook(hook=made.hook, by=by, at=noon(ON))
    assert send_due(clock=lambda: noon(ON)) == 0
    assert receiver.came == []
    with pytest.raises(NotAllowedError):
        renew_secret(hook=made.hook, by=by, at=noon(ON))


@pytest.mark.parametrize(
    "url",
    [
        "",
        "example.org",
        "http://example.org/",
        "ftp://example.org/",
        "https://",
        "https://10.0.0.1/",
        "https://192.168.1.1/",
        "https://169.254.169.254/latest",
        "https://[::ffff:10.0.0.1]/",
        "https://0.0.0.0/",
        "https://a:b@example.org/",
        "https://example.org/#x",
        "https://example.org:99999/",
        "https://exa mple.org/",
        "https://例子.cn/",
        "http://127.0.0.1:8000/",
        "https://localhost/",
        "https://example.org/" + "x" * 400,
    ],
)
def test_an_address_that_is_none_or_leads_inside_is_refused(at: Desk, url: str):
    assert address_fault(url, loopback=False) is not None
    by = hand(Role.OPERATOR, at.tree.county, "operator")
    with pytest.raises(RefusedError):
        make_hook(url=url, topics=["task"], loopback=False, by=by, at=noon(ON))


def test_a_name_that_leads_inside_is_not_called(monkeypatch, receiver: Receiver):
    import socket

    inside = [(socket.AF_INET, socket.SOCK_STREAM, 6, "", ("127.0.0.1", 80))]
    monkeypatch.setattr(socket, "getaddrinfo", lambda *_, **__: inside)
    answer = post("https://example.org/", b"", {}, loopback=True)
    assert answer.status is None
    assert "not called" in answer.said
    assert receiver.came == []


def test_the_page_shows_a_secret_once_and_the_log_afterwards(
    at: Desk, receiver: Receiver, client: Client
):
    hand(Role.OPERATOR, at.tree.county, "xitong")
    client.force_login(User.objects.get(username="xitong"))
    page = client.post(
        reverse("staff:hooks"), {"url": receiver.url, "topics": ["to_fill"]}
    )
    secret = page.context["made"].secret
    assert secret in page.content.decode()
    assert secret not in client.get(reverse("staff:hooks")).content.decode()
    asked(at)
    tell_all(ON)
    send_due(clock=lambda: noon(ON))
    shown = client.get(reverse("staff:hook", args=[page.context["made"].hook]))
    assert "已送达" in shown.content.decode()
    none = client.post(reverse("staff:hooks"), {"url": receiver.url})
    assert none.status_code == 422
