"""Three loops of the draws that whole columns do slowly: TOPSIS, ranks, quantiles.

Their twins are ``_closeness`` in :mod:`zhence.index.vary`,
:func:`zhence.index.order.rank_rows` and ``_at`` in :mod:`zhence.index.uncertainty`.
"""

from __future__ import annotations

import numpy as np
import numpy.typing as npt

from zhence.compiled import Compiled
from zhence.index.spec import Bits, Floats, Ints

Shorts = npt.NDArray[np.uint16 | np.uint32]


def _spread_ranks(  # noqa: C901  # a loop that calls nothing stands in one piece
    turned: Floats,
    ints: Ints,
    low: Floats,
    scale: Floats,
    bits: int,
    places: Ints,
    held: Shorts,
    left: Bits,
) -> None:
    """Write competition ranks of each row of *turned* into a row of *held*.

    *turned* are scores taken from zero, *ints* the same bytes as whole numbers;
    *low* and *scale* map each row onto buckets, twice as many as there are units.
    Scores are spread over the buckets, so that a bucket holds a few, and put in
    order among these. Rows that are *left* to the twin are not looked at, and a row
    in which too many share a bucket is left to it as well.
    """
    height, size = turned.shape
    most = 64
    keys = np.empty(size, np.int64)
    inside = np.empty(size, np.int32)
    sorted_ = np.empty(size, np.int64)
    units = np.empty(size, np.int32)
    counts = np.empty(2 * size + 2, np.int32)
    for row in range(height):
        if left[row]:
            continue
        counts[:] = 0
        least, by = low[row], scale[row]
        for unit in range(size):
            key = ints[row, unit]
            # The bits of negative floats run backwards.
            keys[unit] = (key ^ ((key >> 63) & 0x7FFFFFFFFFFFFFFF)) >> bits
            inside[unit] = np.int32((turned[row, unit] - least) * by)
        for unit in range(size):
            counts[inside[unit]] += 1
        start = 0
        fullest = 0
        for bucket in range(2 * size + 2):
            count = counts[bucket]
            counts[bucket] = start
            start += count
            fullest = max(fullest, count)
        if fullest > most:
            left[row] = True
            continue
        for unit in range(size):
            place = counts[inside[unit]]
            counts[inside[unit]] = place + 1
            sorted_[place] = keys[unit]
            units[place] = unit
        # Nearly in order by now: nobody moves further than its bucket is wide.
        for place in range(1, size):
            key = sorted_[place]
            at = place
            if sorted_[at - 1] > key:
                unit = units[place]
                while at > 0 and sorted_[at - 1] > key:
                    sorted_[at] = sorted_[at - 1]
                    units[at] = units[at - 1]
                    at -= 1
                sorted_[at] = key
                units[at] = unit
        rank = 0
        into = places[row]
        for place in range(size):
            if place == 0 or sorted_[place] != sorted_[place - 1]:
                rank = place + 1
            held[into, units[place]] = rank


def _closeness(to_best: Floats, to_worst: Floats) -> None:
    """Turn squared distances to the best into closeness, in place."""
    height, size = to_best.shape
    for row in range(height):
        for unit in range(size):
            worst = np.sqrt(to_worst[row, unit])
            whole = np.sqrt(to_best[row, unit]) + worst
            to_best[row, unit] = worst / (whole if whole > 0 else 1.0)


def _place_ranks(held: Shorts, places: Ints, found: Floats, sums: Ints) -> None:
    """Find which ranks of each unit come at *places* of its ranks in order.

    *held* are draws by units, *places* ascend; *sums* are of all ranks of a unit.
    Ranks are counted, not sorted: there are no more of them than units.
    """
    draws, size = held.shape
    wide = 32
    block = np.empty((wide, draws), held.dtype)
    counts = np.zeros(size + 2, np.int32)
    for first in range(0, size, wide):
        width = min(wide, size - first)
        for draw in range(draws):
            for unit in range(width):
                block[unit, draw] = held[draw, first + unit]
        for unit in range(width):
            least, most, total = size, 0, 0
            for draw in range(draws):
                rank = int(np.int64(block[unit, draw]))
                counts[rank] += 1
                total += rank
                least = min(least, rank)
                most = max(most, rank)
            sums[first + unit] = total
            behind = 0
            rank = least - 1
            for at in range(len(places)):
                while behind <= places[at]:
                    rank += 1
                    behind += counts[rank]
                found[at, first + unit] = rank
            counts[least : most + 1] = 0


PLACE_RANKS = Compiled(_place_ranks)
SPREAD_RANKS = Compiled(_spread_ranks)
CLOSENESS = Compiled(_closeness)
