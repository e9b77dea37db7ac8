"""What people do with tasks: take one, and close it with evidence."""

from __future__ import annotations

from datetime import date, datetime

from django.db import transaction
from django.db.models import Q
from django.utils.timezone import localdate

from zhence.reporting.alerts import Proof
from zhence_web.packbook.alerts import alert_rules
from zhence_web.records.accounts.gate import NotAllowedError, check
from zhence_web.records.accounts.hand import Hand
from zhence_web.records.accounts.permissions import Action, Denied, Why
from zhence_web.records.accounts.tree import subtree
from zhence_web.records.audit.actions import record
from zhence_web.records.lifecycle.models import Decision
from zhence_web.records.registry.models import Document
from zhence_web.records.reporting.models import Return
from zhence_web.records.tasks.models import Task, TaskStep
from zhence_web.records.tasks.refusals import refuse

TAKE, CLOSE = "take", "close"
SHORTEST, LONGEST = 4, 300
"""How long the account of what was done is, in characters."""

_DIGITS = 10


@transaction.atomic
def take(*, task: int, version: int, by: Hand, at: datetime) -> None:
    """Say that one sees to it: from now on everybody reads who does.

    Raises:
        NotAllowedError: not this office's, closed, or somebody was first.
    """
    row = _held(task, version, by, localdate(at))
    row.taken_by_id = by.user
    row.version += 1
    row.save(update_fields=["taken_by", "version"])
    _write_down(row, TAKE, "", by, at)
    record("tasks.take", kind="task", id_=task, at=at, **by.signed)


@transaction.atomic
def close(
    *,
    task: int,
    version: int,
    proof: str,
    proof_ref: str,
    note: str,
    by: Hand,
    at: datetime,
) -> None:
    """Close a task with its evidence and an account of what was done.

    *proof* is one of those that the task's rule takes; *proof_ref* is the number of
    the document, return or decision, and nothing for a written account alone.

    Raises:
        NotAllowedError: not this office's, closed, or somebody was first.
        RefusedError: evidence of another kind, none such on record, or no account.
    """
    row = _held(task, version, by, localdate(at))
    account = note.strip()
    if not SHORTEST <= len(account) <= LONGEST:
        refuse(
            "task_note",
            f"请写明怎样办结（{SHORTEST} 到 {LONGEST} 字）",
            f"say what was done, in {SHORTEST} to {LONGEST} characters",
            "写清做了什么、结果如何 / say what was done and what came of it",
            "note",
        )
    ref = _proven(row, proof, proof_ref.strip(), localdate(at))
    row.closed_at, row.outcome = at, Task.Outcome.DONE
    row.proof, row.proof_ref, row.note = proof, ref, account
    row.version += 1
    row.save(
        update_fields=[
            "closed_at",
            "outcome",
            "proof",
            "proof_ref",
            "note",
            "version",
        ]
    )
    _write_down(row, CLOSE, account, by, at)
    record(
        "tasks.close",
        kind="task",
        id_=task,
        at=at,
        **by.signed,
        detail={"rule": row.rule, "proof": [proof, ref], "note": account},
    )


def closes_with(rule: str) -> frozenset[Proof]:
    """Return the evidence that closes tasks of a rule; any, if the rule is gone."""
    found = alert_rules().find(rule)
    return frozenset(Proof) if found is None else found.closes


def _held(task: int, version: int, by: Hand, on: date) -> Task:
    """Lock a task that *by* may work on: hidden and absent are alike."""
    row = Task.objects.select_for_update(of=("self",)).filter(pk=task).first()
    if row is None:
        raise NotAllowedError(Denied(Action.DO_TASK, Why.SCOPE))
    check(by, Action.VIEW_TASK, row.about_id, on)
    check(by, Action.DO_TASK, row.office_id, on)
    if by.role != row.role:
        raise NotAllowedError(Denied(Action.DO_TASK, Why.SCOPE))
    if row.closed_at is not None or row.version != version:
        raise NotAllowedError(Denied(Action.DO_TASK, Why.STATE))
    return row


def _proven(row: Task, proof: str, ref: str, on: date) -> str:
    """Return the number of evidence that is on record and about the same place."""
    if proof not in {kind.value for kind in closes_with(row.rule)}:
        refuse(
            "proof_kind",
            "这类任务不能用这种依据办结",
            "a task of this kind is not closed with such evidence",
            "从列表中选一种 / choose one of the list",
            "proof",
        )
    kind = Proof(proof)
    if kind is Proof.NOTE:
        return ""
    number = int(ref) if ref.isascii() and ref.isdigit() and len(ref) < _DIGITS else 0
    places = subtree(row.about_id, on)
    # A decision may be about any place below, a document also about a whole list.
    found = {
        Proof.DOCUMENT: lambda: Document.objects.filter(
            Q(site__isnull=True) | Q(site__org__in=places), pk=number
        ).exists(),
        Proof.RETURN: lambda: Return.objects.filter(
            site__org__in=places, pk=number
        ).exists(),
        Proof.DECISION: lambda: Decision.objects.filter(
            membership__site__org__in=places, pk=number
        ).exists(),
    }
    if not found[kind]():
        refuse(
            "proof_absent",
            "没有找到这个编号的依据，或它与本任务无关",
            "there is no such evidence on record about this place",
            "先把文件、报表或决定登记入库，再填它的编号"
            " / put it on record first, then give its number",
            "proof_ref",
        )
    return str(number)


def _write_down(row: Task, verb: str, note: str, by: Hand, at: datetime) -> None:
    TaskStep.objects.create(
        task=row,
        verb=verb,
        office_id=by.org,
        by_id=by.user,
        deputy_of_id=by.appointment if by.deputy else None,
        note=note,
        at=at,
    )
