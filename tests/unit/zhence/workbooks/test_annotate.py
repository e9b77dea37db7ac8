"""The workbook comes back with its faults in it, and otherwise as it was."""

import io
import re
import zipfile
from itertools import count

import pytest
from openpyxl.comments import Comment
from tests.unit.zhence.intake.corpus import (
    TITLES,
    book,
    part,
    repacked,
    roster,
    upload,
    with_part,
)
from tests.unit.zhence.workbooks.sheets import cell_of, filled, opened, read

from zhence.errors import BadInputError, Fault, Severity, Where
from zhence.intake.check import check_file
from zhence.intake.credit_codes import check_character
from zhence.workbooks.annotate import annotate
from zhence.workbooks.layout import SHEET
from zhence.workbooks.notes import AUTHOR
from zhence.workbooks.summary import SHEET as SUMMARY

BAD = {"staff": "一千", "tax_revenue": None}


def comments(data: bytes, sheet: str, *, by: str = AUTHOR) -> dict[str, str]:
    return {
        cell.coordinate: cell.comment.text
        for row in opened(data)[sheet].iter_rows()
        for cell in row
        if cell.comment is not None and cell.comment.author == by
    }


def checked(data: bytes) -> bytes:
    return annotate(data, read(data).faults, "t.xlsx")


def faults(*cells: str, sheet: str = "名录") -> list[Fault]:
    return [
        Fault("code", "中文 <&>", "english", Where("t.xlsx", None, sheet, cell), "改")
        for cell in cells
    ]


def parts(data: bytes) -> dict[str, bytes]:
    with zipfile.ZipFile(io.BytesIO(data)) as archive:
        return {name: archive.read(name) for name in archive.namelist()}


def test_each_faulty_cell_has_a_comment_and_no_other():
    found = comments(checked(filled(BAD)), SHEET)
    assert set(found) == {cell_of("staff"), cell_of("tax_revenue")}
    assert "number_in_words" in found[cell_of("staff")]
    assert "从业人员：“一千”" in found[cell_of("staff")]
    assert "→" in found[cell_of("staff")]


def test_the_definitions_stay_where_they_were():
    before = comments(filled(BAD), SHEET, by="zhence")
    assert before
    assert comments(checked(filled(BAD)), SHEET, by="zhence") == before


def test_the_summary_lists_every_fault_with_place_and_remedy():
    data = filled(BAD)
    rows = [
        [c.value for c in row] for row in opened(checked(data))[SUMMARY].iter_rows()
    ]
    told = read(data).faults
    assert len(rows) == len(told) + 1
    assert rows[1][1] == f"{SHEET}!{told[0].where.cell}"
    assert {row[3] for row in rows[1:]} == {f.code for f in told}


def test_what_must_be_mended_is_told_from_what_needs_a_reason():
    odd = filled({"staff": "一千", "operating_revenue": 1, "tax_revenue": 0.8})
    told = {f.where.cell: f for f in read(odd).faults}
    assert not told[cell_of("staff")].soft
    assert told[cell_of("tax_revenue")].soft
    notes = comments(checked(odd), SHEET)
    assert notes[cell_of("staff")].startswith("【必须改】[number_in_words]")
    assert notes[cell_of("tax_revenue")].startswith("【需说明】[")
    rows = opened(checked(odd))[SUMMARY].iter_rows(min_row=2, values_only=True)
    weights = {str(row[1]).partition("!")[2]: row[2] for row in rows}
    assert weights[cell_of("staff")] == "必须改 must be mended"
    assert weights[cell_of("tax_revenue")] == "需说明 needs a reason"


def test_everything_else_keeps_its_bytes():
    data = filled(BAD)
    before, after = parts(data), parts(checked(data))
    sheet = "xl/worksheets/sheet1.xml"
    assert after[sheet] == before[sheet]
    changed = {name for name in before if before[name] != after[name]}
    assert changed == {
        "[Content_Types].xml",
        "xl/workbook.xml",
        "xl/_rels/workbook.xml.rels",
        "xl/comments/comment1.xml",
        "xl/drawings/commentsDrawing1.vml",
    }


