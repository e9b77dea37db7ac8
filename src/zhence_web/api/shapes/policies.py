"""Policies and their clauses."""

from __future__ import annotations

from datetime import date

from zhence_web.api.shapes.parts import Both, Out


class PolicyLine(Out):
    """A policy as the list shows it; *label* says what it is worth."""

    id: str
    title: Both
    status: str
    label: Both
    edition: Both
    issuer: Both
    jurisdiction: Both
    valid_from: date | None
    valid_to: date | None
    hash: str
    clauses: int
    criteria: int


class DocumentOut(Out):
    """A document that a policy rests on; what its text does not state is ``null``."""

    id: str
    title: Both
    number: str | None
    issuer: Both
    status: Both
    issued_on: str | None
    in_force_from: str | None
    in_force_to: str | None
    note: Both | None


class RelationOut(Out):
    """How a policy stands to another one, and in which clauses."""

    relation: Both
    policy: str
    clauses: list[str]
    note: Both | None


class PolicyOut(PolicyLine):
    """A policy with its documents and its relations to others."""

    note: Both | None
    documents: list[DocumentOut]
    relations: list[RelationOut]


class ClauseLine(Out):
    """A clause as the list shows it; *homes* are the kinds of what implements it."""

    id: str
    section: str
    summary: Both
    force: Both
    kind: Both
    homes: list[Both]


class HomeOut(Out):
    """What implements a clause, and the file and line where it stands."""

    kind: Both
    id: str
    title: Both
    where: str


class ValueOut(Out):
    """One dated value of a parameter; an open end is ``null``."""

    value: Both
    start: str | None
    last: str | None
    document: str
    clauses: list[str]
    force: Both
    label: Both


class ParameterOut(Out):
    """A parameter of a policy with all its dated values.

    *choices* are the words that it may be; empty: it is a number or a text.
    """

    id: str
    title: Both
    unit: Both
    choices: list[str]
    values: list[ValueOut]


class CriterionOut(Out):
    """A criterion: when it is judged, and how hard it binds."""

    id: str
    title: Both
    occasions: list[Both]
    force: Both
    label: Both
    advisory: bool
    prohibition: bool


class ClauseOut(Out):
    """A clause in our own words, with everything that implements it."""

    policy: str
    id: str
    section: str
    kind: Both
    subjects: list[Both]
    force: Both
    priority: Both
    summary: Both
    reading: Both | None
    example: Both | None
    checked_on: str
    where: str
    homes: list[HomeOut]
    criteria: list[CriterionOut]
    parameters: list[ParameterOut]
    targets: list[tuple[Both, Both]]
    why: Both | None
    cases: list[str]
    previous: str | None
    following: str | None
