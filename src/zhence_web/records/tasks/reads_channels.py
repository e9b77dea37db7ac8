"""What somebody was told, how they want to be told, and what left the house."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime

from django.db.models import Count

from zhence.evidence import Text
from zhence_web.records.accounts.hand import Hand
from zhence_web.records.accounts.models import User
from zhence_web.records.accounts.reads import name_of
from zhence_web.records.accounts.tree import subtree
from zhence_web.records.tasks.models import (
    Delivery,
    DeliveryTry,
    Hook,
    MailWish,
    Notice,
)
from zhence_web.records.tasks.topics import TOPICS, Topic

_LOGGED = 50


@dataclass(frozen=True, slots=True)
class NoticeView:
    """One notice; *kind* and *ref* lead to the thing it is about."""

    id: int
    topic: Text
    words: Text
    kind: str
    ref: str
    at: datetime
    read: bool


@dataclass(frozen=True, slots=True)
class WishView:
    """Where and about what a person is mailed; every topic with its tick."""

    email: str
    topics: tuple[tuple[str, Text, bool], ...]


@dataclass(frozen=True, slots=True)
class HookView:
    """A receiver; *waiting* and *failed* count its messages."""

    id: int
    url: str
    org: Text
    topics: tuple[Text, ...]
    made_at: datetime
    ended_at: datetime | None
    sent: int
    waiting: int
    failed: int


@dataclass(frozen=True, slots=True)
class TryView:
    """One message to a receiver with what came of its last try."""

    uid: str
    state: str
    tries: int
    queued_at: datetime
    next_at: datetime | None
    status: int | None
    said: str
    at: datetime | None


def notices(by: Hand) -> tuple[NoticeView, ...]:
    """Return what whoever holds this appointment was told, the newest first."""
    rows = Notice.objects.filter(appointment=by.appointment).order_by("-at", "-id")
    return tuple(
        NoticeView(
            row.pk,
            TOPICS[Topic(row.topic)],
            Text(row.zh, row.en),
            row.kind,
            row.ref,
            row.at,
            row.read_at is not None,
        )
        for row in rows
    )


def unread(by: Hand) -> int:
    """Return how many notices of this appointment nobody has read."""
    rows = Notice.objects.filter(appointment=by.appointment, read_at__isnull=True)
    return rows.count()


def wishes(by: Hand) -> WishView:
    """Return how the person signed in wants to be mailed."""
    rows = MailWish.objects.filter(user=by.user)
    held = set(rows.values_list("topic", flat=True))
    email = User.objects.values_list("email", flat=True).get(pk=by.user)
    ticks = tuple((t.value, words, t.value in held) for t, words in TOPICS.items())
    return WishView(email, ticks)


def hooks(by: Hand, on: date) -> tuple[HookView, ...]:
    """Return the receivers of an organisation and those below it, live ones first."""
    rows = list(Hook.objects.filter(org__in=subtree(by.org, on)).order_by("id"))
    counts = _counts([row.pk for row in rows])
    names = {org: name_of(org, on) for org in {row.org_id for row in rows}}
    told = [
        HookView(
            row.pk,
            row.url,
            Text(names[row.org_id], names[row.org_id]),
            tuple(TOPICS[Topic(t)] for t in row.topics),
            row.made_at,
            row.ended_at,
            sent=counts.get((row.pk, Delivery.State.SENT.value), 0),
            waiting=counts.get((row.pk, Delivery.State.WAITING.value), 0),
            failed=counts.get((row.pk, Delivery.State.GIVEN_UP.value), 0),
        )
        for row in rows
    ]
    return tuple(sorted(told, key=lambda one: one.ended_at is not None))


def log_of(hook: int) -> tuple[TryView, ...]:
    """Return the newest messages to a receiver, each with its last try."""
    rows = list(Delivery.objects.filter(hook=hook).order_by("-id")[:_LOGGED])
    tries = DeliveryTry.objects.filter(delivery__in=rows).order_by("id")
    last = {one.delivery_id: one for one in tries}
    return tuple(_try(row, last.get(row.pk)) for row in rows)


def _try(row: Delivery, last: DeliveryTry | None) -> TryView:
    return TryView(
        row.uid,
        row.state,
        row.tries,
        row.queued_at,
        row.next_at,
        status=None if last is None else last.status,
        said="" if last is None else last.said,
        at=None if last is None else last.at,
    )


def _counts(hooks_: list[int]) -> dict[tuple[int, str], int]:
    rows = Delivery.objects.filter(hook__in=hooks_).values_list("hook_id", "state")
    return {(h, s): n for h, s, n in rows.annotate(n=Count("id")) if h is not None}
