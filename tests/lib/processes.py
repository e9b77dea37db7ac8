"""The surroundings of a process that a test starts."""

import os
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
MEASURING = "COVERAGE_PROCESS_CONFIG"
_OURS = {MEASURING, "DJANGO_ALLOW_ASYNC_UNSAFE"}


def surroundings(**more: str) -> dict[str, str]:
    """The environment of a process of the site: that of the tests, with *more*.

    Its branches are not measured: that takes half its speed, and the tests of each part
    do it in their own process.
    """
    kept = {key: value for key, value in os.environ.items() if key not in _OURS}
    return {**kept, **more}
