"""A roster as a workbook to be filled: a header, notes at its titles, known rows.

Unlike a form of a return it has no locked cells: rows are what is added to it.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import date

from openpyxl import Workbook
from openpyxl.comments import Comment
from openpyxl.styles import Alignment, Border, Font, PatternFill, Side
from openpyxl.worksheet.worksheet import Worksheet

from zhence.intake.columns import Column, Form
from zhence.intake.grid import letters
from zhence.workbooks.steady import steady_bytes

_AUTHOR = "zhence"
_HEAD = PatternFill("solid", fgColor="FFD9E6F5")
_LINE = Side(style="thin", color="FF9AA5B1")
_NARROWEST, _A_CHARACTER = 14, 2
_AS_TEXT, _AS_DAY = "@", "yyyy-mm-dd"

Value = str | int | float | date | None


def write_roster(form: Form, rows: Iterable[Sequence[Value]] = ()) -> bytes:
    """Return the workbook of a roster with *rows* in the order of its columns.

    ``None`` leaves a cell empty. Codes are texts, so that no program turns eighteen
    digits into a number. The same question gives the same bytes.
    """
    book = Workbook()
    book.properties.creator = _AUTHOR
    book.properties.title = form.name.zh
    sheet = book.worksheets[0]
    sheet.title = form.name.zh
    for number, column in enumerate(form.columns, 1):
        _title(sheet, number, column)
    for line, row in enumerate(rows, 2):
        for number, value in enumerate(row, 1):
            _fill(sheet, line, number, value)
    sheet.freeze_panes = "A2"
    return steady_bytes(book)


def _title(sheet: Worksheet, number: int, column: Column) -> None:
    cell = sheet.cell(1, number, column.title)
    cell.fill, cell.font = _HEAD, Font(bold=True)
    cell.border = Border(left=_LINE, right=_LINE, top=_LINE, bottom=_LINE)
    cell.alignment = Alignment(horizontal="center", vertical="center")
    needed = "必填 / required" if column.required else "可空 / optional"
    others = "、".join(column.others)
    known = f"\n也认 / also known as: {others}" if others else ""
    cell.comment = Comment(f"{column.code}：{needed}{known}", _AUTHOR)
    width = max(_NARROWEST, _A_CHARACTER * len(column.title) + _A_CHARACTER)
    below = sheet.column_dimensions[letters(number - 1)]
    below.width = width
    if column.code.endswith("code"):
        below.number_format = _AS_TEXT


def _fill(sheet: Worksheet, row: int, number: int, value: Value) -> None:
    if value is None:
        return
    cell = sheet.cell(row, number)
    cell.value = value
    if isinstance(value, str):
        # What begins with = is no formula here.
        cell.data_type = "s"
        cell.number_format = _AS_TEXT
    elif isinstance(value, date):
        cell.number_format = _AS_DAY
