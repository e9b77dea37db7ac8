"""The embedded database as it is served: a file, not the memory that tests share.

Connections to the one in memory share a cache, in which a second writer is refused at
once; on a file it waits for its turn. What is about two at once is tried on the file.
"""

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from django.db import connections

DEFAULT = "default"


@contextmanager
def on_disk(folder: Path) -> Iterator[None]:
    """Go on with a copy of the test database in *folder*; a server stays what it is."""
    memory = connections[DEFAULT]
    if memory.vendor != "sqlite":
        yield
        return
    target = folder / "site.sqlite3"
    with memory.cursor() as cursor:
        cursor.execute("VACUUM INTO %s", [str(target)])
    # The dictionary is shared by the connections of all threads; this one's is anew.
    settings, name = memory.settings_dict, memory.settings_dict["NAME"]
    settings["NAME"] = target
    del connections[DEFAULT]
    # Whoever opens it first turns its write-ahead log on, and must be alone for that;
    # of a site that is set-up.
    connections[DEFAULT].ensure_connection()
    try:
        yield
    finally:
        connections[DEFAULT].close()
        connections[DEFAULT] = memory
        settings["NAME"] = name
