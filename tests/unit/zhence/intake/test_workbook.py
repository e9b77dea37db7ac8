"""Workbooks: what the child reads, what it refuses, how it ends."""

import io
import json
import resource
import sys
from dataclasses import asdict, replace
from datetime import date
from types import SimpleNamespace

import pytest
from openpyxl.comments import Comment
from tests.unit.zhence.intake.corpus import (
    CODES,
    GOOD,
    SHEET,
    TITLES,
    book,
    header_row,
    part,
    repacked,
    roster,
    roster_row,
    text_cell,
    upload,
    with_part,
    with_sheet,
)

from zhence.errors import BadInputError, Severity
from zhence.intake import child, workbook
from zhence.intake.check import check_file
from zhence.intake.grid import Area, CellKind
from zhence.intake.limits import LIMITS
from zhence.intake.sheetscan import SheetScan
from zhence.intake.workbook import read_workbook

Cells = dict[tuple[int, int], tuple[str, str]]


def sent(data: bytes, **limits: int):
    """What the child would send, parsed in this process."""
    return [*child.parse(data, replace(LIMITS, **limits))]


def parsed(data: bytes) -> Cells:
    """All cells of the shown sheets by row and column."""
    items = sent(data)
    assert not [item for item in items if "code" in item]
    rows = [item for item in items if isinstance(item, list)]
    return {(n, column): (kind, text) for n, row in rows for column, kind, text in row}


def refusal(data: bytes, **limits: int):
    return sent(data, **limits)[-1]["code"]


def codes(data: bytes) -> list[str]:
    return [f.code for f in check_file(upload(data, "t.xlsx"), "firms").faults]


def places(data: bytes) -> list[tuple[str, str | None, int | None]]:
    report = check_file(upload(data, "t.xlsx"), "firms")
    return [(f.code, f.where.cell, f.where.line) for f in report.faults]


# ------------------------------------------------------------------ what is read


def test_values_keep_their_types_and_their_stored_digits():
    def fill(sheet):
        sheet["A1"] = "文字"
        sheet["B1"] = 1.5
        sheet["C1"] = date(2024, 5, 1)
        sheet["D1"] = True
        sheet["E1"] = 12
        sheet["F1"] = 0.07
        sheet["F1"].number_format = "0.0%"
        sheet["G1"] = 0.5
        sheet["G1"].number_format = '0"%"'
        sheet["H1"] = False

    assert parsed(book(fill)) == {
        (1, 0): ("t", "文字"),
        (1, 1): ("n", "1.5"),
        (1, 2): ("d", "45413"),
        (1, 3): ("b", "true"),
        (1, 4): ("n", "12"),
        (1, 5): ("t", "7%"),
        (1, 6): ("n", "0.5"),
        (1, 7): ("b", "false"),
    }


def test_the_artefact_of_binary_fractions_is_gone():
    rows = header_row() + roster_row(2, '<c r="C2"><v>0.30000000000000004</v></c>')
    assert parsed(with_sheet(rows))[2, 2] == ("n", "0.30000000000000004")
    assert codes(with_sheet(rows)) == []


def test_an_iso_date_and_a_formula_that_gives_nothing_are_read():
    cells = (
        '<c r="A1" t="d"><v>2024-05-01T00:00:00</v></c>'
        '<c r="B1" t="str"><f>""</f><v></v></c>'
        '<c r="C1" t="str"><f>"x"</f><v>x</v></c>'
    )
    assert parsed(with_sheet(f'<row r="1">{cells}</row>')) == {
        (1, 0): ("t", "2024-05-01T00:00:00"),
        (1, 2): ("t", "x"),
    }


def test_rows_and_cells_without_addresses_follow_each_other():
    rows = (
        '<row><c t="inlineStr"><is><t>a</t></is></c><c><v>1</v></c></row>'
        '<row><c t="inlineStr"><is><t>b</t></is></c></row>'
    )
    assert parsed(with_sheet(rows)) == {
        (1, 0): ("t", "a"),
        (1, 1): ("n", "1"),
        (2, 0): ("t", "b"),
    }


