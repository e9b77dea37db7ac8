"""A share of two sums: never a mean of ratios, never above the whole."""

from __future__ import annotations

from fractions import Fraction

from zhence.evidence import Interval, Text, Verdict
from zhence.packs.schema import ShareOfSums
from zhence.rules.numeric import ratio
from zhence.targets.asked import Asked
from zhence.targets.figures import When, of_year, on_day
from zhence.targets.reached import WHOLE, Part, Reached, alone
from zhence.targets.sums import Total, total, totals

Pair = tuple[Interval, Interval]

_NOTHING = Interval.point(0)
_ABOVE = Text("分子大于分母，数据有误。", "The part exceeds the whole: wrong data.")
_NO_WHOLE = Text(
    "分母为零，比例无法计算。", "The denominator is zero: there is no share."
)


def moment(asked: Asked) -> When:
    """Return the year or the day that the target looks at."""
    return of_year(asked.year) if asked.value.over == "year" else on_day(asked.day)


def share(asked: Asked, wanted: ShareOfSums) -> Reached:
    """Return a part of a whole, both summed over the same members.

    Each member's whole is taken as its part and the rest, so that what is not
    known of a part is never counted as large above the line and as small
    below it at once.
    """
    told = totals(asked, (wanted.part, wanted.whole), moment(asked))
    part, whole = told[wanted.part], told[wanted.whole]
    if wanted.reported is not None and not (part.told and whole.told):
        stated = total(asked, wanted.reported, on_day(asked.day))
        if stated.told and stated.parts is None:
            return _stated(stated)
    return _of_sums(asked, part, whole)


def _stated(told: Total) -> Reached:
    return Reached(
        told.interval,
        settled=None if told.impossible is None else Verdict.DATA_ERROR,
        missing=told.missing,
        sources=told.sources,
        flags=told.flags,
        because=told.impossible,
    )


def _of_sums(asked: Asked, part: Total, whole: Total) -> Reached:
    pairs = _pairs(part, whole)
    above, rest = _NOTHING, _NOTHING
    for of, left in pairs.values():
        above, rest = above + of, rest + left
    value, settled = _joined(above, rest)
    wrong = part.impossible or whole.impossible
    if wrong is None and any(of.empty or left.empty for of, left in pairs.values()):
        wrong = _ABOVE
    if wrong is not None:
        value, settled = _as_reported(part, whole), Verdict.DATA_ERROR
    return Reached(
        value,
        settled=settled,
        parts={name: _part(asked, *pair) for name, pair in pairs.items() if name},
        missing=tuple(dict.fromkeys((*part.missing, *whole.missing))),
        sources=tuple(dict.fromkeys((*part.sources, *whole.sources))),
        flags=part.flags | whole.flags,
        because=_NO_WHOLE if settled is Verdict.NOT_COMPUTABLE else wrong,
    )


def _pairs(part: Total, whole: Total) -> dict[str, Pair]:
    """Return each member's part and the rest of its whole; "" is the own figure."""
    left, right = part.parts or {}, whole.parts or {}
    found = {
        name: _split(amount.interval, right[name].interval)
        for name, amount in left.items()
        if name in right
    }
    return found or {"": _split(part.interval, whole.interval)}


def _split(part: Interval, whole: Interval) -> Pair:
    """Return the part, no more than the whole, and what of the whole is left."""
    most = [end for end in (part.high, whole.high) if end is not None]
    rest = whole.minus(part)
    return (
        Interval(part.low, min(most, default=None)),
        Interval(max(rest.low or Fraction(0), Fraction(0)), rest.high),
    )


def _joined(part: Interval, rest: Interval) -> tuple[Interval | None, Verdict | None]:
    if part == _NOTHING and rest == _NOTHING:
        return None, Verdict.NOT_COMPUTABLE
    return ratio(part, rest), None


def _part(asked: Asked, part: Interval, rest: Interval) -> Part:
    value, settled = _joined(part, rest)
    if part.empty or rest.empty:
        return Part(None, Verdict.DATA_ERROR)
    return alone(asked, value, settled)


def _as_reported(part: Total, whole: Total) -> Interval | None:
    """Return the impossible share, to be shown beside the data error."""
    over, under = part.interval.low, whole.interval.high
    return Interval.point(over / under * WHOLE) if over and under else None
