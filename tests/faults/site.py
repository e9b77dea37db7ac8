"""The real server and the process that does deeds, each a group that can be killed."""

import http.client
import os
import signal
import subprocess
import sys
import time
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path

from tests.faults.clients import PATIENCE, Client
from tests.lib.laid import lay
from tests.lib.processes import ROOT, surroundings

_SESSION = 2


@dataclass(frozen=True)
class Start:
    """Seconds until the first answer: by the clock, and of the processors.

    Only the second is the server's own: on a machine that does other work the clock
    measures that work. The worker beside it starts at the same time, and nobody's
    answer waits for it.
    """

    clock: float
    processor: float


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

    def seed(self, returns: int, state: str = "draft") -> None:
        """Lay the tables and returns in one state; synthetic throughout."""
        deeds = ("-m", "tests.faults.deeds", "seed", str(returns), state)
        command = [sys.executable, *deeds]
        lay(self.folder)
        subprocess.run(command, cwd=ROOT, env=self._environ(), check=True)

    def serve(self) -> Start:
        """Start the server; return what it took until it answered."""
        begun = time.monotonic()
        server = self._start("-m", "zhence_web.serve")
        while not self._answers():
            waited = time.monotonic() - begun
            if server.poll() is not None or waited > PATIENCE:
                log = (self.folder / "log.txt").read_text(encoding="utf-8")
                raise RuntimeError(f"the server did not start: {log[-2_000:]}")
            time.sleep(0.02)
        return Start(time.monotonic() - begun, _processor(server.pid))

    def ready(self) -> subprocess.Popen[str]:
        """Start the process that does deeds; it waits for a line."""
        doer = self._start("-m", "tests.faults.deeds", doing=True)
        assert doer.stdout is not None
        if doer.stdout.readline() != "READY\n":
            raise RuntimeError("the process that does deeds did not start")
        return doer

    def kill(self) -> None:
        """Kill every process of it at once, as a power cut would end them."""
        # The server's worker stands in a session of its own, but comes from it.
        family = {pid for group in self._groups for pid in _family(group.pid)}
        for pid in family:
            with suppress(ProcessLookupError):
                os.kill(pid, signal.SIGKILL)
        for group in self._groups:
            group.wait()
        self._groups.clear()

    def _start(self, *what: str, doing: bool = False) -> subprocess.Popen[str]:
        pipe = subprocess.PIPE if doing else subprocess.DEVNULL
        with (self.folder / "log.txt").open("a", encoding="utf-8") as log:
            process = subprocess.Popen(
                [sys.executable, *what],
                cwd=ROOT,
                env=self._environ(),
                stdin=pipe,
                stdout=pipe,
                stderr=log,
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
        return surroundings(
            DATABASE_URL="",
            DATA_DIR=str(self.folder),
            PORT=str(self.port),
            DEMO="0",
            REQUIRE_SECOND_FACTOR="0",
            SECRET_KEY="of a made-up site",  # noqa: S106  # it is made up
        )


def _stats() -> dict[int, list[str]]:
    """Return what the system says of each process, from its parent's number on."""
    found = {}
    for stat in Path("/proc").glob("[0-9]*/stat"):
        with suppress(OSError):  # it may have ended while we looked
            told = stat.read_text(encoding="utf-8").rpartition(")")[2].split()
            found[int(stat.parent.name)] = told[1:]
    return found


def _family(pid: int, stats: dict[int, list[str]] | None = None) -> set[int]:
    """Return a process and all that come from it."""
    stats = _stats() if stats is None else stats
    children = [child for child, told in stats.items() if int(told[0]) == pid]
    return {pid}.union(*(_family(child, stats) for child in children))


def _processor(pid: int) -> float:
    """Return the processor seconds of a process and its family in its own session."""
    stats = _stats()
    family = [stats[each] for each in _family(pid, stats) if each in stats]
    session = str(os.getsid(pid))
    own = [told for told in family if told[_SESSION] == session]
    ticks = sum(int(told[10]) + int(told[11]) for told in own)
    return ticks / os.sysconf("SC_CLK_TCK")
