"""Applications for a list, and what a policy asks of whoever applies."""

from __future__ import annotations

from datetime import datetime
from typing import Annotated

from pydantic import Field

from zhence_web.api.asked import Day, Number
from zhence_web.api.shapes.parts import Both, Out
from zhence_web.api.shapes.returns import Body, Code, Text300
from zhence_web.records.lifecycle.forms import Paper

Word = Annotated[str, Field(max_length=120)]


class ApplicationLine(Out):
    """An application; *waiting*: for the caller."""

    id: int
    number: int
    name: str
    policy: str
    list_name: str
    state: str
    state_title: Both
    document: str
    sent_at: datetime
    label: str
    waiting: bool


class AnswerOut(Out):
    """One item with its answer in words."""

    item: str
    title: Both
    words: Both


class ApplicationStepOut(Out):
    """One step; *acting_for* empty: in one's own appointment."""

    title: Both
    office: str
    by: str
    acting_for: str
    note: str
    at: datetime


class OutlookOut(Out):
    """What the policy's rule would say; *proposal* ``null``: nothing yet."""

    proposal: Both | None
    target: Both | None
    faults: list[Both]


class ApplicationOut(Out):
    """An application; *may* are the deeds that the caller may do to it now."""

    id: int
    version: int
    line: ApplicationLine
    policy_title: Both
    answers: list[AnswerOut]
    figures: list[AnswerOut]
    document_title: str
    issuer: str
    note: str
    membership: int | None
    follows: int | None
    followed_by: int | None
    steps: list[ApplicationStepOut]
    outlook: OutlookOut
    may: list[str]


class PaperIn(Body):
    """A document that a deed cites."""

    number: Annotated[str, Field(min_length=1, max_length=120)]
    title: Annotated[str, Field(min_length=1, max_length=300)]
    issuer: Annotated[str, Field(max_length=160)] = ""
    issued_on: Day | None = None

    def told(self) -> Paper:
        """Return it as the deeds of the life cycle take it."""
        return Paper(self.number, self.title, self.issuer, self.issued_on)


class ApplicationIn(Body):
    """An application as it is typed; *site* is the number of public addresses.

    *answers* are by item of the policy: a text, a list of words, or by aspect yes or
    no. *figures* are by indicator, as texts; one that is left out is unknown.
    """

    site: Number
    policy: Annotated[str, Field(min_length=1, max_length=32)]
    list_name: Annotated[str, Field(min_length=1, max_length=48)]
    answers: Annotated[
        dict[Code, Word | list[Word] | dict[Code, bool]], Field(max_length=40)
    ]
    figures: Annotated[dict[Code, Word], Field(default_factory=dict, max_length=40)]
    paper: PaperIn
    note: Text300 = ""


class ReasonIn(Body):
    """Why something goes back."""

    reason: Annotated[str, Field(min_length=1, max_length=300)]
