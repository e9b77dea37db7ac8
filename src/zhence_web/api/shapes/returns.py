"""Forms and returns, cell by cell."""

from __future__ import annotations

from datetime import date, datetime
from typing import Annotated

from pydantic import BaseModel, ConfigDict, Field

from zhence_web.api.asked import Day
from zhence_web.api.shapes.parts import Both, Figure, Out
from zhence_web.records.reporting.forms import LONGEST_TEXT, LONGEST_TYPED

Code = Annotated[str, Field(min_length=1, max_length=64)]
Text300 = Annotated[str, Field(max_length=LONGEST_TEXT)]


class FormLine(Out):
    """A form in one edition; *label* says what it is worth."""

    code: str
    edition: str
    title: Both
    number: Both
    issuer: Both
    period: str
    valid_from: date
    valid_to: date | None
    sites: list[str]
    days: int
    label: str


class ItemOut(Out):
    """One figure that a form asks for; *unit* is meant where none is typed."""

    code: str
    name: Both
    definition: Both
    note: Both
    kind: str
    unit: str
    required: bool
    part_of: str | None


class SectionOut(Out):
    """Items under one heading."""

    title: Both
    items: list[ItemOut]


class FormOut(FormLine):
    """A form with its items."""

    sections: list[SectionOut]


class ReturnLine(Out):
    """A return: whose, for what, where it stands, who has it.

    *holder* is the level that acts next; *label* says where its figures come from.
    """

    id: int
    version: int
    site: int
    site_name: str
    city: str | None
    county: str | None
    form: str
    edition: str
    title: Both
    period: str
    due_on: date | None
    state: str
    state_name: Both
    holder: Both
    final: bool
    late: bool
    revision: int
    label: str


class CellOut(Out):
    """One cell. *given* keeps missing, n/a and value apart; zero is a value.

    *amount* is in *unit*; *typed* is what was typed; *last* is the period before.
    """

    code: str
    name: Both
    unit: str
    kind: Both
    required: bool
    given: str
    typed: str
    amount: Figure | None
    value: Both
    last: Both
    explanation: str
    open: bool
    returned: str


class ReturnOut(ReturnLine):
    """A return with its cells; *acts* is what the caller may do to it now."""

    acts: list[str]
    fills: bool
    own_work: bool
    cells: list[CellOut]


class StepOut(Out):
    """One act on a revision; *who* reads "A for B" where a deputy acted."""

    verb: str
    name: Both
    who: Both
    office: str
    at: datetime
    note: str
    times: int
    cells: list[tuple[Both, str]]


class RevisionOut(Out):
    """One revision and what was done to it; *sealed_at* ``null``: still open."""

    number: int
    reason: Both
    sealed_at: datetime | None
    steps: list[StepOut]


class ObservationOut(Out):
    """A figure that a return made known, and why it followed another one."""

    name: Both
    unit: str
    value: Both
    reason: Both
    at: datetime
    label: str


class ShareOut(Out):
    """How far the returns below an office are; *unit* empty is all of them."""

    unit: str
    asked: int
    filling: int
    under_way: int
    final: int
    late: int
    percent: int


class Body(BaseModel):
    """A body; fields that it does not name are refused, and types are not guessed."""

    model_config = ConfigDict(extra="forbid", frozen=True, strict=True)


class CellIn(Body):
    """What to put into a cell. *typed* empty and *applies* true: not reported.

    A number is sent as a text, as people type it, so that nothing of it is lost.
    """

    typed: Annotated[str, Field(max_length=LONGEST_TYPED)] = ""
    applies: bool = True
    explanation: Text300 = ""


class CellsIn(Body):
    """The cells to keep; the others stay as they are."""

    cells: Annotated[dict[Code, CellIn], Field(min_length=1, max_length=500)]


class NoteIn(Body):
    """A note that goes on record with the act."""

    note: Text300 = ""


class SendBackIn(Body):
    """The cells to send back, each with why; and what kind of correction it is."""

    cells: Annotated[dict[Code, Text300], Field(min_length=1, max_length=500)]
    note: Text300 = ""
    reason: Code = "error"


class ExtendIn(Body):
    """The last day on which a site may still fill a return, and why."""

    until: Day
    reason: Text300


class OpenIn(Body):
    """Which form to ask the sites below for, for which period.

    *due_on* ``null``: the day that the form says; where that is over, its days from
    today.
    """

    form: Code
    period: Annotated[str, Field(max_length=24)]
    label: Code = "official"
    due_on: Day | None = None


class OpenedOut(Out):
    """The returns that were newly asked for; those asked before are left alone."""

    returns: list[int]
