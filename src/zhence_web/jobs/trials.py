"""Trials of reforms in the background: asked for here, carried out by a worker."""

from __future__ import annotations

from datetime import datetime

from django.db import transaction
from django.utils import timezone
from django_tasks import task

from zhence_web.records.accounts.hand import Hand
from zhence_web.records.drafts.actions import Reform, ask_trial, carry_out


@task()
def try_out(trial: int) -> bool:
    """Carry a trial out; one that is done is left alone."""
    return carry_out(trial=trial, clock=timezone.now)


@transaction.atomic
def ask(*, asked: Reform, by: Hand, at: datetime) -> int:
    """Ask for a trial and hand it to a worker, both or neither; return its id."""
    trial = ask_trial(asked=asked, by=by, at=at)
    try_out.enqueue(trial=trial)
    return trial
