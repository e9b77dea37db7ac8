"""What a sheet says beside its values: places, formulas, errors, merges.

python-calamine gives values and leaves out what it finds uninteresting: an
error cell and a formula without a result come out as empty, the digits of a
number as a float, and a hidden row like any other.
This scan keeps exactly these things.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from functools import lru_cache
from string import ascii_uppercase
from typing import IO, NamedTuple

from zhence.intake.grid import address
from zhence.intake.limits import Limits
from zhence.intake.markup import Refusal, walk

_DIGITS = "0123456789"
_LONGEST_ROW = 7
_LAST_ROW = 1_048_576
_LAST_COLUMN = 16_384
# Excel writes [1]Sheet!A1 for another workbook, other programs its file name.
_OTHER_FILE = re.compile(r"\[([0-9]+|[^\]]*\.xl[a-z]+)\]", re.IGNORECASE)
_TRUE = frozenset({"1", "true"})


class Mark(NamedTuple):
    """One cell as it stands in the XML: column from 0, type, style, raw value."""

    column: int
    type: str
    style: int
    raw: str
    formula: str | None


class SheetScan:
    """Rows of marks by number, and what surrounds them; filled by one walk."""

    def __init__(self, sheet: str, limits: Limits) -> None:
        """Scan for the sheet named *sheet*, refusing what exceeds *limits*."""
        self.rows: dict[int, list[Mark]] = {}
        self.merged: list[tuple[int, int, int, int]] = []
        self.hidden_rows: list[int] = []
        self.hidden_columns: list[int] = []
        self.last_row = 0
        self.last_column = 0
        self._sheet = sheet
        self._limits = limits
        self._cells = 0
        self._row = 0
        self._marks: list[Mark] | None = None
        self._cell: Mapping[str, str] | None = None
        self._column = -1
        self._value: list[str] | None = None
        self._formula: list[str] | None = None
        self._into: list[str] | None = None

    def read(self, stream: IO[bytes], member: str) -> None:
        """Walk through the sheet's XML once."""
        walk(
            stream,
            member,
            self._limits.depth,
            start=self._opened,
            end=self._closed,
            text=self._text,
        )
        if self.last_row * self.last_column > self._limits.area:
            raise Refusal(
                "sheet_too_large",
                sheet=self._sheet,
                last=address(self.last_row, self.last_column - 1),
            )

    def _opened(self, name: str, attributes: Mapping[str, str]) -> None:
        if self._cell is not None:
            if name == "v":
                self._value = self._into = []
            elif name == "f":
                self._formula = self._into = []
        elif name == "c" and self._marks is not None:
            self._open_cell(attributes)
        elif name == "row":
            self._open_row(attributes)
        elif name == "mergeCell":
            self._merge(attributes.get("ref", ""))
        elif name == "col" and attributes.get("hidden") in _TRUE:
            self.hidden_columns.append(int(attributes.get("min", "1")) - 1)

    def _closed(self, name: str) -> None:
        if self._cell is not None:
            if name in {"v", "f"}:
                self._into = None
            elif name == "c":
                self._close_cell(self._cell)
        elif name == "row":
            self._marks = None

    def _text(self, text: str) -> None:
        if self._into is not None:
            self._into.append(text)

    def _open_row(self, attributes: Mapping[str, str]) -> None:
        number = attributes.get("r")
        self._row = int(number) if number and number.isdigit() else self._row + 1
        if self._row in self.rows:
            raise Refusal("cell_twice", sheet=self._sheet, cell=address(self._row, 0))
        self._marks = self.rows[self._row] = []
        self._column = -1
        if attributes.get("hidden") in _TRUE:
            self.hidden_rows.append(self._row)

    def _open_cell(self, attributes: Mapping[str, str]) -> None:
        """Begin a cell; those that are only formatted cost time as well."""
        self._cell = attributes
        self._cells += 1
        if self._cells > self._limits.cells:
            raise Refusal(
                "sheet_cells_too_many", sheet=self._sheet, limit=self._limits.cells
            )

    def _close_cell(self, cell: Mapping[str, str]) -> None:
        """Keep what the cell holds; an empty, merely formatted one is nothing."""
        formula, value = self._formula, self._value
        self._cell = self._formula = self._value = None
        reference = cell.get("r")
        row, column = self._row, self._column + 1
        if reference is not None:
            row, column = place_of(reference)
        self._column = column
        kind = cell.get("t", "n")
        if value is None and formula is None and kind != "inlineStr":
            return
        if row != self._row or self._marks is None:
            raise Refusal("cell_disputed", sheet=self._sheet, cell=reference or "")
        if self._marks and column <= self._marks[-1].column:
            # Cells come in order; a second value for one place would be believed
            # by one program and overwritten by the next.
            raise Refusal("cell_twice", sheet=self._sheet, cell=address(row, column))
        style = cell.get("s", "0")
        self._marks.append(
            Mark(
                column,
                kind,
                int(style) if style.isdigit() else 0,
                "".join(value or ()).strip(),
                None if formula is None else "".join(formula),
            )
        )
        self.last_row = max(self.last_row, row)
        self.last_column = max(self.last_column, column + 1)

    def _merge(self, reference: str) -> None:
        first, _, last = reference.partition(":")
        top, left = place_of(first)
        bottom, right = place_of(last or first)
        self.merged.append((top, left, bottom, right))


def is_unsaved(mark: Mark) -> bool:
    """Say whether a formula has no result; an empty text is a result."""
    return mark.formula is not None and not mark.raw and mark.type != "str"


def takes_from_outside(mark: Mark) -> bool:
    """Say whether the cell's formula names another file."""
    return mark.formula is not None and bool(_OTHER_FILE.search(mark.formula))


def place_of(reference: str) -> tuple[int, int]:
    """Return row (from 1) and column (from 0) of an A1 address."""
    plain = reference.replace("$", "")
    name = plain.rstrip(_DIGITS)
    number = plain[len(name) :]
    column = _column(name)
    row = int(number) if 0 < len(number) <= _LONGEST_ROW else 0
    if column is None or not 1 <= row <= _LAST_ROW:
        raise Refusal(
            "workbook_broken",
            reason_zh=f"没有单元格 {reference}",
            reason_en=f"there is no cell {reference}",
        )
    return row, column


@lru_cache(maxsize=1024)
def _column(name: str) -> int | None:
    """Return the column (from 0) that letters name, ``None`` if there is none."""
    column = 0
    for letter in name:
        if letter not in ascii_uppercase:
            return None
        column = column * len(ascii_uppercase) + ascii_uppercase.index(letter) + 1
    return column - 1 if 1 <= column <= _LAST_COLUMN else None
