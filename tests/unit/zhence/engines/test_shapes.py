"""Columns as others write them: bits as booleans, plain intervals, bare tables."""

from dataclasses import replace
from datetime import date
from fractions import Fraction

import pyarrow as pa
import pytest
from tests.lib.rulebooks import (
    category,
    criterion,
    measure,
    number,
    parameter,
    rulebook,
)
from tests.unit.zhence.engines.lives import COURSE, FAILS, batch_of, member
from tests.unit.zhence.engines.registers import (
    DAYS,
    MARCH,
    PLAN,
    register,
    told,
    town,
)
from tests.unit.zhence.engines.registers import book as register_book
from tests.unit.zhence.engines.test_kernel import YI, batch, plan, verdicts

from zhence.engines.columns import Held, Input
from zhence.engines.fold import Mode, fold
from zhence.engines.kernel import run
from zhence.engines.local import in_threads
from zhence.engines.plan import plan_for
from zhence.engines.register import Register
from zhence.engines.reports import pivot_register
from zhence.errors import BadInputError
from zhence.evidence import Verdict
from zhence.facts import Decision, Event
from zhence.rules.dated import DatedValue
from zhence.rules.measures import Over
from zhence.rules.rulebook import Occasion, Rulebook
from zhence.rules.terms import Applies, Compare, Operand, Operator

PASS, FAIL = Verdict.PASS, Verdict.FAIL
OPEN, NOT_ASKED = Verdict.INSUFFICIENT_DATA, Verdict.NOT_APPLICABLE
AT_LEAST = Operator.AT_LEAST
ENOUGH = Compare("invested", AT_LEAST, parameter("ten"))


def with_column(rows: pa.RecordBatch, name: str, values: pa.Array) -> pa.RecordBatch:
    return rows.append_column(pa.field(name, values.type), values)


# ------------------------------------------------------------------- rows to be judged


def test_bits_may_be_booleans():
    enough = plan(ENOUGH)
    rows = batch(enough, m__invested=[10 * YI, 10 * YI, 10 * YI])
    governed = pa.array([True, False, None], pa.bool_())
    assert verdicts(enough, with_column(rows, "governed", governed)) == [
        PASS,
        NOT_ASKED,
        NOT_ASKED,
    ]


def test_a_row_is_judged_by_the_number_that_binds_on_its_day():
    values = (
        DatedValue(Fraction(10), None, date(2018, 12, 31)),
        DatedValue(Fraction(20), date(2019, 1, 1), date(2019, 12, 31)),
        DatedValue(Fraction(30), date(2020, 1, 1)),
    )
    rules = rulebook(
        criterion(ENOUGH, "C0"),
        measures=[measure("invested", over=Over.YEAR)],
        parameters=[replace(number("ten", "10", "亿元"), values=values)],
    )
    dated = plan_for(rules, Occasion.ANNUAL)
    rows = batch(dated, m__invested=[10 * YI, 29 * YI, None])
    # Nobody is asked by the number of 2019, which lies between the two others.
    days = pa.array([date(2018, 7, 1), date(2021, 7, 1), None], pa.date32())
    assert verdicts(dated, with_column(rows, "threshold_day", days)) == [
        PASS,
        FAIL,
        OPEN,
    ]


@pytest.mark.parametrize(
    ("ends", "expected"),
    [
        ({"low": [-5, None, None], "high": [-5, None, -1]}, [FAIL, OPEN, FAIL]),
        ({"low": [-5, 0, 1], "high": [-5, None, None]}, [FAIL, PASS, PASS]),
        ({"low": [-5, None, -1], "high": [0, 1, 2]}, [OPEN, OPEN, OPEN]),
    ],
)
def test_an_amount_that_may_be_negative_is_open_below_where_it_is_not_told(
    ends: dict[str, list[int | None]], expected: list[Verdict]
):
    rules = rulebook(
        criterion(Compare("profit", AT_LEAST, parameter("zero")), "C0"),
        measures=[measure("profit", over=Over.YEAR)],
        parameters=[number("zero", "0", "亿元")],
    )
    made = plan_for(rules, Occasion.ANNUAL)
    rows = batch(made, m__profit_lo=ends["low"], m__profit_hi=ends["high"])
    assert verdicts(made, rows) == expected


