"""Grades and bands: inclusive cut-offs on scores, and shares of a ranking.

"前 20 %(含)" of 37 firms is 7.4 firms: the rule has to say how that is rounded and
who is in when a tie lies across the line. The cut rank is kept.
"""

from __future__ import annotations

import math
from collections.abc import Mapping, Sequence
from enum import StrEnum
from fractions import Fraction
from typing import NamedTuple

from zhence.index import refusals

_HALF = Fraction(1, 2)


class Rounding(StrEnum):
    """How a share of a population becomes a number of members."""

    DOWN = "down"
    HALF_UP = "half_up"
    UP = "up"


class Ties(StrEnum):
    """Who is in a band when a tie crosses its lower end."""

    IN = "in"
    OUT = "out"
    PENDING = "pending"


class Band(NamedTuple):
    """A band by name and its end: a least score, or a cumulative share of 1."""

    name: str
    end: Fraction


def by_score(score: Fraction | None, bands: Sequence[Band], rest: str) -> str | None:
    """Return the first band whose least score is reached; a score at it is in.

    *bands* go from the best down; *rest* is below them all. Unknown has no band.

    >>> stars = [Band("5", Fraction(90)), Band("4", Fraction(80))]
    >>> by_score(Fraction(90), stars, "3"), by_score(Fraction("79.99"), stars, "3")
    ('5', '3')
    """
    ends = [band.end for band in bands]
    if ends != sorted(ends, reverse=True) or len(set(ends)) != len(ends):
        raise refusals.refuse("index_parameter", where="bands", what="order")
    if score is None:
        return None
    return next((band.name for band in bands if score >= band.end), rest)


def cut(share: Fraction, population: int, rounding: Rounding) -> int:
    """Return how many members a share of the population is."""
    exact = share * population
    match rounding:
        case Rounding.DOWN:
            return math.floor(exact)
        case Rounding.HALF_UP:
            return math.floor(exact + _HALF)
        case Rounding.UP:
            return math.ceil(exact)


def by_share(
    ranks: Mapping[str, int | None],
    bands: Sequence[Band],
    rounding: Rounding,
    ties: Ties,
) -> dict[str, str | None]:
    """Return the band of every member by its competition rank.

    *bands* have rising cumulative shares, the last one 1. A group of equal rank
    that lies across an end is in the better band, in the worse one, or ``None``:
    pending, as *ties* says. Unranked members have no band and do not count in the
    population.
    """
    ends = [band.end for band in bands]
    if not bands or ends != sorted(ends) or ends[-1] != 1:
        raise refusals.refuse("index_parameter", where="bands", what="shares")
    held = [rank for rank in ranks.values() if rank is not None]
    cuts = [cut(band.end, len(held), rounding) for band in bands]

    def of(rank: int | None) -> str | None:
        if rank is None:
            return None
        last = rank + held.count(rank) - 1
        better = next(i for i, end in enumerate(cuts) if rank <= end)
        worse = next(i for i, end in enumerate(cuts) if last <= end)
        if better != worse and ties is Ties.PENDING:
            return None
        return bands[better if ties is Ties.IN else worse].name

    return {name: of(rank) for name, rank in ranks.items()}
