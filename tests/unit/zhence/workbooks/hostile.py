"""Files that a filled form may come as, each with the verdict it deserves.

All are made here, from a sound return of which one thing is changed. A verdict is
the codes that must be among the faults; none means that the file is accepted.
"""

import csv as csv_files
import io
import zipfile
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import date
from functools import cache
from typing import Any

from openpyxl.utils.datetime import CALENDAR_MAC_1904
from tests.unit.zhence.intake.corpus import (
    GOOD,
    MAIN,
    SHEET,
    TITLES,
    book,
    csv,
    firm,
    part,
    repacked,
)
from tests.unit.zhence.workbooks.sheets import (
    HEAD,
    cell_of,
    filled,
    row_of,
    sound_rows,
    typed,
)

OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + b"\0" * 600
BOOK = "xl/workbook.xml"
RELS = "xl/_rels/workbook.xml.rels"


# What is wrong, how it is made, and the codes that it gets.
Rows = tuple[tuple[Any, ...], ...]


@dataclass(frozen=True)
class Hostile:
    """One file: what is wrong with it, its name, its bytes, the expected codes."""

    kind: str
    what: str
    name: str
    make: Callable[[], bytes]
    codes: frozenset[str]

    def __str__(self) -> str:
        return f"{self.kind}: {self.what}"


@cache
def sound() -> bytes:
    return filled()


def changed(name: str, change: Callable[[str], str]) -> bytes:
    return repacked(sound(), {name: change(part(sound(), name)).encode()})


def sheet_xml(old: str, new: str) -> bytes:
    text = part(sound(), SHEET)
    assert old in text, old
    return repacked(sound(), {SHEET: text.replace(old, new, 1).encode()})


def raw(reference: str, xml: str) -> bytes:
    """The sound book with the XML of one cell written by hand."""
    text = part(sound(), SHEET)
    start = text.index(f'<c r="{reference}"')
    ends = [text.find(end, start) for end in ("</c>", "/>")]
    whole = text.index(">", start)
    end = ends[1] + 2 if text[whole - 1] == "/" else ends[0] + 4
    return repacked(sound(), {SHEET: (text[:start] + xml + text[end:]).encode()})


def table(encoding: str = "utf-8", end: str = "\r\n", **values: str) -> bytes:
    """A CSV file of the sound return with some values replaced."""
    stream = io.StringIO()
    writer = csv_files.writer(stream, lineterminator=end)
    writer.writerow(HEAD[:4])
    writer.writerows(sound_rows(**values))
    return stream.getvalue().encode(encoding)


