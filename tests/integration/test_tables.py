"""The tables that are laid are those of the models, and none was forgotten."""

from pathlib import Path

import pytest
from django.core.management import call_command

from zhence_web.records import migrations
from zhence_web.records.management.commands.first_tables import first_tables

pytestmark = pytest.mark.django_db


def test_the_models_ask_for_no_other_tables():
    call_command("makemigrations", check=True, dry_run=True, verbosity=0)


def test_the_first_migration_is_what_its_command_writes_of_these_models():
    laid = Path(migrations.__file__).with_name("0001_initial.py")
    assert laid.read_text(encoding="utf-8") == first_tables()
