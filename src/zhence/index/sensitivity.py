"""Which choice the ranks hang on: variance shares by Sobol's method.

The outcome is the mean absolute shift of ranks against the recipe itself. A first
index is the share of its variance that a choice explains alone, a total index the
share that it has a hand in. Choices are grouped: all weights are one of them.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from typing import NamedTuple

import numpy as np

from zhence.index import refusals
from zhence.index.draws import uniform
from zhence.index.order import rank_rows
from zhence.index.rank import ranks
from zhence.index.spec import Floats, Spec
from zhence.index.vary import Model

_CELLS = 1 << 20
_LEAST = 2


class Sensitivity(Spec):
    """The size of the base sample and its seed; runs are that times factors + 2."""

    base: int = 512
    seed: int = 1


class Sobol(NamedTuple):
    """Variance shares of one choice."""

    factor: str
    first: float
    total: float


def sobol(
    outcome: Callable[[Floats], Floats],
    width: int,
    factors: Mapping[str, Sequence[int]],
    spec: Sensitivity,
) -> tuple[Sobol, ...]:
    """Return the indices of *factors*, groups of columns of the inputs.

    *outcome* takes rows of *width* numbers in [0, 1) and returns a number a row.
    Estimators: Jansen 1999 for both, because they do not hang on where zero is: of
    one choice alone the first index is 1. Both are 0 where the outcome never varies.

    Raises:
        BadInputError: a base sample of fewer than two.
    """
    if spec.base < _LEAST:
        raise refusals.refuse("index_parameter", where="sensitivity", what="base")
    both = uniform(spec.seed, 0, spec.base, 2 * width)
    left, right = both[:, :width], both[:, width:]
    at_left, at_right = outcome(left), outcome(right)
    spread = float(np.concatenate([at_left, at_right]).var(ddof=1))
    found = []
    for name, columns in factors.items():
        mixed = left.copy()
        mixed[:, list(columns)] = right[:, list(columns)]
        at_mixed = outcome(mixed)
        first = spread - float(((at_right - at_mixed) ** 2).mean()) / 2
        total = float(((at_left - at_mixed) ** 2).mean()) / 2
        whole = spread if spread > 0 else np.inf
        found.append(Sobol(name, first / whole, total / whole))
    return tuple(found)


def rank_shift(model: Model) -> Callable[[Floats], Floats]:
    """Return the outcome: the mean absolute shift of ranks of each draw."""
    nominal = ranks(model.nominal())
    step = max(1, _CELLS // max(len(nominal), 1))

    def outcome(draws: Floats) -> Floats:
        parts = [
            np.abs(rank_rows(model.scores(draws[i : i + step])) - nominal).mean(axis=1)
            for i in range(0, len(draws), step)
        ]
        return np.concatenate(parts)

    return outcome


def sensitivity(model: Model, spec: Sensitivity) -> tuple[Sobol, ...]:
    """Return the variance shares of everything that *model* lets vary."""
    return sobol(rank_shift(model), model.width, model.factors(), spec)