def test_errors_and_formulas_without_a_result_are_kept_apart_from_empty():
    cells = (
        '<c r="A1" t="e"><v>#N/A</v></c><c r="B1"><f>1+1</f></c>'
        '<c r="C1"><f>[1]表!A1</f><v>5</v></c><c r="D1"><f>A1+1</f><v>2</v></c>'
        '<c r="E1"><v></v></c><c r="F1" s="0"/>'
    )
    assert parsed(with_sheet(f'<row r="1">{cells}</row>')) == {
        (1, 0): ("e", "#N/A"),
        (1, 1): ("f", ""),
        (1, 2): ("x", "5"),
        (1, 3): ("n", "2"),
    }


def test_a_formula_below_everything_that_has_a_value_is_seen():
    first = f'<row r="1">{text_cell("A1", "x")}</row>'
    ninth = '<row r="9"><c r="A9"><f>A1</f></c></row>'
    assert parsed(with_sheet(first + ninth))[9, 0] == ("f", "")


def test_a_dimension_that_lies_changes_nothing():
    honest = part(book(), SHEET)
    lying = honest.replace("A1:F2", "A1:XFD1048576")
    assert lying != honest
    assert parsed(repacked(book(), {SHEET: lying.encode()})) == parsed(book())


def test_sheets_come_back_through_the_child_with_their_places():
    def fill(sheet):
        sheet["B2"] = "标题"
        sheet.merge_cells("B2:D2")
        sheet["C4"] = 7

    assert sent(book(fill))[0]["merged"] == [(2, 1, 2, 3)]
    opened = read_workbook(book(fill), "t.xlsx")
    (grid,) = opened.grids
    assert (grid.sheet, grid.merged, grid.system_1904) == (
        "名录",
        (Area(2, 1, 2, 3),),
        False,
    )
    assert [line.number for line in grid.lines] == [2, 4]
    assert grid.lines[1].at(2) == (CellKind.NUMBER, "7")
    assert str(grid.where(4, 2)) == "t.xlsx[名录!C4]"


def test_days_of_a_1904_workbook_are_counted_from_1904():
    data = with_part(
        roster([CODES[0], "甲", 1, 2, 3, date(2024, 5, 1)]),
        "xl/workbook.xml",
        lambda xml: xml.replace("<workbookPr />", '<workbookPr date1904="1"/>'),
    )
    assert 'date1904="1"' in part(data, "xl/workbook.xml")
    (grid,) = read_workbook(data).grids
    assert grid.system_1904
    assert check_file(upload(data, "t.xlsx"), "firms").accepted


# --------------------------------------------------------- shape of real workbooks


def test_titles_above_the_header_and_a_merged_title_are_no_fault():
    def fill(sheet):
        sheet.append(["2024年入驻企业名录"])
        sheet.merge_cells("A1:F1")
        sheet.append([])
        sheet.append(TITLES)
        sheet.append(list(GOOD))

    report = check_file(upload(book(fill), "t.xlsx"), "firms")
    assert (report.accepted, report.rows, report.faults) == (True, 1, ())


def test_a_header_of_two_rows_with_merged_groups_is_found():
    def fill(sheet):
        sheet.append([TITLES[0], TITLES[1], "经营情况", None, None, TITLES[5]])
        sheet.append([None, None, *TITLES[2:5]])
        for area in ("A1:A2", "B1:B2", "C1:E1", "F1:F2"):
            sheet.merge_cells(area)
        sheet.append(list(GOOD))

    report = check_file(upload(book(fill), "t.xlsx"), "firms")
    assert (report.accepted, report.rows, report.faults) == (True, 1, ())


def test_merged_cells_in_the_body_are_refused_by_cell():
    def fill(sheet):
        sheet.append(TITLES)
        sheet.append(list(GOOD))
        sheet.append([CODES[1], "乙公司", 1, 2, 3, None])
        sheet.merge_cells("D2:D3")

    assert ("cell_merged", "D2", 2) in places(book(fill))


def test_excels_own_row_numbers_count_blank_rows_too():
    data = roster([], GOOD, [], [CODES[1], "乙", "无", 1, 1.5, None])
    assert places(data) == [("number_placeholder", "C5", 5), ("not_whole", "E5", 5)]


