"""The reference judge: one membership, one question, exact fractions.

It is written to be read by an auditor; :mod:`zhence.rules.program` says the
same as linear forms, and a property test holds the two equal.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import replace
from fractions import Fraction

from zhence.evidence import (
    Finding,
    Flip,
    Interval,
    Text,
    Trace,
    Verdict,
    all_of,
    any_of,
    negate,
)
from zhence.periods import Span
from zhence.rules import explain
from zhence.rules.applies import applies
from zhence.rules.categories import industry_categories, plain_word
from zhence.rules.exemptions import excused, exempted
from zhence.rules.numeric import (
    Judged,
    about,
    compare,
    holds,
    share,
    threshold_of,
)
from zhence.rules.resolve import Docket
from zhence.rules.rulebook import Criterion, Remark
from zhence.rules.terms import (
    About,
    All,
    AnyOf,
    Categorised,
    Checklist,
    ChosenFrom,
    Compare,
    IndustryBelongs,
    MandateCovers,
    OnRecord,
    Operand,
    Operator,
    Share,
    Term,
)
from zhence.units import Unit, from_smallest

_DATA_REQUEST = "DATA_REQUEST"


def find(asked: Docket, criterion: Criterion) -> Finding:
    """Return the finding on one criterion.

    A criterion that may or may not apply is decided only when it passes;
    a failed in-principle one passes by a valid exemption record.
    """
    fits = applies(asked, criterion.applies)
    if fits is False:
        return outside(criterion)
    if fits is None and _spans_categories(criterion.judge):
        fits = True
    told = judge_term(asked, criterion.judge)
    verdict, steps, flags = told.verdict, told.steps, told.flags
    if verdict is Verdict.FAIL and fits is None:
        verdict = Verdict.INSUFFICIENT_DATA
        steps = (*steps, explain.APPLICATION_UNKNOWN)
    if verdict is Verdict.FAIL and exempted(asked, criterion, _periods(told)):
        verdict = Verdict.PASS_EXEMPT
        steps = (*steps, explain.EXEMPTED)
    elif verdict is Verdict.FAIL and explain.can_be_exempted(criterion):
        flags |= {"curable_by_exemption"}
    return Finding(
        criterion.id,
        verdict,
        criterion.clauses,
        value=_shown(told.value, told.unit),
        operator=told.operator,
        threshold=_shown(told.threshold, told.unit),
        unit=told.unit.name if told.unit else None,
        gap=_shown(_gap(told), told.unit),
        missing=_missing(asked, told, fits) if verdict.undecided else (),
        flips=() if verdict.accepted else told.flips,
        flags=flags | _outcome_flags(criterion, verdict),
        actions=_actions(criterion, verdict, told),
        trace=Trace(
            steps,
            {name: amount.interval for name, amount in told.amounts},
            tuple(
                dict.fromkeys(s for _, amount in told.amounts for s in amount.sources)
            ),
        ),
    )


def outside(criterion: Criterion) -> Finding:
    """Return the finding on a criterion that does not apply here."""
    return Finding(
        criterion.id,
        Verdict.NOT_APPLICABLE,
        criterion.clauses,
        trace=Trace((explain.NOT_APPLICABLE,)),
    )


def _periods(told: Judged) -> tuple[Span, ...]:
    """Return the periods of the figures that a judgement rests on."""
    return tuple(a.period for _, a in told.amounts if a.period is not None)


def _spans_categories(term: Term) -> bool:
    """Say whether the threshold already spans every category the town may have."""
    return isinstance(term, Compare) and term.against.by_category is not None


def remarked(asked: Docket, remark: Remark) -> bool:
    """Say whether a remark's term surely holds for this membership."""
    if applies(asked, remark.applies) is not True:
        return False
    told = judge_term(asked, remark.when)
    if told.verdict is not Verdict.PASS:
        return False
    return not excused(asked, remark.excused_by, _periods(told))


