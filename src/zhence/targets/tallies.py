"""Counts that somebody else made: so many satisfy, so many may, of so many."""

from __future__ import annotations

from fractions import Fraction

from zhence.evidence import Interval, Text, Verdict
from zhence.targets.asked import Asked
from zhence.targets.counting import NOBODY, share_of, with_gap, with_share_gap
from zhence.targets.reached import Reached
from zhence.targets.register import Tally

_WRONG = Text("符合数小于零或大于总数。", "Fewer than none or more than all satisfy.")


def as_number(asked: Asked, told: Tally) -> Reached:
    """Return a number of members."""
    wrong = _impossible(told)
    counts = {"lower": told.met, "upper": told.met + told.unknown}
    if told.size is not None:
        counts["of"] = told.size
    return with_gap(
        asked,
        Reached(
            Interval(Fraction(told.met), Fraction(told.met + told.unknown)),
            settled=Verdict.DATA_ERROR if wrong else None,
            counts=counts,
            because=_WRONG if wrong else None,
        ),
    )


def as_share(asked: Asked, told: Tally) -> Reached:
    """Return a share of members; without their number there is none."""
    if told.size is None:
        return Reached(missing=("size",))
    if told.size == 0:
        return Reached(settled=Verdict.NOT_COMPUTABLE, because=NOBODY)
    wrong = _impossible(told)
    most = told.met if wrong else min(told.met + told.unknown, told.size)
    return with_share_gap(
        asked,
        Reached(
            Interval(share_of(told.met, told.size), share_of(most, told.size)),
            settled=Verdict.DATA_ERROR if wrong else None,
            counts={"lower": told.met, "upper": most, "of": told.size},
            because=_WRONG if wrong else None,
        ),
    )


def _impossible(told: Tally) -> bool:
    negative = min(told.met, told.unknown, told.size or 0) < 0
    return negative or (told.size is not None and told.met > told.size)
