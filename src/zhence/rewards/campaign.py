"""A best-practice campaign (最佳实践): nominations, judges' points, places.

A judge scores no nomination of the own county. With enough judges the highest and
the lowest mark fall away. A nomination that too few have scored is listed, not
ranked; a tie at the last place waits for people.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from fractions import Fraction

from zhence.evidence import Text
from zhence.index.rank import award


@dataclass(frozen=True, slots=True)
class Campaign:
    """The rule: criteria with weights, places, and how marks are joined.

    Marks go from 0 to *full*. *least_judges* must have scored; from *trim_from*
    judges on, one highest and one lowest total fall away. *most_of_county* bounds
    the places of one county; ``None`` does not.
    """

    id: str
    title: Text
    criteria: Mapping[str, Fraction]
    places: int
    full: Fraction = Fraction(100)
    least_judges: int = 3
    trim_from: int = 5
    most_of_county: int | None = None
    clauses: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Nomination:
    """A practice that a county puts forward."""

    id: str
    county: str


@dataclass(frozen=True, slots=True)
class Mark:
    """What one judge gave one nomination for one criterion."""

    nomination: str
    judge: str
    criterion: str
    points: Fraction


@dataclass(frozen=True, slots=True)
class Verdicts:
    """Scores, ranks, those chosen and pending, and why others are not ranked.

    *judges* is the number whose marks counted; *barred* are marks that were left
    out because judge and nomination are of one county, or a criterion was missing.
    """

    scores: Mapping[str, Fraction | None]
    ranks: Mapping[str, int | None]
    chosen: tuple[str, ...]
    pending: tuple[str, ...]
    judges: Mapping[str, int]
    barred: tuple[tuple[str, str], ...]


def judge_campaign(
    campaign: Campaign,
    nominations: Sequence[Nomination],
    marks: Sequence[Mark],
    counties: Mapping[str, str],
) -> Verdicts:
    """Return the result; *counties* says which county a judge belongs to."""
    given: dict[str, dict[str, dict[str, Fraction]]] = {}
    for mark in marks:
        sheet = given.setdefault(mark.nomination, {}).setdefault(mark.judge, {})
        sheet[mark.criterion] = mark.points
    scores: dict[str, Fraction | None] = {}
    judges: dict[str, int] = {}
    barred: list[tuple[str, str]] = []
    for one in nominations:
        totals = []
        for judge, sheet in sorted(given.get(one.id, {}).items()):
            own = counties.get(judge) == one.county
            if own or set(sheet) != set(campaign.criteria):
                barred.append((one.id, judge))
                continue
            totals.append(_total(campaign, sheet))
        judges[one.id] = len(totals)
        scores[one.id] = _joined(campaign, totals)
    found = award(scores, campaign.places)
    chosen, pending = _within_counties(campaign, nominations, found.ranks)
    return Verdicts(scores, found.ranks, chosen, pending, judges, tuple(barred))


def _total(campaign: Campaign, sheet: Mapping[str, Fraction]) -> Fraction:
    weight = sum(campaign.criteria.values(), Fraction(0))
    return sum((w * sheet[c] for c, w in campaign.criteria.items()), Fraction(0)) / (
        weight
    )


def _joined(campaign: Campaign, totals: list[Fraction]) -> Fraction | None:
    if len(totals) < campaign.least_judges:
        return None
    held = sorted(totals)
    if len(held) >= campaign.trim_from:
        held = held[1:-1]
    return sum(held, Fraction(0)) / len(held)


def _within_counties(
    campaign: Campaign,
    nominations: Sequence[Nomination],
    ranks: Mapping[str, int | None],
) -> tuple[tuple[str, ...], tuple[str, ...]]:
    """Go down the ranks; a county that has its places is passed over.

    A tie that the places left cannot hold, or that exceeds a county's places, is
    pending as a whole, and nobody below it is chosen.
    """
    chosen: list[str] = []
    taken: dict[str, int] = {}
    bound = campaign.most_of_county
    for rank in sorted({r for r in ranks.values() if r is not None}):
        level = [
            n
            for n in nominations
            if ranks[n.id] == rank and (bound is None or taken.get(n.county, 0) < bound)
        ]
        left = campaign.places - len(chosen)
        each = [sum(n.county == m.county for m in level) for n in level]
        over = bound is not None and any(
            taken.get(n.county, 0) + count > bound
            for n, count in zip(level, each, strict=True)
        )
        if len(level) > left or over:
            return tuple(chosen), tuple(n.id for n in level) if left else ()
        for n in level:
            chosen.append(n.id)
            taken[n.county] = taken.get(n.county, 0) + 1
    return tuple(chosen), ()
