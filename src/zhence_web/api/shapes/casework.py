"""Cases, exemptions, events and reviews: what offices put on record of a membership."""

from __future__ import annotations

from datetime import date, datetime
from typing import Annotated

from pydantic import Field

from zhence_web.api.asked import Day
from zhence_web.api.shapes.applications import PaperIn
from zhence_web.api.shapes.assessment import MemberOut, ProgressOut
from zhence_web.api.shapes.parts import Both, Out
from zhence_web.api.shapes.returns import Body

Named = Annotated[str, Field(min_length=1, max_length=48)]
Plain = Annotated[str, Field(max_length=48)]
Source = Annotated[str, Field(max_length=600)]
Votes = Annotated[int, Field(ge=0, le=9999)]


class CaseOut(Out):
    """A case; *votes* for and against, ``null``: nobody has voted."""

    id: int
    member: MemberOut
    title: Both
    happened_on: date
    facts: str
    outcome: str
    outcome_title: Both
    body: Both | None
    votes: tuple[int, int] | None
    opened_at: datetime
    opened_by: str
    closed_at: datetime | None
    decision: int | None


class CaseIn(Body):
    """What a case is opened on."""

    type: Named
    happened_on: Day
    facts: Annotated[str, Field(min_length=1, max_length=5000)]
    source: Source = ""


class VoteIn(Body):
    """How a body voted on whether it is true."""

    body: Named
    votes_for: Votes
    votes_against: Votes


class ExemptionOut(Out):
    """An exemption; *starts*, *ends* and *expires* are days that count in."""

    id: int
    member: MemberOut
    clause: str
    starts: date
    ends: date
    body: Both
    document: str
    reason: str
    expires: date
    recorded_at: datetime


class ExemptionIn(Body):
    """Which criterion need not be met, when, and by whose document."""

    clause: Named
    starts: Day
    ends: Day
    body: Named
    paper: PaperIn
    reason: Annotated[str, Field(min_length=1, max_length=300)]
    expires: Day


class EventIn(Body):
    """Something that happened to a membership; *passed* ``null`` is not said."""

    type: Named
    on: Day
    source: Annotated[str, Field(min_length=1, max_length=600)]
    body: Plain = ""
    passed: bool | None = None
    aspects: Votes | None = None
    recommends: Plain = ""


class FlipOut(Out):
    """What would come out otherwise: a criterion, the result or the proposal."""

    what: str
    title: Both
    before: str
    after: str


class ReviewOut(Out):
    """A review of a restated figure; *result* ``null``: nothing would flip."""

    id: int
    site: int
    member: MemberOut | None
    name: str
    indicator: Both
    period: tuple[date, date]
    reason: str
    recorded_at: datetime
    opened_at: datetime
    result: int | None
    run: int | None
    year: int | None
    flips: list[FlipOut]
    urgent: bool
    closed_at: datetime | None
    closed_by: str
    outcome: str


class OutcomeIn(Body):
    """What came of a review."""

    outcome: Annotated[str, Field(min_length=1, max_length=300)]


class JobOut(ProgressOut):
    """A job of the background; *run* ``null``: it belongs to no run."""

    started_by: str
    run: int | None
    over: bool
