"""Skewness and kurtosis with the sample correction (type 2), and the outlier test.

Type 2 is what SAS, SPSS and Excel print; the excess kurtosis of a normal sample
is 0.
"""

from __future__ import annotations

from typing import NamedTuple

import numpy as np

from zhence.index.spec import Floats

_LEAST_SKEW = 3
_LEAST_KURT = 4


def skew(known: Floats) -> float:
    """Return the skewness of values without gaps.

    ``nan`` below three values, or where all are equal.

    >>> round(skew(np.array([1.0, 2.0, 3.0, 10.0])), 6)
    1.763633
    """
    n = len(known)
    away = known - known.mean() if n else known
    spread = float((away**2).sum())
    if n < _LEAST_SKEW or known.min() == known.max():
        return float("nan")
    raw = np.sqrt(n) * float((away**3).sum()) / spread**1.5
    return float(raw * np.sqrt(n * (n - 1)) / (n - 2))


def kurtosis(known: Floats) -> float:
    """Return the excess kurtosis of values without gaps.

    ``nan`` below four values, or where all are equal.

    >>> round(kurtosis(np.array([1.0, 2.0, 3.0, 10.0])), 6)
    3.228
    """
    n = len(known)
    away = known - known.mean() if n else known
    spread = float((away**2).sum())
    if n < _LEAST_KURT or known.min() == known.max():
        return float("nan")
    raw = n * float((away**4).sum()) / spread**2
    return ((n + 1) * (raw - 3) + 6) * (n - 1) / ((n - 2) * (n - 3))


class Shape(NamedTuple):
    """Skewness and kurtosis of a column; *passes* is ``None`` where undefined."""

    skew: float
    kurt: float
    passes: bool | None


def shape(column: Floats, most_skew: float, most_kurt: float) -> Shape:
    """Judge a column: it passes when either figure is below its limit.

    Gaps are left out. A column of fewer than four values, or of one value only,
    is neither passed nor failed.
    """
    known = np.sort(column[~np.isnan(column)])
    found, peak = skew(known), kurtosis(known)
    if np.isnan(found) or np.isnan(peak):
        return Shape(found, peak, None)
    return Shape(found, peak, abs(found) < most_skew or peak < most_kurt)
