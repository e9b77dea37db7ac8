"""What is on record stays: the database itself refuses to change it.

Written by hand. Django on SQLite builds a table anew when a later migration alters
it, and the guards of that table go with the old one: such a migration lays them
again, by running ``lay`` of this one (tests/integration/test_guards.py finds it out).

As long as 0001 is written anew with the models: ``python -m zhence_web.manage
first_tables``.
"""

from collections.abc import Iterator

from django.apps.registry import Apps
from django.db import migrations
from django.db.backends.base.base import BaseDatabaseWrapper
from django.db.backends.base.schema import BaseDatabaseSchemaEditor

APPEND_ONLY = {
    "records_entry": "audit entries are only appended",
    "records_act": "acts on a revision are only appended",
    "records_returnedcell": "reasons for sending back are only appended",
    "records_extension": "extensions of a return are only appended",
    "records_explained": "explained findings are only appended",
    "records_taskstep": "steps of a task are only appended",
    "records_deliverytry": "tries of a delivery are only appended",
    "records_applicationstep": "steps of an application are only appended",
    "records_policydraftact": "steps of a draft are only appended",
    "records_editiontext": "versions of a draft edition are only appended",
    "records_observation": "observations are never changed, only followed",
    "records_move": "moves are never changed, only followed",
}
"""Neither UPDATE nor DELETE, whoever asks."""

KEPT = {
    **APPEND_ONLY,
    "records_head": "the end of the audit chain stays",
    "records_decision": "decisions are never edited, only withdrawn or published",
    "records_revision": "a submitted revision is sealed",
    "records_cell": "the cells of a submitted revision are sealed",
}
"""Nor TRUNCATE, where there is such a thing."""

# The columns of a decision that may be filled once, after it was recorded.
LATER = ("withdrawn_by_id", "published_at")

_SEALED = (
    "EXISTS (SELECT 1 FROM records_revision"
    " WHERE id = {row}.revision_id AND sealed_at IS NOT NULL)"
)
_NOT_NEXT = (
    "NOT EXISTS (SELECT 1 FROM records_head"
    " WHERE NEW.seq = seq + 1 AND NEW.previous = digest)"
)


def guards(decision_columns: list[str]) -> Iterator[tuple[str, str, str, str]]:
    """Yield table, deed, when to refuse ("" is always) and why, in SQL of both."""
    for table, why in APPEND_ONLY.items():
        yield table, "UPDATE", "", why
        yield table, "DELETE", "", why
    # With the head as it stands before: no gap, no fork, whoever writes.
    yield "records_entry", "INSERT", _NOT_NEXT, "an audit entry follows the head"
    yield "records_head", "UPDATE", "NEW.seq <> OLD.seq + 1", KEPT["records_head"]
    yield "records_head", "DELETE", "", KEPT["records_head"]

    sealed = KEPT["records_revision"]
    yield "records_revision", "UPDATE", "OLD.sealed_at IS NOT NULL", sealed
    yield "records_revision", "DELETE", "OLD.sealed_at IS NOT NULL", sealed
    cells = KEPT["records_cell"]
    yield "records_cell", "INSERT", _SEALED.format(row="NEW"), cells
    yield "records_cell", "DELETE", _SEALED.format(row="OLD"), cells
    either = f"{_SEALED.format(row='OLD')} OR {_SEALED.format(row='NEW')}"
    yield "records_cell", "UPDATE", either, cells

    changed = 'NEW."{0}" IS DISTINCT FROM OLD."{0}"'
    kept = [changed.format(column) for column in decision_columns]
    kept += [f'(OLD."{c}" IS NOT NULL AND {changed.format(c)})' for c in LATER]
    yield "records_decision", "UPDATE", " OR ".join(kept), KEPT["records_decision"]
    yield "records_decision", "DELETE", "", KEPT["records_decision"]


def _statements(vendor: str, columns: list[str]) -> Iterator[tuple[str, str]]:
    """Yield what lays each guard and what lifts it again."""
    if vendor == "postgresql":
        yield _REFUSE, "DROP FUNCTION IF EXISTS records_refuse()"
    for table, deed, when, why in guards(columns):
        name = f"{table}_{deed.lower()}_guard"
        if vendor == "postgresql":
            # A condition that asks another table needs a function of its own there.
            body = f"IF {when or 'true'} THEN {_raised(why)} END IF;"
            yield (
                f"CREATE FUNCTION {name}() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN"
                f" {body} RETURN {'OLD' if deed == 'DELETE' else 'NEW'}; END $$",
                f"DROP FUNCTION IF EXISTS {name}()",
            )
            yield (
                f"CREATE TRIGGER {name} BEFORE {deed} ON {table}"
                f" FOR EACH ROW EXECUTE FUNCTION {name}()",
                f"DROP TRIGGER IF EXISTS {name} ON {table}",
            )
        else:
            # IS DISTINCT FROM came late to SQLite; IS NOT says the same there.
            held = f"WHEN {when.replace('IS DISTINCT FROM', 'IS NOT')} " if when else ""
            yield (
                f"CREATE TRIGGER {name} BEFORE {deed} ON {table} FOR EACH ROW"
                f" {held}BEGIN SELECT RAISE(ABORT, 'zhence: {why}'); END",
                f"DROP TRIGGER IF EXISTS {name}",
            )
    if vendor == "postgresql":
        for table in KEPT:
            yield (
                f"CREATE TRIGGER {table}_truncate_guard BEFORE TRUNCATE ON {table}"
                " FOR EACH STATEMENT EXECUTE FUNCTION records_refuse()",
                f"DROP TRIGGER IF EXISTS {table}_truncate_guard ON {table}",
            )


def _raised(why: str) -> str:
    return (
        f"RAISE EXCEPTION 'zhence: {why}'"
        " USING ERRCODE = 'integrity_constraint_violation';"
    )


_REFUSE = (
    "CREATE FUNCTION records_refuse() RETURNS trigger LANGUAGE plpgsql AS"
    f" $$ BEGIN {_raised('what is on record stays')} RETURN NULL; END $$"
)


def _both_ways(
    apps: Apps, connection: BaseDatabaseWrapper
) -> list[tuple[str, str]]:
    fields = apps.get_model("records", "Decision")._meta.concrete_fields
    columns = [f.column for f in fields if f.column and f.column not in LATER]
    return list(_statements(connection.vendor, columns))


def lay(apps: Apps, schema_editor: BaseDatabaseSchemaEditor) -> None:
    """Lay every guard."""
    for forwards, _ in _both_ways(apps, schema_editor.connection):
        schema_editor.execute(forwards)


def lift(apps: Apps, schema_editor: BaseDatabaseSchemaEditor) -> None:
    """Lift every guard, the last laid first."""
    for _, backwards in reversed(_both_ways(apps, schema_editor.connection)):
        schema_editor.execute(backwards)


class Migration(migrations.Migration):
    dependencies = [("records", "0001_initial")]
    operations = [migrations.RunPython(lay, lift)]
