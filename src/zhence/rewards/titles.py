"""Titles of the most something (最…小镇): one figure, then declared criteria.

Where the criteria leave several level, the title is shared or waits for people, as
the rule says. A town without the figure is named and does not compete.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from fractions import Fraction

from zhence.evidence import Text
from zhence.index.rank import award


@dataclass(frozen=True, slots=True)
class Title:
    """A title: the figure that decides it and those that break a tie, in order.

    Codes with a leading ``-`` are better the less there is.
    """

    id: str
    title: Text
    by: tuple[str, ...]
    shared: bool = True
    clauses: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Holders:
    """Who holds a title, who waits for a decision, who had no figure."""

    title: Title
    holders: tuple[str, ...]
    pending: tuple[str, ...]
    figure: Fraction | None
    unknown: tuple[str, ...]

    @property
    def shared(self) -> bool:
        """Say whether more than one holds it."""
        return len(self.holders) > 1


def select(
    title: Title, figures: Mapping[str, Mapping[str, Fraction | None]]
) -> Holders:
    """Return who holds *title* among the towns of *figures*."""
    first, *rest = (_toward(code, figures) for code in title.by)
    known = {name: score for name, score in first.items() if score is not None}
    breakers = [{n: f for n, f in one.items() if f is not None} for one in rest]
    found = award(known, 1, breakers, sharing=title.shared)
    chosen = (*found.awarded, *found.pending)
    code = title.by[0].removeprefix("-")
    return Holders(
        title,
        found.awarded,
        found.pending,
        figures[chosen[0]].get(code) if chosen else None,
        tuple(name for name, score in first.items() if score is None),
    )


def _toward(
    code: str, figures: Mapping[str, Mapping[str, Fraction | None]]
) -> dict[str, Fraction | None]:
    """Return a figure by town, turned so that more is better."""
    plain = code.removeprefix("-")
    sign = -1 if plain != code else 1
    return {
        name: None if (held := row.get(plain)) is None else sign * held
        for name, row in figures.items()
    }
