"""Whether a transition's condition holds: three-valued, with refusal codes."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from fractions import Fraction

from zhence.evidence import Verdict, all_of, any_of, negate
from zhence.facts import Event
from zhence.lifecycle.conditions import (
    AdjacentFails,
    ApplicationHas,
    BatchesSince,
    Condition,
    CriteriaMet,
    DaysSince,
    DecisionTaken,
    Either,
    Elapsed,
    EventSeen,
    Every,
    ExtensionGranted,
    Graded,
    InState,
    Never,
    ParameterIs,
    Past,
    WasCreation,
    YearResult,
)
from zhence.lifecycle.history import History
from zhence.lifecycle.years import adjacent_failures, year_failed
from zhence.periods import anniversary


@dataclass(frozen=True, slots=True)
class Answer:
    """A condition's verdict, the codes that refuse, and the year that caused it."""

    verdict: Verdict
    codes: tuple[str, ...] = ()
    year: int | None = None


def ask(
    condition: Condition | None,
    history: History,
    guards: dict[str, Verdict] | None = None,
) -> Answer:
    """Judge a condition on the history; nothing asked is satisfied.

    *guards* are the verdicts of transitions judged before, for conditions
    that look at them.
    """
    match condition:
        case None:
            return Answer(Verdict.PASS)
        case Every(members):
            return _joined([ask(m, history, guards) for m in members], every=True)
        case Either(members):
            return _joined([ask(m, history, guards) for m in members], every=False)
        case Never(member):
            told = ask(member, history, guards)
            return Answer(negate(told.verdict), year=told.year)
        case YearResult():
            return Answer(*year_failed(history, condition))
        case AdjacentFails():
            return Answer(*adjacent_failures(history, condition))
        case WasCreation(states):
            return Answer(_was_creation(history, states))
        case InState(states):
            return Answer(_holds(history.membership.state in states))
        case CriteriaMet():
            return Answer(_criteria_met(history))
        case EventSeen():
            return _event(history, condition)
        case DecisionTaken():
            return Answer(_holds(_decision_taken(history, condition)))
        case ExtensionGranted():
            return _extension(history, condition)
        case Elapsed(years):
            return Answer(_elapsed(history, years))
        case DaysSince():
            return Answer(_holds(_days_since(history, condition)))
        case BatchesSince():
            return Answer(_batches_since(history, condition))
        case Past(name):
            day = history.date_of(name)
            return Answer(
                Verdict.INSUFFICIENT_DATA if day is None else _holds(history.on > day)
            )
        case Graded():
            return Answer(_graded(history, condition))
        case ApplicationHas():
            return _application(history, condition)
        case ParameterIs(parameter, equals):
            chosen = history.rulebook.choice(parameter, history.on)
            return Answer(_holds(str(chosen).lower() == equals))
        case _:
            verdict = (guards or {}).get(condition.transition)
            return Answer(_holds(verdict is not None and verdict.undecided))


def _joined(answers: list[Answer], *, every: bool) -> Answer:
    join = all_of if every else any_of
    return Answer(
        join(a.verdict for a in answers),
        tuple(code for a in answers for code in a.codes),
        next((a.year for a in answers if a.year is not None), None),
    )


def _holds(condition: bool) -> Verdict:  # noqa: FBT001  # the answer itself
    return Verdict.PASS if condition else Verdict.FAIL


def _was_creation(history: History, states: tuple[str, ...]) -> Verdict:
    if history.membership.state in states:
        return Verdict.PASS
    was = history.membership.was_creation
    return Verdict.INSUFFICIENT_DATA if was is None else _holds(was)


def _criteria_met(history: History) -> Verdict:
    if history.criteria is None:
        return Verdict.INSUFFICIENT_DATA
    return all_of(history.criteria.values())


def _event(history: History, asked: EventSeen) -> Answer:
    seen = any(_event_fits(history, asked, e) for e in history.events)
    codes = (asked.code,) if asked.code and not seen else ()
    return Answer(_holds(seen), codes)


