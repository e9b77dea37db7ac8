"""What a person must not hold together, and who must be left."""

from __future__ import annotations

from datetime import date

from django.db.models import Q

from zhence_web.records.accounts.gate import check
from zhence_web.records.accounts.hand import Hand
from zhence_web.records.accounts.models import Appointment, Deputation, Org, User
from zhence_web.records.accounts.permissions import Action
from zhence_web.records.accounts.refusals import refuse
from zhence_web.records.accounts.roles import APART, SEATS, Role, Tier


def overlapping(since: date, until: date | None) -> Q:
    """Return the condition of dated rows that share a day with a span."""
    later = Q(until__isnull=True) | Q(until__gt=since)
    return later if until is None else later & Q(since__lt=until)


def fits(role: Role, org: Org) -> None:
    """Refuse a role at a tier where it is not held.

    Raises:
        RefusedError: the tier is another one.
    """
    if Tier(org.tier) not in SEATS.get(role, frozenset(Tier)):
        refuse(
            "role_tier",
            f"{role.label}不能设在{Tier(org.tier).label}一级。请另选机构或角色。",
            f"A {role.words.en} is not held at the tier “{org.tier}”. "
            "Choose another organisation or role.",
        )


def apart(user: User, role: Role, since: date, until: date | None) -> None:
    """Refuse two of the three administrators in one person, be it as a deputy.

    Raises:
        RefusedError: the person holds or deputises for another one in those days.
    """
    if role not in APART:
        return
    others = APART - {role}
    own = Appointment.objects.filter(
        overlapping(since, until), user=user, role__in=others
    )
    lent = Deputation.objects.filter(
        overlapping(since, until),
        deputy=user,
        appointment__role__in=others,
        revoked_at__isnull=True,
    )
    held = [*own.values_list("role", flat=True)]
    held += lent.values_list("appointment__role", flat=True)
    if held:
        other = Role(held[0])
        refuse(
            "roles_apart",
            f"系统、安全、审计三员须由三人分任：{user.display_name}已任（或代理）"
            f"{other.label}，不能再任{role.label}。请另选人员。",
            f"System, security and audit are three persons: {user.display_name} is "
            f"{other.words.en} already, or a deputy for it, and cannot be "
            f"{role.words.en}, too. Choose somebody else.",
        )


def somebody_left(today: date) -> None:
    """Refuse a deed after which no security officer could appoint anybody.

    Raises:
        RefusedError: none would be left.
    """
    left = Appointment.objects.filter(
        role=Role.SECURITY_OFFICER,
        until__isnull=True,
        since__lte=today,
        user__is_active=True,
    )
    if not left.exists():
        refuse(
            "last_security_officer",
            "这是最后一位安全管理员：此后无人可以任免。请先任命继任者。",
            "This is the last security officer: nobody could appoint anybody any more. "
            "Appoint a successor first.",
        )


def active(user: int) -> User:
    """Return a person who may sign in, the row held until the transaction ends.

    Raises:
        RefusedError: no such person, or one whose account is closed.
    """
    found = User.objects.select_for_update().filter(pk=user, is_active=True).first()
    if found is None:
        refuse(
            "person_unknown",
            f"没有编号为 {user} 的在用账户。请从人员名单中选择。",
            f"There is no account {user} in use. Choose a person from the list.",
        )
    return found


def held(appointment: int) -> Appointment:
    """Return an appointment, its row held until the transaction ends.

    Raises:
        RefusedError: there is none with that id.
    """
    row = Appointment.objects.select_for_update().filter(pk=appointment).first()
    if row is None:
        refuse(
            "appointment_unknown",
            f"没有编号为 {appointment} 的任职。请从名单中选择。",
            f"There is no appointment {appointment}. Choose one from the list.",
        )
    return row


def lent(deputation: int) -> Deputation:
    """Return a deputation, its row held until the transaction ends.

    Raises:
        RefusedError: there is none with that id.
    """
    row = Deputation.objects.select_for_update().filter(pk=deputation).first()
    if row is None:
        refuse(
            "deputy_unknown",
            f"没有编号为 {deputation} 的代理。请从名单中选择。",
            f"There is no deputation {deputation}. Choose one from the list.",
        )
    return row


def in_reach(person: User, by: Hand, today: date) -> list[Appointment]:
    """Return what somebody holds, now or later; all of it must be in *by*'s reach.

    Of somebody who holds nothing any more, the last appointment decides.

    Raises:
        NotAllowedError: something is out of reach.
    """
    rows = Appointment.objects.filter(user=person).order_by("since", "id")
    held = [*rows.filter(Q(until__isnull=True) | Q(until__gt=today))]
    for row in held or [*rows][-1:]:
        check(by, Action.MANAGE_PEOPLE, row.org_id, today)
    return held


def not_oneself(person: User, by: Hand) -> None:
    """Refuse what the security officer would do to themselves, be it by a deputy.

    Raises:
        RefusedError: it is the same person, or the one whom a deputy acts for.
    """
    if person.username in by.people:
        refuse(
            "oneself",
            "不能任免自己，也不能由代理人任免被代理人。请由另一位安全管理员办理。",
            "Nobody appoints or removes themselves, nor does a deputy the one they act "
            "for. Another security officer has to.",
        )
