"""Who there is, what they hold, and who acts for whom."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime

from django.db.models import Q

from zhence_web.records.accounts.models import Appointment, Deputation, User
from zhence_web.records.accounts.reads.hands import held_on, name_of
from zhence_web.records.accounts.roles import Role
from zhence_web.records.accounts.tree import subtree


@dataclass(frozen=True, slots=True)
class Held:
    """An appointment; *now* says whether it holds on the day asked for."""

    id: int
    role: Role
    org: int
    org_name: str
    since: date
    until: date | None
    now: bool
    over: bool


@dataclass(frozen=True, slots=True)
class Lent:
    """A deputation: *deputy* acts for *holder*; *over* when it has ended."""

    id: int
    holder: str
    deputy: str
    role: Role
    org_name: str
    since: date
    until: date
    reason: str
    revoked_at: datetime | None
    now: bool
    over: bool


@dataclass(frozen=True, slots=True)
class Person:
    """Somebody with an account; *held* is within the reach of whoever asks."""

    id: int
    username: str
    name: str
    active: bool
    invited: bool
    held: tuple[Held, ...]

    @property
    def present(self) -> tuple[Held, ...]:
        """What they hold now or will hold."""
        return tuple(one for one in self.held if not one.over)


def people_below(root: int, on: date) -> tuple[Person, ...]:
    """Return whoever holds or held something within a branch, by user name."""
    rows = Appointment.objects.filter(org__in=subtree(root, on))
    rows = rows.select_related("user").order_by("user__username", "since", "id")
    found: dict[int, tuple[User, list[Held]]] = {}
    names: dict[int, str] = {}
    for row in rows:
        name = names.setdefault(row.org_id, name_of(row.org_id, on))
        found.setdefault(row.user_id, (row.user, []))[1].append(_held(row, name, on))
    return tuple(_person(user, held) for user, held in found.values())


def person_below(user: int, root: int, on: date) -> Person | None:
    """Return somebody with what they hold within a branch; ``None``: nothing ever."""
    # Asked by its own key: a number beyond every key is then nobody, and no error.
    known = User.objects.filter(pk=user)
    rows = Appointment.objects.filter(org__in=subtree(root, on), user__in=known)
    rows = rows.select_related("user").order_by("since", "id")
    held = [_held(row, name_of(row.org_id, on), on) for row in rows]
    return _person(rows[0].user, held) if held else None


def colleagues_of(user: int, org: int, on: date) -> tuple[tuple[int, str], ...]:
    """Return the others who hold something at an organisation: ids and names."""
    rows = held_on(on).filter(org=org).exclude(user=user)
    return tuple({row.user_id: row.user.display_name for row in rows}.items())


def lent_by_or_to(user: int, on: date) -> tuple[Lent, ...]:
    """Return every deputation of or for somebody, the latest first."""
    rows = Deputation.objects.filter(Q(deputy=user) | Q(appointment__user=user))
    rows = rows.select_related("deputy", "appointment__user")
    return tuple(_lent(row, on) for row in rows.order_by("-since", "-id"))


def _person(user: User, held: list[Held]) -> Person:
    return Person(
        id=user.pk,
        username=user.username,
        name=user.display_name,
        active=user.is_active,
        invited=user.is_active and not user.has_usable_password(),
        held=tuple(held),
    )


def _held(row: Appointment, name: str, on: date) -> Held:
    over = row.until is not None and row.until <= on
    return Held(
        id=row.pk,
        role=Role(row.role),
        org=row.org_id,
        org_name=name,
        since=row.since,
        until=row.until,
        now=row.since <= on and not over,
        over=over,
    )


def _lent(row: Deputation, on: date) -> Lent:
    over = row.revoked_at is not None or row.until <= on
    return Lent(
        id=row.pk,
        holder=row.appointment.user.display_name,
        deputy=row.deputy.display_name,
        role=Role(row.appointment.role),
        org_name=name_of(row.appointment.org_id, on),
        since=row.since,
        until=row.until,
        reason=row.reason,
        revoked_at=row.revoked_at,
        now=row.since <= on and not over,
        over=over,
    )
