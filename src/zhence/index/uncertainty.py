"""How firm the ranks are: the whole method repeated under many defensible choices.

The result is an interval of ranks for every ranked unit. It says how much of a
rank is the town and how much is the method; it says nothing about errors in the
data.
"""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass

import numpy as np

from zhence.index import refusals
from zhence.index.draws import uniform
from zhence.index.frame import Row
from zhence.index.loops import CLOSENESS, PLACE_RANKS, SPREAD_RANKS, Shorts
from zhence.index.order import kind_for, rank_into, rank_rows
from zhence.index.rank import ranks
from zhence.index.spec import Floats, Spec
from zhence.index.vary import Model, Vary

# Numbers held at once in a batch of scores, and draws it has at least: a matrix
# product of few rows reads more than it computes.
_CELLS = 1 << 19
_ROWS = 96
# Scores from which on loading a compiler is less than what it saves.
_WORTH = 1 << 23
# Units whose ranks are put in order together: a line of memory holds that many.
_SOME = 64


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
    model: Model,
    rows: tuple[Row, ...],
    spec: Uncertainty,
    threads: int = 1,
    *,
    swift: bool = True,
) -> Intervals:
    """Return the intervals of the ranks of *rows*.

    *threads* change no result; nor does *swift*, as in :func:`draw_ranks`.

    Quantiles are observed ranks (the nearest from below): nobody has rank 3.7.
    The same seed gives the same numbers on every machine.

    Raises:
        BadInputError: fewer than one draw.
    """
    if spec.draws < 1:
        raise refusals.refuse("index_parameter", where="uncertainty", what="draws")
    held = draw_ranks(model, spec.seed, spec.draws, threads, swift=swift)
    nominal = ranks(model.nominal())
    shares = (spec.interval[0], 0.5, spec.interval[1])
    places = [_place(share, spec.draws) for share in shares]
    low, median, high, mean = _at(held, places, swift=swift)
    return Intervals(rows, nominal, mean, low, median, high)


def _at(held: Shorts, places: list[int], *, swift: bool) -> Floats:
    """Return the ranks of every unit that come at these places, and their mean."""
    found = np.empty((len(places) + 1, len(held)))
    loop = PLACE_RANKS.machine if swift and held.size >= _WORTH else None
    if loop is not None:
        sums = np.empty(len(held), np.int64)
        order = np.argsort(places)
        inside = found[:-1][order]
        loop(held.T, np.array(places)[order], inside, sums)
        found[order] = inside
        found[-1] = sums / held.shape[1]
        return found
    found[-1] = held.mean(axis=1, dtype=np.float64)
    for start in range(0, len(held), _SOME):
        some = np.ascontiguousarray(held[start : start + _SOME])
        some.sort(axis=1, kind="stable")  # a radix sort for short whole numbers
        found[:-1, start : start + _SOME] = some[:, places].T
    return found


def draw_ranks(
    model: Model, seed: int, draws: int, threads: int = 1, *, swift: bool = True
) -> Shorts:
    """Return the rank of every unit in every draw: units by draws.

    Batches of draws do not know each other, so the number of *threads* changes
    nothing but the time; neither does *swift*, which lets machine code do long
    work where there is a compiler.
    """
    size = len(model.matrices[0])
    held = np.empty((draws, size), dtype=kind_for(size))
    step = max(_ROWS, _CELLS // max(size, 1))
    swift = swift and size * draws >= _WORTH
    spread = SPREAD_RANKS.machine if swift else None
    closeness = CLOSENESS.machine if swift else None

    def each(start: int) -> None:
        drawn = uniform(seed, start, min(step, draws - start), model.width)
        if spread is None:
            held[start : start + len(drawn)] = rank_rows(model.scores(drawn))
            return
        for rows, scores in model.parts(drawn, closeness):
            rank_into(held, start + rows, scores, spread)

    starts = range(0, draws, step)
    if threads == 1:
        for start in starts:
            each(start)
        return held.T
    with ThreadPoolExecutor(threads) as pool:
        for _ in pool.map(each, starts):
            pass
    return held.T


def _place(share: float, draws: int) -> int:
    return min(draws - 1, max(0, int(np.ceil(share * draws)) - 1))
