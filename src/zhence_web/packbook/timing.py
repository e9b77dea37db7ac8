"""How near a day is by which something has to be done, in working days."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from functools import lru_cache

from zhence.packs.workdays import chinese_workdays
from zhence_web.packbook.alerts import alert_rules


class Near(StrEnum):
    """Past its day, on it, before it by no more than sites are reminded, or far."""

    LATE = "late"
    TODAY = "today"
    SOON = "soon"
    FAR = "far"


@dataclass(frozen=True, slots=True)
class Timing:
    """How near a day is: *days* are the working days until it, or since where late."""

    near: Near
    days: int


@lru_cache(maxsize=1024)
def timing(due_on: date, on: date) -> Timing:
    """Tell how near *due_on* is on a day; soon begins with the first reminder.

    Where no holiday was decreed yet, weekends alone are counted as not worked.
    """
    days = chinese_workdays()
    if due_on < on:
        return Timing(Near.LATE, days.between(due_on, on))
    left = days.between(on, due_on)
    if due_on == on:
        return Timing(Near.TODAY, left)
    soon = left <= max(alert_rules().remind, default=0)
    return Timing(Near.SOON if soon else Near.FAR, left)
