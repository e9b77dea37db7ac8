"""Questions about tasks, as frozen views; each shows what its asker may see."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass
from datetime import date, datetime

from django.db.models import Case, Q, QuerySet, Value, When

from zhence.evidence import Text
from zhence.reporting.alerts import Proof, Tone
from zhence.reporting.approval import LEVELS, Level
from zhence_web.packbook.alerts import alert_rules
from zhence_web.packbook.timing import Near, Timing, timing
from zhence_web.records.accounts.hand import Hand
from zhence_web.records.accounts.permissions import RIGHTS, Action
from zhence_web.records.accounts.tree import subtree
from zhence_web.records.registry.models import Label
from zhence_web.records.reporting.models import Return
from zhence_web.records.tasks.actions import closes_with
from zhence_web.records.tasks.condition import Look
from zhence_web.records.tasks.models import Task, TaskStep

MINE, OPEN, LATE, CLOSED = "mine", "open", "late", "closed"
"""What a list can be narrowed to; what is late is open and past its day."""

VERBS = {
    "raise": Text("产生", "raised"),
    "take": Text("认领", "taken"),
    "escalate": Text("升级", "sent up"),
    "close": Text("办结", "closed"),
    "clear": Text("事由已消失，自动办结", "cleared: its cause is gone"),
}
PROOFS = {
    Proof.DOCUMENT: Text("文件", "document"),
    Proof.RETURN: Text("报表", "return"),
    Proof.DECISION: Text("决定", "decision"),
    Proof.NOTE: Text("只写说明", "an account alone"),
}


@dataclass(frozen=True, slots=True)
class TaskView:
    """One task: *words* say what was found, *title* which rule found it.

    *timing*: how near its day is, ``None`` where it is closed.
    *data*: it only asks for what is not known. *does*: the hand that asked has to.
    *synthetic*: what is reported for the place is made up, and so is what follows.
    """

    id: int
    version: int
    rule: str
    title: Text
    words: Text
    remedy: Text
    data: bool
    about: Text
    office: Text
    level: Text
    kind: str
    ref: str
    raised_at: datetime
    due_on: date
    provisional: bool
    timing: Timing | None
    taken_by: str
    closed_at: datetime | None
    outcome: str
    proof: Text | None
    proof_ref: str
    note: str
    does: bool
    synthetic: bool

    @property
    def open(self) -> bool:
        """Say whether it waits to be done."""
        return self.closed_at is None

    @property
    def late(self) -> int | None:
        """By how many working days it is overdue, ``None`` where it is not."""
        held = self.timing
        return held.days if held is not None and held.near is Near.LATE else None


@dataclass(frozen=True, slots=True)
class StepView:
    """One step; *who* is empty where the rule or the calendar did it."""

    name: Text
    office: Text
    who: Text
    note: str
    at: datetime


def tasks(by: Hand, at: datetime, wanted: str = MINE) -> tuple[TaskView, ...]:
    """Return the tasks that a hand may see: overdue ones first, then by due day.

    The number of queries does not grow with them.
    """
    look = Look(at)
    rows = _seen(by, look.on)
    if wanted == MINE:
        rows = rows.filter(closed_at__isnull=True, office=by.org, role=by.role)
    elif wanted == OPEN:
        rows = rows.filter(closed_at__isnull=True)
    elif wanted == LATE:
        rows = rows.filter(closed_at__isnull=True, due_on__lt=look.on)
    elif wanted == CLOSED:
        rows = rows.filter(closed_at__isnull=False)
    last = Case(When(closed_at__isnull=True, then=Value(0)), default=Value(1))
    rows = rows.order_by(last, "-closed_at", "due_on", "id")
    held = list(rows)
    made_up = _made_up({row.about_id for row in held})
    return tuple(_view(row, by, look, made_up) for row in held)


def task(id_: int, by: Hand, at: datetime) -> TaskView | None:
    """Return one task, ``None`` where it is hidden or absent."""
    look = Look(at)
    row = _seen(by, look.on).filter(pk=id_).first()
    return None if row is None else _view(row, by, look, _made_up({row.about_id}))


def steps(id_: int, at: datetime) -> tuple[StepView, ...]:
    """Return what happened to a task, the first first."""
    look = Look(at)
    rows = TaskStep.objects.filter(task=id_).order_by("id")
    rows = rows.select_related("by", "deputy_of__user")
    return tuple(
        StepView(VERBS[r.verb], look.name(r.office_id), _who(r), r.note, r.at)
        for r in rows
    )


def proofs(rule: str) -> tuple[tuple[str, Text], ...]:
    """Return with what tasks of a rule are closed: words of the form, and names."""
    held = closes_with(rule)
    return tuple((p.value, PROOFS[p]) for p in Proof if p in held)


def todo(by: Hand) -> int:
    """Return how many tasks a hand has to do."""
    if not _does(by):
        return 0
    rows = Task.objects.filter(closed_at__isnull=True, office=by.org, role=by.role)
    return rows.count()


def _seen(by: Hand, on: date) -> QuerySet[Task]:
    if all(right.role is not by.role for right in RIGHTS[Action.VIEW_TASK]):
        return Task.objects.none()
    here = Q(about__in=subtree(by.org, on))
    return Task.objects.filter(here).select_related("taken_by")


def _made_up(orgs: Collection[int]) -> frozenset[int]:
    """Return those places of which synthetic returns are on record."""
    rows = Return.objects.filter(site__org__in=orgs, label=Label.SYNTHETIC)
    return frozenset(rows.values_list("site__org_id", flat=True).distinct())


def _view(row: Task, by: Hand, look: Look, made_up: Collection[int]) -> TaskView:
    rule = alert_rules().find(row.rule)
    nothing = Text("", "")
    level = LEVELS[Level(row.level)]
    return TaskView(
        id=row.pk,
        version=row.version,
        rule=row.rule,
        title=Text(row.rule, row.rule) if rule is None else rule.title,
        words=Text(row.zh, row.en),
        remedy=nothing if rule is None else rule.remedy,
        data=rule is not None and rule.tone is Tone.DATA,
        about=look.name(row.about_id),
        office=look.name(row.office_id),
        level=level,
        kind=row.kind,
        ref=row.ref,
        raised_at=row.raised_at,
        due_on=row.due_on,
        provisional=row.provisional,
        timing=timing(row.due_on, look.on) if row.closed_at is None else None,
        taken_by="" if row.taken_by is None else row.taken_by.display_name,
        closed_at=row.closed_at,
        outcome=row.outcome,
        proof=PROOFS[Proof(row.proof)] if row.proof else None,
        proof_ref=row.proof_ref,
        note=row.note,
        does=row.closed_at is None
        and (row.office_id, row.role) == (by.org, by.role.value),
        synthetic=row.about_id in made_up,
    )


def _does(by: Hand) -> bool:
    return any(right.role is by.role for right in RIGHTS[Action.DO_TASK])


def _who(row: TaskStep) -> Text:
    if row.by is None:
        return Text("", "")
    name = row.by.display_name
    if row.deputy_of is None:
        return Text(name, name)
    other = row.deputy_of.user.display_name
    return Text(f"{name} 代 {other}", f"{name} for {other}")
