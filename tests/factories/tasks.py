"""Looks at what is on record, at any moment, and the tasks that come of it."""

from datetime import UTC, date, datetime

from tests.factories.reporting import Desk, opened

from zhence_web.packbook.alerts import alert_rules
from zhence_web.records.models import Return, Task
from zhence_web.records.tasks.raising import Looked, look_round
from zhence_web.records.tasks.telling import tell

DUE = date(2026, 1, 20)
"""When the quarterly return of the desk is due: a Tuesday."""


def noon(on: date) -> datetime:
    """A moment of a day, the same day where the site stands."""
    return datetime(on.year, on.month, on.day, 4, tzinfo=UTC)


def look(on: date) -> Looked:
    return look_round(rules=alert_rules(), at=noon(on))


def tell_all(on: date) -> int:
    """Everything that there is to tell; how many batches it took."""
    batches = 0
    while tell(at=noon(on)):
        batches += 1
    return batches


def asked(at: Desk, due: date = DUE) -> int:
    """A return of the desk's town that nobody has filled."""
    made = opened(at, until=None)
    Return.objects.filter(pk=made).update(due_on=due)
    return made


def tasks(rule: str = "") -> list[Task]:
    rows = Task.objects.order_by("id")
    return list(rows.filter(rule=rule) if rule else rows)


def missing_task(at: Desk) -> Task:
    """The task about a return of the town that never came."""
    asked(at)
    look(date(2026, 1, 21))
    (task,) = tasks("A102")
    return task
