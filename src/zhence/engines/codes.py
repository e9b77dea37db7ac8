"""Verdicts as small numbers, ordered so that a join is a maximum or a minimum.

From NOT_APPLICABLE (0) to FAIL (7): an AND takes the greatest, an OR the least
that applies, and what lies between PASS and FAIL is undecided.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence

import numpy as np
import numpy.typing as npt

from zhence.evidence import Verdict

Codes = npt.NDArray[np.int8]
Bits = npt.NDArray[np.bool_]

ORDER = (
    Verdict.NOT_APPLICABLE,
    Verdict.PASS,
    Verdict.PASS_EXEMPT,
    Verdict.APPROX,
    Verdict.INSUFFICIENT_DATA,
    Verdict.NOT_COMPUTABLE,
    Verdict.DATA_ERROR,
    Verdict.FAIL,
)
CODE: Mapping[Verdict, int] = {verdict: code for code, verdict in enumerate(ORDER)}

NOT_APPLICABLE = CODE[Verdict.NOT_APPLICABLE]
PASS = CODE[Verdict.PASS]
PASS_EXEMPT = CODE[Verdict.PASS_EXEMPT]
APPROX = CODE[Verdict.APPROX]
INSUFFICIENT_DATA = CODE[Verdict.INSUFFICIENT_DATA]
NOT_COMPUTABLE = CODE[Verdict.NOT_COMPUTABLE]
DATA_ERROR = CODE[Verdict.DATA_ERROR]
FAIL = CODE[Verdict.FAIL]


def verdicts(codes: Codes) -> list[Verdict]:
    """Return the verdicts that *codes* stand for."""
    return [ORDER[code] for code in codes.tolist()]


def full(rows: int, code: int) -> Codes:
    """Return *rows* times one code."""
    return np.full(rows, code, np.int8)


def decided(passes: Bits, fails: Bits) -> Codes:
    """Return PASS, FAIL or INSUFFICIENT_DATA; where both hold, PASS.

    Here and below: arithmetic on one byte a row is ten times faster than
    assigning where a mask holds.
    """
    codes = (fails & ~passes).view(np.int8) * np.int8(FAIL - INSUFFICIENT_DATA)
    codes -= passes.view(np.int8) * np.int8(INSUFFICIENT_DATA - PASS)
    codes += np.int8(INSUFFICIENT_DATA)
    return codes


def replace(codes: Codes, where: Bits, code: int) -> Codes:
    """Return *codes* with one code where *where* holds."""
    changed = np.int8(code) - codes
    changed *= where.view(np.int8)
    changed += codes
    return changed


def choose(where: Bits, chosen: Codes, other: Codes) -> Codes:
    """Return *chosen* where *where* holds, else *other*."""
    changed = chosen - other
    changed *= where.view(np.int8)
    changed += other
    return changed


def accepted(codes: Codes) -> Bits:
    """Say where a verdict may count as satisfied."""
    return (codes >= PASS) & (codes <= APPROX)


def undecided(codes: Codes) -> Bits:
    """Say where nothing was decided."""
    return (codes >= INSUFFICIENT_DATA) & (codes <= DATA_ERROR)


def weakest(members: Sequence[Codes]) -> Codes:
    """Join by AND, naming the exemption or approximation that a PASS rests on.

    At least one member must be given.

    >>> weakest([full(1, PASS), full(1, APPROX), full(1, NOT_APPLICABLE)]).tolist()
    [3]
    """
    joined = members[0].copy()
    for member in members[1:]:
        np.maximum(joined, member, out=joined)
    return replace(joined, undecided(joined), INSUFFICIENT_DATA)


def all_of(members: Sequence[Codes]) -> Codes:
    """Join by AND, as :func:`zhence.evidence.all_of` does."""
    joined = weakest(members)
    return replace(joined, accepted(joined), PASS)


def any_of(members: Sequence[Codes]) -> Codes:
    """Join by OR, as :func:`zhence.evidence.any_of` does.

    Counted from PASS, what does not apply wraps round to the far end, so that
    the least is the strongest.
    """
    joined = members[0].view(np.uint8) - np.uint8(1)
    for member in members[1:]:
        np.minimum(joined, member.view(np.uint8) - np.uint8(1), out=joined)
    codes = (joined + np.uint8(1)).view(np.int8)
    return replace(codes, undecided(codes), INSUFFICIENT_DATA)


def negate(codes: Codes) -> Codes:
    """Turn accepted into FAIL and FAIL into PASS; the rest stays as it is."""
    turned = replace(codes, accepted(codes), FAIL)
    return replace(turned, codes == FAIL, PASS)
