"""Do what was put in the queue: ``python -m zhence_web.worker``.

One process beside the server. Killed at any moment, the next one goes on where it was.
"""

from __future__ import annotations

import os

import django
from django.core.management import call_command
from django.utils import timezone

_EVERY_SECONDS = 0.5


def main() -> None:
    """Take up what a killed worker left, then work until told to stop."""
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "zhence_web.project.settings")
    django.setup()
    # Needs the tables, which are there only once Django is set up.
    from zhence_web.jobs.assessment import resume  # noqa: PLC0415  # as above

    resume(timezone.now())
    call_command(
        "db_worker",
        interval=_EVERY_SECONDS,
        startup_delay=False,
        reload=False,
        verbosity=0,
    )


if __name__ == "__main__":
    main()
