"""The site as people start it: a process of its own on a free port."""

import shutil
import signal
import socket
import subprocess
import sys
import tempfile
import time
import urllib.request
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import IO

from tests.lib.laid import lay
from tests.lib.once import made_once
from tests.lib.processes import ROOT, surroundings

PAGES = [
    "/",
    "/?on=2016-12-31&standing=creation",
    "/towns/",
    "/towns/?q=查无此镇",
    "/towns/zj-019/",
    "/towns/zj-128/",
    "/policies/",
    "/policies/NT2017/",
    "/policies/NT2017/NT2017-2.4d/",
    "/policies/RPT/RPT-1.1b/",
    "/policies/compare/",
    "/index/",
    "/index/method/vitality/",
    "/bulletins/",
    "/data/",
    "/replay/",
    "/about/",
    "/accounts/login/",
    "/nothing/",
]
PATIENCE = 180
_EMPTY = {"DEMO": "0", "REQUIRE_SECOND_FACTOR": "0"}


def free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


def start(
    port: int, out: int | IO[str] = subprocess.PIPE, **environ: str
) -> subprocess.Popen[str]:
    return subprocess.Popen(
        [sys.executable, "-m", "zhence_web.serve"],
        cwd=ROOT,
        env=surroundings(**{**_EMPTY, "PORT": str(port), **environ}),
        stdout=out,
        stderr=subprocess.STDOUT,
        text=True,
    )


def answers(url: str) -> bool:
    try:
        with urllib.request.urlopen(url, timeout=5) as response:  # noqa: S310  # ours
            return bool(response.status == 200)
    except OSError:
        return False


@contextmanager
def serving(**environ: str) -> Iterator[str]:
    """Serve the site; yield its address when ``/healthz`` answers, then stop it.

    What it wrote is shown with the test that fails while it is served.
    """
    port = free_port()
    base = f"http://127.0.0.1:{port}"
    # A file: a pipe that nobody reads would in the end hold the site up.
    with tempfile.TemporaryFile("w+", encoding="utf-8") as log:
        process = start(port, log, **environ)
        try:
            deadline = time.monotonic() + PATIENCE
            while not answers(f"{base}/healthz"):
                if process.poll() is not None or time.monotonic() > deadline:
                    process.kill()
                    raise RuntimeError("the site did not start: its output is below")
                time.sleep(0.1)
            yield base
        finally:
            if process.poll() is None:
                process.send_signal(signal.SIGINT)
                process.wait(timeout=PATIENCE)
            log.seek(0)
            sys.stdout.write(log.read())


def _rows(program: str) -> Path:
    """A folder with the tables and rows that a program of this folder makes, once."""

    def make(folder: Path) -> None:
        lay(folder)
        subprocess.run(
            [sys.executable, "-m", program],
            cwd=ROOT,
            env=surroundings(
                DATA_DIR=str(folder),
                DATABASE_URL="",
                DJANGO_SETTINGS_MODULE="zhence_web.project.settings",
            ),
            check=True,
        )

    return made_once(program, make)


@contextmanager
def serving_rows(program: str, folder: Path) -> Iterator[str]:
    """Serve, from *folder*, a copy of the rows that a program of this folder makes."""
    shutil.copytree(_rows(program), folder, dirs_exist_ok=True)
    with serving(DATA_DIR=str(folder), DATABASE_URL="") as base:
        yield base
