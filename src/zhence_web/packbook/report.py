"""The nine towns of the study-tour report and what it prints about each."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from fractions import Fraction
from pathlib import Path

from zhence.evidence import Interval, Text
from zhence.facts.catalogue import Catalogue, Indicator, Kind
from zhence.intake.delimited import read_records
from zhence.units import unit
from zhence_web.packbook.figures import unit_name
from zhence_web.packbook.notes import noted

_LABEL = re.compile(r"label (?P<label>[^;]+?)(?:; as of: (?P<rest>.*))?\Z")
_LINE = re.compile(r"RPT line (?P<line>[\d-]+)\Z")

QUALIFIERS: Mapping[str, Text] = {
    "exact": Text("", ""),
    "about": Text("约", "about"),
    "at_least": Text("至少", "at least"),
    "at_most": Text("至多", "at most"),
    "more_than": Text("超过", "more than"),
    "ambiguous": Text("", ""),
    "text": Text("", ""),
}
QUALITIES: Mapping[str, Text] = {
    "ok": Text("按原文", "as printed"),
    "year_unreliable": Text(
        "年份被改写，不用于判定", "year overwritten, so not judged on"
    ),
    "ambiguous": Text("原文有歧义，不用于判定", "ambiguous, so not judged on"),
    "corrupted": Text("数值损坏，按缺报处理", "figure corrupted, taken as unknown"),
}
_JUDGED = "ok"
_TEXT = "text"


@dataclass(frozen=True, slots=True)
class Printed:
    """One figure of the report.

    *amount* is in smallest units (a grade: its rank); ``None`` where the figure
    is text, or is corrupted, ambiguous or of an unreliable year: what cannot be
    trusted is unknown.
    """

    code: str
    indicator: Text
    kind: Kind | None
    value: str
    qualifier: Text
    unit: Text
    quality: Text
    sound: bool
    where: Text
    amount: Interval | None


@dataclass(frozen=True, slots=True)
class Visited:
    """One town of the report; *clause* is the section that describes it."""

    number: int
    town: str
    category: str | None
    category_basis: str
    name_basis: str
    figures: tuple[Printed, ...]


def read_report(reference: Path, catalogue: Catalogue) -> dict[str, Visited]:
    """Return the towns of the report by name."""
    figures: dict[str, list[Printed]] = {}
    for _, row in read_records(reference / "report" / "facts.csv"):
        figures.setdefault(row["subject"], []).append(_printed(row, catalogue))
    return {
        row["name"]: Visited(
            int(row["no"]),
            row["name"],
            row["category"] or None,
            row["category_basis"],
            row["name_basis"],
            tuple(figures.get(row["name"], ())),
        )
        for _, row in read_records(reference / "report" / "towns.csv")
    }


def _printed(row: Mapping[str, str], catalogue: Catalogue) -> Printed:
    indicator = catalogue.find(row["indicator"])
    label = _LABEL.match(row["note"])
    line = _LINE.match(row["source"])
    number = line["line"] if line else "?"
    sound = row["quality"] == _JUDGED
    name = indicator.name if indicator else Text(row["indicator"], row["indicator"])
    return Printed(
        code=indicator.code if indicator else row["indicator"],
        indicator=Text(label["label"], name.en) if label else name,
        kind=indicator.kind if indicator else None,
        value=row["value"],
        qualifier=QUALIFIERS[row["qualifier"]],
        unit=Text("", "") if row["unit"] in {"", "1"} else unit_name(row["unit"]),
        quality=QUALITIES[row["quality"]],
        sound=sound,
        where=Text(f"报告第{number}行", f"report, line {number}"),
        amount=_amount(row, indicator) if sound else None,
    )


def printed_value(printed: Printed) -> Text:
    """Return the value as text; words of the report are known in both languages."""
    return noted(printed.value)


def _amount(row: Mapping[str, str], indicator: Indicator | None) -> Interval | None:
    """Return the printed figure as an interval, in smallest units.

    "About 3.5" is any figure that rounds to it; "at least" has no upper end.
    """
    text = row["value"]
    if indicator is None or not text or row["qualifier"] == _TEXT:
        return None
    if indicator.levels:
        return Interval.point(indicator.levels.index(text))
    if not row["unit"]:
        return None
    return _as_qualified(text, row["qualifier"]).times(unit(row["unit"]).factor)


def _as_qualified(text: str, qualifier: str) -> Interval:
    value = Fraction(text)
    if qualifier in {"at_least", "more_than"}:
        return Interval(value, None)
    if qualifier == "at_most":
        return Interval(None, value)
    if qualifier == "about":
        half = Fraction(1, 2 * 10 ** len(text.partition(".")[2]))
        return Interval(value - half, value + half)
    return Interval.point(value)
