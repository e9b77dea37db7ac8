"""Files that people and programs send, good ones and bad ones, made by code."""

import io
import zipfile
from collections.abc import Callable, Iterable, Mapping, Sequence

import openpyxl
from openpyxl.worksheet.worksheet import Worksheet

from zhence.evidence import Text
from zhence.facts.catalogue import Catalogue, Indicator, Kind
from zhence.intake.tables import Upload
from zhence.units import unit

FIRMS = "统一社会信用代码,企业名称,年营业收入(万元),税收(万元),从业人员,入驻日期"
TITLES = FIRMS.split(",")
CODES = (
    "91350100M000100Y43",
    "91110000101623741K",
    "911101066976941872",
    "121200004013590816",
    "91310112087994932F",
    "91310115MA1K3BTP2B",
)
GOOD = (CODES[0], "甲公司", "1234.5", "56.7", "89", "2018-09-13")
FACTS = "subject,indicator,period,value,unit,upper,recorded_on,source,note"
SHEET = "xl/worksheets/sheet1.xml"
MAIN = "http://schemas.openxmlformats.org/spreadsheetml/2006/main"


def catalogue() -> Catalogue:
    """A catalogue of one indicator of each kind that a facts table can meet."""
    return Catalogue(
        (
            _indicator("tax_revenue", "税收收入", Kind.FLOW, "亿元", titles=("税收",)),
            _indicator("plan_cumulative", "计划累计投资", Kind.CUMULATIVE, "亿元"),
            _indicator("output_ytd", "累计产值", Kind.YEAR_TO_DATE, "亿元"),
            _indicator("value_added", "增加值", Kind.FLOW, "亿元", non_negative=False),
            _indicator("planned_area", "规划面积", Kind.STOCK, "km²"),
            _indicator("firms", "企业数", Kind.STOCK, "家"),
            _indicator("lead_share", "特色占比", Kind.RATIO, "%", maximum=1),
            _indicator("growth", "增速", Kind.RATIO, "%", non_negative=False),
            _indicator(
                "scenic", "景区等级", Kind.ORDINAL, "级", levels=("none", "1A", "3A")
            ),
            _indicator("eight_ones", "八个一", Kind.CHECKLIST, None),
            _indicator("predecessor", "前身", Kind.TEXT, None),
            _indicator("score", "得分", Kind.STOCK, None),
        )
    )


def _indicator(
    code, zh, kind, unit_name, *, non_negative=True, maximum=None, levels=(), titles=()
) -> Indicator:
    return Indicator(
        code=code,
        name=Text(zh, f"the {code}"),
        kind=kind,
        unit=None if unit_name is None else unit(unit_name),
        non_negative=non_negative,
        maximum=maximum,
        levels=levels,
        titles=titles,
    )


def csv(*rows: str, header: str = FIRMS, encoding: str = "utf-8") -> bytes:
    """A CSV file of rows as text."""
    return "".join(f"{line}\r\n" for line in (header, *rows)).encode(encoding)


def firm(**changed: str) -> str:
    """One good row of the roster with some cells changed."""
    named = dict(
        zip(("code", "name", "revenue", "tax", "staff", "on"), GOOD, strict=True)
    )
    return ",".join((named | changed).values())


def upload(data: bytes, name: str = "t.csv") -> Upload:
    return Upload(name, data)


def book(fill: Callable[[Worksheet], None] | None = None, **sheets: object) -> bytes:
    """A workbook by openpyxl: a roster, and whatever *fill* does to its sheet."""
    workbook = openpyxl.Workbook()
    sheet = workbook.active
    assert sheet is not None
    sheet.title = "名录"
    if fill is None:
        sheet.append(TITLES)
        sheet.append(list(GOOD))
    else:
        fill(sheet)
    for title, state in sheets.items():
        extra = workbook.create_sheet(title)
        extra["A1"] = "内容"
        extra.sheet_state = state
    stream = io.BytesIO()
    workbook.save(stream)
    return stream.getvalue()


def roster(*rows: Sequence[object]) -> bytes:
    """A workbook with the roster's header and these rows."""

    def fill(sheet: Worksheet) -> None:
        for row in (TITLES, *rows):
            sheet.append(list(row))

    return book(fill)


def repacked(
    data: bytes,
    replaced: Mapping[str, bytes] | None = None,
    added: Iterable[tuple[str, bytes]] = (),
    compression: int = zipfile.ZIP_DEFLATED,
) -> bytes:
    """The same archive with parts replaced or added, in the order given."""
    stream = io.BytesIO()
    with (
        zipfile.ZipFile(io.BytesIO(data)) as old,
        zipfile.ZipFile(stream, "w", compression) as new,
    ):
        for name in old.namelist():
            new.writestr(name, (replaced or {}).get(name, old.read(name)))
        for name, content in added:
            new.writestr(name, content)
    return stream.getvalue()


def part(data: bytes, name: str) -> str:
    with zipfile.ZipFile(io.BytesIO(data)) as archive:
        return archive.read(name).decode()


def with_part(data: bytes, name: str, change: Callable[[str], str]) -> bytes:
    return repacked(data, {name: change(part(data, name)).encode()})


def with_sheet(rows: str, *, extra: str = "", prolog: str = "") -> bytes:
    """A workbook whose sheet XML is written by hand."""
    xml = (
        f'<?xml version="1.0" encoding="UTF-8"?>{prolog}<worksheet xmlns="{MAIN}">'
        f"<sheetData>{rows}</sheetData>{extra}</worksheet>"
    )
    return repacked(book(), {SHEET: xml.encode()})


def text_cell(reference: str, text: str) -> str:
    return f'<c r="{reference}" t="inlineStr"><is><t>{text}</t></is></c>'


def header_row(number: int = 1) -> str:
    cells = "".join(
        text_cell(f"{letter}{number}", title)
        for letter, title in zip("ABCDEF", TITLES, strict=True)
    )
    return f'<row r="{number}">{cells}</row>'


def roster_row(number: int, revenue: str) -> str:
    """A good row by hand; *revenue* is the XML of the cell in column C."""
    return (
        f'<row r="{number}">{text_cell(f"A{number}", CODES[0])}'
        f"{text_cell(f'B{number}', '甲公司')}{revenue}</row>"
    )
