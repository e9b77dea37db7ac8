"""Leaders (领跑者): the first of a measure in each group of at least three.

For towns and parks as for firms: each is compared with its own kind only, and a
group of two shows a winner and a loser, not a leader.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from fractions import Fraction

LEAST_GROUP = 3


@dataclass(frozen=True, slots=True)
class Entrant:
    """One town, park or firm: *value* ``None`` is unknown or not computable.

    *sound* says whether its data passed their checks; without that nobody leads.
    """

    name: str
    group: str
    value: Fraction | None
    sound: bool = True


@dataclass(frozen=True, slots=True)
class Led:
    """One group: ranks of those with a value, and who leads.

    *leaders* are all who share the first place with sound data; empty, and *reason*
    says why, where the group is too small or the first's data are not sound.
    """

    group: str
    ranks: Mapping[str, int]
    unranked: tuple[str, ...]
    leaders: tuple[str, ...]
    reason: str = ""


def leaders(entrants: Iterable[Entrant], least: int = LEAST_GROUP) -> list[Led]:
    """Return every group in the order of the entrants, the highest value first.

    Only entrants with a value count towards *least*; equal values share a rank.

    >>> towns = [Entrant(n, "it", Fraction(v)) for n, v in zip("ABC", (9, 7, 7))]
    >>> leaders(towns)[0].leaders, leaders(towns[:2])[0].reason
    (('A',), 'too_few')
    """
    groups: dict[str, list[Entrant]] = {}
    for entrant in entrants:
        groups.setdefault(entrant.group, []).append(entrant)
    return [_led(name, held, least) for name, held in groups.items()]


def _led(name: str, held: list[Entrant], least: int) -> Led:
    known = [(e, e.value) for e in held if e.value is not None]
    ranks = {e.name: 1 + sum(other > v for _, other in known) for e, v in known}
    unranked = tuple(e.name for e in held if e.value is None)
    if len(known) < least:
        return Led(name, ranks, unranked, (), "too_few")
    first = [e for e, _ in known if ranks[e.name] == 1]
    sound = tuple(e.name for e in first if e.sound)
    return Led(name, ranks, unranked, sound, "" if sound else "data_not_sound")
