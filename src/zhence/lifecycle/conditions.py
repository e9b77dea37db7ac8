"""The closed vocabulary in which a transition's guard is written."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class YearResult:
    """A verdict of one assessed year: ``first`` of the stay, or ``later``.

    ``later`` is the latest year when it is not the first of the stay.
    *failed* true asks for a FAIL, false for an accepted result.
    """

    which: str
    part: str
    failed: bool


@dataclass(frozen=True, slots=True)
class AdjacentFails:
    """As many adjacent assessed years failed as *count* (a parameter) says.

    *exempt_breaks* names the parameter that says whether an exempted year
    stands between two years.
    """

    part: str
    count: str
    exempt_breaks: str


@dataclass(frozen=True, slots=True)
class WasCreation:
    """The membership is, or once was, on the creation list.

    *creation_states* are the states that are on it by themselves.
    """

    creation_states: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class InState:
    """The membership is in one of these states."""

    states: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class CriteriaMet:
    """Every criterion of the occasion that was judged is accepted."""

    occasion: str


@dataclass(frozen=True, slots=True)
class EventSeen:
    """An event of one of the types is on record.

    *verified* true: only verified ones; false: only those not verified.
    *until* names a membership date by which it must have happened; *code*
    says what its absence refuses; *failed* asks for one that did not succeed.
    """

    types: tuple[str, ...]
    verified: bool | None = None
    by: tuple[str, ...] = ()
    aspects: str | None = None
    until: str | None = None
    code: str | None = None
    failed: bool = False


@dataclass(frozen=True, slots=True)
class DecisionTaken:
    """A decision on this list is on record.

    *values* are those that count; *until* names a membership date by which it
    must have been taken.
    """

    what: str
    by: tuple[str, ...] = ()
    values: tuple[str, ...] = ()
    until: str | None = None


@dataclass(frozen=True, slots=True)
class ExtensionGranted:
    """An extension was decided with an end in the future, within the limit."""

    by: tuple[str, ...]
    limit: str


@dataclass(frozen=True, slots=True)
class Elapsed:
    """A number of years (a parameter) since listing has been reached."""

    years: str


@dataclass(frozen=True, slots=True)
class DaysSince:
    """A number of days (a parameter) has passed since a decision of a kind."""

    what: str
    days: str


@dataclass(frozen=True, slots=True)
class BatchesSince:
    """As many batches as *count* (a parameter) have been held since an event.

    Without the event on record, every batch counts.
    """

    events: tuple[str, ...]
    batch: str
    count: str


@dataclass(frozen=True, slots=True)
class Past:
    """A membership date lies before the day asked about."""

    date: str


@dataclass(frozen=True, slots=True)
class Graded:
    """The latest grade by a grader is one of a parameter's list."""

    by: str
    grades: str


@dataclass(frozen=True, slots=True)
class ApplicationHas:
    """An item of the application is as the text asks; else *code* refuses it.

    One of *one_of* (words, or a parameter's list), *at_least* (a parameter),
    *count* (a parameter) and *present* says what is asked.
    """

    item: str
    code: str | None = None
    one_of: tuple[str, ...] = ()
    vocabulary: str | None = None
    at_least: str | None = None
    count: str | None = None
    present: bool = False


@dataclass(frozen=True, slots=True)
class ParameterIs:
    """A parameter has been set to a value."""

    parameter: str
    equals: str


@dataclass(frozen=True, slots=True)
class Undecided:
    """The guard of another transition could not be decided."""

    transition: str


@dataclass(frozen=True, slots=True)
class Every:
    """All members hold."""

    members: tuple[Condition, ...]


@dataclass(frozen=True, slots=True)
class Either:
    """At least one member holds."""

    members: tuple[Condition, ...]


@dataclass(frozen=True, slots=True)
class Never:
    """The member does not hold."""

    member: Condition


Condition = (
    YearResult
    | AdjacentFails
    | WasCreation
    | InState
    | CriteriaMet
    | EventSeen
    | DecisionTaken
    | ExtensionGranted
    | Elapsed
    | DaysSince
    | BatchesSince
    | Past
    | Graded
    | ApplicationHas
    | ParameterIs
    | Undecided
    | Every
    | Either
    | Never
)
