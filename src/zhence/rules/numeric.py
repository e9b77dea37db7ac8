"""Amounts against thresholds: comparison, share, and "about"."""

from __future__ import annotations

from dataclasses import dataclass, replace
from fractions import Fraction

from zhence.evidence import Flip, Interval, Text, Verdict
from zhence.rules import explain
from zhence.rules.measures import Amount
from zhence.rules.resolve import WHOLE, Docket
from zhence.rules.terms import About, Compare, Operand, Operator, Share
from zhence.units import Unit, from_smallest, unit

PERCENT = unit("%")


@dataclass(frozen=True, slots=True)
class Judged:
    """One term judged: the verdict and what it rests on, in smallest units."""

    verdict: Verdict
    steps: tuple[Text, ...] = ()
    value: Interval | None = None
    operator: str | None = None
    threshold: Interval | None = None
    unit: Unit | None = None
    missing: tuple[str, ...] = ()
    flips: tuple[Flip, ...] = ()
    flags: frozenset[str] = frozenset()
    unsplit: bool = False
    amounts: tuple[tuple[str, Amount], ...] = ()
    levels: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Threshold:
    """A threshold in smallest units; *interval* ``None``: the text leaves it open."""

    interval: Interval | None
    amounts: tuple[tuple[str, Amount], ...] = ()

    @property
    def missing(self) -> tuple[str, ...]:
        """What was missing for it."""
        return tuple(name for _, amount in self.amounts for name in amount.missing)


def threshold_of(asked: Docket, operand: Operand) -> Threshold:
    """Return the threshold that *operand* names."""
    day = asked.threshold_day()
    if operand.by_category is not None:
        return Threshold(
            asked.rulebook.category_threshold(
                operand.by_category, asked.candidates, day
            )
        )
    if operand.measure is not None:
        amount = asked.amount(operand.measure)
        told = ((operand.measure, amount),)
        if operand.times is None:
            return Threshold(amount.interval, told)
        factor = asked.rulebook.number(operand.times, day)
        if factor is None:
            return Threshold(None, told)
        return Threshold(amount.interval.times(factor / WHOLE), told)
    number = asked.rulebook.number(str(operand.parameter), day)
    return Threshold(None if number is None else Interval.point(number))


def holds(operator: Operator, difference: Interval) -> Verdict:
    """Judge ``value operator threshold`` by the interval of their difference.

    PASS when it holds for every value of the interval, FAIL when for none.
    """
    low, high = difference.low, difference.high
    if operator is Operator.EXACTLY:
        if low == 0 and high == 0:
            return Verdict.PASS
        outside = (low is not None and low > 0) or (high is not None and high < 0)
        return Verdict.FAIL if outside else Verdict.INSUFFICIENT_DATA
    if operator in (Operator.AT_MOST, Operator.LESS_THAN):
        low, high = _minus(high), _minus(low)
    strict = operator in (Operator.MORE_THAN, Operator.LESS_THAN)
    if low is not None and (low > 0 or (low == 0 and not strict)):
        return Verdict.PASS
    if high is not None and (high < 0 or (high == 0 and strict)):
        return Verdict.FAIL
    return Verdict.INSUFFICIENT_DATA


def compare(asked: Docket, term: Compare) -> Judged:
    """Judge a measure against a threshold."""
    measure = asked.rulebook.measures[term.measure]
    amount = asked.amount(term.measure)
    limit = threshold_of(asked, term.against)
    told = ((term.measure, amount), *limit.amounts)
    early = _cannot_judge(amount, limit)
    if early is not None:
        verdict, step = early
        return Judged(
            verdict,
            (step,),
            value=amount.interval if amount.applies else None,
            operator=term.operator.value,
            threshold=limit.interval,
            unit=measure.unit,
            missing=(*amount.missing, *limit.missing),
            amounts=told,
            levels=measure.levels,
        )
    threshold = limit.interval or Interval()
    verdict = holds(term.operator, amount.interval.minus(threshold))
    return Judged(
        verdict,
        (
            explain.compared(
                measure.title, amount.interval, term.operator, threshold, measure
            ),
        ),
        value=amount.interval,
        operator=term.operator.value,
        threshold=threshold,
        unit=measure.unit,
        missing=(*amount.missing, *limit.missing),
        flips=_flips(asked, term.measure, term.operator, amount.interval, threshold),
        flags=amount.flags.union(*(a.flags for _, a in limit.amounts)),
        unsplit=amount.unsplit,
        amounts=told,
        levels=measure.levels,
    )


