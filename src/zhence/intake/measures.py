"""What a cell says about an amount, in smallest units and within its bounds.

Amounts become integers of the engine further on, hence nothing is let in that
could not be one: beyond 64 bits a figure is no statistic of this world.
"""

from __future__ import annotations

from dataclasses import dataclass
from fractions import Fraction
from functools import lru_cache

from zhence.errors import UnitError
from zhence.evidence import ANYTHING, NON_NEGATIVE, Interval
from zhence.intake.numbers import Given
from zhence.intake.rows import Row
from zhence.units import Dimension, Quantity, Unit, from_smallest, unit

_BEYOND_64_BITS = 2**63
_WHOLE = frozenset({Dimension.COUNT, Dimension.PERSONS, Dimension.VISITS})


# A table of a hundred thousand rows names a handful of units.
_named = lru_cache(maxsize=256)(unit)


@dataclass(frozen=True, slots=True)
class Bounds:
    """What an amount may be: *into* is the unit it must convert to.

    *greatest* is in smallest units, ``None`` without an upper bound.
    """

    into: Unit
    non_negative: bool = True
    greatest: Fraction | None = None

    @property
    def nothing_known(self) -> Interval:
        """The interval of an amount of which nothing is known."""
        return NON_NEGATIVE if self.non_negative else ANYTHING


def stated_unit(row: Row, column: str) -> Unit | None:
    """Return the unit that a unit column names, ``None`` if none or refused."""
    text = row.text(column)
    if not text:
        return None
    try:
        return _named(text)
    except UnitError as error:
        row.add(column, *error.faults)
        return None


def chosen_unit(
    row: Row, column: str, given: Given, stated: Unit | None
) -> Unit | None:
    """Return the one unit of a number whose row has a unit column too.

    "0.12亿元" beside a unit column that says 万元 contradicts itself: which one
    was meant is asked, not guessed.
    """
    if given.unit and stated and given.unit != stated:
        row.refuse(column, "unit_contradiction", own=given.unit, column=stated)
        return None
    return given.unit or stated


def smallest(
    row: Row, column: str, given: Given, measure: Unit, bounds: Bounds
) -> Fraction | None:
    """Return the number of a cell in smallest units, ``None`` if it was refused."""
    if given.value is None:
        return None
    if measure.dimension is not bounds.into.dimension:
        try:
            Quantity(given.value, measure).to(bounds.into)
        except UnitError as error:
            row.add(column, *error.faults)
        return None
    amount = given.value * measure.factor
    code = _out_of(amount, bounds)
    if code is None:
        return amount
    said = Quantity(given.value, measure)
    most = Quantity(from_smallest(bounds.greatest or amount, measure), measure)
    row.refuse(column, code, text=said, maximum=most)
    return None


def _out_of(amount: Fraction, bounds: Bounds) -> str | None:
    """Return the fault of an amount that cannot be, ``None`` if it can."""
    # Integers are compared, because this is asked of every cell of every table.
    if bounds.non_negative and amount.numerator < 0:
        return "negative"
    if amount.denominator != 1 and bounds.into.dimension in _WHOLE:
        return "not_whole"
    if bounds.greatest is not None and amount > bounds.greatest:
        return "above_maximum"
    return (
        "number_out_of_range"
        if abs(amount.numerator) >= _BEYOND_64_BITS * amount.denominator
        else None
    )


def interval(
    row: Row, column: str, given: Given | None, bounds: Bounds
) -> Interval | None:
    """Return the amount in a column of fixed unit: a point, or all that may be.

    An empty cell gives everything possible, ``n/a`` gives ``None``, and so does a
    cell that was refused.
    """
    if given is None or not given.applies:
        return None
    if given.unknown:
        return bounds.nothing_known
    measure = given.unit or row.unit(column) or bounds.into
    amount = smallest(row, column, given, measure, bounds)
    return None if amount is None else Interval.point(amount)
