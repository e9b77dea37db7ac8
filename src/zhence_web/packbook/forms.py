"""The forms that this installation fills, read once."""

from __future__ import annotations

from functools import cache

from zhence.intake.catalogue import read_catalogue
from zhence.packs.locate import data_folder
from zhence.packs.return_forms import read_return_forms
from zhence.reporting.forms import Forms


@cache
def return_forms() -> Forms:
    """Return every form in every edition.

    Raises:
        ZhenceError: a form or the catalogue is faulty, with file and line.
    """
    reference = data_folder("reference")
    catalogue = read_catalogue(reference / "indicators.csv")
    return read_return_forms(reference / "forms", catalogue)
