"""The sheet that lists every fault of a workbook, one a row."""

from __future__ import annotations

from collections.abc import Iterable

from zhence.errors import Fault
from zhence.intake.grid import address
from zhence.workbooks.notes import MAIN, text_of
from zhence.workbooks.wording import weight

SHEET = "检查结果（镇策）"
_TITLES = ("序号", "位置", "程度", "编号", "问题", "Problem", "怎么改 / what to do")
_WIDTHS = (6, 22, 24, 20, 60, 60, 60)


def summary_sheet(faults: Iterable[Fault]) -> bytes:
    """Return the part of a worksheet; every cell is a text, no formula can begin."""
    rows = [_TITLES, *(_row(n, fault) for n, fault in enumerate(faults, 1))]
    if len(rows) == 1:
        rows.append(("", "", "", "", "没有发现问题", "nothing is wrong", ""))
    columns = "".join(
        f'<col min="{n}" max="{n}" width="{width}" customWidth="1"/>'
        for n, width in enumerate(_WIDTHS, 1)
    )
    body = "".join(
        f'<row r="{n}">'
        + "".join(_cell(n, c, text) for c, text in enumerate(row) if text)
        + "</row>"
        for n, row in enumerate(rows, 1)
    )
    return (
        f'<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\n'
        f'<worksheet xmlns="{MAIN}"><cols>{columns}</cols>'
        f"<sheetData>{body}</sheetData></worksheet>"
    ).encode()


def _row(number: int, fault: Fault) -> tuple[str, ...]:
    where = fault.where
    place = where.cell or (f"{where.line}:{where.line}" if where.line else "")
    if where.sheet:
        place = f"{where.sheet}!{place}" if place else where.sheet
    said = " ".join(weight(fault))
    return (str(number), place, said, fault.code, fault.zh, fault.en, fault.remedy)


def _cell(row: int, column: int, text: str) -> str:
    return (
        f'<c r="{address(row, column)}" t="inlineStr"><is>'
        f'<t xml:space="preserve">{text_of(text)}</t></is></c>'
    )
