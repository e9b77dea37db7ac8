"""Some rows of a batch under one version of the law: amounts, read or worked out."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace

import numpy as np
import numpy.typing as npt

from zhence.engines import refusals
from zhence.engines.amounts import (
    GREATEST,
    Amounts,
    Ints,
    Rows,
    TooGreatError,
    linear,
)
from zhence.engines.codes import Bits, Codes
from zhence.engines.columns import Held, Input
from zhence.engines.measures import Blank, Largest, Measured, Part, Read
from zhence.engines.plan import Plan, Version
from zhence.rules.program import Form

_LOWEST = -GREATEST


class Frame:
    """Rows of a batch; each column is worked out when it is first asked for.

    Whether a form is worked out for a row depends on that row alone, so that a
    refusal does not depend on where the batch was cut.

    Raises (from every method):
        BadInputError: a column is missing, of another type, or too great.
    """

    def __init__(
        self,
        plan: Plan,
        version: Version,
        source: Held | Frame,
        rows: Rows | None = None,
        given: Mapping[str, Codes] | None = None,
    ) -> None:
        """Look at *rows* of *source* (``None``: all); *given* replaces columns."""
        self.plan = plan
        self.version = version
        self._source = source
        self._rows = rows
        self._given = given or {}
        self._small: dict[str, Codes] = {}
        self._outside: Bits | None = None
        self._inputs: dict[str, Amounts] = {}
        self._amounts: dict[str, Amounts] = {}

    def __len__(self) -> int:
        """Return the number of rows."""
        if self._rows is not None:
            return len(self._rows)
        return (
            len(self._source) if isinstance(self._source, Frame) else self._source.rows
        )

    def only(self, rows: Rows, version: Version | None = None) -> Frame:
        """Return some of these rows, under another version if one is given."""
        return Frame(self.plan, version or self.version, self, rows)

    def has(self, name: str) -> bool:
        """Say whether the batch has a column of this name."""
        return name in self._given or self._source.has(name)

    def subject(self, row: int) -> object:
        """Return the subject of a row."""
        return self._source.subject(row if self._rows is None else int(self._rows[row]))

    def small(self, name: str, empty: int = 0) -> Codes:
        """Return a column of codes or bits; *empty* stands for null."""
        if name in self._given:
            return self._given[name]
        if name not in self._small:
            found = self._source.small(name, empty)
            self._small[name] = found if self._rows is None else found[self._rows]
        return self._small[name]

    def ungoverned(self) -> Bits | None:
        """Return where the policy does not reach the member, ``None``: nowhere."""
        if not self.has("governed"):
            return None
        if self._outside is None:
            self._outside = self.small("governed") != 1
        return self._outside if self._outside.any() else None

    def days(self, name: str, empty: int) -> npt.NDArray[np.int32]:
        """Return a column of days since 1970; *empty* stands for null."""
        found = self._source.days(name, empty)
        return found if self._rows is None else found[self._rows]

    def sets(self, name: str) -> Ints:
        """Return a column of sets, a bit for each member; null is the empty one."""
        found = self._source.sets(name)
        return found if self._rows is None else found[self._rows]

    def input(self, asked: Input) -> Amounts:
        """Return an amount column of the batch, as reported."""
        if asked.name not in self._inputs:
            if isinstance(self._source, Frame):
                found = self._source.input(asked)
            else:
                found = self._source.amounts(asked)
            self._inputs[asked.name] = (
                found if self._rows is None else found.take(self._rows)
            )
        return self._inputs[asked.name]

    def amounts(self, name: str) -> Amounts:
        """Return a column of the program, counted in units of its scale."""
        if name not in self._amounts:
            self._amounts[name] = self._worked_out(name)
        return self._amounts[name]

    def form(self, form: Form) -> Amounts:
        """Return the value of a form."""
        return self._linear(form.coefficients, form.constant)

    def room(self, name: str) -> Amounts:
        """Return whole less part; a high end below zero: the part is too large."""
        if not self._has_rest(name):
            return self.amounts(name)
        (whole, by), (part, of) = self._rest_terms(name)
        return self._linear(((whole, by), (part, -of)))

    def rest_reach(self, name: str) -> int:
        """Return a bound on what of a whole is not its part, before it is taken."""
        return sum(
            self.amounts(inner).reach * times for inner, times in self._rest_terms(name)
        )

    def _worked_out(self, name: str) -> Amounts:
        if name.startswith("m:"):
            return self.measured(self.version.measures[name])
        if name.startswith("t:"):
            sets = self.sets("candidates")
            limits = self.version.limits[name]
            if len(sets) and not 0 <= sets.min() <= sets.max() < len(limits.low):
                raise refusals.column_type(
                    "candidates", sets.max(), "a set of categories"
                )
            return limits.of(sets)
        if name.startswith("c:"):
            return self.input(Input(name))
        (whole, by), (part, of) = self._rest_terms(name)
        rest = self._linear(((whole, by), (part, -of)), floor=True)
        if not self._has_rest(name):
            return rest
        # Over projects the rest was summed by itself: see the docket.
        own = self._times(name, self.input(Input(name)), self.plan.scales[name])
        if own.told is None:
            return own
        rows = np.flatnonzero(own.told)
        return rest.put(rows, own.take(rows))

    def _has_rest(self, name: str) -> bool:
        return self.has(name) or self.has(f"{name}_lo")

    def _rest_terms(self, name: str) -> tuple[tuple[str, int], tuple[str, int]]:
        part, _, whole = name[2:].partition("/")
        scales = self.plan.scales
        return (
            (f"m:{whole}", scales[name] // scales[f"m:{whole}"]),
            (f"m:{part}", scales[name] // scales[f"m:{part}"]),
        )

    def measured(self, sources: Measured) -> Amounts:
        """Return the first source that says something, row by row."""
        source, *others = sources
        match source:
            case Blank(floor, top):
                return self._blank(floor, top)
            case Largest():
                return self._largest(source)
            case Read(column, times):
                found = self._times(column, self.input(self.plan.input(column)), times)
                if not others or found.told is None:
                    return found
                rows = np.flatnonzero(~found.told)
                return found.put(rows, self.only(rows).measured(tuple(others)))
            case Part():
                return self._part(source, tuple(others))

    def _part(self, source: Part, others: Measured) -> Amounts:
        found = self.measured(others)
        rows = np.arange(len(self))
        if source.stay is not None:
            rows = np.flatnonzero(self.small("stay") == source.stay)
        if not len(rows):
            return found
        inside = self.only(rows)
        part = inside.amounts(source.measure)
        if part.told is not None:
            told = np.flatnonzero(part.told)
            rows, part = rows[told], part.take(told)
        return found.put(rows, self._times(source.measure, part, source.times))

    def _largest(self, source: Largest) -> Amounts:
        planned = self._times(
            source.measure, self.amounts(source.measure), source.times
        )
        limit = self._times(
            source.limit, self.amounts(source.limit), source.limit_times
        )
        stands = planned.told
        if planned.absent is not None:
            stands = ~planned.absent if stands is None else stands & ~planned.absent
        largest = Amounts(
            np.maximum(_below(planned), _below(limit)),
            np.maximum(planned.high, limit.high),
            _both(planned.low_open, limit.low_open),
            _any(planned.high_open, limit.high_open),
            impossible=planned.impossible,
            reach=max(planned.reach, limit.reach),
        )
        if stands is None:
            return largest
        rows = np.flatnonzero(~stands)
        return largest.put(rows, limit.take(rows))

    def _times(self, name: str, amounts: Amounts, times: int) -> Amounts:
        if times == 1:
            return amounts
        try:
            found = linear([(amounts, times)])
        except TooGreatError as error:
            raise refusals.overflow(self.subject(error.row), name) from None
        return replace(
            found,
            told=amounts.told,
            absent=amounts.absent,
            impossible=amounts.impossible,
        )

    def _linear(
        self,
        terms: Sequence[tuple[str, int]],
        constant: int = 0,
        *,
        floor: bool = False,
    ) -> Amounts:
        try:
            return linear(
                [(self.amounts(name), c) for name, c in terms], constant, floor=floor
            )
        except TooGreatError as error:
            subject = self.subject(error.row)
            raise refusals.overflow(subject, terms[error.term][0]) from None

    def _blank(self, floor: int | None, top: int | None) -> Amounts:
        nobody = np.zeros(len(self), np.bool_)
        low = np.full(len(self), floor or 0, np.int64)
        return Amounts(
            low,
            low if top is None else np.full(len(self), top, np.int64),
            None if floor is not None else ~nobody,
            None if top is not None else ~nobody,
            nobody,
            reach=max(abs(floor or 0), abs(top or 0)),
        )


def _below(amounts: Amounts) -> Ints:
    """Return the lower ends, an open one below every number."""
    if amounts.low_open is None:
        return amounts.low
    return np.where(amounts.low_open, _LOWEST, amounts.low)


def _both(first: Bits | None, second: Bits | None) -> Bits | None:
    return None if first is None or second is None else first & second


def _any(first: Bits | None, second: Bits | None) -> Bits | None:
    if first is None or second is None:
        return second if first is None else first
    return first | second
