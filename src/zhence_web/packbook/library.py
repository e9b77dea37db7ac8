"""The policies of this installation: documents, chapters, counts of homes."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from pathlib import PurePosixPath

from zhence.dossier import label_of
from zhence.evidence import Text
from zhence.packs import Clause, Home, Pack
from zhence.packs.schema import DocumentFile, RelationModel
from zhence_web.packbook.notes import noted
from zhence_web.packbook.words import (
    CHAPTERS,
    CLAUSE_KINDS,
    DOCUMENT_STATUSES,
    FORCES,
    HOME_KINDS,
    both,
)

_RELATIONS: Mapping[str, Text] = {
    "implements": Text("落实", "implements"),
    "supersedes": Text("取代", "supersedes"),
    "cites": Text("引用", "cites"),
    "contradicts": Text("口径不同于", "differs from"),
}


@dataclass(frozen=True, slots=True)
class Document:
    """One source document; what its text does not state is ``None``."""

    id: str
    title: Text
    number: str | None
    issuer: Text
    status: Text
    issued_on: str | None
    in_force_from: str | None
    in_force_to: str | None
    note: Text | None


@dataclass(frozen=True, slots=True)
class ClauseLine:
    """A clause as a list shows it."""

    id: str
    section: str
    summary: Text
    force: Text
    kind: Text
    homes: tuple[Text, ...]


@dataclass(frozen=True, slots=True)
class Chapter:
    """The clauses of one file, in the order of the text."""

    id: str
    title: Text
    clauses: tuple[ClauseLine, ...]


@dataclass(frozen=True, slots=True)
class Relation:
    """How a policy stands to another; *clauses* are those where it does."""

    relation: Text
    policy: str
    clauses: tuple[str, ...]
    note: Text | None


@dataclass(frozen=True, slots=True)
class Policy:
    """One edition of one policy.

    *status* is the code of its standing, *label* the honest words for it.
    *homes* counts what implements its clauses, by kind of home.
    """

    id: str
    title: Text
    status: str
    label: Text
    edition: Text
    issuer: Text
    jurisdiction: Text
    valid_from: date | None
    valid_to: date | None
    hash: str
    note: Text | None
    documents: tuple[Document, ...]
    chapters: tuple[Chapter, ...]
    homes: tuple[tuple[Text, int], ...]
    relations: tuple[Relation, ...]
    clauses: int
    criteria: int


def policy_of(pack: Pack) -> Policy:
    """Return what the policy library shows of a pack."""
    homes = pack.homes()
    return Policy(
        id=pack.id,
        title=pack.title,
        status=pack.status.value,
        label=label_of(pack.status),
        edition=noted(pack.edition),
        issuer=pack.issuer,
        jurisdiction=pack.jurisdiction,
        valid_from=pack.valid_from,
        valid_to=pack.valid_to,
        hash=pack.hash,
        note=pack.note,
        documents=_documents(pack),
        chapters=_chapters(pack, homes),
        homes=_counted(homes.values()),
        relations=tuple(_relation(r) for r in pack.relations),
        clauses=len(pack.clauses),
        criteria=len(pack.rulebook.criteria),
    )


def _documents(pack: Pack) -> tuple[Document, ...]:
    """Return the documents, the policy's own first."""
    own_first = sorted(pack.documents.values(), key=lambda d: d.id != pack.id)
    return tuple(_document(d) for d in own_first)


def _document(model: DocumentFile) -> Document:
    return Document(
        id=model.id,
        title=Text(model.title.zh, model.title.en),
        number=model.number,
        issuer=Text(model.issuer.zh, model.issuer.en),
        status=DOCUMENT_STATUSES[model.status],
        issued_on=model.issued_on,
        in_force_from=model.in_force_from,
        in_force_to=model.in_force_to,
        note=None if model.note is None else Text(model.note.zh, model.note.en),
    )


def _chapters(pack: Pack, homes: Mapping[str, list[Home]]) -> tuple[Chapter, ...]:
    """Return the clauses by the file they stand in: one file is one chapter."""
    files: dict[str, list[ClauseLine]] = {}
    for clause in pack.clauses.values():
        where = pack.places["clause", clause.id]
        stem = PurePosixPath(where.file or "").stem
        files.setdefault(stem, []).append(_line(clause, homes[clause.id]))
    return tuple(
        Chapter(stem, both(CHAPTERS, stem.partition("-")[2] or stem), tuple(lines))
        for stem, lines in files.items()
    )


def _line(clause: Clause, homes: Iterable[Home]) -> ClauseLine:
    kinds = dict.fromkeys(home.kind for home in homes)
    return ClauseLine(
        id=clause.id,
        section=clause.section,
        summary=clause.summary,
        force=FORCES[clause.force],
        kind=both(CLAUSE_KINDS, clause.kind),
        homes=tuple(both(HOME_KINDS, kind) for kind in kinds),
    )


def _counted(homes: Iterable[list[Home]]) -> tuple[tuple[Text, int], ...]:
    """Count distinct homes, not citations: one criterion may serve two clauses."""
    distinct = {(home.kind, home.id) for held in homes for home in held}
    tally = Counter(kind for kind, _ in distinct)
    return tuple((name, tally[kind]) for kind, name in HOME_KINDS.items())


def _relation(model: RelationModel) -> Relation:
    return Relation(
        _RELATIONS[model.relation],
        model.policy,
        tuple(model.clauses),
        None if model.note is None else Text(model.note.zh, model.note.en),
    )
