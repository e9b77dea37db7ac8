"""A figure was restated after a decision: what it now comes out as, and how urgent.

Nothing is undone: the decision stands, and a person looks at it again.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import date
from enum import StrEnum

from zhence.evidence import Verdict, weakest
from zhence.facts import Facts, Membership, Observation
from zhence.lifecycle.table import LifeCycle
from zhence.packs.pack import Pack
from zhence.rules.judge import Judgement, judge
from zhence.rules.question import Question
from zhence.rules.rulebook import Occasion


class Priority(StrEnum):
    """How soon somebody has to look."""

    NORMAL = "normal"
    HIGH = "high"


@dataclass(frozen=True, slots=True)
class Decided:
    """What was decided: about which year, with which result, on which day.

    *target* is the state that it led to, ``None`` where it moved nothing.
    """

    year: int
    result: Verdict
    on: date
    target: str | None = None


@dataclass(frozen=True, slots=True)
class Restated:
    """What comes out with the restated figures.

    *verdict* joins the criteria that carried the decided result. *priority* is
    ``None`` where nothing flips, and there is nothing to review.
    """

    verdict: Verdict
    priority: Priority | None


def priority_of(decided: Verdict, now: Verdict) -> Priority | None:
    """Say how soon to look at a decision whose verdict comes out otherwise.

    One that would lift a sanction is first: somebody bears it meanwhile. One that
    would have brought a sanction is reviewed, and nothing follows by itself. Between
    two that are accepted nothing flips.

    >>> priority_of(Verdict.FAIL, Verdict.PASS).value
    'high'
    """
    if _kind(decided) == _kind(now):
        return None
    return Priority.HIGH if decided is Verdict.FAIL else Priority.NORMAL


def restate(
    pack: Pack,
    facts: Facts,
    decided: Decided,
    restated: tuple[Observation, ...],
    on: date,
) -> Restated:
    """Judge the decided year again, with the figures that replace earlier ones.

    *facts* are those that the decision rested on. Before the day of the decision
    there is nothing to review. What the decision did not rest on is not asked: a
    share that nobody reported then lets a lifted sanction stand on nothing.
    """
    question = Question(Occasion.ANNUAL, on, decided.year)
    facts, before = _as_decided(pack, facts, decided, question)
    now = judge(pack.rulebook, _replaced(facts, restated), question)
    carried = [
        name
        for name, finding in before.findings.items()
        if _kind(finding.verdict) == _kind(decided.result)
    ]
    verdict = (
        weakest(now.findings[name].verdict for name in carried)
        if carried
        else now.result
    )
    flips = priority_of(decided.result, verdict) if decided.on <= on else None
    return Restated(verdict, flips)


def _as_decided(
    pack: Pack, facts: Facts, decided: Decided, question: Question
) -> tuple[Facts, Judgement]:
    """Return the membership as it stood when it was decided, and what came out.

    The decision may have moved it: then it is the first of the states from which it
    can have come in which these facts give what was decided. Where there is none,
    it is taken as it stands.
    """
    stands = judge(pack.rulebook, facts, question)
    for member in _earlier(pack.lifecycle or LifeCycle({}), facts.membership, decided):
        then = replace(facts, membership=member)
        told = judge(pack.rulebook, then, question)
        if _kind(told.result) == _kind(decided.result):
            return then, told
    return facts, stands


def _earlier(
    cycle: LifeCycle, member: Membership, decided: Decided
) -> Iterator[Membership]:
    for transition in cycle.transitions:
        if decided.target is not None and transition.target == decided.target:
            for state in transition.sources:
                yield replace(member, state=state)
                # The stay on the list may have begun anew by this very decision.
                yield replace(member, state=state, stay_first_year=None)


def _replaced(facts: Facts, restated: tuple[Observation, ...]) -> Facts:
    said = {(o.indicator, o.period) for o in restated}
    kept = (o for o in facts.observations if (o.indicator, o.period) not in said)
    return replace(facts, observations=(*kept, *restated))


def _kind(verdict: Verdict) -> str:
    if verdict.accepted:
        return "accepted"
    return "undecided" if verdict.undecided else verdict.value
