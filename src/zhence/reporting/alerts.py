"""Alert rules: what is watched, whose task it becomes, and when it goes up.

The watches are a closed vocabulary; how long each waits, who owns what it finds and
in which words it is said stands in ``reference/alerts``. What is unknown is watched
by rules of their own, which ask for the missing figure and for nothing else.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from enum import StrEnum

from zhence.evidence import Text, Verdict
from zhence.reporting.approval import Level
from zhence.reporting.workdays import Due, Workdays


class Watch(StrEnum):
    """What a rule looks for."""

    RETURN_DUE = "return_due"
    RETURN_MISSING = "return_missing"
    RETURN_SENT_BACK = "return_sent_back"
    RETURN_WAITING = "return_waiting"
    CRITERION_FAILING = "criterion_failing"
    CRITERION_UNKNOWN = "criterion_unknown"
    TARGET_BEHIND = "target_behind"
    TARGET_UNKNOWN = "target_unknown"
    REVIEW_OPEN = "review_open"
    PROPOSAL_WAITING = "proposal_waiting"
    DECISION_UNPUBLISHED = "decision_unpublished"
    APPEAL_ENDING = "appeal_ending"


class Tone(StrEnum):
    """Whether an alert says that something is wrong, or only that it is not known."""

    ACT = "act"
    DATA = "data"


class Proof(StrEnum):
    """With what a task may be closed; ``NOTE`` is a written account alone."""

    DOCUMENT = "document"
    RETURN = "return"
    DECISION = "decision"
    NOTE = "note"


UNKNOWN = frozenset(
    {Watch.RETURN_MISSING, Watch.CRITERION_UNKNOWN, Watch.TARGET_UNKNOWN}
)
"""What these find is not known; their rules may only ask for it."""

_UNDECIDED = frozenset(
    {Verdict.INSUFFICIENT_DATA, Verdict.NOT_COMPUTABLE, Verdict.DATA_ERROR}
)
_UPWARD = (Level.SITE, Level.COUNTY, Level.CITY, Level.PROVINCE)


@dataclass(frozen=True, slots=True)
class Rule:
    """One alert rule; all its days are working days.

    *days* is how long before its day (what is due or ends) or after it (what waits)
    a thing is alerted. The task is due *within* so many days of the alert, and goes
    up a level when it is overdue by each of *escalate*, never above *top*.
    *says* may name ``{what}`` and ``{of}`` in braces.

    Raises:
        ValueError: a rule about something unknown would say that it is wrong, the
            days of escalation do not grow, or *top* is below the owner.
    """

    code: str
    watch: Watch
    tone: Tone
    title: Text
    says: Text
    remedy: Text
    owner: Level
    top: Level
    days: int
    within: int
    escalate: tuple[int, ...] = ()
    closes: frozenset[Proof] = frozenset(Proof)

    def __post_init__(self) -> None:
        """Refuse a rule that would hold the unknown against somebody."""
        if (self.watch in UNKNOWN) is not (self.tone is Tone.DATA):
            raise ValueError("what is unknown is asked for (data), never acted on")
        if list(self.escalate) != sorted(set(self.escalate)):
            raise ValueError("the days of escalation grow")
        if _UPWARD.index(self.top) < _UPWARD.index(self.owner):
            raise ValueError("a task goes up, so its top is not below its owner")

    def due(self, raised: date, workdays: Workdays) -> Due:
        """Return the last day in time of a task that was raised on a day."""
        return workdays.after(raised, self.within)

    def level(self, due: date, on: date, workdays: Workdays) -> Level:
        """Return whose task it is on a day: the owner's, or a level higher.

        Each of :attr:`escalate` that is over by then is one level.

        >>> up = Rule("A1", Watch.REVIEW_OPEN, Tone.ACT, *[Text("", "")] * 3,
        ...           Level.CITY, Level.PROVINCE, 1, 5, (3, 9))
        >>> up.level(date(2026, 6, 1), date(2026, 6, 4), Workdays())
        <Level.PROVINCE: 'province'>
        """
        gone = workdays.between(due, on)
        steps = sum(1 for days in self.escalate if gone >= days)
        at = _UPWARD.index(self.owner) + steps
        return _UPWARD[min(at, _UPWARD.index(self.top))]


@dataclass(frozen=True, slots=True)
class Rules:
    """All alert rules, by their codes.

    *remind* are the working days before a return is due on which its site is
    reminded; a nought is the due day itself.
    """

    rules: tuple[Rule, ...] = ()
    remind: tuple[int, ...] = ()

    def of(self, watch: Watch) -> tuple[Rule, ...]:
        """Return the rules of one watch."""
        return tuple(rule for rule in self.rules if rule.watch is watch)

    def find(self, code: str) -> Rule | None:
        """Return the rule of a code, ``None`` if there is none."""
        return next((rule for rule in self.rules if rule.code == code), None)


def criteria_seen(
    verdicts: Mapping[str, Verdict],
) -> dict[Watch, tuple[str, ...]]:
    """Return the criteria that each watch finds in a result; none is left out.

    Only what is known to fail is failing. What is not decided is asked for.

    >>> seen = criteria_seen({"a": Verdict.FAIL, "b": Verdict.INSUFFICIENT_DATA})
    >>> seen[Watch.CRITERION_FAILING], seen[Watch.CRITERION_UNKNOWN]
    (('a',), ('b',))
    """
    failing = tuple(k for k, v in verdicts.items() if v is Verdict.FAIL)
    unknown = tuple(k for k, v in verdicts.items() if v in _UNDECIDED)
    return {Watch.CRITERION_FAILING: failing, Watch.CRITERION_UNKNOWN: unknown}
