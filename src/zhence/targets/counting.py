"""How many members satisfy, and of how many: bounds where some are unknown.

At least those count that are known to satisfy, at most these and the unknown.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from fractions import Fraction

from zhence.evidence import Interval, Text, Verdict
from zhence.targets.asked import Asked
from zhence.targets.reached import WHOLE, Reached, need_of, shortfall

States = Mapping[str, bool | None]

NOBODY = Text("没有对象可计，比例无法计算。", "There is nobody to count: no share.")
_NOT_ASKED = Text("没有适用的对象。", "It is asked of nobody here.")


def counted(asked: Asked, states: States, need: Fraction | None = None) -> Reached:
    """Return a number of members, with who is a gap and who is unknown."""
    met, open_ = _tally(states)
    return with_gap(
        asked,
        Reached(
            Interval(Fraction(met), Fraction(met + open_)),
            need=need,
            counts={"lower": met, "upper": met + open_, "of": len(states)},
            gaps=_those(states, answer=False),
            missing=_those(states, answer=None),
        ),
    )


def covered(asked: Asked, states: States, among: States) -> Reached:
    """Return the share of members that satisfy, of those who are asked.

    Of a member for whom *among* has nothing it is not asked; one that may or
    may not be asked widens the share by both readings.
    """
    sure = {n: s for n, s in states.items() if among.get(n) is True}
    perhaps = {n: s for n, s in states.items() if n in among and among[n] is None}
    of = len(sure) + len(perhaps)
    if not of:
        if states:
            return Reached(settled=Verdict.NOT_APPLICABLE, because=_NOT_ASKED)
        return Reached(settled=Verdict.NOT_COMPUTABLE, because=NOBODY)
    met, open_ = _tally(sure)
    more, more_open = _tally(perhaps)
    # One more who satisfies never lowers the share, one who does not never
    # raises it: so the ends are reached by asking only the others.
    least = share_of(met, of - more)
    most = share_of(met + open_ + more + more_open, len(sure) + more + more_open)
    return with_share_gap(
        asked,
        Reached(
            Interval(least, most),
            counts={
                "lower": met,
                "upper": met + open_ + more + more_open,
                "of": of,
            },
            gaps=_those(sure, answer=False),
            missing=(*_those(sure, answer=None), *perhaps),
        ),
    )


def share_of(part: int, whole: int) -> Fraction:
    """Return a share in parts per 10⁹; of nothing it is nothing."""
    return Fraction(part, whole) * WHOLE if whole else Fraction(0)


def with_gap(asked: Asked, reached: Reached) -> Reached:
    """Return the figure with how many are lacking, where it counts whole things."""
    need = need_of(asked, reached)
    low = None if reached.value is None else reached.value.low
    if need is None or low is None or low.denominator != 1:
        return reached
    lacking = shortfall(asked, need, int(low))
    return replace(reached, counts={**reached.counts, "gap": lacking})


def with_share_gap(asked: Asked, reached: Reached) -> Reached:
    """Return the share with how many members are lacking to it."""
    need = need_of(asked, reached)
    if need is None:
        return reached
    wanted = need / WHOLE * reached.counts["of"]
    lacking = shortfall(asked, wanted, reached.counts["lower"])
    return replace(reached, counts={**reached.counts, "gap": lacking})


def _tally(states: States) -> tuple[int, int]:
    held = list(states.values())
    return held.count(True), held.count(None)


def _those(states: States, *, answer: bool | None) -> tuple[str, ...]:
    return tuple(name for name, state in states.items() if state is answer)
