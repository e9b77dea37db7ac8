"""The runs of indices below an office, as its own pages show them."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime

from zhence.evidence import Text
from zhence_web.packbook.method import node_name
from zhence_web.packbook.rankings import recipes
from zhence_web.records.accounts.gate import allowed, check
from zhence_web.records.accounts.hand import Hand
from zhence_web.records.accounts.permissions import RIGHTS, Action
from zhence_web.records.accounts.tree import subtree
from zhence_web.records.rankings.indexing import lists_below
from zhence_web.records.rankings.models import IndexRun
from zhence_web.records.rankings.reads import (
    Board,
    Edition,
    board,
    dimension_names,
    edition_of,
)


@dataclass(frozen=True, slots=True)
class Line:
    """A run as lists name it, with how far it is."""

    id: int
    edition: Edition
    stage: str
    done: int
    total: int
    message: str
    asked_by: str
    asked_at: datetime

    @property
    def over(self) -> bool:
        """Say whether nothing more will come."""
        return self.stage in {"done", "failed"}

    @property
    def percent(self) -> int:
        """Return how much of it is done."""
        return self.done * 100 // self.total if self.total else 0


@dataclass(frozen=True, slots=True)
class Weighed:
    """An indicator with its weight, its influence, and what leaving it out does.

    *weight* and *influence* in percent; *shift* is the mean move of ranks.
    """

    name: Text
    weight: float
    influence: float | None
    shift: float | None
    most: float | None


@dataclass(frozen=True, slots=True)
class Correlated:
    """Two indicators that count one thing twice, or work against each other."""

    left: Text
    right: Text
    correlation: float
    opposed: bool


@dataclass(frozen=True, slots=True)
class Ranking:
    """A run with what it found; *board* ``None``: not done."""

    line: Line
    board: Board | None
    weights: tuple[Weighed, ...]
    flags: tuple[Correlated, ...]
    may_publish: bool


def rankings(by: Hand, on: date) -> tuple[Line, ...]:
    """Return the runs of an office and of those below it, the newest first."""
    rows = IndexRun.objects.filter(org__in=subtree(by.org, on))
    rows = rows.defer("content").select_related("org", "progress", "asked_by")
    return tuple(_line(row) for row in rows.order_by("-id"))


def ranking(run: int, by: Hand, on: date) -> Ranking | None:
    """Return a run, ``None`` if there is none.

    Raises:
        NotAllowedError: *by* may not see it.
    """
    rows = IndexRun.objects.defer("content")
    row = rows.select_related("org", "progress", "asked_by").filter(pk=run).first()
    if row is None:
        return None
    check(by, Action.VIEW_RANKING, row.org_id, on)
    may = allowed(by, Action.PUBLISH_RANKING, row.org_id, on) is None
    done = row.done_at is not None
    return Ranking(
        line=_line(row),
        board=board(row, row.last_year) if done else None,
        weights=_weights(row) if done else (),
        flags=_flags(row) if done else (),
        may_publish=may and done and row.published_at is None,
    )


def lists(by: Hand, on: date) -> tuple[tuple[str, str, int], ...]:
    """Return the lists that an office can rank, each with its members."""
    return lists_below(by.org, on)


def methods() -> tuple[tuple[str, Text], ...]:
    """Return the recipes that can be asked for."""
    return tuple(
        (id_, Text(held.recipe.title.zh, held.recipe.title.en))
        for id_, held in recipes().items()
    )


def may_run(by: Hand) -> bool:
    """Say whether a hand's role may ask for a run."""
    return any(right.role is by.role for right in RIGHTS[Action.RUN_RANKING])


def _line(row: IndexRun) -> Line:
    return Line(
        id=row.pk,
        edition=edition_of(row),
        stage=row.progress.stage,
        done=row.progress.done,
        total=row.progress.total,
        message=row.progress.message,
        asked_by=row.asked_by.display_name,
        asked_at=row.asked_at,
    )


def _weights(row: IndexRun) -> tuple[Weighed, ...]:
    told, removal = row.outcome["weights"], row.outcome["removal"]
    titles = dimension_names(row)
    return tuple(
        Weighed(
            name=_name(code, titles),
            weight=told[code][1] * 100,
            influence=None if told[code][2] is None else told[code][2] * 100,
            shift=removal[code][0],
            most=removal[code][1],
        )
        for code in removal
    )


def _flags(row: IndexRun) -> tuple[Correlated, ...]:
    titles = dimension_names(row)
    return tuple(
        Correlated(_name(left, titles), _name(right, titles), r, why == "opposed")
        for _, left, right, r, _, why in row.outcome["flags"]
    )


def _name(code: str, titles: Mapping[str, Text]) -> Text:
    return titles.get(code) or node_name(code)
