"""What every file of a pack says alike: words, days, sources, labels."""

from __future__ import annotations

from datetime import date
from typing import Annotated, Literal

from pydantic import AfterValidator, Field

from zhence.packs.words import Form


def _is_day(text: str) -> str:
    date.fromisoformat(text)
    return text


DayText = Annotated[str, Field(pattern=r"^\d{4}-\d{2}-\d{2}$"), AfterValidator(_is_day)]
OccasionName = Literal["application", "annual", "acceptance", "standing"]
ForceName = Literal["mandatory", "principle", "aim", "encourage", "descriptive"]
LabelName = Literal["official", "draft", "reference", "local", "ours", "synthetic"]
ActionName = Literal[
    "ALERT", "DATA_REQUEST", "ESCALATE", "HOLD", "REVIEW", "WARNING", "WATCH"
]


class Words(Form):
    """The same words in Chinese and English."""

    zh: str = Field(min_length=1)
    en: str = Field(min_length=1)


class SourceForm(Form):
    """Which document and clauses a value stands on."""

    document: str
    clauses: list[str] = Field(min_length=1)
    force: ForceName = "mandatory"
    label: LabelName = "official"
