"""What was published: documents, totals, and why a clause gives no verdict."""

from __future__ import annotations

from typing import Literal

from zhence.packs.schema.base import DayText, Words
from zhence.packs.words import Form


class NotComputableModel(Form):
    """Why a clause gives no verdict."""

    why: Literal["register", "narrative", "example", "platform", "outside", "process"]
    reason: Words


class NotComputableFile(Form):
    """not_computable.yaml."""

    not_computable: dict[str, NotComputableModel]


class DocumentFile(Form):
    """documents/*.yaml: facts about a source document, never its text."""

    id: str
    title: Words
    number: str | None
    issuer: Words
    status: Literal["issued", "draft", "reference", "repost", "practice"]
    issued_on: DayText | None
    in_force_from: DayText | None = None
    in_force_to: DayText | None = None
    note: Words | None = None


class TermModel(Form):
    """One published term of a stock equation, and what events it counts."""

    what: Words
    figure: int
    sign: Literal["+", "-"]
    event: str | None = None
    batch: int | None = None
    year: int | None = None
    state: str | None = None
    grade: str | None = None


class EquationModel(Form):
    """A published stock equation that a replay must add up to, as of a day."""

    title: Words
    on: DayText
    terms: list[TermModel]
    equals: int
    source: str


class PublishedPopulation(Form):
    """A published number of members assessed for a year, and the day it counts."""

    year: int
    state: str
    on: DayText
    towns: int | None
    source: str


class PublishedFile(Form):
    """published.yaml: what a replay is held against."""

    populations: list[PublishedPopulation] = []
    equations: dict[str, EquationModel] = {}
