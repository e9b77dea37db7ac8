"""The YAML forms of the life-cycle vocabulary."""

from __future__ import annotations

from typing import Annotated, Literal

from pydantic import ConfigDict, Discriminator, Tag

from zhence.lifecycle import conditions
from zhence.packs.words import Form


class YearForm(Form):
    """A verdict of one assessed year."""

    year: Literal["first", "later"]
    part: str
    failed: bool

    def build(self) -> conditions.Condition:
        """Return the condition."""
        return conditions.YearResult(self.year, self.part, self.failed)


class AdjacentForm(Form):
    """Adjacent assessed years that failed."""

    adjacent_fails: str
    count: str
    exempt_breaks: str

    def build(self) -> conditions.Condition:
        """Return the condition."""
        return conditions.AdjacentFails(
            self.adjacent_fails, self.count, self.exempt_breaks
        )


class WasCreationForm(Form):
    """The membership is or was on the creation list."""

    was_creation: list[str]

    def build(self) -> conditions.Condition:
        """Return the condition."""
        return conditions.WasCreation(tuple(self.was_creation))


class InStateForm(Form):
    """The membership is in one of the states."""

    in_state: list[str]

    def build(self) -> conditions.Condition:
        """Return the condition."""
        return conditions.InState(tuple(self.in_state))


class CriteriaForm(Form):
    """All criteria of an occasion are accepted."""

    criteria_of: Literal["application", "annual", "acceptance", "standing"]

    def build(self) -> conditions.Condition:
        """Return the condition."""
        return conditions.CriteriaMet(self.criteria_of)


class EventForm(Form):
    """An event is on record."""

    event: list[str]
    verified: bool | None = None
    by: list[str] = []
    aspects: str | None = None
    until: str | None = None
    code: str | None = None
    failed: bool = False

    def build(self) -> conditions.Condition:
        """Return the condition."""
        return conditions.EventSeen(
            tuple(self.event),
            self.verified,
            tuple(self.by),
            self.aspects,
            self.until,
            self.code,
            self.failed,
        )


class DecisionForm(Form):
    """A decision is on record."""

    decision: str
    by: list[str] = []
    values: list[str] = []
    until: str | None = None

    def build(self) -> conditions.Condition:
        """Return the condition."""
        return conditions.DecisionTaken(
            self.decision, tuple(self.by), tuple(self.values), self.until
        )


class ExtensionForm(Form):
    """An extension was granted, with an end, within the limit."""

    extended_by: list[str]
    limit: str

    def build(self) -> conditions.Condition:
        """Return the condition."""
        return conditions.ExtensionGranted(tuple(self.extended_by), self.limit)


class ElapsedForm(Form):
    """Years since listing have been reached."""

    years_listed: str

    def build(self) -> conditions.Condition:
        """Return the condition."""
        return conditions.Elapsed(self.years_listed)


class DaysForm(Form):
    """Days have passed since a decision."""

    days_since: str
    days: str

    def build(self) -> conditions.Condition:
        """Return the condition."""
        return conditions.DaysSince(self.days_since, self.days)


class BatchesForm(Form):
    """Batches have been held since an event."""

    batches_since: list[str]
    batch: str
    count: str

    def build(self) -> conditions.Condition:
        """Return the condition."""
        return conditions.BatchesSince(
            tuple(self.batches_since), self.batch, self.count
        )


class PastForm(Form):
    """A date of the membership is past."""

    past: str

    def build(self) -> conditions.Condition:
        """Return the condition."""
        return conditions.Past(self.past)


class GradedForm(Form):
    """The latest grade is one of a list."""

    graded_by: str
    grades: str

    def build(self) -> conditions.Condition:
        """Return the condition."""
        return conditions.Graded(self.graded_by, self.grades)


class ApplicationForm(Form):
    """An item of the application is as asked."""

    application: str
    code: str | None = None
    one_of: list[str] = []
    vocabulary: str | None = None
    at_least: str | None = None
    count: str | None = None
    present: bool = False

    def build(self) -> conditions.Condition:
        """Return the condition."""
        return conditions.ApplicationHas(
            self.application,
            self.code,
            tuple(self.one_of),
            self.vocabulary,
            self.at_least,
            self.count,
            self.present,
        )


class ParameterForm(Form):
    """A parameter has a value."""

    parameter: str
    equals: str

    def build(self) -> conditions.Condition:
        """Return the condition."""
        return conditions.ParameterIs(self.parameter, self.equals)


class UndecidedForm(Form):
    """The guard of another transition is undecided."""

    undecided: str

    def build(self) -> conditions.Condition:
        """Return the condition."""
        return conditions.Undecided(self.undecided)


class EveryForm(Form):
    """All members hold."""

    all: list[GuardForm]

    def build(self) -> conditions.Condition:
        """Return the condition."""
        return conditions.Every(tuple(m.build() for m in self.all))


class EitherForm(Form):
    """At least one member holds."""

    any: list[GuardForm]

    def build(self) -> conditions.Condition:
        """Return the condition."""
        return conditions.Either(tuple(m.build() for m in self.any))


class NeverForm(Form):
    """The member does not hold."""

    not_: GuardForm
    model_config = ConfigDict(
        extra="forbid",
        frozen=True,
        strict=True,
        alias_generator=lambda name: name.rstrip("_"),
    )

    def build(self) -> conditions.Condition:
        """Return the condition."""
        return conditions.Never(self.not_.build())


_KEYS = (
    "year",
    "adjacent_fails",
    "was_creation",
    "in_state",
    "criteria_of",
    "event",
    "decision",
    "extended_by",
    "years_listed",
    "days_since",
    "batches_since",
    "past",
    "graded_by",
    "application",
    "parameter",
    "undecided",
    "all",
    "any",
    "not",
)


def _form_key(value: object) -> str | None:
    if isinstance(value, dict):
        return next((key for key in _KEYS if key in value), None)
    return None


GuardForm = Annotated[
    Annotated[YearForm, Tag("year")]
    | Annotated[AdjacentForm, Tag("adjacent_fails")]
    | Annotated[WasCreationForm, Tag("was_creation")]
    | Annotated[InStateForm, Tag("in_state")]
    | Annotated[CriteriaForm, Tag("criteria_of")]
    | Annotated[EventForm, Tag("event")]
    | Annotated[DecisionForm, Tag("decision")]
    | Annotated[ExtensionForm, Tag("extended_by")]
    | Annotated[ElapsedForm, Tag("years_listed")]
    | Annotated[DaysForm, Tag("days_since")]
    | Annotated[BatchesForm, Tag("batches_since")]
    | Annotated[PastForm, Tag("past")]
    | Annotated[GradedForm, Tag("graded_by")]
    | Annotated[ApplicationForm, Tag("application")]
    | Annotated[ParameterForm, Tag("parameter")]
    | Annotated[UndecidedForm, Tag("undecided")]
    | Annotated[EveryForm, Tag("all")]
    | Annotated[EitherForm, Tag("any")]
    | Annotated[NeverForm, Tag("not")],
    Discriminator(
        _form_key,
        custom_error_type="condition_unknown",
        custom_error_message="a condition has one of the keys " + ", ".join(_KEYS),
    ),
]

for _form in (EveryForm, EitherForm, NeverForm):
    _form.model_rebuild()
