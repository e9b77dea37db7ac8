"""A figure of the cockpit with everything that it rests on."""

from __future__ import annotations

from datetime import date, datetime

from zhence_web.api.shapes.parts import Both, Bounds, Out


class FigureOut(Out):
    """A number; *value* ``null``: nothing is known. *known* of *asked* answered."""

    id: str
    title: Both
    value: Bounds | None
    unit: Both
    labels: list[str]
    known: int
    asked: int
    period: str


class SeenOfOut(Out):
    """The place that it was counted for."""

    org: int
    code: str
    name: Both
    tier: str


class CitationOut(Out):
    """A clause of a policy."""

    policy: str
    clause: str


class SnapshotOut(Out):
    """What was looked at: the day, the moment, the last deed, the text, and a hash."""

    on: date
    known_at: datetime
    audit_entry: int
    policy: str
    edition: str
    pack_hash: str
    sha256: str


class VouchedOut(Out):
    """Who did what with a revision, for which office."""

    deed: Both
    who: Both
    office: Both
    at: datetime


class SourceCellOut(Out):
    """A cell or a record; *return_id* ``null``: it is no cell of a return."""

    kind: str
    id: int
    title: Both
    value: Both
    unit: Both
    period: str
    label: str
    known_at: datetime
    return_id: int | None
    item: str
    revision: int | None
    typed: str
    vouched: list[VouchedOut]
    document: str
    link: str
    decision: int | None


class PartOut(Out):
    """What one member contributes; *value* ``null``: it has said nothing."""

    key: str
    site: int
    name: Both
    value: Bounds | None
    said: Both
    sources: list[SourceCellOut]


class EvidenceOut(Out):
    """The definition, the formula, the snapshot, and every member's part."""

    figure: FigureOut
    place: SeenOfOut
    definition: Both
    formula: Both
    clauses: list[CitationOut]
    snapshot: SnapshotOut
    parts: list[PartOut]
