"""What bodies have put on record: memberships, events, decisions, exemptions."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date

from zhence.periods import Span


@dataclass(frozen=True, slots=True)
class Membership:
    """This town on that list under that policy: the thing that has a state.

    *stay_first_year* is the first assessed year of the present stay on the
    list; *was_creation* says that a cultivation town was a creation object
    before; ``None`` is unknown.
    *flags* are dated marks such as PRIORITY, from and to.
    """

    subject: str
    list: str
    state: str
    category: str | None = None
    lead_industries: tuple[str, ...] | None = None
    listed_on: date | None = None
    stay_first_year: int | None = None
    was_creation: bool | None = None
    extension_end: date | None = None
    extensions: int = 0
    flags: Mapping[str, tuple[date, date]] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Event:
    """Something that happened to a membership on a day.

    *verified* ``None`` means that nobody said whether it was.
    """

    type: str
    on: date
    verified: bool | None = None
    passed: bool | None = None
    by: str | None = None
    aspects: int | None = None
    recommends: str | None = None
    subject: str | None = None


@dataclass(frozen=True, slots=True)
class Decision:
    """What a named body decided, by a document, on a day."""

    what: str
    by: str
    on: date
    document: str
    list: str | None = None
    value: str | None = None
    end: date | None = None
    year: int | None = None
    clause: str | None = None


@dataclass(frozen=True, slots=True)
class Exemption:
    """A record that an in-principle criterion need not be met, until a day."""

    clause: str
    period: Span
    body: str
    document: str
    reason: str
    expires: date
