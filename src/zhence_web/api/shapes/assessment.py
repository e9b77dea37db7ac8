"""Runs, results, proposals, decisions: what was concluded and what was decided."""

from __future__ import annotations

from datetime import date, datetime
from typing import Annotated, Literal

from pydantic import Field

from zhence_web.api.asked import Day
from zhence_web.api.shapes.parts import Both, Out
from zhence_web.api.shapes.returns import Body, Code


class ProgressOut(Out):
    """How far a job is."""

    title: str
    stage: str
    done: int
    total: int
    percent: int
    message: str
    queued_at: datetime
    changed_at: datetime


class RunOut(Out):
    """A run: what was asked of whom, by which text, on which snapshot.

    *binding* false: a simulation, from which nothing follows.
    """

    id: int
    policy: str
    policy_title: Both
    edition: str
    pack_hash: str
    year: int
    occasion: Both
    on: date
    known_at: datetime
    binding: bool
    snapshot: str
    code_version: str
    asked_by: str
    asked_at: datetime
    done_at: datetime | None
    proposals: int
    progress: ProgressOut


class MemberOut(Out):
    """Whose membership it is."""

    id: int
    number: int
    name: str
    policy: str
    list_name: str
    label: str


class ResultLine(Out):
    """A result; *transition* empty: nothing is proposed."""

    id: int
    run: int
    year: int
    occasion: Both
    member: MemberOut
    verdict: str
    state: Both
    transition: str
    proposal: Both | None
    target: Both | None
    effective: date | None
    actor: Both | None
    clauses: list[str]
    answered: int | None
    missing: int
    failed: int


class FindingOut(Out):
    """A criterion of a result, in the words of the pages."""

    id: str
    title: Both
    clauses: list[str]
    verdict: str
    verdict_name: Both
    value: Both | None
    sign: str
    threshold: Both | None
    unit: str
    gap: Both | None
    missing: list[Both]
    steps: list[Both]


class ResultOut(Out):
    """A result with its criteria; *current*: no newer binding one replaces it."""

    line: ResultLine
    shown: str
    findings: list[FindingOut]
    flags: list[str]
    held: list[Both]
    current: bool


class DecisionOut(Out):
    """A decision of a body; *published_at* ``null``: not public yet."""

    id: int
    member: MemberOut
    what: str
    title: Both
    body: Both
    document: str
    document_title: str
    on: date
    effective: date
    appeal_until: date | None
    grounds: str
    value: str
    end: date | None
    year: int | None
    published_at: datetime | None
    recorded_at: datetime
    recorded_by: str
    acting_for: str
    withdrawn_on: date | None
    withdrawn_by: int | None


class PassedOut(Out):
    """One line of what happened to a membership."""

    on: date
    kind: str
    title: Both
    detail: Both
    after: Both | None
    decision: int | None
    withdrawn: bool


class StandingOut(Out):
    """Where a membership stands today, and what led there."""

    member: MemberOut
    state: str
    title: Both
    since: date | None
    category: str | None
    stay_first_year: int | None
    extension_end: date | None
    history: list[PassedOut]


class RunIn(Body):
    """What to run: a policy, for a year, on a day; *binding* false: a simulation."""

    policy: Code
    year: Annotated[int, Field(ge=1950, le=2099)]
    on: Day
    occasion: Literal["", "application", "acceptance", "annual", "standing"] = ""
    binding: bool = False
