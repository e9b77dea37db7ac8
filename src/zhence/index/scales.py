"""The scales that a column can be brought to, one formula each.

Linear scales say which value becomes 0 and which becomes 1; rank scales count.
Columns arrive with their direction already applied, so that more is better.
"""

from __future__ import annotations

from enum import StrEnum

import numpy as np

from zhence.index import refusals
from zhence.index.spec import Floats, Spec


class Method(StrEnum):
    """How a column becomes a score.

    ``min_max``: lowest 0, highest 1. ``z``: mean 0, standard deviation (n - 1) 1.
    ``rank``: 1 for the lowest, ties share the lower place. ``borda``: rank - 1.
    ``percentile_rank``: (rank - 1)/(n - 1). ``distance_to_max``: 1 - (max - x)/range.
    ``distance_to_reference``: lowest 0, the reference unit 1.
    ``distance_to_target``: lowest 0, the target 1. ``fraction_of_max``: x/max, and
    min/x where less is better. ``goalposts``: two published limits, clipped to them.
    ``scaled``: two limits without clipping. ``none``: as it is.
    """

    MIN_MAX = "min_max"
    Z = "z"
    RANK = "rank"
    PERCENTILE_RANK = "percentile_rank"
    BORDA = "borda"
    DISTANCE_TO_MAX = "distance_to_max"
    DISTANCE_TO_REFERENCE = "distance_to_reference"
    DISTANCE_TO_TARGET = "distance_to_target"
    FRACTION_OF_MAX = "fraction_of_max"
    GOALPOSTS = "goalposts"
    SCALED = "scaled"
    NONE = "none"


COUNTING = frozenset({Method.RANK, Method.PERCENTILE_RANK, Method.BORDA})
APART = frozenset({Method.GOALPOSTS, Method.SCALED, Method.NONE})
_TO_HUNDRED = frozenset({Method.MIN_MAX, Method.GOALPOSTS, Method.SCALED})
_CAPPED = frozenset({Method.DISTANCE_TO_REFERENCE, Method.DISTANCE_TO_TARGET})


class Post(Spec):
    """Two limits in the unit of the data: the value scored worst, and best.

    *low* is the smaller number whatever the direction.
    """

    low: float
    high: float


class Scale(Spec):
    """The scale of a column.

    *range* is what 0 and 1 become: 0 to 100 for min-max, goalposts and scaled,
    0 to 1 else. For ``z`` it is *centre* and *spread*: the mean and the standard
    deviation of the scores. *clip* true keeps scores within the range (distances:
    caps at its upper end); two numbers clip to those; goalposts clip by themselves.
    *post*, *target* and *reference* belong to the methods of these names.
    """

    method: Method = Method.GOALPOSTS
    range: tuple[float, float] | None = None
    centre: float = 0.0
    spread: float = 1.0
    clip: bool | tuple[float, float] | None = None
    post: Post | dict[str, Post] | None = None
    target: float | None = None
    reference: str | None = None

    def ends(self) -> tuple[float, float]:
        """Return what 0 and 1 become."""
        if self.method is Method.Z:
            return self.centre, self.centre + self.spread
        if self.range is not None:
            return self.range
        return (0.0, 100.0) if self.method in _TO_HUNDRED else (0.0, 1.0)

    def limits(self) -> tuple[float, float]:
        """Return the bounds that scores are clipped to, infinite for none."""
        low, high = self.ends()
        wanted = self.method is Method.GOALPOSTS if self.clip is None else self.clip
        if isinstance(wanted, tuple):
            return wanted
        if not wanted:
            return -np.inf, np.inf
        if self.method in _CAPPED:
            return -np.inf, high
        return min(low, high), max(low, high)


def apply(column: Floats, zero: Floats, one: Floats, scale: Scale) -> Floats:
    """Return scores on a line through *zero* and *one*, clipped as *scale* says."""
    low, high = scale.ends()
    least, most = scale.limits()
    scores = (column - zero) / (one - zero) * (high - low) + low
    return np.clip(scores, least, most)


def count(column: Floats, method: Method, code: str) -> Floats:
    """Return ranks from the bottom, ties sharing the lower place; gaps stay gaps.

    >>> count(np.array([3.0, 1.0, 3.0]), Method.RANK, "x")
    array([2., 1., 2.])
    """
    known = ~np.isnan(column)
    held = np.sort(column[known])
    need_units(len(held), method)
    below = np.searchsorted(held, column[known], side="left")
    scores = np.full(len(column), np.nan)
    scores[known] = below + 1.0 if method is Method.RANK else below
    if method is Method.PERCENTILE_RANK:
        if held[0] == held[-1]:
            raise refusals.refuse("index_constant_column", code=code, method=method)
        scores /= len(held) - 1
    return scores


def need_units(found: int, method: str, least: int = 2) -> None:
    """Refuse a method that compares units when there are not at least *least*."""
    if found < least:
        raise refusals.refuse("index_one_unit", count=found, least=least, method=method)
