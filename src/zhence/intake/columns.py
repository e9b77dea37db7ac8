"""Which columns a table has, and where in a grid they stand.

A column is known by its English code and by its Chinese titles, with or without
a unit in brackets; the order is free. Title lines above the header and headers
of two or three rows are found; what is not found is never guessed.
"""

from __future__ import annotations

import difflib
import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from zhence.errors import Fault, UnitError
from zhence.evidence import Text
from zhence.facts.catalogue import plain_name
from zhence.intake.faults import fault
from zhence.intake.grid import Grid, Line
from zhence.units import Unit, unit

_SEARCHED = 20
_DEEPEST = 3
_FEWEST = 2
_LONGEST_TITLE = 100
# Marks that templates put before what must be filled.
_STARS = "*＊※★"
# A number for the reader's eye; every program that prints lists adds one.
_IGNORED = frozenset({"序号", "no", "no."})
_BRACKETED = re.compile(r"(?P<base>.+?)[(\[](?:单位:)?(?P<unit>[^()\[\]]+)[)\]]\Z")


@dataclass(frozen=True, slots=True)
class Column:
    """One column: its code, the title that messages use, and other titles.

    *unit* is that of bare numbers in it, where the form fixes one; a unit in
    brackets in the title of a file takes its place.
    """

    code: str
    title: str
    others: tuple[str, ...] = ()
    required: bool = True
    unit: str | None = None

    @property
    def names(self) -> tuple[str, ...]:
        """Every plain name that means this column."""
        return tuple(map(plain_name, (self.code, self.title, *self.others)))


@dataclass(frozen=True, slots=True)
class Form:
    """A table as it must be filled: its id, name and columns."""

    id: str
    name: Text
    columns: tuple[Column, ...]


@dataclass(frozen=True, slots=True)
class Place:
    """Where a column stands in this file, how it is titled, in which unit."""

    index: int
    title: str
    unit: Unit | None = None


@dataclass(frozen=True, slots=True)
class Header:
    """The header of one grid.

    *places* are the columns by code; *titled* the indices of all columns with a
    title, known or not; *start* is the index of the first line of the body.
    """

    places: Mapping[str, Place]
    titled: frozenset[int]
    width: int
    start: int
    faults: tuple[Fault, ...] = ()


@dataclass(frozen=True, slots=True)
class _Title:
    """One title as found: its text and row, and what it means if anything."""

    text: str
    row: int
    column: Column | None = None
    unit: str | None = None


def find_header(grid: Grid, form: Form) -> Header | None:
    """Return the header of *grid* for *form*, ``None`` where there is none.

    Of the first rows, alone or two or three together, those that name the most
    columns are the header; fewer rows are preferred, then earlier ones.
    """
    known = {name: column for column in form.columns for name in column.names}
    rows = [_titles(line, known) for line in grid.lines[:_SEARCHED]]
    best, first, depth = 0, 0, 1
    for at in range(len(rows)):
        for deep in range(1, min(_DEEPEST, len(rows) - at) + 1):
            titles = _over(rows[at : at + deep]).values()
            named = len({t.column.code for t in titles if t.column is not None})
            if named > best or (named == best and deep < depth and at == first):
                best, first, depth = named, at, deep
    if best < min(_FEWEST, len(form.columns)):
        return None
    return _header(grid, form, _over(rows[first : first + depth]), first + depth)


def bracketed_unit(title: str) -> str | None:
    """Return what stands in brackets at the end of a title, a unit perhaps.

    >>> bracketed_unit("税收（单位：万元）")
    '万元'
    """
    match = _BRACKETED.match(plain_name(title[:_LONGEST_TITLE]))
    return match["unit"] if match else None


def _titles(line: Line, known: Mapping[str, Column]) -> dict[int, _Title]:
    """Return the titles of one row by column index, empty cells left out."""
    return {
        index: _read_title(cell.text, line.number, known)
        for index, cell in line.filled()
    }


def _read_title(text: str, row: int, known: Mapping[str, Column]) -> _Title:
    if len(text) > _LONGEST_TITLE:
        return _Title(text, row)
    plain = plain_name(text).strip(_STARS)
    if plain in known:
        return _Title(text, row, known[plain])
    match = _BRACKETED.match(plain)
    if match is None or match["base"] not in known:
        return _Title(text, row)
    column = known[match["base"]]
    return (
        _Title(text, row, column, match["unit"]) if column.unit else (_Title(text, row))
    )


def _over(rows: Sequence[Mapping[int, _Title]]) -> dict[int, _Title]:
    """Return the titles of several rows as one: the lowest known one counts.

    Over a column "revenue" may stand a group "business", or nothing below a
    title that is merged over two rows.
    """
    joined: dict[int, _Title] = {}
    for row in rows:
        for index, title in row.items():
            held = joined.get(index)
            if title.column is not None or held is None or held.column is None:
                joined[index] = title
    return joined


def _header(grid: Grid, form: Form, titles: Mapping[int, _Title], start: int) -> Header:
    places: dict[str, Place] = {}
    faults: list[Fault] = []
    for index, title in sorted(titles.items()):
        where = grid.where(title.row, index)
        column = title.column
        if column is None:
            if plain_name(title.text) not in _IGNORED:
                near = _nearest(title.text, form)
                faults.append(
                    fault("column_unknown", where, title=title.text, near=near)
                )
            continue
        if column.code in places:
            faults.append(fault("column_twice", where, title=column.title))
            continue
        measure, wrong = _unit_of(title, column)
        if wrong is not None:
            faults.append(fault("column_unit", where, unit=wrong, expected=column.unit))
        places[column.code] = Place(index, title.text.strip(), measure)
    row = grid.lines[start - 1].number
    faults.extend(
        fault("column_missing", grid.where(row), title=f"{c.title}（{c.code}）")
        for c in form.columns
        if c.required and c.code not in places
    )
    width = grid.lines[start - 1].width
    return Header(places, frozenset(titles), width, start, tuple(faults))


def _unit_of(title: _Title, column: Column) -> tuple[Unit | None, str | None]:
    """Return the unit of bare numbers in a column, and the unit that does not fit."""
    if column.unit is None:
        return None, None
    usual = unit(column.unit)
    if title.unit is None:
        return usual, None
    try:
        own = unit(title.unit)
    except UnitError:
        return usual, title.unit
    fits = own.dimension is usual.dimension
    return (own, None) if fits else (usual, title.unit)


def _nearest(text: str, form: Form) -> str:
    """Return the nearest title in brackets, to stand behind the unknown one."""
    titles = {name: c.title for c in form.columns for name in c.names}
    near = difflib.get_close_matches(plain_name(text[:_LONGEST_TITLE]), titles, 1)
    return f"（{titles[near[0]]}？）" if near else ""
