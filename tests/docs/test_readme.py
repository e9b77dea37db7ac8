"""The tour of the README runs, line by line, as it stands."""

import os
import re
import shlex
import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[2]
README = (ROOT / "README.md").read_text(encoding="utf-8")


def _block(language: str) -> str:
    tour = README.split("<!-- tour:", 1)[1]
    found = re.search(rf"```{language}\n(.*?)```", tour, re.DOTALL)
    assert found is not None, f"the tour has no {language} block"
    return found[1]


SHELL = [
    line
    for line in _block("sh").splitlines()
    if line.strip() and not line.startswith("source ")
]


def test_the_tour_has_no_more_than_ten_shell_lines():
    assert 0 < len(SHELL) <= 10


@pytest.mark.parametrize("line", SHELL)
def test_every_shell_line_of_the_tour_runs(line):
    command = shlex.split(line)
    assert command[0] == "zhence"
    done = subprocess.run(
        [sys.executable, "-m", "zhence", *command[1:]],
        cwd=ROOT,
        capture_output=True,
        text=True,
        encoding="utf-8",
        check=False,
        env={**os.environ, "PYTHONIOENCODING": "utf-8"},
    )
    assert done.returncode == 0, done.stderr
    assert done.stdout.strip()


def test_the_python_lines_of_the_tour_run():
    exec(compile(_block("python"), "README.md", "exec"), {})  # noqa: S102  # our own
