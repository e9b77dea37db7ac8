"""What the library answers about per-mu schemes: firms of a case, graded."""

from __future__ import annotations

from collections.abc import Mapping
from fractions import Fraction

from pydantic import Field, TypeAdapter

from zhence.cases.forms import Given
from zhence.errors import BadInputError, Fault
from zhence.permu import Firm, Graded, Scheme, grade_plainly, with_groups
from zhence.permu.plausible import impossible
from zhence.permu.scheme import Scale, Status
from zhence.permu.score import steps_of
from zhence.units import exact_number

# Points are compared to four places: more than any notice prints.
_PLACES = 10**4


class FirmOfCase(Given):
    """A firm; amounts in 万元, 亩, 人, 吨标煤, 吨, 千瓦时 and fractions of 1."""

    amounts: dict[str, str | int]
    scale: str | None = None
    place: str = ""
    industry: str = ""
    status: str = "normal"
    group: str = ""
    veto: str = ""
    adjustments: list[str] = Field(default_factory=list)


class PerMuGiven(Given):
    """The firms of one evaluation by name."""

    firms: dict[str, FirmOfCase]


def answer_per_mu(scheme: Scheme, given: Mapping[str, object]) -> dict[str, object]:
    """Grade the firms of a case by the plain twin; refuse what cannot be."""
    asked = TypeAdapter(PerMuGiven).validate_python(given)
    firms = [_firm(name, told) for name, told in asked.firms.items()]
    refused = sorted({fault.code for fault in impossible(scheme, firms)})
    if refused:
        return {"refused": refused}
    found = {g.firm.name: g for g in grade_plainly(scheme, with_groups(firms, scheme))}
    return {
        "refused": [],
        "scores": {name: g.score for name, g in found.items()},
        "points": {name: _points(g) for name, g in found.items()},
        "ranks": {name: g.rank for name, g in found.items()},
        "bands": {name: g.band for name, g in found.items()},
        "grades": {name: g.final for name, g in found.items()},
        "standings": {name: g.standing for name, g in found.items()},
        "missing": {name: list(g.missing) for name, g in found.items()},
    }


def _firm(name: str, told: FirmOfCase) -> Firm:
    return Firm(
        name,
        name,
        {code: _number(name, code, text) for code, text in told.amounts.items()},
        None if told.scale is None else Scale(told.scale),
        told.place,
        told.industry,
        Status(told.status),
        told.group,
        (told.veto,) if told.veto else (),
        frozenset(told.adjustments),
    )


def _number(name: str, code: str, text: str | int) -> Fraction:
    found = exact_number(str(text))
    if found is None:
        raise BadInputError(
            Fault(
                "case_number",
                f"{name} 的 {code} 不是数字：{text}",
                f"{code} of {name} is no number: {text}",
                remedy="leave an unknown amount out",
            )
        )
    return found


def _points(graded: Graded) -> dict[str, object]:
    return {
        code: None if p is None else Fraction(steps_of(p, _PLACES), _PLACES)
        for code, p in (graded.points or {}).items()
    }
