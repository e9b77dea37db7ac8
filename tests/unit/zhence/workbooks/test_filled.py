"""Filled workbooks: read like the web form, every fault at its cell."""

from datetime import date

import pytest
from tests.lib.returnforms import shipped_checks
from tests.unit.zhence.workbooks.sheets import (
    FORM,
    HEAD,
    PERIOD,
    SOUND,
    cell_of,
    filled,
    read,
    row_of,
    sound_rows,
    told,
    typed,
)

from zhence.errors import Severity
from zhence.evidence import Interval
from zhence.intake.tables import Upload
from zhence.periods import quarter
from zhence.reporting.cells import Cell, Given
from zhence.reporting.checks import Surroundings
from zhence.reporting.returns import Typed, read_cell
from zhence.workbooks.filled import read_filled

YI = 10**10


def test_a_sound_template_is_accepted_and_gives_what_the_web_form_would():
    found = read(filled())
    assert (found.accepted, found.faults, found.rows) == (True, (), 15)
    for code, value in SOUND.items():
        item = FORM.find(code)
        assert item is not None
        assert found.cells[code] == read_cell(item, Typed(str(value)))
    assert found.cells["new_jobs"].given is Given.MISSING
    assert found.report.as_json() == {"accepted": True, "rows": 15, "faults": []}


def test_reading_twice_is_reading_once():
    data = filled({"staff": "一千"})
    assert read(data) == read(data)


def test_every_fault_is_told_in_one_pass_by_sheet_and_cell():
    data = filled(
        {
            "total_investment": "—",
            "lead_investment": "1.234,5",
            "tax_revenue": None,
            "staff": 1.5,
            "enterprises": -3,
            "residential_investment": "12家",
        }
    )
    found = read(data)
    assert sorted((f.code, f.where.cell) for f in found.faults) == sorted(
        [
            ("number_placeholder", cell_of("total_investment")),
            ("number_european", cell_of("lead_investment")),
            ("value_missing", cell_of("tax_revenue")),
            ("not_whole", cell_of("staff")),
            ("negative", cell_of("enterprises")),
            ("unit_mismatch", cell_of("residential_investment")),
        ]
    )
    assert {f.where.sheet for f in found.faults} == {"填报"}
    assert found.cells == {}
    for fault in found.faults:
        assert fault.zh
        assert " / " in fault.remedy


def test_missing_zero_and_n_a_stay_apart():
    def change(sheet):
        sheet[f"H{row_of('staff')}"] = "√"
        sheet[f"I{row_of('staff')}"] = "在建，没有人员"
        sheet[f"I{row_of('tax_revenue')}"] = "税务数据未到"

    values = {"staff": None, "tax_revenue": None, "output_total": 0}
    values["characteristic_output"] = 0
    found = read(filled(values, change))
    assert found.accepted, found.faults
    assert found.cells["staff"].given is Given.NOT_APPLICABLE
    assert found.cells["tax_revenue"].given is Given.MISSING
    assert found.cells["tax_revenue"].explanation == "税务数据未到"
    assert found.cells["output_total"].amount == Interval.point(0)


def test_a_value_that_is_said_not_to_apply_is_refused():
    def change(sheet):
        sheet[f"H{row_of('staff')}"] = "是"

    assert told(filled(change=change)) == [
        ("value_and_not_applicable", cell_of("staff"))
    ]


def test_a_soft_check_passes_with_a_reason_in_the_sheet():
    values = {"staff": 0}
    assert told(filled(values)) == [("S206", cell_of("staff"))]

    def change(sheet):
        sheet[f"I{row_of('staff')}"] = "人员均为劳务派遣"

    found = read(filled(values, change))
    assert found.accepted
    assert [(f.code, f.severity) for f in found.faults] == [("S206", Severity.WARNING)]


def test_history_is_held_against_it_where_it_is_known():
    item = FORM.find("staff")
    assert item is not None
    cell = read_cell(item, Typed("49990000"))
    assert isinstance(cell, Cell)
    around = Surroundings(PERIOD, {quarter(2026, 2): {"staff": cell}})
    assert told(filled(), around) == [("S304", cell_of("staff"))]


# -------------------------------------------------------------------- what it is for


