"""Life cycles before and after: states, transitions, precedence, reminders."""

from __future__ import annotations

from collections.abc import Iterator

from zhence.evidence import Text
from zhence.lifecycle.conditions import Condition
from zhence.lifecycle.table import Hold, LifeCycle, Reminder, State, Transition
from zhence.packs.diff_change import Change, Kind, Strictness
from zhence.packs.diff_guard import guard_words
from zhence.packs.diff_judge import neutral, unknown
from zhence.packs.diff_told import (
    Comparer,
    Editions,
    Told,
    changed_words,
    compared,
    numbered,
    part,
)
from zhence.packs.diff_words import listed, plain, same

_NO_CYCLE = LifeCycle(states={})


def course(editions: Editions) -> Iterator[Change]:
    """Yield the changes of a life cycle.

    Whether a way in or out is a benefit or a sanction is not written in the
    table, so none of them is said to tighten or to relax.
    """
    old = editions.old.lifecycle or _NO_CYCLE
    new = editions.new.lifecycle or _NO_CYCLE
    yield from _states(editions, old, new)
    yield from _transitions(editions, old, new)
    yield from _waiting(editions, old, new)
    shared = {t.id for t in old.transitions} & {t.id for t in new.transitions}
    yield from _whole(
        editions,
        "precedence",
        tuple(t.id for t in old.transitions if t.id in shared),
        tuple(t.id for t in new.transitions if t.id in shared),
    )
    warnings = old.extension_warning, new.extension_warning
    yield from _whole(editions, "extension_warning", *warnings)
    orders = editions.old.event_order, editions.new.event_order
    yield from _whole(editions, "event_order", *orders)


def _states(editions: Editions, old: LifeCycle, new: LifeCycle) -> Iterator[Change]:
    parts: tuple[Comparer[State], ...] = (
        part("entry", lambda s: s.entry, unknown),
        part("final", lambda s: s.final, unknown),
        part("title", lambda s: s.title),
    )
    yield from compared(
        editions, Kind.STATE, old.states, new.states, parts, lambda s: s.title
    )


def _guards(editions: Editions) -> Comparer[Transition]:
    return part(
        "when",
        lambda t: t.when,
        unknown,
        lambda held: guard_words(editions.old, held),
        lambda held: guard_words(editions.new, held),
    )


def _transitions(
    editions: Editions, old: LifeCycle, new: LifeCycle
) -> Iterator[Change]:
    parts: tuple[Comparer[Transition], ...] = (
        part("from", lambda t: t.sources, unknown),
        part("to", lambda t: t.target, unknown),
        part("to_by_record", lambda t: dict(t.target_by_event), unknown),
        part("actor", lambda t: t.actor, unknown),
        part("bodies", lambda t: t.bodies, unknown),
        _guards(editions),
        part("effective", lambda t: t.effective, unknown),
        part("decisions", lambda t: t.decisions, unknown),
        part("events", lambda t: t.events, unknown),
        part("proposes", lambda t: t.proposes, unknown),
        part("raises", lambda t: t.raises, unknown),
        part("anniversary", lambda t: t.anniversary, unknown),
        part("flags", lambda t: dict(t.flags)),
        part("clauses", lambda t: t.clauses),
        part("title", lambda t: t.title),
    )
    yield from compared(
        editions,
        Kind.TRANSITION,
        {t.id: t for t in old.transitions},
        {t.id: t for t in new.transitions},
        parts,
        _route,
    )


def _route(moved: Transition) -> Text:
    """Return a transition's title with its states."""
    ends = [name for name in (moved.target, *moved.target_by_event.values()) if name]
    way = f"{'/'.join(moved.sources)} → {'/'.join(ends) or moved.raises or '—'}"
    return Text(f"{moved.title.zh}：{way}", f"{moved.title.en}: {way}")


def _waiting(editions: Editions, old: LifeCycle, new: LifeCycle) -> Iterator[Change]:
    """Yield the changes of holds and reminders; they have no id of their own."""

    def said(held: Condition) -> Text:
        return guard_words(editions.old, held)

    def said_new(held: Condition) -> Text:
        return guard_words(editions.new, held)

    holds: tuple[Comparer[Hold], ...] = (
        part("when", lambda h: h.when, unknown, said, said_new),
    )
    yield from compared(
        editions,
        Kind.LIFECYCLE,
        numbered(old.holds, _hold_name),
        numbered(new.holds, _hold_name),
        holds,
        _hold_title,
    )
    reminders: tuple[Comparer[Reminder], ...] = (
        part("when", lambda r: r.when, neutral, said, said_new),
    )
    yield from compared(
        editions,
        Kind.LIFECYCLE,
        numbered(old.reminders, _reminder_name),
        numbered(new.reminders, _reminder_name),
        reminders,
        _reminder_title,
        lambda _: Strictness.NEUTRAL,
    )


def _hold_name(hold: Hold) -> str:
    return "hold " + " ".join(hold.transitions)


def _hold_title(hold: Hold) -> Text:
    held = listed(same(name) for name in hold.transitions)
    return Text(f"暂缓{held.zh}", f"hold on {held.en}")


def _reminder_name(reminder: Reminder) -> str:
    return " ".join(("reminder", reminder.action, *reminder.states))


def _reminder_title(reminder: Reminder) -> Text:
    states = plain(reminder.states)
    return Text(
        f"{states.zh}时提醒 {reminder.action}", f"{reminder.action} while {states.en}"
    )


def _whole(editions: Editions, name: str, old: object, new: object) -> Iterator[Change]:
    """Yield the change of one side of the life cycle as a whole."""
    if old != new:
        told = Told(name, plain(old), plain(new), Strictness.UNKNOWN)
        said = changed_words(Kind.LIFECYCLE, name, editions.new.title, told)
        yield editions.change(Kind.LIFECYCLE, name, name, said, told.severity)
