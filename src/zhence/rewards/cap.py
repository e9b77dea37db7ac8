"""A block that may be too small for all awards: cut to it, exactly.

Never a cent more than there is, and none left over.
"""

from __future__ import annotations

from collections.abc import Mapping
from fractions import Fraction

from zhence.index import refusals


def capped(
    awards: Mapping[str, Fraction], block: Fraction | None, step: Fraction
) -> dict[str, Fraction]:
    """Return the awards as they are, or scaled to *block* if they exceed it.

    Scaled amounts are rounded down to *step*; what is left over goes, a step each,
    to the largest remainders, and among equal ones to those named first. ``None``
    is a block without a limit.

    Raises:
        BadInputError: an award, the block or the step is negative.

    >>> shares = {"A": Fraction(100), "B": Fraction(50), "C": Fraction(50)}
    >>> cut = capped(shares, Fraction(100), Fraction("0.01"))
    >>> [str(cut[name]) for name in "ABC"]
    ['50', '25', '25']
    """
    if step <= 0 or min(awards.values(), default=Fraction(0)) < 0 or (block or 0) < 0:
        raise refusals.refuse("index_parameter", where="awards", what="negative")
    total = sum(awards.values(), Fraction(0))
    if block is None or total <= block:
        return dict(awards)
    exact = {name: award * block / total / step for name, award in awards.items()}
    steps = {name: int(amount // 1) for name, amount in exact.items()}
    left = int(block / step // 1) - sum(steps.values())
    order = sorted(exact, key=lambda name: steps[name] - exact[name])
    for name in order[:left]:
        steps[name] += 1
    return {name: count * step for name, count in steps.items()}
