"""Which database, and how it is opened."""

from __future__ import annotations

from collections.abc import Mapping

import dj_database_url

from zhence_web.project.config import Config

CONNECTIONS = 8
"""How many a process opens at most: as many as it answers requests at once."""

# Each of the three alone loses writes or fails under load: the write-ahead log lets
# readers go on, IMMEDIATE takes the write lock before a read could go stale, and FULL
# keeps what was acknowledged through a power cut.
_EMBEDDED = {
    "transaction_mode": "IMMEDIATE",
    "init_command": (
        "PRAGMA journal_mode=WAL; PRAGMA synchronous=FULL; PRAGMA foreign_keys=ON;"
        # Without it a REPLACE deletes past the guards of what is on record.
        "PRAGMA recursive_triggers=ON;"
    ),
    "timeout": 20,
}


def database_of(config: Config) -> Mapping[str, object]:
    """Return Django's settings for the embedded database, or for DATABASE_URL's."""
    if config.database_url is None:
        config.data_dir.mkdir(parents=True, exist_ok=True)
        return {
            "ENGINE": "django.db.backends.sqlite3",
            "NAME": config.data_dir / "zhence.sqlite3",
            "OPTIONS": dict(_EMBEDDED),
            # Opening is a file, five pragmas and a schema: more than most pages ask.
            "CONN_MAX_AGE": None,
        }
    settings: dict[str, object] = dict(dj_database_url.parse(config.database_url))
    if settings["ENGINE"] == "django.db.backends.postgresql":
        given = settings.get("OPTIONS")
        options = dict(given) if isinstance(given, dict) else {}
        # The pool keeps connections; Django's own keeping must be off beside it.
        pool = {"min_size": 1, "max_size": CONNECTIONS}
        settings |= {"CONN_MAX_AGE": 0, "OPTIONS": options | {"pool": pool}}
    return settings
