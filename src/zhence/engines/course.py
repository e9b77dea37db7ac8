"""One step of a life cycle for everybody: what is proposed after an assessed year.

It is :func:`zhence.lifecycle.step` over columns, for members about whom nothing
is on record but their assessed years.
"""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date

import numpy as np
import numpy.typing as npt

from zhence.engines import codes as c
from zhence.engines import refusals
from zhence.engines.amounts import Rows
from zhence.engines.codes import Bits, Codes
from zhence.engines.guards import Guards, Standing
from zhence.engines.past import NO_YEAR, Past, Told
from zhence.engines.plan import PROGRESS, Plan
from zhence.evidence import Verdict
from zhence.lifecycle.conditions import (
    AdjacentFails,
    Condition,
    Either,
    Every,
    Never,
    Undecided,
    WasCreation,
    YearResult,
)
from zhence.lifecycle.table import Effective, LifeCycle, Transition
from zhence.rules.rulebook import Status

Days = npt.NDArray[np.int32]
Marks = npt.NDArray[np.int16]

NOTHING = -1
NO_DAY = -(2**31)
"""Stands for a day that nobody knows yet: that of the decision."""

_EPOCH = date(1970, 1, 1)
_HOLD = "HOLD"
_MOST_MARKS = 15


@dataclass(frozen=True, slots=True, eq=False)
class Course:
    """A life cycle as it is followed over the years.

    *books* are the conditions as they stand on the day each year is assessed.
    *guarded* are the transitions whose guard the assessed years decide member
    by member, *asked* all that are worked out; *left_out* look at other dates.
    *parts* are the parts of a year's result that conditions look at.
    *flags* and *actions* are what the bits of these columns mean.
    *creation* are the states that count as having been on the creation list;
    *januaries* the first day after each of the years.
    """

    cycle: LifeCycle
    plan: Plan
    books: Mapping[int, Guards]
    asked: tuple[str, ...]
    guarded: tuple[str, ...]
    left_out: tuple[str, ...]
    parts: tuple[str, ...]
    flags: tuple[str, ...]
    actions: tuple[str, ...]
    creation: tuple[int, ...]
    januaries: Days


@dataclass(frozen=True, slots=True)
class Step:
    """What one year comes to: one entry a member.

    *proposal* is the place of a transition in the table, or ``NOTHING``;
    *target* the place of the state it leads to; *moves* whether a decision
    would carry it out; *fails* how many of the latest years failed in a row.
    """

    proposal: Codes
    target: Codes
    moves: Bits
    effective: Days
    flags: Marks
    actions: Marks
    fails: Codes
    guards: Mapping[str, Codes]


def course_for(plan: Plan, cycle: LifeCycle, days: Mapping[int, date]) -> Course:
    """Return the course of a life cycle; *plan* must know its states.

    Raises:
        BadInputError: more flags or actions than the columns of bits hold.
    """
    books = {
        year: Guards(plan.rulebook, day, plan.places.states)
        for year, day in days.items()
    }
    followed = [
        t
        for t in cycle.transitions
        if t.effective is not Effective.ANNIVERSARY
        and all(book.decides(t.when) for book in books.values())
    ]
    every = [t.when for t in cycle.transitions] + [h.when for h in cycle.holds]
    every += [r.when for r in cycle.reminders]
    leaves = [leaf for condition in every for leaf in _leaves(condition)]
    undecided = {leaf.transition for leaf in leaves if isinstance(leaf, Undecided)}
    named = (f for t in cycle.transitions for f in (t.raises, *t.flags) if f)
    flags = tuple(dict.fromkeys(named))
    actions = tuple(dict.fromkeys((*(r.action for r in cycle.reminders), _HOLD)))
    if max(len(flags), len(actions)) > _MOST_MARKS:
        raise refusals.plan_too_large(f"{len(flags)} flags, {len(actions)} actions")
    return Course(
        cycle=cycle,
        plan=plan,
        books=books,
        asked=tuple(
            t.id
            for t in followed
            if t.id in undecided
            or {b.fixed(t.when) for b in books.values()} & {None, Verdict.PASS}
        ),
        guarded=tuple(
            t.id
            for t in followed
            if any(b.fixed(t.when) is None for b in books.values())
        ),
        left_out=tuple(t.id for t in cycle.transitions if t not in followed),
        parts=tuple(
            dict.fromkeys(
                (
                    PROGRESS,
                    *(
                        leaf.part
                        for leaf in leaves
                        if isinstance(leaf, YearResult | AdjacentFails)
                    ),
                )
            )
        ),
        flags=flags,
        actions=actions,
        creation=tuple(
            {
                plan.places.states.index(name)
                for leaf in leaves
                if isinstance(leaf, WasCreation)
                for name in leaf.creation_states
            }
        ),
        januaries=_januaries(books),
    )


def take_step(
    course: Course, year: int, past: Past, standing: Standing, listed: Bits | None
) -> Step:
    """Return what is proposed and due after *year*, the latest one of *past*.

    *listed*: who is on a list of the policy (``None``: everybody); nothing is
    asked of the others.
    """
    return _Asking(course, year, past, standing, listed).step()


