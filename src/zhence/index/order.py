"""Ranks of many draws at once: competition ranks of whole rows of scores.

Scores that agree to eleven digits share a rank, which is what removes the noise of
binary fractions (up to 65 000 units).
"""

from __future__ import annotations

from collections.abc import Callable

import numpy as np

from zhence.index.loops import Shorts
from zhence.index.spec import Bits, Floats, Ints

_SMALL = 1 << 16
_SIGN = 63
_REST = np.int64((1 << _SIGN) - 1)

Spread = Callable[[Floats, Ints, Floats, Floats, int, Ints, Shorts, Bits], None]


def rank_rows(scores: Floats) -> Shorts:
    """Return competition ranks of every row of scores, the highest first.

    Score and place of a unit are packed into one whole number, so that one plain
    sort does: far quicker than sorting places by scores. The place takes the last
    bits of the score; scores that agree to eleven digits share a rank, which is
    what removes the noise of binary fractions (up to 65 000 units).
    """
    height, size = scores.shape
    bits = max(size - 1, 1).bit_length()
    # Taken from zero, not negated: of a negative zero this makes a plain one.
    keys = np.subtract(0.0, scores).view(np.int64)
    # The bits of negative floats run backwards; turned over, whole numbers sort so.
    keys ^= (keys >> _SIGN) & _REST
    keys >>= bits
    keys <<= bits
    keys |= np.arange(size)
    keys.sort(axis=1)
    order = keys & ((1 << bits) - 1)
    keys >>= bits
    places = np.broadcast_to(np.arange(1, size + 1, dtype=kind_for(size)), keys.shape)
    same = keys[:, 1:] == keys[:, :-1]
    if same.any():
        places = places.copy()
        places[:, 1:][same] = 0
        places = np.maximum.accumulate(places, axis=1)
    order += np.arange(0, height * size, size)[:, None]
    found = np.empty(height * size, dtype=places.dtype)
    found[order.ravel()] = places.ravel()
    return found.reshape(height, size)


def kind_for(size: int) -> type[np.uint16 | np.uint32]:
    """Return the shortest whole number that holds a rank among *size*."""
    return np.uint16 if size < _SMALL else np.uint32


def rank_into(held: Shorts, places: Ints, scores: Floats, spread: Spread) -> None:
    """Write the ranks of every row of *scores* into a row of *held*, by *spread*.

    What :func:`rank_rows` says, by a loop: rows whose scores crowd together too
    much for it are handed to the twin. *scores* are used up.
    """
    turned = np.subtract(0.0, scores, out=scores)
    size = turned.shape[1]
    low, high = turned.min(axis=1), turned.max(axis=1)
    with np.errstate(divide="ignore", invalid="ignore", over="ignore"):
        scale = 2 * size / (high - low)
    # Nothing to spread over buckets: one score for all, or one without bound.
    left = ~(np.isfinite(scale) & np.isfinite(low) & np.isfinite(high))
    bits = max(size - 1, 1).bit_length()
    spread(turned, turned.view(np.int64), low, scale, bits, places, held, left)
    if left.any():
        held[places[left]] = rank_rows(np.subtract(0.0, turned[left]))
