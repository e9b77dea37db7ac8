"""The YAML forms of ``packs/rewards/*.yaml``: one shape a kind, no other keys."""

from __future__ import annotations

from typing import Annotated, Literal

from pydantic import Field

from zhence.packs.schema import LabelName, Words
from zhence.packs.words import Form

Number = str | int


class RewardForm(Form):
    """What every scheme says: whose it is, on what it rests, how it was read."""

    id: str
    title: Words
    label: LabelName
    clauses: list[str] = Field(min_length=1)
    notes: list[Words] = Field(min_length=1)


class PartForm(Form):
    """A weighted part."""

    title: Words
    weight: Number


class RaceForm(RewardForm):
    """A race between parks."""

    kind: Literal["race"]
    parts: dict[str, PartForm] = Field(min_length=1)
    breakers: list[str] = Field(default_factory=list)
    tied: Literal["rank", "share"] = "rank"
    step: Number = "0.01"


class BandForm(Form):
    """So many stars from a score on."""

    stars: int
    least: Number


class StarsForm(RewardForm):
    """Star rating."""

    kind: Literal["stars"]
    bands: list[BandForm] = Field(min_length=1)
    rest: int
    most_steps: int | None = 1


class TitleForm(Form):
    """One title and the figures that decide it, in order; ``-code``: less is better."""

    title: Words
    by: list[str] = Field(min_length=1)


class TitlesForm(RewardForm):
    """Titles of the most something."""

    kind: Literal["titles"]
    titles: dict[str, TitleForm] = Field(min_length=1)
    shared: bool = True


class CampaignForm(RewardForm):
    """A best-practice campaign."""

    kind: Literal["campaign"]
    criteria: dict[str, PartForm] = Field(min_length=1)
    places: int
    full: Number = "100"
    least_judges: int = 3
    trim_from: int = 5
    most_of_county: int | None = None


class LikenessForm(RewardForm):
    """When two towns stand for the same thing."""

    kind: Literal["likeness"]
    by_code: Number
    by_niche: Number
    depths: Annotated[list[Number], Field(min_length=4, max_length=4)]
    near: Number
    near_in_county: Number


class GapsForm(RewardForm):
    """Which gaps are measured between which groups."""

    kind: Literal["gaps"]
    indicators: list[str] = Field(min_length=1)
    by: list[str] = Field(min_length=1)
    least_known: int = 1
    least_share: Number = "0"


AnyForm = Annotated[
    RaceForm | StarsForm | TitlesForm | CampaignForm | LikenessForm | GapsForm,
    Field(discriminator="kind"),
]