@pytest.mark.parametrize(
    ("asked", "low", "high", "told_"),
    [
        (Input("m:x", 0, 9), [0, 1], [9, 9], [False, True]),
        (Input("m:x", 0, 9), [0, None], [8, 9], [True, False]),
        (Input("m:x", 0, None), [0, 1], [None, None], [False, True]),
        (Input("m:x", None, None), [None, None], [None, 3], [False, True]),
    ],
)
def test_an_interval_that_says_no_more_than_silence_was_not_told(
    asked: Input,
    low: list[int | None],
    high: list[int | None],
    told_: list[bool],
):
    rows = pa.RecordBatch.from_pydict(
        {"m:x_lo": pa.array(low, pa.int64()), "m:x_hi": pa.array(high, pa.int64())}
    )
    found = Held(rows).amounts(asked)
    assert found.told is not None
    assert found.told.tolist() == told_


@pytest.mark.parametrize("ends", [([1, 2], [1, 2]), ([None, 1], [3, 3])])
def test_an_interval_that_is_bounded_where_silence_is_not_was_told(
    ends: tuple[list[int | None], list[int | None]],
):
    low, high = (pa.array(values, pa.int64()) for values in ends)
    rows = pa.RecordBatch.from_pydict({"m:x_lo": low, "m:x_hi": high})
    floor = None if low.null_count else 0
    assert Held(rows).amounts(Input("m:x", floor, None)).told is None


def test_no_rows_have_no_amounts():
    rows = pa.RecordBatch.from_pydict(
        {n: pa.array([], pa.int64()) for n in ("m:x_lo", "m:x_hi")}
    )
    assert len(Held(rows).amounts(Input("m:x")).low) == 0


# -------------------------------------------------------------------- plans that fit


def by_category(**numbers: str) -> Rulebook:
    return rulebook(
        criterion(Compare("invested", AT_LEAST, Operand(by_category="limits")), "C0"),
        measures=[measure("invested", over=Over.YEAR)],
        parameters=[number(name, held, "亿元") for name, held in numbers.items()],
        categories=[category("heavy"), category("light")],
        thresholds={"limits": {name: name for name in numbers}},
    )


def test_a_category_without_a_number_has_no_threshold():
    made = plan_for(by_category(heavy="30"), Occasion.ANNUAL)
    heavy, light, either = 0b01, 0b10, 0b11
    rows = batch(made, m__invested=[30 * YI] * 3, candidates=[heavy, light, either])
    assert verdicts(made, rows) == [PASS, OPEN, PASS]


def test_a_number_of_a_category_beyond_whole_numbers_has_no_plan():
    with pytest.raises(BadInputError, match="plan_too_large"):
        plan_for(by_category(heavy=str(10**12)), Occasion.ANNUAL)


def test_more_criteria_than_bits_have_no_plan():
    many = rulebook(
        *(criterion(ENOUGH, f"C{n}") for n in range(64)),
        measures=[measure("invested", over=Over.YEAR)],
        parameters=[number("ten", "10", "亿元")],
    )
    with pytest.raises(BadInputError, match="64 criteria"):
        plan_for(many, Occasion.ANNUAL)


def test_a_reading_that_was_not_chosen_applies_nowhere_whatever_else_is_asked():
    scope = (Applies(year_of_stay="first", parameter="basis", equals="floor"),)
    rules = rulebook(
        criterion(ENOUGH, "C0", applies=scope),
        measures=[measure("invested", over=Over.YEAR)],
        parameters=[number("ten", "10", "亿元"), number("basis", "1")],
    )
    made = plan_for(rules, Occasion.ANNUAL)
    assert verdicts(made, batch(made, m__invested=[0, None])) == [NOT_ASKED] * 2


# --------------------------------------------------------------- subjects as numbers


