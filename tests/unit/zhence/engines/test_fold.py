"""The life cycle over a register: proposals move nothing, unless they are projected."""

from dataclasses import replace

import pyarrow as pa
import pytest
from tests.packs.shelf import shipped
from tests.unit.zhence.engines.lives import (
    COURSE,
    CYCLE,
    DAYS,
    FAILS,
    STATES,
    YEARS,
    Lived,
    batch_of,
    member,
    transition,
)

from zhence.engines.course import Course, course_for
from zhence.engines.fold import Mode, fold
from zhence.engines.plan import plan_for
from zhence.errors import BadInputError
from zhence.evidence import Verdict
from zhence.lifecycle.conditions import Elapsed, WasCreation
from zhence.lifecycle.table import Reminder
from zhence.rules.rulebook import Occasion

PASS, FAIL = Verdict.PASS, Verdict.FAIL
UNKNOWN = Verdict.INSUFFICIENT_DATA


def folded(course: Course, mode: Mode, *members: Lived) -> list[dict[str, object]]:
    rows: list[dict[str, object]] = fold(
        course, batch_of(list(members)), mode
    ).to_pylist()
    return rows


def names(rows: list[dict[str, object]], column: str) -> list[str | None]:
    of = STATES if column in {"state", "target"} else [t.id for t in CYCLE.transitions]
    return [None if row[column] == -1 else of[row[column]] for row in rows]  # type: ignore[call-overload]  # a number


def test_a_proposal_moves_nothing():
    rows = folded(COURSE, Mode.RECORDED, member(FAILS))
    assert names(rows, "state") == ["CREATION"] * 5
    assert names(rows, "proposal") == [None, "down", "exit", "exit", "exit"]


def test_projected_every_proposal_is_taken_as_decided():
    rows = folded(COURSE, Mode.PROJECTED, member(FAILS))
    assert names(rows, "state") == [
        "CREATION",
        "CREATION",
        "CULTIVATION",
        "EXITED",
        "EXITED",
    ]
    assert names(rows, "target") == [None, "CULTIVATION", "EXITED", None, None]


def test_an_unknown_year_proposes_nothing():
    told = member({2019: UNKNOWN, 2020: FAIL, 2021: UNKNOWN, 2022: FAIL})
    assert names(folded(COURSE, Mode.PROJECTED, told), "proposal") == [None] * 4


def test_a_year_that_is_missing_parts_two_failures():
    told = member({2019: PASS, 2020: FAIL, 2022: FAIL})
    assert names(folded(COURSE, Mode.PROJECTED, told), "proposal") == [None] * 3


def test_a_member_may_begin_later_than_the_others():
    early = member(dict.fromkeys(YEARS, PASS), "A")
    late = replace(member({2021: FAIL, 2022: FAIL}, "B"), first_year=2021, stay=2021)
    rows = folded(COURSE, Mode.PROJECTED, early, late)
    assert names(rows, "proposal")[-2:] == ["down", "leave"]


def test_the_year_that_caused_it_dates_the_effect():
    rows = folded(COURSE, Mode.RECORDED, member(FAILS))
    told = [row["effective"] for row in rows]
    assert [d and str(d) for d in told] == [
        None,
        "2020-01-01",
        "2021-01-01",
        "2022-01-01",
        "2023-01-01",
    ]


@pytest.mark.parametrize("mode", Mode)
def test_an_outcome_is_labelled_by_its_mode(mode: Mode):
    metadata = fold(COURSE, batch_of([member(FAILS)]), mode).schema.metadata
    assert metadata[b"mode"].decode() == mode.value
    assert metadata[b"transitions"] == b"exit,leave,down"


def test_what_time_alone_decides_is_named_as_left_out():
    timed = transition("old", "CREATION", "EXITED", Elapsed("two"))
    cycle = replace(CYCLE, transitions=(timed, *CYCLE.transitions))
    course = course_for(COURSE.plan, cycle, DAYS)
    assert course.left_out == ("old",)
    rows = fold(course, batch_of([member(FAILS)]), Mode.RECORDED)
    assert rows.schema.metadata[b"left_out"] == b"old"
    assert rows.column("proposal").to_pylist() == [-1, 3, 1, 1, 1]


def test_two_rows_of_one_year_are_refused():
    batch = batch_of([member(FAILS)])
    twice = pa.Table.from_batches([batch, batch.slice(0, 1)]).combine_chunks()
    with pytest.raises(BadInputError, match="batch_year_twice"):
        fold(COURSE, twice.to_batches()[0], Mode.RECORDED)


def test_an_empty_batch_has_an_empty_outcome():
    assert (
        fold(COURSE, batch_of([member(FAILS)]).slice(0, 0), Mode.PROJECTED).num_rows
        == 0
    )


def test_too_many_marks_have_no_course():
    reminders = tuple(
        Reminder(f"A{i}", (), WasCreation(("CREATION",))) for i in range(15)
    )
    with pytest.raises(BadInputError, match="plan_too_large"):
        course_for(COURSE.plan, replace(CYCLE, reminders=reminders), DAYS)


def test_every_shipped_life_cycle_has_a_course():
    told = {}
    for name, pack in shipped().items():
        if pack.lifecycle is not None:
            plan = plan_for(
                pack.rulebook, Occasion.ANNUAL, tuple(pack.lifecycle.states)
            )
            told[name] = course_for(plan, pack.lifecycle, DAYS)
    assert told["NT2017"].guarded == ("N5", "N4", "N6")
    assert told["NT2017"].left_out == ()
    assert set(told["ZJ2023"].left_out) >= {"Z2"}
