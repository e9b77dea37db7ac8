"""A register that was read, as the columns that the kernel pivots."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import replace
from datetime import date
from fractions import Fraction

import pyarrow as pa

from zhence.cases.register import Register, facts_of_register
from zhence.engines import register as columns
from zhence.engines.plan import Plan
from zhence.engines.reports import pivot_register
from zhence.errors import BadInputError, Fault
from zhence.facts import Facts, Membership, Observation

_MEMBERS = pa.schema(
    [
        ("subject", pa.string()),
        ("list", pa.string()),
        ("state", pa.string()),
        ("category", pa.string()),
        ("lead_industries", pa.list_(pa.string())),
        ("listed_on", pa.date32()),
        ("stay_first_year", pa.int16()),
        ("was_creation", pa.bool_()),
    ]
)
_REPORTS = pa.schema(
    [
        ("subject", pa.string()),
        ("indicator", pa.string()),
        ("start", pa.date32()),
        ("end", pa.date32()),
        ("low", pa.int64()),
        ("high", pa.int64()),
        ("absent", pa.bool_()),
        ("recorded_on", pa.date32()),
    ]
)


def pivoted(
    register: Register, days: Mapping[int, date]
) -> Callable[[Plan], Iterator[pa.RecordBatch]]:
    """Return what pivots the register for a plan: one row a subject and year.

    *days*: the day on which each year is asked about.

    Raises:
        BadInputError: a figure that is no whole number of smallest units.
    """
    table = register_columns(register)
    rests = bool(register.projects)

    def rows(plan: Plan) -> Iterator[pa.RecordBatch]:
        yield pivot_register(plan, table, days, rests=rests)

    return rows


def register_columns(register: Register) -> columns.Register:
    """Return the register as columns; who has projects is pivoted exactly."""
    return columns_of(facts_of_register(register))


def columns_of(facts: Iterable[Facts]) -> columns.Register:
    """Return the facts of memberships as columns.

    Whoever has more than reports (projects, checklists, exemptions, decisions, events)
    keeps that beside them, and is pivoted exactly.

    Raises:
        BadInputError: a figure that is no whole number of smallest units.
    """
    told = list(facts)
    others: dict[object, Facts] = {
        one.membership.subject: replace(
            one, membership=Membership("", "", ""), observations=()
        )
        for one in told
        if one.projects
        or one.checklists
        or one.exemptions
        or one.decisions
        or one.events
    }
    return columns.Register(
        members=pa.RecordBatch.from_pylist(
            [_member(one.membership) for one in told], schema=_MEMBERS
        ),
        reports=pa.RecordBatch.from_pylist(
            [_report(o) for one in told for o in one.observations],
            schema=_REPORTS,
        ),
        others=others,
    )


def _member(member: Membership) -> dict[str, object]:
    industries = member.lead_industries
    return {
        "subject": member.subject,
        "list": member.list,
        "state": member.state,
        "category": member.category,
        "lead_industries": None if industries is None else list(industries),
        "listed_on": member.listed_on,
        "stay_first_year": member.stay_first_year,
        "was_creation": member.was_creation,
    }


def _report(o: Observation) -> dict[str, object]:
    low = None if o.amount is None else o.amount.low
    high = None if o.amount is None else o.amount.high
    return {
        "subject": o.subject,
        "indicator": o.indicator,
        "start": o.period.start,
        "end": o.period.end,
        "low": _whole(o, low),
        "high": _whole(o, high),
        "absent": o.amount is None,
        "recorded_on": o.recorded_on,
    }


def _whole(o: Observation, end: Fraction | None) -> int | None:
    if end is None:
        return None
    if end.denominator != 1:
        raise BadInputError(
            Fault(
                "amount_too_fine",
                f"{o.subject} 的 {o.indicator} 精度超过最小单位",
                f"{o.subject}: {o.indicator} is finer than the smallest unit",
                remedy="round it to 0.01 元 or whole numbers",
            )
        )
    return int(end)


def groups_of(register: Register) -> dict[str, dict[str, str]]:
    """Return what a change may be counted by: the county and the category."""
    found: dict[str, dict[str, str]] = {"county": {}, "category": {}}
    for subject in register.subjects:
        name = subject.membership.subject
        found["county"][name] = subject.county or "—"
        found["category"][name] = subject.membership.category or "—"
    return found
