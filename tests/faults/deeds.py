"""A process that does deeds without end, in several threads, and tells each one.

``python -m tests.faults.deeds seed`` lays the tables, the people and the returns;
``python -m tests.faults.deeds`` says READY, waits for a line, and begins. A deed is
told on standard output after its transaction is committed, never before: whoever
reads it there holds an acknowledgement, and the process may be killed at any time.
"""

import json
import os
import random
import sys
import threading
import time
from collections.abc import Callable
from datetime import datetime
from typing import Any

THREADS = 3
RETURNS = 2  # a thread
LONGEST_PAUSE = 0.02
PASSWORD = "only-of-a-made-up-site"  # noqa: S105  # and gone with its folder


def set_up() -> None:
    """Start Django: the models below can be imported only after it."""
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "zhence_web.project.settings")
    import django

    django.setup()


def tell(**what: object) -> None:
    """Acknowledge: one line, written whole by one call."""
    os.write(1, (json.dumps(what) + "\n").encode())


def seed() -> None:
    """Lay the tables, a tree with people, returns to be approved, a town to move."""
    from django.core.management import call_command

    call_command("migrate", verbosity=0)
    from tests.factories import accounts, lifecycle, reporting

    from zhence_web.records.accounts.roles import Role
    from zhence_web.records.models import User

    at = reporting.desk()
    for number in range(THREADS * RETURNS):
        period = f"{2010 + number}Q4"
        reporting.opened(at, period=period)
    lifecycle.membership(at.tree.other_site, 9001)
    accounts.hand(Role.AUDITOR, at.tree.province, "auditor")
    for user in User.objects.all():
        user.set_password(PASSWORD)
        user.save()


class Returns:
    """Some returns that go up the chain and are sent back from its end, for ever."""

    def __init__(self, ids: list[int], dice: random.Random) -> None:
        """Keep which returns they are."""
        self._ids = ids
        self._dice = dice

    def step(self, at: datetime) -> None:
        """Do what comes next to one of them, and tell it."""
        from zhence_web.records.models import Return

        row = Return.objects.get(pk=self._dice.choice(self._ids))
        verb = self._next(row.pk, row.state, row.version, at)
        tell(kind="return", id=row.pk, version=row.version, verb=verb)

    def _next(self, of: int, state: str, version: int, at: datetime) -> str:
        from tests.factories.reporting import full
        from tests.lib.returnforms import form

        from zhence.reporting.returns import Typed
        from zhence_web.records.models import Act
        from zhence_web.records.reporting import actions

        this: dict[str, Any] = {"return_id": of, "version": version, "at": at}
        last = Act.objects.filter(revision__of=of).order_by("-id").first()
        if state in {"draft", "returned"}:
            by = _hand("filler")
            if last is None or last.verb != "fill":
                cells = {"staff": Typed(str(version))}
                if state == "draft":
                    cells = full(form("town-quarter"), staff=str(version))
                actions.save_cells(cells=cells, by=by, **this)
                return "fill"
            actions.submit(by=by, **this)
            return "submit"
        if state == "submitted":
            actions.verify(by=_hand("verifier"), **this)
            return "verify"
        if state == "verified":
            actions.accept_as_city(by=_hand("city"), **this)
            return "accept_as_city"
        actions.send_back(cells={"staff": "核对"}, by=_hand("city"), **this)
        return "send_back"


class Decisions:
    """A town that is downgraded, which is published, and withdrawn again, for ever."""

    def step(self, at: datetime) -> None:
        """Do what comes next, and tell the decision it made or published."""
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
            made = actions.withdraw_decision(
                decision=last.pk,
                deciding=deciding("withdraw", "municipal_government", on),
                by=by,
                at=at,
            )
            tell(kind="decision", id=made, verb="withdraw_decision")


def _hand(username: str):  # -> Hand, once Django is set up
    from django.utils.timezone import localdate

    from zhence_web.records.accounts.reads import hands_of
    from zhence_web.records.models import User

    (hand,) = hands_of(User.objects.get(username=username).pk, localdate())
    return hand


def _for_ever(step: Callable[[datetime], None], dice: random.Random) -> None:
    from django.utils import timezone

    try:
        while True:
            step(timezone.now())
            time.sleep(dice.random() * LONGEST_PAUSE)
    except Exception as error:  # noqa: BLE001  # the driver shall hear of any of them
        tell(kind="fault", error=repr(error))


def main() -> None:
    """Seed, or do deeds until killed."""
    set_up()
    if sys.argv[1:] == ["seed"]:
        seed()
        return
    from zhence_web.records.models import Return

    ids = list(Return.objects.order_by("id").values_list("pk", flat=True))
    steps: list[Callable[[datetime], None]] = [
        Returns(ids[n::THREADS], _dice(n)).step for n in range(THREADS)
    ]
    steps.append(Decisions().step)
    os.write(1, b"READY\n")
    if not sys.stdin.readline():
        return
    for number, step in enumerate(steps):
        threading.Thread(target=_for_ever, args=(step, _dice(number))).start()


def _dice(number: int) -> random.Random:
    return random.Random(number)  # noqa: S311  # pauses, and which return is next


if __name__ == "__main__":
    main()
