"""How firm the ranks are: the whole method repeated under many defensible choices.

The result is an interval of ranks for every ranked unit. It says how much of a
rank is the town and how much is the method; it says nothing about errors in the
data.
"""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from zhence.index import refusals
from zhence.index.draws import uniform
from zhence.index.frame import Row
from zhence.index.rank import ranks
from zhence.index.spec import Floats, Spec
from zhence.index.vary import Model, Vary

# Numbers held at once in a batch of scores: what two cores keep in their caches.
_CELLS = 1 << 17
_SMALL = 1 << 16
_SIGN = 63
_REST = np.int64((1 << _SIGN) - 1)

Shorts = npt.NDArray[np.uint16 | np.uint32]


class Uncertainty(Spec):
    """How many draws from which seed, what varies, and which interval is shown.

    *interval* are two quantiles of the ranks, as fractions of 1. *time* is the
    period that is examined; the last one where absent.
    """

    draws: int = 1000
    seed: int = 1
    vary: Vary = Vary()
    interval: tuple[float, float] = (0.05, 0.95)
    time: str | None = None


@dataclass(frozen=True, slots=True, eq=False)
class Intervals:
    """Ranks by unit: under the recipe itself, and over all draws."""

    rows: tuple[Row, ...]
    nominal: Floats
    mean: Floats
    low: Floats
    median: Floats
    high: Floats


def simulate(
    model: Model, rows: tuple[Row, ...], spec: Uncertainty, threads: int = 1
) -> Intervals:
    """Return the intervals of the ranks of *rows*; *threads* change no result.

    Quantiles are observed ranks (the nearest from below): nobody has rank 3.7.
    The same seed gives the same numbers on every machine.

    Raises:
        BadInputError: fewer than one draw.
    """
    if spec.draws < 1:
        raise refusals.refuse("index_parameter", where="uncertainty", what="draws")
    held = draw_ranks(model, spec.seed, spec.draws, threads)
    nominal = ranks(model.nominal())
    held.sort(axis=1, kind="stable")  # a radix sort for short whole numbers
    low, median, high = (
        held[:, _place(q, spec.draws)].astype(np.float64)
        for q in (spec.interval[0], 0.5, spec.interval[1])
    )
    mean = held.mean(axis=1, dtype=np.float64)
    return Intervals(rows, nominal, mean, low, median, high)


def draw_ranks(model: Model, seed: int, draws: int, threads: int = 1) -> Shorts:
    """Return the rank of every unit in every draw: units by draws.

    Batches of draws do not know each other, so the number of *threads* changes
    nothing but the time.
    """
    size = len(model.matrices[0])
    held = np.empty((size, draws), dtype=kind_for(size))
    step = max(1, _CELLS // max(size, 1))

    def each(start: int) -> None:
        count = min(step, draws - start)
        scores = model.scores(uniform(seed, start, count, model.width))
        held[:, start : start + count] = rank_rows(scores).T

    starts = range(0, draws, step)
    if threads == 1:
        for start in starts:
            each(start)
        return held
    with ThreadPoolExecutor(threads) as pool:
        for _ in pool.map(each, starts):
            pass
    return held


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


def _place(share: float, draws: int) -> int:
    return min(draws - 1, max(0, int(np.ceil(share * draws)) - 1))