def judge_term(asked: Docket, term: Term) -> Judged:
    """Judge one term of the vocabulary on the docket."""
    match term:
        case Compare():
            return compare(asked, term)
        case Share():
            return share(asked, term)
        case About():
            return about(asked, term)
        case Checklist():
            return _checklist(asked, term)
        case MandateCovers():
            return _mandate(asked, term)
        case Categorised(parameter):
            return _categorised(asked, parameter)
        case IndustryBelongs():
            return _belongs(asked, term)
        case ChosenFrom():
            return _chosen(asked, term)
        case OnRecord():
            return _on_record(asked, term)
        case All(members):
            return _joined(asked, members, all_of)
        case AnyOf(members):
            return _joined(asked, members, any_of)
        case _:
            told = judge_term(asked, term.member)
            return replace(told, verdict=negate(told.verdict), flips=())


def _checklist(asked: Docket, term: Checklist) -> Judged:
    definition = asked.rulebook.checklists[term.checklist]
    told = asked.facts.checklists.get(term.checklist, {})
    done = sum(1 for item in definition.items if told.get(item) is True)
    unknown = [item for item in definition.items if item not in told]
    limit = threshold_of(asked, Operand(parameter=term.need)).interval
    if limit is None or limit.low is None:
        return Judged(Verdict.NOT_APPLICABLE, (explain.NO_LIMIT,))
    possible = Interval(Fraction(done), Fraction(done + len(unknown)))
    step = explain.listed(definition.title, done, len(definition.items), int(limit.low))
    return Judged(
        holds(Operator.AT_LEAST, possible.minus(limit)),
        (step,),
        value=possible,
        operator=Operator.AT_LEAST.value,
        threshold=limit,
        missing=tuple(f"{term.checklist}.{item}" for item in unknown),
    )


def _mandate(asked: Docket, term: MandateCovers) -> Judged:
    told = asked.facts.checklists.get(term.checklist, {})
    industries = asked.facts.membership.lead_industries
    if not industries:
        return Judged(Verdict.INSUFFICIENT_DATA, missing=("lead_industries",))
    covered = {plain_word(item): state for item, state in told.items()}
    states = [covered.get(plain_word(industry)) for industry in industries]
    verdict = all_of(
        Verdict.INSUFFICIENT_DATA
        if state is None
        else Verdict.PASS
        if state
        else Verdict.FAIL
        for state in states
    )
    missing = tuple(
        f"{term.checklist}.{industry}"
        for industry, state in zip(industries, states, strict=True)
        if state is None
    )
    step = explain.RECORDED if verdict is Verdict.PASS else explain.NOTHING_RECORDED
    return Judged(verdict, (step,), missing=missing)


def _categorised(asked: Docket, parameter: str) -> Judged:
    allowed = set(asked.rulebook.words(parameter, asked.threshold_day()))
    stated = asked.facts.membership.category
    industries = asked.facts.membership.lead_industries
    if stated is None and not industries:
        return Judged(Verdict.INSUFFICIENT_DATA, missing=("category",))
    named = stated is not None and stated in asked.rulebook.categories
    by_industry = frozenset[str]().union(
        *(industry_categories(asked.rulebook, name) for name in industries or ())
    )
    found = {stated} if named else set(by_industry)
    if stated is not None and not named and not found:
        return Judged(Verdict.FAIL, (explain.outside_vocabulary(stated),))
    if stated is None and not found:
        return Judged(
            Verdict.FAIL,
            (explain.outside_vocabulary(explain.listing(industries or ())),),
        )
    fits = bool(found & allowed)
    return Judged(
        Verdict.PASS if fits else Verdict.FAIL,
        (explain.categories(asked.rulebook, sorted(str(f) for f in found)),),
    )


def _belongs(asked: Docket, term: IndustryBelongs) -> Judged:
    industries = asked.facts.membership.lead_industries
    if not industries:
        return Judged(Verdict.INSUFFICIENT_DATA, missing=("lead_industries",))
    listed = set(asked.rulebook.words(term.parameter, asked.threshold_day()))
    words = asked.rulebook.categories[term.category].industries
    keys = {
        name: next(
            (k for k, text in words.items() if text.zh == name), plain_word(name)
        )
        for name in industries
    }
    verdict = all_of(
        Verdict.PASS
        if key in listed
        else Verdict.FAIL
        if industry_categories(asked.rulebook, name)
        else Verdict.INSUFFICIENT_DATA
        for name, key in keys.items()
    )
    missing = ("category_ruling",) if verdict.undecided else ()
    return Judged(
        verdict,
        (explain.industries(industries, asked.rulebook.categories[term.category]),),
        missing=missing,
    )