def test_error_cells_and_unsaved_formulas_are_named_by_cell():
    rows = (
        header_row()
        + roster_row(2, '<c r="C2" t="e"><v>#N/A</v></c>')
        + roster_row(3, '<c r="C3"><f>C2</f></c>').replace(CODES[0], CODES[1])
        + roster_row(4, '<c r="C4"><f>[1]x!A1</f><v>4</v></c>').replace(
            CODES[0], CODES[2]
        )
    )
    assert places(with_sheet(rows)) == [
        ("cell_error", "C2", 2),
        ("cell_formula_unsaved", "C3", 3),
        ("cell_formula_outside", "C4", 4),
    ]


def test_hidden_sheets_rows_and_columns_are_reported_and_refuse_nothing():
    def fill(sheet):
        sheet.append(TITLES)
        sheet.append(list(GOOD))
        sheet.row_dimensions[2].hidden = True
        sheet.column_dimensions["C"].hidden = True

    data = book(fill, 草稿="veryHidden")
    head, *_ = sent(data)
    assert (head["hidden_rows"], head["hidden_columns"]) == ([2], [2])
    report = check_file(upload(data, "t.xlsx"), "firms")
    assert report.accepted
    assert [f.code for f in report.faults] == [
        "sheet_hidden",
        "rows_hidden",
        "columns_hidden",
    ]
    assert all(f.severity is Severity.WARNING for f in report.faults)


def test_other_sheets_do_not_matter_but_two_of_the_same_form_do():
    assert check_file(upload(book(填表说明="visible"), "t.xlsx"), "firms").accepted

    def fill(sheet):
        for each in (sheet, sheet.parent.create_sheet("又一张")):
            each.append(TITLES)
            each.append(list(GOOD))

    assert codes(book(fill)) == ["sheets_several"]


def test_a_workbook_without_the_header_says_what_it_expected():
    (fault,) = check_file(
        upload(book(lambda s: s.append(["a"])), "t.xlsx"), "firms"
    ).faults
    assert fault.code == "header_missing"
    assert "统一社会信用代码" in fault.zh


def test_text_beside_the_table_without_a_title_is_asked_about():
    data = roster([*GOOD, "备注？"], [CODES[1], "乙", 1, 2, 3, None, "又一个"])
    assert places(data) == [("column_nameless", "G2", 2)]


def test_comments_and_filters_are_no_fault():
    def fill(sheet):
        sheet.append(TITLES)
        sheet.append(list(GOOD))
        sheet["C2"].comment = Comment("核过", "某人")
        sheet.auto_filter.ref = "A1:F2"

    assert codes(book(fill)) == []


def test_pictures_are_unpacked_and_not_looked_at():
    picture = repacked(book(), added=[("xl/media/image1.png", b"\x89PNG" * 100)])
    assert parsed(picture) == parsed(book())


def test_a_merged_title_above_a_table_without_rows_is_no_fault():
    def fill(sheet):
        sheet.append(["名录"])
        sheet.append(TITLES)
        sheet.merge_cells("A1:F1")

    assert codes(book(fill)) == ["table_without_rows"]


# ----------------------------------------------------------------- what is refused


def test_every_fault_of_the_directory_is_told_and_nothing_is_unpacked():
    data = repacked(
        book(),
        added=[("xl/media/zeros.txt", b"0" * 2_000_000), ("xl/vbaProject.bin", b"x")],
    )
    assert codes(data) == ["workbook_macro", "workbook_bomb"]


@pytest.mark.parametrize(
    "prolog",
    [
        "<!DOCTYPE x>",
        '<!DOCTYPE x [<!ENTITY a "b">]>',
        '<!DOCTYPE x [<!ENTITY a SYSTEM "file:///etc/passwd">]>',
        "<!DOCTYPE lolz [<!ENTITY a 'ha'><!ENTITY b '&a;&a;&a;'>]>",
    ],
)
def test_a_doctype_is_refused_in_whatever_part(prolog):
    assert refusal(with_sheet(header_row(), prolog=prolog)) == "workbook_doctype"
    for name in ("xl/workbook.xml", "xl/styles.xml", "docProps/core.xml"):
        data = with_part(book(), name, lambda xml: prolog + xml.partition("?>")[2])
        assert refusal(data) == "workbook_doctype"


