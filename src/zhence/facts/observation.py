"""A reported figure, and a project with its use and its lead industry."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from zhence.evidence import NO_SOURCE, Interval, Source
from zhence.periods import Span


@dataclass(frozen=True, slots=True)
class Observation:
    """One figure of one subject for one period.

    *amount* is in the smallest unit of the indicator's dimension; a partly
    known value is an interval, a printed and rounded one the interval that
    rounds to it (*rounded* is then true).
    *amount* ``None`` means that the indicator does not apply to the subject
    ("n/a"), which is neither missing nor zero.
    *recorded_on* ``None`` means known since before anybody asked.
    """

    subject: str
    indicator: str
    period: Span
    amount: Interval | None
    recorded_on: date | None = None
    source: Source = NO_SOURCE
    rounded: bool = False
    note: str = ""


@dataclass(frozen=True, slots=True)
class Project:
    """One project: what it is used for and what was invested in it.

    *amount* is in 分, over *period* (``None``: undated, counted as a whole).
    *lead* says whether it belongs to the lead industry; ``None`` is unknown.
    *residential* is the declared residential part of a mixed project;
    *split* false means that a mixed project's residential part was never
    declared, so that anything between nothing and all of it may be housing.
    """

    subject: str
    name: str
    use: str
    amount: Interval
    lead: bool | None = None
    residential: Interval | None = None
    split: bool = True
    period: Span | None = None
    recorded_on: date | None = None
    source: Source = NO_SOURCE
