"""Files that a small site hands in: filled returns, and what is read of an upload."""

from collections.abc import Mapping
from datetime import date

from tests.lib.returnforms import form
from tests.lib.rosters import Value, opened, saved

from zhence_web.records.accounts.hand import Hand
from zhence_web.records.intake.actions import Sent
from zhence_web.records.intake.reads import return_template
from zhence_web.records.models import Return, Upload

SHEET = "填报"
FIRST = 7


def row_of(code: str, of: str = "town-quarter") -> int:
    """The row of an item in the template."""
    return FIRST + [item.code for item in form(of).items].index(code)


def filled(template: bytes, values: Mapping[str, Value]) -> bytes:
    """A template with zeros where a figure is required, and *values* over them."""
    book = opened(template)
    sheet = book[SHEET]
    for item in form("town-quarter").items:
        cell = sheet[f"E{row_of(item.code)}"]
        if item.required and cell.value is None:
            cell.value = 0
        if item.code in values:
            cell.value = values[item.code]
    return saved(book)


def filled_return(of: int, by: Hand, on: date, **values: Value) -> bytes:
    """The template of a return, filled."""
    made = return_template(of, by, on)
    assert made is not None
    return filled(made.data, values)


def sent(
    data: bytes, *, trial: bool = False, name: str = "t.xlsx", **reasons: str
) -> Sent:
    return Sent(name, data, trial=trial, reasons=reasons)


def told(upload: int) -> Upload:
    return Upload.objects.get(pk=upload)


def codes(upload: int) -> set[str]:
    """The codes of the faults of an upload."""
    return {fault[0] for fault in told(upload).faults}


def cells(of: int) -> dict[str, str]:
    """What is kept of the newest revision, by item."""
    newest = Return.objects.get(pk=of).revisions.order_by("-number")[0]
    return dict(newest.cells.values_list("item", "typed"))
