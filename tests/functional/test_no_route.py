"""The whole site clicked through where there is no network but the machine itself."""

import json
import subprocess
import sys

import pytest
from tests.lib.processes import ROOT, surroundings

pytestmark = pytest.mark.browser

ALONE = ["unshare", "--map-root-user", "--net"]
ITSELF = [sys.executable, "-m", "tests.functional.walking"]
KINDS = (
    "/towns/zj-",
    "/policies/ZJ-PRACTICE/ZJ-PRACTICE-",
    "/policies/compare/",
    "/bulletins/",
    "/data/",
    "/replay/",
    "/about/",
    "/en/towns/zj-",
    "/en/policies/",
    "/accounts/login/",
    "/cockpit/",
    "/review/what-if/",
    "/staff/",
)


def permitted() -> bool:
    try:
        tried = subprocess.run([*ALONE, "true"], capture_output=True, check=False)
    except FileNotFoundError:
        return False
    return tried.returncode == 0


def test_a_walk_through_every_kind_of_page_asks_nothing_elsewhere(
    chromium: str, capsys: pytest.CaptureFixture[str]
):
    """In a namespace without a route; where that is not permitted, without names."""
    alone = permitted()
    if not alone:
        with capsys.disabled():
            sys.stdout.write(
                "\nno namespace without a route here: only names are cut\n"
            )
    command = [*ALONE, *ITSELF, "--alone"] if alone else ITSELF
    done = subprocess.run(
        command,
        cwd=ROOT,
        env=surroundings(CHROMIUM=chromium),
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.returncode == 0, done.stdout + done.stderr
    told = json.loads(done.stdout.strip().splitlines()[-1])
    assert told["outside"] == []
    assert told["failed"] == []
    missed = [k for k in KINDS if not any(a.startswith(k) for a in told["opened"])]
    assert missed == []
    assert told["asked"] > len(told["opened"])
