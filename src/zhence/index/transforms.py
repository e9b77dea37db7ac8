"""Forms that pull a long tail in: logarithms of several conventions, Box-Cox.

Each keeps the order of the values, takes gaps as they are, and needs at least two
different values.
"""

from __future__ import annotations

from collections.abc import Callable
from enum import StrEnum

import numpy as np

from zhence.index.moments import skew
from zhence.index.spec import Floats

_MARGIN = 0.01
_GOLDEN = (np.sqrt(5.0) - 1) / 2
_WIDEST = 5.0
_CLOSE = 1e-10
_LOG_AT = 1e-9


class Form(StrEnum):
    """Which form.

    ``log``: ln(x - min + 0.01·range). ``log_both``: the same where the tail is on
    the right, mirrored where it is on the left. ``log_shift``: ln(x - min + 1).
    ``log_scaled``: ln((max - 1)(x - min)/range + 1), for a max above 1.
    ``box_cox``: ((x - min + 1)^p - 1)/p.
    """

    NONE = "none"
    LOG = "log"
    LOG_BOTH = "log_both"
    LOG_SHIFT = "log_shift"
    LOG_SCALED = "log_scaled"
    BOX_COX = "box_cox"


def transform(column: Floats, form: Form, power: float | None = None) -> Floats:
    """Return *column* in another form; *power* is for Box-Cox, ``None`` the likeliest.

    >>> transform(np.array([0.0, 1.0]), Form.LOG_SHIFT).round(6)
    array([0.      , 0.693147])
    """
    least, most = float(np.nanmin(column)), float(np.nanmax(column))
    margin = _MARGIN * (most - least)
    match form:
        case Form.NONE:
            return column
        case Form.LOG:
            return np.log(column - least + margin)
        case Form.LOG_BOTH:
            left = skew(np.sort(column[~np.isnan(column)])) <= 0
            flipped = most + margin - column
            return -np.log(flipped) if left else np.log(column - least + margin)
        case Form.LOG_SHIFT:
            return np.log(column - least + 1)
        case Form.LOG_SCALED:
            return np.log((most - 1) * (column - least) / (most - least) + 1)
        case Form.BOX_COX:
            shifted = column - least + 1
            return box_cox(shifted, likeliest(shifted) if power is None else power)


def box_cox(column: Floats, power: float) -> Floats:
    """Return (x^power - 1)/power, or ln x for the power 0; needs x > 0."""
    if abs(power) < _LOG_AT:
        return np.log(column)
    return np.asarray((column**power - 1) / power, dtype=np.float64)


def likeliest(column: Floats) -> float:
    """Return the power in [-5, 5] under which the result is likeliest normal.

    The profile likelihood has one peak, which golden sections close in on.
    """
    known = np.sort(column[~np.isnan(column)])
    logs = float(np.log(known).sum())

    def fit(power: float) -> float:
        with np.errstate(over="ignore"):
            spread = float(box_cox(known, power).var())
        if not 0 < spread < np.inf:
            return -np.inf
        return (power - 1) * logs - len(known) / 2 * float(np.log(spread))

    return peak(fit, -_WIDEST, _WIDEST)


def peak(height: Callable[[float], float], low: float, high: float) -> float:
    """Return where a function of one peak is highest between *low* and *high*."""
    while high - low > _CLOSE:
        left, right = high - _GOLDEN * (high - low), low + _GOLDEN * (high - low)
        if height(left) >= height(right):
            high = right
        else:
            low = left
    return (low + high) / 2
