"""How complete a period is: who was asked, who answered, who is late."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass
from datetime import date

from zhence.evidence import Text
from zhence.reporting.approval import State
from zhence_web.packbook.forms import return_forms
from zhence_web.records.accounts.hand import Hand
from zhence_web.records.reporting.reads.heads import Head
from zhence_web.records.reporting.reads.lists import Wanted, below, inbox


@dataclass(frozen=True, slots=True)
class Share:
    """How far the returns below one office are; *unit* empty is all of them.

    *asked* = *filling* + *under_way* + *final*; *late* are some of those filling.
    """

    unit: str
    asked: int
    filling: int
    under_way: int
    final: int
    late: int
    missing: tuple[Head, ...]

    @property
    def percent(self) -> int:
        """The share that was submitted, in whole per cent, rounded down."""
        return (self.asked - self.filling) * 100 // self.asked if self.asked else 0


@dataclass(frozen=True, slots=True)
class AskedFor:
    """A form for a period of which something was asked; *key* names it in addresses."""

    form: str
    period: str
    title: Text
    ends: date

    @property
    def key(self) -> str:
        """Return the form and the period in one word."""
        return f"{self.form}:{self.period}"


def completeness(by: Hand, on: date, form: str, period: str) -> tuple[Share, ...]:
    """Return how complete a form is for a period: the whole first, then each part.

    The parts are the counties below a city, and the cities below a province; of a
    county there is the whole alone. Nothing was asked: no row.
    """
    heads = inbox(by, on, Wanted(form=form, period=period))
    if not heads:
        return ()
    parts: dict[str, list[Head]] = {}
    for head in heads:
        parts.setdefault(_part(head, by), []).append(head)
    whole = _share("", heads)
    if len(parts) == 1:
        return (whole,)
    return (whole, *(_share(name, tuple(parts[name])) for name in sorted(parts)))


def asked_for(by: Hand, on: date) -> tuple[AskedFor, ...]:
    """Return the forms and periods that were asked below an office, the newest first.

    What is below is what the inbox would show.
    """
    rows = below(by, on).values_list("form", "edition", "period", "ends").distinct()
    forms = return_forms()
    held = {
        (code, period): AskedFor(code, period, form.title, ends)
        for code, edition, period, ends in rows
        if (form := forms.of(code, edition)) is not None
    }
    inward = sorted(held.values(), key=lambda a: a.form)
    return tuple(sorted(inward, key=lambda a: a.ends, reverse=True))


def _part(head: Head, by: Hand) -> str:
    """Return the name of the office right below *by* that a return goes through."""
    city, county = head.site.city, head.site.county
    if city is not None and city.org != by.org:
        return city.name
    return county.name if county is not None else ""


def _share(unit: str, heads: tuple[Head, ...]) -> Share:
    states = Counter("final" if h.final else h.state.value for h in heads)
    filling = states[State.DRAFT.value] + states[State.RETURNED.value]
    return Share(
        unit=unit,
        asked=len(heads),
        filling=filling,
        under_way=len(heads) - filling - states["final"],
        final=states["final"],
        late=sum(h.late for h in heads),
        missing=tuple(h for h in heads if h.open),
    )
