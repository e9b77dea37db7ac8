"""Figures that can hardly be true together: asked about, not refused.

Quarters that do not make the year, running totals that fall, and values that
are ten thousand times their neighbours, because 元 was typed for 万元.
What is asked is a warning; only a falling total without a reason is an error.
"""

from __future__ import annotations

import itertools
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from fractions import Fraction

from zhence.errors import NOWHERE, Fault, Where
from zhence.facts import Observation
from zhence.facts.catalogue import Catalogue, Kind
from zhence.intake.faults import fault
from zhence.periods import Span, quarter, year
from zhence.units import Quantity, Unit, from_smallest

TOLERANCE = Fraction(5, 1000)
# Half of ten thousand: a town may double between two figures.
FACTOR = Fraction(5_000)

_PERCENT = 100
_DIGITS = 2
_FIRST_QUARTER, _LAST_QUARTER = 1, 4
_COMPARED = frozenset({Kind.FLOW, Kind.YEAR_TO_DATE, Kind.CUMULATIVE, Kind.STOCK})
_ADDED = frozenset({Kind.FLOW, Kind.COUNT_EVENT})


@dataclass(frozen=True, slots=True)
class Entry:
    """An observation and the place and row that it was read from."""

    observation: Observation
    where: Where = NOWHERE
    row: int | None = None

    @property
    def point(self) -> Fraction | None:
        """The amount if it is one known number."""
        amount = self.observation.amount
        return amount.low if amount is not None and amount.known else None


@dataclass(frozen=True, slots=True)
class Doubt:
    """A fault with the share by which two figures differ, where there is one."""

    fault: Fault
    relative: Fraction | None = None


def doubts(
    entries: Sequence[Entry],
    catalogue: Catalogue,
    *,
    tolerance: Fraction = TOLERANCE,
    factor: Fraction = FACTOR,
) -> Iterator[Doubt]:
    """Yield everything doubtful among *entries* of any subjects and indicators.

    Of several versions of one figure the last recorded one counts.
    """
    series: dict[tuple[str, str], list[Entry]] = defaultdict(list)
    for entry in _newest(entries):
        if entry.observation.indicator in catalogue:
            o = entry.observation
            series[o.subject, o.indicator].append(entry)
    for (_, code), group in series.items():
        kind, measure = catalogue[code].kind, catalogue[code].unit
        if kind in _ADDED:
            yield from quarter_sums(group, tolerance)
        if kind.grows:
            yield from map(Doubt, falls(group, by_year=kind is Kind.YEAR_TO_DATE))
        if kind in _COMPARED and measure is not None:
            yield from map(Doubt, powers_of_ten(group, measure, factor))


def quarter_sums(
    entries: Iterable[Entry], tolerance: Fraction = TOLERANCE
) -> Iterator[Doubt]:
    """Yield each year whose four quarters miss it by more than *tolerance*.

    The difference is relative to the year; ``None`` where the year is 0.
    """
    amounts = {e.observation.period: e for e in entries if e.point is not None}
    if len(amounts) <= _LAST_QUARTER:
        return
    years = {p.start.year for p in amounts if p == year(p.start.year)}
    for number in sorted(years):
        whole = amounts.get(year(number))
        parts = [
            amounts.get(quarter(number, nth))
            for nth in range(_FIRST_QUARTER, _LAST_QUARTER + 1)
        ]
        if whole is None or None in parts:
            continue
        total = sum((p.point or Fraction(0) for p in parts if p), Fraction(0))
        relative = _relative(total, whole.point or Fraction(0))
        if total != whole.point and (relative is None or relative > tolerance):
            o = whole.observation
            shown = "—" if relative is None else _percent(relative)
            yield Doubt(
                fault(
                    "quarters_do_not_sum",
                    whole.where,
                    subject=o.subject,
                    indicator=o.indicator,
                    year=number,
                    relative=shown,
                ),
                relative,
            )


