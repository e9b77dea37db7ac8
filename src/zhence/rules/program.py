"""Criteria compiled to linear forms over named columns.

Every numeric term becomes ``sum(c_i * column_i) + constant >= 0`` (or ``> 0``)
with whole coefficients, so that a row of whole amounts is judged exactly; what
is no number (a category, a record) arrives as a verdict column.
:func:`evaluate` is the row-wise reading of a program; the columnar kernel runs
the same program over many rows.

Columns: ``m:<measure>`` an amount; ``r:<part>/<whole>`` what of the whole is
not the part; ``t:<threshold>`` a threshold by category; ``c:<checklist>`` how
many items are done; ``v:<n>`` a verdict judged elsewhere.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from fractions import Fraction
from math import lcm

from zhence.evidence import Interval, Verdict, all_of, any_of, negate
from zhence.rules.measures import Over
from zhence.rules.numeric import holds, share_holds
from zhence.rules.resolve import WHOLE
from zhence.rules.rulebook import Criterion, Occasion, Rulebook
from zhence.rules.terms import (
    About,
    All,
    AnyOf,
    Checklist,
    Compare,
    Not,
    Operand,
    Operator,
    Share,
    Term,
)

_AS_REPORTED = (Over.BUILDING, Over.TO_DATE)


@dataclass(frozen=True, slots=True)
class Form:
    """``sum(coefficient * column) + constant``, every number whole."""

    coefficients: tuple[tuple[str, int], ...]
    constant: int = 0


@dataclass(frozen=True, slots=True)
class Test:
    """A form compared with zero; *whole* names the column that must not be zero."""

    form: Form
    operator: Operator
    columns: tuple[str, ...]
    whole: str | None = None
    part: str | None = None


@dataclass(frozen=True, slots=True)
class Tolerant:
    """An exact test, and the looser one that gives APPROX."""

    exact: Test
    loose: Test


@dataclass(frozen=True, slots=True)
class Instead:
    """*first* where its columns were told, else *reported* where that was."""

    first: Test
    reported: Test


@dataclass(frozen=True, slots=True)
class Open:
    """The text leaves the number open: shown, never judged."""


@dataclass(frozen=True, slots=True)
class Given:
    """A verdict that arrives as a column."""

    column: str
    term: Term


@dataclass(frozen=True, slots=True)
class Joined:
    """Members joined by AND or by OR."""

    members: tuple[Node, ...]
    every: bool


@dataclass(frozen=True, slots=True)
class Inverted:
    """The member turned round."""

    member: Node


Node = Test | Tolerant | Instead | Open | Given | Joined | Inverted


@dataclass(frozen=True, slots=True)
class Program:
    """The compiled criteria, for thresholds in force on one day."""

    criteria: Mapping[str, Node]
    day: date | None


@dataclass(frozen=True, slots=True)
class Cell:
    """One amount of a row, in smallest units, and whether anything was told."""

    interval: Interval
    told: bool = True
    applies: bool = True
    impossible: bool = False


@dataclass(frozen=True, slots=True)
class Row:
    """The columns of one subject: amounts by name, verdicts by name."""

    cells: Mapping[str, Cell]
    verdicts: Mapping[str, Verdict] = field(default_factory=dict)


def compile_program(rulebook: Rulebook, day: date | None) -> Program:
    """Compile every criterion with the parameters in force on *day*."""
    return Program(
        {
            c.id: _Compiler(rulebook, day, c).node(c.judge)
            for c in rulebook.criteria.values()
        },
        day,
    )


def evaluate(node: Node, row: Row) -> Verdict:
    """Return the verdict of a compiled criterion on one row."""
    match node:
        case Open():
            return Verdict.NOT_APPLICABLE
        case Given(column):
            return row.verdicts.get(column, Verdict.INSUFFICIENT_DATA)
        case Joined(members, every):
            join = all_of if every else any_of
            return join(evaluate(m, row) for m in members)
        case Inverted(member):
            return negate(evaluate(member, row))
        case Instead(first, reported):
            told = all(row.cells[c].told for c in first.columns)
            use = reported if not told and _told(reported, row) else first
            return _test(use, row)
        case Tolerant(exact, loose):
            return _tolerant(exact, loose, row)
        case _:
            return _test(node, row)


def _told(test: Test, row: Row) -> bool:
    return all(row.cells[c].told for c in test.columns)


def _tolerant(exact: Test, loose: Test, row: Row) -> Verdict:
    strict = _test(exact, row)
    if strict not in (Verdict.FAIL, Verdict.INSUFFICIENT_DATA):
        return strict
    wide = _test(loose, row)
    return Verdict.APPROX if wide is Verdict.PASS else wide


def _test(test: Test, row: Row) -> Verdict:
    cells = [row.cells[c] for c in test.columns]
    # What is judged may not apply; what it is held against excuses nobody.
    judged = cells if test.whole is not None else cells[:1]
    for told in judged:
        if not told.applies:
            return Verdict.NOT_APPLICABLE
        if told.impossible:
            return Verdict.DATA_ERROR
    if any(c.impossible for c in cells):
        return Verdict.DATA_ERROR
    if not all(c.applies for c in cells):
        return Verdict.INSUFFICIENT_DATA
    if test.whole is not None and test.part is not None:
        whole, part = row.cells[test.whole].interval, row.cells[test.part].interval
        if part.low is not None and whole.high is not None and part.low > whole.high:
            return Verdict.DATA_ERROR
        if whole.known and whole.low == 0:
            return Verdict.NOT_COMPUTABLE
        return share_holds(test.operator, form_interval(test.form, row), part, whole)
    return holds(test.operator, form_interval(test.form, row))


def form_interval(form: Form, row: Row) -> Interval:
    """Return the interval of a form; every column stands in it once."""
    total = Interval.point(form.constant)
    for column, coefficient in form.coefficients:
        total = total + row.cells[column].interval.times(coefficient)
    return total


class _Compiler:
    """Compiles the term of one criterion."""

    def __init__(
        self, rulebook: Rulebook, day: date | None, criterion: Criterion
    ) -> None:
        self._book = rulebook
        self._day = day
        self._criterion = criterion
        self._given = 0

    def node(self, term: Term) -> Node:
        match term:
            case Compare(measure, operator, against):
                return self._compare(measure, operator, against, Fraction(1))
            case Share():
                return self._share(term)
            case About(measure, against, tolerance, cap):
                return self._about(measure, against, tolerance, cap=cap)
            case Checklist(checklist, need):
                return self._checklist(checklist, need)
            case All(members):
                return Joined(tuple(self.node(m) for m in members), every=True)
            case AnyOf(members):
                return Joined(tuple(self.node(m) for m in members), every=False)
            case Not(member):
                return Inverted(self.node(member))
            case _:
                return self._elsewhere(term)

    def _elsewhere(self, term: Term) -> Given:
        self._given += 1
        return Given(f"v:{self._criterion.id}#{self._given}", term)

    def _compare(
        self, measure: str, operator: Operator, against: Operand, factor: Fraction
    ) -> Test | Open:
        column = f"m:{measure}"
        if against.by_category is not None:
            limit = f"t:{against.by_category}"
            return _scaled_test(column, limit, factor, operator)
        if against.measure is not None:
            share = self._times(against.times)
            if share is None:
                return Open()
            return _scaled_test(
                column, f"m:{against.measure}", share * factor, operator
            )
        number = self._book.number(str(against.parameter), self._day)
        if number is None:
            return Open()
        exact = number * factor
        form = Form(((column, exact.denominator),), -exact.numerator)
        return Test(form, operator, (column,))

    def _times(self, name: str | None) -> Fraction | None:
        if name is None:
            return Fraction(1)
        number = self._book.number(name, self._day)
        return None if number is None else number / WHOLE

    def _share(self, term: Share) -> Node:
        # A column times an amount is no linear form.
        if term.against.parameter is None or self._runs_on(term):
            return self._elsewhere(term)
        number = self._book.number(term.against.parameter, self._day)
        if number is None:
            return Open()
        s = number / WHOLE
        part, whole = f"m:{term.part}", f"m:{term.whole}"
        rest = f"r:{term.part}/{term.whole}"
        form = Form(((part, s.denominator - s.numerator), (rest, -s.numerator)))
        test = Test(form, term.operator, (part, whole), whole, part)
        if term.reported is None:
            return test
        reported = self._compare(
            term.reported, term.operator, term.against, Fraction(1)
        )
        return test if isinstance(reported, Open) else Instead(test, reported)

    def _runs_on(self, term: Share) -> bool:
        """Say whether part and whole may run as far as each was reported.

        Then they are amounts of this share alone (see ``Docket.pair``), and no
        column that another criterion could look at; a year ends where it ends.
        """
        spans = {self._book.measures[name].over for name in (term.part, term.whole)}
        return not spans.isdisjoint(_AS_REPORTED) and not (
            self._criterion.occasions <= {Occasion.ANNUAL}
        )

    def _about(
        self, measure: str, against: Operand, tolerance: str, *, cap: bool
    ) -> Node:
        operator = Operator.AT_MOST if cap else Operator.AT_LEAST
        exact = self._compare(measure, operator, against, Fraction(1))
        # How near "about" is, is a reading of the text: it has no days.
        number = self._book.number(tolerance, None)
        width = None if number is None else number / WHOLE
        if isinstance(exact, Open) or width is None:
            return exact
        factor = 1 + width if cap else 1 - width
        loose = self._compare(measure, operator, against, factor)
        return exact if isinstance(loose, Open) else Tolerant(exact, loose)

    def _checklist(self, checklist: str, need: str) -> Node:
        number = self._book.number(need, self._day)
        if number is None:
            return Open()
        column = f"c:{checklist}"
        form = Form(((column, number.denominator),), -number.numerator)
        return Test(form, Operator.AT_LEAST, (column,))


def _scaled_test(column: str, other: str, factor: Fraction, operator: Operator) -> Test:
    scale = lcm(factor.denominator, 1)
    form = Form(((column, scale), (other, -int(factor * scale))))
    return Test(form, operator, (column, other))
