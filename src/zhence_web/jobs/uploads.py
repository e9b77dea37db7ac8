"""Files that are handed in: short ones at once, long ones by a worker.

What a worker could not end is ended here, so that nobody waits for it for ever.
"""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime

from django.db import transaction
from django.utils import timezone
from django_tasks import TaskResultStatus, task
from django_tasks_db.models import DBTaskResult

from zhence_web.records.accounts.hand import Hand
from zhence_web.records.intake import actions
from zhence_web.records.intake.actions import LONG, Sent


@task()
def take_in(upload: int) -> bool:
    """Take in a file that waits; begun twice, it is taken in once."""
    return actions.carry_out(upload=upload, clock=timezone.now)


def end_given_up(at: datetime) -> int:
    """End the uploads whose task has failed for good; return how many.

    A task fails by an error, or because its worker was killed at it too often.
    """
    ended = 0
    for upload in actions.unfinished():
        tasks = DBTaskResult.objects.filter(
            task_path=take_in.module_path, args_kwargs__kwargs__upload=upload
        )
        states = set(tasks.values_list("status", flat=True))
        if states == {TaskResultStatus.FAILED}:
            ended += actions.give_up(upload=upload, at=at)
    return ended


def send_return(
    *, return_id: int, version: int, sent: Sent, by: Hand, at: datetime
) -> int:
    """Take in a return filled in a workbook, or leave it to a worker; its key.

    Raises:
        NotAllowedError: as the action does.
        BadInputError: as the action does.
    """
    if len(sent.data) <= LONG:
        return actions.send_return(
            return_id=return_id, version=version, sent=sent, by=by, at=at
        )
    with transaction.atomic():
        made = actions.send_return(
            return_id=return_id, version=version, sent=sent, by=by, at=at
        )
        take_in.enqueue(upload=made)
        return made


def send_roster(
    *, site: int, kind: str, sent: Sent, by: Hand, at: datetime, year: int | None = None
) -> int:
    """Take in a roster, or leave it to a worker; return the key of the upload.

    Raises:
        NotAllowedError: as the action does.
        BadInputError: as the action does.
    """
    if len(sent.data) <= LONG:
        return actions.send_roster(
            site=site, kind=kind, sent=sent, by=by, at=at, year=year
        )
    with transaction.atomic():
        made = actions.send_roster(
            site=site, kind=kind, sent=sent, by=by, at=at, year=year
        )
        take_in.enqueue(upload=made)
        return made


def load_again(
    *, upload: int, reasons: Mapping[str, str], by: Hand, at: datetime
) -> int:
    """Take a file that was only checked in for good, or leave it to a worker.

    Raises:
        NotAllowedError: as the action does.
    """
    if not actions.is_long(upload):
        return actions.load_again(upload=upload, reasons=reasons, by=by, at=at)
    with transaction.atomic():
        made = actions.load_again(upload=upload, reasons=reasons, by=by, at=at)
        take_in.enqueue(upload=made)
        return made