class _Asking:
    """One step, worked out transition by transition in their precedence."""

    def __init__(
        self,
        course: Course,
        year: int,
        past: Past,
        standing: Standing,
        listed: Bits | None,
    ) -> None:
        self._course = course
        self._past = past
        self._standing = standing
        # A reference text may be held against any list: nothing follows from it.
        self._quiet = course.plan.rulebook.status is Status.REFERENCE
        self._listed = None if self._quiet else listed
        self._book = course.books[year]
        self._told: dict[str, Told] = {}
        self._guards: dict[str, Codes] = {}

    def step(self) -> Step:
        """Return the outcome."""
        course, cycle = self._course, self._course.cycle
        for t in cycle.transitions:
            if t.id in course.asked:
                self._ask(t)
        held = self._held()
        flags = np.zeros(self._past.subjects, np.int16)
        actions = np.zeros(self._past.subjects, np.int16)
        step = self._propose(() if self._quiet else cycle.transitions, held, flags)
        if not self._quiet:
            self._raise(flags)
            self._remind(actions, held)
        return replace(step, flags=flags, actions=actions)

    def _ask(self, t: Transition) -> None:
        told = self._book.ask(t.when, self._past, self._standing, self._guards)
        self._told[t.id] = told
        self._guards[t.id] = told.codes * self._in(t.sources).view(np.int8)

    def _in(self, states: Sequence[str]) -> Bits:
        places = self._course.plan.places.states
        inside = self._standing.among([places.index(s) for s in states])
        return inside if self._listed is None else inside & self._listed

    def _holds(self, condition: Condition | None) -> Bits | None:
        """Return who satisfies a condition, ``None`` for nobody."""
        fixed = self._book.fixed(condition)
        if fixed not in (None, Verdict.PASS) or not self._book.decides(condition):
            return None
        told = self._book.ask(condition, self._past, self._standing, self._guards)
        satisfied: Bits = told.codes == c.PASS
        return satisfied

    def _held(self) -> dict[str, Bits]:
        held: dict[str, Bits] = {}
        for hold in self._course.cycle.holds:
            bits = self._holds(hold.when)
            if bits is None:
                continue
            for name in hold.transitions:
                held[name] = held[name] | bits if name in held else bits
        return held

    def _propose(
        self, transitions: Sequence[Transition], held: Mapping[str, Bits], flags: Marks
    ) -> Step:
        everybody = self._past.subjects
        places = self._course.plan.places.states
        proposal, target = c.full(everybody, NOTHING), c.full(everybody, NOTHING)
        moves = np.zeros(everybody, np.bool_)
        effective = np.full(everybody, NO_DAY, np.int32)
        free = np.ones(everybody, np.bool_)
        for place, t in enumerate(transitions if self._book.in_force else ()):
            if t.id not in self._told or not t.proposes or t.target is None:
                continue
            chosen = free & (self._guards[t.id] == c.PASS)
            if t.id in held:
                chosen &= ~held[t.id]
            proposal = c.replace(proposal, chosen, place)
            target = c.replace(target, chosen, places.index(_target(t)))
            if t.decisions:
                moves |= chosen
            rows = np.flatnonzero(chosen)
            effective[rows] = self._effective(t, rows)
            for flag, states in t.flags.items():
                self._mark(flags, self._course.flags, flag, chosen & self._in(states))
            free &= ~chosen
        return Step(
            proposal,
            target,
            moves,
            effective,
            flags,
            flags,
            self._past.consecutive(PROGRESS),
            {id_: self._guards[id_] for id_ in self._course.guarded},
        )

    def _effective(self, t: Transition, rows: Rows) -> Days:
        if t.effective is Effective.RECEIPT:
            return np.full(len(rows), (self._book.on - _EPOCH).days, np.int32)
        caused = self._told[t.id].caused
        if t.effective is not Effective.NEXT_JANUARY or caused is None:
            return np.full(len(rows), NO_DAY, np.int32)
        return self._course.januaries[caused(rows)]

    def _raise(self, flags: Marks) -> None:
        """Set the dated flags; one whose year is over has lapsed."""
        for t in self._course.cycle.transitions:
            if t.raises is None or t.id not in self._told:
                continue
            caused = self._told[t.id].caused
            if caused is not None:
                rows = np.flatnonzero(self._guards[t.id] == c.PASS)
                years = caused(rows)
                lasts = (years != NO_YEAR) & (years >= self._book.on.year - 1)
                fresh = np.zeros(self._past.subjects, np.bool_)
                fresh[rows[lasts]] = True
                self._mark(flags, self._course.flags, t.raises, fresh)

    def _remind(self, actions: Marks, held: Mapping[str, Bits]) -> None:
        course = self._course
        for reminder in course.cycle.reminders:
            due = self._holds(reminder.when)
            if due is not None:
                # Without states it is for everybody, in whatever state of any list.
                if reminder.states:
                    due &= self._in(reminder.states)
                elif self._listed is not None:
                    due &= self._listed
                self._mark(actions, course.actions, reminder.action, due)
        for t in course.cycle.transitions:
            if t.id in held:
                waits = held[t.id] & self._in(t.sources)
                self._mark(actions, course.actions, _HOLD, waits)

    @staticmethod
    def _mark(marks: Marks, names: Sequence[str], name: str, where: Bits) -> None:
        marks |= where.astype(np.int16) * np.int16(1 << names.index(name))


def _target(t: Transition) -> str:
    kind = t.decisions[0] if t.decisions else ""
    return t.target_by_event.get(kind, t.target or "")


def _januaries(years: Collection[int]) -> Days:
    """Return, by year, the first day after it; only the *years* have one."""
    table = np.full(max(years, default=NO_YEAR) + 1, NO_DAY, np.int32)
    for year in years:
        table[year] = (date(year + 1, 1, 1) - _EPOCH).days
    return table


def _leaves(condition: Condition | None) -> Iterator[Condition]:
    match condition:
        case None:
            return
        case Every(members) | Either(members):
            for member in members:
                yield from _leaves(member)
        case Never(member):
            yield from _leaves(member)
        case _:
            yield condition
