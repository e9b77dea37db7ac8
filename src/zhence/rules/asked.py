"""One question about one membership, with everything needed to answer it."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from zhence.facts import Facts
from zhence.rules.question import Calendar, Question
from zhence.rules.rulebook import Rulebook


@dataclass(frozen=True, slots=True)
class Asked:
    """What a question stands on: the law, the facts as known then, the calendar.

    *until* lengthens a span that runs "as far as was reported".
    """

    rulebook: Rulebook
    facts: Facts
    question: Question
    calendar: Calendar
    candidates: frozenset[str]
    until: date | None = None

    def year_of_stay(self) -> str | None:
        """Return ``before``, ``first`` or ``later``; ``None`` when it cannot be told.

        A year before the first assessed one is reported but not assessed.
        """
        year = self.question.year
        first = self.facts.membership.stay_first_year or self.calendar.first_year
        if year is None or first is None:
            return None
        if year < first:
            return "before"
        return "first" if year == first else "later"

    def threshold_day(self) -> date:
        """Return the day whose thresholds bind this membership.

        No town is held to a figure that came after its listing; one listed
        before the policy is held to it as it stands on the day asked about.
        """
        listed_on = self.facts.membership.listed_on
        since = self.rulebook.valid_from
        if listed_on is None or (since is not None and listed_on < since):
            return self.question.on
        return listed_on
