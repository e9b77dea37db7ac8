"""Weights from pairwise judgements (AHP), with their consistency ratio.

"a>b": 3 says that a matters three times as much as b. The weights are the
principal eigenvector; missing pairs are completed so that the judgements that
were made contradict each other least (least principal eigenvalue, Bozóki, Fülöp
and Rónyai 2010).
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from enum import StrEnum
from fractions import Fraction
from typing import NamedTuple

import numpy as np

from zhence.index import refusals
from zhence.index.spec import Floats
from zhence.index.transforms import peak

_WIDEST = 12.0
_CLOSE = 1e-7
_ROUNDS = 200
_SAME = 1e-9


class RandomIndex(StrEnum):
    """Whose mean consistency of random judgements is divided by."""

    SAATY = "saaty"
    DONEGAN_DODD = "donegan_dodd"


# From three items on; one and two items cannot contradict each other.
# Saaty 2005, page 31; Donegan and Dodd 1991.
_RANDOM: dict[RandomIndex, tuple[float, ...]] = {
    RandomIndex.SAATY: (
        *(0.52, 0.89, 1.11, 1.25, 1.35, 1.40, 1.45),
        *(1.49, 1.52, 1.54, 1.56, 1.58, 1.59),
    ),
    RandomIndex.DONEGAN_DODD: (
        *(0.4914, 0.8286, 1.0591, 1.1797, 1.2519, 1.3171, 1.3733),
        *(1.4055, 1.4213, 1.4497, 1.4643, 1.4822, 1.4969),
    ),
}
_LEAST = 3


class Judged(NamedTuple):
    """Weights by item (sum 1), the consistency ratio, and the completed pairs."""

    weights: dict[str, float]
    ratio: float
    completed: dict[str, float]


def judge(
    items: Sequence[str],
    pairs: Mapping[str, float | str],
    index: RandomIndex = RandomIndex.SAATY,
) -> Judged:
    """Return the weights of *items* that the judgements of *pairs* imply.

    A number may be a fraction ("1/3"). A pair may be given in both directions if
    both say the same.

    Raises:
        BadInputError: an unknown item, a number not above zero, a contradiction
            in one pair, or judgements that leave items unconnected.

    >>> judge(["a", "b"], {"a>b": 3}).weights
    {'a': 0.75, 'b': 0.25}
    """
    names = sorted(items)
    matrix = _matrix(names, pairs)
    gaps = [(i, j) for i, j in np.argwhere(np.isnan(matrix)) if i < j]
    matrix = _complete(matrix, gaps)
    root, vector = _principal(matrix)
    return Judged(
        dict(zip(names, (round(float(v), 15) for v in vector), strict=True)),
        _ratio(root, len(names), index),
        {f"{names[i]}>{names[j]}": float(matrix[i, j]) for i, j in gaps},
    )


def judge_matrix(
    items: Sequence[str],
    matrix: Sequence[Sequence[float | str]],
    index: RandomIndex = RandomIndex.SAATY,
) -> Judged:
    """Return the weights of *items* from a whole matrix, row over column."""
    pairs = {
        f"{items[i]}>{items[j]}": matrix[i][j]
        for i in range(len(items))
        for j in range(i + 1, len(items))
    }
    return judge(items, pairs, index)


def hierarchy(
    criteria: Mapping[str, float], local: Mapping[str, Mapping[str, float]]
) -> dict[str, float]:
    """Return the priorities of alternatives: those below each criterion, weighted."""
    names = sorted({name for below in local.values() for name in below})
    return {
        name: sum(w * local[c].get(name, 0.0) for c, w in sorted(criteria.items()))
        for name in names
    }


def _matrix(names: list[str], pairs: Mapping[str, float | str]) -> Floats:
    size = len(names)
    matrix = np.full((size, size), np.nan)
    np.fill_diagonal(matrix, 1.0)
    for pair, said in sorted(pairs.items()):
        left, _, right = (part.strip() for part in pair.partition(">"))
        if left not in names or right not in names or left == right:
            raise refusals.refuse("index_judgement", what=pair)
        number = _number(pair, said)
        i, j = names.index(left), names.index(right)
        before = matrix[i, j]
        if not np.isnan(before) and abs(before / number - 1) > _SAME:
            raise refusals.refuse("index_judgement", what=f"{pair} twice")
        matrix[i, j], matrix[j, i] = number, 1 / number
    if not _connected(matrix):
        raise refusals.refuse("index_judgement", what="some items are never compared")
    return matrix


def _number(pair: str, said: float | str) -> float:
    try:
        number = float(Fraction(said) if isinstance(said, str) else said)
    except (ValueError, ZeroDivisionError) as error:
        raise refusals.refuse("index_judgement", what=f"{pair}: {said}") from error
    if not 0 < number < np.inf:
        raise refusals.refuse("index_judgement", what=f"{pair}: {said}")
    return number


def _connected(matrix: Floats) -> bool:
    reached, size = {0}, len(matrix)
    for _ in range(size):
        reached |= {j for i in reached for j in range(size) if matrix[i, j] > 0}
    return len(reached) == size


def _complete(matrix: Floats, gaps: Sequence[tuple[int, int]]) -> Floats:
    """Fill *gaps* one by one until the principal eigenvalue falls no further."""
    matrix = np.where(np.isnan(matrix), 1.0, matrix)
    for _ in range(_ROUNDS if gaps else 0):
        moved = 0.0
        for i, j in gaps:

            def fit(log: float, i: int = i, j: int = j) -> float:
                matrix[i, j], matrix[j, i] = np.exp(log), np.exp(-log)
                return -_principal(matrix)[0]

            before = float(np.log(matrix[i, j]))
            after = peak(fit, -_WIDEST, _WIDEST)
            fit(after)
            moved = max(moved, abs(after - before))
        if moved < _CLOSE or len(gaps) == 1:
            break
    return matrix


def _principal(matrix: Floats) -> tuple[float, Floats]:
    roots, vectors = np.linalg.eig(matrix)
    place = int(np.argmax(roots.real))
    vector = np.abs(vectors[:, place].real)
    return float(roots[place].real), vector / vector.sum()


def _ratio(root: float, size: int, index: RandomIndex) -> float:
    table = _RANDOM[index]
    if size < _LEAST:
        return 0.0
    if size - _LEAST >= len(table):
        raise refusals.refuse("index_judgement", what=f"{size} items at once")
    return max(0.0, (root - size) / (size - 1) / table[size - _LEAST])
