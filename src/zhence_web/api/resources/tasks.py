"""What has to be done by whom until when; taking a task, and closing it."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Literal

from django.http import Http404
from ninja import Query

from zhence_web.api.asked import Number, Paged
from zhence_web.api.calling import Call
from zhence_web.api.offers import Shelf
from zhence_web.api.shapes.tasks import (
    ClosingIn,
    NothingIn,
    TaskLine,
    TaskOut,
    TaskStepOut,
)
from zhence_web.api.versions import matched
from zhence_web.records.access.grants import Grant
from zhence_web.records.accounts.permissions import Action
from zhence_web.records.tasks import actions, reads

SHELF = Shelf("tasks", Grant.READ_TASKS)
_WRITE = Grant.WRITE_TASKS


class TasksAsked(Paged):
    """The tasks that the caller may see; *mine* are those that it has to do."""

    show: Literal["mine", "open", "late", "closed"] = "open"
    sort: Literal["", "id", "-id", "due_on", "-due_on"] = ""


@SHELF.many("/tasks", TaskLine, Action.VIEW_TASK)
def list_tasks(call: Call, asked: Query[TasksAsked]) -> Sequence[TaskLine]:
    """List tasks, overdue ones first, then by due day."""
    told = reads.tasks(call.hand, call.at, asked.show)
    return [TaskLine.model_validate(one) for one in told]


@SHELF.one("/tasks/{int:number}", TaskOut, Action.VIEW_TASK)
def get_task(call: Call, number: Number) -> TaskOut:
    """Show one task with what happened to it, and how it is closed."""
    return _told(call, number)


@SHELF.deed("/tasks/{int:number}/take", TaskOut, Action.DO_TASK, _WRITE, versioned=True)
def take_task(call: Call, number: Number, body: NothingIn) -> TaskOut:
    """Say that one sees to a task."""
    del body
    actions.take(task=number, version=_seen(call, number), by=call.hand, at=call.at)
    return _told(call, number)


@SHELF.deed(
    "/tasks/{int:number}/close", TaskOut, Action.DO_TASK, _WRITE, versioned=True
)
def close_task(call: Call, number: Number, body: ClosingIn) -> TaskOut:
    """Close a task with its evidence and an account of what was done."""
    actions.close(
        task=number,
        version=_seen(call, number),
        proof=body.proof,
        proof_ref=body.proof_ref,
        note=body.note,
        by=call.hand,
        at=call.at,
    )
    return _told(call, number)


def _found(call: Call, number: int) -> reads.TaskView:
    found = reads.task(number, call.hand, call.at)
    if found is None:
        raise Http404
    return found


def _seen(call: Call, number: int) -> int:
    """Return the version that the caller has seen, where it is the newest one."""
    return matched(call.request, _found(call, number).version)


def _told(call: Call, number: int) -> TaskOut:
    found = _found(call, number)
    line = TaskLine.model_validate(found)
    more = {name: getattr(found, name) for name in _MORE}
    steps = reads.steps(number, call.at)
    return TaskOut.model_validate(
        {
            **dict(line),
            **more,
            "closes": [code for code, _ in reads.proofs(found.rule)],
            "steps": [TaskStepOut.model_validate(step) for step in steps],
        }
    )


_MORE = ("remedy", "kind", "ref", "taken_by", "proof", "proof_ref", "note", "does")
