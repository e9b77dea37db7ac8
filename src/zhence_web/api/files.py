"""Rows as XLSX and Parquet, by libraries that take long to load."""

from __future__ import annotations

import io

import pyarrow as pa
import pyarrow.parquet as pq
from openpyxl import Workbook
from openpyxl.cell import WriteOnlyCell
from openpyxl.workbook.child import _WorkbookChild

Flat = str | int | bool | None
LONGEST = 32_767
"""The most characters of a cell in XLSX; what is longer is cut there."""


def workbook(head: list[str], rows: list[list[Flat]]) -> bytes:
    """Return an XLSX of one sheet; a text stays a text, whatever it looks like."""
    book = Workbook(write_only=True)
    sheet = book.create_sheet("rows")
    sheet.append(head)
    for row in rows:
        sheet.append([_typed(sheet, cell) for cell in row])
    file = io.BytesIO()
    book.save(file)
    return file.getvalue()


def _typed(sheet: _WorkbookChild, value: Flat) -> object:
    if not isinstance(value, str):
        return value
    plain = "".join(c for c in value if c >= " " or c in "\t\n\r")
    cell = WriteOnlyCell(sheet, value=plain[:LONGEST])
    cell.data_type = "s"
    return cell


def parquet(head: list[str], rows: list[list[Flat]]) -> bytes:
    """Return a Parquet file; a column is whole numbers, yes or no, or text."""
    found = {
        name: pa.array([row[at] for row in rows], _arrow([row[at] for row in rows]))
        for at, name in enumerate(head)
    }
    sink = io.BytesIO()
    pq.write_table(pa.table(found), sink)
    return sink.getvalue()


def _arrow(values: list[Flat]) -> pa.DataType:
    kinds = {type(value) for value in values if value is not None}
    if kinds == {bool}:
        return pa.bool_()
    return pa.int64() if kinds == {int} else pa.string()
