"""Differentiation (错位): which towns stand for the same thing as another.

Likeness is a weighted mean of two parts: how far the industry codes agree (GB/T
4754: section, then two, three and four digits), and how many niche words are shared.
Being of one county is told beside it: two alike in one county compete for the same
firms. What is unknown makes no town alike.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from fractions import Fraction
from itertools import combinations

from zhence.evidence import Text


@dataclass(frozen=True, slots=True)
class Position:
    """What a town stands for: industry codes, niche words, county.

    Codes are a section letter with two to four digits after it ("C35", "I6513"),
    or the letter alone. Empty means unknown.
    """

    town: str
    codes: tuple[str, ...]
    niches: frozenset[str] = frozenset()
    county: str = ""


@dataclass(frozen=True, slots=True)
class Likeness:
    """The rule: weights of the parts, agreement by depth, where to look closer.

    *depths* is the agreement of codes that share the section, two, three and four
    digits. Pairs from *near* on are told; those from *near_in_county* on where
    both are of one county.
    """

    id: str
    title: Text
    by_code: Fraction
    by_niche: Fraction
    depths: tuple[Fraction, Fraction, Fraction, Fraction]
    near: Fraction
    near_in_county: Fraction
    clauses: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Pair:
    """Two towns alike: how much, by what, and whether in one county.

    *niche* is ``None`` where one of them has no niche on record: then the codes
    alone decide, and the pair says that a niche could still tell them apart.
    """

    left: str
    right: str
    likeness: Fraction
    code: Fraction
    niche: Fraction | None
    shared_codes: tuple[str, ...]
    shared_niches: tuple[str, ...]
    same_county: bool


def alike(rule: Likeness, towns: Sequence[Position]) -> tuple[Pair, ...]:
    """Return the pairs that are too alike, the most alike first.

    Only towns of a common section are compared, so the work grows with those and
    not with all pairs.
    """
    found = [
        pair
        for left, right in _candidates(towns)
        if (pair := compare(rule, left, right)) is not None
        and pair.likeness >= (rule.near_in_county if pair.same_county else rule.near)
    ]
    return tuple(sorted(found, key=lambda p: (-p.likeness, p.left, p.right)))


def compare(rule: Likeness, left: Position, right: Position) -> Pair | None:
    """Return how alike two towns are; ``None`` where a code is unknown."""
    if not left.codes or not right.codes:
        return None
    code = _codes(rule, left.codes, right.codes)
    niche = _niches(left.niches, right.niches)
    total = rule.by_code + rule.by_niche
    likeness = (
        code if niche is None else (rule.by_code * code + rule.by_niche * niche) / total
    )
    first, second = sorted((left, right), key=lambda p: p.town)
    return Pair(
        first.town,
        second.town,
        likeness,
        code,
        niche,
        tuple(sorted(set(left.codes) & set(right.codes))),
        tuple(sorted(left.niches & right.niches)),
        bool(left.county) and left.county == right.county,
    )


def _codes(rule: Likeness, left: Sequence[str], right: Sequence[str]) -> Fraction:
    """Return the mean of the best agreement of every code of both sides."""
    best = [
        max(_agree(rule, code, other) for other in others)
        for codes, others in ((left, right), (right, left))
        for code in codes
    ]
    return sum(best, Fraction(0)) / len(best)


def _agree(rule: Likeness, left: str, right: str) -> Fraction:
    if left == right:
        return rule.depths[-1]
    if left[:1] != right[:1]:
        return Fraction(0)
    # Section, division (two digits), group (three): the fourth is the whole code.
    depth = 0
    for step, length in enumerate((3, 4), 1):
        if min(len(left), len(right)) >= length and left[:length] == right[:length]:
            depth = step
    return rule.depths[depth]


def _niches(left: frozenset[str], right: frozenset[str]) -> Fraction | None:
    """Return the shared part of all niche words; ``None`` where a side has none."""
    if not left or not right:
        return None
    return Fraction(len(left & right), len(left | right))


def _candidates(towns: Sequence[Position]) -> Iterator[tuple[Position, Position]]:
    sections: Mapping[str, list[int]] = defaultdict(list)
    for place, town in enumerate(towns):
        for section in {code[:1] for code in town.codes}:
            sections[section].append(place)
    pairs = {pair for held in sections.values() for pair in combinations(held, 2)}
    for i, j in sorted(pairs):
        yield towns[i], towns[j]
