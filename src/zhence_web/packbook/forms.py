"""The forms that this installation fills, their checks and the days they run in.

Each is read once.
"""

from __future__ import annotations

from datetime import date
from functools import cache

from zhence.intake.catalogue import read_catalogue
from zhence.packs.locate import data_folder
from zhence.packs.return_checks import read_return_checks
from zhence.packs.return_forms import read_return_forms
from zhence.packs.workdays import chinese_workdays
from zhence.periods import Span
from zhence.reporting.checks.law import Checks
from zhence.reporting.deadlines import due_of, due_when_asked
from zhence.reporting.forms import Forms, ReturnForm
from zhence.reporting.workdays import Due


@cache
def return_forms() -> Forms:
    """Return every form in every edition.

    Raises:
        ZhenceError: a form or the catalogue is faulty, with file and line.
    """
    reference = data_folder("reference")
    catalogue = read_catalogue(reference / "indicators.csv")
    return read_return_forms(reference / "forms", catalogue)


@cache
def return_checks() -> Checks:
    """Return the numbered checks of those forms.

    Raises:
        ZhenceError: a check is faulty, with file and line.
    """
    return read_return_checks(data_folder("reference") / "checks", return_forms())


def due(form: ReturnForm, period: Span) -> Due:
    """Return the last day in time, by the published holidays and in-lieu days.

    It is provisional where it hangs on a year whose holidays are not published.
    """
    return due_of(form, period, chinese_workdays())


def due_from(form: ReturnForm, period: Span, asked: date) -> Due:
    """Return the last day in time of a return that is asked for on a day."""
    return due_when_asked(form, period, asked, chinese_workdays())