@pytest.mark.parametrize(
    ("mark", "codes"),
    [
        ("zhence|town-year|2024|2026Q3|", ["template_of_another"]),
        ("zhence|town-quarter|2023|2026Q3|", ["template_of_another"]),
        ("zhence|town-year|2023|2026Q3|", ["template_of_another"] * 2),
        ("zhence|town-quarter|2024|2026Q3|T-2", ["template_of_another"]),
    ],
)
def test_a_template_of_another_form_edition_or_site_is_refused_at_its_mark(mark, codes):
    def change(sheet):
        sheet["J1"] = mark

    data = filled(change=change)
    found = read_filled(Upload("t.xlsx", data), FORM, shipped_checks(), site="T-1")
    assert [(f.code, f.where.cell) for f in found.faults] == [(c, "J1") for c in codes]


def test_a_template_of_another_period_is_refused():
    found = read(filled(), Surroundings(quarter(2026, 2)))
    assert [f.code for f in found.faults] == ["template_of_another"]
    assert read(filled(), Surroundings(PERIOD)).accepted


def test_a_sheet_without_a_mark_is_asked_about_unless_the_period_is_said():
    data = typed(sound_rows())
    assert told(data) == [("period_not_said", "")]
    assert read(data).accepted
    assert told(data, Surroundings(PERIOD)) == []


# ----------------------------------------------------------- sheets that people make


def test_title_rows_merged_groups_and_headings_are_no_fault():
    def change(sheet):
        sheet.insert_rows(1, 2)
        sheet["A1"] = "特色小镇季度报表"
        sheet.merge_cells("A1:F1")
        sheet["B2"] = "单位：见各行"
        sheet.insert_rows(4)
        sheet["A4"] = "一、投资"
        sheet.merge_cells("A4:F4")
        sheet["B40"] = "填报人：张某"

    assert told(typed(sound_rows(), change)) == [("period_not_said", "")]


def test_a_column_of_groups_may_be_merged_but_no_value():
    head = ("栏目", "指标", "计量单位", "本期数")
    rows = [["投资", *row[1:]] for row in sound_rows()]

    def grouped(sheet):
        sheet.merge_cells("A2:A5")

    assert told(typed(rows, grouped, head)) == [("period_not_said", "")]

    def swallowed(sheet):
        sheet.merge_cells("D2:D3")

    assert ("cell_merged", "D2") in told(typed(rows, swallowed, head))


def test_a_header_of_two_rows_is_found():
    def change(sheet):
        sheet.insert_rows(1)
        for column, text in ((2, "指标"), (3, "计量单位"), (4, "填报")):
            sheet.cell(1, column, text)
        sheet["B2"] = None
        sheet["C2"] = None
        sheet.merge_cells("B1:B2")

    assert told(typed(sound_rows(), change)) == [("period_not_said", "")]


@pytest.mark.parametrize(
    "name",
    [
        "总投资",
        "一、总投资",
        "1.总投资",
        "（一）总投资",
        "其中：总投资",
        "总投资（亿元）",
    ],
)
def test_names_are_known_with_numbers_brackets_and_of_which(name):
    rows = sound_rows()
    rows[0][1] = name
    assert told(typed(rows)) == [("period_not_said", "")]


