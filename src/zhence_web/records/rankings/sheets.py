"""A firm's sheet as a row keeps it: numbers exact, words in both languages."""

from __future__ import annotations

from collections.abc import Sequence
from fractions import Fraction
from typing import TypedDict

from zhence.evidence import Text
from zhence.facts.catalogue import Catalogue
from zhence.permu import Firm, Outcome
from zhence.permu.sheet import Part, sheet
from zhence.permu.written import rounded_text
from zhence.units import decimal_text
from zhence_web.records.rankings.named import FINE

_DIGITS, _POINTS = 6, 4
_SCALE = Text("规模", "scale")


class KeptItem(TypedDict):
    """An item of a sheet as its column keeps it; a text is ``[zh, en]``."""

    title: list[str]
    unit: str
    weight: str
    formula: list[str]
    value: str
    benchmark: list[str]
    points: str
    remark: list[str] | None
    swamps: bool


def row_of(
    outcome: Outcome, firms: Sequence[Firm], row: int, catalogue: Catalogue
) -> dict[str, object]:
    """Return the columns of a firm's result; what there is none of is empty."""
    told = sheet(outcome, firms, row)
    firm = told.firm
    missing = (
        _SCALE if catalogue.get(code) is None else catalogue[code].name
        for code in told.missing
    )
    return {
        "credit_code": firm.code,
        "name": firm.name,
        "place": firm.place,
        "industry": firm.industry,
        "standing": told.standing.name.lower(),
        "score": "" if told.score is None else decimal_text(told.score),
        "rank": told.rank,
        "of": told.of,
        "band": told.band or "",
        "final": told.final or "",
        "land": _fine(firm.amounts.get("land_in_use")),
        "tax": _fine(firm.amounts.get("tax_revenue")),
        "sheet": {
            "roll": None if told.roll is None else _both(told.roll),
            "parts": [_part(part) for part in told.parts],
            "adjusted": decimal_text(told.adjusted) if told.adjusted else "",
            "missing": [_both(name) for name in missing],
            "reasons": [_both(reason) for reason in told.reasons],
            "vetoes": list(firm.vetoes),
        },
    }


def _part(part: Part) -> KeptItem:
    measure = part.item.measure
    return {
        "title": _both(measure.title),
        "unit": "" if measure.unit.name == "1" else str(measure.unit),
        "weight": decimal_text(part.item.weight),
        "formula": _both(part.formula),
        "value": _shown(part.value, _DIGITS),
        "benchmark": [rounded_text(end, _DIGITS) for end in part.benchmark],
        "points": _shown(part.points, _POINTS),
        "remark": None if part.remark is None else _both(part.remark),
        "swamps": part.swamps,
    }


def _fine(amount: Fraction | None) -> int | None:
    return None if amount is None else round(amount * FINE)


def _both(text: Text) -> list[str]:
    return [text.zh, text.en]


def _shown(value: Fraction | None, digits: int) -> str:
    return "" if value is None else rounded_text(value, digits)
