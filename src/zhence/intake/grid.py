"""A table before anybody has said what its columns mean: lines of cells.

A CSV file gives one grid of texts; a workbook gives one a sheet, with numbers,
dates and errors told apart as the workbook stores them.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from enum import StrEnum
from functools import lru_cache
from typing import NamedTuple

from zhence.errors import Fault, Where

_LETTERS = 26


class CellKind(StrEnum):
    """What a cell holds, in the letters that the parsing child sends.

    An UNSAVED formula has no result; an OUTSIDE one takes it from another file.
    """

    TEXT = "t"
    NUMBER = "n"
    DATE = "d"
    BOOLEAN = "b"
    ERROR = "e"
    UNSAVED = "f"
    OUTSIDE = "x"


class Cell(NamedTuple):
    """One cell: *text* is what was typed, or how a workbook stores it.

    A NUMBER keeps the stored digits, a DATE its serial number.
    """

    kind: CellKind = CellKind.TEXT
    text: str = ""

    @property
    def empty(self) -> bool:
        """Say whether nothing is in it; a formula or an error is something."""
        return self.kind is CellKind.TEXT and _blank(self.text)


EMPTY = Cell()


class Line(NamedTuple):
    """One row with its own number, counted from 1 as Excel does.

    *held* has a plain string where a text was typed and a :class:`Cell` for the
    rest: most cells are texts, and a file has millions of them.
    """

    number: int
    held: tuple[str | Cell, ...]

    def at(self, column: int) -> Cell:
        """Return the cell of *column* (from 0); beyond the end it is empty."""
        if column >= len(self.held):
            return EMPTY
        held = self.held[column]
        return Cell(CellKind.TEXT, held) if isinstance(held, str) else held

    @property
    def width(self) -> int:
        """The number of cells up to the last one that was written."""
        return len(self.held)

    @property
    def empty(self) -> bool:
        """Say whether no cell holds anything."""
        return not self.filled_columns()

    def filled(self) -> Iterator[tuple[int, Cell]]:
        """Yield the cells that hold anything, each with its column."""
        for column, held in enumerate(self.held):
            if not isinstance(held, str):
                yield column, held
            elif held and not _blank(held):
                yield column, Cell(CellKind.TEXT, held)

    def filled_columns(self) -> list[int]:
        """Return the columns of :meth:`filled` alone, which is asked of every row."""
        return [
            column
            for column, held in enumerate(self.held)
            if held and not (isinstance(held, str) and _blank(held))
        ]

    def texts(self) -> tuple[str, ...]:
        """Return the text of every cell."""
        return tuple(h if isinstance(h, str) else h.text for h in self.held)


def _blank(text: str) -> bool:
    return not text or text.isspace() or text == "\ufeff"


@dataclass(frozen=True, slots=True)
class Area:
    """A rectangle of cells, rows from 1, columns from 0, both ends included."""

    top: int
    left: int
    bottom: int
    right: int

    def __str__(self) -> str:
        """Return it as Excel writes it: ``A1:C3``."""
        return f"{address(self.top, self.left)}:{address(self.bottom, self.right)}"


@dataclass(frozen=True, slots=True)
class Grid:
    """All lines of one CSV file or one sheet.

    *ragged* grids (CSV) must have as many fields in each row as in the header;
    in a sheet a row simply ends with its last cell.
    """

    lines: tuple[Line, ...]
    file: str | None = None
    sheet: str | None = None
    merged: tuple[Area, ...] = ()
    system_1904: bool = False

    @property
    def ragged(self) -> bool:
        """Say whether the number of fields in a row means something."""
        return self.sheet is None

    def where(self, line: int, column: int | None = None) -> Where:
        """Return the place of a cell, or of a whole row.

        A CSV file has lines only; a sheet has cells, with the row beside them.
        """
        if self.sheet is None:
            return Where(self.file, line)
        cell = None if column is None else address(line, column)
        return Where(self.file, line, self.sheet, cell)


@dataclass(frozen=True, slots=True)
class Opened:
    """A file that could be opened: its grids and what is to be said of them.

    *faults* concern the whole file; *asides* are warnings by sheet, which matter
    for the sheet that is read.
    """

    grids: tuple[Grid, ...]
    faults: tuple[Fault, ...] = ()
    asides: Mapping[str, tuple[Fault, ...]] = field(default_factory=dict)


def address(row: int, column: int) -> str:
    """Return the A1 address of a cell; *row* counts from 1, *column* from 0.

    >>> address(7, 0), address(1, 26), address(1, 16383)
    ('A7', 'AA1', 'XFD1')
    """
    return f"{letters(column)}{row}"


@lru_cache(maxsize=1024)
def letters(column: int) -> str:
    """Return the letters of a column counted from 0."""
    name = ""
    rest = column + 1
    while rest:
        rest, last = divmod(rest - 1, _LETTERS)
        name = chr(ord("A") + last) + name
    return name
