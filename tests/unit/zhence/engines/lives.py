"""Made-up life cycles, and years whose verdicts are simply given."""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import date

import pyarrow as pa
from hypothesis import strategies as st
from tests.lib.rulebooks import choice, criterion, number, rulebook, text

from zhence.engines.codes import CODE
from zhence.engines.course import course_for
from zhence.engines.plan import plan_for
from zhence.evidence import Verdict
from zhence.lifecycle.conditions import (
    AdjacentFails,
    ApplicationHas,
    BatchesSince,
    Condition,
    CriteriaMet,
    DaysSince,
    DecisionTaken,
    Either,
    Elapsed,
    EventSeen,
    Every,
    ExtensionGranted,
    Graded,
    InState,
    Never,
    ParameterIs,
    Past,
    Undecided,
    WasCreation,
    YearResult,
)
from zhence.lifecycle.table import (
    Effective,
    Hold,
    LifeCycle,
    Reminder,
    State,
    Transition,
)
from zhence.rules.rulebook import Criterion, Occasion, Rulebook, Status
from zhence.rules.terms import Categorised

YEARS = (2018, 2019, 2020, 2021, 2022)
DAYS = {year: date(year + 1, 3, 31) for year in YEARS}
STATES = ("CREATION", "CULTIVATION", "EXITED")
ELSEWHERE = "ELSEWHERE"
"""A state of another list, which these life cycles do not know."""
PARTS = ("progress", "share", "result", "unheard")

_parts = st.sampled_from(PARTS)
_leaves: st.SearchStrategy[Condition] = st.one_of(
    st.builds(YearResult, st.sampled_from(["first", "later"]), _parts, st.booleans()),
    st.builds(
        AdjacentFails,
        _parts,
        st.sampled_from(["two", "two", "three", "one", "open"]),
        st.sampled_from(["breaks", "keeps"]),
    ),
    st.just(WasCreation(("CREATION",))),
    st.builds(InState, st.sampled_from([("CREATION",), ("CULTIVATION", "EXITED")])),
    st.sampled_from(
        [
            ParameterIs("breaks", "true"),
            ParameterIs("keeps", "true"),
            EventSeen(("fraud",)),
            DecisionTaken("name"),
            CriteriaMet("acceptance"),
            Graded("province", "grades"),
            DaysSince("name", "two"),
            ExtensionGranted(("province",), "two"),
            ApplicationHas("submitter", one_of=("county",), code="submitter"),
            ApplicationHas("submitter", present=True),
            BatchesSince(("exited",), "batch", "one"),
        ]
    ),
)
conditions: st.SearchStrategy[Condition] = st.recursive(
    _leaves,
    lambda inner: st.one_of(
        st.builds(Every, st.lists(inner, min_size=1, max_size=3).map(tuple)),
        st.builds(Either, st.lists(inner, min_size=1, max_size=3).map(tuple)),
        st.builds(Never, inner),
    ),
    max_leaves=4,
)
DATED: tuple[Condition, ...] = (Elapsed("two"), Past("extension_end"))


@st.composite
def cycles(draw) -> LifeCycle:
    """A table of up to four transitions, a hold and a reminder."""
    count = draw(st.integers(1, 4))
    transitions = tuple(draw(transitions_(f"T{i}")) for i in range(count))
    names = [t.id for t in transitions]
    reminders = draw(
        st.lists(
            st.builds(
                Reminder,
                st.sampled_from(["REVIEW", "WARNING"]),
                st.sampled_from([(), ("CREATION",)]),
                st.one_of(conditions, st.builds(Undecided, st.sampled_from(names))),
            ),
            max_size=2,
        )
    )
    holds = draw(
        st.lists(
            st.builds(Hold, st.sampled_from(names).map(lambda n: (n,)), conditions),
            max_size=1,
        )
    )
    return LifeCycle(
        {name: State(name, text(name)) for name in STATES},
        transitions,
        tuple(holds),
        tuple(reminders),
    )


@st.composite
def transitions_(draw, name: str) -> Transition:
    raises = draw(st.sampled_from([None, None, "PRIORITY"]))
    return Transition(
        id=name,
        title=text(name),
        clauses=(),
        sources=draw(
            st.sampled_from(
                [("CREATION",), ("CULTIVATION",), ("CREATION", "CULTIVATION")]
            )
        ),
        target=None if raises else draw(st.sampled_from(STATES)),
        when=draw(st.one_of(st.none(), conditions, conditions, conditions)),
        actor="government",
        effective=draw(
            st.sampled_from(
                [Effective.NEXT_JANUARY, Effective.DECISION, Effective.RECEIPT]
            )
        ),
        # Each has a decision of its own, so that carrying one out is no other.
        decisions=draw(st.sampled_from([(f"do {name}",), (f"do {name}",), ()])),
        proposes=draw(st.sampled_from([True, True, True, False])),
        raises=raises,
        flags=draw(st.sampled_from([{}, {"extended": ("CREATION",)}])),
    )


