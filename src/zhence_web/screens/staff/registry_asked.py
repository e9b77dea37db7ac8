"""What an address asks of the registry: filters, days, a page; all of it in the URL."""

from __future__ import annotations

import unicodedata
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from urllib.parse import urlencode

from django.http import QueryDict
from django.utils import timezone

from zhence.errors import PeriodError
from zhence.periods import parse_date
from zhence_web.records.registry.reads import SiteView

_YEARS = range(1990, 2100)
_LONGEST = 60
_DAY = timedelta(days=1)
_KINDS = ("town", "park")
_LABELS = ("real", "synthetic")


@dataclass(frozen=True, slots=True)
class SitesAsked:
    """A question about the sites; everything empty asks for all."""

    words: str
    kind: str
    city: str
    label: str
    page: str

    @property
    def parameters(self) -> tuple[tuple[str, str], ...]:
        """Return the filters as a form carries them, without the page."""
        told = (
            ("q", self.words),
            ("kind", self.kind),
            ("city", self.city),
            ("label", self.label),
        )
        return tuple((name, value) for name, value in told if value)

    @property
    def filtered(self) -> bool:
        """Say whether the list is narrowed."""
        return bool(self.parameters)

    def page_query(self, number: int) -> str:
        """Return the query of another page of the same list."""
        return "?" + urlencode([*self.parameters, ("page", str(number))])

    def wants(self, site: SiteView) -> bool:
        """Say whether a site passes the filters."""
        if self.kind and site.kind != self.kind:
            return False
        if self.city and (site.city is None or site.city.code != self.city):
            return False
        if self.label and (site.label == "synthetic") != (self.label == "synthetic"):
            return False
        words = plain(self.words)
        return not words or any(words in plain(text) for text in site.searched)


@dataclass(frozen=True, slots=True)
class ListAsked:
    """Which list, on which day, by what was known when.

    *refused* is what was given for a day and is none.
    """

    policy: str
    list_name: str
    on: date
    known: date
    today: date
    refused: str
    page: str

    @property
    def key(self) -> str:
        """Return the list as one word."""
        return f"{self.policy}:{self.list_name}"

    @property
    def known_at(self) -> datetime:
        """The end of the day until which records count; never later than now."""
        end = timezone.make_aware(datetime.combine(self.known + _DAY, time()))
        return min(end, timezone.now())

    @property
    def parameters(self) -> tuple[tuple[str, str], ...]:
        """Return the question as a form carries it, without the page."""
        return (
            ("list", self.key),
            ("on", self.on.isoformat()),
            ("known", self.known.isoformat()),
        )

    def page_query(self, number: int) -> str:
        """Return the query of another page of the same list."""
        return "?" + urlencode([*self.parameters, ("page", str(number))])


def sites_asked(query: QueryDict) -> SitesAsked:
    """Read an address; what cannot be read is left out."""
    kind, label = query.get("kind", ""), query.get("label", "")
    city = query.get("city", "")
    return SitesAsked(
        words=" ".join(query.get("q", "").replace("\0", "").split())[:_LONGEST],
        kind=kind if kind in _KINDS else "",
        city=city if city.isascii() and city.isdigit() else "",
        label=label if label in _LABELS else "",
        page=query.get("page", ""),
    )


def list_asked(query: QueryDict, known: tuple[str, ...]) -> ListAsked:
    """Read an address; *known* are the lists that there are, by their words."""
    today = timezone.localdate()
    on, seen = _day(query, "on"), _day(query, "known")
    key = query.get("list", "")
    policy, _, name = (key if key in known else known[0]).partition(":")
    return ListAsked(
        policy=policy,
        list_name=name,
        on=on if isinstance(on, date) else today,
        known=min(seen, today) if isinstance(seen, date) else today,
        today=today,
        refused="、".join(d for d in (on, seen) if isinstance(d, str)),
        page=query.get("page", ""),
    )


def plain(text: str) -> str:
    """Return text as a search compares it: no width, no case, no space."""
    return "".join(unicodedata.normalize("NFKC", text).split()).casefold()


def _day(query: QueryDict, name: str) -> date | str | None:
    text = query.get(name, "").replace("\0", "").strip()[:_LONGEST]
    if not text:
        return None
    try:
        found = parse_date(text)
    except PeriodError:
        return text
    return found if found.year in _YEARS else text
