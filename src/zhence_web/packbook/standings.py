"""Where every town stood on a date, and what the events say of it since.

Standings come from the events alone. What had surely happened by the date counts;
what only may have happened is shown beside it and moves nothing.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from functools import cached_property, lru_cache

from zhence.evidence import Text
from zhence.lifecycle.replay import UNKNOWN as NO_LISTING
from zhence.lifecycle.replay import Happening, Life, Step, replay
from zhence.packs import Pack
from zhence.periods import DayRange
from zhence_web.packbook.citations import Cited, cited
from zhence_web.packbook.notes import noted
from zhence_web.packbook.words import (
    GRADES,
    UNKNOWN,
    UNKNOWN_NAME,
    UNLISTED,
    UNLISTED_NAME,
    both,
)

_ASSESSED = "assessed"
_DAYS_KEPT = 64


@dataclass(frozen=True, slots=True)
class Standing:
    """The standing of one town on a date.

    *state* is a state of the pack, ``unlisted`` before the first listing, or
    ``unknown`` where no listing was ever seen; *since* is the day of the last
    move as far as it is known.
    *possible* counts events that may or may not have happened by then.
    """

    state: str
    name: Text
    since: DayRange | None = None
    possible: int = 0


@dataclass(frozen=True, slots=True)
class Moment:
    """One event of a town's timeline.

    *sure* and *possible* say whether it had happened by the date asked about;
    an event that is neither lies after it.
    *state* is the standing it led to, ``None`` where it moved nothing.
    *irregular*: the table of states has no such move.
    """

    on: DayRange
    title: Text
    detail: Text
    state: str | None
    state_name: Text | None
    grade: str | None
    clauses: tuple[str, ...]
    sources: tuple[Cited, ...]
    inferred: bool
    irregular: bool
    sure: bool
    possible: bool


class Standings:
    """The events of all towns, replayed on demand."""

    def __init__(
        self, pack: Pack, happenings: Sequence[Happening], names: Sequence[str]
    ) -> None:
        """Take the pack whose table is replayed, the events, and all towns' names.

        Raises:
            ValueError: the pack has no table of states.
        """
        if pack.lifecycle is None:
            raise ValueError(f"{pack.id} has no life cycle to replay")
        self.pack = pack
        self.happenings = tuple(happenings)
        self._cycle = pack.lifecycle
        self._names = tuple(names)
        self.lives = replay(self._cycle, self.happenings, pack.event_order)
        # Most questions are about few days, and a page asks several about one.
        self.on = lru_cache(maxsize=_DAYS_KEPT)(self._on)

    @cached_property
    def last_day(self) -> date:
        """The last day on which an event is known to have happened by."""
        return max(h.on.latest for h in self.happenings if h.on.latest is not None)

    @cached_property
    def first_day(self) -> date:
        """The first day of the first event."""
        return min(h.on.earliest for h in self.happenings if h.on.earliest is not None)

    def state_names(self) -> dict[str, Text]:
        """Return the names of all standings, in the order they are shown."""
        return {
            **{s.id: s.title for s in self._cycle.states.values() if not s.entry},
            UNKNOWN: UNKNOWN_NAME,
            UNLISTED: UNLISTED_NAME,
        }

    def _on(self, day: date) -> Mapping[str, Standing]:
        """Return the standing of every town at the end of *day*, by its name."""
        lives = replay(self._cycle, self.happenings, self.pack.event_order, day)
        return {name: self._standing(lives.get(name)) for name in self._names}

    def counts(self, day: date) -> dict[str, int]:
        """Return how many towns have each standing, every standing named."""
        tally = Counter(s.state for s in self.on(day).values())
        return {state: tally[state] for state in self.state_names()}

    def timeline(self, name: str, day: date) -> tuple[Moment, ...]:
        """Return all events of a town in order, each placed before or after *day*."""
        life = self.lives.get(name)
        if life is None:
            return ()
        return tuple(self._moment(step, life, day) for step in life.steps)

    def moves_of(self, clause: str) -> tuple[tuple[str, DayRange], ...]:
        """Return the towns that transitions of *clause* moved, and when."""
        ids = {t.id for t in self._cycle.transitions if clause in t.clauses}
        return tuple(
            (life.subject, step.happening.on)
            for life in self.lives.values()
            for step in life.steps
            if step.transition in ids
        )

    def _standing(self, life: Life | None) -> Standing:
        names = self.state_names()
        if life is None or life.state == NO_LISTING:
            return Standing(UNKNOWN, names[UNKNOWN])
        state = life.state or UNLISTED
        return Standing(state, names[state], life.since, len(life.possible))

    def _moment(self, step: Step, life: Life, day: date) -> Moment:
        event = step.happening
        sure = event.on.surely_by(day)
        moved = None if step.transition is None else step.after
        return Moment(
            on=event.on,
            title=self._title(step),
            detail=self._detail(event),
            state=moved,
            state_name=None if moved is None else self._cycle.states[moved].title,
            grade=event.grade,
            clauses=self._clauses(step),
            sources=cited(event.source),
            inferred=event.inferred,
            irregular=event in life.irregular,
            sure=sure,
            possible=not sure and event.on.possibly_by(day),
        )

    def _title(self, step: Step) -> Text:
        event = step.happening
        if event.kind == _ASSESSED and event.grade is not None:
            grade = both(GRADES, event.grade)
            return Text(
                f"{event.year}年度考核：{grade.zh}",
                f"Assessment for {event.year}: {grade.en}",
            )
        moves = self._moves()
        title = moves.get(step.transition or "") or next(
            (t.title for t in self._cycle.transitions if event.kind in t.events),
            Text(event.kind, event.kind),
        )
        return Text(title.zh, title.en[:1].upper() + title.en[1:])

    def _detail(self, event: Happening) -> Text:
        if event.kind != _ASSESSED:
            return noted(event.detail)
        list_ = self._cycle.states.get(event.assessed_in or "")
        if list_ is None:
            return Text("", "")
        name = list_.title
        return Text(f"按{name.zh}名单考核", f"assessed as a town {name.en}")

    def _clauses(self, step: Step) -> tuple[str, ...]:
        return next(
            (t.clauses for t in self._cycle.transitions if t.id == step.transition), ()
        )

    def _moves(self) -> Mapping[str, Text]:
        return {t.id: t.title for t in self._cycle.transitions}
