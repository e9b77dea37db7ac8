"""The schemes of per-mu benefit of this installation, read on first use."""

from __future__ import annotations

import hashlib
from collections.abc import Mapping
from functools import cache
from typing import TYPE_CHECKING

from zhence.evidence import Text
from zhence.packs.locate import data_folder
from zhence_web.kit.exports import Column, Table
from zhence_web.packbook import packbook

if TYPE_CHECKING:
    from zhence.permu import Scheme


@cache
def schemes() -> Mapping[str, Scheme]:
    """Return the per-mu schemes by which a firm can be scored, by id.

    A scheme without items puts firms on lists and scores nobody; it is left out.

    Raises:
        BadPackError: a scheme is faulty.
    """
    from zhence.packs.permu_schemes import load_schemes  # noqa: PLC0415  # numpy

    held = load_schemes(data_folder("packs"), packbook().sources.catalogue)
    return {
        id_: scheme
        for id_, scheme in held.items()
        if any(roll.items for roll in scheme.rolls)
    }


def roster_of(id_: str) -> Table | None:
    """Return an empty roster of a scheme to fill, ``None`` for no such scheme."""
    from zhence.permu.roster import form_of  # noqa: PLC0415  # numpy

    scheme = schemes().get(id_)
    if scheme is None:
        return None
    form = form_of(scheme, packbook().sources.catalogue)
    return Table(
        name=f"roster-{id_}",
        title=form.name,
        note=scheme.title,
        columns=tuple(Column(c.title, Text(c.title, c.code)) for c in form.columns),
        rows=(),
    )


def scheme_hash(id_: str) -> str:
    """Return the hash of a scheme's file, which is named after its id."""
    path = data_folder("packs") / "permu" / f"{id_}.yaml"
    return hashlib.sha256(path.read_bytes()).hexdigest()
