"""Star rating of named towns: score → band, at most so many levels a cycle.

The bands are ours until an authority sets others. A score that is unknown, or an
index that is not whole, proposes nothing: the stars stay as they are.
"""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum
from fractions import Fraction

from zhence.evidence import Text


@dataclass(frozen=True, slots=True)
class Band:
    """So many *stars* from this score on (inclusive)."""

    stars: int
    least: Fraction


@dataclass(frozen=True, slots=True)
class Stars:
    """The rule: bands from the best down, what is below them, steps a cycle.

    *most_steps* bounds a move up or down in one cycle; ``None`` does not.
    """

    id: str
    title: Text
    bands: tuple[Band, ...]
    rest: int
    most_steps: int | None = 1
    clauses: tuple[str, ...] = ()


class Move(StrEnum):
    """What is proposed."""

    FIRST = "first"
    UP = "up"
    DOWN = "down"
    STAY = "stay"
    UNDECIDED = "undecided"


@dataclass(frozen=True, slots=True)
class Proposal:
    """The stars proposed to a body, which confirms or does not.

    *band* is what the score alone says; where it is not *stars*, the rule of steps
    held the move back. Both are ``None`` where nothing can be proposed and there
    were none before.
    """

    stars: int | None
    band: int | None
    move: Move

    @property
    def held_back(self) -> bool:
        """Say whether the score alone would have moved further."""
        return self.band is not None and self.band != self.stars


def propose(rule: Stars, score: Fraction | None, now: int | None) -> Proposal:
    """Return the proposal for a town with *score* that has *now* stars, if any.

    >>> rule = Stars("s", Text("星", "stars"),
    ...              (Band(5, Fraction(90)), Band(4, Fraction(80))), 3)
    >>> propose(rule, Fraction(90), 3)
    Proposal(stars=4, band=5, move=<Move.UP: 'up'>)
    """
    if score is None:
        return Proposal(now, None, Move.UNDECIDED)
    band = next((b.stars for b in rule.bands if score >= b.least), rule.rest)
    if now is None:
        return Proposal(band, band, Move.FIRST)
    reach = abs(band - now) if rule.most_steps is None else rule.most_steps
    stars = min(max(band, now - reach), now + reach)
    move = Move.UP if stars > now else Move.DOWN if stars < now else Move.STAY
    return Proposal(stars, band, move)
