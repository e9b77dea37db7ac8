"""One step at a date: what was decided, what is proposed, what is refused.

The engine proposes and a named body decides: a proposal never changes a
state, a recorded decision whose guard holds does.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import date, timedelta

from zhence.evidence import Force, Moved, Verdict
from zhence.facts import Decision, Event, Membership
from zhence.lifecycle.guard import Answer, ask
from zhence.lifecycle.history import History
from zhence.lifecycle.table import Effective, LifeCycle, Transition
from zhence.lifecycle.years import consecutive_failures
from zhence.periods import anniversary, months_between
from zhence.rules.judge import status_flags
from zhence.rules.rulebook import Status

Dates = tuple[date, date] | None
_LISTED = "listed"


@dataclass(frozen=True, slots=True)
class Proposal:
    """A transition that the engine proposes to a body.

    *effective* ``None`` means the day of the decision.
    """

    transition: str
    source: str
    target: str
    effective: date | None
    actor: str
    clauses: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Outcome:
    """Where a membership stands after what was decided, and what is due.

    *refused* are the codes of records that could not take effect; *held* are
    transitions on hold; *guards* says of each transition whether its condition
    holds from the state before this step.
    """

    state: str
    proposal: Proposal | None
    guards: Mapping[str, Verdict]
    moves: tuple[Moved, ...]
    refused: tuple[str, ...]
    held: tuple[str, ...]
    flags: Mapping[str, Dates]
    actions: frozenset[str]
    counters: Mapping[str, int]


def step(cycle: LifeCycle, history: History) -> Outcome:
    """Apply what was decided by the day of *history*, and say what is due.

    A reference or practice text proposes nothing here, and moves nothing.
    """
    history = _since_listing(history)
    start = history.membership.state
    if history.rulebook.status is Status.REFERENCE:
        return _still(history, _guards(cycle, history), {"benchmark": None})
    if not _governed(history):
        nothing = {t.id: Verdict.NOT_APPLICABLE for t in cycle.transitions}
        return _still(history, nothing, {})
    guards = _guards(cycle, history)
    carried = _carry_out(cycle, history)
    after = replace(history, membership=carried.membership)
    held = _held(cycle, after)
    proposal = None if _too_early(history) else _propose(cycle, after, held)
    flags: dict[str, Dates] = {
        **_in_force(history),
        **carried.flags,
        **_raised(cycle, after),
    }
    for name in status_flags(history.rulebook.status) & {"simulation"}:
        flags[name] = None
    if proposal is not None:
        flags |= _reading_flags(cycle, proposal, start)
    actions = _actions(cycle, after, guards, carried)
    return Outcome(
        state=carried.membership.state,
        proposal=proposal,
        guards=guards,
        moves=carried.moves,
        refused=carried.refused,
        held=held,
        flags=flags,
        actions=actions | ({"HOLD"} if held else frozenset()),
        counters={
            "extensions": carried.membership.extensions,
            "consecutive_fail_years": consecutive_failures(history, "progress"),
        },
    )


@dataclass(frozen=True, slots=True)
class _Carried:
    membership: Membership
    moves: tuple[Moved, ...]
    refused: tuple[str, ...]
    flags: Mapping[str, Dates]
    actions: frozenset[str]


def _since_listing(history: History) -> History:
    """Leave out the listings and extensions that the state given contains."""
    member = history.membership
    granted = member.extension_end if member.extensions else None
    history = replace(
        history,
        decisions=tuple(
            d for d in history.decisions if d.end is None or d.end != granted
        ),
    )
    listed_on = member.listed_on
    if listed_on is None:
        return history
    return replace(
        history,
        events=tuple(
            e
            for e in history.events
            if e.on > listed_on or not e.type.startswith(_LISTED)
        ),
    )


def _governed(history: History) -> bool:
    lists = history.rulebook.lists
    return not lists or history.membership.list in lists


def _still(
    history: History, guards: Mapping[str, Verdict], flags: Mapping[str, Dates]
) -> Outcome:
    """Return the outcome in which nothing moves and nothing is due."""
    return Outcome(
        state=history.membership.state,
        proposal=None,
        guards=guards,
        moves=(),
        refused=(),
        held=(),
        flags=flags,
        actions=frozenset(),
        counters={},
    )


def _guards(cycle: LifeCycle, history: History) -> dict[str, Verdict]:
    guards: dict[str, Verdict] = {}
    for t in cycle.transitions:
        if history.membership.state in t.sources:
            guards[t.id] = ask(t.when, history, guards).verdict
        else:
            guards[t.id] = Verdict.NOT_APPLICABLE
    return guards


def _carry_out(cycle: LifeCycle, history: History) -> _Carried:
    member, moves = history.membership, list[Moved]()
    refused: list[str] = []
    flags: dict[str, Dates] = {}
    actions: set[str] = set()
    if _too_early(history):
        refused.append("policy_not_in_force")
    for record in [] if refused else _in_time_order(history):
        if isinstance(record, Decision) and not _own(history, record):
            actions.add("ALERT")
            continue
        refused.extend(_not_exemptible(history, record))
        then = replace(history.until(record.on), membership=member)
        chosen, codes = _transition_for(cycle, then, record)
        refused.extend(codes)
        if chosen is None:
            continue
        member = replace(member, state=chosen.towards(_kind(record)))
        moves.append(Moved(member.state, record.on, chosen.id))
        if isinstance(record, Decision) and record.end is not None:
            member = replace(
                member, extensions=member.extensions + 1, extension_end=record.end
            )
            flags["extension"] = (record.on, record.end)
            actions |= _long_extension(cycle, history, record)
    if not refused and not moves:
        refused.extend(_application_codes(cycle, history))
    return _Carried(
        member, tuple(moves), tuple(dict.fromkeys(refused)), flags, frozenset(actions)
    )


def _in_time_order(history: History) -> list[Decision | Event]:
    return sorted([*history.decisions, *history.events], key=lambda r: r.on)


def _transition_for(
    cycle: LifeCycle, then: History, record: Decision | Event
) -> tuple[Transition | None, list[str]]:
    """Return the transition that *record* carries out, or the codes that refuse it.

    What is on hold waits: a record about it moves nothing and is not refused.
    """
    held = _held(cycle, then)
    codes: list[str] = []
    for t in cycle.leaving(then.membership.state):
        if not _carries(t, record) or t.id in held:
            continue
        answer = ask(t.when, then)
        if answer.verdict is Verdict.PASS:
            return t, []
        codes.extend(answer.codes)
    return None, codes


def _in_force(history: History) -> dict[str, Dates]:
    """Return the membership's own dated flags that hold on the day."""
    return {
        name: (start, last)
        for name, (start, last) in history.membership.flags.items()
        if start <= history.on <= last
    }


