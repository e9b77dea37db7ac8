"""Tables that people take away, the same rows as CSV, JSON and XLSX.

A spreadsheet runs what begins with ``=``; in a table of names nobody wants that, so
such a text gets an apostrophe before it. Numbers stay numbers, and unknown is empty.
"""

from __future__ import annotations

import csv
import io
import json
import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass

from zhence.evidence import Text

Cell = str | int | None

# Signs that a spreadsheet takes for the start of a formula, in both widths.
_STARTS = ("=", "+", "-", "@", "＝", "＋", "－", "＠", "\t", "\r", "\n")
# What no cell of a workbook may hold.
_UNPRINTABLE = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f]")
_BOM = "\ufeff"


@dataclass(frozen=True, slots=True)
class Column:
    """A column: its code, which is the header, and its name."""

    code: str
    name: Text


@dataclass(frozen=True, slots=True)
class Table:
    """A table to take away; each row has a cell for each column.

    *note* says what must be known of it: where it is from, what is made up.
    """

    name: str
    title: Text
    note: Text
    columns: tuple[Column, ...]
    rows: tuple[tuple[Cell, ...], ...]


def harmless(cell: Cell) -> Cell:
    """Return a cell that no spreadsheet takes for a formula.

    >>> harmless("=1+1"), harmless("杭州市"), harmless(-3), harmless(None)
    ("'=1+1", '杭州市', -3, None)
    """
    if not isinstance(cell, str):
        return cell
    text = _UNPRINTABLE.sub("", cell)
    return f"'{text}" if text.startswith(_STARTS) else text


def as_csv(table: Table) -> bytes:
    """Return UTF-8 with a mark at its start, without which Excel reads GBK."""
    written = io.StringIO()
    writer = csv.writer(written, lineterminator="\r\n")
    writer.writerow([column.code for column in table.columns])
    writer.writerows([harmless(cell) for cell in row] for row in table.rows)
    return (_BOM + written.getvalue()).encode()


def as_json(table: Table) -> bytes:
    """Return one object: title, note, columns, rows; unknown is ``null``."""
    codes = [column.code for column in table.columns]
    told = {
        "name": table.name,
        "title": _both(table.title),
        "note": _both(table.note),
        "columns": [{"code": c.code, "title": _both(c.name)} for c in table.columns],
        "rows": [dict(zip(codes, row, strict=True)) for row in table.rows],
    }
    return json.dumps(told, ensure_ascii=False, indent=1).encode()


def as_xlsx(table: Table) -> bytes:
    """Return a workbook: the rows, and a second sheet that says what they are."""
    from openpyxl import Workbook  # noqa: PLC0415  # half a second of every start

    book = Workbook(write_only=True)
    sheet = book.create_sheet("data")
    sheet.append([column.code for column in table.columns])
    for row in table.rows:
        sheet.append([harmless(cell) for cell in row])
    about = book.create_sheet("说明 about")
    for line in (table.title, table.note):
        about.append([line.zh, line.en])
    for column in table.columns:
        about.append([column.code, column.name.zh, column.name.en])
    written = io.BytesIO()
    book.save(written)
    return written.getvalue()


FORMS: Mapping[str, tuple[str, Callable[[Table], bytes]]] = {
    "csv": ("text/csv; charset=utf-8", as_csv),
    "json": ("application/json", as_json),
    "xlsx": (
        "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
        as_xlsx,
    ),
}
"""What a table can be taken away as: the kind of file, and what writes it."""


def _both(words: Text) -> dict[str, str]:
    return {"zh": words.zh, "en": words.en}
