"""Small life cycles and pasts, built in code, for tests of the life cycle.

The list is called ``list``, its states are ``POOL``, ``TRIAL``, ``FULL``,
``NAMED`` and ``OUT``; ``government`` decides and ``office`` proposes.
"""

from collections.abc import Iterable, Mapping
from dataclasses import replace
from datetime import date

from tests.lib.rulebooks import choice, number, rulebook, text

from zhence.evidence import Verdict
from zhence.facts import Decision, Event, Membership
from zhence.lifecycle.conditions import Condition
from zhence.lifecycle.guard import Answer, ask
from zhence.lifecycle.history import AssessedYear, Grade, History
from zhence.lifecycle.table import (
    Effective,
    Hold,
    LifeCycle,
    Reminder,
    State,
    Transition,
)
from zhence.rules.dated import Parameter
from zhence.rules.rulebook import Rulebook, Status

PASS, FAIL = Verdict.PASS, Verdict.FAIL
UNKNOWN = Verdict.INSUFFICIENT_DATA
OUTSIDE = Verdict.NOT_APPLICABLE

ON = date(2021, 3, 31)
LISTED_ON = date(2018, 3, 1)


def book(*parameters: Parameter, status: Status = Status.IN_FORCE) -> Rulebook:
    """A rulebook with the parameters that guards most often name."""
    usual = (
        number("two", "2"),
        number("one", "1"),
        number("none", None),
        number("five_years", "5", "年"),
        choice("breaks", value=True),
    )
    return replace(rulebook(parameters=(*usual, *parameters)), status=status)


def past(  # noqa: PLR0913  # a past has as many sides
    state: str = "FULL",
    *,
    on: date = ON,
    list_: str = "list",
    listed_on: date | None = LISTED_ON,
    stay: int | None = 2018,
    was_creation: bool | None = None,
    extension_end: date | None = None,
    extensions: int = 0,
    flags: Mapping[str, tuple[date, date]] | None = None,
    years: Iterable[AssessedYear] = (),
    grades: Iterable[Grade] = (),
    criteria: Mapping[str, Verdict] | None = None,
    events: Iterable[Event] = (),
    decisions: Iterable[Decision] = (),
    application: Mapping[str, object] | None = None,
    rules: Rulebook | None = None,
) -> History:
    """A membership's past as known on a day."""
    return History(
        Membership(
            "T",
            list_,
            state,
            listed_on=listed_on,
            stay_first_year=stay,
            was_creation=was_creation,
            extension_end=extension_end,
            extensions=extensions,
            flags=flags or {},
        ),
        on,
        rules or book(),
        tuple(years),
        tuple(grades),
        criteria,
        tuple(events),
        tuple(decisions),
        application or {},
    )


def year(number_: int, progress: Verdict | None = None, **parts: Verdict):
    """An assessed year by its parts; ``exempted=True`` takes it out."""
    told = {"progress": progress, **parts}
    return AssessedYear(number_, {k: v for k, v in told.items() if v is not None})


def exempt(number_: int) -> AssessedYear:
    return AssessedYear(number_, {}, exempted=True)


def event(  # an event has as many sides
    type_: str,
    on: date = date(2020, 6, 1),
    *,
    verified: bool | None = None,
    passed: bool | None = None,
    by: str | None = None,
    aspects: int | None = None,
) -> Event:
    return Event(type_, on, verified, passed, by, aspects)


def decision(  # a decision has as many sides
    what: str,
    on: date = date(2020, 6, 1),
    *,
    by: str = "government",
    list_: str | None = None,
    value: str | None = None,
    end: date | None = None,
    year: int | None = None,
    clause: str | None = None,
) -> Decision:
    return Decision(what, by, on, "No. 1", list_, value, end, year, clause)


def move(  # noqa: PLR0913  # a transition has as many sides
    id_: str,
    sources: str,
    target: str | None,
    when: Condition | None = None,
    *,
    actor: str = "government",
    effective: Effective = Effective.DECISION,
    decisions: str = "",
    events: str = "",
    proposes: bool = True,
    raises: str | None = None,
    anniversary: str | None = None,
    flags: Mapping[str, tuple[str, ...]] | None = None,
    by_record: Mapping[str, str] | None = None,
    bodies: str = "",
) -> Transition:
    """A transition; names are separated by spaces."""
    return Transition(
        id=id_,
        title=text(id_),
        clauses=(f"X-{id_}",),
        sources=tuple(sources.split()),
        target=target,
        when=when,
        actor=actor,
        effective=effective,
        decisions=tuple(decisions.split()),
        events=tuple(events.split()),
        proposes=proposes,
        raises=raises,
        anniversary=anniversary,
        flags=flags or {},
        target_by_event=by_record or {},
        bodies=tuple(bodies.split()),
    )


def cycle(
    *moves: Transition,
    states: str = "POOL TRIAL FULL NAMED OUT",
    entry: str = "POOL",
    final: str = "OUT",
    holds: Iterable[Hold] = (),
    reminders: Iterable[Reminder] = (),
    extension_warning: str | None = None,
) -> LifeCycle:
    names = states.split()
    return LifeCycle(
        {n: State(n, text(n), n in entry.split(), n in final.split()) for n in names},
        moves,
        tuple(holds),
        tuple(reminders),
        extension_warning,
    )


def answer(condition: Condition | None, history: History, **guards: Verdict) -> Answer:
    return ask(condition, history, guards or None)


def verdict(condition: Condition | None, history: History, **guards: Verdict):
    return answer(condition, history, **guards).verdict
