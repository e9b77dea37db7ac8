"""Whether a criterion applies, over columns: yes, no, or not known."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from zhence.engines.columns import STAYS
from zhence.rules.rulebook import Rulebook
from zhence.rules.terms import Applies


@dataclass(frozen=True, slots=True)
class InGroup:
    """The category is in a group (*members*: its categories, a bit each)."""

    members: int
    inside: bool


@dataclass(frozen=True, slots=True)
class InState:
    """The state is one of these places of the plan's list."""

    states: tuple[int, ...]


@dataclass(frozen=True, slots=True)
class OfStay:
    """The year stands here in the present stay."""

    stay: int


@dataclass(frozen=True, slots=True)
class ReEntered:
    """The present stay is a later one than the first on the list."""


@dataclass(frozen=True, slots=True)
class Said:
    """Something was, or was not, said of a group of indicators (its place)."""

    group: int
    wanted: bool


@dataclass(frozen=True, slots=True)
class Nowhere:
    """A parameter ties the criterion to another reading of the text."""


Scope = InGroup | InState | OfStay | ReEntered | Said | Nowhere


@dataclass(frozen=True, slots=True)
class Places:
    """What the columns of a plan count: states, and groups of indicators."""

    states: tuple[str, ...]
    said: tuple[tuple[str, ...], ...]


def scope_of(
    rulebook: Rulebook, conditions: Sequence[Applies], places: Places
) -> tuple[Scope, ...]:
    """Return the conditions of a criterion over the columns of the plan."""
    return tuple(s for c in conditions for s in _scopes(rulebook, c, places))


def places_of(conditions: Sequence[Applies], states: Sequence[str]) -> Places:
    """Return what the columns must count for the conditions, *states* first."""
    named = (name for c in conditions for name in c.states)
    said = (group for c in conditions for group in (c.told, c.not_told) if group)
    return Places(tuple(dict.fromkeys((*states, *named))), tuple(dict.fromkeys(said)))


def _scopes(rulebook: Rulebook, condition: Applies, places: Places) -> list[Scope]:
    found: list[Scope] = []
    for group, inside in (
        (condition.categories, True),
        (condition.not_categories, False),
    ):
        if group is not None:
            found.append(InGroup(_members(rulebook, group), inside))
    if condition.states:
        found.append(InState(tuple(map(places.states.index, condition.states))))
    if condition.year_of_stay is not None:
        found.append(OfStay(STAYS[condition.year_of_stay]))
    if condition.re_entry:
        found.append(ReEntered())
    for names, wanted in ((condition.told, True), (condition.not_told, False)):
        if names:
            found.append(Said(places.said.index(names), wanted))
    return found + _reading(rulebook, condition)


def _reading(rulebook: Rulebook, condition: Applies) -> list[Scope]:
    """Return what a criterion of one reading of the text is tied to, if not chosen."""
    if condition.parameter is None:
        return []
    if rulebook.choice(condition.parameter, None) == condition.equals:
        return []
    if condition.or_categories is None:
        return [Nowhere()]
    return [InGroup(_members(rulebook, condition.or_categories), inside=True)]


def _members(rulebook: Rulebook, group: str) -> int:
    return sum(
        1 << place
        for place, category in enumerate(rulebook.categories.values())
        if group in category.groups or group == category.id
    )