def zipped(**members: bytes) -> bytes:
    stream = io.BytesIO()
    with zipfile.ZipFile(stream, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, content in members.items():
            archive.writestr(name, content)
    return stream.getvalue()


def added(name: str, content: bytes) -> Callable[[], bytes]:
    return lambda: repacked(sound(), added=[(name, content)])


def flipped() -> bytes:
    data = bytearray(repacked(sound(), compression=zipfile.ZIP_STORED))
    at = data.index(b"<sheetData>")
    data[at + 30] ^= 4
    return bytes(data)


def prolog(text: str) -> Callable[[], bytes]:
    def put(xml: str) -> str:
        body = xml.partition("?>")[2] if xml.startswith("<?") else xml
        return f'<?xml version="1.0"?>{text}{body}'

    return lambda: changed(SHEET, put)


def external(kind: str, target: str = "http://127.0.0.1:9/x") -> Callable[[], bytes]:
    relation = (
        f'<Relationship Id="rX" Type="http://x/{kind}" Target="{target}"'
        ' TargetMode="External"/></Relationships>'
    )
    return lambda: changed(RELS, lambda x: x.replace("</Relationships>", relation))


def shaped(change: Callable) -> Callable[[], bytes]:
    return lambda: filled(change=change)


def valued(value: str | float | date | None, code: str = "tax_revenue"):
    return lambda: filled({code: value})


def hostile() -> Iterator[Hostile]:
    for kind, rows in (
        ("1 container", CONTAINERS),
        ("2 xml", MARKUP),
        ("3 shape", SHAPES),
        ("4 number in a cell", CELLS),
        ("6 text", TEXTS),
    ):
        for what, make, *codes in rows:
            yield Hostile(kind, what, "t.xlsx", make, frozenset(codes))
    yield from NAMED
    for text, *codes in NUMBERS:

        def make(text: str = text) -> bytes:
            return table(tax_revenue=text)

        what = repr(text if len(text) < 30 else f"{text[:10]}… {len(text)}")
        yield Hostile("4 number", what, "t.csv", make, frozenset(codes))
    for text, *codes in DATES:

        def dated(text: str = text) -> bytes:
            return csv(firm(on=text))

        yield Hostile("5 date", repr(text), "t.csv", dated, frozenset(codes))
    for what, make, *codes in ROSTERS:
        yield Hostile("5 date", what, "t.xlsx", make, frozenset(codes))
    for what, make, *codes in ENCODINGS:
        yield Hostile("7 encoding", what, "t.csv", make, frozenset(codes))


BROKEN = "workbook_broken"
CONTAINERS: Rows = (
    ("a sound one", sound),
    ("cut in the middle", lambda: sound()[: len(sound()) // 2], BROKEN),
    ("cut at 99 %", lambda: sound()[: len(sound()) * 99 // 100], BROKEN),
    ("only a beginning", lambda: b"PK\x03\x04", BROKEN),
    ("nothing", lambda: b"", "file_empty"),
    ("CSV renamed", table, "file_name_lies"),
    ("HTML renamed", lambda: b"<html><table></table></html>", "file_name_lies"),
    ("WPS or old Excel renamed", lambda: OLE, "file_name_lies"),
    (
        "with a password",
        lambda: OLE + "EncryptedPackage".encode("utf-16-le"),
        "workbook_encrypted",
    ),
    ("a flipped bit", flipped, BROKEN),
    ("BIFF 5", lambda: b"\x09\x08\x08\x00" + b"\0" * 60, "file_name_lies"),
    ("macros", added("xl/vbaProject.bin", b"x"), "workbook_macro"),
    ("a bomb", added("xl/media/zeros.txt", b"0" * 3_000_000), "workbook_bomb"),
    (
        "a thousand parts",
        lambda: repacked(sound(), added=[(f"xl/m/{n}.txt", b"") for n in range(1_001)]),
        "workbook_too_many_parts",
    ),
    ("a workbook inside", added("xl/inner.xlsx", b"PK\x03\x04"), "workbook_nested"),
    ("an object inside", added("xl/embeddings/o1.bin", b"x"), "workbook_nested"),
    ("a name that leads out", added("../../etc/cron.d/x", b"x"), "workbook_part_name"),
    ("an absolute name", added("/etc/passwd", b"x"), "workbook_part_name"),
    ("a part twice", added("xl/worksheets/SHEET1.xml", b"<x/>"), "workbook_part_twice"),
    ("data before it", lambda: b"MZ something" + sound(), BROKEN),
    ("two of them joined", lambda: sound() + sound(), BROKEN),
    ("an ordinary archive", lambda: zipped(a=b"x"), "file_name_lies"),
    (
        "an unusual packing",
        lambda: repacked(sound(), compression=zipfile.ZIP_BZIP2),
        BROKEN,
    ),
    (
        "a link to another file",
        added("xl/externalLinks/e1.xml", b"<x/>"),
        "workbook_linked",
    ),
)


def _named(what: str, name: str, make: Callable[[], bytes], *codes: str) -> Hostile:
    return Hostile("1 container", what, name, make, frozenset(codes))


NAMED = (
    _named("a workbook called CSV", "t.csv", sound, "file_name_lies"),
    _named("a workbook without ending", "upload-1", sound),
    _named("an old Excel by its name", "t.xls", lambda: OLE, "file_kind"),
    _named("a WPS file by its name", "t.et", lambda: OLE, "file_kind"),
    _named("a picture", "t.png", lambda: b"\x89PNG\r\n" + b"\0" * 40, "file_kind"),
    _named("a PDF", "t.pdf", lambda: b"%PDF-1.7\n", "file_kind"),
    _named("an empty CSV", "t.csv", lambda: b"\xef\xbb\xbf \r\n", "file_empty"),
)
MARKUP: Rows = (
    ("a DOCTYPE", prolog("<!DOCTYPE x>"), "workbook_doctype"),
    (
        "an external entity",
        prolog('<!DOCTYPE x [<!ENTITY a SYSTEM "file:///etc/passwd">]>'),
        "workbook_doctype",
    ),
    (
        "an expansion",
        prolog("<!DOCTYPE x [<!ENTITY a 'ha'><!ENTITY b '&a;&a;&a;&a;'>]>"),
        "workbook_doctype",
    ),
    (
        "a quadratic blow-up",
        prolog(f"<!DOCTYPE x [<!ENTITY a '{'a' * 50_000}'>]>"),
        "workbook_doctype",
    ),
    (
        "nesting without end",
        lambda: sheet_xml(
            "</sheetData>", f"</sheetData>{'<g>' * 9_999}{'</g>' * 9_999}"
        ),
        "workbook_deep",
    ),
    ("an attached template", external("attachedTemplate"), "workbook_linked"),
    ("a linked object", external("oleObject", "file:///c:/x"), "workbook_linked"),
    ("a hyperlink, which nobody clicks", external("hyperlink")),
    ("broken markup", lambda: repacked(sound(), {SHEET: b"<worksheet>"}), BROKEN),
    (
        "a dimension that lies",
        lambda: sheet_xml(
            "<sheetViews>", '<dimension ref="A1:XFD1048576"/><sheetViews>'
        ),
    ),
    (
        "no sheet",
        lambda: changed(BOOK, lambda x: x.replace("<sheet ", "<gone ")),
        BROKEN,
    ),
    (
        "a cell twice",
        lambda: raw("D7", '<c r="D7"><v>1</v></c><c r="D7"><v>2</v></c>'),
        "cell_twice",
    ),
    (
        "a shared string that is not there",
        lambda: raw("D7", '<c r="D7" t="s"><v>99999</v></c>'),
        BROKEN,
    ),
    (
        "a stray cell at the end",
        lambda: sheet_xml(
            "</sheetData>",
            '<row r="1048576"><c r="XFD1048576"><v>1</v></c></row></sheetData>',
        ),
        "sheet_too_large",
    ),
    (
        "another namespace for everything",
        lambda: repacked(sound(), {SHEET: f'<x xmlns="{MAIN}"/>'.encode()}),
        "header_missing",
    ),
)


def _hide_row(sheet) -> None:
    sheet.row_dimensions[row_of("staff")].hidden = True


def _hide_column(sheet) -> None:
    sheet.column_dimensions["F"].hidden = True


def _merge(sheet) -> None:
    sheet.merge_cells(f"E{row_of('staff')}:E{row_of('new_jobs')}")


def _second(sheet) -> None:
    sheet["J6"] = "本期数"


def _misspelt(sheet) -> None:
    sheet["E6"] = "本其数"


def _unknown(sheet) -> None:
    sheet["J6"] = "环比"


def _nameless(sheet) -> None:
    sheet["L8"] = "见附件"


def _blank_rows(sheet) -> None:
    for row in range(40, 200):
        sheet.cell(row, 2, "  ")


def _filter(sheet) -> None:
    sheet.auto_filter.ref = "A6:I21"


def _other_form(sheet) -> None:
    sheet["J1"] = "zhence|park-year|2024|2026|"


def _two_sheets(sheet) -> None:
    copy = sheet.parent.copy_worksheet(sheet)
    copy["J1"] = None


def _very_hidden(sheet) -> None:
    extra = sheet.parent.create_sheet("底稿")
    extra["A1"] = "内容"
    extra.sheet_state = "veryHidden"


def _item_gone(sheet) -> None:
    sheet.delete_rows(row_of("staff"))


def _item_twice(sheet) -> None:
    sheet["C40"], sheet["D40"], sheet["E40"] = "从业人员", "人", 5000


def _item_renamed(sheet) -> None:
    row = row_of("staff")
    sheet[f"B{row}"], sheet[f"C{row}"] = None, "从业人数合计"


def _percent(sheet) -> None:
    sheet[cell_of("tax_revenue")].number_format = "0.0%"


SHAPES: Rows = (
    ("merged values", shaped(_merge), "cell_merged"),
    ("a hidden row", shaped(_hide_row)),
    ("a hidden column", shaped(_hide_column)),
    ("a very hidden sheet", shaped(_very_hidden)),
    ("two columns of one name", shaped(_second), "column_twice"),
    ("a misspelt column", shaped(_misspelt), "column_unknown", "column_missing"),
    ("an unknown column", shaped(_unknown), "column_unknown"),
    ("text beside the table", shaped(_nameless), "column_nameless"),
    ("blanks below", shaped(_blank_rows)),
    ("a filter", shaped(_filter)),
    ("the template of another form", shaped(_other_form), "template_of_another"),
    ("the form on two sheets", shaped(_two_sheets), "sheets_several"),
    ("an item deleted", shaped(_item_gone), "value_missing"),
    ("an item twice", shaped(_item_twice), "item_twice"),
    ("an item renamed", shaped(_item_renamed), "item_unknown"),
    (
        "columns in another order",
        lambda: typed(
            [[row[3], row[2], row[1]] for row in sound_rows()],
            head=("本期数", "计量单位", "指标"),
        ),
    ),
    (
        "no header",
        lambda: typed(sound_rows(), head=("甲", "乙", "丙", "丁")),
        "header_missing",
    ),
    ("a formula without a result", valued("=1+1"), "cell_formula_unsaved"),
    ("#N/A", valued("#N/A"), "cell_error"),
    ("#DIV/0!", valued("#DIV/0!"), "cell_error"),
    (
        "a formula from another file",
        lambda: raw(
            cell_of("staff"), f'<c r="{cell_of("staff")}"><f>[1]A!B2</f><v>5</v></c>'
        ),
        "cell_formula_outside",
    ),
)
CELLS: Rows = (
    ("a date", valued(date(2024, 5, 1)), "number_is_date"),
    ("a boolean", valued(value=True), "number_boolean"),
    ("the artefact of a double", valued(0.1 + 0.2)),
    ("1e308", valued(1e308), "number_out_of_range"),
    ("half a person", valued(2.5, "staff"), "not_whole"),
    ("a number as a text", valued("2.5")),
    ("a share of money in percent", shaped(_percent), "unit_mismatch"),
    (
        "18 digits as a number",
        valued(913501000000001004, "staff"),
        "number_digits_lost",
    ),
    ("ten thousand times too much", valued(25_000_000_000), "number_out_of_range"),
    ("eligible above the total", valued(11, "eligible_investment"), "part_above_whole"),
    ("housing counted twice", valued(3, "residential_investment"), "H201"),
)
EVIL = (
    "=cmd|' /C calc'!A0",
    "<script>alert(1)</script>",
    "{{7*7}}",
    "'; DROP TABLE x;--",
)


def reasoned(text: str) -> Callable[[], bytes]:
    def put(sheet) -> None:
        cell = sheet[f"I{row_of('staff')}"]
        cell.value = text
        cell.data_type = "s"

    return lambda: filled(change=put)


TEXTS: Rows = (
    *((f"a reason like {text!r}", reasoned(text)) for text in EVIL),
    ("an emoji joined", reasoned("人员👨‍👩‍👧 说明")),
    ("a rare character", reasoned("𠮷镇说明")),
    ("a turned direction", reasoned("说明\u202e倒写")),
    ("a private character", reasoned("说明\ue000"), "text_forbidden"),
    ("a damaged character", reasoned("说明\ufffd"), "text_forbidden"),
    ("a reason without end", reasoned("说" * 5_000), "text_too_long"),
)
NUMBERS: tuple[tuple[str, ...], ...] = (
    ("２．５",),
    ("2,500",),
    ("1.234,5", "number_european"),
    ("2\u00a0500",),
    ("2.5\u200b",),
    ("25000万元",),
    ("2.5亿 元",),
    ("0.000025万亿元",),
    ("2.5亿", "unit_bare_multiplier"),
    ("2.5石", "unit_unknown"),
    ("2.5家", "unit_mismatch"),
    ("12%", "unit_mismatch"),
    ("—", "number_placeholder"),
    ("/", "number_placeholder"),
    ("无", "number_placeholder"),
    ("同上", "number_placeholder"),
    ("0",),
    ("", "value_missing"),
    ("n/a", "reason_missing"),
    ("NaN", "number_not_finite"),
    ("inf", "number_not_finite"),
    ("1e308", "number_scientific"),
    ("1e-400", "number_scientific"),
    ("-0.0",),
    ("9" * 400, "number_too_long"),
    ("9" * 5_000, "number_too_long"),
    ("0x1F", "number_notation"),
    ("1_234", "number_notation"),
    ("true", "number_boolean"),
    ("٢٫٥", "number_digits"),
    ("2²", "number_digits"),
    ("约2.5", "number_qualified"),
    ("2.5以上", "number_qualified"),
    ("2-3", "number_range"),
    ("1/3", "number_fraction"),
    ("(2.5)", "number_parentheses"),
    ("¥2.5", "number_currency"),
    ("二点五", "number_in_words"),
    ("-2.5", "negative"),
    ("0.00000000001", "number_too_fine"),
    ("=1+1", "number_formula"),
    ("@SUM(1)", "number_formula"),
    ("#N/A", "number_error_value"),
    ("#REF!", "number_error_value"),
    ("12,34", "number_european"),
    ("1,23,4", "number_groups"),
    ("2024年5月1日", "unit_unknown"),
)
DATES: tuple[tuple[str, ...], ...] = (
    ("2024年5月1日",),
    ("２０２４/5/1",),
    ("20240501",),
    ("2024-05-01 00:00:00",),
    ("2024-02-29",),
    ("2024-02-30", "date_impossible"),
    ("1900-02-29", "date_impossible"),
    ("2026-13", "date_unreadable"),
    ("2024-05-01T08:00:00+08:00", "date_zone"),
    ("01/05/2024", "date_order"),
    ("二〇二四年五月一日", "date_in_words"),
    ("45413", "date_serial"),
    ("0024-05-01", "date_out_of_range"),
)


def _dated(sheet) -> None:
    sheet.append(TITLES)
    sheet.append([*GOOD[:5], date(2024, 5, 1)])


def _serial(sheet) -> None:
    sheet.append(TITLES)
    sheet.append([*GOOD[:5], 45413])


def _from_1904(sheet) -> None:
    sheet.parent.epoch = CALENDAR_MAC_1904
    _dated(sheet)


ROSTERS: Rows = (
    ("a cell that is a date", lambda: book(_dated)),
    ("days counted from 1904", lambda: book(_from_1904)),
    ("a serial number in a plain cell", lambda: book(_serial), "date_serial"),
)
ENCODINGS: Rows = (
    ("UTF-8", table),
    ("UTF-8 with a mark", lambda: table("utf-8-sig")),
    ("GBK", lambda: table("gbk")),
    ("GB2312", lambda: table("gb2312")),
    (
        "GB18030 with four bytes",
        lambda: table("gb18030") + ",𠮷,,\r\n".encode("gb18030"),
    ),
    ("UTF-16", lambda: table("utf-16"), "encoding_utf16"),
    ("UTF-16 without a mark", lambda: table("utf-16-le"), "encoding_utf16"),
    (
        "two in one file",
        lambda: table() + ",说明文字很长很长,,\r\n".encode("gbk"),
        "encoding_mixed",
    ),
    ("a NUL", lambda: table().replace(b"2.5", b"2.5\0"), "nul_bytes"),
    ("CR only", lambda: table(end="\r")),
    ("LF only", lambda: table(end="\n")),
    ("an open quote", lambda: table() + b',"x\r\n', "csv_quote"),
    ("a ragged row", lambda: table() + b",x\r\n", "row_ragged"),
    ("semicolons", lambda: table().replace(b",", b";"), "csv_delimiter"),
    ("tabs", lambda: table().replace(b",", b"\t"), "csv_delimiter"),
    (
        "a huge field",
        lambda: table() + b"," + b"x" * 5_000_000 + b",,\r\n",
        "field_too_long",
    ),
    ("random bytes", lambda: bytes(range(128, 256)) * 9, "encoding_unknown"),
)
