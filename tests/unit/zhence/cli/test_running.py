"""The command as a process: pipes that close, files that do not open."""

import os
import subprocess
import sys
from pathlib import Path
from typing import IO

import pytest

ROOT = Path(__file__).resolve().parents[4]
SUBJECT = ROOT / "docs" / "examples" / "nantong_town.yaml"


def _started(
    *arguments: str, stdout: IO[str] | int = subprocess.PIPE
) -> subprocess.Popen[str]:
    return subprocess.Popen(
        [sys.executable, "-m", "zhence", *arguments],
        cwd=ROOT,
        stdout=stdout,
        stderr=subprocess.PIPE,
        text=True,
        encoding="utf-8",
        env={**os.environ, "PYTHONIOENCODING": "utf-8"},
    )


@pytest.mark.parametrize("command", [["schema"], ["packs"]])
def test_who_reads_along_may_stop_reading(command: list[str]):
    reading, writing = os.pipe()
    os.close(reading)
    with os.fdopen(writing, "w") as closed, _started(*command, stdout=closed) as done:
        assert done.communicate()[1] == ""
        assert done.returncode == 0


@pytest.mark.skipif(not Path("/dev/full").exists(), reason="no full device here")
def test_a_full_disk_is_said_and_is_no_success():
    with Path("/dev/full").open("w") as full, _started("packs", stdout=full) as done:
        told = done.communicate()[1]
    assert done.returncode != 0
    assert "写不出去" in told


def test_a_folder_where_a_file_is_wanted_is_said():
    asked = ["explain", "--policy", "NT2017", str(SUBJECT.parent)]
    with _started(*asked) as done:
        told = done.communicate()[1]
    assert done.returncode == 2
    assert str(SUBJECT.parent) in told
