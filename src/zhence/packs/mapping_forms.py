"""What mapping.yaml may say; unknown keys are refused."""

from __future__ import annotations

from typing import Literal

from pydantic import Field

from zhence.packs.schema import DayText, Words
from zhence.packs.words import Form


class VocabularyForm(Form):
    """The categories of one policy, and where its text names them."""

    clauses: list[str] = Field(min_length=1)
    note: Words | None = None
    categories: dict[str, Words] = Field(min_length=1)


class RowForm(Form):
    """A category of the first policy beside one of the second.

    *relation* says what *to* is, seen from *of*; ``none`` has one side only.
    """

    of: str | None = None
    to: str | None = None
    relation: Literal["exact", "broader", "narrower", "overlaps", "none"]
    reason: Words


class PairForm(Form):
    """The rows between two policies."""

    between: list[str] = Field(min_length=2, max_length=2)
    rows: list[RowForm] = Field(min_length=1)


class MappingFile(Form):
    """mapping.yaml."""

    label: Literal["ours"]
    checked_on: DayText
    vocabularies: dict[str, VocabularyForm]
    pairs: list[PairForm]