def test_the_same_workbook_and_faults_are_the_same_bytes_once_or_twice():
    data = filled(BAD)
    once = checked(data)
    assert checked(data) == once
    assert checked(once) == once


def test_what_was_mended_loses_its_comment():
    book_ = opened(checked(filled(BAD)))
    book_[SHEET][cell_of("staff")] = 1000
    stream = io.BytesIO()
    book_.save(stream)
    again = checked(stream.getvalue())
    assert set(comments(again, SHEET)) == {cell_of("tax_revenue")}
    assert opened(again).sheetnames.count(SUMMARY) == 1
    drawings = b"".join(v for k, v in parts(again).items() if k.endswith(".vml"))
    row = int(cell_of("staff")[1:]) - 1
    assert f"<x:Row>{row}</x:Row><x:Column>4<".encode() not in drawings.replace(
        b" ", b""
    )


def test_a_sound_workbook_says_so():
    cells = [c.value for c in opened(checked(filled()))[SUMMARY][2]]
    assert "没有发现问题" in cells
    assert read(checked(filled())).accepted


def test_the_annotated_workbook_reads_as_the_one_before():
    data = filled(BAD)
    assert read(checked(data)).faults == read(data).faults


def test_a_sheet_without_comments_gets_its_first():
    data = annotate(book(), faults("A2", "C2", "A2"))
    found = comments(data, "名录")
    assert set(found) == {"A2", "C2"}
    assert found["A2"].count("中文 <&>") == 2
    assert comments(annotate(data, faults("B2")), "名录").keys() == {"B2"}


def test_below_somebody_elses_comment_ours_is_written_and_only_once():
    def fill(sheet):
        sheet.append(TITLES)
        sheet["A1"].comment = Comment("请核对", "县统计局")

    once = annotate(book(fill), faults("A1"))
    text = comments(once, "名录", by="县统计局")["A1"]
    assert text.startswith("请核对")
    assert "中文 <&>" in text
    assert comments(annotate(once, faults("A1")), "名录", by="县统计局")["A1"] == text


def test_a_row_a_sheet_and_a_file_have_their_places():
    told = [
        Fault("row", "行", "row", Where("t", 2, "名录")),
        Fault("sheet", "表", "sheet", Where("t", None, "名录")),
        Fault("file", "件", "file", Where("t"), "", Severity.WARNING),
        Fault("area", "区", "area", Where("t", None, "名录", "3:3")),
        Fault("gone", "无", "gone", Where("t", None, "没有这张表", "A1")),
    ]
    data = annotate(book(), told)
    assert set(comments(data, "名录")) == {"A2"}
    rows = list(opened(data)[SUMMARY].iter_rows(min_row=2, values_only=True))
    assert [row[1] for row in rows] == [
        "名录!2:2",
        "名录",
        None,
        "名录!3:3",
        "没有这张表!A1",
    ]
    assert [row[2] for row in rows].count("提醒 warning") == 1


def test_what_is_written_is_no_formula_and_no_markup():
    evil = Fault("=cmd|x", "=1+1\x00\ud800", "<b>&", Where("t", None, "名录", "A1"))
    data = annotate(book(), [evil])
    row = next(iter(opened(data)[SUMMARY].iter_rows(min_row=2)))
    assert {cell.data_type for cell in row if cell.value is not None} == {"s"}
    assert row[4].value == "=1+1\ufffd\ufffd"


def test_the_place_of_the_drawing_is_before_what_must_follow_it():
    def ended(xml: str) -> str:
        return xml.replace("</worksheet>", "<tableParts/><extLst/></worksheet>")

    data = with_part(book(), "xl/worksheets/sheet1.xml", ended)
    sheet = part(annotate(data, faults("A1")), "xl/worksheets/sheet1.xml")
    assert re.search(r"<legacyDrawing [^>]*/><tableParts ?/><extLst ?/>", sheet)


def test_a_prefixed_sheet_gets_prefixed_elements():
    def prefixed(xml: str) -> str:
        xml = re.sub(r"<(/?)([A-Za-z])", r"<\1x:\2", xml.partition("?>")[2] or xml)
        return xml.replace("xmlns=", "xmlns:x=")

    data = book()
    for name in ("xl/worksheets/sheet1.xml", "xl/workbook.xml"):
        data = with_part(data, name, prefixed)
    noted = annotate(data, faults("A1"))
    assert "<x:legacyDrawing" in part(noted, "xl/worksheets/sheet1.xml")
    assert "<x:sheet " in part(noted, "xl/workbook.xml")
    assert "A1" in comments(noted, "名录")


