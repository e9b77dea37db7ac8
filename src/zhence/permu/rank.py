"""Stage 4: competition ranks within groups: 1, 2, 2, 4, the highest first.

Group, score and row are packed into one whole number and sorted once; a sort of
whole numbers is several times faster than one that carries positions along.
"""

from __future__ import annotations

from typing import NamedTuple

import numpy as np

from zhence.permu.register import Bits, Codes, Whole

_BITS = 63


class Ranks(NamedTuple):
    """Rank of each row in its group, and the last place that its tie takes up."""

    first: Codes
    last: Codes


def ranks(groups: Codes | None, scores: Whole) -> Ranks:
    """Return the ranks of *scores* within *groups* (``None``: one group).

    >>> ranks(None, np.array([90, 85, 85, 80]))
    Ranks(first=array([1, 2, 2, 4], dtype=int32), last=array([1, 3, 3, 4], dtype=int32))
    """
    size = scores.size
    if not size:
        return Ranks(np.empty(0, np.int32), np.empty(0, np.int32))
    best = int(scores.max())
    span = best - int(scores.min()) + 1
    count = 1 if groups is None else int(groups.max()) + 1
    row_bits, score_bits = (size - 1).bit_length(), (span - 1).bit_length()
    group_bits = (count - 1).bit_length()
    if row_bits + score_bits + group_bits <= _BITS:
        keys = best - scores
        if groups is not None:
            keys += groups.astype(np.int64) << score_bits
        keys <<= row_bits
        keys += np.arange(size)
        keys.sort()
        order = keys & ((1 << row_bits) - 1)
        keys >>= row_bits
        new = np.empty(size, np.bool_)
        new[0] = True
        np.not_equal(keys[1:], keys[:-1], out=new[1:])
        keys >>= score_bits
    else:
        within = np.zeros(size, np.int32) if groups is None else groups
        order = np.lexsort((-scores, within))
        keys = within[order].astype(np.int64)
        held = scores[order]
        new = np.empty(size, np.bool_)
        new[0] = True
        new[1:] = (held[1:] != held[:-1]) | (keys[1:] != keys[:-1])
    return _spread(order, keys, new)


def _spread(order: Whole, groups: Whole, new: Bits) -> Ranks:
    """Return the ranks of sorted rows, back in the order of the rows."""
    size = order.size
    starts = np.flatnonzero(new)
    counts = np.diff(starts, append=size)
    opens = np.empty(starts.size, np.bool_)
    opens[0] = True
    at = groups[starts]
    np.not_equal(at[1:], at[:-1], out=opens[1:])
    # The row at which the group of each tie begins.
    begins = starts[opens][np.cumsum(opens) - 1]
    tied = (starts - begins + 1).astype(np.int32)
    first = np.empty(size, np.int32)
    last = np.empty(size, np.int32)
    first[order] = np.repeat(tied, counts)
    last[order] = np.repeat((tied + counts - 1).astype(np.int32), counts)
    return Ranks(first, last)
