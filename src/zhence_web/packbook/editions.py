"""Two policies or editions held against each other, in words."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date

from zhence.evidence import Text
from zhence.packs import Pack
from zhence.packs.diff import Change, Strictness, differences

_STRICTNESS: Mapping[Strictness, Text] = {
    Strictness.TIGHTENS: Text("趋严", "tightens"),
    Strictness.RELAXES: Text("放宽", "relaxes"),
    Strictness.UNKNOWN: Text("须人工判断", "for a person to read"),
    Strictness.NEUTRAL: Text("不影响结论", "moves no verdict"),
}


@dataclass(frozen=True, slots=True)
class Difference:
    """One difference in words.

    *strictness* is a code, *weight* its name; a day that is ``None`` is open.
    """

    sentence: Text
    strictness: str
    weight: Text
    first: date | None
    last: date | None


@dataclass(frozen=True, slots=True)
class Comparison:
    """All differences from *old* to *new*, the weightiest first."""

    old: str
    new: str
    differences: tuple[Difference, ...]
    counts: tuple[tuple[str, Text, int], ...]


def compare(old: Pack, new: Pack) -> Comparison:
    """Hold *new* against *old*."""
    told = tuple(_difference(change) for change in differences(old, new))
    return Comparison(
        old.id,
        new.id,
        told,
        tuple(
            (code.value, name, sum(d.strictness == code.value for d in told))
            for code, name in _STRICTNESS.items()
        ),
    )


def _difference(change: Change) -> Difference:
    return Difference(
        change.sentence,
        change.severity.value,
        _STRICTNESS[change.severity],
        change.period.first,
        change.period.last,
    )
