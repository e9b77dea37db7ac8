"""Lend an appointment to somebody for some days, and take it back."""

from __future__ import annotations

from datetime import date, datetime

from django.db import transaction
from django.utils import timezone

from zhence_web.records.accounts import seats
from zhence_web.records.accounts.gate import check
from zhence_web.records.accounts.hand import Hand
from zhence_web.records.accounts.models import Appointment, Deputation
from zhence_web.records.accounts.permissions import Action
from zhence_web.records.accounts.reads.hands import held_on
from zhence_web.records.accounts.refusals import refuse
from zhence_web.records.accounts.roles import Role
from zhence_web.records.audit.actions import record


@transaction.atomic
def deputise(
    *,
    appointment: int,
    deputy: int,
    since: date,
    until: date,
    reason: str,
    by: Hand,
    at: datetime,
) -> int:
    """Let *deputy* act in an appointment from *since* to the day before *until*.

    The holder lends it, in person and to a colleague of the same organisation; the
    security officer arranges anything else. Deputies lend nothing on.

    Raises:
        NotAllowedError: neither the holder nor the security officer there.
        RefusedError: oneself, a stranger, days in the past, or what must stay apart.
    """
    today = timezone.localdate(at)
    row = seats.held(appointment)
    own = by.appointment == row.pk and not by.deputy
    check(by, Action.DEPUTISE if own else Action.MANAGE_PEOPLE, row.org_id, today)
    person = seats.active(deputy)
    lent_on = by.deputy and by.appointment == row.pk
    if lent_on or person.pk in {row.user_id, by.user}:
        refuse(
            "oneself",
            "不能代理自己或指定自己为代理人，代理人也不能转托。请另选人员。",
            "Nobody deputises for themselves or names themselves, and a deputy "
            "does not lend on. Choose somebody else.",
        )
    _days(row, since, until, today)
    if own and not held_on(since).filter(user=person, org=row.org_id).exists():
        refuse(
            "deputy_stranger",
            "只能委托同一机构的在任人员；委托他处人员请安全管理员办理。",
            "An appointment is lent to a colleague of the same organisation; "
            "for anybody else ask the security officer.",
        )
    seats.apart(person, Role(row.role), since, until)
    if not reason.strip():
        refuse("reason_missing", "请写明事由。", "Give the reason.")
    made = Deputation.objects.create(
        appointment=row, deputy=person, since=since, until=until, reason=reason.strip()
    )
    record(
        "accounts.deputise",
        kind="user",
        id_=row.user.username,
        at=at,
        **by.signed,
        detail={
            "deputy": person.username,
            "org": row.org.code,
            "role": row.role,
            "since": str(since),
            "until": str(until),
            "reason": reason.strip(),
        },
    )
    return int(made.pk)


def _days(row: Appointment, since: date, until: date, today: date) -> None:
    ended = row.until is not None and row.until < until
    if not today <= since < until or row.since > since or ended:
        refuse(
            "deputy_days",
            "代理期从今天或以后开始，至少一天，且在任期之内。请改日期。",
            "A deputy begins today or later, for a day at least, within the days of "
            "the appointment. Change the days.",
        )


@transaction.atomic
def revoke(*, deputation: int, by: Hand, at: datetime) -> None:
    """End a deputation at once: the holder, the deputy, or the security officer.

    Raises:
        NotAllowedError: somebody else.
        RefusedError: it is over.
    """
    today = timezone.localdate(at)
    row = seats.lent(deputation)
    holder = by.appointment == row.appointment_id and not by.deputy
    theirs = row.deputy_id == by.user
    org = row.appointment.org_id
    if not theirs:
        check(by, Action.DEPUTISE if holder else Action.MANAGE_PEOPLE, org, today)
    if row.revoked_at is not None or row.until <= today:
        refuse(
            "deputy_over",
            "这项代理已经结束，无需撤销。",
            "This deputation is over already.",
        )
    row.revoked_at = at
    row.save(update_fields=["revoked_at"])
    record(
        "accounts.revoke",
        kind="user",
        id_=row.appointment.user.username,
        at=at,
        **by.signed,
        detail={"deputy": row.deputy.username, "role": row.appointment.role},
    )
