"""Carry a run out: judge its members in batches, so that a kill loses one batch.

Whatever is done stays done: a run that is started again goes on where it was, because
a membership has one result in it. The end is one transaction with its audit entry.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from datetime import datetime
from itertools import islice

from django.db import transaction

from zhence_web.records.assessment.frozen import thaw
from zhence_web.records.assessment.judging import (
    judged,
    pack_of_snapshot,
    question_of,
    row_of,
)
from zhence_web.records.assessment.models import Progress, Result, Run, Snapshot
from zhence_web.records.audit.actions import record

BATCH = 20
_MOST_SAID = 600
Clock = Callable[[], datetime]


def carry_out(*, run: int, clock: Clock) -> bool:
    """Judge what a run has not judged yet; return whether this call finished it.

    *clock* tells the moment of each batch. A fault ends the run as failed, with its
    words, and is raised again; asked once more, the run goes on.

    Raises:
        BadInputError: the snapshot is damaged, or its pack is another one by now.
    """
    found = Run.objects.select_related("snapshot", "progress").get(pk=run)
    if found.done_at is not None or found.snapshot is None:
        return False
    _set(found, clock(), stage=Progress.Stage.RUNNING, message="")
    try:
        _judge_all(found, found.snapshot, clock)
    except Exception as error:
        said = str(error)[:_MOST_SAID]
        _set(found, clock(), stage=Progress.Stage.FAILED, message=said)
        raise
    return _finish(run, clock())


def _judge_all(run: Run, snapshot: Snapshot, clock: Clock) -> None:
    pack = pack_of_snapshot(snapshot)
    members = thaw(snapshot.content, snapshot.sha256)
    done = set(Result.objects.filter(run=run).values_list("membership_id", flat=True))
    question = question_of(run, snapshot)
    for batch in _batches(sorted(set(members) - done)):
        told = [row_of(run, key, judged(pack, members[key], question)) for key in batch]
        with transaction.atomic():
            # A second worker on the same run may have been faster: its rows stand.
            Result.objects.bulk_create(told, ignore_conflicts=True)
            counted = Result.objects.filter(run=run).count()
            _set(run, clock(), done=counted, total=len(members))


def _batches(keys: Sequence[int]) -> Iterator[list[int]]:
    waiting = iter(keys)
    while batch := list(islice(waiting, BATCH)):
        yield batch


def _set(run: Run, at: datetime, **changes: object) -> None:
    Progress.objects.filter(pk=run.progress_id).update(changed_at=at, **changes)


@transaction.atomic
def _finish(run: int, at: datetime) -> bool:
    found = Run.objects.select_for_update(of=("self",)).get(pk=run)
    if found.done_at is not None:
        return False
    found.done_at = at
    found.save(update_fields=["done_at"])
    results = Result.objects.filter(run=run)
    _set(found, at, stage=Progress.Stage.DONE, message="")
    held = found.deputy_of
    record(
        "assessment.finish_run",
        kind="run",
        id_=run,
        at=at,
        actor=found.asked_by.username,
        acting_for="" if held is None else held.user.username,
        office=found.org.code,
        detail={
            "results": results.count(),
            "proposals": results.exclude(transition="").count(),
            "binding": found.binding,
        },
    )
    return True
