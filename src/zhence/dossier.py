"""One town, one date, one pack: where it stands, why, and what follows.

This composes the judge and the life cycle and says nothing of its own.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import date

from zhence.evidence import Finding, Interval, Text, Verdict, all_of
from zhence.facts import Facts
from zhence.lifecycle.history import AssessedYear, Grade, History
from zhence.lifecycle.step import Outcome, step
from zhence.lifecycle.table import LifeCycle
from zhence.packs.pack import Pack
from zhence.rules.explain import VERDICT_NAMES
from zhence.rules.judge import Judgement, judge
from zhence.rules.question import Question
from zhence.rules.rulebook import Occasion, Status
from zhence.units import decimal_text

_LABELS: Mapping[Status, Text] = {
    Status.IN_FORCE: Text("现行", "official"),
    Status.DRAFT: Text("征求意见稿，仅供模拟", "draft, simulation only"),
    Status.REFERENCE: Text("参照，不具约束力", "reference, not binding"),
    Status.PRACTICE: Text("实践归纳，不具约束力", "as practised, not binding"),
    Status.EXPIRED: Text("已失效", "expired"),
}


@dataclass(frozen=True, slots=True)
class Past:
    """What is on record beside the facts: assessed years, grades, application."""

    years: tuple[AssessedYear, ...] = ()
    grades: tuple[Grade, ...] = ()
    criteria: Mapping[str, Verdict] | None = None
    application: Mapping[str, object] = field(default_factory=dict)


NO_PAST = Past()


@dataclass(frozen=True, slots=True)
class Dossier:
    """Everything that is concluded about one membership on one day."""

    subject: str
    policy: str
    edition: str
    pack_hash: str
    on: date
    label: Text
    judgement: Judgement
    outcome: Outcome

    @property
    def flags(self) -> tuple[str, ...]:
        """All flags of the judgement and of the step, by name."""
        return tuple(sorted({*self.judgement.flags, *self.outcome.flags}))

    @property
    def actions(self) -> tuple[str, ...]:
        """All actions that are due, by name."""
        return tuple(sorted(self.judgement.actions | self.outcome.actions))


def label_of(status: Status) -> Text:
    """Return the honest label that a policy's results carry."""
    return _LABELS[status]


def open_dossier(
    pack: Pack, facts: Facts, question: Question, past: Past = NO_PAST
) -> Dossier:
    """Judge one membership and say what follows.

    The year that is judged stands in the history as if assessed, so that the
    proposal rests on this very verdict; a year already in *past* is kept.
    """
    judgement = judge(pack.rulebook, facts, question)
    return Dossier(
        subject=facts.membership.subject,
        policy=pack.id,
        edition=pack.edition,
        pack_hash=pack.hash,
        on=question.on,
        label=label_of(pack.status),
        judgement=judgement,
        outcome=next_step(pack, facts, question, _with_judged(pack, past, judgement)),
    )


def next_step(
    pack: Pack, facts: Facts, question: Question, past: Past = NO_PAST
) -> Outcome:
    """Return what was decided and what is due, from facts and the past on record."""
    known = facts.as_known(question.on, question.known_on)
    history = History(
        membership=known.membership,
        on=question.on,
        rulebook=pack.rulebook,
        years=past.years,
        grades=past.grades,
        criteria=past.criteria,
        events=known.events,
        decisions=known.decisions,
        application=past.application,
    )
    return step(pack.lifecycle or LifeCycle({}), history)


def _with_judged(pack: Pack, past: Past, judgement: Judgement) -> Past:
    question = judgement.question
    criteria = past.criteria
    if criteria is None and question.occasion is Occasion.ACCEPTANCE:
        criteria = {
            name: finding.verdict
            for name, finding in judgement.findings.items()
            if not pack.rulebook.criteria[name].advisory
        }
    years = past.years
    judged = question.year
    if (
        question.occasion is Occasion.ANNUAL
        and judged is not None
        and judged not in {y.year for y in years}
        and (judgement.calendar.first_year or judged) <= judged
    ):
        years = (*years, assessed_year(pack, judged, judgement))
    return Past(years, past.grades, criteria, past.application)


def assessed_year(pack: Pack, year: int, judgement: Judgement) -> AssessedYear:
    """Return the year's verdicts by part, from an annual judgement."""
    parts: dict[str, Verdict] = {"result": judgement.result}
    for name in {c.part for c in pack.rulebook.criteria.values()} - {None}:
        verdicts = [
            f.verdict
            for f in judgement.findings.values()
            if pack.rulebook.criteria[f.criterion].part == name
        ]
        parts[str(name)] = all_of(verdicts)
    return AssessedYear(year, parts)


def dossier_json(dossier: Dossier) -> dict[str, object]:
    """Return the dossier in the form of the contracts."""
    judgement, outcome = dossier.judgement, dossier.outcome
    proposal = outcome.proposal
    return {
        "subject": dossier.subject,
        "policy": dossier.policy,
        "edition": dossier.edition,
        "hash": dossier.pack_hash,
        "on": dossier.on.isoformat(),
        "occasion": judgement.question.occasion.value,
        "year": judgement.question.year,
        "label": dossier.label.en,
        "criteria": [_finding_json(f) for f in judgement.findings.values()],
        "values": {
            name: [*_ends(amount), unit.name]
            for name, (amount, unit) in judgement.values.items()
        },
        "result": judgement.result.value,
        "shown_result": judgement.shown_result.value,
        "proposal": None
        if proposal is None
        else {
            "transition": proposal.transition,
            "from": proposal.source,
            "to": proposal.target,
            "effective": proposal.effective.isoformat() if proposal.effective else None,
            "actor": proposal.actor,
            "clauses": list(proposal.clauses),
        },
        "state": outcome.state,
        "held": list(outcome.held),
        "refused": list(outcome.refused),
        "flags": list(dossier.flags),
        "actions": list(dossier.actions),
    }


def _finding_json(finding: Finding) -> dict[str, object]:
    return {
        "id": finding.criterion,
        "clauses": list(finding.clauses),
        "verdict": finding.verdict.value,
        "value": _interval_json(finding.value),
        "operator": finding.operator,
        "threshold": _interval_json(finding.threshold),
        "unit": finding.unit,
        "gap": _interval_json(finding.gap),
        "missing": list(finding.missing),
        "flips": [
            {
                "amount": flip.amount,
                "to": decimal_text(flip.to),
                "unit": flip.unit,
                "strict": flip.strict,
                "downward": flip.downward,
            }
            for flip in finding.flips
        ],
        "trace": {
            "zh": [step.zh for step in _steps(finding)],
            "en": [step.en for step in _steps(finding)],
            "inputs": {n: _ends(i) for n, i in finding.trace.inputs.items()},
            "sources": [
                {"name": s.name, "file": s.file, "cell": s.cell}
                for s in finding.trace.sources
            ],
        },
    }


def _steps(finding: Finding) -> Iterable[Text]:
    return (VERDICT_NAMES[finding.verdict], *finding.trace.steps)


def _interval_json(amount: Interval | None) -> list[str | None] | None:
    return None if amount is None else _ends(amount)


def _ends(amount: Interval) -> list[str | None]:
    return [
        None if end is None else decimal_text(end) for end in (amount.low, amount.high)
    ]


__all__ = [
    "NO_PAST",
    "Dossier",
    "Past",
    "assessed_year",
    "dossier_json",
    "label_of",
    "next_step",
    "open_dossier",
]
