"""Facts → one row a subject and year: the exact pivot, one docket a row.

Every cell is what the plain judge's own docket resolves (cumulative from the
listing month, exclusions, unknown parts), so kernel and plain judge start from
the same amounts.
It is slow, and right for whatever was reported; :mod:`zhence.engines.reports`
does the ordinary reports of a whole register at once.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import replace
from datetime import date
from fractions import Fraction

import pyarrow as pa

from zhence.engines import refusals
from zhence.engines.amounts import GREATEST
from zhence.engines.codes import CODE
from zhence.engines.columns import (
    ABSENT,
    IMPOSSIBLE,
    STAYS,
    TOLD,
)
from zhence.engines.plan import Plan
from zhence.facts import Facts
from zhence.rules.exemptions import exempted
from zhence.rules.judge import governs
from zhence.rules.plain import judge_term
from zhence.rules.program import Cell
from zhence.rules.proof import proven
from zhence.rules.question import Question
from zhence.rules.resolve import Docket, docket
from zhence.rules.rows import cell

_TRUE = {None: 2, False: 0, True: 1}


Value = int | str | date | None
"""What a cell of a row holds; a bit is 0 or 1."""


def batch_schema(plan: Plan, *, rests: bool = False) -> pa.Schema:
    """Return the columns of a pivoted batch.

    *rests*: with columns of their own for what of a whole is not its part,
    which only projects need.
    """
    fields = [
        pa.field("subject", pa.string(), nullable=False),
        pa.field("year", pa.int16()),
        pa.field("state", pa.int8(), nullable=False),
        pa.field("candidates", pa.int32(), nullable=False),
        pa.field("threshold_day", pa.date32(), nullable=False),
        pa.field("stay", pa.int8(), nullable=False),
        pa.field("re_entry", pa.int8(), nullable=False),
        pa.field("governed", pa.int8(), nullable=False),
        pa.field("listed", pa.int8(), nullable=False),
        pa.field("said", pa.int64(), nullable=False),
        pa.field("first_year", pa.int16()),
        pa.field("stay_first_year", pa.int16()),
        pa.field("was_creation", pa.int8(), nullable=False),
        pa.field("exempted", pa.int8(), nullable=False),
        pa.field("exempt", pa.int64(), nullable=False),
    ]
    for name in amount_columns(plan, rests=rests):
        fields += [
            pa.field(f"{name}_lo", pa.int64()),
            pa.field(f"{name}_hi", pa.int64()),
            pa.field(f"{name}_bits", pa.int8(), nullable=False),
        ]
    fields += [pa.field(g.column, pa.int8(), nullable=False) for g in plan.givens]
    return pa.schema(fields)


def amount_columns(plan: Plan, *, rests: bool) -> tuple[str, ...]:
    """Return the names of the amount columns of a batch."""
    return (*(i.name for i in plan.inputs), *(plan.rests if rests else ()))


def pivot(
    plan: Plan, asked: Iterable[tuple[Facts, Question]], *, rests: bool = True
) -> pa.RecordBatch:
    """Return one row for each of the questions *asked*.

    Raises:
        BadInputError: an amount is no whole number of smallest units, or
            greater than int64 holds; subject and column are named.
    """
    schema = batch_schema(plan, rests=rests)
    rows = [row_of(plan, facts, question, rests=rests) for facts, question in asked]
    return pa.RecordBatch.from_pylist(rows, schema=schema)


def row_of(
    plan: Plan, facts: Facts, question: Question, *, rests: bool
) -> dict[str, Value]:
    """Return the row of one question about one membership."""
    asked = proven(docket(plan.rulebook, facts, question))
    row = _membership(plan, asked)
    row["governed"] = int(governs(plan.rulebook, facts, question))
    row["said"] = _said(plan, asked)
    row["exempt"] = _exempt(plan, asked)
    # The same docket over the rulebook whose measures are the columns.
    reported = replace(asked, rulebook=plan.measuring.reported)
    for name in amount_columns(plan, rests=rests):
        held = cell(asked if name.startswith("r:") else reported, name)
        row |= _amount(asked.facts.membership.subject, name, held)
    for given in plan.givens:
        row[given.column] = CODE[judge_term(asked, given.term).verdict]
    return row


def _membership(plan: Plan, asked: Docket) -> dict[str, Value]:
    member, question = asked.facts.membership, asked.question
    known = member.state in plan.places.states
    began, first = member.stay_first_year, asked.calendar.first_year
    exempt = {
        d.year
        for d in asked.facts.decisions
        if d.what == "exempt_year" and d.list in (None, member.list)
    }
    return {
        "subject": member.subject,
        "year": question.year,
        "state": plan.places.states.index(member.state) if known else -1,
        "candidates": candidates_of(tuple(plan.rulebook.categories), asked.candidates),
        "threshold_day": asked.threshold_day(),
        "stay": STAYS[asked.year_of_stay()],
        "re_entry": int(began is not None and first is not None and began > first),
        "first_year": first,
        "stay_first_year": began,
        "was_creation": _TRUE[member.was_creation],
        "exempted": int(question.year in exempt),
        "listed": int(not plan.rulebook.lists or member.list in plan.rulebook.lists),
    }


def candidates_of(categories: Sequence[str], among: Iterable[str]) -> int:
    """Return a set of categories as bits."""
    return sum(1 << categories.index(name) for name in among)


def _said(plan: Plan, asked: Docket) -> int:
    return sum(
        1 << place
        for place, names in enumerate(plan.places.said)
        if any(n in asked.facts.checklists or asked.facts.of(n) for n in names)
    )


def _exempt(plan: Plan, asked: Docket) -> int:
    if not asked.facts.exemptions:
        return 0
    bits = 0
    for criterion in plan.criteria:
        if criterion.exempt_bit is None:
            continue
        full = plan.rulebook.criteria[criterion.id]
        told = judge_term(asked, full.judge)
        judged = [a.period for _, a in told.amounts if a.period is not None]
        if exempted(asked, full, judged):
            bits |= 1 << criterion.exempt_bit
    return bits


def _amount(subject: str, name: str, held: Cell) -> dict[str, Value]:
    return {
        f"{name}_lo": whole(subject, name, held.interval.low),
        f"{name}_hi": whole(subject, name, held.interval.high),
        f"{name}_bits": (TOLD if held.told else 0)
        | (0 if held.applies else ABSENT)
        | (IMPOSSIBLE if held.impossible else 0),
    }


def whole(subject: object, name: str, end: Fraction | None) -> int | None:
    """Return an end of an amount as a whole number; ``None`` is unbounded.

    Raises:
        BadInputError: it is none, or greater than int64 holds.
    """
    if end is None:
        return None
    if end.denominator != 1:
        raise refusals.not_whole(subject, name)
    if abs(end) > GREATEST:
        raise refusals.overflow(subject, name)
    return end.numerator
