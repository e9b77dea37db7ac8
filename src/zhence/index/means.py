"""The weighted means and their slopes; a missing part leaves the mean to the rest.

All are power means: arithmetic p = 1, geometric p → 0, harmonic p = -1. Sums run
over the columns in order, so a row's score does not depend on how many rows there
are, not even in its last digit.
"""

from __future__ import annotations

from typing import NamedTuple

import numpy as np

from zhence.index.spec import Floats, Mean

POWERS = {Mean.ARITHMETIC: 1.0, Mean.GEOMETRIC: 0.0, Mean.HARMONIC: -1.0}
MEANS = frozenset({Mean.ARITHMETIC, Mean.GEOMETRIC, Mean.HARMONIC, Mean.POWER})
_ARITHMETIC = 1.0


class Power(NamedTuple):
    """A mean by its exponent; 0 is the geometric one."""

    p: float

    def into(self, scores: Floats) -> Floats:
        """Return scores where the mean is a plain average (logs, powers)."""
        if self.p == _ARITHMETIC:
            return scores
        with np.errstate(divide="ignore"):
            if not self.p:
                return np.log(scores)
            return np.asarray(scores**self.p, dtype=np.float64)

    def out(self, averaged: Floats) -> Floats:
        """Return what :meth:`into` took away; of -inf or inf it makes the limit."""
        if self.p == _ARITHMETIC:
            return averaged
        if not self.p:
            return np.exp(averaged)
        with np.errstate(divide="ignore"):
            return np.asarray(averaged ** (1 / self.p), dtype=np.float64)


def weighted(scores: Floats, shares: Floats, power: Power) -> Floats:
    """Return the mean of each row over its known scores; ``nan`` without any.

    A score of 0 under a geometric or harmonic mean gives 0, the limit.

    >>> x, w = np.array([[1.0, 2, 3, 4]]), np.array([0.1, 0.2, 0.3, 0.4])
    >>> [round(float(weighted(x, w, Power(p))[0]), 4) for p in (1, 0, -1)]
    [3.0, 2.7808, 2.5]
    """
    raised = power.into(scores)
    total = np.zeros(len(scores))
    held = np.zeros(len(scores))
    for place in range(scores.shape[1]):
        known = ~np.isnan(scores[:, place])
        if shares[place]:
            total += np.where(known, raised[:, place] * shares[place], 0.0)
        held += np.where(known, shares[place], 0.0)
    averaged = np.where(held > 0, total / np.where(held > 0, held, 1.0), np.nan)
    return power.out(averaged)


def slopes(scores: Floats, shares: Floats, power: Power, mean: Floats) -> Floats:
    """Return how much the mean rises with each score: its partial derivatives.

    Each times its score adds up to the mean (the means are homogeneous). Gaps have
    the slope 0; where the mean is 0 all slopes but those of the arithmetic are 0.
    """
    known = ~np.isnan(scores)
    weights = np.where(known, shares, 0.0)
    sums = weights.sum(axis=1, keepdims=True)
    weights = weights / np.where(sums > 0, sums, 1.0)
    if power.p == _ARITHMETIC:
        return np.asarray(weights, dtype=np.float64)
    filled = np.where(known & (scores != 0), scores, 1.0)
    ratio = np.where(known, mean[:, None] / filled, 0.0)
    ratio = np.where(np.isnan(ratio), 0.0, ratio)
    raised = np.where(ratio != 0, ratio, 1.0) ** (1 - power.p)
    return np.asarray(weights * raised * (ratio != 0), dtype=np.float64)