def test_full_width_digits_and_units_behind_numbers_are_understood():
    values = {
        "total_investment": "１０",
        "tax_revenue": "25,000 万元",
        "staff": "0.5万人",
    }
    found = read(filled(values))
    assert found.accepted, found.faults
    assert found.cells["tax_revenue"].amount == Interval.point(25 * YI // 10)
    assert found.cells["staff"].amount == Interval.point(5000)


def test_another_unit_in_the_row_converts_and_is_asked_about():
    def change(sheet):
        sheet[f"D{row_of('tax_revenue')}"] = "万元"

    found = read(filled({"tax_revenue": 25000}, change))
    assert found.accepted
    assert [(f.code, f.where.cell) for f in found.faults] == [
        ("unit_converted", f"D{row_of('tax_revenue')}")
    ]
    assert found.cells["tax_revenue"].amount == Interval.point(25 * YI // 10)


def test_a_unit_in_the_title_of_the_column_speaks_for_money_alone():
    head = ("指标代码", "指标", "本期数（万元）")
    rows = [
        ["", row[1], float(str(row[3])) * 10_000 if row[2] == "亿元" else row[3]]
        for row in sound_rows()
    ]
    found = read(typed(rows, head=head), Surroundings(PERIOD))
    assert found.accepted, found.faults
    assert found.cells["tax_revenue"].amount == Interval.point(25 * YI // 10)
    assert found.cells["staff"].amount == Interval.point(5000)


@pytest.mark.parametrize(
    ("unit", "code"), [("石", "unit_unknown"), ("家", "unit_mismatch")]
)
def test_a_unit_that_does_not_fit_is_refused_at_its_cell(unit, code):
    def change(sheet):
        sheet[f"D{row_of('tax_revenue')}"] = unit

    assert told(filled(change=change)) == [(code, f"D{row_of('tax_revenue')}")]


def test_a_note_in_brackets_behind_a_name_is_no_unit():
    rows = sound_rows()
    rows[0][1:3] = ["总投资（含住宅）", ""]
    assert told(typed(rows)) == [("period_not_said", "")]


def test_a_name_the_form_does_not_have_is_named_with_the_nearest():
    rows = sound_rows()
    rows[6][1] = "税收收人"
    found = read(typed(rows))
    unknown = next(f for f in found.faults if f.code == "item_unknown")
    assert unknown.where.cell == "B8"
    assert "税收收入" in unknown.zh
    assert ("value_missing", "") in [(f.code, f.where.cell or "") for f in found.faults]
    rows[6][:2] = ["no_such_code", ""]
    assert ("item_unknown", "A8") in told(typed(rows))
    rows[6][:2] = ["", ""]
    assert ("item_unknown", "B8") in told(typed(rows))


def test_an_item_in_two_rows_is_refused_by_the_first():
    rows = [*sound_rows(), ["", "总投资", "亿元", 10]]
    assert ("item_twice", "D11") in told(typed(rows))


def test_a_code_and_a_name_that_differ_are_refused():
    rows = sound_rows()
    rows[0][0] = "staff"
    assert ("item_disputed", "B2") in told(typed(rows))


def test_two_columns_of_one_name_and_a_misspelt_one_are_named():
    head = (*HEAD, "本期数", "计量单为")
    found = told(typed(sound_rows(), head=head))
    assert ("column_twice", "G1") in found
    assert ("column_unknown", "H1") in found


def test_without_its_column_the_rows_are_not_all_called_missing():
    head = ("指标代码", "指标", "计量单位", "上期数")
    assert [code for code, _ in told(typed(sound_rows(), head=head))] == [
        "column_missing"
    ]
    assert [code for code, _ in told(typed([], head=("甲", "乙")))] == [
        "header_missing"
    ]


def test_error_cells_dates_and_formulas_are_refused_by_cell():
    values: dict[str, str | float | date | None] = {
        "staff": "#N/A",
        "tax_revenue": date(2026, 9, 30),
        "enterprises": "=1+1",
    }
    assert sorted(told(filled(values))) == sorted(
        [
            ("cell_error", cell_of("staff")),
            ("number_is_date", cell_of("tax_revenue")),
            ("cell_formula_unsaved", cell_of("enterprises")),
        ]
    )


def test_hidden_rows_are_read_and_told():
    def change(sheet):
        sheet.row_dimensions[row_of("staff")].hidden = True

    found = read(filled(change=change))
    assert found.accepted
    assert [f.code for f in found.faults] == ["rows_hidden"]


def test_a_csv_file_of_the_same_columns_is_read_the_same():
    lines = [",".join(HEAD[:4])]
    lines += [",".join(map(str, row)) for row in sound_rows()]
    for encoding in ("utf-8", "utf-8-sig", "gb18030"):
        data = "\r\n".join(lines).encode(encoding)
        found = read(data, Surroundings(PERIOD), "t.csv")
        assert found.accepted, found.faults
        assert found.cells["staff"].amount == Interval.point(5000)


def test_what_cannot_be_opened_is_a_fault_and_no_row(tmp_path):
    found = read_filled(tmp_path / "gone.xlsx", FORM, shipped_checks())
    assert [f.code for f in found.faults] == ["file_missing"]
    assert (found.accepted, found.rows) == (False, 0)
