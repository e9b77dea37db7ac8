"""Administrative divisions: codes, levels, containment, and their validity.

Codes change: counties become districts, districts merge.
A division is looked up for a date, and a place known only by name and date is
found only among those that were in force then.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from enum import StrEnum


class Level(StrEnum):
    """The administrative level of a division."""

    PROVINCE = "province"
    CITY = "city"
    COUNTY = "county"


@dataclass(frozen=True, slots=True)
class Division:
    """One division under one code.

    *since* ``None``: in force before the list begins; *until* is the first day
    on which the code is no longer in force, ``None`` while it is.
    """

    code: str
    name: str
    name_en: str
    level: Level
    parent: str | None
    since: date | None = None
    until: date | None = None
    successors: tuple[str, ...] = ()
    note: str = ""

    def in_force(self, on: date) -> bool:
        """Say whether the code was in force on *on*."""
        return (self.since is None or self.since <= on) and (
            self.until is None or on < self.until
        )


class Gazetteer:
    """All divisions, looked up by code or by name on a date."""

    def __init__(self, divisions: Iterable[Division]) -> None:
        """Index *divisions*; one code stands once."""
        self._by_code = {d.code: d for d in divisions}

    def __len__(self) -> int:
        """Return the number of divisions."""
        return len(self._by_code)

    def get(self, code: str) -> Division | None:
        """Return the division of *code*, in force or not; ``None`` if unknown."""
        return self._by_code.get(code)

    def named(self, name: str, on: date) -> tuple[Division, ...]:
        """Return the divisions called *name* that were in force on *on*."""
        return tuple(
            d for d in self._by_code.values() if d.name == name and d.in_force(on)
        )

    def within(self, code: str, on: date) -> tuple[Division, ...]:
        """Return the divisions directly below *code* in force on *on*."""
        return tuple(
            d for d in self._by_code.values() if d.parent == code and d.in_force(on)
        )

    def chain(self, code: str) -> tuple[Division, ...]:
        """Return the division and those above it, the lowest first."""
        found: list[Division] = []
        here: str | None = code
        while here is not None and here in self._by_code and len(found) < len(Level):
            found.append(self._by_code[here])
            here = self._by_code[here].parent
        return tuple(found)
