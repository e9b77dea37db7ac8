"""The YAML form of a per-mu scheme (``packs/permu/*.yaml``): unknown keys refused.

Every group of numbers names the source that it stands in; a source says what it is
worth, and ``ours`` is a source like others, with its reason.
"""

from __future__ import annotations

from typing import Literal

from pydantic import Field

from zhence.packs.schema import LabelName, Words
from zhence.packs.words import Form

Number = str | int
ActName = Literal["incomplete", "group_mean", "as_it_is"]
StatusName = Literal[
    "new",
    "promoted",
    "under_construction",
    "young",
    "startup",
    "supported",
    "utility",
]
SortName = Literal["place", "industry"]


class SourceOfScheme(Form):
    """A document, or a page that shows it, and what it is worth."""

    title: Words
    address: str = ""
    label: LabelName
    note: Words | None = None


class FixedForm(Form):
    """A published number, and others for some places or industries."""

    value: Number | None = None
    by: dict[str, Number] = Field(default_factory=dict)


class MeanForm(Form):
    """A multiple of the mean of the firms compared."""

    times: Number = 1


class RangeForm(Form):
    """Per cent of the weight at the least and at the greatest value."""

    low: Number
    high: Number


class EfficacyForm(Form):
    """Per cent of the weight: *base* at *bad*, *base* and *span* at *good*."""

    bad: Number
    good: Number
    base: Number = 60
    span: Number = 40


class BenchmarkForm(Form):
    """Exactly one way to find the benchmark."""

    fixed: Number | FixedForm | None = None
    mean: MeanForm | None = None
    range: RangeForm | None = None
    efficacy: EfficacyForm | None = None


class PointsForm(Form):
    """So many points, whatever the value."""

    points: Number


class ItemForm(Form):
    """One weighted item; *reported* takes the share as it was reported."""

    measure: str
    unit: str
    weight: Number
    benchmark: BenchmarkForm
    source: str
    reported: bool = False
    inverse: bool = False
    floor: Number | None = None
    ceiling: Number | None = None
    least: Number | None = None
    most: Number | None = None
    missing: ActName | PointsForm = "incomplete"
    zero: ActName | PointsForm = "incomplete"
    negative: ActName | PointsForm = "as_it_is"
    note: Words | None = None


class WhoForm(Form):
    """Whom a list takes; land in 亩."""

    scale: Literal["above", "below"] | None = None
    tenant: bool = False
    least_land: Number | None = None
    over_land: Number | None = None
    most_land: Number | None = None
    below_land: Number | None = None


class RollForm(Form):
    """One list of firms; without items nobody on it is scored."""

    title: Words
    who: WhoForm
    source: str
    items: list[ItemForm] = Field(default_factory=list)


class BandForm(Form):
    """A band, the best first; the last has neither *upto* nor *score*."""

    name: str
    upto: Number | None = None
    score: Number | None = None


class BandsForm(Form):
    """The bands and where they come from."""

    source: str
    order: list[BandForm] = Field(min_length=2)


class BoundsForm(Form):
    """Least and most points of an item, in multiples of its weight."""

    source: str
    floor: Number | None
    ceiling: Number | None


class RoundingForm(Form):
    """Places of a score, how a cut is made whole, where ties at a cut go."""

    source: str
    decimals: int = Field(ge=0, le=6)
    cut: Literal["floor", "half_up", "ceiling"]
    tie: Literal["up", "down", "pending"]


class AdjustmentForm(Form):
    """Points for a thing on record; negative ones are taken off."""

    title: Words
    points: Number
    source: str


class AsideForm(Form):
    """Who is collected and not rated."""

    statuses: list[StatusName] = Field(min_length=1)
    mark: str
    title: Words
    source: str


class ProtectionForm(Form):
    """Who stands no lower than a band."""

    statuses: list[StatusName] = Field(min_length=1)
    floor: str
    title: Words
    source: str


class VetoForm(Form):
    """How high a vetoed firm may stand."""

    cap: str
    title: Words
    source: str


class SchemeFile(Form):
    """One scheme: a place, a year of data, lists with items, bands and the rest."""

    id: str = Field(pattern=r"^[a-z0-9-]{3,48}$")
    title: Words
    place: Words
    data_year: int | None
    label: LabelName
    sources: dict[str, SourceOfScheme] = Field(min_length=1)
    compared: list[SortName] = Field(default_factory=list)
    ranked: list[SortName] = Field(default_factory=list)
    bounds: BoundsForm
    rounding: RoundingForm
    merging: Literal["merged", "separate"] = "merged"
    rolls: dict[str, RollForm] = Field(min_length=1)
    bands: BandsForm
    adjustments: dict[str, AdjustmentForm] = Field(default_factory=dict)
    most_bonus: Number | None = None
    aside: list[AsideForm] = Field(default_factory=list)
    veto: VetoForm | None = None
    protection: list[ProtectionForm] = Field(default_factory=list)
    notes: list[Words] = Field(default_factory=list)
