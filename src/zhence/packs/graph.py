"""The policies as a graph: which implements, supersedes, cites or contradicts which.

A document that only another policy mentions is a leaf: something is known
about it, but nothing can be judged by it.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from datetime import date
from enum import StrEnum

from zhence.errors import NOWHERE, Fault, Where
from zhence.evidence import Text
from zhence.packs.pack import Pack
from zhence.packs.schema import DocumentFile, RelationModel, Words


class Relation(StrEnum):
    """How one policy stands to another."""

    IMPLEMENTS = "implements"
    SUPERSEDES = "supersedes"
    CITES = "cites"
    CONTRADICTS = "contradicts"


@dataclass(frozen=True, slots=True)
class Node:
    """A policy, or (a leaf) a document of which there is no pack."""

    id: str
    title: Text
    status: str
    leaf: bool
    valid_from: date | None = None
    valid_to: date | None = None
    lists: tuple[str, ...] = ()
    edition: str | None = None

    def as_json(self) -> dict[str, object]:
        """Return the form that ``--json`` prints."""
        return {
            "id": self.id,
            "title": {"zh": self.title.zh, "en": self.title.en},
            "kind": "document" if self.leaf else "policy",
            "status": self.status,
            "edition": self.edition,
            "valid_from": self.valid_from.isoformat() if self.valid_from else None,
            "valid_to": self.valid_to.isoformat() if self.valid_to else None,
            "lists": list(self.lists),
        }


@dataclass(frozen=True, slots=True)
class Edge:
    """*source* implements, supersedes, cites or contradicts *target*."""

    source: str
    relation: Relation
    target: str
    clauses: tuple[str, ...] = ()
    note: Text | None = None
    where: Where = field(default=NOWHERE, compare=False)

    def as_json(self) -> dict[str, object]:
        """Return the form that ``--json`` prints."""
        note = self.note and {"zh": self.note.zh, "en": self.note.en}
        return {
            "from": self.source,
            "relation": self.relation.value,
            "to": self.target,
            "clauses": list(self.clauses),
            "note": note,
        }


@dataclass(frozen=True, slots=True)
class PolicyGraph:
    """All policies and documents by id, and the edges between them."""

    nodes: Mapping[str, Node]
    edges: tuple[Edge, ...]
    clauses: frozenset[str] = field(default=frozenset(), repr=False)

    def neighbours(
        self, id_: str, relation: Relation | None = None
    ) -> tuple[Edge, ...]:
        """Return the edges out of and into a node, of one relation or of all."""
        return tuple(
            e
            for e in self.edges
            if id_ in (e.source, e.target) and relation in (None, e.relation)
        )

    def as_json(self) -> dict[str, object]:
        """Return the form that ``--json`` prints."""
        return {
            "nodes": [n.as_json() for n in self.nodes.values()],
            "edges": [e.as_json() for e in self.edges],
        }


def policy_graph(packs: Iterable[Pack]) -> PolicyGraph:
    """Return the graph over all packs and the documents that they know of.

    A document without a pack and without a stated relation is cited.
    """
    held = tuple(packs)
    nodes = {pack.id: _policy(pack) for pack in held}
    edges: list[Edge] = []
    for pack in held:
        stated = [_edge(pack, i, r) for i, r in enumerate(pack.relations)]
        edges += stated
        told = {e.target for e in stated}
        for document in pack.documents.values():
            if document.id in {p.id for p in held}:
                continue
            nodes.setdefault(document.id, _leaf(document))
            if document.id not in told:
                edges.append(Edge(pack.id, Relation.CITES, document.id))
    return PolicyGraph(
        nodes, tuple(edges), frozenset(c for pack in held for c in pack.clauses)
    )


def _policy(pack: Pack) -> Node:
    return Node(
        pack.id,
        pack.title,
        pack.status.value,
        leaf=False,
        valid_from=pack.valid_from,
        valid_to=pack.valid_to,
        lists=pack.lists,
        edition=pack.edition,
    )


def _leaf(document: DocumentFile) -> Node:
    return Node(
        document.id,
        _words(document.title),
        document.status,
        leaf=True,
        valid_from=_day(document.in_force_from),
        valid_to=_day(document.in_force_to),
    )


def _edge(pack: Pack, index: int, relation: RelationModel) -> Edge:
    return Edge(
        pack.id,
        Relation(relation.relation),
        relation.policy,
        tuple(relation.clauses),
        None if relation.note is None else _words(relation.note),
        pack.places.get(("relation", str(index)), Where(f"{pack.id}/pack.yaml")),
    )


def _words(words: Words) -> Text:
    return Text(words.zh, words.en)


def _day(text: str | None) -> date | None:
    return None if text is None else date.fromisoformat(text)


def graph_faults(graph: PolicyGraph) -> tuple[Fault, ...]:
    """Return what is wrong with the relations; empty when they are sound.

    They may lead nowhere, cite a clause that nobody has, or let policies
    supersede each other in a circle.
    """
    return (*_dangling(graph), *_circles(graph))


def _dangling(graph: PolicyGraph) -> Iterator[Fault]:
    for edge in graph.edges:
        where = edge.where
        told = f"{edge.source} {edge.relation.value} {edge.target}"
        if edge.target not in graph.nodes:
            yield Fault(
                "relation_dangling",
                f"关系指向没有的政策或文件：{told}",
                f"the relation leads nowhere: {told}",
                where,
                "在 documents/ 里加文件，或改正编号"
                " / add a file to documents/, or mend the id",
            )
        for clause in edge.clauses:
            if clause not in graph.clauses:
                yield Fault(
                    "relation_clause_unknown",
                    f"关系 {told} 引用了不存在的条款 {clause}",
                    f"the relation {told} cites an unknown clause {clause}",
                    where,
                    "引用两个政策之一的条款 / cite a clause of one of the two policies",
                )


def _circles(graph: PolicyGraph) -> Iterator[Fault]:
    """Name each circle of supersedes once, beginning with its smallest id."""
    after: dict[str, dict[str, Where]] = {}
    for edge in graph.edges:
        if edge.relation is Relation.SUPERSEDES:
            after.setdefault(edge.source, {})[edge.target] = edge.where
    found: set[tuple[str, ...]] = set()
    for start in after:
        paths: list[tuple[str, ...]] = [(start,)]
        while paths:
            path = paths.pop()
            for target in after.get(path[-1], ()):
                if target == start:
                    first = path.index(min(path))
                    found.add(path[first:] + path[:first])
                elif target not in path:
                    paths.append((*path, target))
    for circle in sorted(found):
        told = " → ".join((*circle, circle[0]))
        yield Fault(
            "supersedes_circle",
            f"政策相互取代，成环：{told}",
            f"policies supersede each other in a circle: {told}",
            after[circle[0]][(*circle, circle[0])[1]],
            "只让新的代替旧的 / let the newer one supersede the older one",
        )
