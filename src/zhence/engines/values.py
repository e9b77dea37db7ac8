"""Rows of a register's tables → the values that the plain judge reads."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from fractions import Fraction

from zhence.evidence import Interval
from zhence.facts import Decision, Event, Membership, Observation
from zhence.periods import Span

Row = Mapping[str, object]


def membership(row: Row) -> Membership:
    """Return a membership; what is not given is unknown."""
    industries = row.get("lead_industries")
    was = row.get("was_creation")
    return Membership(
        subject=str(row["subject"]),
        list=text(row, "list") or "",
        state=text(row, "state") or "",
        category=text(row, "category"),
        lead_industries=tuple(map(str, industries))
        if isinstance(industries, list)
        else None,
        listed_on=day(row, "listed_on"),
        stay_first_year=number(row, "stay_first_year"),
        was_creation=was if isinstance(was, bool) else None,
    )


def observation(row: Row) -> Observation:
    """Return a report; one said not to apply has no amount."""
    start, end = day(row, "start"), day(row, "end")
    point = "amount" in row
    ends = (number(row, "amount" if point else end) for end in ("low", "high"))
    return Observation(
        str(row["subject"]),
        text(row, "indicator") or "",
        Span(start or date.min, end or date.max),
        None if row.get("absent") is True else Interval(*map(_fraction, ends)),
        day(row, "recorded_on"),
    )


def decision(row: Row) -> Decision:
    """Return a decision."""
    return Decision(
        text(row, "what") or "",
        text(row, "by") or "",
        day(row, "on") or date.max,
        text(row, "document") or "",
        text(row, "list"),
        text(row, "value"),
        year=number(row, "year"),
    )


def event(row: Row) -> Event:
    """Return an event."""
    verified = row.get("verified")
    return Event(
        text(row, "type") or "",
        day(row, "on") or date.max,
        verified if isinstance(verified, bool) else None,
    )


def text(row: Row, name: str) -> str | None:
    """Return a word, ``None`` where it is not given."""
    value = row.get(name)
    return None if value is None else str(value)


def number(row: Row, name: str) -> int | None:
    """Return a whole number, ``None`` where it is not given."""
    value = row.get(name)
    return value if isinstance(value, int) else None


def day(row: Row, name: str) -> date | None:
    """Return a day, ``None`` where it is not given."""
    value = row.get(name)
    return value if isinstance(value, date) else None


def _fraction(value: int | None) -> Fraction | None:
    return None if value is None else Fraction(value)