def _chosen(asked: Docket, term: ChosenFrom) -> Judged:
    told = asked.words(term.measure)
    if told is None:
        return Judged(Verdict.INSUFFICIENT_DATA, missing=(term.measure,))
    allowed = set(asked.rulebook.words(term.parameter, asked.threshold_day()))
    fits = all(plain_word(word) in allowed for word in told)
    return Judged(
        Verdict.PASS if fits else Verdict.FAIL,
        (explain.chosen(asked.rulebook.measures[term.measure].title, told, fits),),
    )


def _on_record(asked: Docket, term: OnRecord) -> Judged:
    year = asked.question.year
    found = any(
        e.type in term.events and (e.verified is True or not term.verified)
        for e in asked.facts.events
    ) or any(
        d.what in term.decisions
        and d.list in (None, asked.facts.membership.list)
        and (year is None or d.year in (None, year))
        for d in asked.facts.decisions
    )
    if not found:
        return Judged(Verdict.FAIL, (explain.NOTHING_RECORDED,))
    verdict = Verdict.PASS_EXEMPT if term.exempts else Verdict.PASS
    return Judged(verdict, (explain.RECORDED,))


def _joined(
    asked: Docket,
    members: tuple[Term, ...],
    join: Callable[[Iterable[Verdict]], Verdict],
) -> Judged:
    told = [judge_term(asked, member) for member in members]
    verdict = join(t.verdict for t in told)
    first = next((t for t in told if t.value is not None), told[0])
    return replace(
        first,
        verdict=verdict,
        steps=tuple(step for t in told for step in t.steps),
        missing=tuple(name for t in told for name in t.missing),
        flips=_joined_flips(told, every=join is all_of),
        flags=frozenset().union(*(t.flags for t in told)),
        unsplit=any(t.unsplit for t in told),
        amounts=tuple(pair for t in told for pair in t.amounts),
    )


def _joined_flips(told: list[Judged], *, every: bool) -> tuple[Flip, ...]:
    """Return the single changes that would turn a join.

    Of an AND only its last missing member can; of an OR any member.
    """
    open_ = [
        t
        for t in told
        if not t.verdict.accepted and t.verdict is not Verdict.NOT_APPLICABLE
    ]
    if every and len(open_) > 1:
        return ()
    return tuple(f for t in open_ for f in t.flips)


def _missing(asked: Docket, told: Judged, fits: bool | None) -> tuple[str, ...]:  # noqa: FBT001  # three-valued
    """Return what was missing, the category among it where it decides."""
    open_limit = told.threshold is not None and not told.threshold.known
    undetermined = fits is None or open_limit
    unsure = undetermined and len(asked.candidates) > 1
    return tuple(dict.fromkeys((*told.missing, *(("category",) if unsure else ()))))


def _gap(told: Judged) -> Interval | None:
    if told.value is None or told.threshold is None or told.levels:
        return None
    return told.value.minus(told.threshold)


def _shown(amount: Interval | None, into: Unit | None) -> Interval | None:
    if amount is None or into is None:
        return amount
    return Interval(
        None if amount.low is None else from_smallest(amount.low, into),
        None if amount.high is None else from_smallest(amount.high, into),
    )


def _outcome_flags(criterion: Criterion, verdict: Verdict) -> frozenset[str]:
    raised = []
    if verdict.accepted and criterion.flag_on_pass:
        raised.append(criterion.flag_on_pass)
    if verdict is Verdict.FAIL and criterion.flag_on_fail:
        raised.append(criterion.flag_on_fail)
    return frozenset(raised)


def _actions(criterion: Criterion, verdict: Verdict, told: Judged) -> frozenset[str]:
    raised: list[str] = []
    if verdict is Verdict.FAIL:
        raised.extend(criterion.on_fail)
    if verdict is Verdict.INSUFFICIENT_DATA and told.unsplit:
        raised.append(_DATA_REQUEST)
    return frozenset(raised)


def step_texts(finding: Finding) -> tuple[Text, ...]:
    """Return the sentences of a finding, the verdict's own first."""
    return (explain.VERDICT_NAMES[finding.verdict], *finding.trace.steps)
