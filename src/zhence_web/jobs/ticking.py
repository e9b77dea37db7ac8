"""What time alone brings about: reminders, alerts, escalations, messages, ends.

Everything is idempotent: a second tick at the same moment, or two at once, do what
one does. A tick at an earlier moment undoes nothing.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from zhence_web.jobs.deliveries import queue_delivery
from zhence_web.jobs.uploads import end_given_up
from zhence_web.jobs.watching_targets import Targets
from zhence_web.packbook.alerts import alert_rules
from zhence_web.records.tasks.raising import look_round
from zhence_web.records.tasks.telling import remind, tell

_MOST_BATCHES = 1000


@dataclass(frozen=True, slots=True)
class Ticked:
    """What a tick did; *told* are entries of the audit that were gone through.

    *given_up* are uploads whose task had failed for good.
    """

    reminded: int
    raised: int
    cleared: int
    escalated: int
    told: int
    queued: bool
    given_up: int


def tick(at: datetime) -> Ticked:
    """Do what is due at a moment; each part is a transaction of its own."""
    given_up = end_given_up(at)
    reminded = remind(rules=alert_rules(), at=at)
    looked = look_round(rules=alert_rules(), at=at, daily=Targets().watchers())
    told = 0
    for _ in range(_MOST_BATCHES):
        batch = tell(at=at)
        if not batch:
            break
        told += batch
    return Ticked(
        reminded=reminded,
        raised=looked.raised,
        cleared=looked.cleared,
        escalated=looked.escalated,
        told=told,
        queued=queue_delivery(at),
        given_up=given_up,
    )
