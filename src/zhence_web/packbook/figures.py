"""Published figures of single towns: shown as printed, never judged.

Press pages give them with units and periods of their own ("more than", "to 2019"),
and some contradict each other; they are no facts table and are not made into one.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

from zhence.errors import UnitError
from zhence.evidence import Text
from zhence.facts.catalogue import Catalogue
from zhence.intake.delimited import read_records
from zhence.units import unit
from zhence_web.packbook.citations import Cited, cited
from zhence_web.packbook.notes import noted

_UNIT = re.compile(r"(?P<unit>.+?)(?: \((?P<about>more than|nearly)\))?\Z")
_ABOUT: Mapping[str, Text] = {
    "more than": Text("超过", "more than"),
    "nearly": Text("近", "nearly"),
}
# English readers get what a Chinese unit amounts to; counts of things need no unit.
_IN_ENGLISH: Mapping[str, str] = {
    "元": "yuan",
    "万元": "万元 (10,000 yuan)",
    "亿元": "亿元 (100m yuan)",
    "万亿元": "万亿元 (trillion yuan)",
    "亿元/年": "亿元 (100m yuan) a year",
    "万元/亩": "万元/亩 (10,000 yuan per mu)",
    "亩": "mu",
    "万亩": "10,000 mu",
    "家": "firms",
    "个": "",
    "项": "items",
    "人": "persons",
    "万人": "10,000 persons",
    "人次": "visits",
    "万人次": "万人次 (10,000 visits)",
    "万人次/年": "万人次 (10,000 visits) a year",
    "万m²": "10,000 m²",
    "级": "",
    "年": "years",
    "月": "months",
    "倍": "times",
    "分": "points",
    "次": "times",
}
_ODD_UNITS: Mapping[str, Text] = {
    "rank": Text("名次", "rank"),
    "of 100": Text("百分制得分", "points of 100"),
}
_STATUSES: Mapping[str, Text] = {
    "planned": Text("规划值", "planned"),
    "actual": Text("实际值", "actual"),
}


@dataclass(frozen=True, slots=True)
class Figure:
    """One published figure as printed; *about* is ``more than`` or the like."""

    indicator: Text
    value: str
    about: Text | None
    unit: Text
    period: Text
    status: Text
    planned: bool
    note: Text
    sources: tuple[Cited, ...]


def read_figures(
    reference: Path, catalogue: Catalogue
) -> dict[str, tuple[Figure, ...]]:
    """Return the figures by town, actual ones first, in the order of the table."""
    found: dict[str, list[Figure]] = {}
    for _, row in read_records(reference / "zhejiang" / "indicators.csv"):
        found.setdefault(row["town"], []).append(_figure(row, catalogue))
    return {
        town: tuple(sorted(figures, key=lambda f: f.planned))
        for town, figures in found.items()
    }


def _figure(row: Mapping[str, str], catalogue: Catalogue) -> Figure:
    indicator = catalogue.find(row["indicator"])
    match = _UNIT.match(row["unit"])
    about = match["about"] if match else None
    return Figure(
        indicator=indicator.name
        if indicator
        else Text(row["indicator"], row["indicator"]),
        value=row["value"],
        about=_ABOUT[about] if about else None,
        unit=unit_name(match["unit"] if match else row["unit"]),
        period=noted(row["period"]),
        status=_STATUSES.get(row["status"], Text(row["status"], row["status"])),
        planned=row["status"] == "planned",
        note=noted(row["note"]) if row["note"] else Text("", ""),
        sources=cited(row["source_url"]),
    )


def unit_name(text: str) -> Text:
    """Return how a printed unit is shown: by its proper name where it has one."""
    if text in _ODD_UNITS:
        return _ODD_UNITS[text]
    try:
        name = unit(text).name
    except UnitError:
        name = text
    return Text(name, _IN_ENGLISH.get(name, name))
