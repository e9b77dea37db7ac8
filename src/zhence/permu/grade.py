"""Stages 5 to 7: bands, then the veto, then protection; the order is the point.

A veto lowers its firm and nobody else: the cuts were made before. A protected firm
may leave the last band short of its share, and nobody is put there in its stead.
"""

from __future__ import annotations

from collections.abc import Sequence
from fractions import Fraction

import numpy as np

from zhence.permu.rank import Ranks
from zhence.permu.register import Bits, Codes, Small, Whole, statuses
from zhence.permu.scheme import Cut, Scheme, Tie

NO_BAND, PENDING = -1, -2
_PERCENT = 100
_HALF = Fraction(1, 2)


def cut_rank(share: Fraction, count: int, cut: Cut) -> int:
    """Return the last rank within *share* % of *count* firms.

    >>> [cut_rank(Fraction(20), 37, cut) for cut in Cut]
    [7, 7, 8]
    """
    exact = share * count / _PERCENT
    if cut is Cut.FLOOR:
        return int(exact // 1)
    return int(-(-exact // 1)) if cut is Cut.CEILING else int((exact + _HALF) // 1)


def cuts(scheme: Scheme, counts: Sequence[int]) -> Whole:
    """Return the cut rank of every band but the last, one row a group.

    Bands by score have none and give an empty table.
    """
    shares = [band.upto for band in scheme.bands[:-1] if band.upto is not None]
    table = [[cut_rank(share, n, scheme.cut) for share in shares] for n in counts]
    return np.array(table, np.int64).reshape(len(counts), len(shares))


def bands(
    scheme: Scheme, scores: Whole, ranked: Ranks, table: Whole, groups: Codes | None
) -> Small:
    """Return the band of every ranked row by its place, or PENDING at a cut."""
    found = np.zeros(scores.size, np.int8)
    if scheme.bands[0].score is not None:
        for band in scheme.bands[:-1]:
            assert band.score is not None  # noqa: S101  # bands are of one kind
            found += scores < int(-(-band.score * scheme.one // 1))
        return found
    where = np.zeros(scores.size, np.int32) if groups is None else groups
    last = ranked.first if ranked.last is None else ranked.last
    asked = last if scheme.tie is Tie.DOWN else ranked.first
    for place in range(table.shape[1]):
        found += asked > table[where, place]
    if scheme.tie is Tie.PENDING:
        for place in range(table.shape[1]):
            line = table[where, place]
            found[(ranked.first <= line) & (line < last)] = PENDING
    return found


def after_veto(scheme: Scheme, banded: Small, vetoed: Bits) -> Small:
    """Return the bands with vetoed firms no higher than the cap."""
    if scheme.veto is None:
        return banded
    cap = _place(scheme, scheme.veto.cap)
    found: Small = np.where(vetoed & (banded >= 0) & (banded < cap), cap, banded)
    return found.astype(np.int8)


def after_protection(
    scheme: Scheme, banded: Small, status: Small, vetoed: Bits
) -> Small:
    """Return the bands with protected firms no lower than their floor, vetoes apart."""
    found = banded
    for rule in scheme.protection:
        floor = _place(scheme, rule.floor)
        asked = statuses(rule.statuses)[status] & ~vetoed
        found = np.where(asked & (found > floor), floor, found).astype(np.int8)
    return found


def _place(scheme: Scheme, name: str) -> int:
    return [band.name for band in scheme.bands].index(name)
