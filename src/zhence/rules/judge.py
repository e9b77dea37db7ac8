"""All criteria of one occasion for one membership, joined.

``verdicts = judge(policy, facts known on a date)``: pure, and the same each
time it is asked.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from zhence.evidence import Finding, Interval, Verdict, all_of, any_of, weakest
from zhence.facts import Facts
from zhence.rules.numeric import PERCENT, ratio
from zhence.rules.plain import find, outside, remarked
from zhence.rules.proof import proven
from zhence.rules.question import Calendar, Question
from zhence.rules.resolve import Docket, docket
from zhence.rules.rulebook import (
    ChecklistDefinition,
    Criterion,
    Occasion,
    Rulebook,
    Status,
)
from zhence.units import Unit, from_smallest

_STATUS_FLAGS = {
    Status.DRAFT: frozenset({"simulation", "not_binding"}),
    Status.REFERENCE: frozenset({"benchmark", "not_binding"}),
    Status.PRACTICE: frozenset({"not_binding"}),
    Status.EXPIRED: frozenset({"not_binding"}),
    Status.IN_FORCE: frozenset(),
}


_NOTHING = Interval.point(0)
# A reading of the text that a policy may leave open: one failed half fails the
# year (OR), or only both together do (AND).
_FAILURE_JOIN = "failure_join"
_PROGRESS = "progress"


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
    *values* are in the unit named beside them; what was reported as not
    applicable, and a share of nothing, are open intervals, never zero.
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
    asked = proven(docket(rulebook, facts, question))
    members = [
        c for c in rulebook.criteria.values() if question.occasion in c.occasions
    ]
    governed = governs(rulebook, facts, question)
    findings = {c.id: find(asked, c) if governed else outside(c) for c in members}
    joined = [findings[c.id].verdict for c in members if not c.advisory]
    raised = [
        r
        for r in rulebook.remarks
        if governed and question.occasion in r.occasions and remarked(asked, r)
    ]
    result = _result(asked, members, findings, joined)
    shown = weakest(joined)
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
        result=result,
        shown_result=shown if all_of([shown]) is result else result,
        values=_values(asked),
        checklists={
            name: checklist_state(definition, asked.facts.checklists.get(name, {}))
            for name, definition in rulebook.checklists.items()
        },
        categories=asked.candidates,
        flags=flags,
        actions=actions,
        calendar=asked.calendar,
    )


def governs(rulebook: Rulebook, facts: Facts, question: Question) -> bool:
    """Say whether the policy reaches this membership on this day.

    A reference text may be held against any list, because nothing follows.
    """
    since, until = rulebook.valid_from, rulebook.valid_to
    in_window = (since is None or since <= question.on) and (
        until is None or question.on <= until
    )
    listed = (
        rulebook.status is Status.REFERENCE
        or not rulebook.lists
        or facts.membership.list in rulebook.lists
    )
    return in_window and listed


def _result(
    asked: Docket,
    members: list[Criterion],
    findings: Mapping[str, Finding],
    joined: list[Verdict],
) -> Verdict:
    """Join the findings; under the reading AND a year fails only in both halves."""
    book = asked.rulebook
    both = (
        asked.question.occasion is Occasion.ANNUAL
        and _FAILURE_JOIN in book.parameters
        and book.choice(_FAILURE_JOIN, asked.question.on) == "AND"
    )
    if not both:
        return all_of(joined)
    halves = [
        all_of(
            findings[c.id].verdict
            for c in members
            if (c.part == _PROGRESS) is half and not c.advisory
        )
        for half in (True, False)
    ]
    return any_of(halves)


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
        into = asked.rulebook.measures[value.measure].unit
        told = asked.amount(value.measure)
        amount = told.interval
        if value.whole is not None:
            told, whole = asked.pair(value.measure, value.whole)
            amount = ratio(told.interval, asked.rest(value.measure, value.whole))
            into = PERCENT
            if whole.interval == _NOTHING or not whole.applies:
                amount = Interval()
        if not told.applies:
            amount = Interval()
        shown[value.name] = (
            Interval(
                None if amount.low is None else from_smallest(amount.low, into),
                None if amount.high is None else from_smallest(amount.high, into),
            ),
            into,
        )
    return shown
