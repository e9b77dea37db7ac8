"""The same workbook through the site: handed in by a form, tried by the worker.

While the worker is at it somebody opens pages, one after the other; what is measured
is until the verdict stands, and how long each page took.
"""

from __future__ import annotations

import re
import statistics
import sys
import tempfile
import threading
import time
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
sys.path.insert(0, str(ROOT))

from tests.faults.clients import Client  # noqa: E402  # found only now
from tests.faults.site import Site  # noqa: E402
from tests.functional.serving import free_port  # noqa: E402

PAGES = ("/", "/towns/", "/desk/", "/policies/")
PAUSE = 0.05
PATIENCE = 300


def tried(data: bytes) -> dict[str, object]:
    """Hand the workbook in to be tried; return seconds until over, and of the pages."""
    with tempfile.TemporaryDirectory(prefix="zhence-bench-") as folder:
        site = Site(Path(folder) / "site", free_port())
        site.seed(1)
        site.serve()
        try:
            return _measure(Client(site.port), data)
        finally:
            site.kill()


def _measure(client: Client, data: bytes) -> dict[str, object]:
    client.sign_in("filler")
    for page in PAGES:  # the first of each reads the packs
        client.ask("GET", page)
    alone = _pages(client, time.monotonic() + 2)
    begun = time.monotonic()
    fields = {"year": "2025", "trial": "1"}
    status, body = client.hand_in("/desk/registry/1/roster/firms/", fields, data)
    made = re.search(r"/desk/uploads/([0-9]+)/\Z", client.location)
    assert made is not None, (status, body[-500:])
    beside: list[float] = []
    here, over = client.location, threading.Event()
    reader = threading.Thread(
        target=lambda: beside.extend(_pages(client, begun + PATIENCE, over))
    )
    reader.start()
    while b'"over": true' not in client.ask("GET", f"{here}progress/")[1]:
        assert time.monotonic() < begun + PATIENCE, "the worker never ended"
        time.sleep(PAUSE)
    taken = time.monotonic() - begun
    over.set()
    reader.join()
    _, page = client.ask("GET", f"/desk/uploads/{made[1]}/")
    assert "检查通过，尚未写入任何数据" in page.decode(), page.decode()[-2000:]
    return {
        "seconds": taken,
        "page_alone": statistics.median(alone),
        "page_median": statistics.median(beside),
        "page_p95": statistics.quantiles(beside, n=20)[-1],
        "pages": len(beside),
    }


def _pages(
    client: Client, until: float, over: threading.Event | None = None
) -> list[float]:
    """Open pages until told to stop; return the seconds that each took."""
    taken: list[float] = []
    mine = Client(client.port, cookies={**client.cookies})
    while time.monotonic() < until and not (over is not None and over.is_set()):
        begun = time.perf_counter()
        status, _ = mine.ask("GET", PAGES[len(taken) % len(PAGES)])
        taken.append(time.perf_counter() - begun)
        assert status == 200
        time.sleep(PAUSE)
    return taken
