"""Which cells are open, what differs between revisions, what may be sent back."""

from fractions import Fraction

import pytest
from tests.lib.returnforms import form, item

from zhence.evidence import Interval
from zhence.reporting.approval import State
from zhence.reporting.cells import Cell, Given
from zhence.reporting.checks import check
from zhence.reporting.returns import (
    Change,
    Typed,
    differences,
    open_items,
    read_cell,
    send_back_faults,
)
from zhence.units import unit

FORM = form("town-quarter")
NA = "n/a"


def cells(**texts: str) -> dict[str, Cell]:
    """Cells by what was typed; ``n/a`` and ``?reason`` are the two other answers."""
    made = {}
    for code, text in texts.items():
        why = text.removeprefix("?") if text.startswith("?") else ""
        read = read_cell(item(code), Typed("" if why else text, explanation=why))
        assert isinstance(read, Cell)
        made[code] = read
    return made


def full(**texts: str) -> dict[str, Cell]:
    """Every required cell, sound; *texts* replace some."""
    sound = {i.code: "0" for i in FORM.items if i.required}
    return cells(**(sound | texts))


def codes(held: dict[str, Cell]) -> list[tuple[str, str | None]]:
    return [(f.code, f.where.cell) for f in check(FORM, held)]


def test_a_draft_is_open_as_a_whole():
    assert open_items(FORM, State.DRAFT, ()) == {i.code for i in FORM.items}


def test_after_a_return_only_the_returned_cells_are_open():
    returned = {"staff", "tax_revenue", "no_item_of_this_form"}
    assert open_items(FORM, State.RETURNED, returned) == {"staff", "tax_revenue"}


@pytest.mark.parametrize(
    "state", [s for s in State if s not in {State.DRAFT, State.RETURNED}]
)
def test_everything_else_is_frozen(state: State):
    assert open_items(FORM, state, {"staff"}) == frozenset()


def test_differences_are_added_changed_and_removed_with_their_amounts():
    before = cells(staff="10", tax_revenue="1", enterprises="5")
    after = cells(staff="12", enterprises="5", output_total="3")
    found = {d.item: d for d in differences(FORM, before, after)}
    assert {code: d.change for code, d in found.items()} == {
        "staff": Change.CHANGED,
        "tax_revenue": Change.REMOVED,
        "output_total": Change.ADDED,
    }
    assert found["staff"].by == Interval.point(2)
    assert found["tax_revenue"].by is None


def test_differences_come_in_the_order_of_the_form():
    order = [i.code for i in FORM.items]
    found = [d.item for d in differences(FORM, {}, full())]
    assert found == sorted(found, key=order.index)


def test_the_same_amount_typed_otherwise_is_no_difference():
    assert not differences(
        FORM, cells(tax_revenue="1亿元"), cells(tax_revenue="10,000万元")
    )


def test_not_applicable_missing_and_zero_differ_from_each_other():
    for one, other in ((NA, "0"), ("0", ""), ("", NA)):
        assert differences(FORM, cells(staff=one), cells(staff=other))


def test_another_reason_of_a_missing_figure_is_a_difference():
    assert differences(FORM, cells(staff="?未统计"), cells(staff="?机构调整"))


def test_cells_go_back_only_with_a_reason_each():
    assert send_back_faults(FORM, {"staff": "与社保数不符"}) == ()
    faults = send_back_faults(
        FORM, {"staff": " ", "no_item": "错", "tax_revenue": "长" * 301}
    )
    assert [f.code for f in faults] == [
        "reason_missing",
        "choice_unknown",
        "text_too_long",
    ]
    assert [f.code for f in send_back_faults(FORM, {})] == ["nothing_sent_back"]


def test_a_sound_return_has_no_fault():
    assert codes(full()) == []


def test_a_required_figure_may_be_missing_only_with_a_reason():
    assert codes(full(staff="")) == [("value_missing", "staff")]
    assert codes(full(staff="?普查年，延后")) == []


def test_not_applicable_needs_a_reason_where_the_figure_is_required():
    assert codes(full(staff=NA)) == [("reason_missing", "staff")]
    assert codes(full(annual_visitors=NA)) == []


def test_a_part_above_its_whole_is_found_whatever_the_units():
    held = full(total_investment="1亿元", eligible_investment="10001万元")
    assert codes(held) == [("part_above_whole", "eligible_investment")]
    assert not codes(full(total_investment="1亿元", eligible_investment="10000万元"))


def test_an_unknown_part_or_whole_never_breaks_the_sum():
    assert codes(full(total_investment="?未报", eligible_investment="5")) == []


def test_a_rounded_part_is_above_its_whole_only_when_it_surely_is():
    whole = cells(total_investment="1")
    yi = 10**10
    wide = Interval(Fraction(yi - 1), Fraction(yi + 1))
    part = Cell("lead_investment", Given.VALUE, "1.0", unit("亿元"), wide, rounded=True)
    assert codes(full() | whole | {"lead_investment": part}) == []
    open_end = Interval(Fraction(yi + 1), None)
    above = Cell("lead_investment", Given.VALUE, "≥1", unit("亿元"), open_end)
    assert codes(full() | whole | {"lead_investment": above}) == [
        ("part_above_whole", "lead_investment")
    ]


def test_cells_that_came_from_elsewhere_are_checked_like_typed_ones():
    wrong_unit = Cell("staff", Given.VALUE, "3", unit("亩"), Interval.point(3))
    minus = Cell("enterprises", Given.VALUE, "-3", unit("家"), Interval.point(-3))
    stray = Cell("no_item", Given.VALUE, "3", unit("家"), Interval.point(3))
    held = full() | {"staff": wrong_unit, "enterprises": minus, "no_item": stray}
    assert codes(held) == [
        ("negative", "enterprises"),
        ("unit_mismatch", "staff"),
        ("item_unknown", "no_item"),
    ]
