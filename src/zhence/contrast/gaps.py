"""Gaps between counties, or between types: ratio, variation, and what lies between.

A group's figure is the mean of the towns that are known; a group of which too little
is known has none, and is named. Nothing here ranks a town.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from fractions import Fraction
from math import isqrt

from zhence.evidence import Text

_DIGITS = 10**12


@dataclass(frozen=True, slots=True)
class Gaps:
    """The rule: which indicators between which groupings, and what must be known."""

    id: str
    title: Text
    indicators: tuple[str, ...]
    by: tuple[str, ...]
    least_known: int = 1
    least_share: Fraction = Fraction(0)
    clauses: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Group:
    """One group: the mean of those known, and how many are known and unknown.

    *mean* is ``None`` where too few are known.
    """

    name: str
    mean: Fraction | None
    known: int
    unknown: int


@dataclass(frozen=True, slots=True)
class Gap:
    """How far groups are apart in one indicator.

    *ratio* is highest over lowest mean; ``None`` where the lowest is not above
    zero: not computable. *variation* is the coefficient of variation of the group
    means, each group counting once. *between* is the share of the variance of
    towns that lies between groups, ``None`` where nothing varies. All are ``None``
    with fewer than two groups.
    """

    indicator: str
    groups: tuple[Group, ...]
    highest: str | None
    lowest: str | None
    difference: Fraction | None
    ratio: Fraction | None
    variation: Fraction | None
    between: Fraction | None
    ungrouped: int

    @property
    def thin(self) -> tuple[str, ...]:
        """Return the groups of which too little is known."""
        return tuple(g.name for g in self.groups if g.mean is None)


def gap(
    indicator: str,
    figures: Mapping[str, Fraction | None],
    groups: Mapping[str, str | None],
    least_known: int = 1,
    least_share: Fraction = Fraction(0),
) -> Gap:
    """Return the gap of one indicator between groups of towns.

    A group needs *least_known* known towns and *least_share* of its towns known.

    >>> wealth = {"甲": Fraction(3), "乙": Fraction(1), "丙": None}
    >>> found = gap("tax", wealth, {"甲": "x", "乙": "y", "丙": "y"})
    >>> found.ratio, found.groups[1].unknown
    (Fraction(3, 1), 1)
    """
    members: dict[str, list[Fraction | None]] = {}
    ungrouped = 0
    for town, figure in figures.items():
        name = groups.get(town)
        if name is None:
            ungrouped += 1
        else:
            members.setdefault(name, []).append(figure)
    held = tuple(
        _group(name, members[name], least_known, least_share)
        for name in sorted(members)
    )
    means = {g.name: g.mean for g in held if g.mean is not None}
    if len(means) < 2:  # noqa: PLR2004  # one group has no gap
        return Gap(indicator, held, None, None, None, None, None, None, ungrouped)
    highest = max(means, key=lambda n: means[n])
    lowest = min(means, key=lambda n: means[n])
    least = means[lowest]
    known = [[x for x in members[name] if x is not None] for name in means]
    return Gap(
        indicator,
        held,
        highest,
        lowest,
        means[highest] - least,
        means[highest] / least if least > 0 else None,
        _variation(list(means.values())),
        _between(known),
        ungrouped,
    )


def against(indicator: str, inside: Fraction | None, outside: Fraction | None) -> Gap:
    """Return the gap between a town and its surroundings, two groups of one each."""
    return gap(
        indicator,
        {"inside": inside, "outside": outside},
        {"inside": "inside", "outside": "outside"},
    )


def _group(
    name: str, figures: Sequence[Fraction | None], least: int, share: Fraction
) -> Group:
    known = [x for x in figures if x is not None]
    enough = len(known) >= max(least, 1) and Fraction(len(known), len(figures)) >= share
    return Group(
        name,
        sum(known, Fraction(0)) / len(known) if enough else None,
        len(known),
        len(figures) - len(known),
    )


def _variation(means: Sequence[Fraction]) -> Fraction | None:
    """Return the standard deviation over the mean, to twelve digits."""
    mean = sum(means, Fraction(0)) / len(means)
    if mean <= 0:
        return None
    square = sum(((x - mean) ** 2 for x in means), Fraction(0)) / len(means)
    return _root(square / mean**2)


def _between(groups: Sequence[Sequence[Fraction]]) -> Fraction | None:
    everyone = [x for group in groups for x in group]
    middle = sum(everyone, Fraction(0)) / len(everyone)
    whole = sum(((x - middle) ** 2 for x in everyone), Fraction(0))
    if not whole:
        return None
    part = Fraction(0)
    for group in groups:
        mean = sum(group, Fraction(0)) / len(group)
        part += len(group) * (mean - middle) ** 2
    return part / whole


def _root(square: Fraction) -> Fraction:
    """Return the square root, rounded down to twelve decimal places."""
    return Fraction(isqrt(int(square * _DIGITS**2)), _DIGITS)
