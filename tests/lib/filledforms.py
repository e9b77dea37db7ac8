"""Templates of returns, filled as somebody would in Excel; needs no site."""

from collections.abc import Mapping

from tests.lib.returnforms import form
from tests.lib.rosters import Value, opened, saved

SHEET = "填报"
FIRST = 7


def row_of(code: str, of: str = "town-quarter") -> int:
    """The row of an item in the template."""
    return FIRST + [item.code for item in form(of).items].index(code)


def filled(
    template: bytes,
    values: Mapping[str, Value],
    reasons: Mapping[str, str] | None = None,
) -> bytes:
    """A template with zeros where a figure is required, and *values* over them."""
    book = opened(template)
    sheet = book[SHEET]
    for item in form("town-quarter").items:
        cell = sheet[f"E{row_of(item.code)}"]
        if item.required and cell.value is None:
            cell.value = 0
        if item.code in values:
            cell.value = values[item.code]
    for code, reason in (reasons or {}).items():
        sheet[f"I{row_of(code)}"].value = reason
    return saved(book)
