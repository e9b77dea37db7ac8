"""One row of a filled form: which item it is, and what was put into it."""

from __future__ import annotations

import difflib
import re
from collections.abc import Iterator

from zhence.errors import Fault, UnitError, Where
from zhence.facts.catalogue import plain_name
from zhence.intake.columns import bracketed_unit
from zhence.intake.rows import Row
from zhence.reporting.cells import Cell
from zhence.reporting.forms import Item, ReturnForm
from zhence.reporting.returns import Typed, read_cell
from zhence.units import Unit, decimal_text, unit
from zhence.workbooks import wording

_LONGEST = 60
# What people set before a name: 其中：, 一、, 1., （1）, 1.2, *
_BEFORE = re.compile(
    r"(其中:?|of which:?|[一二三四五六七八九十]+[、.]|"
    r"\([0-9一二三四五六七八九十]+\)|[0-9]+(\.[0-9]+)*[、.]?|[*＊※★#]|[-—·]+)+"
)
_BRACKETS = re.compile(r"[(\[][^()\[\]]*[)\]]\Z")


class Filler:
    """Reads rows into cells, each item once.

    *places* is where the value of each item stands, *refused* the items whose row
    had an error: what others find missing there was said already.
    """

    def __init__(self, form: ReturnForm) -> None:
        """Read rows of *form*."""
        self.form = form
        self.cells: dict[str, Cell] = {}
        self.places: dict[str, Where] = {}
        self.refused: set[str] = set()
        self._names = {
            plain_name(name): item
            for item in form.items
            for name in item.indicator.names
        }

    def read(self, row: Row) -> Cell | None:
        """Return the cell of a row, ``None`` for a heading and what was refused."""
        item = self._item(row)
        if item is None:
            return None
        if item.code in self.places:
            first = self.places[item.code].line or 0
            row.add("value", wording.item_twice(item.indicator.name.zh, first))
            self.refused.add(item.code)
            return None
        self.places[item.code] = row.where("value")
        row.call("value", item.indicator.name.zh)
        cell = self._cell(row, item)
        if cell is None or not row.is_sound():
            self.refused.add(item.code)
            return None
        self.cells[item.code] = cell
        return cell

    def _item(self, row: Row) -> Item | None:
        code, name = row.text("item"), row.text("name")
        by_code, by_name = self.form.find(code), self._named(name)
        if by_code is not None and by_name is not None and by_code is not by_name:
            row.add("name", wording.item_disputed(code, name))
            self.refused.update((by_code.code, by_name.code))
            return None
        found = by_code or by_name
        if found is None and not _is_heading(row):
            said = name or code
            column = "name" if name or not code else "item"
            row.add(column, wording.item_unknown(said, self._nearest(said)))
        return found

    def _named(self, text: str) -> Item | None:
        plain = plain_name(text[:_LONGEST])
        for name in (plain, _bare(plain), _BRACKETS.sub("", _bare(plain))):
            if name in self._names:
                return self._names[name]
        return None

    def _nearest(self, text: str) -> str:
        plain = _bare(plain_name(text[:_LONGEST]))
        near = difflib.get_close_matches(plain, self._names, 1)
        return self._names[near[0]].indicator.name.zh if near else ""

    def _cell(self, row: Row, item: Item) -> Cell | None:
        """Return what the row gives for *item*; every fault goes to the log."""
        text, applies = _typed(row, item), row.flag("na") is not True
        reason = row.text("reason")
        if text is None:
            return None
        read = read_cell(item, Typed(text, applies, reason))
        if isinstance(read, Fault):
            row.add("value", read)
            return None
        return read


def _typed(row: Row, item: Item) -> str | None:
    """Return the value as typed, with the row's unit where it has none of its own."""
    given = row.amount("value")
    if given is None:
        return None
    if given.value is None or given.unit is not None:
        return row.text("value")
    measure = _unit(row, item)
    if measure is None:
        return None
    plain = decimal_text(given.value)
    return plain if measure == item.unit else f"{plain}{measure}"


def _unit(row: Row, item: Item) -> Unit | None:
    """Return the unit of a bare number, ``None`` if what is written is none.

    The row's own column says it, else brackets behind the name, else brackets in
    the title of the column, which speak for money only; else it is the form's.
    """
    for column, said in _said_units(row):
        if not said:
            continue
        try:
            measure = unit(said)
        except UnitError as error:
            if column == "unit":
                row.add(column, *error.faults)
                return None
            continue
        if measure.dimension is item.unit.dimension:
            if measure != item.unit:
                row.add(column, wording.unit_converted(said, item.unit.name))
            return measure
        if column != "value":
            row.add(column, wording.unit_of_another_kind(said, item.unit.name))
            return None
    return item.unit


def _said_units(row: Row) -> Iterator[tuple[str, str]]:
    yield "unit", row.text("unit")
    yield "name", bracketed_unit(row.text("name")) or ""
    yield "value", bracketed_unit(row.title("value")) or ""


def _is_heading(row: Row) -> bool:
    """Say whether a row gives nothing: a heading, or a line below the table."""
    return all(row.blank(code) for code in ("unit", "value", "na"))


def _bare(plain: str) -> str:
    """Return a plain name without its number and without "of which"."""
    match = _BEFORE.match(plain)
    return plain if match is None else plain[match.end() :]
