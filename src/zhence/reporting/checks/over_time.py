"""Checks of a return's figures against earlier ones, and against the usual size."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from fractions import Fraction
from statistics import median

from zhence.facts.catalogue import Kind
from zhence.periods import Span
from zhence.reporting.cells import Cell
from zhence.reporting.checks.hit import Hit, asked, hit, shown
from zhence.reporting.checks.law import (
    Against,
    CarriesOver,
    Moved,
    NeverFalls,
    PowerOfTen,
    SameAsLast,
)
from zhence.reporting.forms import Item, ReturnForm
from zhence.reporting.growth import (
    History,
    growth,
    held,
    of_period,
    point,
    year_before,
)
from zhence.units import decimal_text, from_smallest

_TEN = 10


def hits(
    test: NeverFalls | CarriesOver | Moved | SameAsLast,
    form: ReturnForm,
    cells: Mapping[str, Cell],
    period: Span,
    history: History,
) -> Iterator[Hit]:
    """Yield the cells of *period* that do not follow from earlier ones."""
    known = {**history, period: cells}
    before = form.before(period)
    match test:
        case NeverFalls():
            yield from _falls(form, known, period, before)
        case CarriesOver():
            yield from _carries(test, form, known, period, before)
        case Moved():
            yield from _moved(test, form, known, period, before)
        case _:
            yield from _same(test, form, known, period, before)


def _falls(
    form: ReturnForm, known: History, period: Span, before: Span
) -> Iterator[Hit]:
    for item in form.items:
        new_year = before.start.year != period.start.year
        if not item.kind.grows or (item.kind is Kind.YEAR_TO_DATE and new_year):
            continue
        was = held(known, before, item.code).amount
        now = held(known, period, item.code).amount
        if was is None or now is None or was.low is None or now.high is None:
            continue
        if now.high < was.low:
            yield hit(
                item, value=shown(now.high, item.unit), usual=shown(was.low, item.unit)
            )


def _carries(
    test: CarriesOver, form: ReturnForm, known: History, period: Span, before: Span
) -> Iterator[Hit]:
    items = asked(form, test.item, *test.plus, *test.minus)
    total = point(held(known, before, test.item))
    now = point(held(known, period, test.item))
    if items is None or total is None or now is None:
        return
    for sign, codes in ((1, test.plus), (-1, test.minus)):
        for code in codes:
            part = point(held(known, period, code))
            if part is None:
                return
            total += sign * part
    if total != now:
        yield hit(
            items[0],
            other=items[1:],
            value=shown(now, items[0].unit),
            usual=shown(total, items[0].unit),
        )


def _moved(
    test: Moved, form: ReturnForm, known: History, period: Span, before: Span
) -> Iterator[Hit]:
    """Yield what moved too far; from zero or below there is no share to speak of."""
    for item in form.items:
        if test.against is Against.LAST_YEAR:
            base = held(known, year_before(period), item.code)
            now = held(known, period, item.code)
        else:
            base = of_period(form, item, before, known)
            now = of_period(form, item, period, known)
        share, was, is_now = growth(base, now).share, point(base), point(now)
        if share is None or was is None or is_now is None:
            continue
        if abs(share) > test.own.get(item.code, test.share):
            value, usual = shown(is_now, item.unit), shown(was, item.unit)
            yield hit(item, value=value, usual=usual, share=share)


def _same(
    test: SameAsLast, form: ReturnForm, known: History, period: Span, before: Span
) -> Iterator[Hit]:
    for item in form.items:
        now = point(held(known, period, item.code))
        was = point(held(known, before, item.code))
        if item.kind not in test.kinds or now is None or now != was:
            continue
        if _digits(now, item) >= test.digits:
            yield hit(item, value=shown(now, item.unit), usual=shown(now, item.unit))


def powers(
    test: PowerOfTen,
    form: ReturnForm,
    cells: Mapping[str, Cell],
    period: Span | None,
    history: History,
    medians: Mapping[str, Fraction],
) -> Iterator[Hit]:
    """Yield each figure that is a power of ten away from its usual size.

    Usual is the median of its own known figures that are not zero, or the type's.
    """
    for item in form.items:
        cell = cells.get(item.code)
        now = None if cell is None else point(cell)
        if test.against is Against.TYPE:
            usual = medians.get(item.code)
        else:
            usual = _middle(item.code, period, history)
        if now is None or usual is None or not now or not usual:
            continue
        times = abs(now) / abs(usual)
        if any(_near(times, power, test.spread) for power in test.powers):
            yield hit(item, value=shown(now, item.unit), usual=shown(usual, item.unit))


def _near(times: Fraction, power: int, spread: Fraction) -> bool:
    ten = Fraction(_TEN) ** power
    return any(t / spread <= times <= t * spread for t in (ten, 1 / ten))


def _middle(code: str, period: Span | None, history: History) -> Fraction | None:
    others = [
        abs(amount)
        for when, cells in history.items()
        if when != period and (cell := cells.get(code)) is not None
        if (amount := point(cell))
    ]
    return median(others) if others else None


def _digits(amount: Fraction, item: Item) -> int:
    """Return how many digits a person typed, noughts at both ends left out."""
    text = decimal_text(abs(from_smallest(amount, item.unit))).replace(".", "")
    return len(text.strip("0"))
