"""Decisions as a program sends them."""

from __future__ import annotations

from datetime import date
from typing import Annotated

from pydantic import Field

from zhence_web.api.asked import Day, Number
from zhence_web.api.shapes.applications import PaperIn
from zhence_web.api.shapes.returns import Body
from zhence_web.records.lifecycle.forms import Deciding

Short = Annotated[str, Field(max_length=48)]


class DecidingIn(Body):
    """What a body decided, by which document; *effective* ``null``: that same day.

    *case* is the upheld one that it concludes.
    """

    what: Annotated[str, Field(min_length=1, max_length=48)]
    body: Annotated[str, Field(min_length=1, max_length=48)]
    on: Day
    paper: PaperIn
    effective: Day | None = None
    appeal_until: Day | None = None
    value: Annotated[str, Field(max_length=80)] = ""
    end: Day | None = None
    year: Annotated[int, Field(ge=1950, le=2099)] | None = None
    clause: Short = ""
    grounds: Annotated[str, Field(max_length=5000)] = ""
    case: Number | None = None

    def told(self) -> Deciding:
        """Return it as the deed takes it."""
        return deciding(self, self.what, value=self.value, end=self.end, year=self.year)


class LaterIn(Body):
    """What a body decided about something that says itself what it is about."""

    body: Annotated[str, Field(min_length=1, max_length=48)]
    on: Day
    paper: PaperIn
    effective: Day | None = None
    appeal_until: Day | None = None
    grounds: Annotated[str, Field(max_length=5000)] = ""
    clause: Short = ""

    def told(self) -> Deciding:
        """Return it as the deed takes it; what is decided is known already."""
        return deciding(self, "")


class AnswerIn(LaterIn):
    """What a body decided about a proposal; *follows* false: nothing moves."""

    follows: bool


def deciding(
    sent: DecidingIn | LaterIn,
    what: str,
    *,
    value: str = "",
    end: date | None = None,
    year: int | None = None,
) -> Deciding:
    """Return a decision as the deed takes it."""
    return Deciding(
        what=what,
        body=sent.body,
        on=sent.on,
        paper=sent.paper.told(),
        effective=sent.effective,
        appeal_until=sent.appeal_until,
        value=value,
        end=end,
        year=year,
        clause=sent.clause,
        grounds=sent.grounds,
    )
