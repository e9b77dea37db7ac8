"""What the life cycle looks at: a membership's past as known on a day."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from datetime import date

from zhence.evidence import Verdict, all_of
from zhence.facts import Decision, Event, Membership
from zhence.rules.rulebook import Rulebook

EXEMPTED = "EXEMPTED"
_RESULT = "result"
_PARTS = ("progress", "share", "finding")


@dataclass(frozen=True, slots=True)
class AssessedYear:
    """The verdicts of one assessed year, by part (progress, share, result …).

    *exempted*: a decision took the year out of the assessment.
    """

    year: int
    parts: Mapping[str, Verdict]
    exempted: bool = False

    def failed(self, part: str) -> Verdict:
        """Say whether *part* failed: PASS, FAIL, or undecided.

        A year whose whole result was accepted had no failed part.
        """
        verdict = self.parts.get(part)
        if verdict is None and part == _RESULT:
            verdict = self._joined()
        if verdict is None:
            result = self.parts.get(_RESULT)
            if result is not None and result.accepted:
                return Verdict.FAIL
            return Verdict.INSUFFICIENT_DATA
        if verdict is Verdict.FAIL:
            return Verdict.PASS
        return Verdict.FAIL if verdict.accepted else Verdict.INSUFFICIENT_DATA

    def _joined(self) -> Verdict:
        """Return the result of a year that was given by its parts alone."""
        told = [self.parts.get(p, Verdict.INSUFFICIENT_DATA) for p in _PARTS]
        return all_of(told)


@dataclass(frozen=True, slots=True)
class Grade:
    """A grade that a body gave for a year."""

    year: int
    by: str
    grade: str


@dataclass(frozen=True, slots=True)
class History:
    """Everything on record about one membership by the day *on*."""

    membership: Membership
    on: date
    rulebook: Rulebook
    years: tuple[AssessedYear, ...] = ()
    grades: tuple[Grade, ...] = ()
    criteria: Mapping[str, Verdict] | None = None
    events: tuple[Event, ...] = ()
    decisions: tuple[Decision, ...] = ()
    application: Mapping[str, object] = field(default_factory=dict)

    def until(self, day: date) -> History:
        """Return the history as it stood at the end of *day*."""
        return replace(
            self,
            on=day,
            events=tuple(e for e in self.events if e.on <= day),
            decisions=tuple(d for d in self.decisions if d.on <= day),
        )

    def own_decisions(self, what: str) -> list[Decision]:
        """Return the decisions of a kind that concern this list, in time order."""
        return sorted(
            (
                d
                for d in self.decisions
                if d.what == what and d.list in (None, self.membership.list)
            ),
            key=lambda d: d.on,
        )

    def date_of(self, name: str) -> date | None:
        """Return a date of the membership by name, ``None`` if it has none.

        Only an extension that took effect moves its end.
        """
        if name == "extension_end":
            return self.membership.extension_end
        return self.membership.listed_on if name == "listed_on" else None
