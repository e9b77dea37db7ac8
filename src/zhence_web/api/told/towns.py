"""Towns and benchmarks as the API tells them."""

from __future__ import annotations

from zhence_web.api.shapes.towns import DossierOut, JudgedOut, TownLine
from zhence_web.packbook import Benchmark, Compared, Standing, Town

# Lists and events of real towns were read on public pages, which are no authority.
_LABEL = "reference"


def line(town: Town, standing: Standing) -> TownLine:
    """Return a town with its standing of a day."""
    return TownLine.model_validate(
        {
            "id": town.id,
            "name": town.name,
            "city": None if town.city is None else town.city.name.zh,
            "city_code": None if town.city is None else town.city.code,
            "county": None if town.county is None else town.county.name.zh,
            "county_code": None if town.county is None else town.county.code,
            "category": town.category,
            "state": standing.state,
            "state_name": standing.name,
            "since": standing.since,
            "possible": standing.possible,
            "label": _LABEL,
        }
    )


def dossier(town: str, found: Benchmark) -> DossierOut:
    """Return a benchmark; what is not reported has no value at all."""
    return DossierOut.model_validate(
        {
            "town": town,
            "policy": found.policy,
            "title": found.title,
            "label": found.label,
            "on": found.on,
            "pack_hash": found.pack_hash,
            "category": found.category,
            "criteria": [_judged(row) for row in found.rows],
        }
    )


def _judged(row: Compared) -> JudgedOut:
    finding = row.finding
    return JudgedOut.model_validate(
        {
            "criterion": finding.criterion,
            "title": row.title,
            "clauses": list(finding.clauses),
            "verdict": finding.verdict.value,
            "value": finding.value if row.reported else None,
            "operator": row.operator,
            "threshold": finding.threshold,
            "gap": finding.gap if row.reported else None,
            "unit": row.unit,
            "missing": row.missing,
            "label": row.label,
        }
    )
