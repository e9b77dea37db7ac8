"""A table of events under a pack's life cycle: the whole answer of a replay."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from pathlib import Path

from zhence.errors import Fault, Where
from zhence.evidence import Text
from zhence.intake.events import TownEvent
from zhence.intake.tables import read_events
from zhence.lifecycle import chronicle as counting
from zhence.lifecycle.replay import Happening, Life, replay
from zhence.packs.build import words
from zhence.packs.pack import Pack
from zhence.packs.schema import EquationModel

_ASSESSED = "assessed"


@dataclass(frozen=True, slots=True)
class Equation:
    """A published stock equation and how it stands to the events."""

    id: str
    title: Text
    terms: tuple[tuple[Text, counting.EquationTerm], ...]
    equals: int
    source: str
    check: counting.EquationCheck


@dataclass(frozen=True, slots=True)
class Chronicle:
    """Everything that a replay of events comes to on a day.

    *irregular* are faults: events that the life cycle has no transition for.
    """

    list_name: str
    on: date | None
    lives: Mapping[str, Life]
    counts: Mapping[str, int]
    assessed: Mapping[int, Mapping[str, Mapping[str, int]]]
    populations: tuple[counting.Population, ...]
    unaccounted: tuple[str, ...]
    equations: tuple[Equation, ...]
    irregular: tuple[Fault, ...]


def open_chronicle(pack: Pack, events: Path, on: date | None) -> Chronicle:
    """Read a table of events and replay it.

    Raises:
        BadInputError: the table cannot be read; every fault of it.
    """
    return chronicle_of(pack, read_events(events).load(), on, str(events))


def chronicle_of(
    pack: Pack, events: Iterable[TownEvent], on: date | None, file: str = ""
) -> Chronicle:
    """Replay events that were read; *file* is named in faults."""
    cycle = pack.lifecycle
    if cycle is None:
        msg = f"{pack.id} has no life cycle"
        raise ValueError(msg)
    happenings = [happening(e) for e in events]
    lives = replay(cycle, happenings, pack.event_order, on)
    published = [
        counting.PublishedCount(
            p.year, p.state, date.fromisoformat(p.on), p.towns, p.source
        )
        for p in pack.published.populations
        if on is None or date.fromisoformat(p.on) <= on
    ]
    return Chronicle(
        list_name=pack.lists[0],
        on=on,
        lives=lives,
        counts=counting.counts(lives),
        assessed=counting.assessed(lives),
        populations=tuple(counting.populations(lives, published)),
        unaccounted=counting.unaccounted(lives),
        equations=tuple(
            _equation(name, model, happenings)
            for name, model in pack.published.equations.items()
        ),
        irregular=tuple(
            _irregular(h, file) for life in lives.values() for h in life.irregular
        ),
    )


def happening(event: TownEvent) -> Happening:
    """Return an event of the table as the life cycle looks at it.

    Only an assessment carries a grade: a town that left its list beside the
    grading was not graded.
    """
    told = event.assessment if event.event == _ASSESSED else None
    return Happening(
        subject=event.town,
        on=event.on,
        kind=event.event,
        detail=event.detail,
        source=event.source_url,
        line=event.line,
        year=None if told is None else told.year,
        assessed_in=None if told is None else told.list.value.upper(),
        grade=None if told is None else told.grade.value,
        inferred=told is not None and told.inferred,
        batch=event.batch,
    )


def _equation(name: str, model: EquationModel, events: list[Happening]) -> Equation:
    terms = tuple(
        (
            words(t.what),
            counting.EquationTerm(
                1 if t.sign == "+" else -1,
                t.figure,
                t.event,
                t.batch,
                t.year,
                t.state,
                t.grade,
            ),
        )
        for t in model.terms
    )
    by = date.fromisoformat(model.on)
    known = [e for e in events if e.on.surely_by(by)]
    check = counting.check_equation([t for _, t in terms], model.equals, known)
    return Equation(name, words(model.title), terms, model.equals, model.source, check)


def _irregular(event: Happening, file: str) -> Fault:
    return Fault(
        "event_out_of_life_cycle",
        f"{event.subject} 此时不可能发生“{event.kind}”",
        f"{event.kind} cannot happen to {event.subject} in the state it is in",
        Where(file or None, event.line),
        "check the events before it, or add the one that is missing",
    )


def chronicle_json(chronicle: Chronicle) -> dict[str, object]:
    """Return the replay in the form of the contracts."""
    populations: dict[str, dict[str, object]] = {}
    for p in chronicle.populations:
        populations.setdefault(str(p.year), {})[p.state] = {
            "derived": p.derived,
            "published": p.published,
            "graded": p.graded,
            "unaccounted": p.unaccounted,
        }
    return {
        "on": chronicle.on.isoformat() if chronicle.on else None,
        "counts": dict(chronicle.counts),
        "assessed": {str(y): s for y, s in chronicle.assessed.items()},
        "population": populations,
        "unaccounted": list(chronicle.unaccounted),
        "equations": [
            {
                "id": e.id,
                "published": e.check.total,
                "closes": e.check.closes,
                "derived": list(e.check.derived),
            }
            for e in chronicle.equations
        ],
        "memberships": [
            _membership_json(life, chronicle.list_name)
            for life in chronicle.lives.values()
        ],
    }


def _membership_json(life: Life, list_name: str) -> dict[str, object]:
    return {
        "subject": life.subject,
        "list": list_name,
        "state": life.state,
        "since": None if life.since is None else str(life.since),
        "possible": [h.kind for h in life.possible],
        "history": [
            {
                "on": str(step.happening.on),
                "event": step.happening.kind,
                "detail": step.happening.detail,
                "from": step.before,
                "to": step.after,
                "source": step.happening.source,
            }
            for step in life.steps
        ],
    }
