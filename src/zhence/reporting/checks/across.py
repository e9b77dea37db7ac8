"""Checks of a return's figures against each other, its type, other statistics.

Only what is surely wrong is a hit: a figure that is missing, that does not apply
or that is known by halves only is compared as far as it is known.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from fractions import Fraction

from zhence.evidence import Interval
from zhence.reporting.cells import Cell
from zhence.reporting.checks.hit import Hit, asked, hit, shown
from zhence.reporting.checks.law import AtMost, Elsewhere, Needs, OutsideType
from zhence.reporting.forms import ReturnForm
from zhence.reporting.growth import point

Cells = Mapping[str, Cell]


def above(test: AtMost, form: ReturnForm, cells: Cells) -> Iterator[Hit]:
    """Yield the first of the items where they surely exceed the share."""
    items, than = asked(form, *test.items), form.find(test.than)
    whole = _amount(cells, test.than)
    parts = [_amount(cells, code) for code in test.items]
    if items is None or than is None or whole is None or None in parts:
        return
    together = Interval.point(0)
    for part in parts:
        together += part or Interval()
    most = whole.times(test.share).high
    if together.low is not None and most is not None and together.low > most:
        yield hit(
            items[0],
            other=(*items[1:], than),
            value=shown(together.low, items[0].unit),
            usual=shown(most, than.unit),
            share=test.share,
        )


def lonely(test: Needs, form: ReturnForm, cells: Cells) -> Iterator[Hit]:
    """Yield the needed item where it is zero beside one that is not."""
    items = asked(form, test.item, test.needs)
    value, needed = _amount(cells, test.item), _amount(cells, test.needs)
    if items is None or value is None or needed is None or value.low is None:
        return
    if value.low > 0 and needed.high == 0:
        yield hit(
            items[1], other=items[:1], value="0", usual=shown(value.low, items[0].unit)
        )


def outside(
    test: OutsideType,
    form: ReturnForm,
    cells: Cells,
    ranges: Mapping[tuple[str, str], tuple[Fraction, Fraction]],
) -> Iterator[Hit]:
    """Yield the item whose value per other one lies outside the range of the type.

    What is taken per nothing, or per less than nothing, has no such value.
    """
    items = asked(form, test.item, test.per)
    usual = ranges.get((test.item, test.per))
    value, per = _point(cells, test.item), _point(cells, test.per)
    if items is None or usual is None or value is None or per is None or per <= 0:
        return
    low, high = usual
    if not low <= value / per <= high:
        yield hit(
            items[0],
            other=items[1:],
            value=shown(value, items[0].unit),
            usual=f"{shown(low * per, items[0].unit)} – "
            f"{shown(high * per, items[0].unit)}",
        )


def elsewhere(
    test: Elsewhere, form: ReturnForm, cells: Cells, others: Mapping[str, Fraction]
) -> Iterator[Hit]:
    """Yield each figure that differs from the other statistics by more than a share.

    Beside a nought elsewhere every other number differs.
    """
    for item in form.items:
        value, other = _point(cells, item.code), others.get(item.code)
        if value is None or other is None:
            continue
        if abs(value - other) > test.share * abs(other):
            yield hit(
                item,
                value=shown(value, item.unit),
                usual=shown(other, item.unit),
                share=test.share,
            )


def _amount(cells: Cells, code: str) -> Interval | None:
    cell = cells.get(code)
    return None if cell is None else cell.amount


def _point(cells: Cells, code: str) -> Fraction | None:
    cell = cells.get(code)
    return None if cell is None else point(cell)
