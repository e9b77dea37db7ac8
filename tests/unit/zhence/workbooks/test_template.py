"""A form as a workbook: what stands in it, and that it is the same each time."""

from datetime import timedelta
from fractions import Fraction

import openpyxl
import pytest
from tests.lib.returnforms import form, shipped_forms
from tests.unit.zhence.workbooks.sheets import (
    FORM,
    ITEMS,
    PERIOD,
    cell_of,
    opened,
    read,
    row_of,
)

from zhence.errors import BadInputError
from zhence.evidence import Interval
from zhence.periods import quarter, year
from zhence.reporting.cells import Cell, Given
from zhence.reporting.forms import PeriodKind
from zhence.workbooks.layout import GUIDE, SHEET, Mark, read_mark, spoken
from zhence.workbooks.template import Beside, write_template

YI = 10**10


def value(code: str, amount: Fraction | int, why: str = "") -> Cell:
    point = Interval.point(amount)
    return Cell(code, Given.VALUE, amount=point, explanation=why)


def test_the_same_question_is_the_same_bytes():
    assert write_template(FORM, PERIOD) == write_template(FORM, PERIOD)
    assert write_template(FORM, PERIOD) != write_template(FORM, quarter(2026, 2))


@pytest.mark.parametrize("each", shipped_forms().forms, ids=lambda f: f.code)
def test_every_shipped_form_has_title_number_issuer_validity_units_and_items(each):
    period = quarter(2024, 3) if each.period is PeriodKind.QUARTER else year(2024)
    sheet = opened(write_template(each, period))[SHEET]
    head = " ".join(str(sheet.cell(row, 1).value) for row in range(1, 6))
    for text in (each.title.zh, each.title.en, each.number.zh, each.issuer.zh):
        assert text in head
    assert str(each.valid.start) in head
    assert spoken(period).zh in head
    rows = [[c.value for c in row] for row in sheet.iter_rows(min_row=7)]
    assert [row[1] for row in rows] == [i.code for i in each.items]
    assert [row[3] for row in rows] == [i.unit.name for i in each.items]


def test_only_what_is_to_be_filled_is_open_and_what_does_not_apply_is_chosen():
    sheet = opened(write_template(FORM, PERIOD))[SHEET]
    assert sheet.protection.sheet
    free = {c.column for r in sheet.iter_rows() for c in r if not c.protection.locked}
    assert free == {5, 8, 9}
    lists = [v for v in sheet.data_validations.dataValidation if v.type == "list"]
    assert [v.formula1 for v in lists] == ['"是"']
    chosen = {c for span in lists[0].sqref.ranges for c in span.cells}
    assert chosen == {(row_of(code), 8) for code in ITEMS}


def test_definitions_are_notes_at_the_items_and_a_sheet_of_their_own():
    book = opened(write_template(FORM, PERIOD))
    note = book[SHEET][f"C{row_of('eligible_investment')}"].comment
    assert note is not None
    item = FORM.find("eligible_investment")
    assert item is not None
    for text in (item.indicator.definition.zh, item.note.zh, item.indicator.name.en):
        assert text in note.text
    assert book.sheetnames == [SHEET, GUIDE]
    assert book[GUIDE].max_row == len(ITEMS) + 1


def test_the_mark_shows_nothing_and_is_read_back():
    data = write_template(FORM, PERIOD, Beside(site="T-1", name="某镇"))
    cell = opened(data)[SHEET]["J1"]
    assert cell.number_format == ";;;"
    mark = Mark("town-quarter", "2024", PERIOD, "T-1")
    assert read_mark(str(cell.value)) == mark
    assert read(data).mark == mark


@pytest.mark.parametrize(
    "text", ["", "zhence", "zhence|a|b|2026Q9|", "other|a|b|2026Q3|", "a|b|c|d|e|f"]
)
def test_what_is_no_mark_is_none(text):
    assert read_mark(text) is None


def test_earlier_values_stand_beside_and_missing_is_not_zero():
    third = Fraction(10**10, 3)
    data = write_template(
        FORM,
        PERIOD,
        Beside(
            last={
                "staff": value("staff", 0),
                "tax_revenue": value("tax_revenue", third),
                "annual_visitors": Cell("annual_visitors", Given.NOT_APPLICABLE),
            },
            year_ago={"staff": value("staff", 4321)},
        ),
    )
    sheet = opened(data)[SHEET]
    row = row_of("staff")
    assert (sheet[f"F{row}"].value, sheet[f"G{row}"].value) == (0, 4321)
    assert sheet[f"F{row_of('tax_revenue')}"].value == "1/3 亿元"
    assert sheet[f"F{row_of('annual_visitors')}"].value == "—（不适用）"
    assert sheet[f"F{row_of('enterprises')}"].value == "—（缺报）"


def test_what_is_known_already_is_filled_in_and_reads_back_the_same():
    now = {
        "staff": value("staff", 12, "=1+1 说明"),
        "tax_revenue": value("tax_revenue", 3 * YI),
        "annual_visitors": Cell(
            "annual_visitors", Given.NOT_APPLICABLE, explanation="不是旅游镇"
        ),
    }
    data = write_template(FORM, PERIOD, Beside(now=now, name="=cmd|x"))
    sheet = opened(data)[SHEET]
    assert sheet[f"I{row_of('staff')}"].data_type == "s"
    assert sheet[cell_of("staff")].value == 12
    again = read(data)
    assert {f.code for f in again.faults} == {"value_missing"}
    missing = {f.where.cell for f in again.faults}
    assert cell_of("staff") not in missing
    assert f"H{row_of('annual_visitors')}" not in missing


def test_an_edition_that_is_not_valid_then_is_refused():
    after = FORM.valid.last + timedelta(days=400)
    with pytest.raises(BadInputError) as caught:
        write_template(FORM, quarter(after.year, 1))
    assert [f.code for f in caught.value.faults] == ["form_not_valid"]


def test_a_year_is_said_as_a_year():
    assert spoken(year(2024)).zh == "2024年"
    assert write_template(form("park-year"), year(2024))


def test_openpyxl_itself_opens_it_without_a_word():
    assert isinstance(opened(write_template(FORM, PERIOD)), openpyxl.Workbook)
