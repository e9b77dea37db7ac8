"""Runs in the background: asked for here, carried out by a worker."""

from __future__ import annotations

from datetime import datetime

from django.db import transaction
from django.utils import timezone
from django_tasks import task

from zhence_web.records.accounts.hand import Hand
from zhence_web.records.assessment.actions import Asked, ask_run, carry_out


@task()
def assess(run: int) -> bool:
    """Carry a run out; started twice, it goes on where it was."""
    return carry_out(run=run, clock=timezone.now)


@transaction.atomic
def ask(*, asked: Asked, by: Hand, at: datetime) -> int:
    """Ask for a run and hand it to a worker, both or neither; return its id."""
    run = ask_run(asked=asked, by=by, at=at)
    assess.enqueue(run=run)
    return run
