"""Invite and appoint people, end appointments, close accounts.

All of it is the security officer's; none of it can be done to oneself.
"""

from __future__ import annotations

import re
from datetime import date, datetime

from django.db import transaction
from django.utils import timezone

from zhence_web.records.accounts import branching, seats
from zhence_web.records.accounts.gate import check
from zhence_web.records.accounts.hand import Hand
from zhence_web.records.accounts.invitations import Invitation, invite
from zhence_web.records.accounts.models import Appointment, Deputation, User
from zhence_web.records.accounts.permissions import Action
from zhence_web.records.accounts.refusals import refuse
from zhence_web.records.accounts.roles import Role
from zhence_web.records.audit.actions import record

_USERNAME = re.compile(r"[a-z0-9][a-z0-9._-]{2,29}")


@transaction.atomic
def invite_person(
    *,
    username: str,
    name: str,
    org: int,
    role: Role,
    since: date,
    by: Hand,
    at: datetime,
) -> Invitation:
    """Make an account with its first appointment; return the link to hand on.

    Raises:
        NotAllowedError: no right over the people of *org*.
        RefusedError: the user name is taken or misspelt, or as :func:`appoint`.
    """
    check(by, Action.MANAGE_PEOPLE, org, timezone.localdate(at))
    user = new_person(username=username, name=name)
    record(
        "accounts.invite_person",
        kind="user",
        id_=username,
        at=at,
        **by.signed,
        detail={"name": name},
    )
    appoint(user=user.pk, org=org, role=role, since=since, by=by, at=at)
    return invite(user)


def new_person(*, username: str, name: str) -> User:
    """Write the row of somebody who has no password yet.

    Raises:
        RefusedError: the user name is taken or misspelt, or the name is missing.
    """
    if not _USERNAME.fullmatch(username) or not name.strip():
        refuse(
            "person_name",
            "用户名为 3–30 个小写字母、数字、点、下划线或连字符，姓名不能为空。",
            "A user name has 3–30 small letters, digits, dots, underscores or hyphens; "
            "the person's name cannot be empty.",
        )
    if User.objects.filter(username=username).exists():
        refuse(
            "username_taken",
            f"用户名 {username} 已有人使用。请换一个。",
            f"The user name {username} is taken. Choose another one.",
        )
    user = User(username=username, display_name=name.strip())
    user.set_unusable_password()
    user.save()
    return user


@transaction.atomic
def appoint(
    *,
    user: int,
    org: int,
    role: Role,
    since: date,
    until: date | None = None,
    by: Hand,
    at: datetime,
) -> int:
    """Appoint somebody to a role at an organisation; return the appointment's id.

    *until* is the first day after it; ``None`` for as long as nobody ends it.

    Raises:
        NotAllowedError: no right over the people of *org*.
        RefusedError: oneself, a role of another tier, two of the three
            administrators, days that overlap the same appointment, or none.
    """
    check(by, Action.MANAGE_PEOPLE, org, timezone.localdate(at))
    person = seats.active(user)
    place = branching.locked(org)
    branching.stands(place, since)
    seats.not_oneself(person, by)
    seats.fits(role, place)
    seats.apart(person, role, since, until)
    same = Appointment.objects.filter(
        seats.overlapping(since, until), user=person, org=place, role=role
    )
    if same.exists() or (until is not None and until <= since):
        refuse(
            "appointment_days",
            "任期至少一天，且不能与同一任职重叠。请改日期，或先结束原任职。",
            "An appointment has a day at least and does not overlap the same one. "
            "Change the days, or end the other first.",
        )
    made = Appointment.objects.create(
        user=person, org=place, role=role, since=since, until=until
    )
    record(
        "accounts.appoint",
        kind="user",
        id_=person.username,
        at=at,
        **by.signed,
        detail={
            "org": place.code,
            "role": role.value,
            "since": str(since),
            "until": str(until) if until else None,
        },
    )
    return int(made.pk)


@transaction.atomic
def end_appointment(*, appointment: int, on: date, by: Hand, at: datetime) -> None:
    """End an appointment: *on* is the first day without it; deputies end with it.

    Raises:
        NotAllowedError: no right over the people there.
        RefusedError: it has ended, would end before it began, or the last security
            officer would go.
    """
    row = seats.held(appointment)
    check(by, Action.MANAGE_PEOPLE, row.org_id, timezone.localdate(at))
    if on < row.since or (row.until is not None and row.until <= on):
        refuse(
            "appointment_days",
            f"任职自 {row.since} 起、至 {row.until or '今'} 止，不能于 {on} 结束。",
            f"It runs from {row.since} to {row.until or 'now'}; "
            f"it cannot end on {on}. Give a day within.",
        )
    row.until = on
    row.save(update_fields=["until"])
    seats.somebody_left(timezone.localdate(at))
    record(
        "accounts.end_appointment",
        kind="user",
        id_=row.user.username,
        at=at,
        **by.signed,
        detail={"org": row.org.code, "role": row.role, "until": str(on)},
    )


@transaction.atomic
def deactivate(*, user: int, by: Hand, at: datetime) -> None:
    """Close an account: sessions and links end now, appointments and deputies today.

    Raises:
        NotAllowedError: no right over the people of one of its organisations.
        RefusedError: oneself, an account that is closed, the last security officer.
    """
    today = timezone.localdate(at)
    person = seats.active(user)
    held = seats.in_reach(person, by, today)
    seats.not_oneself(person, by)
    for row in held:
        row.until = max(today, row.since)
        row.save(update_fields=["until"])
    Deputation.objects.filter(deputy=person, revoked_at__isnull=True).update(
        revoked_at=at
    )
    person.is_active = False
    # The hash of a session stands on the password: without it, none is valid.
    person.set_unusable_password()
    person.save(update_fields=["is_active", "password"])
    seats.somebody_left(today)
    record(
        "accounts.deactivate",
        kind="user",
        id_=person.username,
        at=at,
        **by.signed,
        detail={"appointments_ended": [row.pk for row in held]},
    )


@transaction.atomic
def renew_link(*, user: int, by: Hand, at: datetime) -> Invitation:
    """Take a password away and return a new link, for whoever forgot or lost it.

    The second factor stays unless it is taken away, too (see ``second_factor``).

    Raises:
        NotAllowedError: no right over the people of one of its organisations.
        RefusedError: oneself, or an account that is closed.
    """
    person = seats.active(user)
    seats.in_reach(person, by, timezone.localdate(at))
    seats.not_oneself(person, by)
    record("accounts.renew_link", kind="user", id_=person.username, at=at, **by.signed)
    return invite(person)
