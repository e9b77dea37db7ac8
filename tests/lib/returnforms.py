"""The forms that come with the platform, read once for the tests."""

from functools import cache

from zhence.intake.catalogue import default_catalogue, default_reference_dir
from zhence.packs.return_checks import read_return_checks
from zhence.packs.return_forms import read_return_forms
from zhence.reporting.checks.law import Checks
from zhence.reporting.forms import Forms, Item, ReturnForm


@cache
def shipped_forms() -> Forms:
    return read_return_forms(default_reference_dir() / "forms", default_catalogue())


def form(code: str) -> ReturnForm:
    found = shipped_forms().of(code, "2024")
    assert found is not None
    return found


def item(code: str, of: str = "town-quarter") -> Item:
    found = form(of).find(code)
    assert found is not None
    return found


@cache
def shipped_checks() -> Checks:
    return read_return_checks(default_reference_dir() / "checks", shipped_forms())
