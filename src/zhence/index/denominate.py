"""Stage 1: sizes become intensities, by plain division.

A denominator that is zero gives no number: the cell is not computable, counts as
missing, and is listed. It never becomes zero or infinity, and 0/0 is no exception.
"""

from __future__ import annotations

from collections.abc import Mapping

import numpy as np
from pydantic import Field

from zhence.errors import Fault
from zhence.index import refusals
from zhence.index.frame import Frame
from zhence.index.spec import Spec
from zhence.index.tree import Tree


class Denominate(Spec):
    """Which column divides which indicator, and by how much the result is scaled.

    *columns* adds to, and wins over, the denominators of the tree; an empty name
    divides by nothing. *per* multiplies the quotient: 1000 gives "per thousand".
    """

    columns: dict[str, str] = Field(default_factory=dict)
    per: dict[str, float] = Field(default_factory=dict)


def denominators(spec: Denominate, tree: Tree) -> dict[str, str]:
    """Return the column that each indicator is divided by; the others are absent."""
    leaves = dict.fromkeys(tree.leaves)
    for where in (spec.columns, spec.per):
        unknown = sorted(set(where) - set(leaves))
        if unknown:
            raise refusals.refuse(
                "index_code_unknown", where="denominate", what=" ".join(unknown)
            )
    named: Mapping[str, str | None] = {
        code: spec.columns.get(code, tree.by_code[code].denominator) for code in leaves
    }
    return {code: column for code, column in named.items() if column}


def denominate(
    frame: Frame, tree: Tree, spec: Denominate
) -> tuple[Frame, tuple[Fault, ...]]:
    """Return *frame* with its indicators divided, and the cells that were not.

    A missing numerator or denominator gives a missing quotient.
    """
    values = np.array(frame.values)
    notes: list[Fault] = []
    for code, by in denominators(spec, tree).items():
        place = frame.codes.index(code)
        below = frame.column(by)
        zero = below == 0
        safe = np.where(zero, np.nan, below)
        lost = zero & frame.known[:, place]
        values[:, place] = values[:, place] / safe * spec.per.get(code, 1.0)
        notes += [
            refusals.warn("index_not_computable", unit=frame.rows[i], code=code)
            for i in np.flatnonzero(lost)
        ]
    return frame.with_values(values), tuple(notes)
