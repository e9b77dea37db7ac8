"""Clauses that nobody has compared with their text for a year.

A rule that was right when it was written may rest on a text that has changed
since: what is checked carries the day of the check, and the day runs out.
"""

from __future__ import annotations

from datetime import date

from zhence.packs.pack import Clause, Pack
from zhence.periods import anniversary


def stale(pack: Pack, on: date, *, years: int = 1) -> tuple[Clause, ...]:
    """Return the clauses not re-checked for *years*, the oldest check first.

    A year is full on the anniversary itself; a check dated after *on* counts
    as fresh.
    """
    old = (c for c in pack.clauses.values() if anniversary(c.checked_on, years) <= on)
    return tuple(sorted(old, key=lambda c: (c.checked_on, c.id)))
