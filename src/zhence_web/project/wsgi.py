"""What the server calls; it answers only when packs and registry are loaded."""

from __future__ import annotations

import os
import threading
import time

from django.core.wsgi import get_wsgi_application

from zhence_web.packbook import packbook

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "zhence_web.project.settings")

_OFTEN = 0.2


def _end_with(parent: int) -> None:
    """End when the process that started us is gone, so that its port is free again.

    ``serve`` names itself; a killed one cannot tell its children.
    """
    while os.getppid() == parent:
        time.sleep(_OFTEN)
    os._exit(1)


if _named := os.environ.get("ZHENCE_SERVED_BY"):
    threading.Thread(target=_end_with, args=(int(_named),), daemon=True).start()

application = get_wsgi_application()
# Before the first request, so that a pack with a fault stops the start and not a page.
packbook()
