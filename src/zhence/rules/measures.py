"""Named amounts: what a rule compares, and where it may be read from.

A measure lists its sources in order; the first that says anything is used.
Its answer is an interval with the list of what is missing, so that a sum may
decide early and an absent figure decides nothing.
"""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum

from zhence.evidence import ANYTHING, Interval, Source, Text
from zhence.periods import Span
from zhence.units import Unit


class Over(StrEnum):
    """The span or day for which a measure is taken.

    ``latest``: a stock, the newest report by the day asked about.
    ``year``: the assessed year, else the last full calendar year.
    ``at_year_end``: a cumulative plan figure that ends with the assessed year.
    ``building``: from listing to the end of the assessed year or of the
    three-year window; in a standing question, as far as was reported.
    ``to_date``: as ``building``, but as far as was reported while the window
    is still open.
    """

    LATEST = "latest"
    YEAR = "year"
    AT_YEAR_END = "at_year_end"
    BUILDING = "building"
    TO_DATE = "to_date"


@dataclass(frozen=True, slots=True)
class Reported:
    """The indicator as reported."""

    indicator: str


@dataclass(frozen=True, slots=True)
class FromProjects:
    """Summed over projects, without the use classes that a parameter lists.

    With *lead* only projects of the lead industry count.
    """

    excluded: str
    lead: bool = False


@dataclass(frozen=True, slots=True)
class Difference:
    """One indicator less others, never below zero."""

    whole: str
    less: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Proven:
    """A stated grade, and another indicator that proves at least its own grade.

    A proof that is lower shows nothing; without a stated grade more than the
    proven one is possible.
    """

    stated: str
    proof: str


@dataclass(frozen=True, slots=True)
class Greatest:
    """The larger of a measure and a threshold by category.

    When the measure is missing the threshold stands alone and *flag* is raised.
    """

    measure: str
    by_category: str
    flag: str


@dataclass(frozen=True, slots=True)
class Scaled:
    """A measure times a share, in one year of the stay and one reading only."""

    measure: str
    times: str
    in_year: str | None = None
    when: str | None = None
    equals: str | None = None


@dataclass(frozen=True, slots=True)
class LeadIndustries:
    """How many lead industries the membership names."""


@dataclass(frozen=True, slots=True)
class MonthsListed:
    """Full months since listing."""


From = (
    Reported
    | FromProjects
    | Difference
    | Proven
    | Greatest
    | Scaled
    | LeadIndustries
    | MonthsListed
)


@dataclass(frozen=True, slots=True)
class Measure:
    """A named amount of a policy; *unit* is what it is shown in."""

    id: str
    title: Text
    unit: Unit
    over: Over
    sources: tuple[From, ...]
    levels: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Amount:
    """What a measure came to, in smallest units.

    *told* false: no source said anything; *applies* false: reported as not
    applicable.
    *unsplit*: an undeclared residential part widens it.
    *others*: over lead projects, what is not of the lead industry, under the
    exclusions *others_of*.
    *impossible* says why the reports cannot be true (then it decides nothing).
    """

    interval: Interval = ANYTHING
    missing: tuple[str, ...] = ()
    told: bool = True
    applies: bool = True
    unsplit: bool = False
    others: Interval | None = None
    others_of: str | None = None
    rounded: bool = False
    impossible: Text | None = None
    flags: frozenset[str] = frozenset()
    period: Span | None = None
    sources: tuple[Source, ...] = ()
