"""What every part of the demo is given: a day, a moment, dice, and whom to tell."""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime, time
from typing import TypeVar

from django.utils import timezone

from zhence_web.records.audit.actions import record

Item = TypeVar("Item")

ACTOR = "demo"
_WIDE = 1 << 64


@dataclass(frozen=True, slots=True)
class Stage:
    """The demo of one day. *say* is told what was loaded, a line at a time.

    *at* is when batches count as recorded: before anybody acts in the demo, so that
    the clock of the audit never runs backward.
    """

    today: date
    at: datetime
    say: Callable[[str], None]

    def loaded(
        self, what: str, counts: Mapping[str, int], at: datetime | None = None
    ) -> None:
        """Record a batch and say it. The entry says that it is one.

        *at* is when it was loaded where that is later than the others.
        """
        record(
            "demo.load",
            kind="demo",
            id_=what,
            at=at or self.at,
            actor=ACTOR,
            detail={"batch": True, **counts},
        )
        told = "，".join(f"{name} {count}" for name, count in counts.items())
        self.say(f"{what}：{told}")


def moment(on: date, hour: int = 10) -> datetime:
    """Return an hour of a day where the site stands."""
    return timezone.make_aware(datetime.combine(on, time(hour)))


def dice(*keys: object) -> int:
    """Return a number that looks thrown and is the same each time.

    >>> dice("a", 1) == dice("a", 1), dice("a", 1) == dice("a", 2)
    (True, False)
    """
    told = "|".join(str(key) for key in keys).encode()
    return int.from_bytes(hashlib.sha256(told).digest()[:8], "big")


def between(low: int, high: int, *keys: object) -> int:
    """Return a whole number from *low* to *high*, both possible."""
    return low + dice(*keys) * (high - low + 1) // _WIDE


def chance(percent: int, *keys: object) -> bool:
    """Say yes in *percent* of all cases."""
    return between(1, 100, *keys) <= percent


def one_of(items: Sequence[Item], *keys: object) -> Item:
    """Return one of *items*."""
    return items[between(0, len(items) - 1, *keys)]
