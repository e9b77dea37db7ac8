"""What an address asks of the audit: filters and a page, all of it in the URL."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from urllib.parse import urlencode

from django.http import QueryDict
from django.utils import timezone

from zhence.errors import PeriodError
from zhence.periods import parse_date
from zhence_web.records.audit.reads import Asked

_LONGEST = 150
_DAY = timedelta(days=1)
# Days outside have no entry, and the calendar ends somewhere.
_YEARS = range(2000, 2100)


@dataclass(frozen=True, slots=True)
class AuditAsked:
    """A question as it was typed; *refused* is what was given for a day and is none.

    *until* counts in, as people mean it.
    """

    actor: str
    office: str
    action: str
    kind: str
    id: str
    since: date | None
    until: date | None
    refused: str
    page: str

    @property
    def parameters(self) -> tuple[tuple[str, str], ...]:
        """Return the filters as a form carries them, without the page."""
        told = (
            ("actor", self.actor),
            ("office", self.office),
            ("action", self.action),
            ("kind", self.kind),
            ("id", self.id),
            ("since", self.since.isoformat() if self.since else ""),
            ("until", self.until.isoformat() if self.until else ""),
        )
        return tuple((name, value) for name, value in told if value)

    @property
    def filtered(self) -> bool:
        """Say whether the list is narrowed."""
        return bool(self.parameters)

    def page_query(self, number: int) -> str:
        """Return the query of another page of the same list."""
        return "?" + urlencode([*self.parameters, ("page", str(number))])

    def of(self, offices: frozenset[str] | None) -> Asked:
        """Return the question for the records, within what may be looked into."""
        return Asked(
            actor=self.actor,
            office=self.office,
            action=self.action,
            object_kind=self.kind,
            object_id=self.id,
            since=_midnight(self.since) if self.since else None,
            until=_midnight(self.until + _DAY) if self.until else None,
            offices=offices,
        )


def asked(query: QueryDict) -> AuditAsked:
    """Read an address; a day that is none is said and left out."""
    words = {
        name: query.get(name, "").replace("\0", "").strip()[:_LONGEST]
        for name in ("actor", "office", "action", "kind", "id", "since", "until")
    }
    since, until = _day(words.pop("since")), _day(words.pop("until"))
    return AuditAsked(
        **words,
        since=since if isinstance(since, date) else None,
        until=until if isinstance(until, date) else None,
        refused="、".join(day for day in (since, until) if isinstance(day, str)),
        page=query.get("page", ""),
    )


def _day(text: str) -> date | str | None:
    """Return the day that a text names, ``None`` for no text, else the text itself."""
    if not text:
        return None
    try:
        day = parse_date(text)
    except PeriodError:
        return text
    return day if day.year in _YEARS else text


def _midnight(day: date) -> datetime:
    return datetime.combine(day, time(), timezone.get_current_timezone())
