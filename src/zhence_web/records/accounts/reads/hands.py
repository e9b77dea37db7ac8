"""Questions about people: in which hands may somebody act today?"""

from __future__ import annotations

from collections.abc import Collection, Mapping
from datetime import date

from django.db.models import Q, QuerySet

from zhence_web.records.accounts.hand import Hand
from zhence_web.records.accounts.models import Appointment, Deputation, OrgName, User
from zhence_web.records.accounts.roles import Role


def hands_of(user: int, on: date) -> tuple[Hand, ...]:
    """Return a person's own appointments on a day, then those held as a deputy.

    Nobody who may not sign in has a hand; a deputation ends with the appointment
    that it is for. Three queries, however many hands there are.
    """
    own = list(held_on(on).filter(user=user, user__is_active=True))
    lent = Deputation.objects.filter(
        deputy=user,
        deputy__is_active=True,
        since__lte=on,
        until__gt=on,
        revoked_at__isnull=True,
        appointment__in=held_on(on),
    ).select_related("deputy", "appointment__user", "appointment__org")
    acting = list(lent.order_by("id"))
    orgs = {a.org_id for a in (*own, *(d.appointment for d in acting))}
    names = names_of(orgs, on) if orgs else {}
    return (
        *(_hand(a, a.user, names) for a in own),
        *(_hand(d.appointment, d.deputy, names, deputy=True) for d in acting),
    )


def name_of(org: int, on: date) -> str:
    """Return what an organisation was called on a day, in Chinese; "" if nothing."""
    return names_of({org}, on).get(org, "")


def names_of(orgs: Collection[int], on: date) -> dict[int, str]:
    """Return what organisations were called on a day, in Chinese, by one query.

    One that had no name that day is left out.
    """
    held = Q(since__lte=on) & (Q(until__isnull=True) | Q(until__gt=on))
    rows = OrgName.objects.filter(held, org__in=orgs).order_by("since")
    return dict(rows.values_list("org_id", "zh"))


def held_on(on: date) -> QuerySet[Appointment]:
    """Return the appointments of a day whose holders may sign in."""
    held = Q(since__lte=on) & (Q(until__isnull=True) | Q(until__gt=on))
    rows = Appointment.objects.filter(held, user__is_active=True)
    return rows.select_related("user", "org").order_by("id")


def _hand(
    appointment: Appointment,
    by: User,
    names: Mapping[int, str],
    *,
    deputy: bool = False,
) -> Hand:
    holder = appointment.user
    return Hand(
        user=by.pk,
        username=by.username,
        name=by.display_name,
        appointment=appointment.pk,
        role=Role(appointment.role),
        org=appointment.org_id,
        org_code=appointment.org.code,
        org_name=names.get(appointment.org_id, ""),
        principal=holder.username if deputy else "",
        principal_name=holder.display_name if deputy else "",
    )
