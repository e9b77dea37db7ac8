"""Stage 3: which units have enough data to be compared at all.

Who is screened out stays on record with the share that decided; a share exactly
at the limit stays in.
"""

from __future__ import annotations

from enum import StrEnum
from typing import NamedTuple

import numpy as np

from zhence.index import refusals
from zhence.index.frame import Frame, Row
from zhence.index.spec import Spec

# Shares are quotients of small whole numbers: this is far below any of them and far
# above the noise of a float.
_NOISE = 1e-12


class Counted(StrEnum):
    """Which cells count as available: those reported, or the filled ones too."""

    REPORTED = "reported"
    IMPUTED = "imputed"


class Screen(Spec):
    """Least shares of known cells and of known cells that are not zero.

    *keep* and *drop* name units that are decided by hand, with the reason in the
    recipe's words.
    """

    at_least: float = 0.0
    nonzero: float = 0.0
    counted: Counted = Counted.REPORTED
    keep: tuple[str, ...] = ()
    drop: tuple[str, ...] = ()


class Available(NamedTuple):
    """How much of a row is there: counts, shares of 1, and whether it stays."""

    row: Row
    missing: int
    zero: int
    available: float
    nonzero: float
    kept: bool


def screen(
    frame: Frame, reported: Frame, spec: Screen
) -> tuple[Frame, tuple[Available, ...]]:
    """Return the rows of *frame* that stay, and the account of every row.

    *reported* is the same table before gaps were filled. The share of values
    other than zero is taken over the known ones; a row without any has none.

    Raises:
        BadInputError: a unit to keep or drop is not in the data, or both are said
            of one.
    """
    units = {row.unit for row in frame.rows}
    named = sorted({*spec.keep, *spec.drop} - units) or sorted(
        {*spec.keep} & {*spec.drop}
    )
    if named:
        raise refusals.refuse(
            "index_code_unknown", where="screen", what=" ".join(named)
        )
    counted = reported if spec.counted is Counted.REPORTED else frame
    known = counted.known.sum(axis=1)
    zeros = (counted.values == 0).sum(axis=1)
    account = [
        _account(row, int(known[i]), int(zeros[i]), len(frame.codes), spec)
        for i, row in enumerate(frame.rows)
    ]
    stay = np.flatnonzero([one.kept for one in account])
    return frame.take(stay), tuple(account)


def _account(row: Row, known: int, zero: int, width: int, spec: Screen) -> Available:
    available = known / width
    nonzero = (known - zero) / known if known else 0.0
    enough = available >= spec.at_least - _NOISE and nonzero >= spec.nonzero - _NOISE
    kept = row.unit in spec.keep or (enough and row.unit not in spec.drop)
    return Available(row, width - known, zero, available, nonzero, kept)
