"""Coverage in exact numbers: one town's dimensions and index, as a case asks it.

A dimension is there when at least 60 % of its weight is; an index is published
when at least four dimensions are there; only an index of all its dimensions is
ranked. The limits are arguments, the defaults are ours.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from fractions import Fraction

from zhence.index import refusals

LEAST_WEIGHT = Fraction(3, 5)
LEAST_DIMENSIONS = 4


@dataclass(frozen=True, slots=True)
class Dimension:
    """A dimension's score (``None``: missing), and the share of weight available."""

    score: Fraction | None
    available_weight: Fraction


@dataclass(frozen=True, slots=True)
class Index:
    """An index (``None``: not published) and how many dimensions were there."""

    score: Fraction | None
    available: int
    published: bool
    rankable: bool


def score(
    value: Fraction | None,
    low: Fraction,
    high: Fraction,
    *,
    less_is_better: bool = False,
) -> Fraction | None:
    """Return 100·clamp((value - low)/(high - low), 0, 1), reversed where less counts.

    A missing value has no score.

    >>> score(Fraction(30), Fraction(0), Fraction(40), less_is_better=True)
    Fraction(25, 1)
    """
    if not low < high:
        raise refusals.refuse(
            "index_parameter", where="goalposts", what=f"{low} {high}"
        )
    if value is None:
        return None
    part = min(max((value - low) / (high - low), Fraction(0)), Fraction(1))
    return 100 * (1 - part if less_is_better else part)


def dimension(
    scores: Mapping[str, Fraction | None],
    weights: Mapping[str, Fraction],
    least: Fraction = LEAST_WEIGHT,
) -> Dimension:
    """Return the weighted mean over what is there, if enough of the weight is.

    Raises:
        BadInputError: a score without a weight, or weights that are negative or
            all zero.

    >>> half = Fraction(50)
    >>> dimension({"a": Fraction(70), "b": None}, {"a": half, "b": half})
    Dimension(score=None, available_weight=Fraction(1, 2))
    """
    lost = sorted(set(scores) - set(weights))
    if lost:
        raise refusals.refuse(
            "index_weights_missing", parent="dimension", what=" ".join(lost)
        )
    total = sum(weights.values(), Fraction(0))
    if total <= 0 or min(weights.values()) < 0:
        raise refusals.refuse(
            "index_weights_sum", parent="dimension", total=total, wanted="more than 0"
        )
    there = {code: s for code, s in scores.items() if s is not None}
    held = sum((weights[code] for code in there), Fraction(0))
    if held == 0 or held / total < least:
        return Dimension(None, held / total)
    mean = sum((weights[code] * s for code, s in there.items()), Fraction(0)) / held
    return Dimension(mean, held / total)


def index(
    dimensions: Mapping[str, Fraction | None],
    weights: Mapping[str, Fraction],
    least: int = LEAST_DIMENSIONS,
) -> Index:
    """Return the weighted mean of the dimensions there, if at least *least* are.

    *weights* names all dimensions; one that is absent from *dimensions* is
    missing. Ranked is only who has them all.
    """
    whole = {code: dimensions.get(code) for code in weights}
    unknown = sorted(set(dimensions) - set(weights))
    if unknown:
        raise refusals.refuse(
            "index_code_unknown", where="dimensions", what=" ".join(unknown)
        )
    available = sum(s is not None for s in whole.values())
    mean = dimension(whole, weights, Fraction(0)).score
    published = available >= least
    return Index(
        mean if published else None,
        available,
        published,
        rankable=published and available == len(weights),
    )
