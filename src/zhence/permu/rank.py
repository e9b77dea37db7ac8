"""Stage 4: competition ranks within groups: 1, 2, 2, 4, the highest first.

Group, score and row are packed into one whole number and sorted once; a sort of
whole numbers is several times faster than one that carries positions along.
"""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor
from itertools import pairwise
from typing import NamedTuple

import numpy as np

from zhence.permu.block import How
from zhence.permu.loops import PART, RANK_GROUPS, SPREAD
from zhence.permu.register import Bits, Codes, Whole

_BITS = 63
_MOST = 1 << 31
# Firms of a group, on the average, from which on sorting it by digits is worth it.
_FEW = 256
_PLAINLY = How(1)


class Ranks(NamedTuple):
    """Rank of each row in its group, and the last place that its tie takes up.

    The last places are there only if they were asked for.
    """

    first: Codes
    last: Codes | None = None


def ranks(
    groups: Codes | None, scores: Whole, *, last: bool = False, how: How = _PLAINLY
) -> Ranks:
    """Return the ranks of *scores* within *groups* (``None``: one group).

    >>> ranks(None, np.array([90, 85, 85, 80]), last=True)
    Ranks(first=array([1, 2, 2, 4], dtype=int32), last=array([1, 3, 3, 4], dtype=int32))
    """
    size = scores.size
    if not size:
        return Ranks(np.empty(0, np.int32), np.empty(0, np.int32) if last else None)
    best = int(scores.max())
    span = best - int(scores.min()) + 1
    count = 1 if groups is None else int(groups.max()) + 1
    if how.swift and span <= _MOST and size >= _FEW * count:
        within = np.zeros(size, np.int32) if groups is None else groups
        found = _by_digits(within, scores, best, last=last, how=how)
        if found is not None:
            return found
    row_bits, score_bits = (size - 1).bit_length(), (span - 1).bit_length()
    new = np.empty(size, np.bool_)
    new[0] = True
    if row_bits + score_bits + (count - 1).bit_length() <= _BITS:
        keys = best - scores
        if groups is not None:
            keys += groups.astype(np.int64) << score_bits
        keys <<= row_bits
        keys += np.arange(size)
        keys = _sorted(keys, count << score_bits >> 1 << row_bits, how.threads)
        order = keys & ((1 << row_bits) - 1)
        keys >>= row_bits
        np.not_equal(keys[1:], keys[:-1], out=new[1:])
        keys >>= score_bits
    else:
        within = np.zeros(size, np.int32) if groups is None else groups
        order = np.lexsort((-scores, within))
        keys, held = within[order].astype(np.int64), scores[order]
        new[1:] = (held[1:] != held[:-1]) | (keys[1:] != keys[:-1])
    return _spread(order, keys, new, last=last)


def _sorted(keys: Whole, middle: int, threads: int) -> Whole:
    """Return the keys in order; two halves side by side where there are threads."""
    if threads == 1:
        keys.sort()
        return keys
    below = keys < middle
    halves = (keys[below], keys[~below])
    with ThreadPoolExecutor(len(halves)) as pool:
        list(pool.map(np.ndarray.sort, halves))
    return np.concatenate(halves)


def _spread(order: Whole, groups: Whole, new: Bits, *, last: bool) -> Ranks:
    """Return the ranks of sorted rows, back in the order of the rows."""
    size = order.size
    starts = np.flatnonzero(new)
    opens = np.empty(starts.size, np.bool_)
    opens[0] = True
    at = groups[starts]
    np.not_equal(at[1:], at[:-1], out=opens[1:])
    # The row at which the group of each tie begins.
    begins = starts[opens][np.cumsum(opens) - 1]
    counts = np.diff(starts, append=size)
    ranked = (starts - begins + 1).astype(np.int32)
    first = np.empty(size, np.int32)
    first[order] = np.repeat(ranked, counts)
    if not last:
        return Ranks(first)
    ends = np.empty(size, np.int32)
    ends[order] = np.repeat((ranked + counts - 1).astype(np.int32), counts)
    return Ranks(first, ends)


def _by_digits(
    groups: Codes, scores: Whole, best: int, *, last: bool, how: How
) -> Ranks | None:
    """Return the ranks by machine code, ``None`` without a compiler.

    The firms of a group are laid side by side, sorted there by the digits of their
    scores, and brought back: no step leaves the processor's cache for long.
    """
    part, rank, spread = PART.machine, RANK_GROUPS.machine, SPREAD.machine
    if part is None or rank is None or spread is None:
        return None
    size, count = scores.size, int(groups.max()) + 1
    ends = np.zeros(count + 1, np.int64)
    np.cumsum(np.bincount(groups, minlength=count), out=ends[1:])
    keys, lasts = np.empty(size, np.int32), np.empty(size if last else 0, np.int32)
    part(scores, groups, best, ends[:-1].copy(), keys)
    bits = (best - int(scores.min())).bit_length()
    cuts = np.searchsorted(ends, np.linspace(0, size, how.threads + 1)).tolist()
    cuts[0], cuts[-1] = 0, count

    def each(share: tuple[int, int]) -> None:
        rank(keys, ends, *share, bits, lasts)

    with ThreadPoolExecutor(how.threads) as pool:
        list(pool.map(each, pairwise(cuts)))
    found = [np.empty(size, np.int32) for _ in range(1 + last)]
    for column, held in zip(found, (keys, lasts), strict=False):
        spread(groups, ends[:-1].copy(), held, column)
    return Ranks(*found)
