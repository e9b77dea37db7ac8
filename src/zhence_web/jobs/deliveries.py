"""Messages that leave the house, sent by a worker: mails, and signed calls."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime

from django.conf import settings
from django.core.mail import send_mail
from django.utils import timezone
from django_tasks import TaskResultStatus, task
from django_tasks_db.models import DBTaskResult

from zhence_web.kit.outward import Answer, post
from zhence_web.records.tasks.delivering import (
    Parcel,
    claim,
    signature,
    tried,
    waiting,
)

_MOST_BATCHES = 50
_SUBJECT = 120


@task()
def deliver() -> int:
    """Send what waits; return how much arrived."""
    return send_due(clock=timezone.now)


def queue_delivery(at: datetime) -> bool:
    """Hand what waits to a worker, unless that is queued already."""
    if not waiting(at):
        return False
    queued = DBTaskResult.objects.filter(
        task_path=deliver.module_path, status=TaskResultStatus.READY
    )
    if queued.exists():
        return False
    deliver.enqueue()
    return True


def send_due(*, clock: Callable[[], datetime]) -> int:
    """Try everything whose time has come, once; return how much arrived."""
    arrived = 0
    begun = clock()
    for _ in range(_MOST_BATCHES):
        batch = claim(at=begun)
        if not batch:
            break
        for parcel in batch:
            answer = _send(parcel, clock())
            arrived += tried(
                parcel=parcel.id, status=answer.status, said=answer.said, at=clock()
            )
    return arrived


def _send(parcel: Parcel, at: datetime) -> Answer:
    return _call(parcel, at) if parcel.hook else _mail(parcel)


def _call(parcel: Parcel, at: datetime) -> Answer:
    body = parcel.body.encode()
    stamp = int(at.timestamp())
    headers = {
        "Content-Type": "application/json; charset=utf-8",
        "User-Agent": "zhence",
        "Zhence-Id": parcel.uid,
        "Zhence-Signature": signature(parcel.secret, parcel.uid, stamp, body),
    }
    return post(parcel.to, body, headers, loopback=settings.CONFIG.hook_loopback)


def _mail(parcel: Parcel) -> Answer:
    """Hand a mail to the mail server; what it says then is its own affair."""
    if not parcel.to:
        return Answer(None, "no address any more")
    subject = f"[镇策] {parcel.subject}"[:_SUBJECT]
    try:
        send_mail(subject, parcel.body, None, [parcel.to])
    except OSError as error:  # smtplib's errors are OSErrors, too
        return Answer(None, f"{type(error).__name__}: {error}")
    return Answer(200, "")
