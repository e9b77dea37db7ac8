"""What is concluded about one target, and everything it rests on."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from fractions import Fraction

from zhence.evidence import Interval, Label, Source, Text, Verdict
from zhence.targets.pace import Pace
from zhence.units import Unit


@dataclass(frozen=True, slots=True)
class Alternative:
    """The same target under another reading; it is shown and decides nothing."""

    verdict: Verdict
    value: Interval | None
    threshold: Fraction | None


@dataclass(frozen=True, slots=True)
class MemberFigure:
    """What one member would come to by itself."""

    verdict: Verdict
    value: Interval | None


@dataclass(frozen=True, slots=True)
class TargetFinding:
    """One target on one day.

    *value*, *threshold* and *gap* are in *unit*; the gap is value minus
    threshold, so a negative one is a shortfall. *day* is what was measured:
    the day asked about, or the deadline once it is over; *due* says so.
    A missed aim (*aim*) never has consequences.
    """

    id: str
    title: Text
    clauses: tuple[str, ...]
    verdict: Verdict
    unit: Unit
    operator: str
    day: date
    value: Interval | None = None
    threshold: Fraction | None = None
    gap: Interval | None = None
    due: bool = False
    aim: bool = False
    counts: Mapping[str, int] = field(default_factory=dict)
    by_period: Mapping[str, Verdict] = field(default_factory=dict)
    members: Mapping[str, MemberFigure] = field(default_factory=dict)
    gaps: tuple[str, ...] = ()
    missing: tuple[str, ...] = ()
    alternatives: Mapping[str, Alternative] = field(default_factory=dict)
    pace: Pace | None = None
    reading: Text | None = None
    because: Text | None = None
    sources: tuple[Source, ...] = ()
    flags: frozenset[str] = frozenset()
    label: Label = Label.OFFICIAL
    policy: str = ""
    edition: str = ""
    pack_hash: str = ""
