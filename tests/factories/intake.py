"""Files that a small site hands in, made by code."""

import io
from collections.abc import Mapping, Sequence

import openpyxl
from openpyxl.worksheet.worksheet import Worksheet
from tests.factories.registry import credit_code
from tests.lib.returnforms import form

from zhence.intake.firms import FIRMS
from zhence.intake.project_files import PROJECT_FILES
from zhence_web.records.intake.actions import Sent
from zhence_web.records.intake.reads import return_template
from zhence_web.records.models import Upload
from zhence_web.records.reporting.models import Return

SHEET = "填报"
FIRST = 7
Value = str | int | float | None


def saved(book: openpyxl.Workbook) -> bytes:
    stream = io.BytesIO()
    book.save(stream)
    return stream.getvalue()


def opened(data: bytes) -> openpyxl.Workbook:
    return openpyxl.load_workbook(io.BytesIO(data))


def row_of(code: str, of: str = "town-quarter") -> int:
    """The row of an item in the template."""
    return FIRST + [item.code for item in form(of).items].index(code)


def filled(template: bytes, values: Mapping[str, Value]) -> bytes:
    """A template with zeros where a figure is required, and *values* over them."""
    book = opened(template)
    sheet = book[SHEET]
    for item in form("town-quarter").items:
        cell = sheet[f"E{row_of(item.code)}"]
        if item.required and cell.value is None:
            cell.value = 0
        if item.code in values:
            cell.value = values[item.code]
    return saved(book)


def filled_return(of: int, by, on, **values: Value) -> bytes:
    """The template of a return, filled."""
    made = return_template(of, by, on)
    assert made is not None
    return filled(made.data, values)


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


def sent(
    data: bytes, *, trial: bool = False, name: str = "t.xlsx", **reasons: str
) -> Sent:
    return Sent(name, data, trial=trial, reasons=reasons)


def told(upload: int) -> Upload:
    return Upload.objects.get(pk=upload)


def codes(upload: int) -> set[str]:
    """The codes of the faults of an upload."""
    return {fault[0] for fault in told(upload).faults}


def cells(of: int) -> dict[str, str]:
    """What is kept of the newest revision, by item."""
    newest = Return.objects.get(pk=of).revisions.order_by("-number")[0]
    return dict(newest.cells.values_list("item", "typed"))