def share(asked: Docket, term: Share) -> Judged:
    """Judge a part of a whole against a share, without dividing.

    The whole is written as part plus rest, so that an unknown part is never
    counted as large above the line and small below it at once.
    """
    part, whole = asked.pair(term.part, term.whole)
    if (
        term.reported is not None
        and not (part.told and whole.told)
        and asked.amount(term.reported).told
    ):
        return compare(asked, Compare(term.reported, term.operator, term.against))
    limit = threshold_of(asked, term.against)
    told = ((term.part, part), (term.whole, whole))
    rest = asked.rest(term.part, term.whole)
    value = ratio(part.interval, rest)
    base = Judged(
        Verdict.PASS,
        value=value,
        operator=term.operator.value,
        threshold=limit.interval,
        unit=PERCENT,
        amounts=told,
        unsplit=part.unsplit or whole.unsplit,
        flags=part.flags | whole.flags,
    )
    early = _cannot_judge(part, limit) or _cannot_judge(whole, limit)
    if early is None:
        early = _no_share(part.interval, whole.interval)
    if early is not None:
        return _with(base, early[0], early[1])
    title = asked.rulebook.measures[term.part].title
    step = explain.shared(
        title,
        asked.rulebook.measures[term.whole].title,
        value,
        term.operator,
        limit.interval or Interval(),
    )
    forms = _share_forms(part.interval, rest, limit.interval)
    verdict = share_holds(term.operator, forms, part.interval, whole.interval)
    judged = _with(base, verdict, step)
    flips = _share_flips(asked, term, value, whole.interval, limit.interval)
    return Judged(
        judged.verdict,
        judged.steps,
        value=value,
        operator=base.operator,
        threshold=limit.interval,
        unit=PERCENT,
        missing=(*part.missing, *whole.missing),
        flips=flips,
        flags=base.flags,
        unsplit=base.unsplit,
        amounts=told,
    )


def share_form(part: Interval, rest: Interval, s: Fraction) -> Interval:
    """Return the interval of ``(1-s)*part - s*rest``, the whole being both."""
    return part.times(1 - s) + rest.times(-s)


def _share_forms(part: Interval, rest: Interval, limit: Interval | None) -> Interval:
    """Return the hull of the form over every share that the limit may be."""
    if limit is None or limit.low is None or limit.high is None:
        return Interval()
    low = share_form(part, rest, limit.low / WHOLE)
    return low.hull(share_form(part, rest, limit.high / WHOLE))


def share_holds(
    operator: Operator, form: Interval, part: Interval, whole: Interval
) -> Verdict:
    """Judge a share by its form; a whole that may be nothing leaves ties open.

    Where nothing of an unknown whole was reported, the form is exactly zero
    for a whole of zero, and then there is no share to judge.
    """
    verdict = holds(operator, form)
    may_be_nothing = all(a.low is None or a.low <= 0 for a in (part, whole))
    if may_be_nothing and 0 in (form.low, form.high):
        return Verdict.INSUFFICIENT_DATA
    return verdict


def ratio(part: Interval, rest: Interval) -> Interval:
    """Return part over part and rest in parts per 10⁹; open where not known."""
    low = _over(part.low, rest.high)
    high = _over(part.high, rest.low)
    return Interval(
        low if low is not None else Fraction(0), high if high is not None else WHOLE
    )


