"""Do the work that outlives a request: ``manage worker``, started beside the server.

What a worker of the same name was doing when it was killed is begun again; a task
that was begun too often is given up, with its reason on record.
"""

from __future__ import annotations

import gc
import logging
import os
import socket
import sys
import threading
import time
from argparse import ArgumentParser

from django.core.management import call_command
from django.core.management.base import BaseCommand
from django.db import connection
from django_tasks import TaskResultStatus
from django_tasks_db.models import DBTaskResult

_LOG = logging.getLogger(__name__)
_OFTEN = 3
_BEHIND_PAGES = 5
_OBJECTS = 200_000
_LONGEST = 64


class Command(BaseCommand):
    """Run one worker until it is told to stop."""

    help = (
        "run queued work; --beside ends with the process that holds our input; "
        "--tick does every so many seconds what time alone brings about"
    )

    def add_arguments(self, parser: ArgumentParser) -> None:
        """Take the worker's name and whose child it is."""
        parser.add_argument("--name", default=socket.gethostname())
        parser.add_argument("--beside", action="store_true")
        parser.add_argument("--tick", type=int, default=0, metavar="SECONDS")

    def handle(
        self, *_: object, name: str, beside: bool, tick: int, **__: object
    ) -> None:
        """Put back what was left undone, then wait for work; tick now and then."""
        if beside:
            threading.Thread(target=_end_with_input, daemon=True).start()
        if tick:
            threading.Thread(target=_tick, args=(tick,), daemon=True).start()
        # Whoever waits for a page goes first; a long file makes a million objects that
        # all live on, so the collector looks for nothing seldom.
        os.nice(_BEHIND_PAGES)
        gc.set_threshold(_OBJECTS, *gc.get_threshold()[1:])
        worker = f"zhence-{name}"[:_LONGEST]
        put_back(worker)
        call_command(
            "db_worker",
            worker_id=worker,
            queue_name="*",
            interval=0.5,
            startup_delay=False,
            reload=False,
            verbosity=0,
        )


def put_back(worker: str) -> int:
    """Queue again what *worker* had begun and not ended; return how many."""
    running = DBTaskResult.objects.filter(status=TaskResultStatus.RUNNING)
    left = [task for task in running if task.worker_ids[-1:] == [worker]]
    for task in left:
        if len(task.worker_ids) >= _OFTEN:
            task.set_failed(RuntimeError(f"begun {_OFTEN} times and never ended"))
        else:
            task.status = TaskResultStatus.READY
            task.started_at = None
            task.save(update_fields=["status", "started_at"])
    return len(left)


def _tick(seconds: int) -> None:
    """Tick for ever; one that failed is told and the next one makes up for it."""
    while True:
        time.sleep(seconds)
        try:
            # By its name: the command stands above the records.
            call_command("tick", verbosity=0)
        except Exception:  # noqa: BLE001  # a fault in one tick must not end ticking
            _LOG.exception("tick")
        finally:
            connection.close()


def _end_with_input() -> None:
    """End at once when the other end of our input is gone, however it went.

    Nothing is lost: what was not committed is undone, and begun again later.
    """
    # Not through sys.stdin: its lock, held here, would stop the way out at the end.
    while os.read(sys.stdin.fileno(), 1):
        pass
    os._exit(1)
