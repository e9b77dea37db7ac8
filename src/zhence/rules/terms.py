"""The closed vocabulary in which criteria are written.

Every numeric term is a linear form over named measures compared with zero, so
that it can be judged exactly on intervals and on millions of rows alike.
A new term needs an ADR: this must not grow into a programming language.
"""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum


class Operator(StrEnum):
    """How a value is compared with its threshold; ends are as the text reads."""

    AT_LEAST = ">="
    MORE_THAN = ">"
    AT_MOST = "<="
    LESS_THAN = "<"
    EXACTLY = "=="


@dataclass(frozen=True, slots=True)
class Operand:
    """A threshold: a parameter, one by category, or a measure times a parameter.

    Exactly one of *parameter*, *by_category* and *measure* is given;
    *times* is a parameter that scales the measure.
    """

    parameter: str | None = None
    by_category: str | None = None
    measure: str | None = None
    times: str | None = None


@dataclass(frozen=True, slots=True)
class Compare:
    """A measure against a threshold: ``measure - threshold >= 0`` or the like."""

    measure: str
    operator: Operator
    against: Operand


@dataclass(frozen=True, slots=True)
class Share:
    """A part of a whole against a share p/q: ``q*part - p*whole >= 0``.

    A whole that is known to be zero makes the share NOT_COMPUTABLE.
    *reported* is the measure of the share as reported, used only where part or
    whole was not reported at all: a computed share comes first.
    """

    part: str
    whole: str
    operator: Operator
    against: Operand
    reported: str | None = None


@dataclass(frozen=True, slots=True)
class About:
    """A "左右" figure: *cap* (less is fine) or goal (more is fine), with tolerance."""

    measure: str
    against: Operand
    tolerance: str
    cap: bool


@dataclass(frozen=True, slots=True)
class Checklist:
    """How many items of a checklist are done; *need* is a parameter."""

    checklist: str
    need: str


@dataclass(frozen=True, slots=True)
class MandateCovers:
    """A checklist with one item for each of the town's own lead industries."""

    checklist: str


@dataclass(frozen=True, slots=True)
class Categorised:
    """The category is one of the policy's own vocabulary (*parameter* lists it)."""

    parameter: str


@dataclass(frozen=True, slots=True)
class IndustryBelongs:
    """The lead industry is one of those that the category's definition lists."""

    category: str
    parameter: str


@dataclass(frozen=True, slots=True)
class ChosenFrom:
    """A recorded word (an indicator of kind text) is one of a parameter's list."""

    measure: str
    parameter: str


@dataclass(frozen=True, slots=True)
class OnRecord:
    """An event or decision is on record (closed world: absent means none)."""

    events: tuple[str, ...] = ()
    decisions: tuple[str, ...] = ()
    verified: bool = False
    exempts: bool = False


@dataclass(frozen=True, slots=True)
class All:
    """Every member holds."""

    members: tuple[Term, ...]


@dataclass(frozen=True, slots=True)
class AnyOf:
    """At least one member holds."""

    members: tuple[Term, ...]


@dataclass(frozen=True, slots=True)
class Not:
    """The member does not hold; what is undecided stays undecided."""

    member: Term


Term = (
    Compare
    | Share
    | About
    | Checklist
    | MandateCovers
    | Categorised
    | IndustryBelongs
    | ChosenFrom
    | OnRecord
    | All
    | AnyOf
    | Not
)


@dataclass(frozen=True, slots=True)
class Applies:
    """When a criterion applies; every condition given must hold.

    *categories* names a group of the policy's category vocabulary.
    *year_of_stay* is ``first`` or ``later``; *re_entry* asks for a stay that
    is not the first on the list; *parameter* with *equals* ties the
    criterion to a chosen reading of the text.
    *told* asks that something was said under one of these indicators or
    checklists, *not_told* that nothing was: it tells a firm from a park where
    one list holds both.
    """

    categories: str | None = None
    not_categories: str | None = None
    states: tuple[str, ...] = ()
    year_of_stay: str | None = None
    re_entry: bool = False
    parameter: str | None = None
    equals: str | None = None
    or_categories: str | None = None
    told: tuple[str, ...] = ()
    not_told: tuple[str, ...] = ()