def test_a_doctype_in_utf_16_is_seen_too():
    xml = '<?xml version="1.0" encoding="UTF-16"?><!DOCTYPE x><worksheet/>'
    assert (
        refusal(repacked(book(), {SHEET: xml.encode("utf-16")})) == "workbook_doctype"
    )


def test_nesting_without_end_is_refused():
    deep = "<g>" * 100_000 + "</g>" * 100_000
    assert refusal(with_sheet(header_row(), extra=deep)) == "workbook_deep"


def test_markup_that_is_broken_is_refused():
    assert (
        refusal(repacked(book(), {SHEET: b"<worksheet><sheetData>"}))
        == "workbook_broken"
    )


@pytest.mark.parametrize("name", [SHEET, "xl/styles.xml", "docProps/app.xml"])
def test_a_part_whose_checksum_fails_is_refused(name):
    data = bytearray(repacked(book(), compression=0))
    content = part(book(), name).encode()
    data[data.index(content) + len(content) - 3] ^= 1
    assert refusal(bytes(data)) == "workbook_broken"


def test_links_that_opening_would_follow_are_refused_and_hyperlinks_are_not():
    def linked(kind: str) -> bytes:
        relation = (
            f'<Relationship Id="rX" Type="http://x/{kind}" Target="http://127.0.0.1/x"'
            ' TargetMode="External"/></Relationships>'
        )
        return with_part(
            book(),
            "xl/_rels/workbook.xml.rels",
            lambda xml: xml.replace("</Relationships>", relation),
        )

    assert refusal(linked("attachedTemplate")) == "workbook_linked"
    assert parsed(linked("hyperlink"))


def test_a_link_in_any_relations_part_is_refused():
    rels = (
        b'<Relationships><Relationship Id="r1" Type="http://x/oleObject"'
        b' Target="file:///c:/x" TargetMode="External"/></Relationships>'
    )
    data = repacked(book(), added=[("xl/worksheets/_rels/sheet1.xml.rels", rels)])
    assert refusal(data) == "workbook_linked"


def test_declared_macros_are_refused_even_without_their_part():
    data = with_part(
        book(),
        "[Content_Types].xml",
        lambda xml: xml.replace(
            "spreadsheetml.sheet.main+xml", "sheet.macroEnabled.main+xml"
        ),
    )
    assert refusal(data) == "workbook_macro"


def test_a_workbook_without_sheets_is_refused():
    data = with_part(
        book(), "xl/workbook.xml", lambda xml: xml.replace("<sheet ", "<gone ")
    )
    assert refusal(data) == "workbook_broken"


@pytest.mark.parametrize(
    ("rows", "code"),
    [
        ('<row r="1"><c r="A1"><v>1</v></c><c r="A1"><v>2</v></c></row>', "cell_twice"),
        ('<row r="1"><c r="B1"><v>1</v></c><c r="A1"><v>2</v></c></row>', "cell_twice"),
        ('<row r="1"><c r="A1"><v>1</v></c></row><row r="1"/>', "cell_twice"),
        ('<row r="1"><c r="A2"><v>1</v></c></row>', "cell_disputed"),
        ('<row r="1"><c r="A1" t="zz"><v>1</v></c></row>', "workbook_broken"),
        ('<row r="1"><c r="AAAA1"><v>1</v></c></row>', "workbook_broken"),
        ('<row r="1"><c r="XFE1"><v>1</v></c></row>', "workbook_broken"),
        ('<row r="1"><c r="é1"><v>1</v></c></row>', "workbook_broken"),
        ('<row r="1"><c r="A"><v>1</v></c></row>', "workbook_broken"),
        ('<row r="1"><c r="A1" t="s"><v>99</v></c></row>', "workbook_broken"),
        ('<row r="1048577"><c r="A1048577"><v>1</v></c></row>', "workbook_broken"),
    ],
)
def test_cells_that_two_programs_would_read_differently_are_refused(rows, code):
    assert refusal(with_sheet(rows)) == code


