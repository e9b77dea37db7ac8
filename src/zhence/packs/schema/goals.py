"""Targets: what a jurisdiction counts or sums, and by when."""

from __future__ import annotations

from typing import Literal

from pydantic import Field

from zhence.packs.schema.base import DayText, Words
from zhence.packs.words import Form


class ShareOfSums(Form):
    """The two indicators of a share, and the share as reported without them."""

    part: str
    whole: str
    reported: str | None = None


class CountIf(Form):
    """Members over a line; a grade has no unit."""

    indicator: str
    more_than: str | None = None
    at_least: str | None = None
    unit: str | None = None


class ProjectLine(Form):
    """Projects of at least an amount, each in the year in which it begins.

    *exclude* is the parameter that lists the uses which do not count.
    """

    at_least: str
    unit: str
    exclude: str


class TargetValue(Form):
    """What a target counts or sums: exactly one form.

    Beside the form: *where* and *group* say which members a coverage counts,
    *among* which it asks; *told*, or *gross* without *less*, is a number of
    members as reported, *gone* the states that counted members left for;
    *or_plan* takes the sum of the plan where no single year was reported.
    """

    count: str | None = None
    sum: str | None = None
    share: ShareOfSums | None = None
    multiple: str | None = None
    baseline: str | None = None
    year: str | None = None
    coverage: str | None = None
    tier: str | None = None
    at: str | None = None
    per_year: str | None = None
    years: list[str] = []
    count_if: CountIf | None = None
    members: list[str] | None = None
    over: Literal["year", "latest"] | None = None
    where: CountIf | None = None
    group: str | None = None
    among: str | None = None
    told: str | None = None
    gross: str | None = None
    less: list[str] = []
    gone: list[str] = []
    projects: ProjectLine | None = None
    or_plan: bool = False


class Narrowed(Form):
    """A chosen reading under which only members in some states are asked."""

    parameter: str
    equals: str
    states: list[str] = Field(min_length=1)


class PopulationModel(Form):
    """Whom a target is about."""

    kind: Literal["town", "park", "firm", "none"]
    states: list[str] = []
    narrowed: Narrowed | None = None


class TargetModel(Form):
    """A figure that a jurisdiction answers for.

    The threshold is the parameter ``<target>.threshold`` too, unless
    *parameter* names another one, which then has the same value.
    """

    title: Words
    clauses: list[str] = Field(min_length=1)
    force: Literal["mandatory", "aim"]
    value: TargetValue
    operator: Literal[
        "at_least", "more_than", "at_most", "less_than", "about", "exactly"
    ]
    threshold: str
    parameter: str | None = None
    unit: str
    start: DayText | None = Field(default=None, alias="from")
    by: DayText | None = None
    population: PopulationModel
    reading: Words | None = None


class TargetsFile(Form):
    """targets/*.yaml."""

    targets: dict[str, TargetModel]
