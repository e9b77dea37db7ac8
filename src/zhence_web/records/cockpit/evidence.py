"""From a figure back to what it was made of.

:func:`evidence_of` is the one question that pages and programs ask
(``/cockpit/evidence/…`` and ``/api/v1/evidence/…``); :func:`evidence_json` its answer
for programs. A figure is asked for by the id that stands beside it, the place it was
counted for and the day; the answer holds its definition, its formula, what was known
when it was counted, and every member's part with the cells or records it goes back to.
"""

from __future__ import annotations

import hashlib
from dataclasses import asdict, dataclass
from datetime import date, datetime

from django.utils.timezone import localdate

from zhence.evidence import Interval, Text
from zhence.units import decimal_text
from zhence_web.records.accounts.gate import check
from zhence_web.records.accounts.hand import Hand
from zhence_web.records.accounts.permissions import Action
from zhence_web.records.audit.chain import payload_text
from zhence_web.records.audit.models import Head
from zhence_web.records.cockpit.explained import EXPLAINED, Explained, Part
from zhence_web.records.cockpit.figures import Figure, parts_of
from zhence_web.records.cockpit.ground import Spot, kept_ground
from zhence_web.records.cockpit.sources import Source


@dataclass(frozen=True, slots=True)
class Basis:
    """What was looked at: the day, what was known when, by which text.

    *entry* is the last deed in the audit chain when it was read; *digest* is the
    SHA-256 of what the figure was added up from, so that two readings can be compared.
    """

    on: date
    known_at: datetime
    entry: int
    policy: str
    edition: str
    pack_hash: str
    digest: str


@dataclass(frozen=True, slots=True)
class Evidence:
    """A figure with everything it rests on; *parts* by the number of the site."""

    figure: Figure
    place: Spot
    definition: Text
    formula: Text
    clauses: tuple[tuple[str, str], ...]
    basis: Basis
    parts: tuple[Part, ...]

    def part(self, key: str) -> Part | None:
        """Return one member's part, ``None`` if there is none of that key."""
        return next((part for part in self.parts if part.key == key), None)


def evidence_of(
    figure: str, *, place: int, by: Hand, on: date, at: datetime
) -> Evidence | None:
    """Return what a figure of a place rests on; ``None`` if there is no such figure.

    *figure* is an id such as ``standing:ZJ2023:NAMED``,
    ``total:output_total:2026-01-01:2026-07-01``, ``target:ZJ2023:ZJ2023-1e`` or
    ``waiting:late``. The number of queries does not grow with the members. The right
    is asked for the day of *at*, whatever day the figure is of.

    Raises:
        NotAllowedError: *by* may not look at the place.
    """
    check(by, Action.VIEW_COCKPIT, place, localdate(at))
    kind, names = parts_of(figure)
    ground = kept_ground(place, on)
    if ground is None or kind not in EXPLAINED:
        return None
    entry = Head.objects.filter(id=1).values_list("seq", flat=True).first() or 0
    told = EXPLAINED[kind](names, ground, at)
    if told is None:
        return None
    return Evidence(
        figure=told.figure,
        place=ground.place,
        definition=told.definition,
        formula=told.formula,
        clauses=told.clauses,
        basis=_basis(told, on, at, entry),
        parts=tuple(sorted(told.parts, key=lambda p: (p.number, p.key))),
    )


def _basis(told: Explained, on: date, at: datetime, entry: int) -> Basis:
    pack = told.pack
    return Basis(
        on=on,
        known_at=at,
        entry=entry,
        policy="" if pack is None else pack.id,
        edition="" if pack is None else pack.edition,
        pack_hash="" if pack is None else pack.hash,
        digest=digest_of(told.parts),
    )


def digest_of(parts: tuple[Part, ...]) -> str:
    """Return the SHA-256 of what a figure was added up from, in whatever order."""
    rows = sorted(
        [part.key, source.kind, str(source.id), str(source.low), str(source.high)]
        for part in parts
        for source in part.sources
    )
    return hashlib.sha256(payload_text({"parts": rows}).encode()).hexdigest()


def evidence_json(told: Evidence) -> dict[str, object]:
    """Return the evidence as values of JSON; unknown is null and never zero."""
    figure, basis = told.figure, told.basis
    return {
        "figure": {
            "id": figure.id,
            "title": asdict(figure.title),
            "value": _ends(figure.value),
            "unit": asdict(figure.unit),
            "labels": [str(label) for label in figure.labels],
            "known": figure.known,
            "asked": figure.asked,
            "period": figure.period,
        },
        "place": {
            "org": told.place.org,
            "code": told.place.code,
            "name": asdict(told.place.name),
            "tier": told.place.tier,
        },
        "definition": asdict(told.definition),
        "formula": asdict(told.formula),
        "clauses": [{"policy": p, "clause": c} for p, c in told.clauses],
        "snapshot": {
            "on": basis.on.isoformat(),
            "known_at": basis.known_at.isoformat(),
            "audit_entry": basis.entry,
            "policy": basis.policy,
            "edition": basis.edition,
            "pack_hash": basis.pack_hash,
            "sha256": basis.digest,
        },
        "parts": [_part(part) for part in told.parts],
    }


def _part(part: Part) -> dict[str, object]:
    return {
        "key": part.key,
        "site": part.number,
        "name": asdict(part.name),
        "value": _ends(part.value),
        "said": asdict(part.said),
        "sources": [_source(source) for source in part.sources],
    }


def _source(source: Source) -> dict[str, object]:
    return {
        "kind": source.kind,
        "id": source.id,
        "title": asdict(source.title),
        "value": asdict(source.value),
        "unit": asdict(source.unit),
        "period": source.period,
        "label": str(source.label),
        "known_at": source.known_at.isoformat(),
        "return_id": source.return_id,
        "item": source.item,
        "revision": source.revision,
        "typed": source.typed,
        "vouched": [
            {
                "deed": asdict(v.deed),
                "who": asdict(v.who),
                "office": asdict(v.office),
                "at": v.at.isoformat(),
            }
            for v in source.vouched
        ],
        "document": source.document,
        "link": source.link,
        "decision": source.decision,
    }


def _ends(value: Interval | None) -> dict[str, str | None] | None:
    if value is None:
        return None
    ends = {"low": value.low, "high": value.high}
    return {
        name: None if end is None else decimal_text(end) for name, end in ends.items()
    }
