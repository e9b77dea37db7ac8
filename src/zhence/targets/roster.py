"""Firms by credit code: each counts once, however many places it has."""

from __future__ import annotations

from collections.abc import Iterable

from zhence.targets.asked import Asked
from zhence.targets.counting import counted, covered
from zhence.targets.population import nested, population
from zhence.targets.reached import Reached
from zhence.targets.register import Firm


def holders(asked: Asked, name: str) -> Reached | None:
    """Return how many firms hold something, in the city and at each place.

    ``None`` where the roster does not speak of it: no firm holds it.
    """
    firms = _inside(asked)
    code = asked.figures.code(name)
    holding = [f for f in firms if _holds(asked, f, code)]
    if not any(_holds(asked, f, code) for f in asked.register.firms or ()):
        return None
    told = counted(asked, dict.fromkeys((f.code for f in holding), True))
    counts = {**_places(asked, holding), **told.counts}
    counts |= {"counted": len(holding), "of": len(firms)}
    return Reached(told.value, counts=counts)


def firms_covered(asked: Asked, name: str) -> Reached | None:
    """Return the share of firms that have something; ``None`` without a roster.

    Where the target is asked of some firms only, firms that are of that kind
    count; if no firm is said to be, the roster lists only those.
    """
    if asked.register.firms is None:
        return None
    firms = _inside(asked)
    among = asked.value.among
    if among is not None and any(among in f.holds for f in asked.register.firms):
        firms = [f for f in firms if among in f.holds]
    states: dict[str, bool | None] = {f.code: name in f.holds for f in firms}
    told = covered(asked, states, dict.fromkeys(states, True))
    places = _places(asked, [f for f in firms if states[f.code]])
    return Reached(
        told.value,
        settled=told.settled,
        counts={**places, **told.counts},
        gaps=told.gaps,
        because=told.because,
    )


def _holds(asked: Asked, firm: Firm, code: str) -> bool:
    return any(asked.figures.code(held) == code for held in firm.holds)


def _inside(asked: Asked) -> list[Firm]:
    """Return the firms with a place in the population, or inside one of it."""
    firms = list(asked.register.firms or ())
    listed = asked.register.members
    if listed is None:
        return firms
    inside = nested(listed)
    chosen = {m.name for m in population(asked)}
    places = chosen | {n for name in chosen for n in inside.get(name, ())}
    return [f for f in firms if places.intersection(f.places)]


def _places(asked: Asked, firms: Iterable[Firm]) -> dict[str, int]:
    """Return how many of *firms* each place sees, itself or inside it."""
    found = list(firms)
    listed = asked.register.members or ()
    inside = nested(listed)
    names = dict.fromkeys(
        (*(m.name for m in listed), *(p for f in found for p in f.places))
    )
    return {
        name: sum(
            1 for f in found if {name, *inside.get(name, ())}.intersection(f.places)
        )
        for name in names
    }
