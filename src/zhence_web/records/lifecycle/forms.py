"""What an office fills in, as values: actions take these, screens read them."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date


@dataclass(frozen=True, slots=True)
class Paper:
    """A document that is cited: its number, title, issuer and day."""

    number: str
    title: str
    issuer: str = ""
    issued_on: date | None = None


@dataclass(frozen=True, slots=True)
class Deciding:
    """A decision to be put on record.

    *effective* ``None``: the day of the decision. *value* is what a rating says,
    *end* the last day of an extension, *year* an exempted year, *clause* what it is
    about, *grounds* the body's own reasons.
    """

    what: str
    body: str
    on: date
    paper: Paper
    effective: date | None = None
    appeal_until: date | None = None
    value: str = ""
    end: date | None = None
    year: int | None = None
    clause: str = ""
    grounds: str = ""


@dataclass(frozen=True, slots=True)
class Happening:
    """An event to be put on record; ``None`` is not said."""

    type: str
    on: date
    body: str = ""
    passed: bool | None = None
    aspects: int | None = None
    recommends: str = ""
    source: str = ""


@dataclass(frozen=True, slots=True)
class Exempting:
    """An exemption to be put on record; *ends* and *expires* are last days."""

    clause: str
    starts: date
    ends: date
    body: str
    paper: Paper
    reason: str
    expires: date
