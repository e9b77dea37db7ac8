"""What is queued to leave the house: claimed, tried, and written down.

A message is claimed before it is tried, so that two workers do not try it at once;
whoever dies in between leaves it to be tried again. A receiver may therefore get a
message twice, always under the same id.
"""

from __future__ import annotations

import hashlib
import hmac
from dataclasses import dataclass
from datetime import datetime, timedelta

from django.db import transaction
from django.utils.crypto import salted_hmac

from zhence_web.records.tasks.models import Delivery, DeliveryTry, Hook

LEASE = timedelta(minutes=5)
"""For so long a claimed message is nobody else's."""

PAUSES = tuple(timedelta(minutes=m) for m in (1, 5, 30, 120, 720))
"""How long after each failed try the next one is; after the last there is none."""

_SAID = 200
_FINE = range(200, 300)


@dataclass(frozen=True, slots=True)
class Parcel:
    """One message to try now: a mail to an address, or a call of a hook.

    *secret* signs a call; it is empty for a mail.
    """

    id: int
    uid: str
    to: str
    subject: str
    body: str
    secret: str
    hook: bool


@transaction.atomic
def claim(*, at: datetime, most: int = 20) -> tuple[Parcel, ...]:
    """Take the next messages whose time has come, the longest waiting first."""
    rows = Delivery.objects.select_for_update(of=("self",), skip_locked=_can_skip())
    rows = rows.filter(state=Delivery.State.WAITING, next_at__lte=at)
    held = list(
        rows.select_related("hook", "notice__appointment__user").order_by(
            "next_at", "id"
        )[:most]
    )
    for row in held:
        row.next_at = at + LEASE
    Delivery.objects.bulk_update(held, ["next_at"])
    return tuple(_parcel(row) for row in held)


@transaction.atomic
def tried(*, parcel: int, status: int | None, said: str, at: datetime) -> bool:
    """Write down what came of a try; say whether it was delivered.

    *status* ``None``: nobody answered. Another answer than 2xx is a failure, a
    redirect included: a message goes where it was told to, or nowhere.
    """
    row = Delivery.objects.select_for_update().get(pk=parcel)
    DeliveryTry.objects.create(delivery=row, at=at, status=status, said=said[:_SAID])
    fine = status is not None and status in _FINE
    row.tries += 1
    if fine:
        row.state, row.next_at, row.done_at = Delivery.State.SENT, None, at
    elif row.tries > len(PAUSES) or _ended(row):
        row.state, row.next_at, row.done_at = Delivery.State.GIVEN_UP, None, at
    else:
        row.next_at = at + PAUSES[row.tries - 1]
    row.save(update_fields=["state", "tries", "next_at", "done_at"])
    return fine


def waiting(at: datetime) -> int:
    """Return how many messages could be tried now."""
    rows = Delivery.objects.filter(state=Delivery.State.WAITING, next_at__lte=at)
    return rows.count()


def secret_of(hook: Hook) -> str:
    """Return the secret that a hook signs with: from its salt and our key."""
    return salted_hmac("zhence.hook", hook.salt, algorithm="sha256").hexdigest()


def signature(secret: str, uid: str, stamp: int, body: bytes) -> str:
    """Return the header that proves who sent a call, when, and what.

    *stamp* is in seconds since 1970: an old one is a replay, and so is a known id.
    """
    signed = f"{stamp}.{uid}.".encode() + body
    code = hmac.new(secret.encode(), signed, hashlib.sha256).hexdigest()
    return f"t={stamp},v1={code}"


def _parcel(row: Delivery) -> Parcel:
    if row.hook is not None:
        hook = row.hook
        return Parcel(
            row.pk, row.uid, hook.url, "", row.body, secret_of(hook), hook=True
        )
    notice = row.notice
    to = "" if notice is None else notice.appointment.user.email
    subject = "" if notice is None else notice.zh
    return Parcel(row.pk, row.uid, to, subject, row.body, "", hook=False)


def _ended(row: Delivery) -> bool:
    return row.hook is not None and row.hook.ended_at is not None


def _can_skip() -> bool:
    return bool(transaction.get_connection().features.has_select_for_update_skip_locked)
