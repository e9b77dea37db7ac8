"""How a figure moved, or in words why no growth can be said.

From zero, from below zero, and from what nobody knows there is no growth: it is
said so instead of infinity, minus one hundred percent, or a silent blank.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from fractions import Fraction

from zhence.evidence import Text
from zhence.facts.catalogue import Kind
from zhence.periods import Span
from zhence.reporting.cells import Cell, Given, missing
from zhence.reporting.forms import Item, ReturnForm

History = Mapping[Span, Mapping[str, Cell]]
"""The cells of earlier returns of one form by one site, by their periods."""

FROM_ZERO = Text("—（基数为零）", "— (from zero)")
FROM_BELOW = Text("—（基数为负）", "— (from below zero)")
MISSING = Text("—（缺报）", "— (missing)")
NOT_APPLICABLE = Text("—（不适用）", "— (n/a)")


_NOTHING = Text("", "")


@dataclass(frozen=True, slots=True)
class Growth:
    """*share* is by how much of the base a figure grew, 0.5 being half of it more.

    ``None`` where there is none; *because* then says why, and is empty otherwise.
    """

    share: Fraction | None
    because: Text = _NOTHING


def growth(base: Cell, now: Cell) -> Growth:
    """Return how *now* grew from *base*, both of the same item.

    >>> from zhence.evidence import Interval
    >>> tax = Cell("tax", Given.VALUE, amount=Interval.point(0))
    >>> growth(tax, tax).because.en
    '— (from zero)'
    """
    for cell in (base, now):
        if cell.given is Given.NOT_APPLICABLE:
            return Growth(None, NOT_APPLICABLE)
    before, after = point(base), point(now)
    if before is None or after is None:
        return Growth(None, MISSING)
    if before <= 0:
        return Growth(None, FROM_BELOW if before else FROM_ZERO)
    return Growth((after - before) / before)


def point(cell: Cell) -> Fraction | None:
    """Return the amount of a cell that gives one known number."""
    known = cell.amount is not None and cell.amount.known
    return cell.amount.low if cell.amount is not None and known else None


def held(history: History, period: Span, code: str) -> Cell:
    """Return the cell of *code* in *period*; what was never reported is missing."""
    return history.get(period, {}).get(code) or missing(code)


def of_period(form: ReturnForm, item: Item, period: Span, history: History) -> Cell:
    """Return what *item* is for *period* alone.

    A year-to-date figure is that of the period once the one before is taken off;
    if that one is not known, neither is the difference. Everything else is what
    was reported.
    """
    now = held(history, period, item.code)
    before = form.before(period)
    if item.kind is not Kind.YEAR_TO_DATE or before.start.year != period.start.year:
        return now
    earlier = held(history, before, item.code)
    if now.amount is None or earlier.amount is None:
        return now if now.given is Given.NOT_APPLICABLE else missing(item.code)
    return Cell(item.code, Given.VALUE, amount=now.amount.minus(earlier.amount))


def year_before(period: Span) -> Span:
    """Return the same quarter or year, one year earlier."""
    start, end = period.start, period.end
    return Span(start.replace(year=start.year - 1), end.replace(year=end.year - 1))
