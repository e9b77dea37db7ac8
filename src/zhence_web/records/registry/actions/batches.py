"""Rows made ready before a transaction, so that it only has to hand them over.

``bulk_create`` turns rows into statements while everybody else waits for the lock; of
fifty thousand firms that is most of the time. Here all of it is done before.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from itertools import chain
from typing import Any, cast

from django.db import connection
from django.db.models import Field, Model

_A_BATCH = 500
_WRITTEN_AT = object()
"""Stands where the moment of the writing comes, which nobody knows yet."""


@dataclass(frozen=True, slots=True)
class Batches:
    """Statements with their values, in order; see :func:`batches`."""

    statements: tuple[tuple[str, Sequence[object]], ...]

    def write(self, at: datetime) -> None:
        """Write every row, in the transaction of the caller."""
        moment = connection.ops.adapt_datetimefield_value(at)
        with connection.cursor() as cursor:
            for statement, values in self.statements:
                told = [moment if value is _WRITTEN_AT else value for value in values]
                cursor.execute(statement, cast("list[str]", told))


def batches(
    model: type[Model],
    same: Mapping[str, object],
    rows: Iterable[Mapping[str, object]],
    *,
    found: Mapping[str, str] | None = None,
) -> Batches:
    """Return *rows* of *model* as statements that write them.

    *same* are the values that all rows share; columns that neither names get their
    default, and ``recorded_at`` the moment of the writing. *found* are columns whose
    value is looked up by the database: a query with one place for the value.
    """
    meta = model._meta  # noqa: SLF001  # the documented door to a model's columns
    fields = [f for f in meta.concrete_fields if not f.primary_key]
    look_up = found or {}
    constant = {
        f.attname: _kept(f, same.get(f.attname, f.get_default()))
        for f in fields
        if f.attname != "recorded_at"
    }
    constant["recorded_at"] = _WRITTEN_AT
    one = ", ".join(look_up.get(f.attname, "%s") for f in fields)
    columns = ", ".join(connection.ops.quote_name(str(f.column)) for f in fields)
    table = connection.ops.quote_name(meta.db_table)
    head = f"INSERT INTO {table} ({columns}) VALUES "  # noqa: S608  # our own names
    ready = [
        [
            _value(f, row[f.attname], look_up)
            if f.attname in row
            else constant[f.attname]
            for f in fields
        ]
        for row in rows
    ]
    return Batches(
        tuple(
            (
                head + ", ".join([f"({one})"] * len(some)),
                tuple(chain.from_iterable(some)),
            )
            for start in range(0, len(ready), _A_BATCH)
            for some in [ready[start : start + _A_BATCH]]
        )
    )


def _value(of: Field[Any, Any], value: object, look_up: Mapping[str, str]) -> object:
    return value if of.attname in look_up else _kept(of, value)


def _kept(of: Field[Any, Any], value: object) -> object:
    """Return a value as the database in use takes it."""
    return of.get_db_prep_save(value, connection)
