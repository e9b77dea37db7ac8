"""An organisation's own provider signs in who was invited here, and makes nobody."""

import json
import os
import subprocess
import sys
from importlib.util import find_spec
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[2]

pytestmark = pytest.mark.skipif(
    find_spec("jwt") is None, reason="the extra oidc is not installed here"
)


LEFT_OUT = ["somebody", "closed", ""]


def test_the_provider_lets_in_who_was_invited_and_makes_nobody(tmp_path: Path):
    environ = {k: v for k, v in os.environ.items() if k != "DATABASE_URL"}
    run = subprocess.run(
        [sys.executable, "-m", "tests.lib.provider", "li", *LEFT_OUT],
        cwd=ROOT,
        env={**environ, "DATA_DIR": str(tmp_path)},
        capture_output=True,
        text=True,
        check=False,
    )
    assert run.returncode == 0, run.stderr
    told: dict[str, dict[str, str]] = json.loads(run.stdout)
    invited = told.pop("li")
    assert invited["asked"] == "/authorize zhence"
    assert (invited["to"], invited["who"]) == ("/staff/work/", "1")
    assert invited["on record"] == "accounts.signed_in"
    assert list(told) == LEFT_OUT
    for other in told.values():
        assert other["to"] == "/accounts/3rdparty/error/"
        assert (other["who"], other["users"], other["on record"]) == ("", "2", "")
