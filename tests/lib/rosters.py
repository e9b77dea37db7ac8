"""Rosters that a site hands in, made by code; nothing here needs the site."""

import io
from collections.abc import Sequence

import openpyxl
from openpyxl.worksheet.worksheet import Worksheet

from zhence.intake.credit_codes import check_character
from zhence.intake.firms import FIRMS
from zhence.intake.project_files import PROJECT_FILES

Value = str | int | float | None


def saved(book: openpyxl.Workbook) -> bytes:
    stream = io.BytesIO()
    book.save(stream)
    return stream.getvalue()


def opened(data: bytes) -> openpyxl.Workbook:
    return openpyxl.load_workbook(io.BytesIO(data))


def credit_code(number: int) -> str:
    """A made-up code that checks: registrar 330106, body from *number*."""
    body = f"91330106MA{number:07d}"
    return body + check_character(body)


def firm(number: int, **changed: Value) -> list[Value]:
    """One sound row of a roster of firms with some cells changed."""
    named: dict[str, Value] = {
        "code": credit_code(number),
        "name": f"企业{number}",
        "revenue": 1000 + number,
        "tax": 50,
        "staff": 20,
        "since": "2019-03-01",
    }
    return list((named | changed).values())


def roster(
    rows: Sequence[Sequence[Value]], columns: Sequence[str] | None = None
) -> bytes:
    """A workbook with a header (that of firms by default) and rows."""
    book = openpyxl.Workbook()
    sheet = book.worksheets[0]
    assert isinstance(sheet, Worksheet)
    sheet.title = "名录"
    sheet.append(list(columns or [c.title for c in FIRMS.columns]))
    for row in rows:
        sheet.append(list(row))
    return saved(book)


def projects(rows: Sequence[Sequence[Value]]) -> bytes:
    return roster(rows, [c.title for c in PROJECT_FILES.columns])
