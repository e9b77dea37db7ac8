"""Weights that the data themselves suggest; each column a benefit, more is better.

They describe how the scores happen to vary this year. A town that joins moves
them, and nobody voted for them: recipes that use them carry a warning.
"""

from __future__ import annotations

import numpy as np

from zhence.index import refusals
from zhence.index.spec import Floats

_STEPS = 2000
_CLOSE = 1e-12
_MILD = 0.5
_POOR = 1e-6


def entropy(scores: Floats) -> Floats:
    """Return entropy weights: a column that spreads more weighs more.

    Needs scores of zero or more; an all-zero or all-equal table has none.
    """
    _refuse_if("entropy", "needs two rows", fails=len(scores) < 2)  # noqa: PLR2004
    _refuse_if("entropy", "negative scores", fails=bool((scores < 0).any()))
    totals = scores.sum(axis=0)
    _refuse_if("entropy", "a column of zeros", fails=bool((totals == 0).any()))
    parts = scores / totals
    logs = np.log(np.where(parts > 0, parts, 1.0))
    spread = 1 + (parts * logs).sum(axis=0) / np.log(len(scores))
    return _shares("entropy", np.maximum(spread, 0.0))


def critic(scores: Floats) -> Floats:
    """Return CRITIC weights: spread times disagreement with the other columns.

    Columns are brought to 0…1 first (Diakoulaki et al. 1995).
    """
    span = scores.max(axis=0) - scores.min(axis=0)
    _refuse_if("critic", "a constant column", fails=bool((span == 0).any()))
    scaled = (scores - scores.min(axis=0)) / span
    clash = (1 - correlations(scaled)).sum(axis=0)
    return _shares("critic", scaled.std(axis=0, ddof=1) * clash)


def merec(scores: Floats) -> Floats:
    """Return MEREC weights: what the removal of a column does to the performance.

    Needs scores above zero (Keshavarz-Ghorabaee et al. 2021).
    """
    _refuse_if("merec", "scores must be above zero", fails=bool((scores <= 0).any()))
    logs = np.abs(np.log(scores.min(axis=0) / scores))
    width = scores.shape[1]
    whole = np.log(1 + logs.mean(axis=1))
    without = np.log(1 + (logs.sum(axis=1)[:, None] - logs) / width)
    return _shares("merec", np.abs(without - whole[:, None]).sum(axis=0))


def principal(scores: Floats, *, squared: bool = False) -> Floats:
    """Return weights from the first principal component of the correlations.

    The loadings are turned so that they add up to more than zero; a negative one
    is refused, for it would reward the worse town. *squared* takes the squared
    loadings, which are never negative.
    """
    matrix = correlations(scores)
    _, vectors = np.linalg.eigh(matrix)
    loadings = vectors[:, -1] * np.sign(vectors[:, -1].sum() or 1.0)
    if squared:
        return _shares("pca", loadings**2)
    _refuse_if("pca", "negative loadings", fails=bool((loadings < -_CLOSE).any()))
    return _shares("pca", np.maximum(loadings, 0.0))


def optimised(scores: Floats, wanted: Floats) -> Floats:
    """Return weights under which each column's correlation with the mean is *wanted*.

    *wanted* are shares of influence that add up to 1; correlations are divided by
    their sum. The weight of a column with too little influence is raised in
    proportion, until nothing moves.

    Raises:
        BadInputError: no weights above zero reach the wanted influence.
    """
    held, norms = _away("optimised", scores)
    weights = wanted.copy()
    influence = wanted
    for _ in range(_STEPS):
        influence = _influence(held, norms, weights)
        _refuse_if(
            "optimised",
            "a column opposes the others",
            fails=bool((influence <= 0).any()),
        )
        moved = weights * (wanted / influence) ** _MILD
        moved /= moved.sum()
        if np.abs(moved - weights).max() < _CLOSE:
            break
        weights = moved
    _refuse_if(
        "optimised",
        "the wanted influence is out of reach",
        fails=bool(np.abs(influence - wanted).max() > _POOR),
    )
    return weights


def correlations(scores: Floats) -> Floats:
    """Return Pearson correlations of columns without gaps."""
    away, norms = _away("correlation", scores)
    unit = away / norms
    found: Floats = np.clip(unit.T @ unit, -1.0, 1.0)
    np.fill_diagonal(found, 1.0)
    return found


def _away(method: str, scores: Floats) -> tuple[Floats, Floats]:
    """Return the distances from the means, and their Euclidean lengths."""
    flat = bool((scores.max(axis=0) == scores.min(axis=0)).any())
    _refuse_if(method, "a constant column", fails=flat)
    away = scores - scores.mean(axis=0)
    return away, np.sqrt((away**2).sum(axis=0))


def _influence(held: Floats, norms: Floats, weights: Floats) -> Floats:
    """Return correlations with the mean (up to its length), as shares of their sum."""
    found = (held @ weights) @ held / norms
    return np.asarray(found / found.sum(), dtype=np.float64)


def _shares(method: str, raw: Floats) -> Floats:
    total = float(raw.sum())
    _refuse_if(method, "no column differs from the others", fails=not total > _CLOSE)
    return np.asarray(raw / total, dtype=np.float64)


def _refuse_if(method: str, why: str, *, fails: bool) -> None:
    if fails:
        raise refusals.refuse("index_weights_undefined", method=method, why=why)
