"""Draft editions that were saved of trials: records, and never law."""

from __future__ import annotations

from datetime import datetime
from typing import Annotated

from pydantic import Field

from zhence_web.api.shapes.parts import Both, Out
from zhence_web.api.shapes.returns import Body
from zhence_web.api.shapes.trials import WrittenOut

Title = Annotated[str, Field(min_length=1, max_length=160)]
Why = Annotated[str, Field(min_length=1, max_length=600)]


class SavingIn(Body):
    """What a draft is called, and why it was made."""

    title: Title
    reason: Why


class RemarkIn(Body):
    """Why a draft goes back: what is to be changed."""

    reason: Why


class DraftLine(Out):
    """A draft edition: which values of which policy it changes.

    *written* is the text that it is, ``null`` where it is only *changes*.
    """

    id: int
    title: str
    state: str
    state_name: Both
    version: int
    trial: int
    policy: str
    policy_title: Both
    edition: str
    changes: dict[str, str]
    written: WrittenOut | None


class DraftStepOut(Out):
    """One step of a draft: saved, handed in, approved or sent back."""

    verb: Both
    who: Both
    office: str
    at: datetime
    note: str


class DraftOut(DraftLine):
    """A draft with what it changes in words, its history, and what one may do now."""

    reason: str
    sentences: list[tuple[str, Both]]
    steps: list[DraftStepOut]
    may_submit: bool
    may_review: bool


class DraftsOut(Out):
    """Two drafts, and in words what differs from the one to the other."""

    one: DraftLine
    other: DraftLine
    sentences: list[tuple[str, Both]]
