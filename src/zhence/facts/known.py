"""Everything known about one subject when a question is asked."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import date

from zhence.facts.observation import Observation, Project
from zhence.facts.records import Decision, Event, Exemption, Membership


@dataclass(frozen=True, slots=True)
class Facts:
    """One membership and all that bears on it, as known on a date.

    *checklists* maps a checklist to what was said about its items: true,
    false, or absent for unknown.
    """

    membership: Membership
    observations: tuple[Observation, ...] = ()
    projects: tuple[Project, ...] = ()
    checklists: Mapping[str, Mapping[str, bool]] = field(default_factory=dict)
    exemptions: tuple[Exemption, ...] = ()
    decisions: tuple[Decision, ...] = ()
    events: tuple[Event, ...] = ()

    def as_known(self, on: date, known_on: date | None = None) -> Facts:
        """Return the facts as they were known on *known_on* (default: *on*).

        Of two versions of one figure the later recorded one stands.
        Decisions and events after *on* have not happened.
        """
        seen_by = known_on or on
        return Facts(
            membership=self.membership,
            observations=_versions(self.observations, seen_by),
            projects=tuple(p for p in self.projects if _known(p.recorded_on, seen_by)),
            checklists=self.checklists,
            exemptions=self.exemptions,
            decisions=tuple(d for d in self.decisions if d.on <= on),
            events=tuple(e for e in self.events if e.on <= on),
        )

    def of(self, indicator: str) -> list[Observation]:
        """Return the observations of one indicator."""
        return [o for o in self.observations if o.indicator == indicator]


def _known(recorded_on: date | None, on: date) -> bool:
    return recorded_on is None or recorded_on <= on


def _versions(observations: Iterable[Observation], on: date) -> tuple[Observation, ...]:
    newest: dict[tuple[str, date, date], Observation] = {}
    for o in observations:
        if not _known(o.recorded_on, on):
            continue
        key = (o.indicator, o.period.start, o.period.end)
        held = newest.get(key)
        if held is None or (o.recorded_on or date.min) >= (
            held.recorded_on or date.min
        ):
            newest[key] = o
    return tuple(newest.values())
