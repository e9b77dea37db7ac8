"""From findings to tasks: raised once, cleared when the cause is gone, sent up.

Nothing here knows who runs it or how often. A second look at the same moment finds
nothing to do; a look at an earlier moment undoes nothing.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime

from django.db import transaction

from zhence.evidence import Text
from zhence.reporting.alerts import Rule, Rules, Watch
from zhence.reporting.approval import Level
from zhence_web.records.accounts.roles import Role
from zhence_web.records.audit.actions import record
from zhence_web.records.tasks.condition import Condition, Look, Office
from zhence_web.records.tasks.models import Task, TaskStep
from zhence_web.records.tasks.told import hold_the_door
from zhence_web.records.tasks.watches import WATCHERS, Watcher

SYSTEM = "system"
"""Who raises, clears and escalates: nobody asked for it, the rule did."""

RAISE, CLEAR, ESCALATE = "raise", "clear", "escalate"
_UPWARD = (Level.SITE, Level.COUNTY, Level.CITY, Level.PROVINCE)
_LONGEST_ZH, _LONGEST_EN = 400, 600
_MOVED = (
    "office",
    "role",
    "level",
    "seen_at",
    "due_on",
    "provisional",
    "closed_at",
    "outcome",
    "taken_by",
    "version",
)


@dataclass(frozen=True, slots=True)
class Looked:
    """How many tasks a look raised, cleared and sent up."""

    raised: int = 0
    cleared: int = 0
    escalated: int = 0


@transaction.atomic
def look_round(
    *, rules: Rules, at: datetime, daily: Mapping[Watch, Watcher] | None = None
) -> Looked:
    """Hold every rule against everything that is on record at a moment.

    *daily* are watchers that look far and are asked once a day, by the first look of
    that day; a rule that nobody looks for raises and clears nothing.
    """
    told = hold_the_door()
    look = Look(at)
    new_day = told.day is None or told.day < look.on
    watchers = {**WATCHERS, **(daily or {} if new_day else {})}
    if daily and new_day:
        told.day = look.on
        told.save(update_fields=["day"])
    raised = cleared = escalated = 0
    for rule in rules.rules:
        watcher = watchers.get(rule.watch)
        if watcher is None:
            escalated += _escalate(rule, look)
            continue
        found = {one.subject: one for one in watcher(rule, look)}
        raised += _raise(rule, found, look)
        cleared += _clear(rule, found, look)
        escalated += _escalate(rule, look)
    return Looked(raised, cleared, escalated)


def _raise(rule: Rule, found: dict[str, Condition], look: Look) -> int:
    held = {task.subject: task for task in Task.objects.filter(rule=rule.code)}
    new = [one for one in found.values() if one.subject not in held]
    made = Task.objects.bulk_create(_task(rule, one, look) for one in new)
    back = [
        _again(rule, held[one.subject], one, look)
        for one in found.values()
        if one.subject in held and _came_back(held[one.subject], look)
    ]
    Task.objects.bulk_update(back, _MOVED)
    _write_down(RAISE, rule, [*made, *back], look)
    return len(made) + len(back)


def _came_back(task: Task, look: Look) -> bool:
    """Say whether a cause that was gone is there again; what is done stays done."""
    closed = task.closed_at if task.outcome == Task.Outcome.GONE else None
    return closed is not None and closed < look.at


def _again(rule: Rule, task: Task, one: Condition, look: Look) -> Task:
    fresh = _task(rule, one, look)
    for name in ("office_id", "role", "level", "seen_at", "due_on", "provisional"):
        setattr(task, name, getattr(fresh, name))
    task.closed_at, task.outcome, task.taken_by = None, "", None
    task.version += 1
    return task


def _task(rule: Rule, one: Condition, look: Look) -> Task:
    level = one.level or rule.owner
    office = look.office(one.about, level)
    due = rule.due(look.on, look.workdays)
    words = _said(rule, one, look)
    return Task(
        rule=rule.code,
        subject=one.subject,
        about_id=one.about,
        office_id=office.org,
        role=office.role,
        level=level.value,
        zh=words.zh,
        en=words.en,
        kind=one.kind,
        ref=one.ref,
        raised_at=look.at,
        seen_at=look.at,
        due_on=due.on,
        provisional=due.provisional,
    )


def _said(rule: Rule, one: Condition, look: Look) -> Text:
    name = look.name(one.about)
    return Text(
        rule.says.zh.format(what=one.what.zh, of=name.zh)[:_LONGEST_ZH],
        rule.says.en.format(what=one.what.en, of=name.en)[:_LONGEST_EN],
    )


def _clear(rule: Rule, found: dict[str, Condition], look: Look) -> int:
    """Close what has no cause any more; what a later look has seen stays open."""
    rows = Task.objects.filter(rule=rule.code, closed_at__isnull=True)
    still = rows.filter(subject__in=found, seen_at__lt=look.at)
    still.update(seen_at=look.at)
    gone = list(rows.filter(seen_at__lt=look.at).exclude(subject__in=found))
    for task in gone:
        task.closed_at, task.outcome = look.at, Task.Outcome.GONE
        task.version += 1
    Task.objects.bulk_update(gone, ["closed_at", "outcome", "version"])
    _write_down(CLEAR, rule, gone, look)
    return len(gone)


def _escalate(rule: Rule, look: Look) -> int:
    """Send up what is overdue; never down, and never past an office twice."""
    late = Task.objects.filter(
        rule=rule.code, closed_at__isnull=True, due_on__lt=look.on
    )
    moved = []
    for task in late.order_by("id"):
        level = rule.level(task.due_on, look.on, look.workdays)
        if _UPWARD.index(level) <= _UPWARD.index(Level(task.level)):
            continue
        office = look.office(task.about_id, level)
        if office == Office(task.office_id, Role(task.role)):
            continue
        task.level, task.office_id = level.value, office.org
        task.role, task.taken_by = office.role, None
        task.version += 1
        moved.append(task)
    fields = ["level", "office", "role", "taken_by", "version"]
    Task.objects.bulk_update(moved, fields)
    _write_down(ESCALATE, rule, moved, look)
    return len(moved)


def _write_down(verb: str, rule: Rule, tasks: Iterable[Task], look: Look) -> None:
    held = list(tasks)
    if not held:
        return
    TaskStep.objects.bulk_create(
        TaskStep(task=task, verb=verb, office_id=task.office_id, at=look.at)
        for task in held
    )
    record(
        f"tasks.{verb}",
        kind="alert",
        id_=rule.code,
        at=look.at,
        actor=SYSTEM,
        detail={"tasks": [task.pk for task in held]},
    )
