"""Whether a missed in-principle criterion is excused by a valid record."""

from __future__ import annotations

from collections.abc import Collection, Iterable

from zhence.evidence import Force
from zhence.facts import Exemption
from zhence.periods import Span, year
from zhence.rules.resolve import Docket
from zhence.rules.rulebook import Criterion, Occasion


def exempted(asked: Docket, criterion: Criterion, judged: Iterable[Span]) -> bool:
    """Say whether a valid exemption record covers the criterion.

    Only an in-principle criterion that is no prohibition can be exempted.
    """
    if criterion.force is not Force.PRINCIPLE or criterion.prohibition:
        return False
    return excused(asked, {criterion.id, *criterion.clauses}, judged)


def excused(asked: Docket, names: Collection[str], judged: Iterable[Span]) -> bool:
    """Say whether a valid record exempts from one of the *names*.

    The record needs a body that the policy names for the list, a document, a
    reason, a period that meets the one judged (*judged*: the periods of the
    figures), and must not have expired.
    """
    periods = tuple(judged)
    bodies = asked.rulebook.exempting_bodies.get(asked.facts.membership.list, ())
    return any(
        record.clause in names
        and record.body in bodies
        and _is_whole(record)
        and record.expires >= asked.question.on
        and _covers(asked, record.period, periods)
        for record in asked.facts.exemptions
    )


def _is_whole(record: Exemption) -> bool:
    return bool(record.document.strip() and record.reason.strip())


def _covers(asked: Docket, period: Span, judged: tuple[Span, ...]) -> bool:
    """Say whether the exempted period meets the period that is judged."""
    question = asked.question
    if question.occasion is Occasion.ANNUAL and question.year is not None:
        return period.meets(year(question.year))
    window = asked.calendar.window
    if question.occasion is Occasion.ACCEPTANCE and window is not None:
        return period.meets(window)
    return question.on in period or any(period.meets(span) for span in judged)
