"""A pack: one edition of one policy as values, with where each stands."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date

from zhence.errors import Where
from zhence.evidence import Force, Text
from zhence.lifecycle.table import LifeCycle
from zhence.packs.schema import (
    ChecklistModel,
    DocumentFile,
    IncentiveModel,
    NotComputableModel,
    PublishedFile,
    RelationModel,
    TargetModel,
)
from zhence.rules.rulebook import Occasion, Rulebook, Status


@dataclass(frozen=True, slots=True)
class Clause:
    """A clause in our own words: number, force, and how it is read."""

    id: str
    section: str
    kind: str
    subject: str
    force: Force
    priority: str
    summary: Text
    reading: Text | None
    example: Text | None
    checked_on: date


@dataclass(frozen=True, slots=True)
class Home:
    """What implements a clause: the kind of thing, its id and where it stands."""

    kind: str
    id: str
    where: Where


@dataclass(frozen=True, slots=True)
class Pack:
    """One edition of one policy.

    *hash* is that of all its files, so that a result can name exactly what it
    was judged by.
    """

    id: str
    title: Text
    status: Status
    edition: str
    issuer: Text
    jurisdiction: Text
    valid_from: date | None
    valid_to: date | None
    lists: tuple[str, ...]
    assess_occasion: Occasion
    hash: str
    rulebook: Rulebook
    lifecycle: LifeCycle | None
    event_order: tuple[str, ...]
    clauses: Mapping[str, Clause]
    documents: Mapping[str, DocumentFile]
    checklists: Mapping[str, ChecklistModel]
    incentives: Mapping[str, IncentiveModel]
    targets: Mapping[str, TargetModel]
    not_computable: Mapping[str, NotComputableModel]
    published: PublishedFile
    relations: tuple[RelationModel, ...] = ()
    note: Text | None = None
    places: Mapping[tuple[str, str], Where] = field(default_factory=dict)

    def homes(self) -> dict[str, list[Home]]:
        """Return what implements each clause, for every clause of the pack."""
        found: dict[str, list[Home]] = {name: [] for name in self.clauses}
        for kind, id_, clauses in self.citations():
            where = self.places.get((kind, id_), Where())
            for clause in clauses:
                if clause in found:
                    found[clause].append(Home(kind, id_, where))
        return found

    def citations(self) -> list[tuple[str, str, tuple[str, ...]]]:
        """Return ``(kind, id, cited clauses)`` of everything that implements."""
        told: list[tuple[str, str, tuple[str, ...]]] = [
            ("criterion", c.id, c.clauses) for c in self.rulebook.criteria.values()
        ]
        for p in self.rulebook.parameters.values():
            cited = {
                name
                for v in p.values
                if v.citation is not None
                for name in v.citation.clauses
            }
            told.append(("parameter", p.id, tuple(sorted(cited))))
        if self.lifecycle is not None:
            told.extend(
                ("transition", t.id, t.clauses) for t in self.lifecycle.transitions
            )
        for kind, models in (
            ("checklist", self.checklists),
            ("incentive", self.incentives),
            ("target", self.targets),
        ):
            told.extend((kind, name, tuple(m.clauses)) for name, m in models.items())
        told.extend(("not_computable", name, (name,)) for name in self.not_computable)
        return told
