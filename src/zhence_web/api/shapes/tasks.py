"""Tasks, and what closes them."""

from __future__ import annotations

from datetime import date, datetime
from typing import Annotated

from pydantic import Field

from zhence_web.api.shapes.parts import Both, Out
from zhence_web.api.shapes.returns import Body, Code


class TaskLine(Out):
    """A task; *late* is by how many working days, ``null``: it is in time or closed."""

    id: int
    version: int
    rule: str
    title: Both
    words: Both
    about: Both
    office: Both
    level: Both
    due_on: date
    provisional: bool
    late: int | None
    closed_at: datetime | None
    outcome: str
    data: bool
    synthetic: bool


class TaskStepOut(Out):
    """One step; *who* is empty where the rule or the calendar did it."""

    name: Both
    office: Both
    who: Both
    note: str
    at: datetime


class TaskOut(TaskLine):
    """A task with its history; *closes* are the kinds of evidence that close it."""

    remedy: Both
    kind: str
    ref: str
    taken_by: str
    proof: Both | None
    proof_ref: str
    note: str
    does: bool
    closes: list[str]
    steps: list[TaskStepOut]


class ClosingIn(Body):
    """The evidence that closes a task, and what was done."""

    proof: Code
    proof_ref: Annotated[str, Field(max_length=9)] = ""
    note: Annotated[str, Field(max_length=300)]


class NothingIn(Body):
    """Nothing more has to be said: an empty object."""
