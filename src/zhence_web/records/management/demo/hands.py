"""Second appointments of those who sign in to the demo: the same people in Nantong.

They change the hand to act in, and can walk the whole way of an annual assessment.
"""

from __future__ import annotations

from datetime import date, datetime

from zhence_web.records.accounts.models import Appointment, Org, User
from zhence_web.records.accounts.roles import Role
from zhence_web.records.audit.actions import record

_SINCE = date(2015, 1, 1)
_HANDS = (
    ("tianbao", Role.REPORTER, "nt-003"),
    ("xianshen", Role.COUNTY_VERIFIER, "320685"),
    ("shiban", Role.CITY_OFFICE, "320600"),
    ("shengban", Role.PROVINCIAL_OFFICE, "320000"),
)


def lend_hands(at: datetime) -> None:
    """Appoint the people of the demo in Nantong, too."""
    for username, role, code in _HANDS:
        Appointment.objects.create(
            user=User.objects.get(username=username),
            org=Org.objects.get(code=code),
            role=role,
            since=_SINCE,
        )
    record(
        "demo.load",
        kind="demo",
        id_="南通任职",
        at=at,
        actor="demo",
        detail={"batch": True, "任职": len(_HANDS)},
    )
