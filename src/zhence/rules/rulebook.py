"""A policy's conditions as one value: criteria, measures, parameters, words.

This is what a pack is turned into before anything is judged; it holds no text
of the law and reads no file.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from datetime import date
from enum import StrEnum
from fractions import Fraction

from zhence.errors import BadInputError, Fault
from zhence.evidence import Force, Interval, Label, Text
from zhence.facts.catalogue import Catalogue
from zhence.rules.dated import Parameter, ParameterValue
from zhence.rules.measures import Measure
from zhence.rules.terms import Applies, Term


class Status(StrEnum):
    """What a policy's text is worth; only ``in_force`` binds."""

    IN_FORCE = "in_force"
    DRAFT = "draft"
    REFERENCE = "reference"
    PRACTICE = "practice"
    EXPIRED = "expired"


class Occasion(StrEnum):
    """When criteria are judged together."""

    APPLICATION = "application"
    ANNUAL = "annual"
    ACCEPTANCE = "acceptance"
    STANDING = "standing"


@dataclass(frozen=True, slots=True)
class Criterion:
    """One condition of the law.

    *advisory* criteria are shown and may warn, but are not joined into the
    result; a *prohibition* can never be exempted.
    *on_fail* names the actions that a failure raises; *part* is the part of a
    year's result that the life cycle looks at (progress, share, finding).
    """

    id: str
    title: Text
    clauses: tuple[str, ...]
    occasions: frozenset[Occasion]
    judge: Term
    force: Force = Force.MANDATORY
    label: Label = Label.OFFICIAL
    applies: tuple[Applies, ...] = ()
    prohibition: bool = False
    advisory: bool = False
    on_fail: tuple[str, ...] = ()
    flag_on_pass: str | None = None
    flag_on_fail: str | None = None
    part: str | None = None


@dataclass(frozen=True, slots=True)
class Remark:
    """A flag that is raised when its term holds, beside the verdicts.

    A valid exemption from one of the clauses *excused_by* silences it.
    """

    flag: str
    occasions: frozenset[Occasion]
    when: Term
    applies: tuple[Applies, ...] = ()
    action: str | None = None
    excused_by: frozenset[str] = frozenset()


@dataclass(frozen=True, slots=True)
class ChecklistDefinition:
    """The items of a checklist, in the order of the text.

    *need* is how many must be done; ``None`` means all of them.
    *evidence* maps an item to the criteria and checklists that show it.
    """

    id: str
    title: Text
    clauses: tuple[str, ...]
    items: Mapping[str, Text]
    need: int | None = None
    open: bool = False
    evidence: Mapping[str, tuple[str, ...]] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Category:
    """One category of the policy's own vocabulary and the industries it lists."""

    id: str
    title: Text
    industries: Mapping[str, Text]
    groups: frozenset[str] = frozenset()


@dataclass(frozen=True, slots=True)
class ByCategory:
    """A threshold that depends on the category: category → parameter id."""

    id: str
    title: Text
    parameters: Mapping[str, str]


@dataclass(frozen=True, slots=True)
class ShownValue:
    """A figure shown beside the verdicts: a measure, or a part of a whole."""

    name: str
    measure: str
    whole: str | None = None


@dataclass(frozen=True, slots=True)
class Rulebook:
    """Everything of one policy that judging needs.

    *first_year* and *window_years* name the parameters of the assessment-year
    rule and of the length of the building window.
    *exempting_bodies* are the bodies that may exempt, by list;
    *prohibitions* are the clauses that forbid, which nobody may exempt from.
    """

    policy: str
    status: Status
    criteria: Mapping[str, Criterion]
    measures: Mapping[str, Measure]
    parameters: Mapping[str, Parameter]
    checklists: Mapping[str, ChecklistDefinition]
    categories: Mapping[str, Category]
    thresholds: Mapping[str, ByCategory]
    catalogue: Catalogue
    remarks: tuple[Remark, ...] = ()
    values: tuple[ShownValue, ...] = ()
    valid_from: date | None = None
    valid_to: date | None = None
    lists: frozenset[str] = frozenset()
    exempting_bodies: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    prohibitions: frozenset[str] = frozenset()

    def parameter(self, id_: str) -> Parameter:
        """Return a parameter.

        Raises:
            BadInputError: the policy has none of this name.
        """
        if id_ not in self.parameters:
            raise BadInputError(
                Fault(
                    "parameter_unknown",
                    f"{self.policy} 没有参数 {id_}",
                    f"{self.policy} has no parameter {id_}",
                    remedy="see the pack's parameters: "
                    + ", ".join(sorted(self.parameters)),
                )
            )
        return self.parameters[id_]

    def choice(self, id_: str, day: date | None) -> ParameterValue:
        """Return a parameter's value in force on *day*, ``None`` if there is none."""
        held = self.parameter(id_).on(day)
        return held.value if held else None

    def number(self, id_: str, day: date | None) -> Fraction | None:
        """Return a numeric parameter in smallest units, ``None`` if open."""
        return self.parameter(id_).number(day)

    def words(self, id_: str, day: date | None) -> tuple[str, ...]:
        """Return a list parameter; empty when none is in force."""
        value = self.choice(id_, day)
        return value if isinstance(value, tuple) else ()

    def category_threshold(
        self, id_: str, candidates: frozenset[str], day: date | None
    ) -> Interval:
        """Return the threshold over all categories that the town may have."""
        table = self.thresholds[id_].parameters
        numbers = [self.number(table[c], day) for c in candidates if c in table]
        known = [n for n in numbers if n is not None]
        if not known or len(known) < len(numbers):
            return Interval()
        return Interval(min(known), max(known))

    def with_parameters(self, changes: Mapping[str, str]) -> Rulebook:
        """Return the rulebook with some parameters set to other values.

        Raises:
            BadInputError: every unknown name and unreadable value at once.
        """
        faults: list[Fault] = []
        changed = dict(self.parameters)
        for name, text in changes.items():
            try:
                changed[name] = self.parameter(name).replaced(text)
            except BadInputError as error:
                faults.extend(error.faults)
        if faults:
            raise BadInputError(faults)
        return replace(self, parameters=changed)
