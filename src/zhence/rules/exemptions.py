"""Whether a missed in-principle criterion is excused by a valid record."""

from __future__ import annotations

from datetime import date

from zhence.evidence import Force
from zhence.facts import Exemption
from zhence.periods import Span, year
from zhence.rules.resolve import Docket
from zhence.rules.rulebook import Criterion, Occasion


def exempted(asked: Docket, criterion: Criterion) -> bool:
    """Say whether a valid exemption record covers the criterion.

    Only an in-principle criterion that is no prohibition can be exempted; the
    record needs a body of the list's level, a document, a reason, a period
    that meets the one judged, and must not have expired.
    """
    if criterion.force is not Force.PRINCIPLE or criterion.prohibition:
        return False
    bodies = asked.rulebook.exempting_bodies.get(asked.facts.membership.list)
    names = {criterion.id, *criterion.clauses}
    return any(
        record.clause in names
        and (bodies is None or record.body in bodies)
        and _is_whole(record)
        and record.expires >= asked.question.on
        and _covers(asked, record.period)
        for record in asked.facts.exemptions
    )


def _is_whole(record: Exemption) -> bool:
    return bool(record.document.strip() and record.reason.strip())


def _covers(asked: Docket, period: Span) -> bool:
    """Say whether the exempted period meets the period that is judged."""
    question = asked.question
    if question.occasion is Occasion.ANNUAL and question.year is not None:
        return period.meets(year(question.year))
    window = asked.calendar.window
    if question.occasion is Occasion.ACCEPTANCE and window is not None:
        return period.meets(window)
    return _begun(period, question.on)


def _begun(period: Span, on: date) -> bool:
    return period.start <= on
