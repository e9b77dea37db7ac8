"""Rows of the life cycle as the library's values: the whole bridge.

Every read takes two times: *on*, the day asked about, and *known_at*, the moment up to
which rows count as known. Nothing recorded later is seen.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from datetime import date, datetime, timedelta
from typing import TypeVar

from django.db.models import Model, QuerySet

from zhence import facts
from zhence.lifecycle.table import LifeCycle
from zhence.packs import Pack
from zhence.periods import FirstYearRule, Span, first_assessed_year
from zhence.rules.question import calendar_of
from zhence.rules.rulebook import Rulebook
from zhence_web.records.lifecycle.models import (
    Case,
    Decision,
    Event,
    Exemption,
    Move,
)
from zhence_web.records.lifecycle.moves import (
    Counted,
    counted,
    with_their_records,
    withdrawn_on,
)
from zhence_web.records.lifecycle.words import creation_states, stay_states
from zhence_web.records.registry.facts import membership_fact
from zhence_web.records.registry.models import Membership

_LISTED = "listed"
_ONE_DAY = timedelta(days=1)
Row = TypeVar("Row", bound=Model)


@dataclass(frozen=True, slots=True)
class Recorded:
    """What bodies put on record about one membership, as known.

    A decision or event that has carried out a move which counts speaks through the
    membership's state and is not among the others, or it would move twice.
    *decision_ids* and *event_ids* are the rows of *decisions* and *events*.
    """

    membership: facts.Membership
    decisions: tuple[facts.Decision, ...] = ()
    events: tuple[facts.Event, ...] = ()
    exemptions: tuple[facts.Exemption, ...] = ()
    decision_ids: tuple[int, ...] = ()
    event_ids: tuple[int, ...] = ()
    moves: tuple[Counted, ...] = ()


def recorded_of(
    rows: Iterable[Membership], pack: Pack, on: date, known_at: datetime
) -> dict[int, Recorded]:
    """Return what is on record of each membership, by its id, in five queries."""
    members = {row.pk: row for row in rows}
    moves = _of(with_their_records(Move.objects.all()), members)
    decisions = _of(
        Decision.objects.select_related("document", "withdrawn_by"), members
    )
    events = _of(Event.objects.select_related("case"), members)
    exemptions = _of(Exemption.objects.select_related("document"), members)
    law = _law(pack)
    return {
        key: _recorded(
            row,
            law,
            on,
            known_at,
            counted(moves[key], on, known_at),
            decisions[key],
            events[key],
            exemptions[key],
        )
        for key, row in members.items()
    }


def _of(rows: QuerySet[Row], members: Mapping[int, Membership]) -> dict[int, list[Row]]:
    """Return rows by membership, in the order in which they were recorded."""
    found: dict[int, list[Row]] = defaultdict(list)
    for row in rows.filter(membership__in=members).order_by("recorded_at", "id"):
        found[getattr(row, "membership_id")].append(row)  # noqa: B009  # of any table
    return found


def _recorded(  # one argument a table, gathered by the caller
    row: Membership,
    law: _Law,
    on: date,
    known_at: datetime,
    moves: tuple[Counted, ...],
    decisions: list[Decision],
    events: list[Event],
    exemptions: list[Exemption],
) -> Recorded:
    done = {m.decision for m in moves}
    seen = {m.event for m in moves}
    open_decisions = [
        d
        for d in decisions
        if d.recorded_at <= known_at
        and d.pk not in done
        and ((ended := withdrawn_on(d, known_at)) is None or ended > on)
    ]
    open_events = [
        (e, told)
        for e in events
        if e.recorded_at <= known_at
        and e.pk not in seen
        and (told := event_of(e, known_at)) is not None
    ]
    return Recorded(
        membership=_moved(membership_fact(row, on, known_at), law, moves),
        decisions=tuple(decision_of(d, row.list_name) for d in open_decisions),
        events=tuple(told for _, told in open_events),
        exemptions=tuple(
            exemption_of(e) for e in exemptions if e.recorded_at <= known_at
        ),
        decision_ids=tuple(d.pk for d in open_decisions),
        event_ids=tuple(e.pk for e, _ in open_events),
        moves=moves,
    )


def decision_of(row: Decision, list_name: str) -> facts.Decision:
    """Return a decision; its document is named by its number, else by its title."""
    return facts.Decision(
        what=row.what,
        by=row.body,
        on=row.on,
        document=row.document.number or row.document.title,
        list=list_name,
        value=row.value or None,
        end=row.end,
        year=row.year,
        clause=row.clause or None,
    )


def event_of(row: Event, known_at: datetime) -> facts.Event | None:
    """Return an event as known; ``None`` when its case was dismissed by then.

    While a case is open its event is not verified; upheld, it is, by those who voted.
    """
    verified, body = row.verified, row.body
    if row.case is not None:
        outcome = _outcome(row.case, known_at)
        if outcome == Case.Outcome.DISMISSED:
            return None
        verified = outcome == Case.Outcome.UPHELD
        body = row.case.body if verified else body
    return facts.Event(
        type=row.type,
        on=row.on,
        verified=verified,
        passed=row.passed,
        by=body or None,
        aspects=row.aspects,
        recommends=row.recommends or None,
    )


def exemption_of(row: Exemption) -> facts.Exemption:
    """Return an exemption; *ends* of the row is the last exempted day."""
    return facts.Exemption(
        clause=row.clause,
        period=Span(row.starts, row.ends + _ONE_DAY),
        body=row.body,
        document=row.document.number or row.document.title,
        reason=row.reason,
        expires=row.expires,
    )


def _outcome(case: Case, known_at: datetime) -> str:
    if case.closed_at is None or case.closed_at > known_at:
        return Case.Outcome.OPEN
    return case.outcome


@dataclass(frozen=True, slots=True)
class _Law:
    """What every membership of a policy asks its pack, read out once for all."""

    book: Rulebook
    stays: frozenset[str]
    creation: frozenset[str]
    rule: FirstYearRule


def _law(pack: Pack) -> _Law:
    cycle, book = pack.lifecycle or LifeCycle({}), pack.rulebook
    rule = FirstYearRule(str(book.choice("first_year_rule", None)))
    return _Law(book, stay_states(cycle), creation_states(cycle), rule)


def _moved(
    member: facts.Membership, law: _Law, moves: tuple[Counted, ...]
) -> facts.Membership:
    """Return the membership as its moves left it: state, stay, extensions."""
    first = calendar_of(law.book, member.listed_on).first_year
    member = replace(member, stay_first_year=member.stay_first_year or first)
    stay = member.state if member.state in law.stays else None
    for move in moves:
        if move.before in law.creation:
            member = replace(member, was_creation=True)
        if move.end is not None:
            member = replace(
                member, extension_end=move.end, extensions=member.extensions + 1
            )
        anew = move.event_type.startswith(_LISTED)
        if anew:
            member = replace(member, listed_on=move.on)
        if move.after in law.stays and (anew or move.after != stay):
            member = replace(
                member, stay_first_year=first_assessed_year(move.on, law.rule)
            )
            stay = move.after
        member = replace(member, state=move.after)
    return member
