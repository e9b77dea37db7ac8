"""The real server and the process that does deeds, each a group that can be killed."""

import http.client
import os
import signal
import subprocess
import sys
import time
from dataclasses import dataclass, field
from http.cookies import SimpleCookie
from pathlib import Path
from urllib.parse import urlencode

from tests.faults.deeds import PASSWORD

ROOT = Path(__file__).resolve().parents[2]
PATIENCE = 60.0
_TOKEN = "f" * 32  # the same in cookie and header is what the guard asks for


@dataclass
class Client:
    """Somebody at a browser: keeps cookies, follows nothing."""

    port: int
    cookies: dict[str, str] = field(default_factory=lambda: {"csrftoken": _TOKEN})

    def ask(
        self, method: str, path: str, form: dict[str, str] | None = None
    ) -> tuple[int, bytes]:
        """Return status and body; raises OSError where nobody answers."""
        link = http.client.HTTPConnection("127.0.0.1", self.port, timeout=PATIENCE)
        try:
            link.request(
                method,
                path,
                urlencode(form or {}) if method == "POST" else None,
                {
                    "Content-Type": "application/x-www-form-urlencoded",
                    "Cookie": "; ".join(f"{k}={v}" for k, v in self.cookies.items()),
                    "X-CSRFToken": self.cookies["csrftoken"],
                },
            )
            answer = link.getresponse()
            body = answer.read()
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


class Site:
    """A site in a folder of its own, on a port of its own."""

    def __init__(self, folder: Path, port: int) -> None:
        """Keep where it lives; nothing is started."""
        self.folder, self.port = folder, port
        self._groups: list[subprocess.Popen[str]] = []

    @property
    def database(self) -> Path:
        """The file that everything is in."""
        return self.folder / "zhence.sqlite3"

    def seed(self) -> None:
        """Lay the tables and what is to be approved; synthetic throughout."""
        command = [sys.executable, "-m", "tests.faults.deeds", "seed"]
        subprocess.run(command, cwd=ROOT, env=self._environ(), check=True)

    def serve(self) -> float:
        """Start the server; return after how many seconds it answered."""
        begun = time.monotonic()
        server = self._start("-m", "zhence_web.serve")
        while not self._answers():
            waited = time.monotonic() - begun
            if server.poll() is not None or waited > PATIENCE:
                raise RuntimeError("the server did not start")
            time.sleep(0.02)
        return time.monotonic() - begun

    def ready(self) -> subprocess.Popen[str]:
        """Start the process that does deeds; it waits for a line."""
        doer = self._start("-m", "tests.faults.deeds", doing=True)
        assert doer.stdout is not None
        if doer.stdout.readline() != "READY\n":
            raise RuntimeError("the process that does deeds did not start")
        return doer

    def kill(self) -> None:
        """Kill every process of it at once, as a power cut would end them."""
        for group in self._groups:
            os.killpg(group.pid, signal.SIGKILL)
        for group in self._groups:
            group.wait()
        self._groups.clear()

    def _start(self, *what: str, doing: bool = False) -> subprocess.Popen[str]:
        pipe = subprocess.PIPE if doing else subprocess.DEVNULL
        process = subprocess.Popen(
            [sys.executable, *what],
            cwd=ROOT,
            env=self._environ(),
            stdin=pipe,
            stdout=pipe,
            text=True,
            start_new_session=True,
        )
        self._groups.append(process)
        return process

    def _answers(self) -> bool:
        try:
            status, _ = Client(self.port).ask("GET", "/healthz")
        except OSError:
            return False
        return status == http.client.OK

    def _environ(self) -> dict[str, str]:
        kept = {k: v for k, v in os.environ.items() if k != "DATABASE_URL"}
        return {
            **kept,
            "DATA_DIR": str(self.folder),
            "PORT": str(self.port),
            "SECRET_KEY": "of a made-up site",
        }
