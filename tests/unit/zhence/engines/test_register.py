"""A register in tables: who is done at once, who exactly, and what is refused."""

from dataclasses import replace
from datetime import date

import pyarrow as pa
import pytest
from tests.unit.zhence.engines.registers import (
    DAYS,
    MARCH,
    PLAN,
    register,
    told,
    town,
)

from zhence.engines import reports
from zhence.engines.kernel import run
from zhence.engines.pivot import pivot
from zhence.engines.plan import Plan
from zhence.engines.register import Register
from zhence.engines.reports import pivot_register
from zhence.errors import BadInputError
from zhence.evidence import Interval
from zhence.facts import Decision, Facts, Project
from zhence.rules.question import Question
from zhence.rules.rulebook import Occasion


def amounts(batch: pa.RecordBatch, name: str) -> dict[tuple[str, int], object]:
    """The amount that the measure of some indicator and span came to."""
    low, high = batch.column(f"m:{name}_lo"), batch.column(f"m:{name}_hi")
    names = ("subject", "year")
    keys = zip(*(batch.column(name).to_pylist() for name in names), strict=True)
    ends = zip(low.to_pylist(), high.to_pylist(), strict=True)
    return dict(zip(keys, ends, strict=True))


def test_quarters_are_added_up_since_the_listing_month():
    quarters = [told("flow", f"2019Q{n}", n) for n in (1, 2, 3, 4)]
    known = town("A", told("flow", MARCH, 5), *quarters)
    found = amounts(pivot_register(PLAN, register([known]), DAYS), "m0")
    assert found == {
        ("A", 2018): (5, 5),
        ("A", 2019): (15, 15),
        ("A", 2020): (15, None),
    }


def test_a_year_that_began_before_the_listing_bounds_from_above():
    known = town("A", told("flow", "2018", 5), told("flow", "2019", 2))
    found = amounts(pivot_register(PLAN, register([known]), DAYS), "m0")
    assert found["A", 2018] == (0, 5)
    assert found["A", 2019] == (2, 7)


def test_members_without_a_report_have_a_row_of_every_year():
    batch = pivot_register(PLAN, register([town("A"), town("B")]), DAYS)
    assert batch.column("subject").to_pylist() == ["A", "B"] * len(DAYS)
    assert batch.column("year").to_pylist() == [y for y in DAYS for _ in "AB"]


def test_who_reported_oddly_is_done_exactly_and_nobody_else(
    monkeypatch: pytest.MonkeyPatch,
):
    done: list[str] = []
    exactly = reports.row_of  # type: ignore[attr-defined]  # as it is called there

    def noted(plan: Plan, facts: Facts, question: Question, *, rests: bool):
        done.append(facts.membership.subject)
        return exactly(plan, facts, question, rests=rests)

    monkeypatch.setattr(reports, "row_of", noted)
    twice = [told("flow", "2019", 5), told("flow", "2019Q2", 1)]
    known = [town("A", told("flow", "2019", 5)), town("B", *twice)]
    pivot_register(PLAN, register(known), DAYS)
    assert set(done) == {"B"}


RULING = Decision("category_ruling", "x", date(2018, 4, 1), "D")
WORKS = Project("A", "works", "industrial", Interval.point(7), lead=True)


@pytest.mark.parametrize(("decisions", "projects"), [((RULING,), ()), ((), (WORKS,))])
def test_what_tables_do_not_hold_comes_with_its_facts(
    decisions: tuple[Decision, ...], projects: tuple[Project, ...]
):
    bare = town("A", told("stock", "2018", 1))
    known = replace(bare, decisions=decisions, projects=projects)
    asked = [(known, Question(Occasion.ANNUAL, d, y)) for y, d in DAYS.items()]
    others: dict[object, Facts] = {"A": Facts(known.membership, projects=projects)}
    table = register([known], others if projects else None)
    found = pivot_register(PLAN, table, DAYS, rests=True)
    assert found.to_pylist() == pivot(PLAN, asked).to_pylist()


def test_years_that_do_not_follow_one_another_are_done_exactly():
    days = {2018: DAYS[2018], 2020: DAYS[2020]}
    known = town("A", told("flow", "2019", 5), told("flow", "2018", 1))
    asked = [(known, Question(Occasion.ANNUAL, d, y)) for y, d in days.items()]
    exact = pivot(PLAN, asked, rests=False)
    assert (
        pivot_register(PLAN, register([known]), days).to_pylist() == exact.to_pylist()
    )


def test_the_kernel_runs_on_what_was_pivoted():
    batch = pivot_register(PLAN, register([town("A", told("flow", MARCH, 5))]), DAYS)
    assert run(PLAN, batch).num_rows == len(DAYS)


def test_subjects_may_be_numbers():
    table = register([town("A", told("flow", MARCH, 5))])

    def numbered(batch: pa.RecordBatch) -> pa.RecordBatch:
        numbers = pa.array([7] * batch.num_rows, pa.int64())
        return batch.set_column(0, "subject", numbers)

    reports_ = numbered(table.reports)
    indicator = reports_.column("indicator").dictionary_encode()
    place = reports_.schema.get_field_index("indicator")
    coded = reports_.set_column(place, "indicator", indicator)
    batch = pivot_register(PLAN, Register(numbered(table.members), coded), DAYS)
    assert batch.column("subject").to_pylist() == [7, 7, 7]
    assert amounts(batch, "m0")[7, 2018] == (5, 5)  # type: ignore[index]  # a number


def test_one_column_is_enough_for_single_figures():
    table = register([town("A", told("flow", MARCH, 5))])
    single = table.reports.drop_columns(["low", "high"]).append_column(
        "amount", table.reports.column("low")
    )
    batch = pivot_register(PLAN, Register(table.members, single), DAYS)
    assert amounts(batch, "m0")["A", 2018] == (5, 5)


# -------------------------------------------------------------------------- refusals


def test_reports_of_one_subject_that_do_not_stand_together_are_refused():
    first = town("A", told("flow", MARCH, 5), told("stock", "2018", 1))
    table = register([first, town("B", told("flow", MARCH, 5))])
    scattered = replace(table, reports=table.reports.take([0, 2, 1]))
    with pytest.raises(BadInputError, match="batch_out_of_order"):
        pivot_register(PLAN, scattered, DAYS)


def test_reports_about_nobody_are_refused():
    table = register([town("A", told("flow", MARCH, 5)), town("B")])
    with pytest.raises(BadInputError, match="batch_subject_unknown") as error:
        pivot_register(PLAN, replace(table, members=table.members.slice(1)), DAYS)
    assert "A" in str(error.value)


def test_decisions_about_nobody_are_refused():
    finding = Decision("finding", "x", date(2018, 4, 1), "D")
    table = register([replace(town("A"), decisions=(finding,)), town("B")])
    with pytest.raises(BadInputError, match="batch_subject_unknown"):
        pivot_register(PLAN, replace(table, members=table.members.slice(1)), DAYS)


def test_amounts_that_are_no_int64_are_refused():
    table = register([town("A", told("flow", MARCH, 5))])
    place = table.reports.schema.get_field_index("low")
    floats = table.reports.column("low").cast(pa.float64())
    changed = table.reports.set_column(place, "low", floats)
    with pytest.raises(BadInputError, match="batch_column_type"):
        pivot_register(PLAN, replace(table, reports=changed), DAYS)
