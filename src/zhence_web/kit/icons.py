"""Small drawings: shape says what colour repeats, and words stand beside both."""

from __future__ import annotations

from collections.abc import Mapping
from functools import cache
from pathlib import Path

_DRAWINGS = Path(__file__).parent / "drawings"
_NAMESPACE = ' xmlns="http://www.w3.org/2000/svg"'
# Names that share a drawing with another.
_SAME: Mapping[str, str] = {
    "eliminated": "fail",
    "excellent": "named",
    "good": "pass",
    "warning": "error",
}


@cache
def drawing(name: str) -> str:
    """Return the drawing of *name* as it stands inside a page.

    Readers of the screen skip it: it never says anything that words do not.
    """
    file = _DRAWINGS / f"{_SAME.get(name, name)}.svg"
    text = file.read_text(encoding="utf-8").strip().replace(_NAMESPACE, "")
    hidden = f'<svg class="icon icon-{name}" aria-hidden="true" focusable="false"'
    return text.replace("<svg", hidden, 1)
