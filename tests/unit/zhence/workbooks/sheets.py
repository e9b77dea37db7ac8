"""Workbooks of a form: the template filled, and sheets that somebody typed."""

import io
from collections.abc import Callable, Mapping, Sequence
from datetime import date

import openpyxl
from openpyxl.worksheet.worksheet import Worksheet
from tests.lib.returnforms import form, shipped_checks

from zhence.intake.tables import Upload
from zhence.periods import quarter
from zhence.reporting.checks import Surroundings
from zhence.workbooks.filled import Filled, read_filled
from zhence.workbooks.layout import SHEET
from zhence.workbooks.template import write_template

FORM = form("town-quarter")
PERIOD = quarter(2026, 3)
ITEMS = [item.code for item in FORM.items]
FIRST = 7
HEAD = ("指标代码", "指标", "计量单位", "本期数", "不适用", "说明")
SOUND: dict[str, str | float | date | None] = {
    "total_investment": 10,
    "eligible_investment": 8,
    "lead_investment": 6,
    "residential_investment": 1,
    "output_total": 50,
    "characteristic_output": 40,
    "tax_revenue": 2.5,
    "enterprises": 300,
    "staff": 5000,
}


def row_of(code: str) -> int:
    """The row of an item in the template."""
    return FIRST + ITEMS.index(code)


def cell_of(code: str) -> str:
    return f"E{row_of(code)}"


def saved(book: openpyxl.Workbook) -> bytes:
    stream = io.BytesIO()
    book.save(stream)
    return stream.getvalue()


def opened(data: bytes) -> openpyxl.Workbook:
    return openpyxl.load_workbook(io.BytesIO(data))


def filled(
    values: Mapping[str, str | float | date | None] | None = None,
    change: Callable[[Worksheet], None] | None = None,
) -> bytes:
    """The template filled soundly, some values replaced, the sheet changed."""
    book = opened(write_template(FORM, PERIOD))
    sheet = book[SHEET]
    for code, value in {**SOUND, **(values or {})}.items():
        sheet[cell_of(code)] = value
    if change is not None:
        change(sheet)
    return saved(book)


def typed(
    rows: Sequence[Sequence[object]],
    change: Callable[[Worksheet], None] | None = None,
    head: Sequence[object] = HEAD,
) -> bytes:
    """A sheet that somebody made: a header and rows."""
    book = openpyxl.Workbook()
    sheet = book.worksheets[0]
    for row in (head, *rows):
        sheet.append(list(row))
    if change is not None:
        change(sheet)
    return saved(book)


def sound_rows(**values: object) -> list[list[object]]:
    """Rows of names, units and values, for a sheet that somebody made."""
    held: dict[str, object] = {**SOUND, **values}
    return [
        ["", i.indicator.name.zh, i.unit.name, held[i.code]]
        for i in FORM.items
        if i.code in held
    ]


def read(data: bytes, around: Surroundings | None = None, name="t.xlsx") -> Filled:
    return read_filled(Upload(name, data), FORM, shipped_checks(), around)


def told(data: bytes, around: Surroundings | None = None) -> list[tuple[str, str]]:
    return [(f.code, f.where.cell or "") for f in read(data, around).faults]