def test_a_drawing_of_something_else_takes_our_boxes_too():
    data = annotate(book(), faults("A1"))
    bare = {k: v for k, v in parts(data).items() if "comments" not in k}
    rels = "xl/worksheets/_rels/sheet1.xml.rels"
    bare[rels] = re.sub(rb'<Relationship [^>]*comments"[^>]*/>', b"", bare[rels])
    bare["[Content_Types].xml"] = re.sub(
        rb"<Override [^>]*comments[^>]*/>", b"", bare["[Content_Types].xml"]
    )
    stream = io.BytesIO()
    with zipfile.ZipFile(stream, "w") as archive:
        for name, content in bare.items():
            archive.writestr(name, content)
    again = annotate(stream.getvalue(), faults("B2"))
    assert set(comments(again, "名录")) == {"B2"}
    assert sum(name.endswith(".vml") for name in parts(again)) == 1


def test_a_sheet_whose_part_is_gone_has_no_comments_and_the_rest_has():
    def renamed(xml: str) -> str:
        return xml.replace("sheet1.xml", "gone.xml")

    data = with_part(book(底稿="visible"), "xl/_rels/workbook.xml.rels", renamed)
    noted = annotate(data, [*faults("A1"), *faults("A1", sheet="底稿")])
    assert "xl/worksheets/gone.xml" not in parts(noted)
    texts = [v for k, v in parts(noted).items() if "comments" in k]
    assert len(texts) == 1


def test_a_drawing_that_is_damaged_is_left_alone():
    data = filled(BAD)
    name = "xl/drawings/commentsDrawing1.vml"
    noted = checked(repacked(data, {name: b"<xml>"}))
    assert parts(noted)[name] == b"<xml>"
    assert set(comments(noted, SHEET)) == {cell_of("staff"), cell_of("tax_revenue")}


@pytest.mark.parametrize(
    ("data", "code"),
    [
        (b"a,b\r\n1,2\r\n", "annotate_needs_workbook"),
        (book()[:-60], "workbook_broken"),
        (
            repacked(book(), {"xl/workbook.xml": b"<!DOCTYPE x><workbook/>"}),
            "workbook_doctype",
        ),
        (repacked(book(), {"xl/workbook.xml": b"<workbook>"}), "workbook_broken"),
        (
            repacked(
                book(),
                {"xl/workbook.xml": b'<?xml version="1.0" encoding="GBK"?><workbook/>'},
            ),
            "workbook_broken",
        ),
    ],
    ids=count(),  # the bytes of a workbook tell the time, too
)
def test_what_cannot_be_written_into_is_said(data, code):
    with pytest.raises(BadInputError) as caught:
        annotate(data, faults("A1"))
    assert [f.code for f in caught.value.faults] == [code]


def test_thirty_seven_faults_in_a_thousand_rows_come_back_at_their_cells():
    rows = [
        [_code(n), f"企业{n}", "100.5", "5", str(n % 90), "2018-09-13"]
        for n in range(1_000)
    ]
    bad = ("", "—", "1.2e9", "三十", "2018-02-30")
    places = [(7 + k * 26, k % 5 + 1) for k in range(37)]
    for row, column in places:
        rows[row][column] = bad[column - 1]
    data = roster(*rows)
    report = check_file(upload(data, "t.xlsx"), "firms")
    expected = {f"{'ABCDEF'[column]}{row + 2}" for row, column in places}
    assert (report.accepted, report.rows, len(report.faults)) == (False, 1_000, 37)
    assert {f.where.cell for f in report.faults} == expected
    noted = annotate(data, report.faults)
    assert set(comments(noted, "名录")) == expected
    assert opened(noted)[SUMMARY].max_row == 38
    assert check_file(upload(noted, "t.xlsx"), "firms") == report


def _code(number: int) -> str:
    stem = f"91{110000 + number % 100:06d}{number:09d}"
    return stem + check_character(stem)
