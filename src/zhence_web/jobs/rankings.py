"""Runs of methods that rank, in the background: asked for here, done by a worker."""

from __future__ import annotations

from datetime import datetime

from django.db import transaction
from django.utils import timezone
from django_tasks import task

from zhence_web.records.accounts.hand import Hand
from zhence_web.records.rankings.indexing import (
    AskedIndex,
    ask_index,
    carry_out_index,
)


@task()
def compute_index(run: int) -> bool:
    """Carry a run of an index out; one that is done is left alone."""
    return carry_out_index(run=run, clock=timezone.now)


@transaction.atomic
def ask_for_index(*, asked: AskedIndex, by: Hand, at: datetime) -> int:
    """Ask for a run and hand it to a worker, both or neither; return its id."""
    run = ask_index(asked=asked, by=by, at=at)
    compute_index.enqueue(run=run)
    return run
