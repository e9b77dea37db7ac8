"""Decisions as a program sends them."""

from __future__ import annotations

from datetime import date
from typing import Annotated

from pydantic import Field

from zhence_web.api.asked import Day
from zhence_web.api.shapes.applications import PaperIn
from zhence_web.api.shapes.returns import Body
from zhence_web.records.lifecycle.forms import Deciding, Paper

Short = Annotated[str, Field(max_length=48)]


class DecidingIn(Body):
    """What a body decided, by which document; *effective* ``null``: that same day."""

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

    def told(self) -> Deciding:
        """Return it as the deed takes it."""
        return deciding(self, self.what, value=self.value, end=self.end, year=self.year)


class AnswerIn(Body):
    """What a body decided about a proposal; *follows* false: nothing moves."""

    follows: bool
    body: Annotated[str, Field(min_length=1, max_length=48)]
    on: Day
    paper: PaperIn
    effective: Day | None = None
    appeal_until: Day | None = None
    grounds: Annotated[str, Field(max_length=5000)] = ""
    clause: Short = ""

    def told(self) -> Deciding:
        """Return it as the deed takes it; the proposal says what is decided."""
        return deciding(self, "")


def deciding(
    sent: DecidingIn | AnswerIn,
    what: str,
    *,
    value: str = "",
    end: date | None = None,
    year: int | None = None,
) -> Deciding:
    """Return a decision as the deed takes it."""
    paper = sent.paper
    return Deciding(
        what=what,
        body=sent.body,
        on=sent.on,
        paper=Paper(paper.number, paper.title, paper.issuer, paper.issued_on),
        effective=sent.effective,
        appeal_until=sent.appeal_until,
        value=value,
        end=end,
        year=year,
        clause=sent.clause,
        grounds=sent.grounds,
    )