def _event_fits(history: History, asked: EventSeen, event: Event) -> bool:
    if event.type not in asked.types or (event.passed is False) is not asked.failed:
        return False
    if asked.verified is not None and (event.verified is True) is not asked.verified:
        return False
    if asked.by and event.by not in asked.by:
        return False
    if asked.aspects is not None:
        need = history.rulebook.number(asked.aspects, event.on)
        if need is None or (event.aspects or 0) < need:
            return False
    return _in_time(history, asked.until, event.on)


def _decision_taken(history: History, asked: DecisionTaken) -> bool:
    taken = history.own_decisions(asked.what)
    if not taken:
        return False
    newest = taken[-1]
    return (
        (not asked.by or newest.by in asked.by)
        and (not asked.values or newest.value in asked.values)
        and _in_time(history, asked.until, newest.on)
    )


def _in_time(history: History, name: str | None, day: date) -> bool:
    if name is None:
        return True
    limit = history.date_of(name)
    return limit is not None and day <= limit


def _extension(history: History, asked: ExtensionGranted) -> Answer:
    granted = [d for d in history.own_decisions("extend") if d.by in asked.by]
    if not granted:
        return Answer(Verdict.FAIL)
    newest = granted[-1]
    limit = history.rulebook.number(asked.limit, newest.on)
    if limit is not None and history.membership.extensions >= limit:
        return Answer(Verdict.FAIL, ("max_extensions_reached",))
    if newest.end is None:
        return Answer(Verdict.FAIL, ("end_date_required",))
    return Answer(_holds(newest.end > newest.on))


def _elapsed(history: History, years: str) -> Verdict:
    listed_on = history.membership.listed_on
    number = history.rulebook.number(years, history.on)
    if listed_on is None or number is None:
        return Verdict.INSUFFICIENT_DATA
    return _holds(history.on >= anniversary(listed_on, int(number)))


def _days_since(history: History, asked: DaysSince) -> bool:
    taken = history.own_decisions(asked.what)
    days = history.rulebook.number(asked.days, history.on)
    if not taken or days is None:
        return False
    return (history.on - taken[-1].on).days >= days


def _batches_since(history: History, asked: BatchesSince) -> Verdict:
    need = history.rulebook.number(asked.count, history.on)
    if need is None:
        return Verdict.INSUFFICIENT_DATA
    since = max((e.on for e in history.events if e.type in asked.events), default=None)
    held = sum(
        1
        for e in history.events
        if e.type == asked.batch and (since is None or e.on > since)
    )
    return _holds(held >= need)


def _graded(history: History, asked: Graded) -> Verdict:
    given = sorted(
        (g for g in history.grades if g.by == asked.by), key=lambda g: g.year
    )
    if not given:
        return Verdict.INSUFFICIENT_DATA
    return _holds(given[-1].grade in history.rulebook.words(asked.grades, history.on))


def _application(history: History, asked: ApplicationHas) -> Answer:
    told = history.application.get(asked.item)
    if told is None:
        verdict = Verdict.FAIL if asked.code else Verdict.INSUFFICIENT_DATA
    elif asked.present:
        verdict = _holds(bool(told))
    elif asked.one_of:
        verdict = _holds(told in asked.one_of)
    elif asked.vocabulary is not None:
        verdict = _holds(told in history.rulebook.words(asked.vocabulary, history.on))
    else:
        verdict = _counted(history, asked, told)
    codes = (asked.code,) if asked.code and verdict is Verdict.FAIL else ()
    return Answer(verdict, codes)


def _counted(history: History, asked: ApplicationHas, told: object) -> Verdict:
    # A snapshot gives words back as a list: JSON has no other.
    number = Fraction(len(told) if isinstance(told, list | tuple) else str(told))
    if asked.count is not None:
        return _holds(number == history.rulebook.number(asked.count, history.on))
    floor = history.rulebook.number(str(asked.at_least), history.on)
    return Verdict.INSUFFICIENT_DATA if floor is None else _holds(number >= floor)