def test_a_stray_cell_at_the_end_of_the_sheet_is_named():
    rows = header_row() + '<row r="1048576"><c r="XFD1048576"><v>1</v></c></row>'
    (fault,) = check_file(upload(with_sheet(rows), "t.xlsx"), "firms").faults
    assert fault.code == "sheet_too_large"
    assert "XFD1048576" in fault.zh
    assert refusal(with_sheet(rows)) == "sheet_too_large"


def test_more_cells_than_allowed_are_refused():
    assert refusal(book(), cells=5) == "sheet_cells_too_many"


def test_cells_that_only_one_of_the_two_readers_sees_are_disputed(monkeypatch):
    scan = SheetScan.read

    def blind(self, stream, member):
        scan(self, stream, member)
        self.rows[2].clear()

    monkeypatch.setattr(SheetScan, "read", blind)
    assert refusal(book()) == "cell_disputed"

    def blinder(self, stream, member):
        scan(self, stream, member)
        del self.rows[1]

    monkeypatch.setattr(SheetScan, "read", blinder)
    assert refusal(book()) == "cell_disputed"

    def puzzled(self, stream, member):
        scan(self, stream, member)
        self.rows[2][2] = self.rows[2][2]._replace(type="?")

    monkeypatch.setattr(SheetScan, "read", puzzled)
    assert refusal(book()) == "cell_disputed"


# ------------------------------------------------------------------- how it ends


def test_the_child_gives_up_what_it_does_not_need(monkeypatch):
    given: dict[int, tuple[int, int]] = {}
    monkeypatch.setattr(resource, "setrlimit", given.__setitem__)
    child.confine(LIMITS)
    assert given[resource.RLIMIT_FSIZE] == (0, 0)
    assert given[resource.RLIMIT_CPU] == (LIMITS.processor, LIMITS.processor)
    assert given[resource.RLIMIT_AS][0] > LIMITS.memory


def test_the_child_speaks_json_lines(monkeypatch):
    monkeypatch.setattr(child, "confine", lambda _limits: None)
    source, sink = io.BytesIO(book()), io.BytesIO()
    monkeypatch.setattr(sys, "stdin", SimpleNamespace(buffer=source))
    monkeypatch.setattr(sys, "stdout", SimpleNamespace(buffer=sink))
    assert child.main(["child", json.dumps(asdict(LIMITS))]) == 0
    head, first, *_ = map(json.loads, sink.getvalue().splitlines())
    assert head["sheet"] == "名录"
    assert first[0] == 1


def test_a_child_without_memory_leaves_with_its_own_code(monkeypatch):
    def starve(_data, _limits):
        raise MemoryError

    monkeypatch.setattr(child, "parse", starve)
    code = child.serve(LIMITS, io.BytesIO(), io.BytesIO())
    assert code == child.OUT_OF_MEMORY


@pytest.mark.parametrize(
    ("code", "fault"),
    [
        (-9, "workbook_slow"),
        (-24, "workbook_slow"),
        (-6, "workbook_memory"),
        (77, "workbook_memory"),
        (1, "workbook_crashed"),
        (-11, "workbook_crashed"),
    ],
)
def test_however_the_child_ends_it_is_a_sentence(code, fault):
    assert workbook.end_of(code) == fault


def test_a_parser_that_panics_ends_the_child_and_not_the_parent(monkeypatch):
    monkeypatch.setattr(sys, "executable", "/bin/false")
    with pytest.raises(BadInputError) as caught:
        read_workbook(book(), "t.xlsx")
    assert [f.code for f in caught.value.faults] == ["workbook_crashed"]


def test_a_child_that_takes_too_long_is_killed():
    with pytest.raises(BadInputError) as caught:
        read_workbook(book(), "t.xlsx", replace(LIMITS, wall=0.001))
    assert [f.code for f in caught.value.faults] == ["workbook_slow"]


def test_a_child_without_memory_says_so_and_nothing_else_happens():
    rows = "".join(
        f'<row r="{n}">{text_cell(f"A{n}", "x" * 2_000)}</row>' for n in range(1, 5_000)
    )
    with pytest.raises(BadInputError) as caught:
        read_workbook(
            with_sheet(rows),
            "t.xlsx",
            replace(LIMITS, memory=4 * 1024 * 1024, ratio=10**6),
        )
    assert [f.code for f in caught.value.faults] == ["workbook_memory"]
