"""Which amounts a batch carries, and which follow from them and the law.

What was reported stands in the batch; what the law makes of it (a share of the
larger of two, in the first year only) is worked out by the kernel, so that a
changed parameter needs no new batch and a changed stay no new pivot.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date
from fractions import Fraction
from math import lcm

from zhence.engines.columns import STAYS, Input
from zhence.engines.thresholds import numbers_of
from zhence.facts import Facts, Membership
from zhence.rules.measures import From, Greatest, Measure, Over, Scaled
from zhence.rules.question import Question
from zhence.rules.resolve import WHOLE, docket
from zhence.rules.rulebook import Occasion, Rulebook

_NO_STAY = -1
_NEVER = "never"


@dataclass(frozen=True, slots=True)
class Read:
    """A column of the batch, *times* a whole number."""

    column: str
    times: int


@dataclass(frozen=True, slots=True)
class Largest:
    """The larger of a measure and a threshold by category, each *times* its own."""

    measure: str
    times: int
    limit: str
    limit_times: int


@dataclass(frozen=True, slots=True)
class Part:
    """A share of a measure, *times* a whole number; *stay* ``None``: in any year."""

    measure: str
    times: int
    stay: int | None


@dataclass(frozen=True, slots=True)
class Blank:
    """What an amount is when no source said anything, in smallest units."""

    floor: int | None
    top: int | None


Measured = tuple[Read | Largest | Part | Blank, ...]
_Source = str | Greatest | Scaled | Blank


@dataclass(frozen=True, slots=True)
class Measuring:
    """How the measures of a rulebook stand in columns.

    *reported* is a rulebook whose measures are just the columns: the amount of
    one of them on a docket is the column's cell.
    *sources* says where each measure is read from, in order; *scales* how many
    units of its column are one smallest unit of a measure or threshold.
    """

    reported: Rulebook
    inputs: Mapping[str, Input]
    sources: Mapping[str, tuple[_Source, ...]]
    scales: Mapping[str, int]


def measuring_for(
    rulebook: Rulebook,
    occasion: Occasion,
    measures: Iterable[str],
    limits: Iterable[str],
    days: Sequence[date],
) -> Measuring:
    """Return how *measures*, and those they rest on, stand in columns.

    *limits* are further thresholds by category; *days* those on which some
    parameter changes.
    Measures that read the same sources over the same span share one column.
    """
    inputs: dict[str, Input] = {}
    variants: dict[str, Measure] = {}
    sources: dict[str, tuple[_Source, ...]] = {}
    seen: dict[tuple[object, ...], str] = {}
    ordered = _closure(rulebook, measures)
    # What is only read comes first, and gives a shared column its name.
    for name in sorted(ordered, key=lambda n: _derives(rulebook.measures[n])):
        measure = rulebook.measures[name]
        blank = _blank(rulebook, occasion, measure)
        parts: list[_Source] = []
        for part in _parts(measure):
            if isinstance(part, Greatest | Scaled):
                parts.append(part)
                continue
            key = (part, _over(occasion, measure.over), measure.levels, blank)
            if key not in seen:
                id_ = name if name not in variants else f"{name}@{len(parts)}"
                seen[key] = f"m:{id_}"
                variants[id_] = replace(measure, id=id_, sources=part)
                inputs[f"m:{id_}"] = Input(f"m:{id_}", blank.floor, blank.top)
            parts.append(seen[key])
        if isinstance(parts[-1], Scaled):
            parts.append(blank)
        sources[name] = tuple(parts)
    reported = replace(rulebook, measures={**rulebook.measures, **variants})
    scales = _scales(rulebook, sources, limits, days)
    return Measuring(reported, inputs, sources, scales)


def measured(
    rulebook: Rulebook, measuring: Measuring, name: str, day: date
) -> Measured:
    """Return how a measure is worked out with the parameters of *day*."""
    scales = measuring.scales
    scale = scales[f"m:{name}"]
    found: list[Read | Largest | Part | Blank] = []
    for source in measuring.sources[name]:
        match source:
            case str():
                found.append(Read(source, scale))
            case Blank():
                found.append(source)
            case Greatest():
                inner, limit = f"m:{source.measure}", f"t:{source.by_category}"
                found.append(
                    Largest(
                        inner, scale // scales[inner], limit, scale // scales[limit]
                    )
                )
            case Scaled():
                factor = _factor(rulebook, source, day)
                if factor is None:
                    continue
                inner = f"m:{source.measure}"
                stay = source.in_year
                found.append(
                    Part(
                        inner,
                        int(factor * scale / scales[inner]),
                        None if stay is None else STAYS.get(stay, _NO_STAY),
                    )
                )
    return tuple(found)


def _closure(rulebook: Rulebook, measures: Iterable[str]) -> list[str]:
    """Return the measures and those below them, the lowest first."""
    ordered: dict[str, None] = {}

    def visit(name: str) -> None:
        for source in rulebook.measures[name].sources:
            if isinstance(source, Greatest | Scaled):
                visit(source.measure)
        ordered.setdefault(name)

    for name in measures:
        visit(name)
    return list(ordered)


def _derives(measure: Measure) -> bool:
    return any(isinstance(source, Greatest | Scaled) for source in measure.sources)


def _parts(measure: Measure) -> list[tuple[From, ...] | Greatest | Scaled]:
    """Return the sources in order, those that are only read together.

    What follows the larger of two is never looked at: that always answers.
    """
    found: list[tuple[From, ...] | Greatest | Scaled] = []
    run: tuple[From, ...] = ()
    for source in measure.sources:
        if not isinstance(source, Greatest | Scaled):
            run = (*run, source)
            continue
        found.extend([run, source] if run else [source])
        run = ()
        if isinstance(source, Greatest):
            break
    return [*found, run] if run else found


def _blank(rulebook: Rulebook, occasion: Occasion, measure: Measure) -> Blank:
    """Return what the plain judge takes for an amount that nobody reported."""
    silent = tuple(
        replace(s, in_year=_NEVER) if isinstance(s, Scaled) else s
        for s in measure.sources
        if not isinstance(s, Greatest)
    )
    alone = replace(rulebook, measures={measure.id: replace(measure, sources=silent)})
    nobody = Facts(Membership("", "", ""))
    asked = docket(alone, nobody, Question(occasion, date.max, date.max.year))
    nothing = asked.amount(measure.id).interval
    return Blank(
        None if nothing.low is None else int(nothing.low),
        None if nothing.high is None else int(nothing.high),
    )


def _over(occasion: Occasion, over: Over) -> Over:
    """Return the span a measure is taken over: a year assessed is over by then."""
    if occasion is Occasion.ANNUAL and over is Over.TO_DATE:
        return Over.BUILDING
    return over


def _factor(rulebook: Rulebook, source: Scaled, day: date) -> Fraction | None:
    if source.when is not None:
        chosen = rulebook.choice(source.when, None)
        if chosen != source.equals:
            return None
    number = rulebook.number(source.times, day)
    return None if number is None else number / WHOLE


def _scales(
    rulebook: Rulebook,
    sources: Mapping[str, tuple[_Source, ...]],
    limits: Iterable[str],
    days: Sequence[date],
) -> dict[str, int]:
    scales: dict[str, int] = {}

    def limit(id_: str) -> int:
        name = f"t:{id_}"
        if name not in scales:
            scales[name] = lcm(
                *(
                    number.denominator
                    for day in days
                    for number in numbers_of(rulebook, id_, day)
                    if number is not None
                )
            )
        return scales[name]

    for name, parts in sources.items():
        needs = [1]
        for part in parts:
            if isinstance(part, Greatest):
                needs += [scales[f"m:{part.measure}"], limit(part.by_category)]
            elif isinstance(part, Scaled):
                factors = [_factor(rulebook, part, day) for day in days]
                inner = scales[f"m:{part.measure}"]
                needs += [(f / inner).denominator for f in factors if f is not None]
        scales[f"m:{name}"] = lcm(*needs)
    for id_ in limits:
        limit(id_)
    return scales
