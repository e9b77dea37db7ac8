"""When a return is due in working days, and how it stands to that day.

Late, missing and wrong are three things. Late came after its day; missing has not
come and its day is over; wrong came, at whatever time, and does not hold.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, timedelta
from enum import StrEnum

from zhence.evidence import Text
from zhence.periods import Span
from zhence.reporting.forms import DayCount, ReturnForm
from zhence.reporting.workdays import Due, Workdays


def due_of(form: ReturnForm, period: Span, workdays: Workdays) -> Due:
    """Return the last day on which a return of *form* for *period* is in time.

    Days of the calendar that end on a free day go on to the next working day;
    working days are counted from the first one after the period.
    """
    if form.counts is DayCount.WORKING:
        return workdays.after(period.last, form.days)
    return workdays.on_or_after(form.due(period))


def due_when_asked(
    form: ReturnForm, period: Span, asked: date, workdays: Workdays
) -> Due:
    """Return the last day in time of a return that is asked for on a day.

    Nobody is late before they were asked: where the form's own day is over by then,
    its days are counted from the day of asking.
    """
    own = due_of(form, period, workdays)
    if own.on >= asked:
        return own
    if form.counts is DayCount.WORKING:
        return workdays.after(asked, form.days)
    return workdays.on_or_after(asked + timedelta(days=form.days))


def last_open(form: ReturnForm, due: date, workdays: Workdays) -> Due | None:
    """Return the last day on which what never came can still be filled.

    ``None``: the form never locks.
    """
    if form.locks_after is None:
        return None
    if form.locks_after == 0:
        return Due(due, not workdays.known(due))
    return workdays.after(due, form.locks_after)


def reminders(due: Due, before: Iterable[int], workdays: Workdays) -> tuple[date, ...]:
    """Return the days to remind on: so many working days *before* the due one.

    The earliest first; a nought is the due day itself.
    """
    days = (workdays.before(due.on, n).on if n else due.on for n in before)
    return tuple(sorted(set(days)))


class Arrival(StrEnum):
    """Whether a return has come, seen on some day."""

    NOT_DUE = "not_due"
    ON_TIME = "on_time"
    LATE = "late"
    MISSING = "missing"


@dataclass(frozen=True, slots=True)
class Delivery:
    """How a return stands: whether it came, how late, and whether it holds.

    *late_by* is in working days after the due one, for what is late or missing,
    ``None`` for the rest. *wrong* is ``None`` as long as nothing has come.
    *provisional*: it hangs on a year whose holidays are not published.
    """

    arrival: Arrival
    late_by: int | None = None
    wrong: bool | None = None
    provisional: bool = False


def delivery(
    due: Due,
    *,
    filed_on: date | None,
    on: date,
    workdays: Workdays,
    wrong: bool | None = None,
) -> Delivery:
    """Say how a return stands on the day *on*.

    *filed_on* is when it was handed over; ``None``, or a day after *on*, is not yet.
    *wrong* is what its checks or an approver said of it.
    """
    filed = filed_on if filed_on is not None and filed_on <= on else None
    came = filed or on
    doubt = due.provisional
    if came <= due.on:
        arrival = Arrival.NOT_DUE if filed is None else Arrival.ON_TIME
        return Delivery(arrival, None, None if filed is None else wrong, doubt)
    arrival = Arrival.MISSING if filed is None else Arrival.LATE
    doubt = doubt or not workdays.known_between(due.on, came)
    late_by = workdays.between(due.on, came)
    return Delivery(arrival, late_by, None if filed is None else wrong, doubt)


ARRIVALS: dict[Arrival, Text] = {
    Arrival.NOT_DUE: Text("未到期", "not due yet"),
    Arrival.ON_TIME: Text("按时报送", "in time"),
    Arrival.LATE: Text("迟报", "late"),
    Arrival.MISSING: Text("逾期未报", "missing"),
}
WRONG = Text("数据有误", "does not hold")
PROVISIONAL = Text(
    "暂定：该年放假安排尚未公布，只按周末计算",
    "provisional: the holidays of that year are not published, only weekends count",
)
