"""Reforms that are tried on the register, and what each would change."""

from __future__ import annotations

from datetime import datetime
from typing import Annotated

from pydantic import Field

from zhence_web.api.shapes.parts import Both, Out
from zhence_web.api.shapes.returns import Body, Code
from zhence_web.records.drafts.reforming import LONGEST, MOST

Year = Annotated[int, Field(ge=1950, le=2099)]
Value = Annotated[str, Field(min_length=1, max_length=LONGEST)]


class TrialIn(Body):
    """Which parameters of a policy to try with which values, over which years.

    A value is sent as people type it: ``95%``, ``10 亿元``, ``OR``.
    """

    policy: Annotated[str, Field(min_length=1, max_length=32)]
    changes: Annotated[dict[Code, Value], Field(min_length=1, max_length=MOST)]
    first_year: Year
    last_year: Year


class WrittenOut(Out):
    """A version of a policy that was written out on the site, file by file."""

    edition: int
    title: str
    number: int


class TrialLine(Out):
    """A trial and how far it is; *draft* ``null``: no edition was made of it.

    *written* is the text that was tried, ``null`` where only *changes* were.
    """

    id: int
    policy: str
    policy_title: Both
    years: str
    changes: dict[str, str]
    written: WrittenOut | None
    stage: str
    done: int
    total: int
    percent: int
    over: bool
    message: str
    asked_by: str
    asked_at: datetime
    done_at: datetime | None
    draft: int | None


class BecauseOut(Out):
    """A criterion that made a result differ."""

    id: str
    title: Both
    clauses: list[str]


class TurnOut(Out):
    """A result that the reform would change."""

    subject: str
    name: str
    county: str
    category: str
    year: int | None
    before: str
    after: str
    before_name: Both
    after_name: Both
    because: list[BecauseOut]


class RewardOut(Out):
    """What the policy says follows in money, land or service; *known*: an amount."""

    id: str
    title: Both
    rule: Both
    known: bool
    clauses: list[str]


class LedgerOut(Out):
    """For how many results rewards would open, close, or cannot be told."""

    gained: int
    lost: int
    open: int


class TrialOut(Out):
    """What a trial found; before it is over there is nothing yet.

    *counts* are a verdict, its name, how often it is so and would be. *cliffs* are
    results that turn by one step of a parameter.
    """

    line: TrialLine
    edition: str
    pack_hash: str
    sha256: str
    known_at: datetime
    rows: int
    counts: list[tuple[str, Both, int, int]]
    flips: list[TurnOut]
    cliffs: list[TurnOut]
    by_county: list[tuple[str, int]]
    by_category: list[tuple[str, int]]
    criteria: list[tuple[BecauseOut, int]]
    incentives: list[RewardOut]
    ledger: LedgerOut
    sentences: list[tuple[str, Both]]
