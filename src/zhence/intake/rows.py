"""One row at a time, cell by cell, every fault kept.

A table's reader asks a row for what it needs by column code and gets a value, or
``None`` and a fault in the log. It never sees a number that was not one.
"""

from __future__ import annotations

import difflib
from collections.abc import Iterator, Mapping
from datetime import date

from zhence.errors import NOWHERE, BadInputError, Fault, Severity, Where
from zhence.facts.catalogue import plain_name
from zhence.intake.characters import forbidden, tidy, turns_direction
from zhence.intake.columns import Header
from zhence.intake.dates import read_date, read_day_range, read_period, read_serial
from zhence.intake.faults import FaultLog, fault, in_column
from zhence.intake.grid import EMPTY, Cell, CellKind, Grid, Line
from zhence.intake.numbers import Given, read_number, read_stored_number
from zhence.periods import DayRange, Span, day
from zhence.units import Unit

_COMPARED = 60
_LONGEST_TEXT = 32_767  # what a cell of Excel can hold
_YES = frozenset({"true", "yes", "是", "y", "1", "√", "✓", "✔"})
_NO = frozenset({"false", "no", "否", "n", "0"})
_UNREAL = frozenset({CellKind.ERROR, CellKind.UNSAVED, CellKind.OUTSIDE})
_KIND_NAMES = {
    CellKind.NUMBER: ("数值", "a number"),
    CellKind.DATE: ("日期", "a date"),
    CellKind.BOOLEAN: ("“是/否”值", "true or false"),
}


class Row:
    """One row of the body of a table."""

    def __init__(self, grid: Grid, header: Header, line: Line, log: FaultLog) -> None:
        """Read *line* under *header*; faults go to *log*."""
        self._grid = grid
        self._header = header
        self._line = line
        self._log = log
        self._sound = True
        self._called: dict[str, str] = {}

    @property
    def number(self) -> int:
        """The row's own number, as Excel and editors count."""
        return self._line.number

    def is_sound(self) -> bool:
        """Say whether nothing in the row was refused so far."""
        return self._sound

    def where(self, code: str | None = None) -> Where:
        """Return the place of a column in this row, or of the row."""
        place = self._header.places.get(code) if code else None
        return self._grid.where(self.number, None if place is None else place.index)

    def refuse(self, column: str, code: str, /, **values: object) -> None:
        """Log the fault *code* about *column* in this row."""
        self.add(column, fault(code, NOWHERE, **values))

    def add(self, column: str, *found: Fault) -> None:
        """Log faults made elsewhere as faults of *column* in this row."""
        where = self.where(column)
        for each in found:
            title = self._called.get(column) or self.title(column)
            self._log.add(in_column(each, title, where))
            self._sound = self._sound and each.severity is not Severity.ERROR

    def call(self, column: str, name: str) -> None:
        """Say what *column* holds in this row: its faults name that, not the title."""
        self._called[column] = name

    def title(self, code: str) -> str:
        """Return how the file titles a column, its code where it has none."""
        place = self._header.places.get(code)
        return code if place is None else place.title

    def unit(self, code: str) -> Unit | None:
        """Return the unit of bare numbers in a column, if the header fixes one."""
        place = self._header.places.get(code)
        return None if place is None else place.unit

    def check_cells(self) -> None:
        """Refuse what no cell may hold, in columns that nobody asks for too."""
        for index, held in enumerate(self._line.held):
            if isinstance(held, str):
                continue
            code = _CODE_OF_UNREAL.get(held.kind)
            if code is not None:
                where = self._grid.where(self.number, index)
                self._log.add(fault(code, where, value=held.text))
                self._sound = False

    def blank(self, code: str) -> bool:
        """Say whether the cell is empty or the column is not there."""
        return self._cell(code).empty

    def text(self, code: str, *, required: bool = False) -> str:
        """Return the text of a cell; empty if it is empty or was refused.

        A number stands for its digits: towns and projects have such names.
        """
        cell = self._cell(code)
        if cell.kind in _UNREAL:
            return ""
        if cell.kind in {CellKind.DATE, CellKind.BOOLEAN}:
            zh, en = _KIND_NAMES[cell.kind]
            self.refuse(code, "text_expected", kind_zh=zh, kind_en=en)
            return ""
        text = tidy(cell.text)
        # A missing column was said once, above all rows.
        if not text and required and code in self._header.places:
            self.refuse(code, "value_missing")
        return self._fit_text(code, text)

    def is_number(self, code: str) -> bool:
        """Say whether a workbook stores the cell as a number."""
        return self._cell(code).kind is CellKind.NUMBER

    def amount(self, code: str) -> Given | None:
        """Return what a cell gives as a number, ``None`` if it was refused."""
        cell = self._cell(code)
        if cell.kind in _UNREAL:
            return None
        try:
            if cell.kind is CellKind.NUMBER:
                return Given(read_stored_number(cell.text))
            if cell.kind is CellKind.TEXT:
                return read_number(cell.text)
        except BadInputError as error:
            self.add(code, *error.faults)
            return None
        is_date = cell.kind is CellKind.DATE
        named = "number_is_date" if is_date else "number_boolean"
        self.refuse(code, named, text=cell.text)
        return None

    def day(self, code: str) -> date | None:
        """Return the day in a cell, ``None`` if it is empty or was refused."""
        cell = self._cell(code)
        if cell.empty or cell.kind in _UNREAL:
            return None
        try:
            return self._day_of(cell)
        except BadInputError as error:
            self.add(code, *error.faults)
            return None

    def period(self, code: str) -> Span | None:
        """Return the period in a cell; a cell that is a date is that day."""
        cell = self._cell(code)
        if cell.kind in _UNREAL:
            return None
        if cell.empty:
            if code in self._header.places:
                self.refuse(code, "value_missing")
            return None
        try:
            if cell.kind is CellKind.DATE:
                return day(self._day_of(cell))
            return read_period(cell.text)
        except BadInputError as error:
            self.add(code, *error.faults)
            return None

    def days(self, code: str) -> DayRange | None:
        """Return the interval of days in a cell; an empty one is "some day"."""
        cell = self._cell(code)
        if cell.kind in _UNREAL:
            return None
        try:
            if cell.kind is CellKind.DATE:
                on = self._day_of(cell)
                return DayRange(on, on)
            return read_day_range(cell.text)
        except BadInputError as error:
            self.add(code, *error.faults)
            return None

    def flag(self, code: str) -> bool | None:
        """Return yes or no; ``None`` if the cell is empty or was refused."""
        cell = self._cell(code)
        if cell.empty or cell.kind in _UNREAL:
            return None
        word = plain_name(cell.text)
        if word in _YES or word in _NO:
            return word in _YES
        self.refuse(code, "flag_unreadable", value=cell.text)
        return None

    def choice(
        self, code: str, words: Mapping[str, str], *, required: bool = False
    ) -> str | None:
        """Return what a word stands for in *words* (plain name → value).

        ``None`` if the cell is empty or was refused; a wrong word is answered
        with the nearest right one.
        """
        text = self.text(code, required=required)
        if not text:
            return None
        found = words.get(plain_name(text))
        if found is None:
            near = difflib.get_close_matches(plain_name(text[:_COMPARED]), words, 1)
            self.refuse(
                code,
                "choice_unknown",
                value=text,
                near=f"（{near[0]}？）" if near else "",
                choices=" ".join(dict.fromkeys(words.values())),
            )
        return found

    def _cell(self, code: str) -> Cell:
        place = self._header.places.get(code)
        return EMPTY if place is None else self._line.at(place.index)

    def _day_of(self, cell: Cell) -> date:
        if cell.kind is CellKind.DATE:
            return read_serial(cell.text, system_1904=self._grid.system_1904)
        return read_date(cell.text)

    def _fit_text(self, code: str, text: str) -> str:
        if len(text) > _LONGEST_TEXT:
            self.refuse(code, "text_too_long", found=len(text), limit=_LONGEST_TEXT)
            return ""
        character = forbidden(text)
        if character is not None:
            self.refuse(code, "text_forbidden", character=repr(character)[1:-1])
            return ""
        if turns_direction(text):
            self.refuse(code, "text_direction")
        return text


