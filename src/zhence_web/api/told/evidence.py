"""Definitions and evidence as the API tells them."""

from __future__ import annotations

from zhence.facts.catalogue import Indicator
from zhence_web.api.shapes.evidence import IndicatorOut


def indicator(held: Indicator) -> IndicatorOut:
    """Return an indicator with its definition."""
    return IndicatorOut.model_validate(
        {
            "code": held.code,
            "name": held.name,
            "definition": held.definition,
            "kind": held.kind.value,
            "unit": None if held.unit is None else held.unit.name,
            "non_negative": held.non_negative,
            "label": held.label.value,
        }
    )
