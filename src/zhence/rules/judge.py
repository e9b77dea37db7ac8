"""All criteria of one occasion for one membership, joined.

``verdicts = judge(policy, facts known on a date)``: pure, and the same each
time it is asked.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from zhence.evidence import Finding, Interval, Verdict, all_of, weakest
from zhence.facts import Facts
from zhence.rules.numeric import PERCENT, ratio
from zhence.rules.plain import find, remarked
from zhence.rules.question import Calendar, Question
from zhence.rules.resolve import Docket, docket
from zhence.rules.rulebook import ChecklistDefinition, Rulebook, Status
from zhence.units import Unit, from_smallest

_STATUS_FLAGS = {
    Status.DRAFT: frozenset({"simulation", "not_binding"}),
    Status.REFERENCE: frozenset({"benchmark", "not_binding"}),
    Status.PRACTICE: frozenset({"not_binding"}),
    Status.EXPIRED: frozenset({"not_binding"}),
    Status.IN_FORCE: frozenset(),
}


@dataclass(frozen=True, slots=True)
class ChecklistState:
    """How far a checklist is done; *unknown* items are neither done nor missing."""

    done: int
    of: int
    gaps: tuple[str, ...]
    unknown: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Judgement:
    """The findings of one occasion and what they come to.

    *result* joins the findings by AND; *shown_result* names an exemption or an
    approximation where the result rests on one.
    *values* are in the unit named beside them.
    """

    policy: str
    question: Question
    findings: Mapping[str, Finding]
    result: Verdict
    shown_result: Verdict
    values: Mapping[str, tuple[Interval, Unit]]
    checklists: Mapping[str, ChecklistState]
    categories: frozenset[str]
    flags: frozenset[str]
    actions: frozenset[str]
    calendar: Calendar


def status_flags(status: Status) -> frozenset[str]:
    """Return the flags that a policy's status puts on every output."""
    return _STATUS_FLAGS[status]


def judge(rulebook: Rulebook, facts: Facts, question: Question) -> Judgement:
    """Judge all criteria of the question's occasion.

    Absent figures leave a criterion undecided; nothing is taken as zero.
    """
    asked = docket(rulebook, facts, question)
    members = [
        c for c in rulebook.criteria.values() if question.occasion in c.occasions
    ]
    findings = {c.id: find(asked, c) for c in members}
    joined = [findings[c.id].verdict for c in members if not c.advisory]
    raised = [
        r
        for r in rulebook.remarks
        if question.occasion in r.occasions and remarked(asked, r)
    ]
    flags = status_flags(rulebook.status).union(
        *(f.flags for f in findings.values()), {r.flag for r in raised}
    )
    actions = frozenset[str]().union(
        *(f.actions for f in findings.values()),
        {r.action for r in raised if r.action},
    )
    return Judgement(
        policy=rulebook.policy,
        question=question,
        findings=findings,
        result=all_of(joined),
        shown_result=weakest(joined),
        values=_values(asked),
        checklists={
            name: checklist_state(definition, facts.checklists.get(name, {}))
            for name, definition in rulebook.checklists.items()
        },
        categories=asked.candidates,
        flags=flags,
        actions=actions,
        calendar=asked.calendar,
    )


def checklist_state(
    definition: ChecklistDefinition, told: Mapping[str, bool]
) -> ChecklistState:
    """Return how far a checklist is done by what was said about its items."""
    items = tuple(definition.items)
    return ChecklistState(
        done=sum(1 for item in items if told.get(item) is True),
        of=len(items),
        gaps=tuple(item for item in items if told.get(item) is False),
        unknown=tuple(item for item in items if item not in told),
    )


def _values(asked: Docket) -> dict[str, tuple[Interval, Unit]]:
    shown: dict[str, tuple[Interval, Unit]] = {}
    for value in asked.rulebook.values:
        measure = asked.rulebook.measures[value.measure]
        amount = asked.amount(value.measure).interval
        into = measure.unit
        if value.whole is not None:
            amount = ratio(amount, asked.amount(value.whole).interval)
            into = PERCENT
        shown[value.name] = (
            Interval(
                None if amount.low is None else from_smallest(amount.low, into),
                None if amount.high is None else from_smallest(amount.high, into),
            ),
            into,
        )
    return shown