_CODE_OF_UNREAL = {
    CellKind.ERROR: "cell_error",
    CellKind.UNSAVED: "cell_formula_unsaved",
    CellKind.OUTSIDE: "cell_formula_outside",
}


def body(grid: Grid, header: Header, log: FaultLog) -> Iterator[Row]:
    """Yield the rows below the header that hold anything and have its width."""
    unnamed: set[int] = set()
    for line in grid.lines[header.start :]:
        if log.full:
            return
        filled = line.filled_columns()
        if not filled:
            continue
        # Fields beyond the header may be there as long as they are empty.
        if grid.ragged and (line.width < header.width or filled[-1] >= header.width):
            where, found = grid.where(line.number), line.width
            log.add(fault("row_ragged", where, found=found, expected=header.width))
            continue
        if not header.titled.issuperset(filled):
            for column in filled:
                if column not in header.titled and column not in unnamed:
                    unnamed.add(column)
                    log.add(fault("column_nameless", grid.where(line.number, column)))
        row = Row(grid, header, line, log)
        if grid.sheet is not None:
            row.check_cells()
        yield row


class Once:
    """Remembers keys: each may come once, the second is refused by the first's row."""

    def __init__(self) -> None:
        """Remember nothing yet."""
        self._rows: dict[tuple[object, ...], int] = {}

    def check(self, row: Row, column: str, *key: object) -> None:
        """Refuse *row* if an earlier row had the same key."""
        first = self._rows.setdefault(key, row.number)
        if first != row.number:
            words = " ".join(str(part) for part in key if part is not None)
            row.refuse(column, "row_twice", first=first, key=words)
