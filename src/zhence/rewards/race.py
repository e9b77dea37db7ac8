"""Racing (赛马): groups of scores → rank → awards out of yearly blocks.

Scores are weighted means of groups; who lacks one is listed and not ranked. Places,
amounts and blocks are entered for the year: a text that names no amount gives none.
A tie at the last awarded place is pending, and so is its money, until people decide.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from enum import StrEnum
from fractions import Fraction

from zhence.evidence import Text
from zhence.index.rank import Awarded, award
from zhence.rewards.cap import capped

Figures = Mapping[str, Mapping[str, Fraction | None]]


class Tied(StrEnum):
    """What equal ranks get: the amount of the rank, or the mean of their places."""

    RANK = "rank"
    SHARE = "share"


@dataclass(frozen=True, slots=True)
class Part:
    """A group of the score and its weight (any positive scale)."""

    id: str
    title: Text
    weight: Fraction


@dataclass(frozen=True, slots=True)
class Race:
    """The rule of a race: what is scored, how ties go, who it rests on.

    *breakers* are figures, more being better, asked in order where a tie crosses
    the last awarded place. *step* is the smallest amount that is paid, in the unit
    of its block.
    """

    id: str
    title: Text
    parts: tuple[Part, ...]
    breakers: tuple[str, ...] = ()
    tied: Tied = Tied.RANK
    step: Fraction = Fraction(1, 100)
    clauses: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Purse:
    """The awards of one kind for a year, by place from the first, and their block.

    *amounts* and *block* are in *unit*; a *block* of ``None`` has no limit.
    """

    kind: str
    unit: str
    amounts: tuple[Fraction, ...]
    block: Fraction | None = None


@dataclass(frozen=True, slots=True)
class Paid:
    """What one subject gets of one kind; *wanted* is the amount before the block."""

    subject: str
    kind: str
    unit: str
    amount: Fraction
    wanted: Fraction
    rank: int


@dataclass(frozen=True, slots=True)
class Result:
    """Scores and ranks, who is awarded or waits, what is paid, who is unknown.

    *unknown* names the parts that a subject lacks.
    """

    scores: Mapping[str, Fraction | None]
    ranks: Mapping[str, int | None]
    awarded: tuple[str, ...]
    pending: tuple[str, ...]
    paid: tuple[Paid, ...]
    unknown: Mapping[str, tuple[str, ...]] = field(default_factory=dict)


def run_race(
    race: Race, figures: Figures, places: int, purses: Sequence[Purse] = ()
) -> Result:
    """Return the result of *race*; *places* is how many are awarded.

    The order of *figures* decides nothing but the order of the answer: cents that
    are left over go by remainder, then by rank, then by name.
    """
    scores = {name: _score(race, held) for name, held in figures.items()}
    breakers = [
        {n: f for n in figures if (f := figures[n].get(code)) is not None}
        for code in race.breakers
    ]
    found = award(scores, places, breakers)
    paid = [one for purse in purses for one in _pay(race, purse, found, places)]
    unknown = {
        name: tuple(p.id for p in race.parts if held.get(p.id) is None)
        for name, held in figures.items()
        if scores[name] is None
    }
    return Result(
        scores, found.ranks, found.awarded, found.pending, tuple(paid), unknown
    )


def _score(race: Race, held: Mapping[str, Fraction | None]) -> Fraction | None:
    total = sum((part.weight for part in race.parts), Fraction(0))
    score = Fraction(0)
    for part in race.parts:
        value = held.get(part.id)
        if value is None:
            return None
        score += part.weight * value / total
    return score


def _pay(race: Race, purse: Purse, found: Awarded, places: int) -> list[Paid]:
    """Return the payments of one purse; open places hold back their part of it.

    A block is cut as if the places that wait for a decision were awarded too, so
    that deciding takes nothing away from anybody.
    """
    awarded = set(found.awarded)
    held = sorted((r, n) for n, r in found.ranks.items() if r is not None)
    ranks = {name: rank for rank, name in held if name in awarded}
    wanted: dict[str, Fraction] = {
        name: _wanted(race, purse, ranks, name) for name in ranks
    }
    waiting = min((found.ranks[n] or 0 for n in found.pending), default=0)
    seats = range(len(awarded), places) if waiting else range(0)
    reserve = {
        f"\0{seat}": _at(purse, waiting if race.tied is Tied.RANK else seat + 1)
        for seat in seats
    }
    paid = capped(wanted | reserve, purse.block, race.step)
    return [
        Paid(name, purse.kind, purse.unit, paid[name], wanted[name], rank)
        for name, rank in ranks.items()
        if wanted[name]
    ]


def _wanted(race: Race, purse: Purse, ranks: Mapping[str, int], name: str) -> Fraction:
    rank = ranks[name]
    if race.tied is Tied.RANK:
        return _at(purse, rank)
    tied = sum(other == rank for other in ranks.values())
    whole = sum((_at(purse, rank + i) for i in range(tied)), Fraction(0))
    # Down to the step: what is left of a shared place is not invented.
    return whole / tied // race.step * race.step


def _at(purse: Purse, rank: int) -> Fraction:
    return purse.amounts[rank - 1] if rank <= len(purse.amounts) else Fraction(0)
