"""How people and machines want to be told: read marks, mail wishes, receivers."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass
from datetime import date, datetime

from django.core.exceptions import ValidationError
from django.core.validators import validate_email
from django.db import transaction
from django.utils.crypto import get_random_string
from django.utils.timezone import localdate

from zhence_web.kit.outward import address_fault
from zhence_web.records.accounts.gate import NotAllowedError, check
from zhence_web.records.accounts.hand import Hand
from zhence_web.records.accounts.models import User
from zhence_web.records.accounts.permissions import Action, Denied, Why
from zhence_web.records.audit.actions import record
from zhence_web.records.tasks.delivering import secret_of
from zhence_web.records.tasks.models import Delivery, Hook, MailWish, Notice
from zhence_web.records.tasks.refusals import RefusedError, refuse
from zhence_web.records.tasks.topics import Topic

_MOST_HOOKS = 20


@dataclass(frozen=True, slots=True)
class Made:
    """A new receiver and its secret, which is shown this once."""

    hook: int
    secret: str


def mark_read(*, by: Hand, at: datetime, notice: int | None = None) -> int:
    """Mark one's notices of this appointment as read, one or all; return how many.

    What somebody has read is no deed on record.
    """
    rows = Notice.objects.filter(appointment=by.appointment, read_at__isnull=True)
    if notice is not None:
        rows = rows.filter(pk=notice)
    return rows.update(read_at=at)


@transaction.atomic
def wish_mail(*, email: str, topics: Collection[str], by: Hand, at: datetime) -> None:
    """Set where and about what the person signed in is mailed; no topic is no mail.

    Raises:
        RefusedError: the address is none, or topics are wanted without one.
    """
    address = email.strip()
    wanted = sorted({Topic(t).value for t in topics if t in set(Topic)})
    try:
        if address:
            validate_email(address)
    except ValidationError:
        address = ""
        _refuse_address()
    if wanted and not address:
        _refuse_address()
    User.objects.filter(pk=by.user).update(email=address)
    MailWish.objects.filter(user=by.user).exclude(topic__in=wanted).delete()
    MailWish.objects.bulk_create(
        (MailWish(user_id=by.user, topic=topic) for topic in wanted),
        ignore_conflicts=True,
    )
    record(
        "tasks.wish_mail",
        kind="user",
        id_=by.username,
        at=at,
        **by.signed,
        detail={"topics": wanted},
    )


@transaction.atomic
def make_hook(
    *, url: str, topics: Collection[str], loopback: bool, by: Hand, at: datetime
) -> Made:
    """Have an address told what happens below one's organisation.

    *loopback*: this machine itself may be told, without https; else it may not.

    Raises:
        NotAllowedError: the role keeps no receivers.
        RefusedError: no such address may be called, no topic, or too many receivers.
    """
    check(by, Action.MANAGE_HOOKS, by.org, localdate(at))
    address = url.strip()
    fault = address_fault(address, loopback=loopback)
    if fault is not None:
        raise RefusedError(fault)
    wanted = sorted({Topic(t).value for t in topics if t in set(Topic)})
    if not wanted:
        refuse(
            "hook_topics",
            "请至少选一类消息",
            "choose at least one topic",
            "勾选要推送的内容 / tick what is to be sent",
            "topics",
        )
    if Hook.objects.filter(org=by.org, ended_at__isnull=True).count() >= _MOST_HOOKS:
        refuse(
            "hooks_enough",
            f"一个机构最多 {_MOST_HOOKS} 个接收地址",
            f"an organisation has at most {_MOST_HOOKS} receivers",
            "先停用不用的 / end one that is not needed",
            "url",
        )
    hook = Hook.objects.create(
        org_id=by.org,
        url=address,
        topics=wanted,
        salt=get_random_string(32),
        made_by_id=by.user,
        made_at=at,
    )
    record(
        "tasks.make_hook",
        kind="hook",
        id_=hook.pk,
        at=at,
        **by.signed,
        detail={"url": address, "topics": wanted},
    )
    return Made(int(hook.pk), secret_of(hook))


@transaction.atomic
def renew_secret(*, hook: int, by: Hand, at: datetime) -> Made:
    """Give a receiver a new secret; the old one signs nothing from now on.

    Raises:
        NotAllowedError: out of reach, or ended.
    """
    row = _held(hook, by, localdate(at))
    row.salt = get_random_string(32)
    row.save(update_fields=["salt"])
    record("tasks.renew_hook", kind="hook", id_=hook, at=at, **by.signed)
    return Made(hook, secret_of(row))


@transaction.atomic
def end_hook(*, hook: int, by: Hand, at: datetime) -> None:
    """End a receiver: what still waits for it is given up.

    Raises:
        NotAllowedError: out of reach, or ended.
    """
    row = _held(hook, by, localdate(at))
    row.ended_at = at
    row.save(update_fields=["ended_at"])
    Delivery.objects.filter(hook=row, state=Delivery.State.WAITING).update(
        state=Delivery.State.GIVEN_UP, next_at=None, done_at=at
    )
    record("tasks.end_hook", kind="hook", id_=hook, at=at, **by.signed)


def _held(hook: int, by: Hand, on: date) -> Hook:
    row = Hook.objects.select_for_update(of=("self",)).filter(pk=hook).first()
    if row is None:
        raise NotAllowedError(Denied(Action.MANAGE_HOOKS, Why.SCOPE))
    check(by, Action.MANAGE_HOOKS, row.org_id, on)
    if row.ended_at is not None:
        raise NotAllowedError(Denied(Action.MANAGE_HOOKS, Why.STATE))
    return row


def _refuse_address() -> None:
    refuse(
        "mail_address",
        "请填写有效的邮箱地址",
        "give a mail address that can be used",
        "如 name@example.cn；不要邮件的，取消全部勾选"
        " / such as name@example.cn; untick everything to get no mail",
        "email",
    )
