"""Registers as tables, and reports as untidy as people's."""

from collections.abc import Iterable, Sequence
from dataclasses import replace
from datetime import date, timedelta
from fractions import Fraction

import pyarrow as pa
from hypothesis import strategies as st
from tests.lib.rulebooks import (
    category,
    choice,
    criterion,
    indicator,
    measure,
    number,
    parameter,
    rulebook,
)

from zhence.engines.plan import plan_for
from zhence.engines.register import Register
from zhence.evidence import Interval
from zhence.facts import Decision, Event, Facts, Membership, Observation
from zhence.facts.catalogue import Catalogue, Kind
from zhence.periods import Span, month, parse_period, quarter, year
from zhence.rules.measures import Difference, From, FromProjects, Over, Reported
from zhence.rules.rulebook import Occasion, Rulebook
from zhence.rules.terms import Compare, Not, OnRecord, Operator

FIRST, LAST = 2018, 2020
DAYS = {y: date(y + 1, 3, 31) for y in range(FIRST, LAST + 1)}
CODES = ("flow", "other", "signed", "share", "stock", "plan")
CATALOGUE = Catalogue(
    (
        indicator("flow", unit_name="个"),
        indicator("other", unit_name="个"),
        indicator("signed", unit_name="个", non_negative=False),
        indicator("share", Kind.RATIO, "%", maximum="1"),
        indicator("stock", Kind.STOCK, "个"),
        indicator("plan", Kind.CUMULATIVE, "个"),
    )
)
OVERS = (Over.BUILDING, Over.TO_DATE, Over.YEAR, Over.LATEST, Over.AT_YEAR_END)
_SOURCES: tuple[tuple[From, ...], ...] = (
    *((Reported(code),) for code in CODES),
    (Reported("flow"), Reported("plan")),
    (Difference("flow", ("other",)),),
    (Reported("stock"), FromProjects("out"), Difference("flow", ("other", "plan"))),
)


def book() -> Rulebook:
    """A rulebook that reads every indicator over every span."""
    measures = [
        measure(f"m{i}", *sources, unit_name="个", over=over)
        for i, (sources, over) in enumerate((s, o) for s in _SOURCES for o in OVERS)
    ]
    return replace(
        rulebook(
            *(
                criterion(Compare(m.id, Operator.AT_LEAST, parameter("n")), f"C{place}")
                for place, m in enumerate(measures)
            ),
            criterion(
                Not(OnRecord(("fraud",), ("finding",), verified=True)), "recorded"
            ),
            measures=measures,
            parameters=[number("n", "3", "个"), choice("out", ("residential",))],
        ),
        catalogue=CATALOGUE,
        valid_from=date(2018, 2, 1),
        valid_to=date(2021, 1, 1),
    )


# ------------------------------------------------------------------------- reports

_regular = st.one_of(
    st.builds(year, st.integers(FIRST - 1, LAST + 1)),
    st.builds(quarter, st.integers(FIRST, LAST), st.integers(1, 4)),
    st.builds(month, st.integers(FIRST, LAST), st.integers(1, 12)),
)
_since_march = st.integers(FIRST, LAST).map(
    lambda y: Span(date(y, 3, 1), date(y + 1, 1, 1))
)
_odd = st.tuples(st.integers(0, 1200), st.integers(1, 500)).map(
    lambda ends: Span(
        date(FIRST, 1, 1) + timedelta(days=ends[0]),
        date(FIRST, 1, 1) + timedelta(days=sum(ends)),
    )
)
_points = st.integers(0, 5).map(Interval.point)
_amounts = st.one_of(
    _points,
    _points,
    _points,
    st.tuples(st.integers(0, 5), st.integers(0, 3)).map(
        lambda ends: Interval(Fraction(ends[0]), Fraction(sum(ends)))
    ),
    st.sampled_from(
        [
            None,
            Interval.point(-2),
            Interval(None, Fraction(3)),
            Interval(Fraction(1), None),
            Interval(),
            Interval.point(2 * 10**9),
            Interval.point(2**52),
        ]
    ),
)
_recorded = st.one_of(
    st.none(),
    st.none(),
    st.dates(date(2018, 1, 1), date(2021, 12, 31)),
)


@st.composite
def tidy_reports(draw) -> list[Observation]:
    """Each indicator by years, or by the quarters of some; with gaps."""
    held = []
    for code in CODES:
        for number_ in range(FIRST, LAST + 1):
            kind = draw(st.sampled_from(["year", "year", "march", "quarters", "none"]))
            spans = {
                "year": [year(number_)],
                "march": [Span(date(number_, 3, 1), date(number_ + 1, 1, 1))],
                "quarters": [
                    quarter(number_, n) for n in (1, 2, 3, 4) if draw(st.booleans())
                ],
                "none": [],
            }[kind]
            held += [Observation("T", code, s, draw(_points)) for s in spans]
    return held


