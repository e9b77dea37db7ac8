"""Who answers for a target: members of lists, firms, figures, bare counts.

Figures are open-world: what was not reported is unknown. A list of members is
whole: who is not on it is no member.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import date

from zhence.errors import BadInputError, Fault
from zhence.facts import Observation, Project

# The subject of a figure that is the jurisdiction's own.
OWN = ""


@dataclass(frozen=True, slots=True)
class Member:
    """A town or park on a list.

    *within* is the member inside which it lies; *since* the first day on the
    list. *satisfied* maps a target to the day on which the member came to
    satisfy it, and is whole where it is given; ``None``: nobody kept it.
    """

    name: str
    kind: str = ""
    state: str | None = None
    category: str | None = None
    within: str | None = None
    since: date | None = None
    satisfied: Mapping[str, date] | None = None
    checklists: Mapping[str, Mapping[str, bool]] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Firm:
    """A firm by its credit code: where it is, and what it holds or is."""

    code: str
    places: tuple[str, ...] = ()
    holds: frozenset[str] = frozenset()


@dataclass(frozen=True, slots=True)
class Tally:
    """How many members satisfy a target, how many may, and of how many."""

    met: int
    unknown: int = 0
    size: int | None = None


@dataclass(frozen=True, slots=True)
class Register:
    """Everything that the targets of a jurisdiction are judged by.

    *members* ``None``: no list was given, the members are those who reported.
    *firms* ``None``: no roster was given. *tallies* are counts by target that
    somebody else made. *own* are the subjects that mean the jurisdiction.

    Raises:
        BadInputError: a member or a firm stands twice, so that it would count
            twice.
    """

    members: tuple[Member, ...] | None = None
    observations: tuple[Observation, ...] = ()
    firms: tuple[Firm, ...] | None = None
    projects: tuple[Project, ...] = ()
    tallies: Mapping[str, Tally] = field(default_factory=dict)
    own: frozenset[str] = frozenset({OWN})

    def __post_init__(self) -> None:
        """Refuse a population that counts somebody twice."""
        faults = [
            *_twice("成员", "member", (m.name for m in self.members or ())),
            *_twice("企业", "firm", (f.code for f in self.firms or ())),
        ]
        if faults:
            raise BadInputError(faults)


def _twice(zh: str, en: str, names: Iterable[str]) -> list[Fault]:
    return [
        Fault(
            "population_counts_twice",
            f"{zh} {name} 出现 {times} 次，会重复计数",
            f"{en} {name} stands {times} times and would count as many",
            remedy="give it once; a firm in several places has one row",
        )
        for name, times in Counter(names).items()
        if times > 1
    ]
