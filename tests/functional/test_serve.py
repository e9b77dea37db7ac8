"""The process that ``make`` starts: it answers, says where once, and stops."""

import os
import signal
import subprocess
import time
import urllib.request
from collections.abc import Callable
from pathlib import Path

from tests.functional.serving import PATIENCE, answers, free_port, start
from tests.lib.laid import lay


def workers_of(pid: int) -> set[int]:
    """The ids of the processes that a server started to work beside it."""
    # Twice w: a runner that sets COLUMNS would have the arguments cut off.
    command = ["ps", "-ww", "-eo", "pid=,ppid=,args="]
    shown = subprocess.run(command, capture_output=True, text=True, check=True)
    rows = (line.split(None, 2) for line in shown.stdout.splitlines())
    return {
        int(own)
        for own, parent, args in rows
        if int(parent) == pid
        if "--beside" in args
    }


def gone(pids: set[int]) -> bool:
    return not any(Path(f"/proc/{pid}/exe").exists() for pid in pids)


def until(held: Callable[[], object]) -> None:
    deadline = time.monotonic() + PATIENCE
    while not held():
        assert time.monotonic() < deadline
        time.sleep(0.1)


def test_it_says_its_address_once_answers_and_stops_on_an_interrupt(tmp_path: Path):
    port = free_port()
    process = start(port, DATA_DIR=str(tmp_path))
    try:
        until(lambda: answers(f"http://127.0.0.1:{port}/healthz"))
        until(lambda: workers_of(process.pid))
        workers = workers_of(process.pid)
        process.send_signal(signal.SIGINT)
        output, _ = process.communicate(timeout=PATIENCE)
    finally:
        process.kill()
        process.communicate()
    assert process.returncode == 0
    assert output.count(f"http://127.0.0.1:{port}/") == 1
    assert "Traceback" not in output
    until(lambda: gone(workers))


def test_the_worker_ends_with_a_server_that_is_killed(tmp_path: Path):
    lay(tmp_path)
    port = free_port()
    process = start(port, DATA_DIR=str(tmp_path))
    try:
        until(lambda: workers_of(process.pid))
        workers = workers_of(process.pid)
        assert len(workers) == 1
    finally:
        process.kill()
        process.communicate(timeout=PATIENCE)
    until(lambda: gone(workers))


def test_static_files_come_from_the_same_process_and_may_be_kept(site: str):
    url = f"{site}/static/site/tokens.css"
    with urllib.request.urlopen(url, timeout=5) as answer:  # noqa: S310  # our own
        assert answer.headers["Cache-Control"].startswith("max-age=")
        assert answer.headers["Content-Security-Policy"]


def test_a_port_in_use_is_refused_with_the_remedy(site: str):
    process = start(int(site.rpartition(":")[2]))
    output, _ = process.communicate(timeout=PATIENCE)
    assert process.returncode == 2
    assert "PORT=9000" in output


def test_a_killed_worker_is_started_again_while_the_server_goes_on(tmp_path: Path):
    lay(tmp_path)
    port = free_port()
    process = start(port, DATA_DIR=str(tmp_path))
    try:
        until(lambda: workers_of(process.pid))
        first = workers_of(process.pid)
        for pid in first:
            os.kill(pid, signal.SIGKILL)
        until(lambda: workers_of(process.pid) - first)
        assert process.poll() is None
        process.send_signal(signal.SIGINT)
        process.communicate(timeout=PATIENCE)
        assert process.returncode == 0
    finally:
        process.kill()
        process.communicate()


def test_an_unusable_environment_is_refused_with_the_reason():
    process = start(0)
    output, _ = process.communicate(timeout=PATIENCE)
    assert process.returncode == 2
    assert "config_port" in output
    assert "Traceback" not in output