@st.composite
def untidy_reports(draw) -> list[Observation]:
    spans = st.one_of(_regular, _regular, _since_march, _odd)
    one = st.builds(
        Observation, st.just("T"), st.sampled_from(CODES), spans, _amounts, _recorded
    )
    held: list[Observation] = draw(st.lists(one, max_size=12))
    return held


@st.composite
def members(draw, name: str) -> Facts:
    reports = draw(st.one_of(tidy_reports(), tidy_reports(), untidy_reports()))
    extra = draw(untidy_reports()) if draw(st.sampled_from([0, 0, 1])) else []
    listed = draw(
        st.one_of(
            st.none(),
            st.just(date(2018, 3, 9)),
            st.dates(date(2017, 6, 1), date(2020, 12, 31)),
        )
    )
    return Facts(
        Membership(
            name,
            draw(st.sampled_from(["list", "list", "other"])),
            draw(st.sampled_from(["CREATION", "CULTIVATION", "ELSEWHERE"])),
            draw(st.sampled_from([None, "heavy", "light", "odd"])),
            draw(st.sampled_from([None, None, ("a",), ("b", "a")])),
            listed,
            draw(st.sampled_from([None, 2018, 2019])),
            draw(st.sampled_from([None, True, False])),
        ),
        tuple(replace(o, subject=name) for o in (*reports, *extra)),
        decisions=tuple(draw(st.lists(_decisions, max_size=2))),
        events=tuple(draw(st.lists(_events, max_size=2))),
    )


_days = st.dates(date(2018, 1, 1), date(2021, 12, 31))
_decisions = st.builds(
    Decision,
    st.sampled_from(["finding", "exempt_year", "name", "category_ruling"]),
    st.just("government"),
    _days,
    st.just("No. 1"),
    st.sampled_from([None, "list", "other"]),
    st.sampled_from([None, "light"]),
    year=st.sampled_from([None, 2018, 2019]),
)
_events = st.builds(
    Event, st.sampled_from(["fraud", "other"]), _days, st.sampled_from([None, True])
)

# -------------------------------------------------------------------------- tables

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
_DECISIONS = pa.schema(
    [
        ("subject", pa.string()),
        ("what", pa.string()),
        ("by", pa.string()),
        ("on", pa.date32()),
        ("document", pa.string()),
        ("list", pa.string()),
        ("value", pa.string()),
        ("year", pa.int16()),
    ]
)
_EVENTS = pa.schema(
    [
        ("subject", pa.string()),
        ("type", pa.string()),
        ("on", pa.date32()),
        ("verified", pa.bool_()),
    ]
)


def register(
    known: Sequence[Facts], others: dict[object, Facts] | None = None
) -> Register:
    """The members as tables; *others* has what no table holds."""
    return Register(
        _table(_MEMBERS, (_plain(f.membership, _MEMBERS) for f in known)),
        _table(_REPORTS, (_report(o) for f in known for o in f.observations)),
        _table(_DECISIONS, _records(known, "decisions", _DECISIONS)),
        _table(_EVENTS, _records(known, "events", _EVENTS)),
        others or {},
    )


def _table(schema: pa.Schema, rows: Iterable[dict[str, object]]) -> pa.RecordBatch:
    return pa.RecordBatch.from_pylist(list(rows), schema=schema)


def _plain(value: object, schema: pa.Schema) -> dict[str, object]:
    row: dict[str, object] = {n: getattr(value, n, None) for n in schema.names}
    return {n: list(v) if isinstance(v, tuple) else v for n, v in row.items()}


def _records(
    known: Sequence[Facts], name: str, schema: pa.Schema
) -> Iterable[dict[str, object]]:
    for facts in known:
        for record in getattr(facts, name):
            yield _plain(record, schema) | {"subject": facts.membership.subject}


def _report(o: Observation) -> dict[str, object]:
    low = None if o.amount is None or o.amount.low is None else int(o.amount.low)
    high = None if o.amount is None or o.amount.high is None else int(o.amount.high)
    return {
        "subject": o.subject,
        "indicator": o.indicator,
        "start": o.period.start,
        "end": o.period.end,
        "low": low,
        "high": high,
        "absent": o.amount is None,
        "recorded_on": o.recorded_on,
    }


# ------------------------------------------------------------------- some to begin with

BOOK = replace(book(), categories={"heavy": category("heavy", "a")})
PLAN = plan_for(BOOK, Occasion.ANNUAL, ("CREATION",))
MARCH = Span(date(2018, 3, 1), date(2019, 1, 1))


def town(name: str, *observations: Observation) -> Facts:
    """A town listed in March of the first year."""
    return Facts(
        Membership(name, "list", "CREATION", "heavy", None, date(2018, 3, 9)),
        tuple(replace(o, subject=name) for o in observations),
    )


def told(code: str, period: str | Span, value: int) -> Observation:
    """One single figure."""
    span = period if isinstance(period, Span) else parse_period(period)
    return Observation("T", code, span, Interval.point(value))
