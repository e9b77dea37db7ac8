"""What is wrong with packs that could be loaded: each by itself, and among others.

``zhence check`` and the editor of draft editions ask here, so that they cannot differ.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from zhence.errors import Fault
from zhence.packs.check import check_pack
from zhence.packs.diff_holes import holes
from zhence.packs.graph import graph_faults, policy_graph
from zhence.packs.pack import Pack
from zhence.targets.check import check_targets


def pack_faults(pack: Pack) -> list[Fault]:
    """Return the faults of one pack; no hole is told where an error stands already."""
    errors = [*check_pack(pack), *check_targets(pack)]
    told = {f.where for f in errors}
    return [*errors, *(f for f in holes(pack) if f.where not in told)]


def relation_faults(
    packs: Mapping[str, Pack], held: Mapping[str, Pack]
) -> Iterator[Fault]:
    """Yield what is wrong with the relations that stand in *packs*.

    *held* are the packs that these may lead to; one that is in both counts as it
    stands in *packs*, and faults of the others are not told.
    """
    places = {
        where
        for pack in packs.values()
        for (kind, _), where in pack.places.items()
        if kind == "relation"
    }
    for fault in graph_faults(policy_graph({**held, **packs}.values())):
        if fault.where in places:
            yield fault
