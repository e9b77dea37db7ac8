"""Aggregation by comparing units: Copeland outranking, TOPSIS, VIKOR.

A unit's score depends on who else is there; a unit that joins moves the others.
Rows with gaps get no TOPSIS or VIKOR score; outranking compares two units over
what both have.
"""

from __future__ import annotations

from typing import NamedTuple

import numpy as np

from zhence.index import refusals
from zhence.index.scales import need_units
from zhence.index.spec import Floats

_HALF = 0.5
_EVEN = 1e-12


class Distances(NamedTuple):
    """TOPSIS: closeness (0…1, more is better) and the two reference points."""

    closeness: Floats
    ideal: Floats
    anti_ideal: Floats


class Regret(NamedTuple):
    """VIKOR: group utility S, individual regret R, compromise Q (less is better)."""

    utility: Floats
    regret: Floats
    compromise: Floats


def outranking(scores: Floats, shares: Floats) -> Floats:
    """Return, for each pair, the share of weight on which the row unit wins.

    Ties count half to both; weights count over the indicators that both units
    have, and a pair that shares none stands at a half. The diagonal is 0.
    """
    size = len(scores)
    wins = np.zeros((size, size))
    held = np.zeros((size, size))
    for place, share in enumerate(shares):
        column = scores[:, place]
        known = ~np.isnan(column)
        both = known[:, None] & known[None, :]
        better = column[:, None] > column[None, :]
        even = column[:, None] == column[None, :]
        wins += share * (better + _HALF * even) * both
        held += share * both
    matrix = np.where(held > 0, wins / np.where(held > 0, held, 1.0), _HALF)
    np.fill_diagonal(matrix, 0.0)
    return matrix


def copeland(scores: Floats, shares: Floats) -> Floats:
    """Return wins minus losses over all pairs of units.

    >>> copeland(np.array([[3.0, 1.0], [2.0, 2.0], [1.0, 3.0]]), np.array([0.6, 0.4]))
    array([ 2.,  0., -2.])
    """
    need_units(len(scores), "copeland")
    away = outranking(scores, shares) - _HALF
    points = np.where(np.abs(away) < _EVEN, 0.0, np.sign(away))
    np.fill_diagonal(points, 0.0)
    return np.asarray(points.sum(axis=1), dtype=np.float64)


def topsis(
    scores: Floats, shares: Floats, directions: Floats | None = None
) -> Distances:
    """Return closeness to the best and farness from the worst unit of each column.

    Columns are divided by their Euclidean length first. *directions* (1, -1) are
    for raw matrices; scores of this package are all 1.

    Raises:
        BadInputError: one unit only, or all units alike: no distance to divide by.
    """
    need_units(len(scores), "topsis")
    length = np.sqrt((scores**2).sum(axis=0))
    ways = np.ones(scores.shape[1]) if directions is None else directions
    held = scores / np.where(length > 0, length, 1.0) * shares
    best = np.where(ways > 0, held.max(axis=0), held.min(axis=0))
    worst = np.where(ways > 0, held.min(axis=0), held.max(axis=0))
    to_best = np.sqrt(((held - best) ** 2).sum(axis=1))
    to_worst = np.sqrt(((held - worst) ** 2).sum(axis=1))
    whole = to_best + to_worst
    if not (whole > 0).all():
        raise refusals.refuse("index_constant_column", code="*", method="topsis")
    return Distances(to_worst / whole, best, worst)


def vikor(
    scores: Floats,
    shares: Floats,
    strategy: float = _HALF,
    directions: Floats | None = None,
) -> Regret:
    """Return utility, regret and the compromise between them.

    *strategy* is the weight of the group's utility, 0…1.

    Raises:
        BadInputError: one unit only, or a column on which all units are alike.
    """
    need_units(len(scores), "vikor")
    ways = np.ones(scores.shape[1]) if directions is None else directions
    best = np.where(ways > 0, scores.max(axis=0), scores.min(axis=0))
    worst = np.where(ways > 0, scores.min(axis=0), scores.max(axis=0))
    if (best == worst).any():
        raise refusals.refuse("index_constant_column", code="*", method="vikor")
    short = shares * (best - scores) / (best - worst)
    utility, regret = short.sum(axis=1), short.max(axis=1)
    compromise = strategy * _unit(utility) + (1 - strategy) * _unit(regret)
    return Regret(utility, regret, compromise)


def _unit(column: Floats) -> Floats:
    span = column.max() - column.min()
    return np.asarray((column - column.min()) / (span or 1.0), np.float64)
