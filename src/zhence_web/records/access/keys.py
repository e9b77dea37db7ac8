"""A write asked for twice is done once: the key that came with it remembers.

A key is claimed in a transaction of its own, so that a second request sees the claim
at once; the answer is kept in the transaction of the deed, so that a deed without its
answer cannot be. What was refused is forgotten, for nothing was done.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import StrEnum

from django.db import IntegrityError, transaction

from zhence_web.records.access.models import Keyed

KEPT = timedelta(hours=24)
"""How long a key is remembered."""

GIVEN_UP = timedelta(minutes=2)
"""After so long a claim without an answer is that of a process that died."""


class Held(StrEnum):
    """Why a key lets nothing through."""

    RUNNING = "running"
    OTHER = "other"


@dataclass(frozen=True, slots=True)
class Kept:
    """What was answered the first time."""

    status: int
    headers: Mapping[str, str]
    body: str


@dataclass(frozen=True, slots=True)
class Claim:
    """A key held for one deed."""

    row: int
    claimed_at: datetime


def claim(
    *, appointment: int, key: str, asked: str, at: datetime
) -> Claim | Kept | Held:
    """Claim a key for a write, or return what became of it before.

    *asked* is the digest of the whole request: another one under the same key is
    ``Held.OTHER``.
    """
    forget(at)
    try:
        with transaction.atomic():
            row = Keyed.objects.create(
                appointment_id=appointment, key=key, asked=asked, claimed_at=at
            )
    except IntegrityError:
        return _before(appointment, key, asked, at)
    return Claim(row.pk, at)


def keep(held: Claim, told: Kept) -> None:
    """Keep the answer; called in the transaction of the deed, as its last step.

    Raises:
        LostClaimError: somebody took the claim over, so the deed must not stand.
    """
    mine = Keyed.objects.filter(
        pk=held.row, claimed_at=held.claimed_at, status__isnull=True
    )
    kept = mine.update(status=told.status, headers=dict(told.headers), body=told.body)
    if not kept:
        raise LostClaimError


def release(held: Claim) -> None:
    """Let a key go: nothing was done under it."""
    Keyed.objects.filter(
        pk=held.row, claimed_at=held.claimed_at, status__isnull=True
    ).delete()


def forget(at: datetime) -> None:
    """Remove the keys that are older than a day."""
    Keyed.objects.filter(claimed_at__lt=at - KEPT).delete()


class LostClaimError(RuntimeError):
    """A claim was given up for dead and taken over while its deed was under way."""


def _before(
    appointment: int, key: str, asked: str, at: datetime
) -> Claim | Kept | Held:
    row = Keyed.objects.filter(appointment=appointment, key=key).first()
    if row is None:
        return Held.RUNNING
    if row.asked != asked:
        return Held.OTHER
    if row.status is not None:
        return Kept(row.status, row.headers, row.body)
    dead = Keyed.objects.filter(
        pk=row.pk, status__isnull=True, claimed_at__lt=at - GIVEN_UP
    )
    return Claim(row.pk, at) if dead.update(claimed_at=at) else Held.RUNNING
