"""What a figure means."""

from __future__ import annotations

from zhence_web.api.shapes.parts import Both, Out


class IndicatorOut(Out):
    """An indicator of the catalogue; *label* says what the definition is worth."""

    code: str
    name: Both
    definition: Both
    kind: str
    unit: str | None
    non_negative: bool
    label: str
