"""Whether the way gone keeps up with the time gone: linear, and ours.

No policy says how its target is to be approached; a straight line from the
first day to the last is our yardstick and never a verdict.
"""

from __future__ import annotations

from dataclasses import dataclass
from fractions import Fraction

from zhence.evidence import Interval, Label
from zhence.rules.terms import Operator
from zhence.targets.asked import Asked
from zhence.targets.reached import Reached, need_of

_ALL = Fraction(1)


@dataclass(frozen=True, slots=True)
class Pace:
    """Shares of 1: of the time that is gone, and of the way that is gone.

    *keeps_up* is ``None`` where the figure is not known well enough.
    """

    time: Fraction
    way: Interval
    keeps_up: bool | None
    label: Label = Label.OURS


def pace(asked: Asked, reached: Reached) -> Pace | None:
    """Return the pace; ``None`` without a window, a figure or a goal to grow to."""
    time, way = _time(asked), _way(asked, reached)
    if time is None or way is None:
        return None
    keeps_up: bool | None = None
    if way.low is not None and way.low >= time:
        keeps_up = True
    elif way.high is not None and way.high < time:
        keeps_up = False
    return Pace(time, way, keeps_up)


def _time(asked: Asked) -> Fraction | None:
    first, last = asked.start, asked.by
    if first is None or last is None or last <= first:
        return None
    gone = Fraction((asked.on - first).days, (last - first).days)
    return max(Fraction(0), min(gone, _ALL))


def _way(asked: Asked, reached: Reached) -> Interval | None:
    need = need_of(asked, reached)
    falls = asked.operator in (Operator.AT_MOST, Operator.LESS_THAN)
    if need is None or falls or reached.value is None:
        return None
    # A multiple starts at one: where nothing has grown, no way is gone.
    base = _ALL if asked.value.multiple is not None else Fraction(0)
    if need <= base:
        return None
    return Interval(
        *(
            None if end is None else max((end - base) / (need - base), Fraction(0))
            for end in (reached.value.low, reached.value.high)
        )
    )
