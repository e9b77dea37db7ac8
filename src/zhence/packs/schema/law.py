"""Parameters, rules, categories, clauses, checklists, incentives."""

from __future__ import annotations

from typing import Literal

from pydantic import Field

from zhence.packs.schema.base import (
    ActionName,
    DayText,
    ForceName,
    LabelName,
    OccasionName,
    SourceForm,
    Words,
)
from zhence.packs.words import AppliesForm, Form, TermForm


class ValueForm(Form):
    """One dated value; ``from`` and ``to`` are its first and last day."""

    value: str | int | bool | list[str] | None
    start: DayText | None = Field(default=None, alias="from")
    last: DayText | None = Field(default=None, alias="to")
    source: SourceForm


class ParameterModel(Form):
    """A named value of the policy."""

    title: Words
    unit: str | None = None
    levels: list[str] = []
    choices: list[str] = []
    values: list[ValueForm] = Field(min_length=1)


class ParametersFile(Form):
    """parameters/*.yaml."""

    parameters: dict[str, ParameterModel]


class MeasureSource(Form):
    """Where a measure may be read from: exactly one kind."""

    indicator: str | None = None
    projects: dict[Literal["exclude"], str] | None = None
    lead: bool = False
    difference: str | None = None
    less: list[str] = []
    proven_by: str | None = None
    greatest: str | None = None
    or_by_category: str | None = None
    flag_if_missing: str | None = None
    scaled: str | None = None
    times: str | None = None
    in_year: Literal["first", "later"] | None = None
    when: str | None = None
    equals: str | None = None
    lead_industries: bool = False
    months_listed: bool = False


class MeasureModel(Form):
    """A named amount."""

    title: Words
    unit: str
    over: Literal["latest", "year", "at_year_end", "building", "to_date"]
    sources: list[MeasureSource] = Field(alias="from", min_length=1)
    levels: list[str] = []


class CriterionModel(Form):
    """One condition of the law."""

    title: Words
    clauses: list[str] = Field(min_length=1)
    occasions: list[OccasionName] = Field(min_length=1)
    force: ForceName = "mandatory"
    label: LabelName = "official"
    applies: list[AppliesForm] = []
    judge: TermForm
    prohibition: bool = False
    advisory: bool = False
    on_fail: ActionName | list[ActionName] | None = None
    flag_on_pass: str | None = None
    flag_on_fail: str | None = None
    part: Literal["progress", "share", "finding"] | None = None


class RemarkModel(Form):
    """A flag beside the verdicts."""

    flag: str
    occasions: list[OccasionName]
    applies: list[AppliesForm] = []
    when: TermForm
    action: ActionName | None = None
    excused_by: list[str] = []


class ShownModel(Form):
    """A figure shown beside the verdicts."""

    measure: str
    of: str | None = None


class RulesFile(Form):
    """rules/*.yaml."""

    measures: dict[str, MeasureModel] = {}
    values: dict[str, ShownModel] = {}
    criteria: dict[str, CriterionModel] = {}
    remarks: list[RemarkModel] = []


class CategoryModel(Form):
    """A category and the industries that its definition lists."""

    title: Words
    groups: list[str] = []
    industries: dict[str, Words] = {}


class ByCategoryModel(Form):
    """A threshold by category."""

    title: Words
    parameters: dict[str, str]


class CategoriesFile(Form):
    """categories.yaml."""

    categories: dict[str, CategoryModel]
    thresholds: dict[str, ByCategoryModel] = {}


class ClauseModel(Form):
    """A clause in our own words."""

    section: str
    kind: str
    subject: str
    force: ForceName
    priority: Literal["core", "important", "peripheral"]
    summary: Words
    reading: Words | None = None
    example: Words | None = None
    checked_on: DayText


class ClausesFile(Form):
    """clauses/*.yaml."""

    clauses: dict[str, ClauseModel]


class ChecklistModel(Form):
    """A list of things that must exist.

    *evidence* says which criteria and checklists show that an item is there.
    """

    title: Words
    clauses: list[str] = Field(min_length=1)
    need: Literal["all"] | int
    open: bool = False
    items: dict[str, Words] = Field(min_length=1)
    evidence: dict[str, list[str]] = {}


class ChecklistsFile(Form):
    """checklists/*.yaml."""

    checklists: dict[str, ChecklistModel]


class IncentiveModel(Form):
    """What follows in money, land or service."""

    title: Words
    clauses: list[str] = Field(min_length=1)
    effect: Literal[
        "land", "fiscal", "fund", "talent", "finance", "service", "honour", "other"
    ]
    rule: Words
    amount: Literal["known", "parameter", "missing"]


class IncentivesFile(Form):
    """incentives/*.yaml."""

    incentives: dict[str, IncentiveModel]
