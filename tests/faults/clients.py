"""People at browsers: they sign in, fill, submit, approve and send back over HTTP."""

import http.client
import re
import sqlite3
import threading
from collections.abc import Callable, Iterator
from contextlib import closing
from dataclasses import dataclass, field
from http.cookies import SimpleCookie
from pathlib import Path
from urllib.parse import urlencode

from tests.faults.deeds import PASSWORD
from tests.lib.filledforms import filled
from tests.lib.returnforms import form
from tests.lib.rosters import firm, roster

PATIENCE = 120.0
GONE = (OSError, http.client.HTTPException)
"""What a client meets when the server is killed under it."""

# The same in cookie and header is what the guard against forged requests asks for.
_TOKEN = "f" * 32
_BETWEEN = "between-the-parts"
_FIRMS = 120
# Staff that leap from one season to the next are asked about: answered.
_WHY = "演练数据"
_UPLOAD = re.compile(r"/desk/uploads/([0-9]+)/\Z")


@dataclass
class Client:
    """Somebody at a browser: keeps cookies, follows nothing."""

    port: int
    location: str = ""
    cookies: dict[str, str] = field(default_factory=lambda: {"csrftoken": _TOKEN})

    def ask(
        self, method: str, path: str, form: dict[str, str] | None = None
    ) -> tuple[int, bytes]:
        """Return status and body; raises OSError where nobody answers."""
        body = urlencode(form or {}).encode() if method == "POST" else None
        return self._ask(method, path, body, "application/x-www-form-urlencoded")

    def hand_in(
        self, path: str, form: dict[str, str], data: bytes
    ) -> tuple[int, bytes]:
        """Post a form with a file; return status and body."""
        parts = [
            f'--{_BETWEEN}\r\nContent-Disposition: form-data; name="{name}"\r\n\r\n'
            f"{value}\r\n".encode()
            for name, value in form.items()
        ]
        head = (
            f'--{_BETWEEN}\r\nContent-Disposition: form-data; name="file";'
            ' filename="t.xlsx"\r\nContent-Type: application/octet-stream\r\n\r\n'
        )
        end = f"\r\n--{_BETWEEN}--\r\n".encode()
        body = b"".join((*parts, head.encode(), data, end))
        return self._ask(
            "POST", path, body, f"multipart/form-data; boundary={_BETWEEN}"
        )

    def _ask(
        self, method: str, path: str, sent: bytes | None, kind: str
    ) -> tuple[int, bytes]:
        link = http.client.HTTPConnection("127.0.0.1", self.port, timeout=PATIENCE)
        try:
            link.request(
                method,
                path,
                sent,
                {
                    "Content-Type": kind,
                    "Cookie": "; ".join(f"{k}={v}" for k, v in self.cookies.items()),
                    "X-CSRFToken": self.cookies["csrftoken"],
                },
            )
            answer = link.getresponse()
            body = answer.read()
            self.location = answer.headers.get("Location", "")
            for line in answer.headers.get_all("Set-Cookie") or ():
                for name, morsel in SimpleCookie(line).items():
                    self.cookies[name] = morsel.value
        finally:
            link.close()
        return answer.status, body

    def sign_in(self, username: str) -> None:
        """Sign in with the password of the made-up site."""
        form = {"login": username, "password": PASSWORD}
        status, body = self.ask("POST", "/accounts/login/", form)
        if status != http.client.FOUND or "sessionid" not in self.cookies:
            raise RuntimeError(f"{username} cannot sign in: {status}\n{body.decode()}")


@dataclass(frozen=True)
class Standing:
    """How a return stands; *last* is the verb of its last act, "" before the first."""

    state: str
    version: int
    last: str


def standing(database: Path, of: int) -> Standing:
    """Read it from the file, as somebody who opens its page would see it."""
    with closing(sqlite3.connect(f"file:{database}?mode=ro", uri=True)) as db:
        state, version = db.execute(
            "SELECT state, version FROM records_return WHERE id = ?", [of]
        ).fetchone()
        last = db.execute(
            "SELECT a.verb FROM records_act a JOIN records_revision r"
            " ON r.id = a.revision_id WHERE r.of_id = ? ORDER BY a.id DESC LIMIT 1",
            [of],
        ).fetchone()
    return Standing(state, version, last[0] if last else "")


