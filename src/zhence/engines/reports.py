"""A whole register → one row a subject and year: the pivot of ordinary reports.

What ordinary reports come to is taken for everybody at once; who has projects,
overlapping or restated reports, rulings or the like goes through the exact
pivot, so that every cell is what the plain judge's own docket resolves.
The rows stand year by year, the subjects in one order in each.
"""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date

import numpy as np
import pyarrow as pa

from zhence.engines import flows
from zhence.engines.cells import Sheaf
from zhence.engines.columns import Input
from zhence.engines.grids import Grid, Timetable
from zhence.engines.people import People
from zhence.engines.pivot import batch_schema, row_of
from zhence.engines.plan import Plan
from zhence.engines.register import Register, Told
from zhence.facts.catalogue import Kind
from zhence.rules.measures import (
    Difference,
    From,
    FromProjects,
    Measure,
    Over,
    Reported,
)
from zhence.rules.question import Question
from zhence.rules.rulebook import Occasion
from zhence.rules.terms import OnRecord

_FLOWS = frozenset({Kind.FLOW, Kind.YEAR_TO_DATE, Kind.CUMULATIVE})


def pivot_register(
    plan: Plan, register: Register, days: Mapping[int, date], *, rests: bool = False
) -> pa.RecordBatch:
    """Return the rows of *register* for the years of *days*.

    *days*: the day on which each year is asked about, not before its end.
    *rests*: as in :func:`batch_schema`; wanted where somebody has projects.

    Raises:
        BadInputError: rows of a subject that do not stand together, reports
            about nobody, amounts that are no whole numbers.
    """
    return _Pivot(plan, register, days).batch(rests=rests)


class _Pivot:
    """One stretch of a register."""

    def __init__(
        self, plan: Plan, register: Register, days: Mapping[int, date]
    ) -> None:
        self._plan = plan
        self._register = register
        self._days = days
        self._told = Told(register)
        self._people = People(plan, register)
        self._table = Timetable(days, self._people.listed_month)
        self._irregular = self._people.irregular.copy()
        self._grids: dict[tuple[str, Over], Grid] = {}

    def batch(self, *, rests: bool) -> pa.RecordBatch:
        """Return the rows."""
        sheaf = Sheaf(
            batch_schema(self._plan, rests=rests),
            self._register.members,
            self._table.years,
        )
        if self._ordinary():
            self._people.put(sheaf, self._days)
            for asked in self._plan.inputs:
                sheaf.put_grid(asked.name, self._cells(asked))
        else:
            self._irregular[:] = True
        self._exactly(sheaf, rests=rests)
        return sheaf.batch()

    def _ordinary(self) -> bool:
        """Say whether the plan asks for nothing but what is done here."""
        plan = self._plan
        measures = plan.measuring.reported.measures
        sources = {
            type(source)
            for asked in plan.inputs
            if asked.name.startswith("m:")
            for source in measures[asked.name[2:]].sources
        }
        return (
            plan.occasion is Occasion.ANNUAL
            and sources <= {Reported, Difference, FromProjects}
            and all(asked.name.startswith("m:") for asked in plan.inputs)
            and all(isinstance(given.term, OnRecord) for given in plan.givens)
            and not plan.places.said
            and max(self._days) - min(self._days) + 1 == len(self._days)
            and all(day >= date(year, 12, 31) for year, day in self._days.items())
        )

    def _cells(self, asked: Input) -> Grid:
        """Return an amount: the first source that says something, else nothing."""
        measure = self._plan.measuring.reported.measures[asked.name[2:]]
        found: Grid | None = None
        for source in measure.sources:
            told = self._read(measure, source)
            if told is not None:
                found = told if found is None else found.or_else(told)
        nothing = Grid.blank(self._table.shape, asked.floor, asked.top)
        return nothing if found is None else found.or_else(nothing)

    def _read(self, measure: Measure, source: From) -> Grid | None:
        """Return what a source says; nobody who has projects is looked at here."""
        match source:
            case Reported(indicator):
                return self._reported(indicator, measure.over)
            case Difference(whole, less):
                total = self._reported(whole, measure.over)
                return total.less([self._reported(n, measure.over) for n in less])
            case _:
                return None

    def _reported(self, indicator: str, over: Over) -> Grid:
        if (indicator, over) not in self._grids:
            self._grids[indicator, over] = self._taken(indicator, over)
        return self._grids[indicator, over]

    def _taken(self, indicator: str, over: Over) -> Grid:
        known = self._plan.rulebook.catalogue.get(indicator)
        reports = self._told.of(indicator)
        if over is Over.AT_YEAR_END:
            return flows.at_year_end(reports, known, self._table, self._irregular)
        if over is Over.LATEST or (known is not None and known.kind not in _FLOWS):
            grid = flows.latest(reports, known, self._table, self._irregular)
            since_listing = over in (Over.BUILDING, Over.TO_DATE)
            return grid.only(self._table.span_days() > 0) if since_listing else grid
        flow = flows.in_year if over is Over.YEAR else flows.building
        return flow(reports, known, self._table, self._irregular)

    def _exactly(self, sheaf: Sheaf, *, rests: bool) -> None:
        """Put in the rows of those whose reports are not ordinary."""
        odd = np.flatnonzero(self._irregular)
        subjects = self._register.members.column("subject").take(pa.array(odd))
        places = dict(zip(subjects.to_pylist(), odd.tolist(), strict=True))
        for subject, facts in self._register.facts(places).items():
            for nth, (year, day) in enumerate(sorted(self._days.items())):
                question = Question(self._plan.occasion, day, year)
                row = row_of(self._plan, facts, question, rests=rests)
                sheaf.put_row(nth, places[subject], row)
