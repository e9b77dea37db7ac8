"""Uniform draws from a seed, the same on every machine and in every version.

A published rank interval can so be recomputed to the last digit years later, which
the generators of numerical libraries do not promise. The numbers come from
SplitMix64 (Steele, Lea and Flood 2014): a counter, well stirred.
"""

from __future__ import annotations

import numpy as np

from zhence.index.spec import Floats

_GAMMA = 0x9E3779B97F4A7C15
_FIRST = 0xBF58476D1CE4E5B9
_SECOND = 0x94D049BB133111EB
_WORD = 1 << 64
_MANTISSA = 2.0**-53


def uniform(seed: int, start: int, rows: int, columns: int) -> Floats:
    """Return *rows* by *columns* numbers in [0, 1), from row *start* of the stream.

    Any cut of the stream into batches gives the same rows.

    >>> whole = uniform(7, 0, 4, 2)
    >>> bool((whole[2:] == uniform(7, 2, 2, 2)).all())
    True
    """
    first = start * columns + 1
    count = np.arange(first, first + rows * columns, dtype=np.uint64)
    word = count * np.uint64(_GAMMA) + np.uint64(_stir(seed % _WORD))
    word = (word ^ (word >> np.uint64(30))) * np.uint64(_FIRST)
    word = (word ^ (word >> np.uint64(27))) * np.uint64(_SECOND)
    word ^= word >> np.uint64(31)
    drawn = (word >> np.uint64(11)).astype(np.float64) * _MANTISSA
    return np.asarray(drawn.reshape(rows, columns), dtype=np.float64)


def _stir(word: int) -> int:
    """Return a start far from that of the next seed; plain whole numbers."""
    word = (word + _GAMMA) % _WORD
    word = (word ^ (word >> 30)) * _FIRST % _WORD
    word = (word ^ (word >> 27)) * _SECOND % _WORD
    return word ^ (word >> 31)
