"""A rulebook and an occasion → what the kernel runs, whole numbers throughout.

The criteria are those of :mod:`zhence.rules.program`; here their forms are
brought to whole coefficients over whole columns, and everything that depends on
the day whose thresholds bind is worked out once for each stretch of days.
A plan is a plain value: it can be sent to another process.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date, timedelta
from math import lcm

from zhence.engines import refusals
from zhence.engines.amounts import GREATEST
from zhence.engines.columns import Input
from zhence.engines.measures import Measured, Measuring, measuring_for
from zhence.engines.scope import Scope, scope_of
from zhence.engines.thresholds import Limits, limits_of
from zhence.evidence import Force
from zhence.rules.program import (
    Form,
    Instead,
    Inverted,
    Joined,
    Node,
    Program,
    Test,
    Tolerant,
    compile_program,
)
from zhence.rules.rulebook import Criterion, Occasion, Rulebook

_ONE_DAY = timedelta(days=1)
_MOST_BITS = 63


@dataclass(frozen=True, slots=True)
class Version:
    """The criteria with the thresholds in force from *start* on."""

    start: date
    nodes: Mapping[str, Node]
    limits: Mapping[str, Limits]
    measures: Mapping[str, Measured]


@dataclass(frozen=True, slots=True)
class Asked:
    """One criterion as the kernel asks it.

    *gap_scale*: how many units of the gap column are one smallest unit;
    ``None`` where the criterion compares no amount.
    *exempt_bit*: its place in the column ``exempt``; ``None`` where nothing
    can excuse it.
    """

    id: str
    scope: tuple[Scope, ...]
    part: str | None
    advisory: bool
    gap_scale: int | None
    exempt_bit: int | None


@dataclass(frozen=True, slots=True)
class Plan:
    """Everything the kernel needs, for all rows of one occasion.

    *inputs* are the amount columns that are read; *watched* the columns of
    the bitmap of missing amounts, from bit 0 up.
    *states* and *categories* are what ``state`` and ``candidates`` count.
    """

    policy: str
    occasion: Occasion
    criteria: tuple[Asked, ...]
    versions: tuple[Version, ...]
    inputs: Mapping[str, Input]
    watched: tuple[str, ...]
    states: tuple[str, ...]
    categories: tuple[str, ...]
    measuring: Measuring
    rulebook: Rulebook

    @property
    def parts(self) -> tuple[str, ...]:
        """The parts of a year's result that the life cycle may look at."""
        return tuple(dict.fromkeys(c.part for c in self.criteria if c.part))
