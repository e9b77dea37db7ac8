"""How a Chromium is found and started that talks to nobody but us."""

import os
import shutil

NAMES = ("chromium", "chromium-browser", "google-chrome", "google-chrome-stable")
CHROMIUM_ARGUMENTS = [
    "--no-sandbox",  # containers run as root
    "--disable-gpu",
    "--disable-dev-shm-usage",
    "--disable-quic",
    "--no-first-run",
    # Chromium greets its makers at every start; there is no network here.
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
    "--host-resolver-rules=MAP * ~NOTFOUND, EXCLUDE 127.0.0.1",
]


def chromium_here() -> str | None:
    """Return the path of a Chromium, from ``CHROMIUM`` or ``PATH``."""
    candidates = (os.environ.get("CHROMIUM"), *map(shutil.which, NAMES))
    return next((found for found in candidates if found), None)
