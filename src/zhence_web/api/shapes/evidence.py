"""What a figure rests on: its definition, its formula, the snapshot, the cells."""

from __future__ import annotations

from datetime import date, datetime

from zhence_web.api.shapes.parts import Both, Figure, Out


class IndicatorOut(Out):
    """An indicator of the catalogue; *label* says what the definition is worth."""

    code: str
    name: Both
    definition: Both
    kind: str
    unit: str | None
    non_negative: bool
    label: str


class SourceCell(Out):
    """A figure that was known to the run: from when, and from which cell of what.

    *return_id* ``null``: it came from elsewhere, which *source* names.
    """

    indicator: str
    starts: date
    ends: date
    amount: Figure
    recorded_at: datetime
    reason: str
    source: str
    label: str
    return_id: int | None
    revision: int | None
    item: str | None
    typed: str | None


class EvidenceOut(Out):
    """A criterion of a result, taken apart: what it says, how, and by which figures."""

    result: int
    criterion: str
    title: Both
    clauses: list[str]
    verdict: str
    formula: list[Both]
    definitions: list[IndicatorOut]
    policy: str
    edition: str
    pack_hash: str
    snapshot: str
    known_at: datetime
    sources: list[SourceCell]
