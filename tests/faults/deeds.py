"""Lays a made-up site; and a process that decides without end, and tells each deed.

``python -m tests.faults.deeds seed 6`` lays the tables, the people and six returns;
``python -m tests.faults.deeds`` says READY, waits for a line, and begins. A deed is
told on standard output after its transaction is committed, never before: whoever
reads it there holds an acknowledgement, and the process may be killed at any time.
"""

import json
import os
import sys
import time
from datetime import datetime

RIVALS = 20
FIRST_YEAR = 1960
PAUSE = 0.02
PASSWORD = "only-of-a-made-up-site"  # noqa: S105  # and gone with its folder


def set_up() -> None:
    """Start Django: the models below can be imported only after it."""
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "zhence_web.project.settings")
    import django

    django.setup()


def tell(**what: object) -> None:
    """Acknowledge: one line, written whole by one call."""
    os.write(1, (json.dumps(what) + "\n").encode())


def seed(returns: int, state: str) -> None:
    """Lay the tables, a tree with people, returns to be approved, a town to move."""
    from django.core.management import call_command

    call_command("migrate", verbosity=0)
    from tests.factories import accounts, lifecycle, reporting

    from zhence_web.records.accounts.roles import Role
    from zhence_web.records.models import User

    at = reporting.desk()
    for number in range(returns):
        made = reporting.opened(at, period=f"{FIRST_YEAR + number}Q4")
        if state != "draft":
            reporting.fill(at, made)
            reporting.lift(at, made, state)
    lifecycle.membership(at.tree.other_site, 9001)
    accounts.hand(Role.AUDITOR, at.tree.province, "auditor")
    for number in range(RIVALS):
        accounts.hand(Role.COUNTY_VERIFIER, at.tree.county, f"rival-{number}")
    someone = User(username="")
    someone.set_password(PASSWORD)
    User.objects.update(password=someone.password)


class Decisions:
    """A town that is downgraded, which is published, and withdrawn again, for ever."""

    def step(self, at: datetime) -> None:
        """Do what comes next, and tell which decision it was done to."""
        from django.utils.timezone import localdate
        from tests.factories.lifecycle import deciding, failed_first_year

        from zhence_web.records.lifecycle import actions
        from zhence_web.records.models import Decision, Membership

        by, on = _hand("city"), localdate(at)
        last = Decision.objects.order_by("-id").first()
        if last is None or last.what == "withdraw":
            made = actions.record_decision(
                membership=Membership.objects.get().pk,
                deciding=deciding("downgrade", "municipal_government", on),
                by=by,
                at=at,
                past=failed_first_year(),
            )
            tell(kind="decision", id=made, verb="record_decision")
        elif last.published_at is None:
            actions.publish_decision(decision=last.pk, by=by, at=at)
            tell(kind="decision", id=last.pk, verb="publish_decision")
        else:
            actions.withdraw_decision(
                decision=last.pk,
                deciding=deciding("withdraw", "municipal_government", on),
                by=by,
                at=at,
            )
            tell(kind="decision", id=last.pk, verb="withdraw_decision")


def _hand(username: str):  # -> Hand, once Django is set up
    from django.utils.timezone import localdate

    from zhence_web.records.accounts.reads import hands_of
    from zhence_web.records.models import User

    (hand,) = hands_of(User.objects.get(username=username).pk, localdate())
    return hand


def main() -> None:
    """Seed, or decide until killed."""
    set_up()
    if sys.argv[1:2] == ["seed"]:
        seed(int(sys.argv[2]), sys.argv[3])
        return
    from django.utils import timezone

    step = Decisions().step
    os.write(1, b"READY\n")
    if not sys.stdin.readline():
        return
    try:
        while True:
            step(timezone.now())
            time.sleep(PAUSE)
    except Exception as error:  # noqa: BLE001  # the driver shall hear of any of them
        tell(kind="fault", error=repr(error))


if __name__ == "__main__":
    main()
