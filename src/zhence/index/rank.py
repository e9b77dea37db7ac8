"""Stage 8: ranks. Equal scores share a rank; a tie at a cut-off is for people.

Ranks go 1, 2, 2, 4. Scores are compared unrounded; *decimals* only takes away the
noise of binary fractions, so that what is a tie on paper is a tie here. Nobody is
ever put first for the sake of the alphabet.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from enum import StrEnum
from fractions import Fraction
from typing import NamedTuple

import numpy as np

from zhence.index.aggregate import Scores
from zhence.index.spec import Bits, Floats, Spec
from zhence.index.tree import Tree

_NOISE = 1e-12


class Rank(Spec):
    """Who is ranked, and what counts as equal.

    A unit is ranked when every child of the index is there (*whole*) and at least
    *coverage* of the weight of all indicators is. Scores are equal when they agree
    to *decimals* places; ``None`` compares the bits. *group* names a grouping to
    rank within as well.
    """

    whole: bool = True
    coverage: float = 0.0
    decimals: int | None = 9
    group: str | None = None


class Standing(StrEnum):
    """Whether an index is ranked, only published, or neither."""

    RANKED = "ranked"
    PARTIAL = "partial"
    UNPUBLISHED = "unpublished"


def standings(made: Scores, tree: Tree, spec: Rank) -> tuple[Standing, ...]:
    """Return the standing of every row; a partial index is never ranked."""
    place = made.parents.index(tree.root)
    full = made.counts[:, place] == len(tree.children[tree.root])
    enough = made.coverage >= spec.coverage - _NOISE
    ranked = (full | (not spec.whole)) & enough
    there = made.there(tree.root)
    return tuple(
        Standing.UNPUBLISHED if not p else Standing.RANKED if r else Standing.PARTIAL
        for p, r in zip(there, ranked, strict=True)
    )


def ranks(
    column: Floats, decimals: int | None = 9, counted: Bits | None = None
) -> Floats:
    """Return competition ranks of the highest first; ``nan`` for gaps.

    *counted* leaves out rows that are not ranked.

    >>> ranks(np.array([90.0, 85.0, 85.0, np.nan, 80.0]))
    array([ 1.,  2.,  2., nan,  4.])
    """
    known = ~np.isnan(column) if counted is None else counted & ~np.isnan(column)
    held = column[known] if decimals is None else np.round(column[known], decimals)
    found = np.full(len(column), np.nan)
    found[known] = np.searchsorted(np.sort(-held), -held, side="left") + 1.0
    return found


def compete(scores: Mapping[str, Fraction | None]) -> dict[str, int | None]:
    """Return competition ranks of exact scores; unknown ones are not ranked.

    >>> compete({"A": Fraction(90), "B": Fraction(85), "C": Fraction(85), "D": None})
    {'A': 1, 'B': 2, 'C': 2, 'D': None}
    """
    held = [s for s in scores.values() if s is not None]
    return {
        name: None if s is None else 1 + sum(other > s for other in held)
        for name, s in scores.items()
    }


class Awarded(NamedTuple):
    """Ranks, who is awarded, and who waits for a decision: a tie at the cut-off."""

    ranks: dict[str, int | None]
    awarded: tuple[str, ...]
    pending: tuple[str, ...]


def award(
    scores: Mapping[str, Fraction | None],
    first: int,
    tie_breaks: Sequence[Mapping[str, Fraction]] = (),
    *,
    sharing: bool = False,
) -> Awarded:
    """Return who is among the *first*, and who is tied across that line.

    The *tie_breaks* are asked in their order, more being better, and only where a
    tie crosses the line; where one of the tied has no figure it decides nothing.
    Still tied: all of them are pending, unless the title may be shared
    (*sharing*), which awards them all. Ranks show the scores alone.
    """
    order = compete(scores)
    held = {name: s for name, s in scores.items() if s is not None}
    safe = {name for name, s in held.items() if _behind(held, s) <= first}
    line = {
        name
        for name, s in held.items()
        if name not in safe and (order[name] or 0) <= first
    }
    for figures in tie_breaks:
        seats = first - len(safe)
        if not line or any(name not in figures for name in line):
            continue
        among = {name: figures[name] for name in line}
        won = {name for name, f in among.items() if _behind(among, f) <= seats}
        out = {
            n for n, f in among.items() if sum(o > f for o in among.values()) >= seats
        }
        safe |= won
        line -= won | out
    if sharing:
        safe, line = safe | line, set()
    return Awarded(
        order,
        tuple(name for name in scores if name in safe),
        tuple(name for name in scores if name in line),
    )


def _behind(held: Mapping[str, Fraction], score: Fraction) -> int:
    """Return how many stand at *score* or above: the last place of its tie."""
    return sum(other >= score for other in held.values())
