"""One place's method for one year, as a frozen value: who is compared, by what.

The order is fixed and is the order of the modules: population ▸ benchmark ▸ score ▸
rank ▸ band ▸ veto ▸ protection. A scheme says what each of them does; nothing here
has a default that a text could have meant otherwise, except where it says *ours*.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum
from fractions import Fraction

from zhence.errors import NOWHERE, Where
from zhence.evidence import Label, Text
from zhence.units import Dimension, Unit, unit

# Amounts are counted in millionths of these (shares in billionths): money to the
# 分. What is finer than that is refused when a table is read.
UNITS: Mapping[Dimension, tuple[Unit, int]] = {
    Dimension.MONEY: (unit("万元"), 10**6),
    Dimension.AREA: (unit("亩"), 10**6),
    Dimension.PERSONS: (unit("人"), 10**6),
    Dimension.COAL: (unit("吨标煤"), 10**6),
    Dimension.MASS: (unit("吨"), 10**6),
    Dimension.POWER: (unit("千瓦时"), 10**6),
    Dimension.RATIO: (unit("1"), 10**9),
}


class Scale(StrEnum):
    """Above or below the threshold of the statistics (规上, 规下)."""

    ABOVE = "above"
    BELOW = "below"


class Status(StrEnum):
    """What a firm is when it is not an ordinary one in production."""

    NORMAL = "normal"
    NEW = "new"
    PROMOTED = "promoted"
    BUILDING = "under_construction"
    YOUNG = "young"
    STARTUP = "startup"
    SUPPORTED = "supported"
    UTILITY = "utility"


class Sort(StrEnum):
    """By what firms are put together, beside the list that they are on."""

    PLACE = "place"
    INDUSTRY = "industry"


@dataclass(frozen=True, slots=True)
class Provenance:
    """Where a number comes from: a source of the scheme, and what it is worth."""

    source: str
    label: Label


@dataclass(frozen=True, slots=True)
class Fixed:
    """A benchmark that is published as a number, in the unit of its item.

    *by* gives other numbers for some industries (or places); *value* is for the
    rest, ``None`` where there is none: those firms are incomplete.
    """

    value: Fraction | None
    by: tuple[tuple[str, Fraction], ...] = ()


@dataclass(frozen=True, slots=True)
class Mean:
    """A multiple of the mean of the firms compared: the ratio of their sums.

    The tempting mean of ratios lets a firm on a tenth of a mu weigh as much as a
    steelworks. The firm itself is in the mean, as everywhere.
    """

    times: Fraction = Fraction(1)


@dataclass(frozen=True, slots=True)
class Range:
    """Least and greatest of the firms compared: *low* to *high* % of the weight."""

    low: Fraction
    high: Fraction


@dataclass(frozen=True, slots=True)
class Efficacy:
    """The efficacy coefficient: *base* % at *bad*, *base* + *span* % at *good*."""

    bad: Fraction
    good: Fraction
    base: Fraction = Fraction(60)
    span: Fraction = Fraction(40)


Benchmark = Fixed | Mean | Range | Efficacy


class Act(StrEnum):
    """What follows from a value that is not an ordinary one."""

    INCOMPLETE = "incomplete"
    COMPARED_MEAN = "group_mean"
    POINTS = "points"
    AS_IT_IS = "as_it_is"


@dataclass(frozen=True, slots=True)
class Treatment:
    """*act*, and how many points if it says so; unknown is never zero in silence."""

    act: Act = Act.INCOMPLETE
    points: Fraction = Fraction(0)


@dataclass(frozen=True, slots=True)
class Measure:
    """What is measured: *of* ÷ *per*, or a share reported as such (*per* ``None``).

    *factor* turns the quotient of the amounts (in :data:`UNITS`) into *unit*.
    *least* and *most* bound what can be, in *unit*; beyond, the table is wrong.
    """

    code: str
    title: Text
    of: str
    per: str | None
    unit: Unit
    factor: Fraction = Fraction(1)
    least: Fraction | None = None
    most: Fraction | None = None


@dataclass(frozen=True, slots=True)
class Item:
    """One weighted item.

    Points are the weight times value ÷ benchmark, or, *inverse*, the weight times
    (2 − value ÷ benchmark) ÷ 2; kept between *floor* and *ceiling* times the weight.
    *missing*: a part is unknown. *zero*: the part below the line (or the value of an
    inverse item) was reported as zero. *negative*: the value is below zero.
    """

    measure: Measure
    weight: Fraction
    benchmark: Benchmark
    provenance: Provenance
    inverse: bool = False
    floor: Fraction | None = Fraction(0)
    ceiling: Fraction | None = None
    missing: Treatment = Treatment()
    zero: Treatment = Treatment()
    negative: Treatment = Treatment(Act.AS_IT_IS)
    note: Text | None = None


@dataclass(frozen=True, slots=True)
class Who:
    """Whom a list takes: every condition that is given must hold.

    Land is in 亩: at least, more than, at most and less than so much. A firm with
    land of zero is a tenant; one of which a condition is unknown is on no list.
    """

    scale: Scale | None = None
    tenant: bool = False
    least_land: Fraction | None = None
    over_land: Fraction | None = None
    most_land: Fraction | None = None
    below_land: Fraction | None = None


@dataclass(frozen=True, slots=True)
class Roll:
    """One list of firms that are scored alike and ranked among themselves.

    Without items the list is published and nobody on it is scored.
    """

    id: str
    title: Text
    who: Who
    items: tuple[Item, ...]

    def codes(self) -> tuple[str, ...]:
        """Return the codes of its items, in their order."""
        return tuple(item.measure.code for item in self.items)


class Cut(StrEnum):
    """How a cut rank is made whole: 20 % of 37 firms are 7.4."""

    FLOOR = "floor"
    HALF_UP = "half_up"
    CEILING = "ceiling"


class Tie(StrEnum):
    """Where firms of one score go when a cut runs through them.

    ``up``: all of them into the better band, because their rank is within it.
    ``down``: into the worse, unless all fit. ``pending``: a person decides.
    """

    UP = "up"
    DOWN = "down"
    PENDING = "pending"


@dataclass(frozen=True, slots=True)
class Band:
    """A band, the best first: to *upto* % of the ranked, or from *score* points.

    Both are inclusive. The last band takes the rest and has neither.
    """

    name: str
    upto: Fraction | None = None
    score: Fraction | None = None


@dataclass(frozen=True, slots=True)
class Adjustment:
    """Points that are added (or, negative, taken off) for a thing on record."""

    id: str
    title: Text
    points: Fraction
    provenance: Provenance


@dataclass(frozen=True, slots=True)
class Aside:
    """Firms of these *statuses* are collected and not rated, under *mark*."""

    statuses: frozenset[Status]
    mark: str
    title: Text
    provenance: Provenance


@dataclass(frozen=True, slots=True)
class Protection:
    """Firms of these *statuses* stand no lower than *floor*, a veto apart."""

    statuses: frozenset[Status]
    floor: str
    title: Text
    provenance: Provenance


@dataclass(frozen=True, slots=True)
class Veto:
    """A vetoed firm stands no higher than *cap*; nobody else moves."""

    cap: str
    title: Text
    provenance: Provenance


class Merging(StrEnum):
    """Which result of firms that belong together is in force; both are shown."""

    MERGED = "merged"
    SEPARATE = "separate"


@dataclass(frozen=True, slots=True)
class Source:
    """A document or page, and what it is."""

    title: Text
    address: str
    label: Label
    note: Text | None = None


@dataclass(frozen=True, slots=True)
class Scheme:
    """The method of one place for one year of data.

    *compared* and *ranked* say within what, beside the list, benchmarks are formed
    and ranks given. Scores are rounded half-up to *decimals* places before they are
    ranked: what is a tie on paper is a tie.
    """

    id: str
    title: Text
    place: Text
    data_year: int | None
    label: Label
    sources: Mapping[str, Source]
    rolls: tuple[Roll, ...]
    bands: tuple[Band, ...]
    bands_from: Provenance
    compared: tuple[Sort, ...] = ()
    ranked: tuple[Sort, ...] = ()
    decimals: int = 4
    cut: Cut = Cut.HALF_UP
    tie: Tie = Tie.UP
    merging: Merging = Merging.MERGED
    adjustments: tuple[Adjustment, ...] = ()
    most_bonus: Fraction | None = None
    aside: tuple[Aside, ...] = ()
    veto: Veto | None = None
    protection: tuple[Protection, ...] = ()
    notes: tuple[Text, ...] = ()
    where: Where = NOWHERE

    @property
    def amounts(self) -> tuple[str, ...]:
        """The codes of the amounts that its items need, land first."""
        found = {"land_in_use": None}
        for roll in self.rolls:
            for item in roll.items:
                found[item.measure.of] = None
                if item.measure.per is not None:
                    found[item.measure.per] = None
        return tuple(found)

    @property
    def measures(self) -> tuple[Measure, ...]:
        """The measures of all its lists, each once."""
        held = {
            (item.measure.code, item.measure.of): item.measure
            for roll in self.rolls
            for item in roll.items
        }
        return tuple(held.values())

    @property
    def one(self) -> int:
        """How many of the smallest steps of a score make one point."""
        return int(10**self.decimals)
