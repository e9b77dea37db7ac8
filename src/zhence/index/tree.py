"""The tree of an index: indicators at the bottom, one index at the top.

Everything is keyed by code. The order in which nodes are written says nothing:
children are always taken in the order of their codes, so that two people who
write the same tree get the same last digit.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

from pydantic import Field

from zhence.index import refusals
from zhence.index.spec import Spec


class Node(Spec):
    """An indicator, a dimension or the index itself.

    *direction* is 1 where more is better, -1 where less is. *weight* counts
    within the parent and is rescaled there. *denominator* names a column to
    divide by. *least* and *most* bound a plausible raw value, in the unit of
    the data; outside them a value is refused before anything is scored.
    """

    code: str = Field(min_length=1)
    parent: str | None = None
    weight: float = 1.0
    direction: int = Field(default=1, ge=-1, le=1)
    denominator: str | None = None
    least: float | None = None
    most: float | None = None
    name: str = ""


@dataclass(frozen=True, slots=True)
class Tree:
    """Nodes by code, checked: one root, no ring, no twin.

    >>> tree = Tree((Node(code="b", parent="top"), Node(code="a", parent="top"),
    ...              Node(code="top")))
    >>> tree.root, tree.leaves, tree.children["top"]
    ('top', ('a', 'b'), ('a', 'b'))
    """

    nodes: tuple[Node, ...]
    by_code: Mapping[str, Node] = field(init=False, repr=False, compare=False)
    children: Mapping[str, tuple[str, ...]] = field(
        init=False, repr=False, compare=False
    )
    heights: Mapping[str, int] = field(init=False, repr=False, compare=False)

    def __post_init__(self) -> None:
        by_code = {node.code: node for node in self.nodes}
        if len(by_code) != len(self.nodes):
            twins = sorted(c for c in by_code if _count(self.nodes, c) > 1)
            raise refusals.refuse("index_duplicate", what=" ".join(twins))
        below: dict[str, list[str]] = {}
        for code, node in sorted(by_code.items()):
            if node.direction == 0:
                raise refusals.refuse("index_tree", what=f"{code} has direction 0")
            if node.weight < 0:
                raise refusals.refuse("index_weights_negative", what=code)
            if node.parent is not None:
                below.setdefault(node.parent, []).append(code)
        unknown = sorted(set(below) - set(by_code))
        if unknown:
            raise refusals.refuse(
                "index_tree", what=f"no such parent: {' '.join(unknown)}"
            )
        children = {parent: tuple(codes) for parent, codes in below.items()}
        roots = [code for code, node in by_code.items() if node.parent is None]
        if len(roots) != 1 or not children:
            raise refusals.refuse(
                "index_tree", what=f"{len(roots)} roots, {len(children)} parents"
            )
        object.__setattr__(self, "by_code", by_code)
        object.__setattr__(self, "children", children)
        object.__setattr__(self, "heights", _heights(roots[0], children))
        lost = sorted(set(by_code) - set(self.heights))
        if lost:
            raise refusals.refuse("index_tree", what=f"a ring: {' '.join(lost)}")

    @property
    def root(self) -> str:
        """Return the code of the index."""
        return next(node.code for node in self.nodes if node.parent is None)

    @property
    def leaves(self) -> tuple[str, ...]:
        """Return the indicators, by code."""
        return tuple(code for code in sorted(self.by_code) if self.heights[code] == 1)

    @property
    def inner(self) -> tuple[str, ...]:
        """Return the other nodes, every child before its parent."""
        return tuple(
            code
            for code in sorted(self.by_code, key=lambda c: (self.heights[c], c))
            if self.heights[code] > 1
        )

    def at(self, code: str, by_height: Sequence[int]) -> int:
        """Return which setting of a list by height counts for an inner *code*.

        The first is for the parents of indicators; the last repeats upwards.
        """
        return by_height[min(self.heights[code] - 2, len(by_height) - 1)]

    def check(self, where: str, codes: Mapping[str, object] | Sequence[str]) -> None:
        """Refuse *codes* (named in *where*) that are no nodes of this tree."""
        unknown = sorted(set(codes) - set(self.by_code))
        if unknown:
            raise refusals.refuse(
                "index_code_unknown", where=where, what=" ".join(unknown)
            )

    def effective(self, shares: Mapping[str, float]) -> dict[str, float]:
        """Return the weight of every node in the index: shares multiplied upwards.

        *shares* are within the parent; the root counts 1, and the leaves add up
        to 1.
        """
        found = {self.root: 1.0}
        for parent in reversed(self.inner):
            for child in self.children[parent]:
                found[child] = found[parent] * shares[child]
        return found


def _count(nodes: Sequence[Node], code: str) -> int:
    return sum(node.code == code for node in nodes)


def _heights(root: str, children: Mapping[str, tuple[str, ...]]) -> dict[str, int]:
    """Return how high each node reached from *root* stands; a leaf is at 1."""
    order, heights = [root], dict[str, int]()
    for code in order:
        order.extend(children.get(code, ()))
    for code in reversed(order):
        heights[code] = 1 + max((heights[c] for c in children.get(code, ())), default=0)
    return heights