def falls(entries: Iterable[Entry], *, by_year: bool) -> Iterator[Fault]:
    """Yield each running total that is less than the one before it.

    A year-to-date figure starts again *by_year*; others run on as long as they
    count from the same day. With a reason in the note it is only a warning.
    """
    runs: dict[object, list[Entry]] = defaultdict(list)
    for entry in entries:
        runs[_start_of_run(entry.observation.period, by_year=by_year)].append(entry)
    for run in runs.values():
        run.sort(key=lambda e: e.observation.period.last)
        for before, after in itertools.pairwise(run):
            high, low = before.observation.amount, after.observation.amount
            if high is None or low is None or high.low is None or low.high is None:
                continue
            if low.high < high.low:
                noted = "_noted" if after.observation.note else ""
                yield fault(
                    f"cumulative_fell{noted}",
                    after.where,
                    indicator=after.observation.indicator,
                    first=before.row or before.observation.period,
                )


def powers_of_ten(
    entries: Iterable[Entry], measure: Unit, factor: Fraction = FACTOR
) -> Iterator[Fault]:
    """Yield each value that is *factor* times larger or smaller than the others.

    Of two values that differ so much only the later one is asked about.
    """
    known = [(point, e) for e in entries if (point := e.point)]
    found = outliers([abs(point) for point, _ in known], factor)
    for index, usual in found.items():
        point, entry = known[index]
        yield doubt_about(point, usual, measure, entry.where)


def doubt_about(value: Fraction, usual: Fraction, measure: Unit, where: Where) -> Fault:
    """Return the question whether *value* is in the right unit."""
    times = abs(value) / usual
    return fault(
        "power_of_ten",
        where,
        value=_rounded(value, measure),
        usual=_rounded(usual, measure),
        times=round(times) if times > 1 else f"1/{round(1 / times)}",
    )


def outliers(values: Sequence[Fraction], factor: Fraction) -> Mapping[int, Fraction]:
    """Return the index of each value that is *factor* off, with what is usual.

    Usual is the middle of the *other* values; of an even number of others both
    middle ones must be far away, so that one wrong value accuses nobody else.
    """
    found: dict[int, Fraction] = {}
    others = len(values) - 1
    # Most series are near together, and then nobody need be put in order.
    if others < 1 or max(values) < factor * min(values):
        return found
    ordered = sorted(range(len(values)), key=lambda i: values[i])
    for place, index in enumerate(ordered):
        if others == 1 and index == 0:
            continue
        middle = ((others - 1) // 2, others // 2)
        low, high = (values[ordered[m if m < place else m + 1]] for m in middle)
        if values[index] >= factor * high:
            found[index] = high
        elif values[index] * factor <= low:
            found[index] = low
    return dict(sorted(found.items()))


def _newest(entries: Iterable[Entry]) -> Iterable[Entry]:
    held: dict[tuple[str, str, Span], Entry] = {}
    for entry in entries:
        o = entry.observation
        key = (o.subject, o.indicator, o.period)
        before = held.get(key)
        since = date.min if before is None else before.observation.recorded_on
        if before is None or (o.recorded_on or date.min) >= (since or date.min):
            held[key] = entry
    return held.values()


def _start_of_run(period: Span, *, by_year: bool) -> object:
    """Return what running totals must share to be compared.

    A single day or a year names the end of the run only; a longer span names its
    beginning too.
    """
    if by_year:
        return period.last.year
    longer = period.end > year(period.start.year).end
    return period.start if longer else None


def _relative(total: Fraction, whole: Fraction) -> Fraction | None:
    return abs(total - whole) / abs(whole) if whole else None


def _percent(share: Fraction) -> str:
    return f"{float(share * _PERCENT):.{_DIGITS}f} %"


def _rounded(amount: Fraction, measure: Unit) -> str:
    """Return an amount short enough for a sentence; nothing is computed with it."""
    value = from_smallest(amount, measure)
    digits = Fraction(round(value * 10**_DIGITS), 10**_DIGITS)
    return str(Quantity(digits or value, measure))