def about(asked: Docket, term: About) -> Judged:
    """Judge a figure that the text gives only about ("左右")."""
    measure = asked.rulebook.measures[term.measure]
    exact = Operator.AT_MOST if term.cap else Operator.AT_LEAST
    told = compare(asked, Compare(term.measure, exact, term.against))
    tolerance = asked.rulebook.number(term.tolerance, None)
    if told.threshold is None or tolerance is None:
        return told
    if not all(amount.applies for _, amount in told.amounts):
        return told
    if told.verdict not in (Verdict.FAIL, Verdict.INSUFFICIENT_DATA):
        return told
    factor = 1 + tolerance / WHOLE if term.cap else 1 - tolerance / WHOLE
    widened = told.threshold.times(factor)
    value = told.value or Interval()
    loose = holds(exact, value.minus(widened))
    verdict = Verdict.APPROX if loose is Verdict.PASS else loose
    step = explain.tolerated(measure.title, widened, measure)
    flips = _flips(asked, term.measure, exact, value, widened)
    return replace(_with(told, verdict, step), flips=flips)


def _cannot_judge(amount: Amount, limit: Threshold) -> tuple[Verdict, Text] | None:
    """Return the verdict where there is nothing to compare, else ``None``.

    A required amount that "does not apply" excuses nobody: it is unknown.
    """
    if not amount.applies:
        return Verdict.NOT_APPLICABLE, explain.REPORTED_NOT_APPLICABLE
    if limit.interval is None:
        return Verdict.NOT_APPLICABLE, explain.NO_LIMIT
    for told in (amount, *(a for _, a in limit.amounts)):
        if told.impossible is not None:
            return Verdict.DATA_ERROR, explain.impossible(told.impossible)
    if not all(a.applies for _, a in limit.amounts):
        return Verdict.INSUFFICIENT_DATA, explain.REPORTED_NOT_APPLICABLE
    return None


def _no_share(part: Interval, whole: Interval) -> tuple[Verdict, Text] | None:
    if part.low is not None and whole.high is not None and part.low > whole.high:
        return Verdict.DATA_ERROR, explain.PART_ABOVE_WHOLE
    if whole.known and whole.low == 0:
        return Verdict.NOT_COMPUTABLE, explain.ZERO_WHOLE
    return None


def _with(judged: Judged, verdict: Verdict, step: Text) -> Judged:
    return Judged(
        verdict,
        (*judged.steps, step),
        value=judged.value,
        operator=judged.operator,
        threshold=judged.threshold,
        unit=judged.unit,
        missing=judged.missing,
        flips=judged.flips,
        flags=judged.flags,
        unsplit=judged.unsplit,
        amounts=judged.amounts,
        levels=judged.levels,
    )


def _flips(
    asked: Docket,
    measure: str,
    operator: Operator,
    value: Interval,
    threshold: Interval,
    most: Fraction | None = None,
) -> tuple[Flip, ...]:
    """Return the amount that would do; none where no amount can.

    *most*: what the amount cannot exceed, beside its indicator's own bounds.
    """
    downward = operator in (Operator.AT_MOST, Operator.LESS_THAN)
    if operator is Operator.EXACTLY:
        end = threshold.high
        downward = end is not None and value.low is not None and value.low > end
    end = threshold.low if downward else threshold.high
    if end is None:
        return ()
    strict = operator in (Operator.MORE_THAN, Operator.LESS_THAN)
    possible = asked.possible(measure).within(Interval(None, most))
    if holds(operator, possible.minus(Interval.point(end))) is Verdict.FAIL:
        return ()
    into = asked.rulebook.measures[measure].unit
    return (Flip(measure, from_smallest(end, into), into.name, strict, downward),)


def _share_flips(
    asked: Docket,
    term: Share,
    value: Interval,
    whole: Interval,
    limit: Interval | None,
) -> tuple[Flip, ...]:
    """Return the part at which the share would do, the whole left as it is."""
    if limit is None or None in (whole.low, whole.high, limit.low, limit.high):
        return ()
    needed = Interval(
        (limit.low or Fraction(0)) * (whole.low or Fraction(0)) / WHOLE,
        (limit.high or Fraction(0)) * (whole.high or Fraction(0)) / WHOLE,
    )
    return _flips(asked, term.part, term.operator, value, needed, whole.high)


def _over(part: Fraction | None, rest: Fraction | None) -> Fraction | None:
    if part is None or rest is None or part + rest == 0:
        return None
    return part / (part + rest) * WHOLE


def _minus(value: Fraction | None) -> Fraction | None:
    return None if value is None else -value
