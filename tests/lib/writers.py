"""Several threads that write to the chain at once, each with its own connection.

``python -m tests.lib.writers IMMEDIATE`` does it on the embedded database below
``DATA_DIR`` and prints what came of it as JSON; the tests' own database is in memory
there, where a second connection proves nothing.
"""

import json
import os
import sys
from collections import Counter
from collections.abc import Callable
from datetime import UTC, datetime
from threading import Barrier, BrokenBarrierError, Thread
from typing import TypedDict

from tests.lib.laid import bring_up_to_date

THREADS, ROUNDS = 6, 15


class Outcome(TypedDict):
    """What came of it: deeds done, faults by name, and whether the chain is whole."""

    done: int
    faults: dict[str, int]
    together: bool
    numbers: bool
    sound: bool


def at_once(threads: int, work: Callable[[int], None]) -> None:
    """Run *work* in that many threads that start together, each told its number."""
    from django.db import connection

    start = Barrier(threads)

    def run(number: int) -> None:
        start.wait()
        try:
            work(number)
        finally:
            connection.close()

    running = [Thread(target=run, args=(n,)) for n in range(threads)]
    for thread in running:
        thread.start()
    for thread in running:
        thread.join()


def write_at_once() -> Outcome:
    """Let all threads record their deeds; two of them first meet inside a deed."""
    from django.db import DatabaseError, transaction

    from zhence_web.records.audit.actions import record
    from zhence_web.records.audit.check import check
    from zhence_web.records.models import Entry, Head

    Head.objects.get_or_create(id=1)
    at = datetime(2026, 3, 1, tzinfo=UTC)
    inside = Barrier(2)
    done: list[int] = []
    faults: Counter[str] = Counter()
    met: list[int] = []

    def deeds(number: int) -> None:
        for turn in range(ROUNDS):
            try:
                with transaction.atomic():
                    Head.objects.select_for_update().get(id=1)
                    if turn == 0 and number < inside.parties:
                        # Two that hold the head at once would have read the same end.
                        try:
                            inside.wait(timeout=0.5)
                            met.append(number)
                        except BrokenBarrierError:
                            pass
                    entry = record("w.w", kind="w", id_=turn, at=at, actor=str(number))
            except DatabaseError as error:
                faults[type(error).__name__] += 1
            else:
                done.append(entry.seq)

    at_once(THREADS, deeds)
    numbers = list(Entry.objects.order_by("seq").values_list("seq", flat=True))
    return Outcome(
        done=len(done),
        faults=dict(faults),
        together=bool(met),
        numbers=numbers == sorted(done) == list(range(1, len(done) + 1)),
        sound=check().sound,
    )


def main() -> None:
    import django
    from django.conf import settings

    os.environ["DJANGO_SETTINGS_MODULE"] = "zhence_web.project.settings"
    options = settings.DATABASES["default"]["OPTIONS"]
    assert isinstance(options, dict)
    options["transaction_mode"] = sys.argv[1]
    django.setup()
    bring_up_to_date()
    json.dump(write_at_once(), sys.stdout)


if __name__ == "__main__":
    main()
