"""What can be wrong with a return by itself, without any other return.

Only what is surely wrong is a fault: an unknown part never exceeds its whole. Faults
are all found at once, each with the code of its item as the cell.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import replace
from fractions import Fraction

from zhence.errors import Fault, Where
from zhence.evidence import Interval
from zhence.intake.faults import fault
from zhence.reporting.cells import Cell, Given, missing
from zhence.reporting.forms import Item, ReturnForm
from zhence.units import Quantity, Unit, from_smallest

_BEYOND_64_BITS = 2**63


def place(item: str) -> Where:
    """Return where a fault of an item is: at its cell."""
    return Where(cell=item)


def amount_fault(item: Item, amount: Fraction) -> Fault | None:
    """Return what is wrong with an amount (in smallest units) of *item*, if anything.

    Negative where that cannot be, half a firm, a share above the whole, beyond 64
    bits, or finer than the smallest unit that is stored.
    """
    indicator = item.indicator
    greatest = indicator.greatest
    shown = Quantity(from_smallest(amount, item.unit), item.unit)
    where = place(item.code)
    if indicator.non_negative and amount < 0:
        return fault("negative", where, text=shown)
    if indicator.whole and amount.denominator != 1:
        return fault("not_whole", where, text=shown)
    if greatest is not None and amount > greatest:
        whole = Quantity(from_smallest(greatest, item.unit), item.unit)
        return fault("above_maximum", where, text=shown, maximum=whole)
    if abs(amount) >= _BEYOND_64_BITS:
        return fault("number_out_of_range", where, text=shown)
    return None if amount.denominator == 1 else too_fine(item)


def too_fine(item: Item) -> Fault:
    """Return the fault of a figure with more decimals than anybody counts."""
    return Fault(
        "number_too_fine",
        "小数位太多，超过了最小计量单位",
        "it has more decimals than the smallest unit that is counted",
        place(item.code),
        "四舍五入到实际统计的位数 / round it to what was really counted",
    )


def check(form: ReturnForm, cells: Mapping[str, Cell]) -> tuple[Fault, ...]:
    """Return every fault that keeps a return from being submitted.

    An item that *cells* leaves out is missing. A required figure may be missing when
    it is said why: it stays unknown then, and is never zero.
    """
    held = {i.code: cells.get(i.code) or missing(i.code) for i in form.items}
    return (
        *(f for item in form.items for f in _own(item, held[item.code])),
        *_unknown_items(form, cells),
        *_parts(form, held),
    )


def _own(item: Item, cell: Cell) -> Iterator[Fault]:
    if cell.given is Given.MISSING and item.required and not cell.explanation:
        yield replace(
            fault("value_missing", place(item.code)),
            remedy="填数；没有的写明缺报原因 / fill it in, or say why it is missing",
        )
    if cell.given is Given.NOT_APPLICABLE and item.required and not cell.explanation:
        yield Fault(
            "reason_missing",
            "勾了“不适用”，没有说明理由",
            "it is said not to apply, without a reason",
            place(item.code),
            "写明为什么不适用 / say why it does not apply",
        )
    if cell.unit is not None and cell.unit.dimension is not item.unit.dimension:
        yield _unit_of_another_kind(item, cell.unit)
    ends = (cell.amount.low, cell.amount.high) if cell.amount else ()
    for end in dict.fromkeys(e for e in ends if e is not None):
        found = amount_fault(item, end)
        if found is not None:
            yield found


def _unknown_items(form: ReturnForm, cells: Mapping[str, Cell]) -> Iterator[Fault]:
    for code in cells:
        if form.find(code) is None:
            yield Fault(
                "item_unknown",
                f"这张表没有这一项：{code}",
                f"the form has no item {code}",
                place(code),
                "刷新表单后重填 / load the form again",
            )


def _parts(form: ReturnForm, held: Mapping[str, Cell]) -> Iterator[Fault]:
    for item in form.items:
        whole = form.find(item.part_of or "")
        if whole is None:
            continue
        part_is, whole_is = held[item.code].amount, held[whole.code].amount
        if part_is is not None and whole_is is not None and _more(part_is, whole_is):
            yield Fault(
                "part_above_whole",
                f"大于它所属的“{whole.indicator.name.zh}”",
                f"it is more than the {whole.indicator.name.en} it is a part of",
                place(item.code),
                "核对两项的数和单位 / compare the two figures and their units",
            )


def _more(part: Interval, whole: Interval) -> bool:
    """Say whether a part surely exceeds its whole."""
    return part.low is not None and whole.high is not None and part.low > whole.high


def _unit_of_another_kind(item: Item, given: Unit) -> Fault:
    return Fault(
        "unit_mismatch",
        f"单位“{given}”不能换算成“{item.unit}”",
        f"cannot turn {given} into {item.unit}",
        place(item.code),
        f"写 {item.unit} / write it in {item.unit}",
    )
