"""What of a method may vary, and the scores that follow: many draws at once.

A draw is a row of numbers in [0, 1): one for each weight, then one for the choice
of normalisation, one for that of aggregation and one for the set of goalposts.
Where all indicators are known and all parents made alike, a batch of draws is one
matrix product; else it goes up the tree, one parent after another.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from enum import StrEnum

import numpy as np

from zhence.index import refusals
from zhence.index.aggregate import Aggregate, Scores
from zhence.index.draws import uniform
from zhence.index.frame import Frame
from zhence.index.means import MEANS, Power
from zhence.index.normalise import Normalise, column_scores
from zhence.index.scales import Scale
from zhence.index.spec import Bits, Floats, Ints, Mean, Spec
from zhence.index.tree import Tree

Closeness = Callable[[Floats, Floats], None]

_CHOICES = ("normalisation", "aggregation", "goalposts")
_SALT = 0x5EED


class Noise(StrEnum):
    """How weights vary: by a share of themselves, or over all possible weights."""

    SHARE = "share"
    SIMPLEX = "simplex"


class Vary(Spec):
    """What varies, around the recipe itself.

    *weights*: greatest deviation as a share of each weight (0.25 = ±25 %), before
    they are rescaled within the parent; with ``noise: simplex`` all weights are
    equally likely. *normalisations* and *aggregations* are tried beside the
    recipe's own, each equally often; a mean replaces those of all parents.
    *goalposts*: greatest shift of either end of each scale, as a share of the
    distance between them, in *sets* sets.
    """

    noise: Noise = Noise.SHARE
    weights: float = 0.25
    normalisations: tuple[Scale, ...] = ()
    aggregations: tuple[Mean, ...] = ()
    goalposts: float = 0.0
    sets: int = 16


@dataclass(frozen=True, slots=True, eq=False)
class Model:
    """A recipe prepared for draws over the rows of one period.

    *matrices* hold normalised scores by choice of normalisation and set of
    goalposts; *methods* the means by choice of aggregation and parent, ``None``
    for TOPSIS over all indicators; *there* which nodes have a score at all.
    *ready* holds what does not change between draws, by matrix and method, where a
    batch of draws is one matrix product.
    """

    tree: Tree
    vary: Vary
    shares: dict[str, float]
    matrices: tuple[Floats, ...]
    methods: tuple[dict[str, Power] | None, ...]
    there: dict[str, Bits]
    ready: dict[tuple[int, int], tuple[Floats, ...]]

    @property
    def codes(self) -> tuple[str, ...]:
        """Return the nodes that carry a weight, in the order of the draws."""
        root = self.tree.root
        return tuple(code for code in sorted(self.shares) if code != root)

    @property
    def width(self) -> int:
        """Return how many numbers a draw needs."""
        return len(self.codes) + len(_CHOICES)

    def factors(self) -> dict[str, list[int]]:
        """Return what varies, and which numbers of a draw belong to it."""
        held: dict[str, list[int]] = {}
        count = len(self.codes)
        if self.vary.weights or self.vary.noise is Noise.SIMPLEX:
            held["weights"] = list(range(count))
        varied = (self.vary.normalisations, self.vary.aggregations, self.vary.goalposts)
        for i, (name, what) in enumerate(zip(_CHOICES, varied, strict=True)):
            if what:
                held[name] = [count + i]
        return held

    def nominal(self) -> Floats:
        """Return the index under the recipe itself."""
        weights = {code: np.array([self.shares[code]]) for code in self.codes}
        return np.asarray(self._batch(0, 0, weights)[0], dtype=np.float64)

    def scores(self, draws: Floats) -> Floats:
        """Return the index, draws by rows; every row has one."""
        found = np.empty((len(draws), len(self.matrices[0])))
        for some, scores in self.parts(draws):
            found[some] = scores
        return found

    def parts(
        self, draws: Floats, closeness: Closeness | None = None
    ) -> Iterator[tuple[Ints, Floats]]:
        """Yield the places of draws that are made alike, and their scores.

        *closeness* is a loop that makes the last step of TOPSIS in place.
        """
        weights = self._weights(draws)
        choice, sets = self._choices(draws)
        for matrix, method in sorted({*zip(choice, sets, strict=True)}):
            some = np.flatnonzero((choice == matrix) & (sets == method))
            picked = {code: weights[code][some] for code in weights}
            yield some, self._batch(int(matrix), int(method), picked, closeness)

    def _weights(self, draws: Floats) -> dict[str, Floats]:
        """Return shares within parents, one a draw."""
        raw: dict[str, Floats] = {}
        for i, code in enumerate(self.codes):
            share, u = self.shares[code], draws[:, i]
            if self.vary.noise is Noise.SIMPLEX:
                raw[code] = -np.log1p(-u) + np.finfo(np.float64).tiny
            else:
                raw[code] = share * (1 + self.vary.weights * (2 * u - 1))
        for children in self.tree.children.values():
            total = np.sum([raw[code] for code in children], axis=0)
            for code in children:
                raw[code] = raw[code] / total
        return raw

    def _choices(self, draws: Floats) -> tuple[Ints, Ints]:
        """Return the matrix and the method of each draw."""
        first = len(self.codes)
        sets = self.vary.sets if self.vary.goalposts else 1
        scales = len(self.matrices) // sets
        which = (draws[:, first] * scales).astype(np.int64)
        method = (draws[:, first + 1] * len(self.methods)).astype(np.int64)
        post = (draws[:, first + 2] * sets).astype(np.int64)
        return which * sets + post, method

    def _batch(
        self,
        matrix: int,
        method: int,
        weights: dict[str, Floats],
        closeness: Closeness | None = None,
    ) -> Floats:
        powers, ready = self.methods[method], self.ready.get((matrix, method))
        if ready is None:
            return self._nested(self.matrices[matrix], powers or {}, weights)
        flat = self._flat(weights)
        if powers is None:
            best, worst = ready
            return _closeness(best, worst, flat, closeness)
        return next(iter(powers.values())).out(flat @ ready[0])

    def _flat(self, weights: dict[str, Floats]) -> Floats:
        """Return the weights of the indicators in the index, one row a draw."""
        held = {self.tree.root: np.ones(len(next(iter(weights.values()))))}
        for parent in reversed(self.tree.inner):
            for child in self.tree.children[parent]:
                held[child] = held[parent] * weights[child]
        return np.column_stack([held[code] for code in self.tree.leaves])

    def _nested(
        self, scores: Floats, powers: dict[str, Power], weights: dict[str, Floats]
    ) -> Floats:
        """Return the index from parent to parent, gaps leaving the mean to the rest."""
        place = {code: i for i, code in enumerate(self.tree.leaves)}
        made: dict[str, Floats] = {}
        for parent in self.tree.inner:
            power = powers[parent]
            leaves = [c for c in self.tree.children[parent] if c in place]
            columns = [place[c] for c in leaves]
            total = np.zeros((len(weights[self.codes[0]]), len(scores)))
            held = np.zeros_like(total)
            if leaves:
                known = np.stack([self.there[c] for c in leaves])
                raised = power.into(np.where(known, scores[:, columns].T, 1.0))
                own = np.column_stack([weights[c] for c in leaves])
                total += own @ np.where(known, raised, 0.0)
                held += own @ (known * 1.0)
            for child in self.tree.children[parent]:
                if child not in place:
                    part = weights[child][:, None] * self.there[child]
                    total += part * power.into(made[child])
                    held += part
            averaged = total / np.where(held > 0, held, 1.0)
            made[parent] = np.where(self.there[parent], power.out(averaged), 1.0)
        return made[self.tree.root]


def prepare(
    treated: Frame,
    made: Scores,
    tree: Tree,
    normalise: Normalise,
    spec: Aggregate,
    vary: Vary,
    rows: Ints,
    seed: int,
) -> Model:
    """Return the model for *rows* of the treated data; *made* is the recipe's result.

    Raises:
        BadInputError: the recipe or an alternative is made by outranking or VIKOR,
            or TOPSIS meets gaps; a mean that has no value for a score.
    """
    scales = (normalise, *(_instead(normalise, scale) for scale in vary.normalisations))
    sets = vary.sets if vary.goalposts else 1
    shifts = uniform(seed ^ _SALT, 0, sets, 2 * len(tree.leaves)) * 2 - 1
    shifts *= vary.goalposts
    shifts[0] = 0.0  # the first set is the recipe's own
    matrices = tuple(
        _matrix(treated, tree, scale, shifts[i])[rows]
        for scale in scales
        for i in range(sets)
    )
    own = {code: spec.method(tree, code) for code in tree.inner}
    options = (own, *(dict.fromkeys(tree.inner, one) for one in vary.aggregations))
    methods = tuple(_powers(option, spec) for option in options)
    there = {code: made.there(code)[rows] for code in (*tree.leaves, *tree.inner)}
    gaps = ~np.column_stack([there[code] for code in tree.leaves])
    for powers in methods:
        _check(matrices, gaps, powers, spec)
    ready = {
        (i, j): held
        for i, matrix in enumerate(matrices)
        for j, powers in enumerate(methods)
        if (held := _ready(matrix, powers)) is not None
    }
    return Model(tree, vary, made.shares, matrices, methods, there, ready)


def _ready(
    scores: Floats, powers: dict[str, Power] | None
) -> tuple[Floats, ...] | None:
    """Return the factors of the matrix products, ``None`` where there are none."""
    if powers is None:
        return _distances(scores)
    power, *others = {*powers.values()}
    if others or np.isnan(scores).any():
        return None
    return (power.into(scores).T,)


def _instead(normalise: Normalise, scale: Scale) -> Normalise:
    fields = {name: getattr(scale, name) for name in Scale.model_fields}
    return normalise.model_copy(update={**fields, "codes": {}})


def _matrix(frame: Frame, tree: Tree, scale: Normalise, shift: Floats) -> Floats:
    return np.column_stack(
        [
            column_scores(
                frame,
                code,
                tree.by_code[code].direction,
                scale,
                (float(shift[2 * i]), float(shift[2 * i + 1])),
            )
            for i, code in enumerate(frame.codes)
        ]
    )


def _powers(option: dict[str, Mean], spec: Aggregate) -> dict[str, Power] | None:
    if set(option.values()) == {Mean.TOPSIS}:
        return None
    for method in option.values():
        if method not in MEANS:
            raise refusals.refuse(
                "index_parameter", where="uncertainty", what=f"aggregation {method}"
            )
    return {code: spec.exponent(method) for code, method in option.items()}


def _check(
    matrices: tuple[Floats, ...],
    gaps: Bits,
    powers: dict[str, Power] | None,
    spec: Aggregate,
) -> None:
    """Refuse a matrix with other gaps than the recipe's, or that a mean cannot take."""
    for matrix in matrices:
        if (np.isnan(matrix) != gaps).any() or (powers is None and gaps.any()):
            raise refusals.refuse("index_parameter", where="uncertainty", what="gaps")
        if powers is None or all(power.p > 0 for power in powers.values()):
            continue
        least = float(np.nanmin(matrix))
        if least < 0 or (least == 0 and spec.zeros != "zero"):
            raise refusals.refuse(
                "index_not_positive",
                unit="*",
                code="*",
                value=f"{least:g}",
                method="geometric",
            )


def _distances(scores: Floats) -> tuple[Floats, Floats]:
    """Return the squared distances to the best and to the worst, by indicator."""
    length = np.sqrt((scores**2).sum(axis=0))
    held = scores / np.where(length > 0, length, 1.0)
    best, worst = held.max(axis=0), held.min(axis=0)
    return ((held - best) ** 2).T, ((held - worst) ** 2).T


def _closeness(
    best: Floats, worst: Floats, flat: Floats, loop: Closeness | None
) -> Floats:
    """Return TOPSIS for every draw: squared distances are matrix products."""
    squared = flat**2
    to_best, to_worst = squared @ best, squared @ worst
    if loop is not None:
        loop(to_best, to_worst)
        return to_best
    to_best, to_worst = np.sqrt(to_best), np.sqrt(to_worst)
    whole = to_best + to_worst
    return np.asarray(to_worst / np.where(whole > 0, whole, 1.0), dtype=np.float64)