def book(status: Status = Status.IN_FORCE) -> Rulebook:
    """Two criteria whose verdicts arrive as columns, each a part of the year."""
    made = rulebook(
        _given("P", "progress"),
        _given("S", "share"),
        parameters=[
            number("one", "1"),
            number("two", "2"),
            number("three", "3"),
            number("open", None),
            choice("breaks", value=True),
            choice("keeps", value=False),
            choice("grades", ("good",)),
            choice("vocabulary", ("heavy",)),
        ],
    )
    return replace(made, status=status, valid_from=date(2019, 6, 1))


def _given(id_: str, part: str) -> Criterion:
    return replace(criterion(Categorised("vocabulary"), id_), part=part)


# ------------------------------------------------------------------------ members

_verdicts = st.sampled_from(
    [
        Verdict.PASS,
        Verdict.FAIL,
        Verdict.FAIL,
        Verdict.INSUFFICIENT_DATA,
        Verdict.NOT_COMPUTABLE,
        Verdict.PASS_EXEMPT,
        Verdict.NOT_APPLICABLE,
    ]
)


@dataclass(frozen=True, slots=True)
class Lived:
    """One member: where it stood, and the verdicts of its years."""

    subject: str
    state: str
    first_year: int | None
    stay: int | None
    was_creation: bool | None
    listed: bool
    years: dict[int, tuple[Verdict, Verdict]]
    exempted: frozenset[int]


@st.composite
def lived(draw, subject: str) -> Lived:
    told = draw(st.sets(st.sampled_from(YEARS), min_size=1))
    return Lived(
        subject,
        draw(st.sampled_from([*STATES, *STATES, ELSEWHERE])),
        draw(st.sampled_from([None, 2018, 2019])),
        draw(st.sampled_from([None, 2018, 2019, 2020])),
        draw(st.sampled_from([None, True, False])),
        draw(st.sampled_from([True, True, True, False])),
        {year: (draw(_verdicts), draw(_verdicts)) for year in sorted(told)},
        draw(st.frozensets(st.sampled_from(YEARS), max_size=1)),
    )


def batch_of(members: list[Lived]) -> pa.RecordBatch:
    """The rows of the members, each with its own years."""
    was = {None: 2, True: 1, False: 0}
    rows = [
        {
            "subject": m.subject,
            "year": year,
            "state": -1 if m.state == ELSEWHERE else STATES.index(m.state),
            "stay": 0,
            "first_year": m.first_year,
            "stay_first_year": m.stay,
            "was_creation": was[m.was_creation],
            "listed": int(m.listed),
            "exempted": int(year in m.exempted),
            "v:P#1": CODE[progress],
            "v:S#1": CODE[share],
        }
        for m in members
        for year, (progress, share) in m.years.items()
    ]
    schema = pa.schema(
        [
            ("subject", pa.string()),
            ("year", pa.int16()),
            ("state", pa.int8()),
            ("stay", pa.int8()),
            ("first_year", pa.int16()),
            ("stay_first_year", pa.int16()),
            ("was_creation", pa.int8()),
            ("listed", pa.int8()),
            ("exempted", pa.int8()),
            ("v:P#1", pa.int8()),
            ("v:S#1", pa.int8()),
        ]
    )
    return pa.RecordBatch.from_pylist(rows, schema=schema)


# -------------------------------------------------------------------- one to begin with

TWICE = AdjacentFails("progress", "two", "breaks")


def transition(id_: str, source: str, target: str, when: Condition) -> Transition:
    """A transition that takes effect on 1 January and is carried out by a decision."""
    return Transition(
        id_,
        text(id_),
        (),
        (source,),
        target,
        when,
        "government",
        Effective.NEXT_JANUARY,
        (f"do {id_}",),
    )


CYCLE = LifeCycle(
    {name: State(name, text(name)) for name in STATES},
    (
        transition("exit", "CREATION", "EXITED", TWICE),
        transition("leave", "CULTIVATION", "EXITED", TWICE),
        transition(
            "down",
            "CREATION",
            "CULTIVATION",
            YearResult("first", "result", failed=True),
        ),
    ),
    reminders=(Reminder("REVIEW", (), WasCreation(("CREATION",))),),
)
COURSE = course_for(plan_for(book(), Occasion.ANNUAL, STATES), CYCLE, DAYS)
FAILS = dict.fromkeys(YEARS, Verdict.FAIL)


def member(progress: Mapping[int, Verdict], name: str = "A") -> Lived:
    """A creation object, first assessed in the second of the years."""
    years = {year: (verdict, Verdict.PASS) for year, verdict in progress.items()}
    return Lived(
        name,
        "CREATION",
        first_year=2019,
        stay=2019,
        was_creation=None,
        listed=True,
        years=years,
        exempted=frozenset(),
    )
