"""Questions about people: in which hands may somebody act today?"""

from __future__ import annotations

from collections.abc import Collection, Mapping
from datetime import date

from django.db.models import Q, QuerySet

from zhence_web.records.accounts.hand import Hand
from zhence_web.records.accounts.models import Appointment, Deputation, OrgName
from zhence_web.records.accounts.roles import Role

# Somebody may hold a hundred appointments, and every page asks for them: rows are read
# as they are, without making three objects of each.
_Row = tuple[int, str, str, int, str, int, str, str, str]
_ORG = 5
_OWN = (
    *("user_id", "user__username", "user__display_name"),
    *("id", "role", "org_id", "org__code"),
)
_LENT = (
    *("deputy_id", "deputy__username", "deputy__display_name"),
    *(f"appointment__{name}" for name in ("id", "role", "org_id", "org__code")),
    *("appointment__user__username", "appointment__user__display_name"),
)


def hands_of(user: int, on: date) -> tuple[Hand, ...]:
    """Return a person's own appointments on a day, then those held as a deputy.

    Nobody who may not sign in has a hand; a deputation ends with the appointment
    that it is for. Three queries, however many hands there are.
    """
    own = held_on(on).filter(user=user, user__is_active=True).values_list(*_OWN)
    lent = Deputation.objects.filter(
        deputy=user,
        deputy__is_active=True,
        since__lte=on,
        until__gt=on,
        revoked_at__isnull=True,
        appointment__in=held_on(on),
    )
    acting = lent.order_by("id").values_list(*_LENT)
    rows = (*((*row, "", "") for row in own), *acting)
    names = names_of({row[_ORG] for row in rows}, on) if rows else {}
    return tuple(_hand(row, names) for row in rows)


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


def _hand(row: _Row, names: Mapping[int, str]) -> Hand:
    user, username, name, appointment, role, org, code, *principal = row
    return Hand(
        user=user,
        username=username,
        name=name,
        appointment=appointment,
        role=Role(role),
        org=org,
        org_code=code,
        org_name=names.get(org, ""),
        principal=principal[0],
        principal_name=principal[1],
    )