@pytest.mark.parametrize("names", [[1, 2, 3], [3, 1, 2]])
def test_years_that_stand_together_are_folded_as_any_others(names: list[int]):
    whole = batch_of([member(FAILS, str(n)) for n in names])
    numbers = pa.array([int(s) for s in whole.column("subject").to_pylist()])
    whole = whole.set_column(0, "subject", numbers)
    together = whole.sort_by([("year", "ascending")])
    assert together.column("subject").to_pylist()[:3] == names
    told_ = fold(COURSE, together, Mode.PROJECTED)
    apart = fold(COURSE, whole, Mode.PROJECTED).sort_by([("year", "ascending")])
    assert told_.to_pylist() == apart.to_pylist()


def test_without_columns_that_say_otherwise_everybody_is_listed_from_the_first_year():
    known = replace(member(FAILS), first_year=min(FAILS))
    whole = batch_of([known])
    bare = whole.drop_columns(["listed", "exempted", "first_year"])
    found = fold(COURSE, bare, Mode.RECORDED).to_pylist()
    assert found == fold(COURSE, whole, Mode.RECORDED).to_pylist()


def test_after_a_refusal_nothing_more_is_worked_on():
    good = batch_of([member(FAILS)])
    broken = good.drop_columns(["v:P#1"])
    work = in_threads(
        lambda rows: run(COURSE.plan, rows), [broken, good, good, good], threads=1
    )
    with pytest.raises(BadInputError, match="v:P#1"):
        next(work)
    assert list(work) == []


# ------------------------------------------------------------------------ bare tables

FINDING = Decision("finding", "x", date(2018, 4, 1), "D")
FRAUD = Event("fraud", date(2018, 4, 1), verified=True)


def recorded(table: Register) -> list[int]:
    batch_ = pivot_register(PLAN, table, DAYS)
    (column,) = (g.column for g in PLAN.givens)
    found: list[int] = batch_.column(column).to_pylist()
    return found


def test_reports_may_say_no_more_than_the_figures():
    table = register([town("A", told("flow", MARCH, 5))])
    bare = replace(table, reports=table.reports.drop_columns(["absent", "recorded_on"]))
    assert (
        pivot_register(PLAN, bare, DAYS).to_pylist()
        == pivot_register(PLAN, table, DAYS).to_pylist()
    )


def test_words_may_be_coded():
    known = [
        replace(town("A", told("flow", "2019", 5), told("flow", "2019Q2", 1))),
        replace(town("B"), decisions=(FINDING,), events=(FRAUD,)),
    ]
    table = register(known)

    def coded(rows: pa.RecordBatch | None) -> pa.RecordBatch:
        assert rows is not None
        for place, field in enumerate(rows.schema):
            if pa.types.is_string(field.type):
                column = rows.column(place).dictionary_encode()
                rows = rows.set_column(place, field.name, column)
        return rows

    same = Register(
        table.members, coded(table.reports), coded(table.decisions), coded(table.events)
    )
    exact = pivot_register(PLAN, table, DAYS).to_pylist()
    assert pivot_register(PLAN, same, DAYS).to_pylist() == exact


def test_a_decision_without_year_and_list_is_about_the_members_own_list():
    table = register([replace(town("A"), decisions=(FINDING,)), town("B")])
    assert table.decisions is not None
    bare = replace(table, decisions=table.decisions.drop_columns(["list", "year"]))
    assert recorded(bare) == recorded(table)
    assert len(set(recorded(table))) == 2


def test_a_policy_without_lists_and_dates_governs_everybody():
    free = replace(register_book(), lists=frozenset(), valid_from=None, valid_to=None)
    made = plan_for(free, Occasion.ANNUAL, ("CREATION",))
    stranger = town("A", told("flow", MARCH, 5))
    stranger = replace(stranger, membership=replace(stranger.membership, list="other"))
    found = pivot_register(made, register([stranger]), DAYS)
    assert found.column("governed").to_pylist() == [1, 1, 1]
    assert found.column("listed").to_pylist() == [1, 1, 1]
    strict = pivot_register(PLAN, register([stranger]), DAYS)
    assert strict.column("governed").to_pylist() == [0, 0, 0]
