"""The world that every address is tried in."""

from collections.abc import Iterator

import pytest
from django.db import transaction
from django.test import override_settings
from django.utils import translation
from tests.factories.world import world
from tests.lib.asking import Asking

from zhence_web.records.kept import forget


@pytest.fixture(autouse=True)
def _chinese_first() -> Iterator[None]:
    """Addresses are made in Chinese, whatever page the test before looked at."""
    with translation.override("zh-hans"):
        yield


@pytest.fixture(autouse=True)
def _nothing_kept() -> None:
    """Tables are put back after each test, and so is what was made of them."""
    forget()


@pytest.fixture(scope="module")
def ask(
    django_db_setup,  # noqa: ARG001  # tables before rows
    django_db_blocker,
    tmp_path_factory,
) -> Iterator[Asking]:
    """The world, built once; every request in it is taken back."""
    # How often somebody asked is counted outside of the tables, and not taken back.
    changed = override_settings(
        MEDIA_ROOT=tmp_path_factory.mktemp("files"),
        ACCOUNT_RATE_LIMITS=False,
        API_A_MINUTE=10**9,
    )
    with changed, django_db_blocker.unblock(), transaction.atomic():
        yield Asking(world())
        transaction.set_rollback(True)
