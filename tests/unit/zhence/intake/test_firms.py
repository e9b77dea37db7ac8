"""The roster of firms."""

from datetime import date
from fractions import Fraction

import pytest
from tests.unit.zhence.intake.corpus import (
    CODES,
    FIRMS,
    GOOD,
    csv,
    firm,
    roster,
    upload,
)

from zhence.evidence import NON_NEGATIVE, Interval
from zhence.intake.credit_codes import doubt_about_code, plain_code
from zhence.intake.tables import read_firms


def read(*rows: str, header: str = FIRMS, encoding: str = "utf-8"):
    return read_firms(upload(csv(*rows, header=header, encoding=encoding)))


def codes(*rows: str, header: str = FIRMS) -> list[tuple[str, int | None]]:
    return [(f.code, f.where.line) for f in read(*rows, header=header).faults]


def test_a_row_becomes_a_firm_in_smallest_units():
    (found,) = read(firm()).load()
    assert found.credit_code == CODES[0]
    assert found.revenue == Interval.point(Fraction("1234.5") * 10**6)
    assert found.staff == Interval.point(89)
    assert found.entered_on == date(2018, 9, 13)


@pytest.mark.parametrize("encoding", ["utf-8-sig", "gb18030"])
def test_the_encodings_of_excel_are_read(encoding):
    assert read(firm(), encoding=encoding).accepted


def test_empty_is_unknown_and_n_a_is_not():
    (found,) = read(firm(revenue="", tax="n/a", staff="0", on="")).load()
    assert found.revenue == NON_NEGATIVE
    assert found.tax is None
    assert found.staff == Interval.point(0)
    assert found.entered_on is None


def test_the_unit_in_a_title_or_a_cell_takes_the_place_of_the_usual_one():
    header = FIRMS.replace("年营业收入(万元)", "年营业收入（单位：元）")
    (found,) = read(firm(revenue="5000"), header=header).load()
    assert found.revenue == Interval.point(500_000)
    (found,) = read(firm(revenue="0.12亿元")).load()
    assert found.revenue == Interval.point(1200 * 10**6)


def test_english_codes_serve_as_titles():
    header = "credit_code,name,revenue,tax,staff,entered_on"
    (found,) = read(firm(revenue="1"), header=header).load()
    assert found.revenue == Interval.point(10**6)


def test_marks_and_a_running_number_in_the_header_are_no_fault():
    header = FIRMS.replace("年营业收入(", "年营业收入 (").replace("税收(", "税收\t(")
    header = f"序号,*{header}"
    assert read(f"1,{firm()}", header=header).accepted


@pytest.mark.parametrize(
    ("row", "code"),
    [
        (firm(code=""), "value_missing"),
        (firm(name=""), "value_missing"),
        (firm(code="12345"), "credit_code_length"),
        (firm(code="330106000123456"), "credit_code_length"),
        (firm(code="9111000060003IOZSV"), "credit_code_letters"),
        (firm(code="911A0100M000100Y43"), "credit_code_letters"),
        (firm(staff="-3"), "negative"),
        (firm(revenue="-1"), "negative"),
        (firm(staff="2.5"), "not_whole"),
        (firm(revenue="#N/A"), "number_error_value"),
        (firm(revenue="1.234"), None),
        (firm(revenue='"1.234,5"'), "number_european"),
        (firm(tax="12%"), "unit_mismatch"),
        (firm(staff="12家"), "unit_mismatch"),
        (firm(on="2018-02-30"), "date_impossible"),
        (firm(on="13/09/2018"), "date_order"),
        (firm(on="45413"), "date_serial"),
        (firm(name="甲\x01公司"), "text_forbidden"),
        (firm(name="字" * 40_000), "text_too_long"),
        (firm(name="=cmd|' /C calc'!A0"), None),
        (firm(name="null"), None),
    ],
)
def test_each_mistake_is_refused_by_its_name(row, code):
    assert codes(row) == ([] if code is None else [(code, 2)])


def test_a_wrong_check_character_asks_and_does_not_refuse():
    table = read(firm(code="91350100M000100Y44"))
    assert [f.code for f in table.faults] == ["credit_code_check"]
    assert "应为 3" in table.faults[0].zh
    assert table.load()[0].credit_code == "91350100M000100Y44"


def test_a_name_that_reads_otherwise_than_it_is_asks():
    table = read(firm(name="甲\u202e公司"))
    assert [f.code for f in table.faults] == ["text_direction"]
    assert table.accepted


def test_spaces_width_and_small_letters_of_a_code_are_form_only():
    (found,) = read(firm(code=" ９１35 0100-m000100y43")).load()
    assert found.credit_code == CODES[0]


def test_two_rows_of_one_code_are_refused_in_whatever_spelling():
    assert codes(firm(), firm(code=CODES[0].lower())) == [("row_twice", 3)]


def test_a_code_stored_as_a_number_has_lost_its_digits():
    data = roster([121200004013590816, *GOOD[1:]], [12345, *GOOD[1:]])
    table = read_firms(upload(data, "t.xlsx"))
    assert [(f.code, f.where.cell) for f in table.faults] == [
        ("number_digits_lost", "A2"),
        ("credit_code_length", "A3"),
    ]


def test_workbook_cells_of_the_wrong_kind_are_refused():
    day = date(2018, 9, 13)
    data = roster(
        [CODES[0], day, day, True, 3, True],
        [CODES[1], 360, 1e300, 2, 3, 20180913],
    )
    table = read_firms(upload(data, "t.xlsx"))
    assert [(f.code, f.where.cell) for f in table.faults] == [
        ("text_expected", "B2"),
        ("number_is_date", "C2"),
        ("number_boolean", "D2"),
        ("date_unreadable", "F2"),
        ("number_out_of_range", "C3"),
    ]


def test_dates_in_workbooks_are_read_as_days():
    data = roster([CODES[0], "甲", 1, 2, 3, date(2018, 9, 13)])
    (found,) = read_firms(upload(data, "t.xlsx")).load()
    assert found.entered_on == date(2018, 9, 13)
    assert (found.where.sheet, found.where.cell) == ("名录", "C2")


def test_revenue_ten_thousand_times_that_of_the_others_is_asked_about():
    rows = [firm(code=code, revenue="5000", staff="100") for code in CODES[:5]]
    rows.append(firm(code=CODES[5], revenue="50000000", staff="100"))
    table = read(*rows)
    assert [(f.code, f.where.line) for f in table.faults] == [("power_of_ten", 7)]
    assert table.accepted
    assert "5000 万元" in table.faults[0].zh


def test_few_firms_or_unknown_heads_are_not_compared():
    assert codes(firm(), firm(code=CODES[1], revenue="99999999")) == []
    rows = [firm(code=code, staff="") for code in CODES]
    assert codes(*rows) == []


@pytest.mark.parametrize("row", [",,,,,", "", "  ,,, ,,"])
def test_rows_without_anything_are_no_rows(row):
    table = read(firm(), row)
    assert (table.accepted, table.count) == (True, 1)


def test_a_roster_without_a_row_is_asked_about():
    assert codes() == [("table_without_rows", None)]
    assert read().accepted


@pytest.mark.shared
def test_the_published_vectors_of_credit_codes_agree(shared):
    rows = (
        (shared / "vectors" / "uscc.csv").read_text(encoding="utf-8").splitlines()[1:]
    )
    assert len(rows) > 1_000
    for row in rows:
        number, expected, _ = row.split(",", 2)
        doubt = doubt_about_code(plain_code(number))
        assert (doubt is None) == (expected == "valid"), row
