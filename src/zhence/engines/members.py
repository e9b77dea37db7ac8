"""Where the members of a batch stand from year to year: state, stay, creation list."""

from __future__ import annotations

import numpy as np

from zhence.engines import codes as c
from zhence.engines.codes import Codes
from zhence.engines.columns import BEFORE, FIRST, LATER, UNKNOWN_STAY, Held
from zhence.engines.course import Course, Step
from zhence.engines.guards import Standing
from zhence.engines.layout import YearRows
from zhence.engines.past import NO_YEAR, Years, with_year


class Members:
    """The standing of every subject, taken from the batch or moved by a step."""

    def __init__(self, course: Course, held: Held, subjects: int) -> None:
        """Begin with nobody seen."""
        self._course = course
        self._held = held
        self._seen = np.zeros(subjects, np.bool_)
        self._now = Standing(
            c.full(subjects, -1),
            np.zeros(subjects, np.int16),
            c.full(subjects, 0),
        )

    def recorded(self, year: YearRows, *, anew: bool) -> Standing:
        """Return the standing on record; unless *anew*, only of who is new."""
        who, rows = year.who, year.rows
        fresh = ~self._seen[who]
        if anew or fresh.all():
            fresh = np.ones_like(fresh)
        elif not fresh.any():
            return self._now
        now, held = self._now, self._held
        state, stay = now.state.copy(), now.stay.copy()
        was = now.was_creation.copy()
        state[who] = np.where(fresh, held.small("state", -1)[rows], state[who])
        stay[who] = np.where(fresh, held.years("stay_first_year")[rows], stay[who])
        was[who] = np.where(fresh, held.small("was_creation")[rows], was[who])
        self._seen[who] = True
        self._now = Standing(state, stay, was)
        return self._now

    def columns(self, year: YearRows) -> dict[str, Codes]:
        """Return the columns of the kernel that the standing decides."""
        stay = self._now.stay[year.who]
        listed = self._held.years("first_year")[year.rows]
        first = np.where(stay == NO_YEAR, listed, stay)
        return {
            "state": self._now.state[year.who],
            "stay": stay_of(first, year.year),
            "re_entry": ((listed != NO_YEAR) & (stay > listed)).view(np.int8),
        }

    def decide(self, step: Step, year: YearRows) -> None:
        """Take every proposal that a decision would carry out as decided.

        Whoever moves begins a new stay with the next year.
        """
        now = self._now
        here = np.zeros(len(now.state), np.bool_)
        here[year.who] = True
        moved = step.moves & here
        was = c.replace(now.was_creation, moved & now.among(self._course.creation), 1)
        self._now = Standing(
            c.choose(moved, step.target, now.state),
            with_year(now.stay, moved, year.year + 1),
            was,
        )


def stay_of(first: Years, year: int) -> Codes:
    """Return where *year* stands in stays that begin with *first*."""
    codes = c.full(len(first), BEFORE)
    codes = c.replace(codes, first == year, FIRST)
    codes = c.replace(codes, first < year, LATER)
    return c.replace(codes, first == NO_YEAR, UNKNOWN_STAY)
