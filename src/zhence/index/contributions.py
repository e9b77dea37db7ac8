"""What each indicator adds to a score, and to its change since another period.

The parts add up to the score, and to the change, to 1e-9. The means are
homogeneous, so a part is slope times score (Euler); for an arithmetic mean that
is weight times score. A change is split by divided differences, which attribute
to an indicator that did not move nothing at all; where what is available changed
between the periods, the parts of the two scores are subtracted instead.
"""

from __future__ import annotations

import numpy as np

from zhence.index import refusals
from zhence.index.aggregate import Aggregate, Scores
from zhence.index.means import MEANS, Power, slopes
from zhence.index.spec import Bits, Floats, Ints
from zhence.index.tree import Tree

_CLOSE = 1e-7


def contributions(made: Scores, tree: Tree, spec: Aggregate) -> Floats:
    """Return what each indicator adds to the index: rows by indicators.

    A row without an index has ``nan`` throughout; a missing indicator adds 0.

    Raises:
        BadInputError: a parent is made by comparing units; that has no parts.
    """
    parts = _local(made, tree, spec)[tree.root]
    return np.where(made.there(tree.root)[:, None], parts, np.nan)


def changes(
    made: Scores, tree: Tree, spec: Aggregate, before: Ints, after: Ints
) -> Floats:
    """Return what each indicator adds to the change of the index between rows.

    *before* and *after* are places of rows, pair by pair the same unit. A pair
    without an index on one side has ``nan`` throughout.
    """
    local = _local(made, tree, spec)
    place = {code: i for i, code in enumerate(tree.leaves)}
    moved: dict[str, Floats] = {}
    for code in (*tree.leaves, *tree.inner):
        column = made.scores.column(code)
        old, new = column[before], column[after]
        if code in place:
            parts = np.zeros((len(before), len(place)))
            parts[:, place[code]] = np.nan_to_num(new - old)
            moved[code] = parts
            continue
        apart = local[code][after] - local[code][before]
        power = spec.exponent(spec.method(tree, code))
        even, factors = _factors(made, tree, code, power, before, after)
        joined = np.zeros_like(apart)
        for i, child in enumerate(tree.children[code]):
            joined += factors[:, i, None] * moved[child]
        moved[code] = np.where(even[:, None], joined, apart)
    there = made.there(tree.root)
    both = there[before] & there[after]
    return np.where(both[:, None], moved[tree.root], np.nan)


def _local(made: Scores, tree: Tree, spec: Aggregate) -> dict[str, Floats]:
    """Return, for every node, what each indicator adds to that node's score."""
    width = len(tree.leaves)
    local: dict[str, Floats] = {}
    for i, code in enumerate(tree.leaves):
        local[code] = np.zeros((len(made.scores.rows), width))
        local[code][:, i] = np.nan_to_num(made.scores.column(code))
    for code in tree.inner:
        method = spec.method(tree, code)
        if method not in MEANS:
            raise refusals.refuse("index_no_parts", method=method)
        children = tree.children[code]
        scores, shares = _below(made, children)
        slope = slopes(scores, shares, spec.exponent(method), made.scores.column(code))
        parts = [slope[:, i, None] * local[child] for i, child in enumerate(children)]
        local[code] = np.where(made.there(code)[:, None], sum(parts), 0.0)
    return local


def _below(made: Scores, children: tuple[str, ...]) -> tuple[Floats, Floats]:
    scores = np.column_stack([made.scores.column(code) for code in children])
    return scores, np.array([made.shares[code] for code in children])


def _factors(
    made: Scores, tree: Tree, code: str, power: Power, before: Ints, after: Ints
) -> tuple[Bits, Floats]:
    """Return where both periods hold the same children, and what a change passes on.

    The factor of a child is its weight times the divided difference of the mean's
    inner function at the child, over that at the mean.
    """
    scores, shares = _below(made, tree.children[code])
    old, new = scores[before], scores[after]
    mean = made.scores.column(code)
    known = ~np.isnan(old) & ~np.isnan(new)
    same = (np.isnan(old) == np.isnan(new)).all(axis=1)
    even = same & ~np.isnan(mean[before]) & ~np.isnan(mean[after])
    if power.p <= 0:
        even &= ((old > 0) & (new > 0) | ~known).all(axis=1)
    filled = [np.where(known & even[:, None], x, 1.0) for x in (old, new)]
    ends = [np.where(even, x, 1.0) for x in (mean[before], mean[after])]
    weights = np.where(known, shares, 0.0)
    sums = weights.sum(axis=1, keepdims=True)
    weights = weights / np.where(sums > 0, sums, 1.0)
    below = _divided(filled[0], filled[1], power)
    above = _divided(ends[0], ends[1], power)
    return even, weights * below / above[:, None]


def _divided(old: Floats, new: Floats, power: Power) -> Floats:
    """Return (f(new) - f(old))/(new - old), or the derivative where they meet."""
    if power.p == 1:
        return np.ones_like(old)
    middle = (old + new) / 2
    step = new - old
    near = np.abs(step) <= _CLOSE * np.abs(middle)
    safe = np.where(near, 1.0, step)
    slope = middle ** (power.p - 1) * (power.p or 1.0)
    return np.where(near, slope, (power.into(new) - power.into(old)) / safe)
