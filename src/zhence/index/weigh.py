"""Stage 6: how much each child counts in its parent; always by code.

Whatever the method, the outcome is shares within each parent that add up to 1.
"""

from __future__ import annotations

from collections.abc import Mapping
from enum import StrEnum

import numpy as np
from pydantic import Field

from zhence.index import informed, refusals
from zhence.index.ahp import RandomIndex, judge
from zhence.index.spec import Floats, Spec
from zhence.index.tree import Tree

_NOISE = 1e-9
_LEAST_ROWS = 3
MOST_RATIO = 0.10


class By(StrEnum):
    """Where the weights come from.

    ``given``: the tree, or *values*. ``budget``: experts share out points.
    ``ahp``: pairwise judgements. The others read the scores.
    """

    EQUAL = "equal"
    GIVEN = "given"
    BUDGET = "budget"
    AHP = "ahp"
    ENTROPY = "entropy"
    CRITIC = "critic"
    MEREC = "merec"
    PCA = "pca"
    PCA_SQUARED = "pca_squared"
    OPTIMISED = "optimised"


INFORMED = frozenset(
    {By.ENTROPY, By.CRITIC, By.MEREC, By.PCA, By.PCA_SQUARED, By.OPTIMISED}
)


class Weights(Spec):
    """How the children of a parent are weighed.

    *values*: weights by code; every child of a parent, or none. *adds_to*: what
    the weights below each parent must add up to, where the recipe states a total.
    *votes*: points by expert and code. *pairs*: judgements "a>b", with the random
    *index* and the greatest consistency ratio *most_ratio*. *wanted*: shares of
    influence for ``optimised``; equal where absent.
    """

    method: By = By.GIVEN
    values: dict[str, float] = Field(default_factory=dict)
    adds_to: float | None = None
    votes: dict[str, dict[str, float]] = Field(default_factory=dict)
    pairs: dict[str, float | str] = Field(default_factory=dict)
    index: RandomIndex = RandomIndex.SAATY
    most_ratio: float = MOST_RATIO
    wanted: dict[str, float] = Field(default_factory=dict)


class Weigh(Weights):
    """The weighing of the whole tree, and of single parents in *below*."""

    below: dict[str, Weights] = Field(default_factory=dict)


def check_codes(spec: Weigh, tree: Tree) -> None:
    """Refuse codes that the tree has not, before anything is computed."""
    tree.check("weigh.below", spec.below)
    for one in (spec, *spec.below.values()):
        tree.check("weigh.values", one.values)
        tree.check("weigh.wanted", one.wanted)
        for expert, points in one.votes.items():
            tree.check(f"weigh.votes.{expert}", points)
        tree.check(
            "weigh.pairs",
            [side.strip() for pair in one.pairs for side in pair.split(">")],
        )


def shares(parent: str, tree: Tree, spec: Weigh, scores: Floats) -> dict[str, float]:
    """Return the share of each child of *parent*; *scores* are theirs, by code.

    Rows with a gap are left out where the scores are read.

    Raises:
        BadInputError: weights missing, negative, all zero or of another sum;
            inconsistent judgements; scores that give no weights.
    """
    own = spec.below.get(parent, spec)
    children = tree.children[parent]
    raw = (
        _informed(own, children, scores)
        if own.method in INFORMED
        else _said(own, parent, children, tree)
    )
    total = sum(raw.values())
    negative = [code for code, weight in raw.items() if weight < 0]
    if negative:
        raise refusals.refuse("index_weights_negative", what=" ".join(negative))
    if own.adds_to is not None and abs(total - own.adds_to) > _NOISE * own.adds_to:
        raise refusals.refuse(
            "index_weights_sum", parent=parent, total=f"{total:g}", wanted=own.adds_to
        )
    if not total > 0:
        raise refusals.refuse(
            "index_weights_sum", parent=parent, total=f"{total:g}", wanted="more than 0"
        )
    return {code: weight / total for code, weight in raw.items()}


def _said(
    own: Weights, parent: str, children: tuple[str, ...], tree: Tree
) -> Mapping[str, float]:
    match own.method:
        case By.EQUAL:
            return dict.fromkeys(children, 1.0)
        case By.BUDGET:
            return _budget(own, parent, children)
        case By.AHP:
            return _judged(own, parent, children)
        case _:
            held = {c: own.values[c] for c in children if c in own.values}
            if held:
                _complete(parent, children, held)
                return held
            return {code: tree.by_code[code].weight for code in children}


def _budget(own: Weights, parent: str, children: tuple[str, ...]) -> dict[str, float]:
    """Return the mean share of points; every expert counts the same."""
    if not own.votes:
        raise refusals.refuse("index_parameter", where=parent, what="weigh.votes")
    found = dict.fromkeys(children, 0.0)
    for _, points in sorted(own.votes.items()):
        _complete(parent, children, points)
        total = sum(points[code] for code in children)
        bad = min(points[code] for code in children) < 0
        if bad or not total > 0:
            raise refusals.refuse(
                "index_weights_sum", parent=parent, total=total, wanted="more than 0"
            )
        for code in children:
            found[code] += points[code] / total / len(own.votes)
    return found


def _judged(own: Weights, parent: str, children: tuple[str, ...]) -> dict[str, float]:
    pairs = {
        pair: said
        for pair, said in own.pairs.items()
        if all(side.strip() in children for side in pair.split(">"))
    }
    judged = judge(children, pairs, own.index)
    if judged.ratio > own.most_ratio:
        raise refusals.refuse(
            "index_inconsistent",
            parent=parent,
            ratio=f"{judged.ratio:.3f}",
            most=own.most_ratio,
        )
    return judged.weights


def _complete(
    parent: str, children: tuple[str, ...], held: Mapping[str, float]
) -> None:
    lost = [code for code in children if code not in held]
    if lost:
        raise refusals.refuse(
            "index_weights_missing", parent=parent, what=" ".join(lost)
        )


def _informed(
    own: Weights, children: tuple[str, ...], scores: Floats
) -> dict[str, float]:
    whole = scores[~np.isnan(scores).any(axis=1)]
    if len(children) == 1:
        return {children[0]: 1.0}
    if len(whole) < _LEAST_ROWS:
        raise refusals.refuse(
            "index_one_unit", count=len(whole), least=_LEAST_ROWS, method=own.method
        )
    match own.method:
        case By.ENTROPY:
            found = informed.entropy(whole)
        case By.CRITIC:
            found = informed.critic(whole)
        case By.MEREC:
            found = informed.merec(whole)
        case By.OPTIMISED:
            wanted = np.array([own.wanted.get(code, 1.0) for code in children])
            found = informed.optimised(whole, wanted / wanted.sum())
        case _:
            squared = own.method is By.PCA_SQUARED
            found = informed.principal(whole, squared=squared)
    return dict(zip(children, (float(x) for x in found), strict=True))
