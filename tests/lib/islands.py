"""The scripts of the pages, as set-up built them."""

import json
import os
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[2]
FRONTEND = ROOT / "frontend"
BUILT = ROOT / "src/zhence_web/static/islands/built.json"


def built() -> dict[str, dict[str, int]]:
    """Return what the build said of each island; skips, out loud, without a build."""
    if not BUILT.exists():
        if os.environ.get("CI"):
            pytest.fail("the islands were not built: make setup")
        pytest.skip("the islands are not built: make setup (needs Node 20 or later)")
    told: dict[str, dict[str, int]] = json.loads(BUILT.read_text(encoding="utf-8"))
    return told
