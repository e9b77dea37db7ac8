"""The guards of a life cycle over columns: what the assessed years alone decide.

A register that is judged as a whole brings no events, decisions or papers, and
records are closed-world: what asks for one is answered once, by the guard itself,
on an empty history.
A condition on other dates (years since listing, the end of an extension) is not
decided by years, and its transition is left out and named.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date

import numpy as np

from zhence.engines import codes as c
from zhence.engines.amounts import Rows
from zhence.engines.codes import Bits, Codes
from zhence.engines.past import NO_YEAR, Caused, Past, Told, Years
from zhence.evidence import Verdict, all_of, any_of, negate
from zhence.facts import Membership
from zhence.lifecycle import conditions
from zhence.lifecycle.conditions import (
    AdjacentFails,
    Condition,
    Either,
    Elapsed,
    Every,
    InState,
    Never,
    Undecided,
    WasCreation,
    YearResult,
)
from zhence.lifecycle.guard import ask
from zhence.lifecycle.history import History
from zhence.rules.rulebook import Rulebook

_FIRST = "first"
_UNKNOWN = 2


@dataclass(frozen=True, slots=True)
class Standing:
    """Where the members stand when a step is asked.

    *state* is its place in the plan's list; *was_creation* 0 (no), 1 (yes) or
    2 (unknown).
    """

    state: Codes
    stay: Years
    was_creation: Codes

    def among(self, states: Sequence[int]) -> Bits:
        """Say who is in one of the states."""
        found = np.zeros(len(self.state), np.bool_)
        for state in states:
            found |= self.state == state
        return found


class Guards:
    """The conditions of a life cycle as they stand on one day."""

    def __init__(self, rulebook: Rulebook, on: date, states: Sequence[str]) -> None:
        """Take the parameters of *on*; *states* are what the codes count."""
        self._book = rulebook
        self.on = on
        self._states = tuple(states)
        nobody = Membership("", next(iter(sorted(rulebook.lists)), ""), "")
        self._empty = History(nobody, on, rulebook)
        # Asked anew for each batch and year, and always answered alike.
        self._fixed: dict[int, tuple[Condition | None, Verdict | None]] = {}

    @property
    def in_force(self) -> bool:
        """Say whether the policy had begun; before that nothing is proposed."""
        since = self._book.valid_from
        return since is None or since <= self.on

    def decides(self, condition: Condition | None) -> bool:
        """Say whether years, states and the absence of records decide it."""
        if self.fixed(condition) is not None:
            return True
        match condition:
            case Every(members) | Either(members):
                return all(self.decides(member) for member in members)
            case Never(member):
                return self.decides(member)
            case Elapsed() | conditions.Past():
                return False
            case _:
                return True

    def fixed(self, condition: Condition | None) -> Verdict | None:
        """Return the verdict that is the same for every member, if it is."""
        held = self._fixed.get(id(condition))
        if held is None or held[0] is not condition:
            held = (condition, self._same(condition))
            self._fixed[id(condition)] = held
        return held[1]

    def _same(self, condition: Condition | None) -> Verdict | None:
        match condition:
            case Every(members):
                told = [self.fixed(member) for member in members]
                if Verdict.FAIL in told:
                    return Verdict.FAIL
                known = [v for v in told if v is not None]
                return all_of(known) if len(known) == len(told) else None
            case Either(members):
                known = [v for m in members if (v := self.fixed(m)) is not None]
                return any_of(known) if len(known) == len(members) else None
            case Never(member):
                inner = self.fixed(member)
                return None if inner is None else negate(inner)
            case (
                YearResult()
                | AdjacentFails()
                | WasCreation()
                | InState()
                | Undecided()
                | Elapsed()
                | conditions.Past()
            ):
                return None
            case _:
                return ask(condition, self._empty).verdict

    def ask(
        self,
        condition: Condition | None,
        past: Past,
        standing: Standing,
        guards: Mapping[str, Codes],
    ) -> Told:
        """Judge a condition for everybody, as the plain guard does for one."""
        fixed = self.fixed(condition)
        if fixed is not None:
            return Told(c.full(past.subjects, c.CODE[fixed]))
        match condition:
            case Every(members) | Either(members):
                told = [self.ask(m, past, standing, guards) for m in members]
                join = c.all_of if isinstance(condition, Every) else c.any_of
                return Told(join([t.codes for t in told]), _first_cause(told))
            case Never(member):
                inner = self.ask(member, past, standing, guards)
                return Told(c.negate(inner.codes), inner.caused)
            case _:
                return self._leaf(condition, past, standing, guards)

    def _leaf(
        self,
        condition: Condition | None,
        past: Past,
        standing: Standing,
        guards: Mapping[str, Codes],
    ) -> Told:
        match condition:
            case YearResult(which, part, failed):
                asked = past.first if which == _FIRST else past.later
                return asked(part, standing.stay, failed=failed)
            case AdjacentFails():
                return self._adjacent(condition, past)
            case WasCreation(states):
                was = c.replace(
                    c.decided(standing.was_creation == 1, standing.was_creation == 0),
                    standing.among(self._places(states)),
                    c.PASS,
                )
                return Told(was)
            case InState(states):
                inside = standing.among(self._places(states))
                return Told(c.decided(inside, ~inside))
            case Undecided(transition):
                open_ = c.undecided(guards[transition])
                return Told(c.decided(open_, ~open_))
            case _:
                # What asks for other dates never comes here: its transition is left
                # out. Whatever asks for records is the same for all and was fixed.
                msg = f"no year decides {condition!r}; it is to be left out or fixed"
                raise AssertionError(msg)

    def _adjacent(self, condition: AdjacentFails, past: Past) -> Told:
        need = self._book.number(condition.count, self.on)
        if need is None:
            return Told(c.full(past.subjects, c.INSUFFICIENT_DATA))
        breaks = self._book.choice(condition.exempt_breaks, self.on) is True
        return past.adjacent(condition.part, int(need), breaks=breaks)

    def _places(self, states: Sequence[str]) -> list[int]:
        return [self._states.index(state) for state in states]


def _first_cause(told: Sequence[Told]) -> Caused | None:
    """Return what finds the first year that one of the conditions names."""
    causes = [t.caused for t in told if t.caused is not None]
    if len(causes) <= 1:
        return causes[0] if causes else None

    def first(rows: Rows) -> Years:
        found = causes[0](rows)
        for cause in causes[1:]:
            found = np.where(found == NO_YEAR, cause(rows), found)
        return found

    return first
