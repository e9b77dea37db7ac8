"""Until when a return that never came may be filled, and who may open it again."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from zhence.errors import BadInputError, Fault
from zhence.packs.workdays import chinese_workdays
from zhence.reporting.approval import State
from zhence.reporting.deadlines import last_open
from zhence_web.records.reporting.facts import form_of
from zhence_web.records.reporting.models import Extension, Return


@dataclass(frozen=True, slots=True)
class Lock:
    """The last day on which a return may be filled, and whether it is over.

    *extended*: an office moved that day, with *reason*. *provisional*: it hangs on
    a year whose holidays are not published.
    """

    last: date
    over: bool
    extended: bool = False
    reason: str = ""
    provisional: bool = False


def lock_of(row: Return, on: date) -> Lock | None:
    """Return until when a draft may be filled, seen on a day.

    ``None``: it does not lock, because its form does not, no day was set, or it
    came already. What was sent back is open by the word of whoever sent it back.
    """
    if State(row.state) is not State.DRAFT or row.due_on is None:
        return None
    ruled = last_open(form_of(row), row.due_on, chinese_workdays())
    if ruled is None:
        return None
    given = Extension.objects.filter(of=row.pk).order_by("-until", "-id").first()
    if given is not None and given.until > ruled.on:
        return Lock(given.until, given.until < on, extended=True, reason=given.reason)
    return Lock(ruled.on, ruled.on < on, provisional=ruled.provisional)


def refuse_locked(row: Return, on: date) -> None:
    """Refuse to fill what is locked.

    Raises:
        BadInputError: its last day is over.
    """
    lock = lock_of(row, on)
    if lock is not None and lock.over:
        raise BadInputError(
            Fault(
                "return_locked",
                f"这份报表已于 {lock.last} 锁定，不能再填报",
                f"this return was locked after {lock.last}",
                remedy="向县级或市级办公室说明理由，申请延期"
                " / ask the county or city office for an extension, with your reason",
            )
        )
