"""Tests of whole transactions empty every table afterwards, which the guards refuse.

So they are lifted for just that, and laid again.
"""

from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from importlib import import_module
from types import SimpleNamespace

import pytest
from django.apps import apps
from django.db import connection
from django.db.backends.base.operations import BaseDatabaseOperations

guards = import_module("zhence_web.records.migrations.0002_guards")


@contextmanager
def lifted() -> Iterator[None]:
    """Lift the guards of the database that is being tested."""
    with connection.cursor() as cursor:
        editor = SimpleNamespace(connection=connection, execute=cursor.execute)
        guards.lift(apps, editor)
        try:
            yield
        finally:
            guards.lay(apps, editor)


@contextmanager
def lifted_when_emptying() -> Iterator[None]:
    """Let Django empty the tables between tests of whole transactions."""
    empty = BaseDatabaseOperations.execute_sql_flush

    def unguarded(self: BaseDatabaseOperations, statements: Iterable[str]) -> None:
        with lifted():
            empty(self, statements)

    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(BaseDatabaseOperations, "execute_sql_flush", unguarded)
        yield
