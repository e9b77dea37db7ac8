"""Serve the site on this machine: ``python -m zhence_web.serve``.

Brings the tables up to date, starts the server and beside it the worker for what
outlives a request; says the address once; Ctrl-C stops both.
"""

from __future__ import annotations

import errno
import os
import signal
import socket
import subprocess
import sys
import threading
import time

import django
from django.core.management import call_command
from django.db import connections
from granian import Granian
from granian.constants import Interfaces

from zhence.errors import ZhenceError
from zhence_web.packbook import packbook
from zhence_web.project.config import Config, read_config
from zhence_web.project.database import CONNECTIONS

ADDRESS = "127.0.0.1"
_SIGN_INS = "demo_sign_ins"
_UNUSABLE = 2
_PATIENCE = 15
_LONGEST_PAUSE = 60
"""How many seconds a worker that ends at once is left alone at most."""
_TICK = "60"
"""How many seconds the worker waits from one tick to the next."""


def main() -> int:
    """Serve until interrupted; 2 when something that is needed is unusable.

    The packs are read here first, so that a fault in one is said in its own words
    and not at the end of a worker's trace.
    """
    try:
        config = read_config(os.environ)
        packbook()
    except ZhenceError as error:
        print(error, file=sys.stderr)
        return _UNUSABLE
    if not _free(config.port):
        print(
            f"端口 {config.port} 已被占用，请换一个：PORT=9000 make"
            f" / port {config.port} is in use; take another one: PORT=9000 make",
            file=sys.stderr,
        )
        return _UNUSABLE
    _bring_up_to_date(config)
    os.environ["ZHENCE_SERVED_BY"] = str(os.getpid())
    server = Granian(
        "zhence_web.project.wsgi:application",
        address=ADDRESS,
        port=config.port,
        interface=Interfaces.WSGI,
        # More would only wait for each other: one of them computes at a time.
        blocking_threads=CONNECTIONS,
        log_enabled=config.debug,
        websockets=False,
    )
    server.on_startup(lambda: _announce(config))
    worker = Worker(config.port)
    worker.start()
    try:
        server.serve()
    finally:
        worker.stop()
    return 0


def _bring_up_to_date(config: Config) -> None:
    """Apply what migrations there are, fill an empty installation with the demo.

    No connection is left open behind.
    """
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "zhence_web.project.settings")
    django.setup()
    call_command("migrate", verbosity=0, interactive=False)
    if config.demo:
        call_command("demo", "--first")
    for connection in connections.all(initialized_only=True):
        connection.close()
        if hasattr(connection, "close_pool"):
            connection.close_pool()


class Worker(threading.Thread):
    """The worker's process; started again whenever it ends before we do.

    It stands in a session of its own, so that one Ctrl-C is one signal to it, and
    holds our pipe as its input, so that it ends with us even when we are killed.
    """

    def __init__(self, port: int) -> None:
        """Start the process before the server forks; the port is in its name.

        A process that is begun in one thread while another forks waits for ever:
        the fork holds a copy of the pipe by which it tells that it has begun.
        """
        super().__init__(name="worker", daemon=True)
        self._name = f"{socket.gethostname()}-{port}"
        self._ending = threading.Event()
        self._process = self._begin()

    def _begin(self) -> subprocess.Popen[bytes]:
        command = ("worker", "--beside", "--name", self._name, "--tick", _TICK)
        return subprocess.Popen(  # noqa: S603  # our own command line
            [sys.executable, "-m", "zhence_web.manage", *command],
            stdin=subprocess.PIPE,
            start_new_session=True,
        )

    def run(self) -> None:
        """Keep a worker going until :meth:`stop`.

        One that ends soon after it began is begun again later each time: starting
        takes a whole core, and what ended it (no disk, no database) needs that time.
        """
        pause = 1
        while True:
            begun = time.monotonic()
            self._process.wait()
            soon = time.monotonic() - begun < _LONGEST_PAUSE
            pause = min(2 * pause, _LONGEST_PAUSE) if soon else 1
            if self._ending.wait(pause):
                return
            self._process = self._begin()

    def stop(self) -> None:
        """Ask the worker to end its task and go; end it where it does not."""
        self._ending.set()
        self._process.send_signal(signal.SIGTERM)
        try:
            self._process.wait(_PATIENCE)
        except subprocess.TimeoutExpired:
            self._process.kill()


def _free(port: int) -> bool:
    """Say whether the port can be had; the server's own message names no remedy."""
    with socket.socket(socket.AF_INET, socket.SOCK_STREAM) as probe:
        probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            probe.bind((ADDRESS, port))
        except OSError as error:
            if error.errno in {errno.EADDRINUSE, errno.EACCES}:
                return False
            raise
    return True


def _announce(config: Config) -> None:
    print(
        f"镇策 zhence: http://{ADDRESS}:{config.port}/  (Ctrl-C 停止 / stops it)",
        flush=True,
    )
    sign_ins = config.data_dir / _SIGN_INS
    if sign_ins.exists():
        print(sign_ins.read_text(encoding="utf-8"), flush=True)


if __name__ == "__main__":
    raise SystemExit(main())
