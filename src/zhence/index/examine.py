"""A look at a finished index: weights in effect, correlations, consistency, profile.

Nothing here changes a score. What is flagged is a question to the people who chose
the indicators.
"""

from __future__ import annotations

from enum import StrEnum
from typing import NamedTuple

import numpy as np

from zhence.index import refusals
from zhence.index.aggregate import Aggregate, Cover, Scores, aggregate
from zhence.index.frame import Frame
from zhence.index.rank import ranks
from zhence.index.spec import Floats
from zhence.index.tree import Tree
from zhence.index.weigh import Weigh

COLLINEAR = 0.9
OPPOSED = -0.4
_LEAST_PAIRS = 3


class Concern(StrEnum):
    """Why a pair is flagged: it counts one thing twice, or works against itself."""

    COLLINEAR = "collinear"
    OPPOSED = "opposed"


class Flag(NamedTuple):
    """Two children of one parent, their correlation over *pairs* units, and why."""

    parent: str
    left: str
    right: str
    correlation: float
    pairs: int
    concern: Concern


class Weight(NamedTuple):
    """The weight of an indicator in the index, and how much it moves it.

    *nominal* is the product of shares (of 1); *influence* the squared correlation
    with the index, ``nan`` where there is none.
    """

    code: str
    nominal: float
    influence: float


class Removed(NamedTuple):
    """What leaving out one indicator does to the ranks."""

    code: str
    mean_shift: float
    most_shift: float


def effective_weights(made: Scores, tree: Tree) -> tuple[Weight, ...]:
    """Return the weight in effect of every indicator; they add up to 1."""
    nominal = tree.effective(made.shares)
    index = made.scores.column(tree.root)
    return tuple(
        Weight(
            code, nominal[code], correlation(made.scores.column(code), index)[0] ** 2
        )
        for code in tree.leaves
    )


def correlation(left: Floats, right: Floats) -> tuple[float, int]:
    """Return Pearson's r over the rows that both have, and their number.

    ``nan`` below three rows, or where a column does not vary.
    """
    both = ~np.isnan(left) & ~np.isnan(right)
    count = int(both.sum())
    if count < _LEAST_PAIRS:
        return float("nan"), count
    x, y = (c[both] - c[both].mean() for c in (left, right))
    norm = float(np.sqrt((x**2).sum() * (y**2).sum()))
    if not norm:
        return float("nan"), count
    return float(np.clip((x * y).sum() / norm, -1.0, 1.0)), count


def flags(
    made: Scores, tree: Tree, collinear: float = COLLINEAR, opposed: float = OPPOSED
) -> tuple[Flag, ...]:
    """Return the pairs below one parent that correlate too much, or oppositely."""
    found: list[Flag] = []
    for parent in tree.inner:
        children = tree.children[parent]
        for i, left in enumerate(children):
            for right in children[i + 1 :]:
                r, count = correlation(
                    made.scores.column(left), made.scores.column(right)
                )
                if r >= collinear:
                    found.append(Flag(parent, left, right, r, count, Concern.COLLINEAR))
                elif r <= opposed:
                    found.append(Flag(parent, left, right, r, count, Concern.OPPOSED))
    return tuple(found)


def cronbach(scores: Floats) -> float:
    """Return Cronbach's alpha of columns, covariances over the pairs that both have.

    Raises:
        BadInputError: fewer than two columns, or nothing varies.
    """
    width = scores.shape[1]
    matrix = np.array(
        [
            [_covariance(scores[:, i], scores[:, j]) for j in range(width)]
            for i in range(width)
        ]
    )
    whole = float(np.nansum(matrix))
    diagonal = float(np.nansum(np.diag(matrix)))
    if width < 2 or not whole:  # noqa: PLR2004  # of one column there is no alpha
        raise refusals.refuse("index_one_unit", count=width, least=2, method="cronbach")
    between = (whole - diagonal) / (width * (width - 1))
    return float(width**2 * between / whole)


def _covariance(left: Floats, right: Floats) -> float:
    both = ~np.isnan(left) & ~np.isnan(right)
    count = int(both.sum())
    if count < 2:  # noqa: PLR2004  # one pair has no covariance
        return float("nan")
    x, y = (c[both] - c[both].mean() for c in (left, right))
    return float((x * y).sum() / (count - 1))


def profile(
    made: Scores, tree: Tree, row: int, most: int = 5
) -> tuple[tuple[str, ...], tuple[str, ...]]:
    """Return a unit's strengths and weaknesses: indicators by its rank in them.

    Best rank first, and worst rank first; among equal ranks the heavier indicator
    goes first. Ranks are within the period of the row, shares of those ranked.
    """
    frame = made.scores
    rows = frame.at_time(frame.rows[row].time)
    nominal = tree.effective(made.shares)
    places: dict[str, float] = {}
    for code in tree.leaves:
        column = frame.column(code)
        found = ranks(column[rows])[list(rows).index(row)]
        if not np.isnan(found):
            places[code] = float(found) / int((~np.isnan(column[rows])).sum())
    best = sorted(places, key=lambda c: (places[c], -nominal[c], c))
    worst = sorted(places, key=lambda c: (-places[c], -nominal[c], c))
    return tuple(best[:most]), tuple(worst[:most])


def remove_one(
    frame: Frame, tree: Tree, made: Scores, spec: Aggregate, decimals: int | None = 9
) -> tuple[Removed, ...]:
    """Return how the ranks move when each indicator in turn is left out.

    *frame* holds the normalised scores. The weights of the others keep their
    proportions; rules of coverage are set aside, for leaving out is no gap.
    """
    bare = spec.model_copy(update={"cover": (Cover(),)})
    said = Weigh(values=made.shares)
    whole = _ranks(aggregate(frame, tree, said, bare), tree, decimals)
    found = []
    for place, code in enumerate(frame.codes):
        values = np.array(frame.values)
        values[:, place] = np.nan
        less = _ranks(
            aggregate(frame.with_values(values), tree, said, bare), tree, decimals
        )
        shift = np.abs(less - whole)
        shift = shift[~np.isnan(shift)]
        found.append(
            Removed(code, float(shift.mean()), float(shift.max()))
            if len(shift)
            else Removed(code, float("nan"), float("nan"))
        )
    return tuple(found)


def _ranks(made: Scores, tree: Tree, decimals: int | None) -> Floats:
    found = np.full(len(made.scores.rows), np.nan)
    for time in made.scores.times:
        rows = made.scores.at_time(time)
        found[rows] = ranks(made.scores.column(tree.root)[rows], decimals)
    return found
