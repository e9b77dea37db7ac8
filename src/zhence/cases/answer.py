"""What the library answers to a case: one function a kind."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from datetime import date

from pydantic import TypeAdapter

from zhence.cases import forms
from zhence.cases.figures import observation
from zhence.cases.given import (
    subject_facts,
    subject_past,
    target_register,
)
from zhence.cases.remembering import answer_record
from zhence.dossier import next_step
from zhence.evidence import Interval, Verdict, all_of, weakest
from zhence.intake.prose import judge_intake
from zhence.lifecycle import deadlines
from zhence.packs.pack import Pack
from zhence.periods import anniversary, parse_date, parse_period
from zhence.rules.explain import display_text
from zhence.rules.judge import Judgement, judge
from zhence.rules.question import Question
from zhence.rules.rulebook import Occasion
from zhence.targets import find_targets, targets_citing
from zhence.units import Dimension, Unit, from_smallest, unit

Answer = dict[str, object]
_FAR = date(9998, 12, 31)


def answer_judge(pack: Pack, given: Mapping[str, object], on: date | None) -> Answer:
    """Judge one subject against the criteria of an occasion."""
    asked = TypeAdapter(forms.SubjectGiven).validate_python(given)
    facts = subject_facts(asked, pack.rulebook.catalogue, "")
    question = Question(
        Occasion(asked.occasion or pack.assess_occasion),
        on or _FAR,
        asked.year,
    )
    told = judge(pack.rulebook, facts, question)
    return {
        "criteria": _by_clause(told),
        "values": _values(told),
        "checklists": {
            name: {
                "done": c.done,
                "of": c.of,
                "gaps": list(c.gaps),
                "unknown": list(c.unknown),
            }
            for name, c in told.checklists.items()
        },
        "result": told.result.value,
        "flags": sorted(told.flags),
        "actions": sorted(told.actions),
        "display": {
            name: display_text(
                Interval(
                    None if a.low is None else a.low * into.factor,
                    None if a.high is None else a.high * into.factor,
                ),
                into,
            )
            for name, (a, into) in told.values.items()
        },
    }


def answer_step(pack: Pack, given: Mapping[str, object], on: date | None) -> Answer:
    """Say what was decided and what is due."""
    asked = TypeAdapter(forms.SubjectGiven).validate_python(given)
    facts = subject_facts(asked, pack.rulebook.catalogue, "")
    question = Question(pack.assess_occasion, on or _FAR)
    told = next_step(pack, facts, question, subject_past(asked))
    proposal = told.proposal
    return {
        "proposal": None
        if proposal is None
        else {
            "to": proposal.target,
            "effective": proposal.effective.isoformat() if proposal.effective else None,
            "actor": proposal.actor,
        },
        "state": told.state,
        "guards": {name: v.value for name, v in told.guards.items()},
        "refused": list(told.refused),
        "held": list(told.held),
        "flags": {
            name: None if dates is None else [d.isoformat() for d in dates]
            for name, dates in told.flags.items()
        },
        "actions": sorted(told.actions),
        "counters": dict(told.counters),
    }


def answer_calendar(pack: Pack, given: Mapping[str, object], on: date | None) -> Answer:
    """Say which dates follow, and whether something was in time."""
    asked = TypeAdapter(forms.CalendarGiven).validate_python(given)
    rulebook = pack.rulebook
    dates: dict[str, str] = {}
    answer: Answer = {"dates": dates}
    if asked.listed_on is not None:
        listed_on = parse_date(asked.listed_on)
        told = deadlines.assessment_dates(rulebook, listed_on)
        dates |= {
            "Y1": str(told.first_year),
            "Y3": str(told.last_year),
            "window_end": told.window_end.isoformat(),
        }
        if asked.years is not None:
            dates["anniversary"] = anniversary(listed_on, asked.years).isoformat()
    if asked.benefit is not None:
        start = parse_date(asked.benefit.start)
        last = deadlines.benefit_last_day(start, asked.benefit.years)
        dates["last_day"] = last.isoformat()
    if asked.plan_years is not None and on is not None:
        dates["due"] = deadlines.rolling_plan_due(rulebook, on).isoformat()
        plan = tuple(asked.plan_years)
        answer["status"] = deadlines.rolling_plan_status(rulebook, plan, on).value
    if asked.report is not None:
        due = deadlines.report_due(rulebook, parse_period(str(asked.report.period)))
        filed_on = asked.report.filed_on
        status = deadlines.timeliness(
            due, None if filed_on is None else parse_date(filed_on), on
        )
        dates["due"] = due.isoformat()
        answer["status"] = status.value
        answer["named_in_bulletin"] = status is not deadlines.Timeliness.ON_TIME
    if asked.deadline is not None and asked.filed_at is not None:
        answer["status"] = deadlines.reply_timeliness(
            deadlines.local_moment(asked.deadline, end_of_day=True),
            deadlines.local_moment(asked.filed_at),
        ).value
        # A nil reply is a reply: that nothing is to be said was said.
        answer["counts_as_reply"] = True
    return answer


def answer_intake(pack: Pack, given: Mapping[str, object], _: date | None) -> Answer:
    """Say what a reader makes of raw input."""
    asked = TypeAdapter(forms.IntakeGiven).validate_python(given)
    catalogue = pack.rulebook.catalogue
    facts = tuple(observation(f, catalogue, "", "") for f in asked.facts)
    return dict(
        judge_intake(
            catalogue,
            text=asked.text,
            indicator=asked.indicator,
            masked_year=asked.masked_year,
            facts=facts,
        )
    )


def answer_target(pack: Pack, given: Mapping[str, object], on: date | None) -> Answer:
    """Hold a jurisdiction against its number; a joined question against several."""
    asked = TypeAdapter(forms.TargetGiven).validate_python(given)
    by_clause = {
        clause: targets_citing(pack, clause, on)
        for clause in (asked.clauses if asked.joined else asked.clauses[:1])
    }
    ids = tuple(dict.fromkeys(id_ for found in by_clause.values() for id_ in found))
    register = target_register(asked, pack.rulebook.catalogue, ids)
    found = find_targets(pack, register, ids, on or _FAR)
    first = found[0]
    verdicts = {f.id: f.verdict for f in found}
    joined = all_of(verdicts.values()) if len(found) > 1 else first.verdict
    counts: dict[str, int] = {}
    for finding in reversed(found):
        counts |= finding.counts
    value = first.value or Interval()
    return {
        "verdict": joined.value,
        "value": _interval_in_case_units(value, first.unit),
        "counts": counts,
        "criteria": {
            **{
                clause: all_of(verdicts[name] for name in names).value
                for clause, names in by_clause.items()
            },
            **{name: verdict.value for name, verdict in verdicts.items()},
        },
        "by_period": {name: v.value for name, v in first.by_period.items()},
    }


def _rank(pack: Pack, given: Mapping[str, object], on: date | None) -> Answer:
    from zhence.cases.rankings import answer_rank  # noqa: PLC0415  # see below

    return answer_rank(pack, given, on)


def _index(pack: Pack, given: Mapping[str, object], on: date | None) -> Answer:
    from zhence.cases.rankings import answer_index  # noqa: PLC0415  # see below

    return answer_index(pack, given, on)


# Rankings bring numpy along. The site reads cases at its start and answers none of
# these, so it is asked for only where such a case is run.
ANSWERS: Mapping[str, Callable[[Pack, Mapping[str, object], date | None], Answer]] = {
    "judge": answer_judge,
    "step": answer_step,
    "calendar": answer_calendar,
    "intake": answer_intake,
    "target": answer_target,
    "record": answer_record,
    "rank": _rank,
    "index": _index,
}


def _by_clause(told: Judgement) -> dict[str, str]:
    """Return the verdicts; a clause with several criteria answers by their join."""
    verdicts = {name: f.verdict for name, f in told.findings.items()}
    shared: dict[str, list[Verdict]] = {}
    for name, finding in told.findings.items():
        clause = finding.clauses[0]
        if name.startswith(f"{clause}."):
            shared.setdefault(clause, []).append(finding.verdict)
    for clause, members in shared.items():
        alone = [verdicts[clause]] if clause in verdicts else []
        applying = [v for v in (*alone, *members) if v is not Verdict.NOT_APPLICABLE]
        verdicts[clause] = applying[0] if len(applying) == 1 else weakest(applying)
    return {name: verdict.value for name, verdict in verdicts.items()}


def _values(told: Judgement) -> dict[str, object]:
    shown: dict[str, object] = {
        name: _interval_in_case_units(amount, into)
        for name, (amount, into) in told.values.items()
    }
    if len(told.categories) == 1:
        shown["category"] = next(iter(told.categories))
    return shown


def _interval_in_case_units(amount: Interval, into: Unit) -> list[object]:
    """Cases give shares as fractions of 1; everything else in the shown unit."""
    if into.dimension is not Dimension.RATIO:
        return [amount.low, amount.high]
    return [
        None if end is None else from_smallest(end * into.factor, unit("1"))
        for end in (amount.low, amount.high)
    ]
