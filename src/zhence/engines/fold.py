"""The life cycle over the years, for everybody at once.

A small loop over the years, each step over all subjects: what is proposed after
each assessed year, and why.
The engine proposes and a body decides, so a proposal moves nothing; only in the
mode ``projected`` is every proposal taken as decided, to show what would follow,
and the outcome is labelled so.
"""

from __future__ import annotations

from enum import StrEnum

import numpy as np
import pyarrow as pa

from zhence.engines import codes as c
from zhence.engines.codes import Bits, Codes
from zhence.engines.columns import Held
from zhence.engines.course import NO_DAY, Course, Step, take_step
from zhence.engines.guards import Standing
from zhence.engines.kernel import BLOCK, judge_rows
from zhence.engines.layout import YearRows, layout_of
from zhence.engines.members import Members
from zhence.engines.past import Assessed, Past
from zhence.engines.sheet import At, Sheet, keys_of, nullable, schema_for


class Mode(StrEnum):
    """Whether states are those on record, or those that would follow.

    ``recorded``: the state and the stay of every year are the batch's own.
    ``projected``: those of the first year are; from then on every proposal is
    taken as decided.
    """

    RECORDED = "recorded"
    PROJECTED = "projected"


def fold(course: Course, batch: pa.RecordBatch, mode: Mode) -> pa.RecordBatch:
    """Judge the rows of *batch* and follow the life cycle over their years.

    A batch must hold whole subjects: all the years of each, in any order.

    Raises:
        BadInputError: as the kernel, and ``batch_year_twice`` for two rows of
            one subject and year.
    """
    return _Folding(course, batch, mode).outcome()


def fold_schema(course: Course, keys: list[pa.Field], mode: Mode) -> pa.Schema:
    """Return the columns of an outcome.

    After those of the kernel: ``state`` (before the step); ``proposal`` and
    ``target`` (places in the metadata's lists, -1: none); ``effective`` (null:
    the day of the decision); ``flags`` and ``actions``, a bit each;
    ``fails``, the latest years in a row that failed; ``guard:<transition>``.
    """
    judged = schema_for(course.plan, keys)
    fields = [
        pa.field("state", pa.int8(), nullable=False),
        pa.field("proposal", pa.int8(), nullable=False),
        pa.field("target", pa.int8(), nullable=False),
        pa.field("effective", pa.date32()),
        pa.field("flags", pa.int16(), nullable=False),
        pa.field("actions", pa.int16(), nullable=False),
        pa.field("fails", pa.int8(), nullable=False),
        *(
            pa.field(f"guard:{id_}", pa.int8(), nullable=False)
            for id_ in course.guarded
        ),
    ]
    return pa.schema(
        [*judged, *fields],
        metadata={
            **{key.decode(): text.decode() for key, text in judged.metadata.items()},
            "mode": mode.value,
            "states": ",".join(course.plan.places.states),
            "transitions": ",".join(t.id for t in course.cycle.transitions),
            "left_out": ",".join(course.left_out),
            "flags": ",".join(course.flags),
            "actions": ",".join(course.actions),
        },
    )


