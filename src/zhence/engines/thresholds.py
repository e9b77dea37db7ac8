"""Thresholds by category, for every set of categories a member may have."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from fractions import Fraction

import numpy as np

from zhence.engines import refusals
from zhence.engines.amounts import GREATEST, Amounts, Ints, reach_of
from zhence.engines.codes import Bits
from zhence.rules.rulebook import Rulebook

MOST_CATEGORIES = 16


@dataclass(frozen=True, slots=True, eq=False)
class Limits:
    """The least and greatest threshold by set of categories (a bit each).

    *open* where a category's number is not in force or the text leaves it open.
    The numbers are in units of which *scale* make one smallest unit.
    """

    numbers: tuple[Fraction | None, ...]
    low: Ints
    high: Ints
    open: Bits

    def of(self, candidates: Ints) -> Amounts:
        """Return the thresholds of rows by their categories."""
        low, high = self.low[candidates], self.high[candidates]
        open_ = self.open[candidates]
        mask = open_ if open_.any() else None
        shared = mask is None and bool((low == high).all())
        return Amounts(
            low, low if shared else high, mask, mask, reach=reach_of(low, high)
        )


def numbers_of(rulebook: Rulebook, id_: str, day: date) -> tuple[Fraction | None, ...]:
    """Return the number of each category of the table, ``None`` if it has none."""
    table = rulebook.thresholds[id_].parameters
    return tuple(
        rulebook.number(table[name], day) if name in table else None
        for name in rulebook.categories
    )


def limits_of(rulebook: Rulebook, id_: str, day: date, scale: int) -> Limits:
    """Return the limits of a table on *day*, over every set of categories.

    Raises:
        BadInputError: the vocabulary is too large for a table of all its sets.
    """
    names = tuple(rulebook.categories)
    if len(names) > MOST_CATEGORIES:
        raise refusals.plan_too_large(f"{len(names)} categories")
    numbers = numbers_of(rulebook, id_, day)
    sets = np.arange(1 << len(names))
    low = np.full(len(sets), GREATEST)
    high = np.full(len(sets), -GREATEST)
    open_ = np.zeros(len(sets), np.bool_)
    for place, (name, number) in enumerate(zip(names, numbers, strict=True)):
        if name not in rulebook.thresholds[id_].parameters:
            continue
        inside = (sets >> place) & 1 == 1
        if number is None:
            open_ |= inside
            continue
        exact = _whole(number * scale, id_)
        low = np.where(inside, np.minimum(low, exact), low)
        high = np.where(inside, np.maximum(high, exact), high)
    open_ |= low > high
    return Limits(numbers, np.where(open_, 0, low), np.where(open_, 0, high), open_)


def _whole(number: Fraction, id_: str) -> int:
    if abs(number) > GREATEST:
        raise refusals.plan_too_large(f"the threshold {id_}")
    return int(number)
