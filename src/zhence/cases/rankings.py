"""What the library answers about ranks, awards, composite scores and per-mu figures."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from fractions import Fraction

from pydantic import Field, TypeAdapter

from zhence.cases.figures import observation
from zhence.cases.forms import FactGiven, Given
from zhence.errors import BadInputError, Fault
from zhence.evidence import Verdict
from zhence.facts.catalogue import Catalogue, Indicator
from zhence.index import coverage
from zhence.index.rank import award
from zhence.packs.pack import Pack
from zhence.permu.scheme import UNITS
from zhence.rewards.cap import capped
from zhence.units import Dimension, Unit, exact_number, from_smallest, unit

# The words of the case format for the five dimensions; all of equal weight.
_DIMENSIONS = ("industry", "innovation", "institution", "form", "radiation")
_CENT = Fraction(1, 100)
Number = str | int


class RankGiven(Given):
    """A race: scores, how many are awarded, and what they get."""

    scores: dict[str, Number] = Field(default_factory=dict)
    first: int | None = None
    tie_break: dict[str, Number] = Field(default_factory=dict)
    sharing: bool = False
    awards: dict[str, Number] = Field(default_factory=dict)
    block: Number | None = None
    unit: str | None = None


class ScoredGiven(Given):
    """One indicator of a dimension: scored, or with its value and goalposts."""

    name: str
    value: Number | None = None
    low: Number | None = None
    high: Number | None = None
    less_is_better: bool = False
    weight: Number = 1
    score: Number | None = None


class IndexGiven(Given):
    """Dimensions, the indicators of one dimension, or facts."""

    dimensions: dict[str, list[Number]] | None = None
    indicators: list[ScoredGiven] | None = None
    facts: list[FactGiven] = Field(default_factory=list)


def answer_rank(
    _: Pack, given: Mapping[str, object], __: date | None
) -> dict[str, object]:
    """Rank, award, and cut the awards to the block."""
    asked = TypeAdapter(RankGiven).validate_python(given)
    scores = {name: _number(score) for name, score in asked.scores.items()}
    ties = {name: _number(figure) for name, figure in asked.tie_break.items()}
    first = len(scores) if asked.first is None else asked.first
    alone = award(scores, first, [ties] if ties else [])
    found = award(scores, first, [ties] if ties else [], sharing=asked.sharing)
    wanted = _awards(asked, found.ranks)
    block = None if asked.block is None else _number(asked.block)
    paid = capped(wanted, block, _CENT)
    return {
        "ranks": found.ranks,
        "awarded": list(found.awarded),
        "pending": list(found.pending),
        "shared": asked.sharing and bool(alone.pending),
        "awards": paid,
        "total": sum(paid.values(), Fraction(0)),
    }


def _awards(asked: RankGiven, ranks: Mapping[str, int | None]) -> dict[str, Fraction]:
    """Return the awards by subject, whether they are given by subject or by rank."""
    if set(asked.awards) <= set(ranks) or not ranks:
        return {name: _number(amount) for name, amount in asked.awards.items()}
    order = sorted((r, name) for name, r in ranks.items() if r is not None)
    return {
        name: _number(asked.awards[str(r)])
        for r, name in order
        if str(r) in asked.awards
    }


def answer_index(
    pack: Pack, given: Mapping[str, object], _: date | None
) -> dict[str, object]:
    """Score dimensions or indicators; work out the figures that facts allow."""
    asked = TypeAdapter(IndexGiven).validate_python(given)
    answer: dict[str, object] = {}
    if asked.dimensions is not None:
        answer |= _index(asked.dimensions)
    if asked.indicators is not None:
        answer |= _dimension(asked.indicators)
    if asked.facts:
        answer |= _figures(asked.facts, pack.rulebook.catalogue)
    return answer


def _index(given: Mapping[str, list[Number]]) -> dict[str, object]:
    means = {
        name: sum(map(_number, scores), Fraction(0)) / len(scores) if scores else None
        for name, scores in given.items()
    }
    found = coverage.index(means, dict.fromkeys(_DIMENSIONS, Fraction(1)))
    return {
        "index": found.score,
        "dimensions": means,
        "available": found.available,
        "published": found.published,
        "rankable": found.rankable,
    }


def _dimension(given: list[ScoredGiven]) -> dict[str, object]:
    scores = {told.name: _score(told) for told in given}
    weights = {told.name: _number(told.weight) for told in given}
    found = coverage.dimension(scores, weights)
    return {
        "scores": scores,
        "dimension": found.score,
        "available_weight": found.available_weight,
    }


def _score(told: ScoredGiven) -> Fraction | None:
    if told.score is not None:
        return _number(told.score)
    if told.low is None or told.high is None:
        return None
    value = None if told.value is None else _number(told.value)
    low, high = _number(told.low), _number(told.high)
    return coverage.score(value, low, high, less_is_better=told.less_is_better)


def _figures(facts: list[FactGiven], catalogue: Catalogue) -> dict[str, object]:
    """Return every ratio of the catalogue of which a part is given."""
    read = [observation(fact, catalogue, "", "") for fact in facts]
    held = {seen.indicator: seen.amount for seen in read}
    values: dict[str, object] = {}
    units: dict[str, object] = {}
    verdicts: dict[str, object] = {}
    for code, ratio in catalogue.items():
        if ratio.unit is None or ratio.components is None:
            continue
        parts = [held.get(part) for part in ratio.components]
        if parts == [None, None]:
            continue
        above, below = (p.low if p is not None and p.known else None for p in parts)
        units[code] = ratio.unit.name
        if below == 0:
            verdicts[code] = Verdict.NOT_COMPUTABLE.value
        elif above is None or below is None:
            verdicts[code] = Verdict.INSUFFICIENT_DATA.value
        else:
            verdicts[code] = Verdict.PASS.value
            values[code] = _quotient(ratio, ratio.unit, above / below, catalogue)
    return {"values": values, "units": units, "verdicts": verdicts}


def _quotient(
    ratio: Indicator, shown: Unit, quotient: Fraction, catalogue: Catalogue
) -> Fraction:
    """Return a quotient of smallest units in the unit shown; shares as fractions.

    Per area is per 亩, whose smallest units are thirds of a square metre.
    """
    per = catalogue[(ratio.components or ("", ""))[1]].unit
    if shown.dimension is Dimension.RATIO:
        return quotient
    if per is not None and per.dimension is Dimension.AREA:
        quotient *= UNITS[Dimension.AREA][0].factor
    return from_smallest(quotient, unit(shown.name))


def _number(text: Number) -> Fraction:
    found = exact_number(str(text))
    if found is None:
        raise BadInputError(
            Fault(
                "case_number",
                f"不是数字：{text}",
                f"not a number: {text}",
                remedy="write a plain decimal",
            )
        )
    return found
