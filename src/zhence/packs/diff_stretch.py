"""Two editions of one parameter laid over each other, day by day."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from datetime import date, timedelta

from zhence.packs.diff_change import Period
from zhence.rules.dated import DatedValue, Parameter

_ONE_DAY = timedelta(days=1)

Read = Callable[[DatedValue | None], object]


@dataclass(frozen=True, slots=True)
class Stretch:
    """Days on which one value of the old edition stands against one of the new."""

    period: Period
    old: DatedValue | None
    new: DatedValue | None


def stretches(old: Parameter, new: Parameter) -> list[Stretch]:
    """Return the stretches between any two days at which either edition changes.

    >>> from zhence.evidence import Text
    >>> one = Parameter("p", Text("", ""), (DatedValue(True, last=date(2020, 12, 31)),))
    >>> [str(s.period.first) for s in stretches(one, one)]
    ['None', '2021-01-01']
    """
    starts: set[date] = {date.min}
    for value in (*old.values, *new.values):
        if value.start is not None:
            starts.add(value.start)
        if value.last is not None:
            starts.add(value.last + _ONE_DAY)
    ordered = sorted(starts)
    return [
        Stretch(
            Period(
                None if first == date.min else first,
                None if after is None else after - _ONE_DAY,
            ),
            old.on(first),
            new.on(first),
        )
        for first, after in zip(ordered, [*ordered[1:], None], strict=True)
    ]


def runs(
    held: Iterable[Stretch], read_old: Read, read_new: Read | None = None
) -> Iterator[Stretch]:
    """Join neighbours with the same difference, and leave out where there is none.

    *read_old* and *read_new* take the side that is compared out of a value.
    """
    second = read_new or read_old
    open_run: Stretch | None = None
    for stretch in held:
        if read_old(stretch.old) == second(stretch.new):
            if open_run is not None:
                yield open_run
            open_run = None
        elif open_run is not None and (
            read_old(open_run.old) == read_old(stretch.old)
            and second(open_run.new) == second(stretch.new)
        ):
            days = Period(open_run.period.first, stretch.period.last)
            open_run = Stretch(days, open_run.old, open_run.new)
        else:
            if open_run is not None:
                yield open_run
            open_run = stretch
    if open_run is not None:
        yield open_run
