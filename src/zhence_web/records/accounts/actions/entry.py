"""Passwords and second factors: chosen by their owner, taken away on record.

The first administrators are made here, too, by whoever sets the site up.
"""

from __future__ import annotations

from datetime import date, datetime

from allauth.mfa.models import Authenticator
from django.contrib.auth.password_validation import validate_password
from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils import timezone

from zhence.evidence import Text
from zhence_web.records.accounts import seats
from zhence_web.records.accounts.actions.organisations import new
from zhence_web.records.accounts.actions.people import new_person
from zhence_web.records.accounts.hand import Hand
from zhence_web.records.accounts.invitations import invited
from zhence_web.records.accounts.models import Appointment, Org, User
from zhence_web.records.accounts.refusals import refuse
from zhence_web.records.accounts.roles import APART, Role, Tier
from zhence_web.records.audit.actions import record

SET_UP = "set-up"
"""How the audit names whoever sets the site up: nobody has a hand yet."""


@transaction.atomic
def choose_password(*, username: str, token: str, password: str, at: datetime) -> None:
    """Set the password of whoever was invited; the link ends with it.

    Raises:
        RefusedError: the link does not hold, or the password is weak.
    """
    user = invited(username, token)
    if user is None:
        refuse(
            "link_over",
            "链接已使用、已过期或不完整。请向安全管理员索取新的链接。",
            "The link was used, has ended or is incomplete. "
            "Ask the security officer for another one.",
        )
    set_password(user, password)
    record("accounts.choose_password", kind="user", id_=username, at=at, actor=username)


def set_password(user: User, password: str) -> None:
    """Set a password that the rules accept.

    Raises:
        RefusedError: it is weak; the rules' own words say why.
    """
    try:
        validate_password(password, user)
    except ValidationError as error:
        words = " ".join(error.messages)
        refuse(
            "password_weak",
            f"口令太弱：{words}请换一个更长的口令。",
            f"The password is weak: {words} Choose a longer one.",
        )
    user.set_password(password)
    user.save(update_fields=["password"])


@transaction.atomic
def drop_second_factor(*, user: int, by: Hand, at: datetime) -> None:
    """Take somebody's second factor away, for whoever lost the device.

    Raises:
        NotAllowedError: no right over the people of one of its organisations.
        RefusedError: oneself, or an account that is closed.
    """
    today = timezone.localdate(at)
    person = seats.active(user)
    seats.in_reach(person, by, today)
    seats.not_oneself(person, by)
    Authenticator.objects.filter(user=person).delete()
    record(
        "accounts.drop_second_factor",
        kind="user",
        id_=person.username,
        at=at,
        **by.signed,
    )


@transaction.atomic
def first_administrator(
    *, username: str, name: str, password: str, role: Role, org: int, at: datetime
) -> int:
    """Make one of the three administrators where nobody holds the role yet.

    Raises:
        RefusedError: no administrator's role, somebody holds it, the user name is
            that of another administrator, or the password is weak.
    """
    if role not in APART or Appointment.objects.filter(role=role).exists():
        refuse(
            "not_the_first",
            f"{role.label}不是三员之一，或已有人担任。此后由安全管理员任命。",
            f"“{role.words.en}” is none of the three administrators, or somebody holds "
            "it. The security officer appoints from now on.",
        )
    user = new_person(username=username, name=name)
    set_password(user, password)
    since = timezone.localdate(at)
    made = Appointment.objects.create(user=user, org_id=org, role=role, since=since)
    record(
        "accounts.first_administrator",
        kind="user",
        id_=username,
        at=at,
        actor=SET_UP,
        detail={"name": name, "role": role.value},
    )
    return int(made.pk)


@transaction.atomic
def first_org(*, code: str, tier: Tier, name: Text, on: date, at: datetime) -> int:
    """Open the root of the tree, or return the one that is there.

    Raises:
        RefusedError: there are organisations, and none has that code.
    """
    found = Org.objects.filter(code=code).first()
    if found is not None:
        return int(found.pk)
    if Org.objects.exists():
        refuse(
            "root_exists",
            f"机构树已建立，其中没有代码 {code}。请用现有机构的代码。",
            f"The tree has been begun, without the code {code}. "
            "Give the code of an organisation in it.",
        )
    org = new(code=code, tier=tier, name=name, on=on)
    record(
        "accounts.first_org",
        kind="org",
        id_=code,
        at=at,
        actor=SET_UP,
        detail={"tier": tier.value, "name": name.zh, "on": str(on)},
    )
    return int(org.pk)
