"""Ask the site as somebody, see everything of the answer, and leave no trace."""

import json
import re
from collections.abc import Mapping
from dataclasses import dataclass
from http.cookies import SimpleCookie
from typing import Any

from django.db import transaction
from django.http import StreamingHttpResponse
from django.test import Client
from tests.factories.world import World

from zhence_web.records.accounts.door import CHOSEN
from zhence_web.records.accounts.hand import Hand
from zhence_web.records.accounts.roles import Role
from zhence_web.records.models import Entry, User

BACKEND = "allauth.account.auth_backends.AuthenticationBackend"
_CSRF = re.compile(rb'name="csrfmiddlewaretoken" value="[^"]*"')
# Of these some differ by chance or by length; what they say stands in the body.
_PASSING = frozenset({"Content-Length", "Date", "Set-Cookie"})


@dataclass(frozen=True)
class Answer:
    """What came back; *deeds* are the entries that the audit gained by it.

    A *status* of 599 is an exception that no page caught.
    """

    status: int
    path: bytes
    body: bytes
    headers: Mapping[str, str]
    deeds: tuple[str, ...]

    @property
    def location(self) -> str:
        return self.headers.get("Location", "")

    def same_as(self, other: "Answer") -> bool:
        return self.told == other.told

    @property
    def told(self) -> tuple[int, bytes, Mapping[str, str]]:
        """All of it, but for the address itself and what is new in each form."""
        return (
            self.status,
            _CSRF.sub(b"", self.body.replace(self.path, b"@")),
            self.headers,
        )


class Asking:
    """A world, a browser for everybody in it, and how often they asked.

    All sign in at once: a session that began within one test would end with it.
    """

    def __init__(self, world: World) -> None:
        self.world = world
        self.asked = 0
        self._nobody = Client()
        self._known: dict[object, Answer] = {}
        self._clients = {seat: signed_in(by) for seat, by in world.hands.items()}

    def __call__(
        self,
        seat: tuple[Role, str] | None,
        verb: str,
        address: str,
        sends: Mapping[str, str] | None = None,
        *,
        client: Client | None = None,
    ) -> Answer:
        """Ask once; whatever that changed is taken back."""
        self.asked += 1
        browser = client or (self._clients[seat] if seat else self._nobody)
        cookies = browser.cookies.output(header="", sep=";")
        with transaction.atomic():
            before = Entry.objects.count()
            answer = _answer(browser, verb, address, sends or {}, before)
            transaction.set_rollback(True)
        browser.cookies = SimpleCookie(cookies)
        return answer

    def client(self, seat: tuple[Role, str]) -> Client:
        """The browser of whoever sits there; what it does is not taken back."""
        return self._clients[seat]

    def once(
        self,
        seat: tuple[Role, str],
        verb: str,
        address: str,
        sends: Mapping[str, str] | None = None,
    ) -> Answer:
        """The same, asked once and remembered: what there never was never changes."""
        key = (seat, verb, address)
        if key not in self._known:
            self._known[key] = self(seat, verb, address, sends)
        return self._known[key]


def signed_in(by: Hand, *, csrf: bool = False) -> Client:
    """A browser in which somebody acts in that hand."""
    client = Client(enforce_csrf_checks=csrf)
    client.force_login(User.objects.get(pk=by.user), backend=BACKEND)
    session = client.session
    session[CHOSEN] = by.appointment
    session.save()
    return client


def _more(verb: str, address: str, sends: Mapping[str, str]) -> dict[str, Any]:
    """What goes with a request: a form, or JSON and the version for the API."""
    if verb == "POST" and address.startswith("/api/"):
        tag = f'"v{sends.get("version", "")}-{"0" * 16}"'
        told = {"If-Match": tag} if "version" in sends else {}
        if "file" in sends:
            file = sends["file"].encode()
            return {"data": file, "content_type": "text/csv", "headers": told}
        body = {name: told for name, told in sends.items() if name != "version"}
        return {
            "data": json.dumps(body),
            "content_type": "application/json",
            "headers": told,
        }
    return {"data": dict(sends)} if sends and verb in {"GET", "POST"} else {}


def _answer(
    browser: Client, verb: str, address: str, sends: Mapping[str, str], before: int
) -> Answer:
    path = address.partition("?")[0].encode()
    more = _more(verb, address, sends)
    try:
        got = getattr(browser, verb.lower())(address, **more)
        body = b"".join(got) if isinstance(got, StreamingHttpResponse) else got.content
    except Exception as error:  # noqa: BLE001  # it is what the test is about
        return Answer(599, path, f"{type(error).__name__}: {error}".encode(), {}, ())
    deeds = Entry.objects.filter(seq__gt=before).order_by("seq")
    return Answer(
        status=got.status_code,
        path=path,
        body=body,
        headers={k: v for k, v in got.headers.items() if k not in _PASSING},
        deeds=tuple(deeds.values_list("action", flat=True)),
    )
