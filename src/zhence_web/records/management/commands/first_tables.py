"""Write the first migration anew from the models: ``manage first_tables``."""

from __future__ import annotations

from pathlib import Path

from django.apps import apps
from django.core.management.base import BaseCommand, CommandError
from django.db.migrations import Migration, operations
from django.db.migrations.state import ModelState, ProjectState
from django.db.migrations.writer import MigrationWriter
from django.db.models import Field
from django.utils import translation

_APP = "records"
_NAME = "0001_initial"


class Command(BaseCommand):
    """Lay every table whole, those first that others point to.

    ``makemigrations`` would lay tables and add keys, indexes and constraints to them
    afterwards, and for each of these Django renders all models again: three quarters
    of the time that a new installation, and every test database, took to be laid.
    Only until the first release; from then on a change is a migration of its own.
    """

    help = "write the first migration anew from the models (until the first release)"

    def handle(self, **_options: object) -> None:
        """Write the file; ``makemigrations --check`` then finds nothing to do.

        Raises:
            CommandError: two tables point to each other.
        """
        place = Path(apps.get_app_config(_APP).path, "migrations", f"{_NAME}.py")
        place.write_text(first_tables(), encoding="utf-8")
        self.stdout.write(place.name)


def first_tables() -> str:
    """Return the text of the first migration for the models as they are.

    Raises:
        CommandError: two tables point to each other.
    """
    first = type(_NAME, (Migration,), {"initial": True})(_NAME, _APP)
    first.dependencies = [("auth", "0012_alter_user_first_name_max_length")]
    with translation.override(None):
        first.operations = [_whole(model) for model in _in_order()]
        return MigrationWriter(first, include_header=False).as_string()


def _in_order() -> list[ModelState]:
    state = ProjectState.from_apps(apps)
    left = {name: model for (app, name), model in state.models.items() if app == _APP}
    order: list[ModelState] = []
    while left:
        ready = sorted(n for n, model in left.items() if not _needs(model) & {*left})
        if not ready:
            raise CommandError(f"tables that point to each other: {', '.join(left)}")
        order += [left.pop(name) for name in ready]
    return order


def _needs(model: ModelState) -> set[str]:
    targets = (_target(field) for field in model.fields.values())
    return {name for name in targets if name and name != model.name_lower}


def _target(field: Field[object, object]) -> str:
    """Return the table of this app that *field* points to; empty for any other."""
    if field.remote_field is None:
        return ""
    app, _, name = str(field.remote_field.model).lower().partition(".")
    return name if app == _APP else ""


def _whole(model: ModelState) -> operations.CreateModel:
    return operations.CreateModel(
        name=model.name,
        fields=list(model.fields.items()),
        options=model.options,
        bases=model.bases,
        managers=model.managers,
    )
