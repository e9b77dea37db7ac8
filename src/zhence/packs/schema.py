"""What a pack's files may say: one model a file, unknown keys refused.

``zhence schema`` writes these as JSON Schema, so that editors check as one
types.
"""

from __future__ import annotations

from datetime import date
from typing import Annotated, Literal

from pydantic import AfterValidator, Field

from zhence.packs.guards import GuardForm
from zhence.packs.words import AppliesForm, Form, TermForm


def _is_day(text: str) -> str:
    date.fromisoformat(text)
    return text


DayText = Annotated[str, Field(pattern=r"^\d{4}-\d{2}-\d{2}$"), AfterValidator(_is_day)]
OccasionName = Literal["application", "annual", "acceptance", "standing"]
ForceName = Literal["mandatory", "principle", "aim", "encourage", "descriptive"]
LabelName = Literal["official", "draft", "reference", "local", "ours", "synthetic"]
ActionName = Literal[
    "ALERT", "DATA_REQUEST", "ESCALATE", "HOLD", "REVIEW", "WARNING", "WATCH"
]


class Words(Form):
    """The same words in Chinese and English."""

    zh: str = Field(min_length=1)
    en: str = Field(min_length=1)


class SourceForm(Form):
    """Which document and clauses a value stands on."""

    document: str
    clauses: list[str] = Field(min_length=1)
    force: ForceName = "mandatory"
    label: LabelName = "official"


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


class NotComputableModel(Form):
    """Why a clause gives no verdict."""

    why: Literal["register", "narrative", "example", "platform", "outside", "process"]
    reason: Words


class NotComputableFile(Form):
    """not_computable.yaml."""

    not_computable: dict[str, NotComputableModel]


class DocumentFile(Form):
    """documents/*.yaml: facts about a source document, never its text."""

    id: str
    title: Words
    number: str | None
    issuer: Words
    status: Literal["issued", "draft", "reference", "repost", "practice"]
    issued_on: DayText | None
    in_force_from: DayText | None = None
    in_force_to: DayText | None = None
    note: Words | None = None


class StateModel(Form):
    """A state of a membership."""

    title: Words
    entry: bool = False
    final: bool = False


class TransitionModel(Form):
    """A way from states to a state."""

    title: Words
    clauses: list[str] = Field(min_length=1)
    sources: list[str] = Field(alias="from", min_length=1)
    target: str | None = Field(default=None, alias="to")
    when: GuardForm | None = None
    actor: str
    effective: Literal[
        "decision", "receipt", "next_january", "anniversary", "batch"
    ] = "decision"
    decisions: list[str] = []
    bodies: list[str] = []
    events: list[str] = []
    proposes: bool = True
    raises: str | None = None
    anniversary: str | None = None
    flags: dict[str, list[str]] = {}
    to_by_record: dict[str, str] = {}


class HoldModel(Form):
    """Transitions on hold while a condition holds."""

    transitions: list[str]
    when: GuardForm


class ReminderModel(Form):
    """An action raised while a condition holds."""

    action: ActionName
    states: list[str] = []
    when: GuardForm


class LifeCycleFile(Form):
    """lifecycle.yaml."""

    states: dict[str, StateModel]
    transitions: dict[str, TransitionModel] = {}
    holds: list[HoldModel] = []
    reminders: list[ReminderModel] = []
    extension_warning: str | None = None
    event_order: list[str] = []


class TermModel(Form):
    """One published term of a stock equation, and what events it counts."""

    what: Words
    figure: int
    sign: Literal["+", "-"]
    event: str | None = None
    batch: int | None = None
    year: int | None = None
    state: str | None = None
    grade: str | None = None


class EquationModel(Form):
    """A published stock equation that a replay must add up to, as of a day."""

    title: Words
    on: DayText
    terms: list[TermModel]
    equals: int
    source: str


class PublishedPopulation(Form):
    """A published number of members assessed for a year, and the day it counts."""

    year: int
    state: str
    on: DayText
    towns: int | None
    source: str


class PublishedFile(Form):
    """published.yaml: what a replay is held against."""

    populations: list[PublishedPopulation] = []
    equations: dict[str, EquationModel] = {}


class RelationModel(Form):
    """An edge of the policy graph."""

    relation: Literal["implements", "supersedes", "cites", "contradicts"]
    policy: str
    clauses: list[str] = []
    note: Words | None = None


class PackFile(Form):
    """pack.yaml."""

    id: str
    title: Words
    status: Literal["in_force", "draft", "reference", "practice", "expired"]
    edition: str
    issuer: Words
    jurisdiction: Words
    level: Literal["province", "city", "county", "none"]
    subjects: list[Literal["town", "park"]]
    valid_from: DayText | None
    valid_to: DayText | None
    lists: list[str]
    assess_occasion: OccasionName
    exempting_bodies: dict[str, list[str]] = {}
    extends: str | None = None
    relations: list[RelationModel] = []
    note: Words | None = None


FILES: dict[str, type[Form]] = {
    "pack.yaml": PackFile,
    "categories.yaml": CategoriesFile,
    "lifecycle.yaml": LifeCycleFile,
    "not_computable.yaml": NotComputableFile,
    "published.yaml": PublishedFile,
}
FOLDERS: dict[str, type[Form]] = {
    "documents": DocumentFile,
    "clauses": ClausesFile,
    "parameters": ParametersFile,
    "rules": RulesFile,
    "checklists": ChecklistsFile,
    "incentives": IncentivesFile,
    "targets": TargetsFile,
}


def json_schema() -> dict[str, object]:
    """Return one JSON Schema with a definition for every kind of pack file.

    Editors take ``#/$defs/<Model>``; ``x-files`` says which file is of which.
    """
    definitions: dict[str, object] = {}
    files: dict[str, str] = {}
    named = [*FILES.items(), *((f"{n}/*.yaml", m) for n, m in FOLDERS.items())]
    for name, model in named:
        told = model.model_json_schema(ref_template="#/$defs/{model}")
        definitions |= told.pop("$defs", {})
        definitions[model.__name__] = told
        files[name] = f"#/$defs/{model.__name__}"
    return {
        "$schema": "https://json-schema.org/draft/2020-12/schema",
        "title": "zhence policy packs",
        "x-files": files,
        "$defs": definitions,
        "anyOf": [{"$ref": ref} for ref in files.values()],
    }