class _Folding:
    """One batch, year by year."""

    def __init__(self, course: Course, batch: pa.RecordBatch, mode: Mode) -> None:
        self._course = course
        self._batch = batch
        self._mode = mode
        self._held = Held(batch)
        self._sheet = Sheet(course.plan, batch.num_rows)
        self._layout = layout_of(batch)
        self._past = Past(self._layout.subjects)
        self._members = Members(course, self._held, self._layout.subjects)
        self._notes = _Notes(course, batch.num_rows)

    def outcome(self) -> pa.RecordBatch:
        recorded = self._mode is Mode.RECORDED
        if recorded:
            self._judge(self._batch, slice(0, self._batch.num_rows, 1), None)
        for year in self._layout.years:
            now = self._members.recorded(year, anew=recorded)
            if not recorded:
                rows = _cut(self._batch, year.rows)
                self._judge(rows, year.rows, self._members.columns(year))
            self._past.add(self._assessed(year))
            listed = self._column("listed", year)
            step = take_step(self._course, year.year, self._past, now, listed)
            self._notes.put(year, now, step)
            if not recorded:
                self._members.decide(step, year)
        keys = keys_of(self._batch.schema)
        return self._sheet.batch(
            {k.name: self._batch.column(k.name) for k in keys} | self._notes.columns(),
            fold_schema(self._course, keys, self._mode),
        )

    def _judge(
        self, batch: pa.RecordBatch, at: At, given: dict[str, Codes] | None
    ) -> None:
        """Judge the rows of *batch*, which are the rows *at*, block by block."""
        for start in range(0, batch.num_rows, BLOCK):
            held = Held(batch.slice(start, BLOCK))
            part = slice(start, start + held.rows, 1)
            rows = (
                slice(at.start + start, at.start + part.stop, 1)
                if isinstance(at, slice)
                else at[part]
            )
            some = None if given is None else {n: v[part] for n, v in given.items()}
            judge_rows(self._course.plan, held, self._sheet, rows, some)

    def _assessed(self, year: YearRows) -> Assessed:
        subjects = self._layout.subjects
        present = np.zeros(subjects, np.bool_)
        present[year.who] = True
        if self._held.has("first_year"):
            first = self._held.years("first_year")[year.rows]
            present[year.who] = first <= year.year
        exempted = self._column("exempted", year)
        if exempted is not None and not exempted.any():
            exempted = None
        failed = {}
        for part in self._course.parts:
            codes = c.full(subjects, c.INSUFFICIENT_DATA)
            codes[year.who] = self._failed(part, year.rows)
            failed[part] = codes
        return Assessed(year.year, present, exempted, failed)

    def _failed(self, part: str, rows: At) -> Codes:
        """Say whether a part of the year's result failed, as a condition asks it."""
        plan = self._course.plan
        verdicts = self._sheet.verdicts
        result = self._sheet.result[rows]
        if part in plan.parts:
            members = [verdicts[a.id][rows] for a in plan.criteria if a.part == part]
            result = c.all_of(members)
        told = c.decided(result == c.FAIL, c.accepted(result))
        if part in {"result", *plan.parts}:
            return told
        known = {criterion.part for criterion in plan.rulebook.criteria.values()}
        # A part that nothing judges did not fail in a year that passed.
        return c.replace(
            told, (told == c.PASS) | np.bool_(part in known), c.INSUFFICIENT_DATA
        )

    def _column(self, name: str, year: YearRows) -> Bits | None:
        """Return a column of bits by subject, ``None`` if the batch has none."""
        if not self._held.has(name):
            return None
        bits = np.zeros(self._layout.subjects, np.bool_)
        bits[year.who] = self._held.small(name)[year.rows] == 1
        return bits


class _Notes:
    """The columns of the steps, filled year by year."""

    def __init__(self, course: Course, rows: int) -> None:
        guards = (f"guard:{id_}" for id_ in course.guarded)
        names = ("state", "proposal", "target", "fails", *guards)
        self._small = {name: np.zeros(rows, np.int8) for name in names}
        self._marks = {name: np.zeros(rows, np.int16) for name in ("flags", "actions")}
        self._effective = np.full(rows, NO_DAY, np.int32)

    def put(self, year: YearRows, now: Standing, step: Step) -> None:
        """Write down a year."""
        at, who = year.rows, year.who
        found = {
            "state": now.state,
            "proposal": step.proposal,
            "target": step.target,
            "fails": step.fails,
            **{f"guard:{id_}": codes for id_, codes in step.guards.items()},
        }
        for name, codes in found.items():
            self._small[name][at] = codes[who]
        self._marks["flags"][at] = step.flags[who]
        self._marks["actions"][at] = step.actions[who]
        self._effective[at] = step.effective[who]

    def columns(self) -> dict[str, pa.Array]:
        """Return the columns by name."""
        numbers = {**self._small, **self._marks}
        columns = {name: pa.array(values) for name, values in numbers.items()}
        columns["effective"] = nullable(
            pa.date32(), self._effective, self._effective != NO_DAY
        )
        return columns


def _cut(batch: pa.RecordBatch, rows: At) -> pa.RecordBatch:
    if isinstance(rows, slice):
        return batch.slice(rows.start, rows.stop - rows.start)
    return batch.take(pa.array(rows))
