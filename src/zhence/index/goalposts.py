"""Goalposts frozen from a base year: percentiles of the towns of the same type.

They are computed once, published, and then given to recipes as numbers. A later
year, a town that joins, or a restatement does not touch them.
"""

from __future__ import annotations

import numpy as np

from zhence.index import refusals
from zhence.index.frame import Frame
from zhence.index.scales import Post

LOW, HIGH = 0.10, 0.90


def freeze(
    frame: Frame,
    base: str = "",
    by: str | None = None,
    share: tuple[float, float] = (LOW, HIGH),
    digits: int | None = None,
) -> dict[str, Post | dict[str, Post]]:
    """Return goalposts by code, and by label of the grouping *by* where given.

    *share* are two percentiles as fractions of 1, interpolated linearly between
    the values of the period *base*. Gaps are left out, and so are rows whose
    label is unknown. *digits* rounds to so many significant digits, as goalposts
    are published; ``None`` keeps them all.

    Raises:
        BadInputError: no value at all, or both percentiles fall on one value: such
            goalposts would score nobody.
    """
    rows = frame.at_time(base)
    if by is None:
        return {
            code: _post(frame, code, list(rows), share, digits) for code in frame.codes
        }
    labels = frame.group(by)
    named = sorted({labels[i] or "" for i in rows} - {""})
    return {
        code: {
            label: _post(
                frame, code, [i for i in rows if labels[i] == label], share, digits
            )
            for label in named
        }
        for code in frame.codes
    }


def _post(
    frame: Frame,
    code: str,
    rows: list[int],
    share: tuple[float, float],
    digits: int | None,
) -> Post:
    values = frame.column(code)[rows]
    known = np.sort(values[~np.isnan(values)])
    if not len(known):
        raise refusals.refuse("index_all_missing", code=code)
    low, high = (float(x) for x in np.quantile(known, share))
    if digits is not None:
        low, high = (float(f"{x:.{digits}g}") for x in (low, high))
    if low == high:
        raise refusals.refuse("index_constant_column", code=code, method="goalposts")
    return Post(low=low, high=high)
