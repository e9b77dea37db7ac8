"""What people type into a form is read exactly, or refused by the name of the slip."""

from fractions import Fraction

import pytest
from tests.lib.returnforms import form, item

from zhence.errors import Fault
from zhence.evidence import Interval
from zhence.reporting.cells import Cell, Given, missing
from zhence.reporting.returns import Typed, read_cell, read_cells
from zhence.units import unit

WAN = 10**4 * 100  # 分


def read(code: str, text: str = "", why: str = "", *, applies: bool = True) -> Cell:
    cell = read_cell(item(code), Typed(text, applies, why))
    assert isinstance(cell, Cell), cell
    return cell


def refused(code: str, text: str, *, applies: bool = True) -> str:
    fault = read_cell(item(code), Typed(text, applies))
    assert isinstance(fault, Fault), fault
    assert fault.where.cell == code
    assert fault.zh
    assert fault.remedy
    return fault.code


@pytest.mark.parametrize(
    ("text", "fen", "named"),
    [
        ("1,234.5万元", 12_345 * WAN // 10, "万元"),
        ("１，２３４．５　万元", 12_345 * WAN // 10, "万元"),
        ("2.5", 25_000 * WAN, "亿元"),
        ("0", 0, "亿元"),
        ("300 000 元", 300_000 * 100, "元"),
    ],
)
def test_a_number_is_read_in_its_own_unit_or_in_the_unit_of_the_item(
    text: str, fen: int, named: str
):
    cell = read("tax_revenue", text)
    assert cell.given is Given.VALUE
    assert cell.amount == Interval.point(fen)
    assert cell.unit == unit(named)
    assert cell.typed == text.strip()


def test_nothing_typed_is_missing_and_is_not_zero():
    assert read("tax_revenue").given is Given.MISSING
    assert read("tax_revenue").amount is None
    assert not read("tax_revenue").says(read("tax_revenue", "0"))


def test_the_box_and_the_word_both_mean_that_it_does_not_apply():
    ticked = read("annual_visitors", why="不是旅游类", applies=False)
    typed = read("annual_visitors", "不适用", "不是旅游类")
    assert ticked == typed
    assert ticked.given is Given.NOT_APPLICABLE


def test_a_missing_figure_keeps_the_reason_why_it_is_missing():
    assert read("tax_revenue", why="税务数未出").explanation == "税务数未出"


@pytest.mark.parametrize(
    ("code", "text", "fault"),
    [
        ("tax_revenue", "3 亩", "unit_mismatch"),
        ("tax_revenue", "3 万", "unit_bare_multiplier"),
        ("tax_revenue", "—", "number_placeholder"),
        ("tax_revenue", "约3", "number_qualified"),
        ("tax_revenue", "-1", "negative"),
        ("tax_revenue", "0.00000000001亿元", "number_too_fine"),
        ("tax_revenue", "99999999999999 亿元", "number_out_of_range"),
        ("tax_revenue", "1" * 81, "text_too_long"),
        ("enterprises", "2.5", "not_whole"),
        ("staff", "12 人次", "unit_mismatch"),
    ],
)
def test_a_slip_is_named(code: str, text: str, fault: str):
    assert refused(code, text) == fault


def test_a_value_and_the_box_at_once_are_asked_about():
    assert refused("tax_revenue", "0", applies=False) == "value_and_not_applicable"


def test_an_explanation_that_no_page_would_show_is_refused():
    fault = read_cell(item("tax_revenue"), Typed(explanation="长" * 301))
    assert isinstance(fault, Fault)
    assert fault.code == "text_too_long"


def test_a_cell_that_is_a_value_and_none_cannot_be_built():
    with pytest.raises(ValueError, match="has an amount"):
        Cell("x", Given.VALUE)
    with pytest.raises(ValueError, match="has an amount"):
        Cell("x", Given.MISSING, amount=Interval.point(1))


def test_many_cells_are_read_at_once_with_every_fault():
    typed = {
        "tax_revenue": Typed("1"),
        "staff": Typed("许多"),
        "enterprises": Typed("1.5"),
        "no_such_item": Typed("1"),
    }
    cells, faults = read_cells(form("town-quarter"), typed)
    assert set(cells) == {"tax_revenue"}
    assert {f.where.cell for f in faults} == {"staff", "enterprises"}


def test_the_same_amount_in_another_unit_says_the_same():
    assert read("tax_revenue", "1亿元").says(read("tax_revenue", "10000万元"))
    assert missing("x").amount is None
    assert Fraction(0) == read("tax_revenue", "0").amount.low  # type: ignore[union-attr]