def _too_early(history: History) -> bool:
    since = history.rulebook.valid_from
    return since is not None and history.on < since


def _own(history: History, decision: Decision) -> bool:
    return decision.list in (None, history.membership.list)


def _carries(t: Transition, record: Decision | Event) -> bool:
    """Say whether *record* is one that carries out *t*, by the body it needs."""
    if isinstance(record, Decision):
        return record.what in t.decisions and record.by in (t.bodies or (t.actor,))
    return record.type in t.events


def _kind(record: Decision | Event) -> str:
    return record.type if isinstance(record, Event) else record.what


def _not_exemptible(history: History, record: Decision | Event) -> list[str]:
    """Refuse to exempt what the text forbids or demands outright."""
    if not isinstance(record, Decision) or record.what != "exempt":
        return []
    book = history.rulebook
    met = [
        c
        for c in book.criteria.values()
        if record.clause == c.id or record.clause in c.clauses
    ]
    forbidden = record.clause in book.prohibitions or any(c.prohibition for c in met)
    strict = bool(met) and all(c.force is not Force.PRINCIPLE for c in met)
    return ["no_exemption_from_prohibition"] if forbidden or strict else []


def _long_extension(
    cycle: LifeCycle, history: History, record: Decision
) -> frozenset[str]:
    if cycle.extension_warning is None or record.end is None:
        return frozenset()
    months = history.rulebook.number(cycle.extension_warning, record.on)
    full = months_between(record.on, record.end - timedelta(days=1))
    long = months is not None and full >= months
    return frozenset({"WARNING"} if long else ())


def _application_codes(cycle: LifeCycle, history: History) -> list[str]:
    """Say what refuses an application or a request that was filed."""
    filed = bool(history.application) or any(
        e.type.startswith("acceptance_") for e in history.events
    )
    if not filed:
        return []
    codes: list[str] = []
    for t in cycle.leaving(history.membership.state):
        answer = ask(t.when, history)
        if answer.verdict is not Verdict.PASS:
            codes.extend(answer.codes)
    return codes


def _held(cycle: LifeCycle, history: History) -> tuple[str, ...]:
    leaving = {t.id for t in cycle.leaving(history.membership.state)}
    held = {
        name
        for hold in cycle.holds
        if ask(hold.when, history).verdict is Verdict.PASS
        for name in hold.transitions
        if name in leaving
    }
    return tuple(t.id for t in cycle.transitions if t.id in held)


def _propose(
    cycle: LifeCycle, history: History, held: tuple[str, ...]
) -> Proposal | None:
    state = history.membership.state
    for t in cycle.leaving(state):
        if not t.proposes or t.target is None or t.id in held:
            continue
        answer = ask(t.when, history)
        if answer.verdict is Verdict.PASS:
            return Proposal(
                t.id,
                state,
                t.target,
                _effective(t, history, answer),
                t.actor,
                t.clauses,
            )
    return None


def _effective(t: Transition, history: History, answer: Answer) -> date | None:
    if t.effective is Effective.RECEIPT:
        return history.on
    if t.effective is Effective.NEXT_JANUARY and answer.year is not None:
        return date(answer.year + 1, 1, 1)
    listed_on = history.membership.listed_on
    if t.effective is Effective.ANNIVERSARY and listed_on and t.anniversary:
        years = history.rulebook.number(t.anniversary, history.on)
        return None if years is None else anniversary(listed_on, int(years))
    return None


def _raised(cycle: LifeCycle, history: History) -> dict[str, Dates]:
    """Return the dated flags that are set now; one whose year is over has lapsed."""
    flags: dict[str, Dates] = {}
    for t in cycle.leaving(history.membership.state):
        if t.raises is None:
            continue
        answer = ask(t.when, history)
        if answer.verdict is not Verdict.PASS or answer.year is None:
            continue
        last = date(answer.year + 1, 12, 31)
        if history.on <= last:
            flags[t.raises] = (date(answer.year + 1, 1, 1), last)
    return flags


def _reading_flags(
    cycle: LifeCycle, proposal: Proposal, state: str
) -> dict[str, Dates]:
    """Return the flags that mark a reading beyond the letter of the text."""
    chosen = next(t for t in cycle.transitions if t.id == proposal.transition)
    return {flag: None for flag, states in chosen.flags.items() if state in states}


def _actions(
    cycle: LifeCycle,
    history: History,
    guards: dict[str, Verdict],
    carried: _Carried,
) -> frozenset[str]:
    state = history.membership.state
    due = {
        r.action
        for r in cycle.reminders
        if (not r.states or state in r.states)
        and ask(r.when, history, guards).verdict is Verdict.PASS
    }
    return carried.actions | due
