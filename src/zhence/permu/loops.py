"""Four loops over firms that whole columns do in many passes: sums, points, ranks.

Their twins: ``_summed`` in :mod:`zhence.permu.benchmark`, :func:`points` and
:func:`rounded` in :mod:`zhence.permu.score`, ``_sorted`` in :mod:`zhence.permu.rank`.
"""

from __future__ import annotations

import numpy as np

from zhence.compiled import Compiled
from zhence.permu.register import Codes, Floats, Whole


def _add_up(values: Whole, groups: Codes, low: Whole, high: Whole) -> None:
    """Add *values* up by group: their last 32 bits in *low*, the others in *high*."""
    for row in range(values.size):
        value = values[row]
        group = groups[row]
        low[group] += value & 0xFFFFFFFF
        high[group] += value >> 32


def _add_points(
    above: Whole,
    below: Whole,
    groups: Codes,
    slopes: Floats,
    offsets: Floats,
    limits: Floats,
    total: Floats,
    sizes: Floats,
) -> None:
    """Add the points of ordinary cells to *total*, and their sizes to *sizes*.

    *below*, *groups* and *sizes* are empty for one, for a single group, and for
    nobody asked; *limits* are the two bounds, endless where there is none.
    """
    low, high = limits[0], limits[1]
    grouped, divided, sized = groups.size > 0, below.size > 0, sizes.size > 0
    for row in range(above.size):
        group = groups[row] if grouped else 0
        value = above[row] / below[row] if divided else above[row] * 1.0
        made = min(max(value * slopes[group] + offsets[group], low), high)
        total[row] += made
        if sized:
            sizes[row] += abs(made)


def _round(
    values: Floats,
    sizes: Floats,
    bound: float,
    one: int,
    doubt: float,
    found: Whole,
    doubtful: Whole,
) -> int:
    """Round *values* to steps half-up; return how many are *doubtful*, and which."""
    count = 0
    for row in range(values.size):
        steps = values[row] * one + 0.5
        floor = np.floor(steps)
        found[row] = np.int64(floor)
        off = steps - floor
        most = (sizes[row] + bound) * doubt
        if off < most or off > 1.0 - most:
            doubtful[count] = row
            count += 1
    return count


def _part(scores: Whole, groups: Codes, best: int, starts: Whole, keys: Codes) -> None:
    """Lay how far each score is from the best side by side with those of its group."""
    for row in range(scores.size):
        place = starts[groups[row]]
        starts[groups[row]] = place + 1
        keys[place] = best - scores[row]


def _rank_groups(  # noqa: C901  # a loop that calls nothing stands in one piece
    keys: Codes, ends: Whole, from_group: int, to_group: int, bits: int, last: Codes
) -> None:
    """Put competition ranks in the place of *keys*, group by group, the least first.

    A radix sort by eleven bits; *last*, unless empty, takes the last place of a tie.
    """
    digit = 11
    most = 0
    for group in range(from_group, to_group):
        most = max(most, ends[group + 1] - ends[group])
    held, other = np.empty(most, np.int32), np.empty(most, np.int32)
    rows, others = np.empty(most, np.int32), np.empty(most, np.int32)
    counts = np.empty(1 << digit, np.int32)
    for group in range(from_group, to_group):
        start = ends[group]
        size = ends[group + 1] - start
        for row in range(size):
            held[row] = keys[start + row]
            rows[row] = row
        for shift in range(0, bits, digit):
            counts[:] = 0
            for row in range(size):
                counts[(held[row] >> shift) & 0x7FF] += 1
            place = 0
            for part in range(1 << digit):
                count = counts[part]
                counts[part] = place
                place += count
            for row in range(size):
                part = (held[row] >> shift) & 0x7FF
                place = counts[part]
                counts[part] = place + 1
                other[place] = held[row]
                others[place] = rows[row]
            held, other = other, held
            rows, others = others, rows
        first = 0
        for row in range(size):
            if held[row] != held[first]:
                first = row
            keys[start + rows[row]] = first + 1
        if last.size:
            final = size
            for row in range(size - 1, -1, -1):
                if row + 1 < size and held[row] != held[row + 1]:
                    final = row + 1
                last[start + rows[row]] = final


def _spread(groups: Codes, starts: Whole, held: Codes, found: Codes) -> None:
    """Bring what stands side by side by group back to the order of the rows."""
    for row in range(groups.size):
        place = starts[groups[row]]
        starts[groups[row]] = place + 1
        found[row] = held[place]


ADD_UP = Compiled(_add_up)
ADD_POINTS = Compiled(_add_points)
ROUND = Compiled(_round)
PART = Compiled(_part)
RANK_GROUPS = Compiled(_rank_groups)
SPREAD = Compiled(_spread)
