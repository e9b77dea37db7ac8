"""Made-up quarterly figures: seeded, plausible, some missing, some failing.

Amounts of money are whole steps of 0.01 亿元, so that they are typed exactly.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from zhence_web.records.management.demo.stage import between, chance

_DONE_BY_QUARTER = (21, 47, 73, 100)
"""How much of a year's amount is done by the end of each quarter, in percent."""

_MISSING = 3
_OPTIONAL = ("social_investment", "operating_revenue", "hi_tech_enterprises")
_TOURISM = 40
_LEAP = 20


@dataclass(frozen=True, slots=True)
class Profile:
    """What a town's figures are made of, in steps of 0.01 亿元 a year.

    *lead* and *housing* are percentages of the eligible and of the total amount.
    *silent* are the items that the town never reports.
    """

    key: object
    total: int
    lead: int = 78
    housing: int = 8
    silent: frozenset[str] = frozenset()


def profile_of(number: int) -> Profile:
    """Return the made-up profile of a town by its number; some fall short."""
    weak = chance(15, "weak", number)
    return Profile(
        key=number,
        total=between(500, 2_200, "total", number),
        lead=between(45, 66, "lead", number) if weak else between(71, 92, "l", number),
        housing=between(0, 18, "housing", number),
    )


def quarter_figures(profile: Profile, year: int, quarter: int) -> Mapping[str, str]:
    """Return what a town types for a quarter, by item; "" is missing.

    Amounts since 1 January never fall within a year; parts stay below their whole.
    """
    key = (profile.key, year)
    grown = profile.total * between(90, 112, "growth", *key) // 100
    total = grown * _DONE_BY_QUARTER[quarter - 1] // 100
    housing = total * profile.housing // 100
    eligible = total - housing
    lead = eligible * profile.lead // 100
    usual = between(2_000, 12_000, "output", profile.key)
    yearly = usual * between(88, 116, "output", *key) // 100
    output = yearly * _DONE_BY_QUARTER[quarter - 1] // 100
    firms = between(60, 420, "firms", profile.key) + (year - 2023) * 12 + quarter * 3
    values = {
        "total_investment": _yi(total),
        "eligible_investment": _yi(eligible),
        "lead_investment": _yi(lead),
        "social_investment": _yi(total * between(52, 88, "social", *key) // 100),
        "residential_investment": _yi(housing),
        "output_total": _yi(output),
        "characteristic_output": _yi(
            output * between(58, 90, "own", profile.key) // 100
        ),
        "operating_revenue": _yi(output * 11 // 10),
        "tax_revenue": _yi(output * between(4, 7, "tax", profile.key) // 100),
        "enterprises": str(firms),
        "enterprises_above_scale": str(firms // 9),
        "hi_tech_enterprises": str(firms // 14),
        "staff": str(firms * between(18, 40, "staff", profile.key)),
        "new_jobs": str(_jobs(profile, *key, quarter)),
        "annual_visitors": _visitors(profile, *key, quarter),
    }
    for item in _OPTIONAL:
        if chance(_MISSING * 4, "gap", item, *key, quarter):
            values[item] = ""
    return {item: "" if item in profile.silent else v for item, v in values.items()}


def _jobs(profile: Profile, *key: object) -> int:
    """Return new jobs of a quarter; twice as many now and then, which asks why."""
    share = between(85, 115, "jobs", *key)
    usual = between(40, 180, "jobs", profile.key) * share // 100
    return usual * 2 if chance(_LEAP, "leap", *key) else usual


def _visitors(profile: Profile, *key: object) -> str:
    """Return visitors in 万人次; a town without tourism says that it does not apply."""
    if not chance(_TOURISM, "tourism", profile.key):
        return "n/a"
    quarter = int(str(key[-1]))
    usual = between(20, 90, "visitors", profile.key)
    return str(usual * between(90, 112, "visitors", *key[:-1]) * quarter // 100)


def _yi(steps: int) -> str:
    """Return 亿元 from steps of 0.01.

    >>> _yi(1205), _yi(7)
    ('12.05', '0.07')
    """
    return f"{steps // 100}.{steps % 100:02d}"
