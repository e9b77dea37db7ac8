"""As of which day a page of the registry is asked, and by what was known when."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from urllib.parse import urlencode

from django.http import HttpRequest
from django.utils import timezone

from zhence.errors import PeriodError
from zhence.periods import parse_date
from zhence_web.kit.paging import Listed

_YEARS = range(1990, 2100)
_DAY = timedelta(days=1)
_LONGEST = 20


@dataclass(frozen=True, slots=True)
class AsOf:
    """A day, and the last day whose records count as known.

    *refused* is what was given and is no day; today stands in its place.
    """

    on: date
    known: date
    today: date
    refused: str

    @property
    def known_at(self) -> datetime:
        """The end of the day until which records count; never later than now."""
        end = datetime.combine(self.known + _DAY, time())
        return min(timezone.make_aware(end), timezone.now())

    @property
    def past(self) -> bool:
        """Say whether it is not simply today by all that is known."""
        return (self.on, self.known) != (self.today, self.today)

    @property
    def parameters(self) -> tuple[tuple[str, str], ...]:
        """Return the days that an address has to name; none for today."""
        return tuple(
            (name, day.isoformat())
            for name, day in (("on", self.on), ("known", self.known))
            if day != self.today
        )

    @property
    def query(self) -> str:
        """Return what links to other pages carry along; empty for today."""
        return "?" + urlencode(self.parameters) if self.parameters else ""

    def pages(self, *more: tuple[str, str]) -> Listed:
        """Return the addresses of the pages of a list on such a page."""
        return Listed((*more, *self.parameters))


def as_of(request: HttpRequest) -> AsOf:
    """Read the two days of an address."""
    today = timezone.localdate()
    on, known = _day(request, "on"), _day(request, "known")
    refused = "、".join(d for d in (on, known) if isinstance(d, str))
    return AsOf(
        on=on if isinstance(on, date) else today,
        known=min(known, today) if isinstance(known, date) else today,
        today=today,
        refused=refused,
    )


def _day(request: HttpRequest, name: str) -> date | str | None:
    text = request.GET.get(name, "").strip()[:_LONGEST]
    if not text:
        return None
    try:
        found = parse_date(text)
    except PeriodError:
        return text
    return found if found.year in _YEARS else text
