"""Who the members of a register are: calendars, categories, records, by column."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date, timedelta

import numpy as np
import numpy.typing as npt
import pyarrow as pa
import pyarrow.compute as pc

from zhence.engines import codes as c
from zhence.engines.cells import Sheaf
from zhence.engines.codes import Bits, Codes
from zhence.engines.grids import NEVER, Days, Numbers, day_number
from zhence.engines.members import stay_of
from zhence.engines.past import NO_YEAR, Years
from zhence.engines.pivot import candidates_of
from zhence.engines.plan import Plan
from zhence.engines.register import Register, days_of, whose
from zhence.facts import Facts, Membership
from zhence.rules.categories import possible_categories
from zhence.rules.question import calendar_of
from zhence.rules.rulebook import Status
from zhence.rules.terms import OnRecord

_EPOCH = date(1970, 1, 1)
_RULING = "category_ruling"
_EXEMPT_YEAR = "exempt_year"
_UNKNOWN = 2


class People:
    """The members of a register, in their order.

    *irregular*: who needs more than the tables say; *listed_month*: the first
    day of the month of listing.
    """

    def __init__(self, plan: Plan, register: Register) -> None:
        """Read the columns of the members."""
        self._plan = plan
        self._register = register
        self._rows: int = register.members.num_rows
        self._listed_on = self._days("listed_on")
        months = self._listed_on.astype("datetime64[D]").astype("datetime64[M]")
        first = months.astype("datetime64[D]").astype(np.int64).astype(np.int32)
        unknown = self._listed_on == NEVER
        self.listed_month: Days = np.where(unknown, np.int32(NEVER), first)
        self.irregular = self._odd()

    def put(self, sheaf: Sheaf, days: Mapping[int, date]) -> None:
        """Put in every column that the members and their records decide."""
        rulebook = self._plan.rulebook
        stays, listed = self._years("stay_first_year"), self._first_years()
        first = np.where(stays == NO_YEAR, listed, stays)
        years = sorted(days)
        asked = np.asarray([[day_number(days[year])] for year in years], np.int32)
        since, until = rulebook.valid_from, rulebook.valid_to
        early = self._listed_on == NEVER
        open_days = np.ones_like(asked, np.bool_)
        if since is not None:
            early |= self._listed_on < day_number(since)
            open_days &= asked >= day_number(since)
        if until is not None:
            open_days &= asked <= day_number(until)
        on_list = self._on_list()
        free = on_list | (rulebook.status is Status.REFERENCE)
        sheaf.put("threshold_day", np.where(early, asked, self._listed_on))
        sheaf.put("governed", open_days & free)
        sheaf.put("listed", on_list)
        sheaf.put("state", self._states())
        sheaf.put("candidates", self._candidates())
        sheaf.put("first_year", listed)
        sheaf.put("stay_first_year", stays)
        sheaf.put("stay", np.stack([stay_of(first, year) for year in years]))
        sheaf.put("re_entry", (listed != NO_YEAR) & (stays > listed))
        sheaf.put("was_creation", self._was_creation())
        for given in self._plan.givens:
            if isinstance(given.term, OnRecord):
                sheaf.put(given.column, self._recorded(given.term, days))
        exempt = OnRecord(decisions=(_EXEMPT_YEAR,))
        sheaf.put("exempted", self._recorded(exempt, days, of_year=True) != c.FAIL)

    def _recorded(
        self, term: OnRecord, days: Mapping[int, date], *, of_year: bool = False
    ) -> Codes:
        """Say what is on record by the day each year is asked about.

        *of_year*: only what names the very year counts.
        """
        found = np.zeros((len(days), self._rows), np.bool_)
        for nth, (year, day) in enumerate(sorted(days.items())):
            for who in (
                self._deciding(term, year, day, of_year=of_year),
                self._seeing(term, day),
            ):
                found[nth, who] = True
        holds = c.PASS_EXEMPT if term.exempts else c.PASS
        return c.replace(np.full(found.shape, c.FAIL, np.int8), found, holds)

    def _deciding(
        self, term: OnRecord, year: int, day: date, *, of_year: bool
    ) -> Numbers:
        table = self._register.decisions
        if table is None or not term.decisions:
            return np.empty(0, np.intp)
        who = whose(table.column("subject"), self._subjects)
        chosen = _among(table, "what", term.decisions)
        chosen &= days_of(table.column("on")) <= day_number(day)
        years = _years_of(table, "year")
        chosen &= years == year if of_year else (years == year) | (years == NO_YEAR)
        if "list" in table.schema.names:
            lists, own = table.column("list"), self._column("list").take(pa.array(who))
            same = pc.or_kleene(pc.is_null(lists), pc.equal(lists, own))
            chosen &= _bits(same)
        return who[chosen]

    def _seeing(self, term: OnRecord, day: date) -> Numbers:
        table = self._register.events
        if table is None or not term.events:
            return np.empty(0, np.intp)
        who = whose(table.column("subject"), self._subjects)
        chosen = _among(table, "type", term.events)
        chosen &= days_of(table.column("on")) <= day_number(day)
        if term.verified:
            chosen &= _bits(table.column("verified"))
        return who[chosen]

    @property
    def _subjects(self) -> pa.Array:
        return self._register.members.column("subject")

    def _column(self, name: str) -> pa.Array:
        members = self._register.members
        if name not in members.schema.names:
            return pa.nulls(self._rows)
        column = members.column(name)
        words = pa.types.is_dictionary(column.type)
        return column.dictionary_decode() if words else column

    def _days(self, name: str) -> Days:
        return days_of(self._column(name))

    def _years(self, name: str) -> Years:
        return _years_of(self._register.members, name)

    def _states(self) -> Codes:
        names = pa.array(self._plan.places.states, pa.string())
        found = pc.index_in(self._column("state").cast(pa.string()), value_set=names)
        codes: Codes = found.fill_null(-1).to_numpy().astype(np.int8)
        return codes

    def _was_creation(self) -> Codes:
        column = self._column("was_creation").cast(pa.bool_()).cast(pa.int8())
        codes: Codes = column.fill_null(_UNKNOWN).to_numpy()
        return codes

    def _on_list(self) -> Bits:
        lists = self._plan.rulebook.lists
        if not lists:
            return np.ones(self._rows, np.bool_)
        names = pa.array(sorted(lists), pa.string())
        return _bits(pc.is_in(self._column("list").cast(pa.string()), value_set=names))

    def _first_years(self) -> Years:
        """Return the first assessed year of each, by the day of listing."""
        days, places = np.unique(self._listed_on, return_inverse=True)
        known = [
            NO_YEAR if day == NEVER else self._first_year(_EPOCH + timedelta(int(day)))
            for day in days
        ]
        return np.asarray(known, np.int16)[places]

    def _first_year(self, listed_on: date) -> int:
        return calendar_of(self._plan.rulebook, listed_on).first_year or NO_YEAR

    def _candidates(self) -> npt.NDArray[np.int32]:
        """Return the categories that each may have, a bit each."""
        categories = self._column("category").cast(pa.string()).dictionary_encode()
        industries = self._column("lead_industries")
        names = [*categories.dictionary.to_pylist(), None]
        places: Numbers = categories.indices.fill_null(len(names) - 1).to_numpy()
        if industries.null_count == self._rows:
            sets = [self._possible(name, None) for name in names]
            return np.asarray(sets, np.int32)[places]
        known: dict[tuple[int, tuple[str, ...] | None], int] = {}
        found = np.zeros(self._rows, np.int32)
        for row, listed in enumerate(industries.to_pylist()):
            words = None if listed is None else tuple(listed)
            key = (int(places[row]), words)
            if key not in known:
                known[key] = self._possible(names[key[0]], words)
            found[row] = known[key]
        return found

    def _possible(
        self, category: str | None, industries: tuple[str, ...] | None
    ) -> int:
        rulebook = self._plan.rulebook
        member = Membership("", "", "", category, industries)
        among = possible_categories(rulebook, Facts(member))
        return candidates_of(tuple(rulebook.categories), among)

    def _odd(self) -> Bits:
        odd = np.zeros(self._rows, np.bool_)
        table = self._register.decisions
        if table is not None:
            who = whose(table.column("subject"), self._subjects)
            odd[who[_among(table, "what", (_RULING,))]] = True
        if self._register.others:
            others = pa.array(list(self._register.others), self._subjects.type)
            odd |= _bits(pc.is_in(self._subjects, value_set=others))
        return odd


def _among(table: pa.RecordBatch, name: str, words: Sequence[str]) -> Bits:
    column = table.column(name).cast(pa.string())
    return _bits(pc.is_in(column, value_set=pa.array(words, pa.string())))


def _bits(column: pa.Array) -> Bits:
    bits: Bits = column.fill_null(fill_value=False).to_numpy(zero_copy_only=False)
    return bits.copy()


def _years_of(table: pa.RecordBatch, name: str) -> Years:
    if name not in table.schema.names:
        return np.zeros(table.num_rows, np.int16)
    years: Years = table.column(name).cast(pa.int16()).fill_null(NO_YEAR).to_numpy()
    return years
