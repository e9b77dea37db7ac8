"""The tables of an empty site, laid once in a run of the tests and copied from then on.

Laying them takes five seconds of a processor, and teaches nothing the second time.
"""

import shutil
import sqlite3
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from contextlib import closing, contextmanager
from pathlib import Path

from tests.lib.once import alone_with, made_once
from tests.lib.processes import ROOT, surroundings

DATABASE = "zhence.sqlite3"
_TABLES = "tables.sqlite3"


def lay(folder: Path) -> None:
    """Put the embedded database of an empty site into *folder*, which has none."""
    folder.mkdir(parents=True, exist_ok=True)
    shutil.copyfile(made_once(_TABLES, _migrated), folder / DATABASE)


def _migrated(target: Path) -> None:
    with tempfile.TemporaryDirectory() as folder:
        subprocess.run(
            [sys.executable, "-m", "zhence_web.manage", "migrate", "--verbosity=0"],
            cwd=ROOT,
            env=surroundings(DATA_DIR=folder, DATABASE_URL=""),
            check=True,
        )
        with closing(sqlite3.connect(Path(folder) / DATABASE)) as made:
            made.execute("VACUUM INTO ?", [str(target)])


def bring_up_to_date() -> None:
    """Lay the tables of the database that Django is set up for, where it has none."""
    from django.core.management import call_command
    from django.db import connection

    if not connection.introspection.table_names():
        call_command("migrate", verbosity=0)


@contextmanager
def laid_by_the_first() -> Iterator[None]:
    """While Django makes the tests' own database: the first migrates, others copy.

    A server's database is migrated each time.
    """
    from django.contrib.contenttypes.models import ContentType
    from django.db import connection

    if connection.vendor != "sqlite":
        yield
        return
    with alone_with(_TABLES) as path:
        first = not path.exists()
        if first:
            yield
            part = path.with_suffix(".part")
            with connection.cursor() as cursor:
                cursor.execute("VACUUM INTO %s", [str(part)])
            part.rename(path)
    if not first:
        connection.settings_dict["TEST"]["MIGRATE"] = False
        yield
        with closing(sqlite3.connect(path)) as laid:
            laid.backup(connection.connection)
        # It had learnt the numbers that they had before.
        ContentType.objects.clear_cache()
