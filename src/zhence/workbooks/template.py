"""A form edition for one period as a workbook to be filled.

Everything but the cells to be filled is locked, without a password: the lock keeps
fingers away and no secrets. Definitions are notes at the items and a sheet of their
own; earlier values stand beside the new ones and are never read back.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime
from decimal import Decimal
from fractions import Fraction

from openpyxl import Workbook
from openpyxl.cell import Cell as SheetCell
from openpyxl.comments import Comment
from openpyxl.styles import Alignment, Border, Font, PatternFill, Protection, Side
from openpyxl.worksheet.datavalidation import DataValidation
from openpyxl.worksheet.properties import PageSetupProperties
from openpyxl.worksheet.worksheet import Worksheet

from zhence.errors import BadInputError, Fault
from zhence.evidence import Label, Text
from zhence.intake.grid import address, letters
from zhence.periods import Span
from zhence.reporting.approval import LEVELS
from zhence.reporting.cells import Cell, Given, missing
from zhence.reporting.forms import Item, ReturnForm
from zhence.reporting.growth import MISSING, NOT_APPLICABLE, point
from zhence.units import decimal_text, from_smallest
from zhence.workbooks.layout import COLUMNS, GUIDE, SHEET, YES, Mark, spoken
from zhence.workbooks.steady import steady_bytes

_WIDTHS = {
    "section": 14,
    "item": 22,
    "name": 24,
    "unit": 10,
    "value": 16,
    "last": 16,
    "year_ago": 16,
    "na": 9,
    "reason": 36,
}
_HEAD_ROW = 6
_AUTHOR = "zhence"
_INVISIBLE = ";;;"
_LINE = Side(style="thin", color="FF9AA5B1")
_BOX = Border(left=_LINE, right=_LINE, top=_LINE, bottom=_LINE)
_HEAD = PatternFill("solid", fgColor="FFD9E6F5")
_FIXED = PatternFill("solid", fgColor="FFF3F5F7")
_OPEN = frozenset({"value", "na", "reason"})
_NOTE_WIDTH, _NOTE_HEIGHT = 360, 150
_KINDS = {
    "flow": Text("本期数（不累计）", "of this period only"),
    "year_to_date": Text("自年初累计", "since 1 January"),
    "cumulative": Text("自开始累计", "since the beginning"),
    "stock": Text("期末数", "on the last day"),
}

_HOW = (
    "只填白色格。零写 0；不知道的留空并在“说明”写明缺报原因；不适用的选“是”。"
    " / Fill the white cells: 0 is zero, empty is unknown, n/a is a tick."
)


@dataclass(frozen=True, slots=True)
class Beside:
    """What is written into a template: earlier values, and what is known already.

    *site* is the code that the mark carries, *name* what people read.
    """

    site: str = ""
    name: str = ""
    now: Mapping[str, Cell] = field(default_factory=dict)
    last: Mapping[str, Cell] = field(default_factory=dict)
    year_ago: Mapping[str, Cell] = field(default_factory=dict)


def write_template(
    form: ReturnForm, period: Span, beside: Beside | None = None
) -> bytes:
    """Return the workbook of *form* for *period*: the same question, the same bytes.

    Raises:
        BadInputError: the edition is not valid in that period.
    """
    if period.last not in form.valid:
        raise BadInputError(_not_valid(form, period))
    given = beside or Beside()
    book = Workbook()
    book.properties.creator = _AUTHOR
    book.properties.title = form.title.zh
    book.properties.created = datetime.combine(form.valid.start, datetime.min.time())
    sheet = book.worksheets[0]
    sheet.title = SHEET
    _head(sheet, form, period, given)
    _body(sheet, form, given)
    _guide(book.create_sheet(GUIDE), form)
    return steady_bytes(book)


def _not_valid(form: ReturnForm, period: Span) -> Fault:
    return Fault(
        "form_not_valid",
        f"{form.code} 的 {form.edition} 版在 {period} 不适用（有效期 {form.valid}）",
        f"edition {form.edition} of {form.code} is not valid in {period}",
        remedy="换一个版次或报告期 / take another edition or period",
    )


def _head(sheet: Worksheet, form: ReturnForm, period: Span, given: Beside) -> None:
    said = spoken(period)
    made_up = "（合成数据 synthetic）" if form.label is Label.SYNTHETIC else ""
    chain = " → ".join(LEVELS[level].zh for level in form.chain.levels)
    registered = (
        f"表号：{form.number.zh}　制表机关：{form.issuer.zh}"
        f"　版次：{form.edition}　有效期：{form.valid.start} 至 {form.valid.last}"
    )
    asked = (
        f"报告期：{said.zh} / {said.en}　填报单位：{given.name or '________'}"
        f"　审核：{chain}"
    )
    lines = (f"{form.title.zh}{made_up}", form.title.en, registered, asked, _HOW)
    last = len(COLUMNS)
    for row, text in enumerate(lines, 1):
        sheet.merge_cells(start_row=row, end_row=row, start_column=1, end_column=last)
        cell = _write(sheet, row, 1, text)
        cell.alignment = Alignment(
            horizontal="center" if row < len(lines) - 2 else "left",
            vertical="center",
            wrap_text=True,
        )
        cell.font = Font(bold=row == 1, size=16 if row == 1 else 10)
    sheet.row_dimensions[1].height = 28
    sheet.row_dimensions[len(lines)].height = 30
    mark = _write(
        sheet, 1, last + 1, str(Mark(form.code, form.edition, period, given.site))
    )
    mark.number_format = _INVISIBLE
    for column, title in enumerate(COLUMNS, 1):
        cell = _write(sheet, _HEAD_ROW, column, title.title)
        cell.fill, cell.border, cell.font = _HEAD, _BOX, Font(bold=True)
        cell.alignment = Alignment(horizontal="center", vertical="center")
        width = _WIDTHS[title.code]
        sheet.column_dimensions[letters(column - 1)].width = width
    sheet.freeze_panes = f"A{_HEAD_ROW + 1}"
    sheet.protection.enable()
    sheet.page_setup.orientation = "landscape"
    sheet.page_setup.fitToHeight = 0
    sheet.sheet_properties.pageSetUpPr = PageSetupProperties(fitToPage=True)
    sheet.print_title_rows = f"{_HEAD_ROW}:{_HEAD_ROW}"


def _body(sheet: Worksheet, form: ReturnForm, given: Beside) -> None:
    yes = DataValidation(type="list", formula1=f'"{YES}"', allow_blank=True)
    yes.error, yes.errorTitle = f"只能选“{YES}”或留空", "不适用 / n/a"
    row = _HEAD_ROW
    for section in form.sections:
        for item in section.items:
            row += 1
            _row(sheet, row, section.title.zh, item, given)
            yes.add(address(row, _column("na") - 1))
            place = address(row, _column("value") - 1)
            sheet.add_data_validation(_number(item, place))
    sheet.add_data_validation(yes)


def _row(sheet: Worksheet, row: int, section: str, item: Item, given: Beside) -> None:
    now = given.now.get(item.code) or missing(item.code)
    inside = "其中：" if item.part_of else ""
    texts: dict[str, str | Decimal | None] = {
        "section": section,
        "item": item.code,
        "name": f"{inside}{item.indicator.name.zh}",
        "unit": item.unit.name,
        "value": _typed(now, item),
        "last": _earlier(given.last, item),
        "year_ago": _earlier(given.year_ago, item),
        "na": YES if now.given is Given.NOT_APPLICABLE else None,
        "reason": now.explanation or None,
    }
    for code, value in texts.items():
        cell = _write(sheet, row, _column(code), value)
        cell.border = _BOX
        cell.alignment = Alignment(
            horizontal="right" if code in {"value", "last", "year_ago"} else "left",
            vertical="center",
            wrap_text=code == "reason",
        )
        if code in _OPEN:
            cell.protection = Protection(locked=False)
        else:
            cell.fill = _FIXED
    name = sheet.cell(row, _column("name"))
    name.comment = Comment(_note(item), _AUTHOR, _NOTE_HEIGHT, _NOTE_WIDTH)


def _write(
    sheet: Worksheet, row: int, column: int, value: str | Decimal | None
) -> SheetCell:
    """Write a text as a text: what begins with = is no formula here."""
    cell = sheet.cell(row, column)
    if value is not None:
        cell.value = value
        if isinstance(value, str):
            cell.data_type = "s"
    if not isinstance(cell, SheetCell):
        raise TypeError(f"row {row} is inside a merged area")
    return cell


def _typed(cell: Cell, item: Item) -> str | Decimal | None:
    """Return what a cell was filled with, in the unit of the form."""
    amount = point(cell)
    return None if amount is None else _decimal(amount, item)


def _earlier(cells: Mapping[str, Cell], item: Item) -> str | Decimal:
    cell = cells.get(item.code) or missing(item.code)
    if cell.given is Given.NOT_APPLICABLE:
        return NOT_APPLICABLE.zh
    amount = point(cell)
    return MISSING.zh if amount is None else _decimal(amount, item)


def _decimal(amount: Fraction, item: Item) -> str | Decimal:
    """Return a number, or as a text what has no end as a decimal."""
    text = decimal_text(from_smallest(amount, item.unit))
    return f"{text} {item.unit}" if "/" in text else Decimal(text)


def _number(item: Item, place: str) -> DataValidation:
    """Return a rule that warns and lets pass: "n/a" and "1.2 万元" are answers too."""
    rule = DataValidation(
        type="whole" if item.indicator.whole and item.unit.factor == 1 else "decimal",
        operator="between",
        formula1="0" if item.indicator.non_negative else "-1E+15",
        formula2="1E+15",
        allow_blank=True,
        errorStyle="warning",
        errorTitle=item.indicator.name.zh[:32],
        error=f"应为数，单位 {item.unit}。确实如此请继续。",
        promptTitle=item.indicator.name.zh[:32],
        prompt=f"{_KINDS[item.kind.value].zh}，单位：{item.unit}",
    )
    rule.add(place)
    return rule


def _note(item: Item) -> str:
    indicator = item.indicator
    said = _KINDS[item.kind.value]
    parts = (
        f"{indicator.name.zh}（{item.unit}，{said.zh}）",
        indicator.definition.zh,
        item.note.zh,
        f"{indicator.name.en} ({said.en})",
        indicator.definition.en,
        item.note.en,
    )
    return "\n".join(part for part in parts if part)


def _guide(sheet: Worksheet, form: ReturnForm) -> None:
    head = ("名词", "怎么算", "Term", "How it is counted", "期别", "是否必填")
    widths = (24, 60, 30, 60, 18, 10)
    for column, (title, width) in enumerate(zip(head, widths, strict=True), 1):
        cell = _write(sheet, 1, column, title)
        cell.fill, cell.border, cell.font = _HEAD, _BOX, Font(bold=True)
        sheet.column_dimensions[letters(column - 1)].width = width
    for row, item in enumerate(form.items, 2):
        indicator = item.indicator
        texts = (
            f"{indicator.name.zh}（{item.unit}）",
            f"{indicator.definition.zh}{item.note.zh}",
            indicator.name.en,
            f"{indicator.definition.en} {item.note.en}".strip(),
            _KINDS[item.kind.value].zh,
            YES if item.required else "否",
        )
        for column, text in enumerate(texts, 1):
            cell = _write(sheet, row, column, text)
            cell.border = _BOX
            cell.alignment = Alignment(vertical="top", wrap_text=True)
    sheet.freeze_panes = "A2"
    sheet.protection.enable()


def _column(code: str) -> int:
    return next(n for n, column in enumerate(COLUMNS, 1) if column.code == code)
