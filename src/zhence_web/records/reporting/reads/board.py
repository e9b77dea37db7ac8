"""How a form stands for a period, level by level: in time, late, missing, wrong.

Late came after its day, missing has not come and its day is over, wrong was sent
back: three things, counted apart, and none of them a zero.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date

from django.db.models import Min
from django.utils.timezone import localdate

from zhence.packs.workdays import chinese_workdays
from zhence.reporting.approval import Act as Deed
from zhence.reporting.approval import State
from zhence.reporting.deadlines import Arrival, Delivery, delivery
from zhence.reporting.workdays import Due
from zhence_web.records.accounts.hand import Hand
from zhence_web.records.registry.models import Label
from zhence_web.records.reporting.models import Act
from zhence_web.records.reporting.reads.heads import Head
from zhence_web.records.reporting.reads.lists import Wanted, inbox


@dataclass(frozen=True, slots=True)
class Stand:
    """One return of a town or park, and how it stands to its day."""

    head: Head
    delivery: Delivery

    @property
    def arrival(self) -> str:
        """Return ``not_due``, ``on_time``, ``late`` or ``missing``."""
        return self.delivery.arrival.value

    @property
    def wrong(self) -> bool:
        """Say whether it came and was sent back."""
        return self.delivery.wrong is True


@dataclass(frozen=True, slots=True)
class Group:
    """The returns below one office; *org* ``None`` is all of them.

    *asked* = *on_time* + *late* + *missing* + *not_due*; *wrong* are some of those
    that came. *final* need nobody's approval any more. *leads*: there are levels
    below to look at.
    """

    org: int | None
    name: str
    leads: bool
    asked: int
    on_time: int
    late: int
    missing: int
    not_due: int
    wrong: int
    final: int

    @property
    def percent(self) -> int:
        """The share that has come, in whole per cent, rounded down."""
        came = self.on_time + self.late
        return came * 100 // self.asked if self.asked else 0


@dataclass(frozen=True, slots=True)
class Board:
    """The whole first, then each part; at the lowest level the returns themselves.

    *waited_for* are all that have not come, at whatever level they stand.
    *path* leads here from the top: ids and names, the asker's own first.
    *provisional*: some day hangs on a year whose holidays are not published.
    *synthetic*: some of what is counted is made up.
    """

    path: tuple[tuple[int, str], ...]
    whole: Group
    parts: tuple[Group, ...]
    stands: tuple[Stand, ...]
    waited_for: tuple[Stand, ...]
    provisional: bool
    synthetic: bool


def board(
    by: Hand, on: date, form: str, period: str, within: int | None = None
) -> Board | None:
    """Return how a form stands for a period within an office below *by*.

    *within* ``None`` is the asker's own. ``None`` where nothing was asked there,
    be it that the office is none of theirs. The number of queries does not grow
    with the returns.
    """
    heads = inbox(by, on, Wanted(form=form, period=period))
    chosen = by.org if within is None else within
    if chosen != by.org:
        heads = tuple(h for h in heads if chosen in _above(h))
    if not heads:
        return None
    stands = _stands(heads, on)
    parts: dict[tuple[int, str], list[Stand]] = {}
    for one in stands:
        key = _next(one.head, chosen)
        if key is not None:
            parts.setdefault(key, []).append(one)
    groups = tuple(
        _group(held, org, name, chosen)
        for (org, name), held in sorted(parts.items(), key=lambda p: p[0][1])
    )
    return Board(
        path=_path(heads[0], by, chosen),
        whole=_group(stands, None, "", chosen),
        parts=groups,
        # Whatever stands right below the office is shown itself.
        stands=tuple(s for s in stands if _next(s.head, chosen) is None),
        waited_for=tuple(s for s in stands if s.delivery.arrival in _NOT_COME),
        provisional=any(s.delivery.provisional for s in stands),
        synthetic=any(s.head.label == Label.SYNTHETIC for s in stands),
    )


_NOT_COME = (Arrival.MISSING, Arrival.NOT_DUE)


def _stands(heads: Iterable[Head], on: date) -> tuple[Stand, ...]:
    held = tuple(heads)
    came = _came([h.id for h in held])
    days = chinese_workdays()
    return tuple(
        Stand(
            head,
            delivery(
                Due(head.due_on or head.ends, not days.known(head.due_on or head.ends)),
                filed_on=came.get(head.id),
                on=on,
                workdays=days,
                wrong=head.state is State.RETURNED,
            ),
        )
        for head in held
    )


def _came(returns: list[int]) -> Mapping[int, date]:
    """Return the day on which each return first came; what never came is left out."""
    rows = Act.objects.filter(verb=Deed.SUBMIT.value, revision__of__in=returns)
    told = rows.values_list("revision__of").annotate(first=Min("at"))
    return {of: localdate(first) for of, first in told}


def _above(head: Head) -> tuple[int, ...]:
    """Return the offices that a return goes through, the highest first."""
    places = (head.site.city, head.site.county)
    return tuple(place.org for place in places if place is not None)


def _next(head: Head, within: int) -> tuple[int, str] | None:
    """Return the office right below *within* on the way to a return; the last: none."""
    places = [p for p in (head.site.city, head.site.county) if p is not None]
    at = [p.org for p in places]
    rest = places[at.index(within) + 1 :] if within in at else places
    return (rest[0].org, rest[0].name) if rest else None


def _path(head: Head, by: Hand, within: int) -> tuple[tuple[int, str], ...]:
    places = [p for p in (head.site.city, head.site.county) if p is not None]
    at = [p.org for p in places]
    start = at.index(by.org) + 1 if by.org in at else 0
    end = at.index(within) + 1 if within in at else 0
    below = tuple((p.org, p.name) for p in places[start:end])
    return ((by.org, by.org_name), *below)


def _group(stands: Iterable[Stand], org: int | None, name: str, within: int) -> Group:
    held = list(stands)
    arrivals = [s.delivery.arrival for s in held]
    return Group(
        org=org,
        name=name,
        leads=any(_next(s.head, org or within) is not None for s in held),
        asked=len(held),
        on_time=arrivals.count(Arrival.ON_TIME),
        late=arrivals.count(Arrival.LATE),
        missing=arrivals.count(Arrival.MISSING),
        not_due=arrivals.count(Arrival.NOT_DUE),
        wrong=sum(s.wrong for s in held),
        final=sum(s.head.final for s in held),
    )
