"""The towns of the public lists, on a day."""

from __future__ import annotations

from datetime import date

from zhence_web.api.shapes.parts import Both, Days, Figure, Out, Source


class TownLine(Out):
    """A town where it stood on the day asked about; *since* ``null``: not known.

    *possible* counts events that may or may not have happened by then.
    """

    id: str
    name: str
    city: str | None
    city_code: str | None
    county: str | None
    county_code: str | None
    category: Both | None
    state: str
    state_name: Both
    since: Days | None
    possible: int
    label: str


class ListingOut(Out):
    """One row of a published list; the day is as printed."""

    state: str
    batch: str
    listed_on: str
    sources: list[Source]


class MomentOut(Out):
    """One event; *sure*: it had happened by the day asked about."""

    on: Days
    title: Both
    detail: Both
    state: str | None
    grade: str | None
    clauses: list[str]
    sources: list[Source]
    inferred: bool
    irregular: bool
    sure: bool
    possible: bool


class GradeOut(Out):
    """What is known of the grade of a year: one, several if implied, or none."""

    year: int
    state: str
    basis: str
    grades: list[str]
    why: Both
    sources: list[Source]


class PrintedOut(Out):
    """A published figure as it was printed; it is shown and never judged."""

    indicator: Both
    value: str
    about: Both | None
    unit: Both
    period: Both
    status: Both
    planned: bool
    note: Both
    sources: list[Source]


class DecisionTold(Out):
    """A published decision: who decided what, by which document, on what grounds."""

    id: int
    title: Both
    body: Both
    document: str
    on: date
    effective: date
    appeal_until: date | None
    withdrawn_on: date | None


class LinkOut(Out):
    """A link of the audit chain that proves a decision's trail."""

    seq: int
    title: Both
    digest: str


class RestedOut(Out):
    """What a decision answered: a run's proposal, by one text, on one snapshot."""

    followed: bool
    policy: str
    year: int
    edition: str
    pack_hash: str
    snapshot: str
    clauses: list[str]


class PublishedOut(Out):
    """A published decision with its trail."""

    decision: DecisionTold
    rested: RestedOut | None
    trail: list[LinkOut]


class RecordOut(Out):
    """What is published about a town or park on record."""

    number: int
    name: str
    label: str
    decisions: list[PublishedOut]


class TownOut(TownLine):
    """A town with its lists, its events, its grades and printed figures."""

    aliases: list[str]
    notes: list[Both]
    listings: list[ListingOut]
    history: list[MomentOut]
    grades: list[GradeOut]
    figures: list[PrintedOut]


class CountLine(Out):
    """How many towns stood so on the day; every standing is named, also with none."""

    state: str
    state_name: Both
    towns: int


class JudgedOut(Out):
    """One criterion of a dossier: what was found against what is asked."""

    criterion: str
    title: Both
    clauses: list[str]
    verdict: str
    value: Figure | None
    operator: str
    threshold: Figure | None
    gap: Figure | None
    unit: Both
    missing: list[Both]
    label: Both


class DossierOut(Out):
    """A town held against a policy on a day; *label* says what that is worth."""

    town: str
    policy: str
    title: Both
    label: Both
    on: date
    pack_hash: str
    category: Both | None
    criteria: list[JudgedOut]