def next_deed(now: Standing) -> tuple[str, str, str, dict[str, str]]:
    """Return the verb of what comes next, who does it, where, and the form posted.

    Up to the province, which makes the figures known; sent back, and up again.
    """
    match now.state:
        case "draft" | "returned" if now.last != "fill":
            full = {
                f"v-{i.code}": "0" for i in form("town-quarter").items if i.required
            }
            cells = full if now.state == "draft" else {}
            new = {"v-staff": str(now.version), "w-staff": _WHY}
            return "fill", "filler", "/desk/returns/{}/", {**cells, **new}
        case "draft" | "returned":
            return "submit", "filler", "/desk/returns/{}/submit/", {}
        case "submitted":
            return "verify", "verifier", "/review/returns/{}/verify/", {}
        case "verified":
            path = "/review/returns/{}/accept-as-city/"
            return "accept_as_city", "city", path, {}
        case "city_accepted":
            path = "/review/returns/{}/accept-as-province/"
            return "accept_as_province", "province", path, {}
        case _:
            back = {"b-staff": "on", "r-staff": "核对", "reason": "error"}
            return "send_back", "province", "/review/returns/{}/send-back/", back


class Office(threading.Thread):
    """Somebody who keeps one return going until the server is gone."""

    def __init__(
        self,
        of: int,
        database: Path,
        people: dict[str, Client],
        approved: Callable[[int, int, str], None],
    ) -> None:
        """Keep which return it is, and whom to tell of each acknowledgement."""
        super().__init__(daemon=True)
        self._of, self._database = of, database
        self._people, self._approved = people, approved
        self.fault = ""

    def run(self) -> None:
        """Do what comes next; only an answered deed is told."""
        while not self.fault:
            now = standing(self._database, self._of)
            verb, who, path, posted = next_deed(now)
            # A copy: what one thread is told another shall not send.
            client = Client(
                self._people[who].port, cookies={**self._people[who].cookies}
            )
            whole = {**posted, "version": str(now.version)}
            try:
                status, body = self._do(client, verb, path.format(self._of), whole)
            except GONE:
                return
            if status == http.client.FOUND and "login" not in client.location:
                self._approved(self._of, now.version, verb)
            else:
                self.fault = f"{verb} answered {status}: {body[-400:].decode()}"

    def _do(
        self, client: Client, _verb: str, path: str, posted: dict[str, str]
    ) -> tuple[int, bytes]:
        return client.ask("POST", path, posted)


class Bookkeeper(Office):
    """The same, but fills the return in a workbook that is taken out and handed in."""

    def __init__(
        self,
        of: int,
        database: Path,
        people: dict[str, Client],
        approved: Callable[[int, int, str], None],
        *,
        papers: dict[int, bytes],
        taken_in: Callable[[int, str], None],
    ) -> None:
        """Keep the templates taken out so far, and whom to tell of each upload."""
        super().__init__(of, database, people, approved)
        self._papers, self._taken_in = papers, taken_in

    def _do(
        self, client: Client, verb: str, path: str, posted: dict[str, str]
    ) -> tuple[int, bytes]:
        if verb != "fill":
            return super()._do(client, verb, path, posted)
        if self._of not in self._papers:
            status, body = client.ask("GET", f"{path}workbook")
            if status != http.client.OK:
                return status, body
            self._papers[self._of] = body
        version = posted["version"]
        data = filled(self._papers[self._of], {"staff": int(version)}, {"staff": _WHY})
        fields = {"version": version, "load": "1"}
        answer = client.hand_in(f"{path}upload/", fields, data)
        if made := _UPLOAD.search(client.location):
            self._taken_in(int(made[1]), "return")
        return answer


class Registrar(threading.Thread):
    """Somebody who hands in one roster of firms after the other, each of new firms."""

    def __init__(
        self,
        client: Client,
        turns: Iterator[int],
        taken_in: Callable[[int, str], None],
    ) -> None:
        """Keep which firms come next, and whom to tell of each acknowledgement."""
        super().__init__(daemon=True)
        self._client = Client(client.port, cookies={**client.cookies})
        self._turns, self._taken_in = turns, taken_in
        self.fault = ""

    def run(self) -> None:
        """Hand in; only an answer that says "written" is told."""
        while not self.fault:
            first = next(self._turns) * _FIRMS
            data = roster([firm(n) for n in range(first, first + _FIRMS)])
            fields = {"year": "2025", "load": "1"}
            try:
                status, body = self._client.hand_in(
                    "/desk/registry/1/roster/firms/", fields, data
                )
            except GONE:
                return
            made = _UPLOAD.search(self._client.location)
            if status == http.client.FOUND and made is not None:
                self._taken_in(int(made[1]), "firms")
            else:
                self.fault = f"a roster answered {status}: {body[-400:].decode()}"
