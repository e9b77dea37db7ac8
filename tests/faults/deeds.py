"""Lays a made-up site; is a process that decides and assesses without end.

``python -m tests.faults.deeds seed 6`` lays the tables, the people and six returns;
``python -m tests.faults.deeds`` says READY, waits for a line, and begins. A deed is
told on standard output after its transaction is committed, never before: whoever
reads it there holds an acknowledgement, and the process may be killed at any time.
"""

import json
import os
import sys
import threading
import time
from collections.abc import Callable
from datetime import datetime

RIVALS = 20
LAST_YEAR = 2024  # backwards from here: forms are valid for the latest of them
MEMBERS = 45  # more than two batches of a run
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
    from tests.factories import accounts, lifecycle, reporting
    from tests.lib.laid import bring_up_to_date

    from zhence_web.records.accounts.roles import Role
    from zhence_web.records.models import User

    bring_up_to_date()
    at = reporting.desk()
    for number in range(returns):
        made = reporting.opened(at, period=f"{LAST_YEAR - number}Q4")
        if state != "draft":
            reporting.fill(at, made)
            reporting.lift(at, made, state)
    for number in range(MEMBERS):
        code = f"member-{number}"
        org = accounts.organisation(code, "site", code, at.tree.county)
        lifecycle.membership(org, 9001 + number)
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
                membership=Membership.objects.order_by("id")[0].pk,
                deciding=deciding("downgrade", "municipal_government", on),
                by=by,
                at=at,
                past=failed_first_year(),
            )
            tell(done="lifecycle.record_decision", id=made)
        elif last.published_at is None:
            actions.publish_decision(decision=last.pk, by=by, at=at)
            tell(done="lifecycle.publish_decision", id=last.pk)
        else:
            actions.withdraw_decision(
                decision=last.pk,
                deciding=deciding("withdraw", "municipal_government", on),
                by=by,
                at=at,
            )
            tell(done="lifecycle.withdraw_decision", id=last.pk)


class Assessments:
    """A policy held against the list, over and over; a run cut short is finished."""

    def step(self, at: datetime) -> None:
        """Ask for a run, or carry out the one that waits, and tell it."""
        from django.utils import timezone
        from tests.factories.assessment import asked

        from zhence_web.records.assessment import actions
        from zhence_web.records.models import Run

        waiting = Run.objects.filter(done_at=None).order_by("id").first()
        if waiting is None:
            made = actions.ask_run(asked=asked(), by=_hand("city"), at=at)
            tell(done="assessment.ask_run", id=made)
        elif actions.carry_out(run=waiting.pk, clock=timezone.now):
            tell(done="assessment.finish_run", id=waiting.pk)


def _hand(username: str):  # -> Hand, once Django is set up
    from django.utils.timezone import localdate

    from zhence_web.records.accounts.reads import hands_of
    from zhence_web.records.models import User

    (hand,) = hands_of(User.objects.get(username=username).pk, localdate())
    return hand


def _for_ever(step: Callable[[datetime], None]) -> None:
    from django.utils import timezone

    try:
        while True:
            step(timezone.now())
            time.sleep(PAUSE)
    except Exception as error:  # noqa: BLE001  # the driver shall hear of any of them
        tell(fault=repr(error))


def main() -> None:
    """Seed, or decide and assess until killed."""
    set_up()
    if sys.argv[1:2] == ["seed"]:
        seed(int(sys.argv[2]), sys.argv[3])
        return
    from zhence_web.packbook import packbook

    packbook()  # read now: a short life shall be spent on deeds
    os.write(1, b"READY\n")
    if not sys.stdin.readline():
        return
    for step in (Decisions().step, Assessments().step):
        threading.Thread(target=_for_ever, args=(step,)).start()


if __name__ == "__main__":
    main()
