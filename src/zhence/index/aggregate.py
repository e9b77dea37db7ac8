"""Stage 7: up the tree, one parent after another, each by its method.

A parent is the mean of the children that are there, if enough of them are;
else it is missing, and so may be its own parent. How much was there is kept.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

import numpy as np
from pydantic import Field

from zhence.index import outrank, refusals
from zhence.index.frame import Frame
from zhence.index.impute import populations
from zhence.index.means import MEANS, POWERS, Power, weighted
from zhence.index.spec import Bits, Floats, Mean, Panel, Spec
from zhence.index.tree import Tree
from zhence.index.weigh import Weigh, check_codes, shares

# Weights are typed by people: sums of them are exact far beyond this.
_NOISE = 1e-12


class Cover(Spec):
    """When a parent is published: least shares (of 1) and number of children there.

    *weight* is the share of the weight, *share* that of the number of children.
    A share exactly at the limit is enough.
    """

    weight: float = 0.0
    share: float = 0.0
    count: int = 1


class Aggregate(Spec):
    """The method of each level and what must be there.

    *methods* and *cover* start at the parents of indicators; the last entry
    repeats upwards. *nodes* gives single parents another method. *power* is the
    exponent of ``power``; *strategy* is VIKOR's. With ``zeros: zero`` a geometric
    or harmonic mean with a zero in it is 0; by default it is refused. *panel* is
    for the methods that compare units.
    """

    methods: tuple[Mean, ...] = (Mean.ARITHMETIC,)
    nodes: dict[str, Mean] = Field(default_factory=dict)
    power: float = 1.0
    strategy: float = 0.5
    zeros: Literal["refuse", "zero"] = "refuse"
    cover: tuple[Cover, ...] = (Cover(),)
    panel: Panel = Panel.POOLED

    def method(self, tree: Tree, code: str) -> Mean:
        """Return how the parent *code* is made."""
        places = tuple(range(len(self.methods)))
        return self.nodes.get(code, self.methods[tree.at(code, places)])

    def covers(self, tree: Tree, code: str) -> Cover:
        """Return what the parent *code* needs."""
        return self.cover[tree.at(code, tuple(range(len(self.cover))))]

    def exponent(self, method: Mean) -> Power:
        """Return the power of a mean."""
        return Power(POWERS.get(method, self.power))


@dataclass(frozen=True, slots=True, eq=False)
class Scores:
    """Scores of every node, shares within parents, and what was available.

    *scores* has the indicators first and then the parents, children before
    parents. *available* (0…1) and *counts* say, by row and parent in *parents*,
    what share of weight and how many children were there. *coverage* is the share
    of the weight of all indicators that was there.
    """

    scores: Frame
    shares: dict[str, float]
    parents: tuple[str, ...]
    available: Floats
    counts: Floats
    coverage: Floats

    def there(self, code: str) -> Bits:
        """Return the rows in which a node has a score."""
        return ~np.isnan(self.scores.column(code))


def aggregate(frame: Frame, tree: Tree, weigh: Weigh, spec: Aggregate) -> Scores:
    """Return scores for every node of *tree* from the normalised *frame*.

    Raises:
        BadInputError: weights or codes that do not fit the tree; a zero or a
            negative score under a mean that has no value for it.
    """
    check_codes(weigh, tree)
    tree.check("aggregate.nodes", spec.nodes)
    held = {code: frame.column(code) for code in frame.codes}
    within: dict[str, float] = {tree.root: 1.0}
    available, counts = list[Floats](), list[Floats]()
    for parent in tree.inner:
        children = tree.children[parent]
        scores = np.column_stack([held[code] for code in children])
        found = shares(parent, tree, weigh, scores)
        within |= found
        weights = np.array([found[code] for code in children])
        known = ~np.isnan(scores)
        part, number = (known * weights).sum(axis=1), known.sum(axis=1) * 1.0
        enough = _enough(spec.covers(tree, parent), part, number, len(children))
        made = _make(frame, parent, scores, weights, tree, spec)
        held[parent] = np.where(enough, made, np.nan)
        available.append(part)
        counts.append(number)
    codes = (*frame.codes, *tree.inner)
    values = np.column_stack([held[code] for code in codes])
    effective = tree.effective(within)
    weights = np.array([effective[code] for code in frame.codes])
    return Scores(
        Frame(frame.rows, codes, values, frame.groups, frame.extra),
        within,
        tree.inner,
        np.column_stack(available),
        np.column_stack(counts),
        # Divided, so that a row with everything has 1 and not its last digit less.
        (frame.known * weights).sum(axis=1) / weights.sum(),
    )


def _enough(cover: Cover, part: Floats, number: Floats, width: int) -> Bits:
    return np.asarray(
        (part >= cover.weight - _NOISE)
        & (number >= cover.share * width - _NOISE)
        & (number >= cover.count),
        dtype=np.bool_,
    )


def _make(
    frame: Frame,
    parent: str,
    scores: Floats,
    weights: Floats,
    tree: Tree,
    spec: Aggregate,
) -> Floats:
    method = spec.method(tree, parent)
    if method in MEANS:
        power = spec.exponent(method)
        _positive(frame, tree.children[parent], scores, method, power, spec)
        return weighted(scores, weights, power)
    made = np.full(len(scores), np.nan)
    for rows in populations(frame, spec.panel):
        chosen = scores[rows]
        if method is Mean.COPELAND:
            made[rows] = outrank.copeland(chosen, weights)
            continue
        whole = rows[~np.isnan(chosen).any(axis=1)]
        if method is Mean.TOPSIS:
            made[whole] = outrank.topsis(scores[whole], weights).closeness
        else:
            result = outrank.vikor(scores[whole], weights, spec.strategy)
            made[whole] = 1 - result.compromise
    return made


def _positive(
    frame: Frame,
    children: tuple[str, ...],
    scores: Floats,
    method: Mean,
    power: Power,
    spec: Aggregate,
) -> None:
    """Refuse what a mean has no value for: negatives, and zeros unless allowed."""
    if power.p > 0 and power.p == int(power.p):
        return
    bad = scores < 0 if spec.zeros == "zero" or power.p > 0 else scores <= 0
    if bad.any():
        row, column = np.argwhere(bad)[0]
        raise refusals.refuse(
            "index_not_positive",
            unit=frame.rows[row],
            code=children[column],
            value=f"{scores[row, column]:g}",
            method=method,
        )
