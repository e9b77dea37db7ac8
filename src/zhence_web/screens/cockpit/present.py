"""Figures as the cockpit shows them: words, labels, bars, and where they lead."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from urllib.parse import urlencode

from django.urls import reverse

from zhence.evidence import Interval, Label, Text
from zhence_web.kit.figures import interval_text
from zhence_web.packbook.words import LABELS
from zhence_web.records.cockpit.figures import Figure
from zhence_web.records.cockpit.goals import Goal
from zhence_web.records.cockpit.reads import Row
from zhence_web.records.cockpit.waiting import Waiting

_BAR = 100
_MARK = 0.8
_VERDICTS = {
    "PASS": "pass",
    "APPROX": "approx",
    "PASS_EXEMPT": "exempt",
    "FAIL": "fail",
    "INSUFFICIENT_DATA": "unknown",
    "NOT_COMPUTABLE": "unknown",
    "NOT_APPLICABLE": "none",
    "DATA_ERROR": "error",
}


@dataclass(frozen=True, slots=True)
class Badge:
    """A drawing and its words."""

    kind: str
    name: Text


@dataclass(frozen=True, slots=True)
class Card:
    """A figure with its words and the address of its evidence."""

    figure: Figure
    value: Text
    labels: tuple[tuple[str, Text], ...]
    url: str

    @property
    def partial(self) -> bool:
        """Say whether some of those asked are silent."""
        return not self.figure.whole


@dataclass(frozen=True, slots=True)
class Ranked:
    """A row of a board; *bar* is its part of the greatest, of 100."""

    row: Row
    card: Card
    bar: float
    url: str


@dataclass(frozen=True, slots=True)
class Aim:
    """A target with its bar; *time*, *low* and *high* are of 100, ``None``: unknown."""

    goal: Goal
    card: Card
    threshold: Text
    badge: Badge | None
    time: float | None
    low: float | None
    high: float | None
    pace: Badge | None

    @property
    def time_mark(self) -> float:
        """Where the mark of the time stands, so that all of it is seen."""
        return min(self.time or 0.0, _BAR - _MARK)


@dataclass(frozen=True, slots=True)
class Thing:
    """Something that waits, with the page that it is done on, where there is one."""

    waiting: Waiting
    name: Text
    url: str
    late: bool


def evidence_url(figure: str, place: int, on: date | None = None) -> str:
    """Return the address of a figure's evidence."""
    asked = {"place": place} | ({} if on is None else {"on": on.isoformat()})
    return f"{reverse('cockpit:evidence', args=[figure])}?{urlencode(asked)}"


def part_url(figure: str, part: str, place: int, on: date | None = None) -> str:
    """Return the address of one member's part in a figure."""
    asked = {"place": place} | ({} if on is None else {"on": on.isoformat()})
    return f"{reverse('cockpit:part', args=[figure, part])}?{urlencode(asked)}"


def labelled(labels: Iterable[Label]) -> tuple[tuple[str, Text], ...]:
    """Return labels with their words."""
    return tuple((str(label), LABELS[label]) for label in labels)


def card(figure: Figure, place: int) -> Card:
    """Return a figure as a card that leads to its evidence."""
    return Card(
        figure,
        said(figure.value),
        labelled(figure.labels),
        evidence_url(figure.id, place),
    )


def said(value: Interval | None) -> Text:
    """Return a value in words; nothing known is said to be unreported."""
    return interval_text(Interval() if value is None else value)


def board(rows: Sequence[Row], place: int) -> tuple[Ranked, ...]:
    """Return the rows of a board; a site leads to its own part of the figure."""
    most = max((_low(row.figure) for row in rows), default=0.0)
    return tuple(
        Ranked(
            row,
            card(row.figure, row.spot.org),
            round(_low(row.figure) / most * _BAR, 1) if most else 0.0,
            part_url(row.figure.id, str(row.site), place)
            if row.site
            else evidence_url(row.figure.id, row.spot.org),
        )
        for row in rows
    )


def aim(goal: Goal, place: int) -> Aim:
    """Return a target with the bars of its pace."""
    low, high = goal.way or (None, None)
    return Aim(
        goal=goal,
        card=card(goal.figure, place),
        threshold=Text("未定", "left open")
        if goal.threshold is None
        else interval_text(goal.threshold),
        badge=Badge(_VERDICTS[goal.verdict], goal.verdict_name)
        if goal.verdict
        else None,
        time=_share(goal.time),
        low=_share(low) if goal.way else None,
        high=_share(high) if goal.way else None,
        pace=_pace(goal),
    )


def _pace(goal: Goal) -> Badge | None:
    if goal.time is None:
        return None
    if goal.keeps_up is None:
        return Badge("unknown", Text("进度不明", "pace unknown"))
    if goal.keeps_up:
        return Badge("pass", Text("跟上进度", "on pace"))
    return Badge("fail", Text("落后进度", "behind pace"))


def thing(one: Waiting, name: Text, place: int, today: date) -> Thing:
    """Return a waiting thing with where it leads."""
    pages = {
        "return": "review:return",
        "result": "review:result",
        "task": "staff:task",
    }
    kinds = {"review": "waiting:reviews", "case": "waiting:cases"}
    url = (
        reverse(pages[one.kind], args=[one.id])
        if one.kind in pages
        else evidence_url(kinds[one.kind], place)
    )
    late = one.kind in {"return", "task"} and one.day is not None and one.day < today
    return Thing(one, name, url, late)


def _low(figure: Figure) -> float:
    value = figure.value
    return 0.0 if value is None or value.low is None else float(value.low)


def _share(part: float | None) -> float | None:
    return None if part is None else round(min(max(part, 0.0), 1.0) * _BAR, 1)
