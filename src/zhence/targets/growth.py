"""Growth against a base year, on the sum and for each member.

A base that is zero or was never reported gives no multiple, and no verdict.
"""

from __future__ import annotations

from zhence.evidence import Interval, Text, Verdict
from zhence.rules.measures import Amount
from zhence.targets.asked import Asked
from zhence.targets.figures import of_year, year_end
from zhence.targets.reached import Part, Reached, alone
from zhence.targets.sums import Total, total

_NO_BASELINE = "no_baseline"
_NO_BASE = Text(
    "基期为零或缺失，无法计算倍数。", "The base is zero or missing: no multiple."
)


def multiple(asked: Asked, indicator: str, base: int, year: int) -> Reached:
    """Return the value of *year* as a multiple of the one of *base*.

    Before its year has come, the last full year is followed instead.
    """
    now = min(year, asked.year)
    before = _of(asked, indicator, base)
    after = _of(asked, indicator, now)
    wrong = before.impossible or after.impossible
    value, settled = _multiple(before.interval, after.interval, before.told)
    if any(not a.told for a in (before.parts or {}).values()):
        value, settled = None, Verdict.NOT_COMPUTABLE
    if wrong is not None:
        settled = Verdict.DATA_ERROR
    none = settled is Verdict.NOT_COMPUTABLE
    return Reached(
        value,
        settled=settled,
        parts=_parts(asked, before, after),
        missing=tuple(
            [f"{name} {base}" for name in before.missing]
            + [f"{name} {now}" for name in after.missing]
        ),
        sources=tuple(dict.fromkeys((*before.sources, *after.sources))),
        flags=before.flags | after.flags | ({_NO_BASELINE} if none else set()),
        because=wrong or (_NO_BASE if none else None),
    )


def _of(asked: Asked, indicator: str, year: int) -> Total:
    """Return the sum of a year; a stock has to be reported within it."""
    when = of_year(year) if asked.figures.is_flow(indicator) else year_end(year)
    return total(asked, indicator, when)


def _multiple(
    before: Interval,
    after: Interval,
    told: bool,  # noqa: FBT001  # plain data
) -> tuple[Interval | None, Verdict | None]:
    least, most = before.low, before.high
    if not told or least is None or most is None or most <= 0:
        return None, Verdict.NOT_COMPUTABLE
    low = None if after.low is None else after.low / most
    high = None if after.high is None or least <= 0 else after.high / least
    return Interval(low, high), None


def _parts(asked: Asked, before: Total, after: Total) -> dict[str, Part]:
    held, later = before.parts or {}, after.parts or {}
    return {
        name: _part(asked, amount, later[name])
        for name, amount in held.items()
        if name in later
    }


def _part(asked: Asked, before: Amount, after: Amount) -> Part:
    value, settled = _multiple(before.interval, after.interval, before.told)
    return alone(asked, value, settled)
