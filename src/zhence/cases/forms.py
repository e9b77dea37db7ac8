"""The YAML forms of a case's input, and of a subject file: the same words."""

from __future__ import annotations

from typing import Annotated, Literal

from pydantic import BaseModel, ConfigDict, Field

# A case that sends a batch more often than this asks nothing new.
_OFTEN = 1000
_DAY = r"^\d{4}-\d{2}-\d{2}$"
# A membership has a key named "list", which would hide the type of that name.
Names = list[str]
TwoDays = Annotated[list[str], Field(min_length=2, max_length=2)]
VerdictName = Literal[
    "PASS",
    "APPROX",
    "PASS_EXEMPT",
    "FAIL",
    "INSUFFICIENT_DATA",
    "NOT_COMPUTABLE",
    "NOT_APPLICABLE",
    "DATA_ERROR",
]


class Given(BaseModel):
    """A mapping in which every key is known."""

    model_config = ConfigDict(extra="forbid", frozen=True, strict=True)


class FactGiven(Given):
    """One figure; ``upper`` makes it an interval, ``reported`` a rounded one."""

    subject: str | None = None
    indicator: str
    period: str | int
    value: str | int
    unit: str | int | None = None
    upper: str | int | None = None
    reported: bool = False
    recorded_on: str | None = Field(default=None, pattern=_DAY)


class ProjectGiven(Given):
    """One project."""

    name: str
    use: Literal[
        "industrial",
        "infrastructure",
        "residential",
        "commercial_complex",
        "mixed",
        "tourism",
        "culture",
        "public_service",
        "research",
    ]
    amount: str | int
    unit: str
    lead: bool | None
    residential: str | int | None = None
    split: bool = True
    start: str | None = Field(default=None, alias="from", pattern=_DAY)
    last: str | None = Field(default=None, alias="to", pattern=_DAY)


class MembershipGiven(Given):
    """A membership of a list."""

    list: str
    state: str
    category: str | None = None
    lead_industries: Names | None = None
    listed_on: str | None = Field(default=None, pattern=_DAY)
    stay_first_year: int | None = None
    was_creation: bool | None = None
    extension_end: str | None = Field(default=None, pattern=_DAY)
    extensions: int = 0
    flags: dict[str, TwoDays] = {}


class ExemptionGiven(Given):
    """An exemption record."""

    clause: str
    period: str | int
    body: str
    document: str
    reason: str
    expires: str = Field(pattern=_DAY)


class DecisionGiven(Given):
    """A decision on record."""

    what: str
    by: str
    on: str = Field(pattern=_DAY)
    document: str
    list: str | None = None
    value: str | None = None
    end: str | None = Field(default=None, pattern=_DAY)
    year: int | None = None
    clause: str | None = None


class EventGiven(Given):
    """An event on record."""

    type: str
    on: str = Field(pattern=_DAY)
    subject: str | None = None
    verified: bool | None = None
    passed: bool | None = None
    by: str | None = None
    aspects: int | None = None
    recommends: str | None = None


class YearGiven(Given):
    """The verdicts of an assessed year."""

    year: int
    progress: VerdictName | Literal["EXEMPTED"] | None = None
    share: VerdictName | None = None
    finding: VerdictName | None = None
    result: VerdictName | None = None


class GradeGiven(Given):
    """A grade for a year."""

    year: int
    by: Literal["city", "province"]
    grade: str


class ApplicationGiven(Given):
    """An application."""

    submitter: str
    lead_industries: list[str]
    category: str
    construction_entity: bool | None = None
    key_projects: int | None = None
    plan_aspects: int | None = None
    managing_body: bool | None = None
    plan_total: str | int | None = None
    unit: str | None = None


class SubjectGiven(Given):
    """Everything that a question about one membership may rest on."""

    subject: str = ""
    on: str | None = Field(default=None, pattern=_DAY)
    occasion: Literal["application", "annual", "acceptance", "standing"] | None = None
    year: int | None = None
    membership: MembershipGiven
    facts: list[FactGiven] = []
    projects: list[ProjectGiven] = []
    checklists: dict[str, dict[str, bool]] = {}
    exemptions: list[ExemptionGiven] = []
    decisions: list[DecisionGiven] = []
    events: list[EventGiven] = []
    years: list[YearGiven] = []
    grades: list[GradeGiven] = []
    criteria: dict[str, VerdictName] | None = None
    application: ApplicationGiven | None = None


class BenefitGiven(Given):
    """A benefit that runs for some years from a day."""

    start: str = Field(pattern=_DAY)
    years: int


class ReportGiven(Given):
    """A report for a period, filed on a day."""

    period: str | int
    filed_on: str | None = Field(default=None, pattern=_DAY)


class CalendarGiven(Given):
    """A question about dates."""

    listed_on: str | None = Field(default=None, pattern=_DAY)
    training_listed_on: str | None = Field(default=None, pattern=_DAY)
    years: int | None = None
    benefit: BenefitGiven | None = None
    plan_years: list[int] | None = None
    report: ReportGiven | None = None
    deadline: str | None = None
    filed_at: str | None = None
    nil_reply: bool | None = None


class IntakeGiven(Given):
    """A question about what a reader makes of raw input."""

    text: str | None = None
    indicator: str | None = None
    masked_year: int | None = None
    facts: list[FactGiven] = []


class PopulationGiven(Given):
    """A count that somebody else made."""

    met: int
    unknown: int
    size: int | None = None


class TargetMemberGiven(Given):
    """A member of the lists that a target is asked of."""

    name: str
    kind: Literal["town", "park"]
    state: str | None = None
    within: str | None = None
    since: str | None = Field(default=None, alias="from", pattern=_DAY)
    satisfied_on: str | None = Field(default=None, pattern=_DAY)


class FirmGiven(Given):
    """A firm: where it is, and what it holds."""

    code: str
    towns: list[str]
    holds: list[str]


class TargetGiven(Given):
    """A jurisdiction against one of its numbers.

    *clauses* are the targets asked: the first alone, or all of them *joined*.
    """

    clauses: list[str]
    joined: bool = False
    population: PopulationGiven | None = None
    members: list[TargetMemberGiven] | None = None
    facts: list[FactGiven] = []
    firms: list[FirmGiven] | None = None
    projects: list[ProjectGiven] = []


class DecidedGiven(Given):
    """What was decided about a year, and the state that it led to."""

    about: str | int
    result: VerdictName
    on: str = Field(pattern=_DAY)
    document: str
    to: str | None = None


class BatchGiven(Given):
    """A batch of records, and how often it was sent."""

    id: str
    records: list[str]
    sent: int = Field(ge=0, le=_OFTEN)


class RecordGiven(Given):
    """What is on record, and what came later: events, figures, a batch sent again."""

    membership: MembershipGiven | None = None
    decided: DecidedGiven | None = None
    facts: list[FactGiven] = []
    restated: list[FactGiven] = []
    events: list[EventGiven] = []
    batch: BatchGiven | None = None


class CaseFile(Given):
    """One case of a cases file."""

    id: str
    title: str
    issue: str
    kind: str
    policy: str
    clauses: list[str]
    on: str | None = Field(default=None, pattern=_DAY)
    params: dict[str, object] = {}
    given: dict[str, object]
    expect: dict[str, object]
    because: str
