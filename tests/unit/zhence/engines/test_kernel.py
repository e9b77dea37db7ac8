"""The kernel on batches made by hand: what it reads, refuses, and says."""

from dataclasses import replace
from datetime import date
from fractions import Fraction

import pyarrow as pa
import pytest
from tests.lib.rulebooks import (
    amount,
    annual,
    category,
    criterion,
    exemption,
    facts,
    measure,
    member,
    number,
    parameter,
    rulebook,
    told,
)

from zhence.engines.codes import CODE, ORDER
from zhence.engines.kernel import missing_of, run
from zhence.engines.pivot import batch_schema, pivot
from zhence.engines.plan import Plan, plan_for
from zhence.errors import BadInputError
from zhence.evidence import Force, Verdict
from zhence.facts import Facts
from zhence.rules.dated import DatedValue
from zhence.rules.judge import judge
from zhence.rules.measures import Greatest, Over, Scaled
from zhence.rules.rulebook import Occasion, Rulebook
from zhence.rules.terms import (
    Applies,
    Categorised,
    Compare,
    Not,
    OnRecord,
    Operand,
    Operator,
    Share,
    Term,
)

AT_LEAST = Operator.AT_LEAST
ENOUGH = Compare("invested", AT_LEAST, parameter("ten"))
LED = Share("led", "invested", AT_LEAST, parameter("share"))
YI = 10**10


def book(
    *terms: Term, applies: tuple[Applies, ...] = (), force: Force = Force.MANDATORY
) -> Rulebook:
    return rulebook(
        *(
            criterion(term, f"C{i}", applies=applies, force=force)
            for i, term in enumerate(terms)
        ),
        measures=[
            measure("invested", over=Over.YEAR),
            measure("led", over=Over.YEAR),
            measure("plan"),
            measure("base", Greatest("plan", "limits", "missing")),
            measure("fifth", Scaled("base", "share")),
        ],
        parameters=[
            number("ten", "10", "亿元"),
            number("share", "70", "%"),
            number("heavy", "30", "亿元"),
            number("light", "20", "亿元"),
            number("open", None),
            number("none", "0", "%"),
        ],
        categories=[category("heavy"), category("light")],
        thresholds={"limits": {"heavy": "heavy", "light": "light"}},
    )


def plan(
    *terms: Term, applies: tuple[Applies, ...] = (), force: Force = Force.MANDATORY
) -> Plan:
    rules = book(*terms, applies=applies, force=force)
    return plan_for(rules, Occasion.ANNUAL, ("CREATION",))


def batch(of: Plan, **columns: list[int | None]) -> pa.RecordBatch:
    """A wide register: the columns given, and whatever else the plan must have."""
    rows = len(next(iter(columns.values())))
    schema = batch_schema(of)
    arrays = {
        "subject": pa.array([f"T{i}" for i in range(rows)]),
        "year": pa.array([2018] * rows, pa.int16()),
        **{
            name.replace("__", ":"): pa.array(
                values,
                schema.field(name).type if name in schema.names else pa.int64(),
            )
            for name, values in columns.items()
        },
    }
    return pa.RecordBatch.from_pydict(arrays)


def verdicts(of: Plan, rows: pa.RecordBatch, name: str = "C0") -> list[Verdict]:
    return [ORDER[code] for code in run(of, rows).column(name).to_pylist()]


def one(of: Plan, known: Facts, year: int = 2018) -> dict[str, object]:
    row: dict[str, object] = run(of, pivot(of, [(known, annual(year))])).to_pylist()[0]
    return row


# ----------------------------------------------------------------------- wide tables


def test_a_wide_table_needs_only_the_columns_that_are_read():
    rows = batch(plan(ENOUGH), m__invested=[10 * YI, 10 * YI - 1, None])
    assert verdicts(plan(ENOUGH), rows) == [
        Verdict.PASS,
        Verdict.FAIL,
        Verdict.INSUFFICIENT_DATA,
    ]


def test_a_bound_may_decide_early():
    rows = batch(
        plan(ENOUGH),
        m__invested_lo=[11 * YI, 0, 9 * YI],
        m__invested_hi=[None, 9 * YI, 11 * YI],
    )
    assert verdicts(plan(ENOUGH), rows) == [
        Verdict.PASS,
        Verdict.FAIL,
        Verdict.INSUFFICIENT_DATA,
    ]


def test_nothing_recorded_is_none_where_there_is_no_column():
    clean = plan(Not(OnRecord(decisions=("finding",))))
    assert verdicts(clean, batch(clean, year=[2018])) == [Verdict.PASS]


def test_a_verdict_from_elsewhere_must_be_there():
    named = plan(Categorised("vocabulary"))
    with pytest.raises(BadInputError, match="batch_column_missing") as error:
        run(named, batch(named, year=[2018]))
    assert "v:C0#1" in str(error.value)


def test_a_missing_column_is_named():
    with pytest.raises(BadInputError, match="m:invested_lo"):
        run(plan(ENOUGH), batch(plan(ENOUGH), year=[2018]))


@pytest.mark.parametrize("kind", [pa.float64(), pa.int32(), pa.string()])
def test_an_amount_that_is_no_int64_is_refused(kind: pa.DataType):
    rows = batch(plan(ENOUGH), year=[2018]).append_column(
        pa.field("m:invested", kind), pa.array([None], kind)
    )
    with pytest.raises(BadInputError, match="batch_column_type"):
        run(plan(ENOUGH), rows)


def test_a_code_that_is_no_whole_number_is_refused():
    scoped = plan(ENOUGH, applies=(Applies(year_of_stay="first"),))
    rows = batch(scoped, m__invested=[1])
    rows = rows.append_column("stay", pa.array([1.5]))
    with pytest.raises(BadInputError, match="batch_column_type"):
        run(scoped, rows)


def test_categories_that_the_policy_has_not_are_refused():
    by_category = plan(Compare("invested", AT_LEAST, Operand(by_category="limits")))
    rows = batch(by_category, m__invested=[1, 1], candidates=[1, 8])
    with pytest.raises(BadInputError, match="candidates"):
        run(by_category, rows)


def test_an_empty_batch_has_an_empty_outcome():
    rows = batch(plan(ENOUGH), m__invested=[1]).slice(0, 0)
    assert run(plan(ENOUGH), rows).num_rows == 0


# -------------------------------------------------------------------- dated numbers


def dated(*numbers: str) -> Rulebook:
    """A threshold with a value until 2018, another in 2018, another from 2019 on."""
    first, second, third = map(Fraction, numbers)
    last, day = date(2017, 12, 31), date(2018, 1, 1)
    values = (
        DatedValue(first, None, last),
        DatedValue(second, day, date(2018, 12, 31)),
        DatedValue(third, date(2019, 1, 1)),
    )
    changing = replace(number("ten", "10", "亿元"), values=values)
    held = book(ENOUGH)
    return replace(held, parameters={**held.parameters, "ten": changing})


def test_a_town_is_held_to_the_number_valid_at_its_listing():
    rules = dated("10", "20", "30")
    of = plan_for(rules, Occasion.ANNUAL)
    assert len(of.versions) == 3
    days = {
        date(2017, 12, 31): "10",
        date(2018, 1, 1): "20",
        date(2018, 12, 31): "20",
        date(2019, 1, 1): "30",
    }
    for listed_on, asked_for in days.items():
        listed = member(listed_on=listed_on)
        enough = facts(told("invested", "2019", asked_for), membership=listed)
        short = facts(told("invested", "2019", "9.99"), membership=listed)
        assert one(of, enough, 2019)["C0"] == CODE[Verdict.PASS]
        assert one(of, enough, 2019)["C0_gap_lo"] == 0
        assert one(of, short, 2019)["C0"] == CODE[Verdict.FAIL]
        for known in (enough, short):
            plain = judge(rules, known, annual(2019)).findings["C0"].verdict
            assert one(of, known, 2019)["C0"] == CODE[plain]


def test_members_of_all_versions_stand_in_one_batch():
    of = plan_for(dated("10", "20", "10"), Occasion.ANNUAL)
    rows = batch(of, m__invested=[10 * YI, 10 * YI, 10 * YI, 20 * YI]).append_column(
        "threshold_day",
        pa.array(
            [date(2017, 1, 1), date(2018, 7, 1), date(2019, 7, 1), date(2018, 7, 1)]
        ),
    )
    passed, failed = Verdict.PASS, Verdict.FAIL
    assert verdicts(of, rows) == [passed, failed, passed, passed]


@pytest.mark.parametrize(
    ("numbers", "versions"),
    [(("10", "10", "20"), 2), (("10", "20", "20"), 2), (("10", "20", "10"), 3)],
)
def test_a_number_restated_makes_no_new_version(
    numbers: tuple[str, ...], versions: int
):
    assert len(plan_for(dated(*numbers), Occasion.ANNUAL).versions) == versions


# -------------------------------------------------------------------------- refusals


def test_a_figure_too_great_is_refused_by_subject_and_column():
    led = plan(LED)
    rows = batch(led, m__led=[1, 2**62], m__invested=[1, 2**62])
    with pytest.raises(BadInputError, match="batch_overflow") as error:
        run(led, rows)
    assert "T1" in str(error.value)
    assert "m:" in str(error.value)


def test_a_batch_without_names_says_which_row():
    led = plan(LED)
    rows = batch(led, m__led=[2**62], m__invested=[2**62]).drop_columns(["subject"])
    with pytest.raises(BadInputError, match="row 0"):
        run(led, rows)


def test_a_scaled_measure_that_does_not_fit_is_refused():
    scaled = plan(Compare("fifth", AT_LEAST, parameter("ten")))
    rows = batch(scaled, m__plan=[2**62], candidates=[1], stay=[1])
    with pytest.raises(BadInputError, match="batch_overflow"):
        run(scaled, rows)


def test_a_rulebook_with_too_many_categories_has_no_plan():
    crowded = replace(
        book(Compare("invested", AT_LEAST, Operand(by_category="limits"))),
        categories={f"c{i}": category(f"c{i}") for i in range(17)},
    )
    with pytest.raises(BadInputError, match="plan_too_large"):
        plan_for(crowded, Occasion.ANNUAL)


def test_a_threshold_beyond_whole_numbers_has_no_plan():
    huge = rulebook(
        criterion(ENOUGH),
        measures=[measure("invested", over=Over.YEAR)],
        parameters=[number("ten", str(10**12), "亿元")],
    )
    with pytest.raises(BadInputError, match="plan_too_large"):
        plan_for(huge, Occasion.ANNUAL)


def test_a_reading_that_changes_with_the_day_has_no_plan():
    held = book(ENOUGH)
    changing = replace(
        number("failure_join", "1"),
        values=(DatedValue("OR"), DatedValue("AND", date(2020, 1, 1))),
    )
    both = replace(held, parameters={**held.parameters, "failure_join": changing})
    with pytest.raises(BadInputError, match="failure_join"):
        plan_for(both, Occasion.ANNUAL)


# ------------------------------------------------------------------ beside a verdict


def test_the_gap_is_counted_in_the_scale_of_its_column():
    led = plan(LED)
    scale = led.criteria[0].gap_scale
    rows = batch(led, m__led=[6 * YI], m__invested=[10 * YI])
    outcome = run(led, rows)
    field = outcome.schema.field("C0_gap_lo")
    assert scale == 10
    assert field.metadata == {b"scale": b"10"}
    # 6 of 10 are one short of 70 %.
    assert outcome.column("C0_gap_lo").to_pylist() == [-1 * YI * scale]


def test_where_nothing_is_compared_there_is_no_gap():
    scoped = plan(ENOUGH, applies=(Applies(year_of_stay="first"),))
    rows = batch(scoped, m__invested=[1 * YI, 1 * YI], stay=[1, 2])
    assert run(scoped, rows).column("C0_gap_hi").to_pylist() == [-9 * YI, None]


def test_what_is_missing_is_named_by_criterion():
    both = plan(ENOUGH, LED)
    rows = batch(both, m__led=[1], m__invested=[None])
    row = run(both, rows).to_pylist()[0]
    assert missing_of(both, both.criteria[0], row["missing"]) == ("invested",)
    assert missing_of(both, both.criteria[1], row["missing"]) == ("invested",)
    assert run(both, rows).schema.metadata[b"missing"] == b"m:invested,m:led"


def test_an_outcome_says_what_it_is():
    told_ = run(plan(ENOUGH), batch(plan(ENOUGH), m__invested=[1])).schema.metadata
    assert told_[b"policy"] == b"TEST"
    assert told_[b"status"] == b"in_force"
    assert told_[b"verdicts"].decode().split(",") == [v.value for v in ORDER]


# ---------------------------------------------------------------------- from facts


def test_an_exemption_on_record_excuses_an_in_principle_criterion():
    principle = plan(ENOUGH, force=Force.PRINCIPLE)
    short = facts(told("invested", "2018", "9"), exemptions=[exemption("X-C0")])
    assert one(principle, short)["C0"] == CODE[Verdict.PASS_EXEMPT]
    assert one(plan(ENOUGH), short)["C0"] == CODE[Verdict.FAIL]


def test_a_number_that_the_text_leaves_open_judges_nothing():
    unsaid = plan(Compare("invested", AT_LEAST, parameter("open")))
    assert one(unsaid, facts())["C0"] == CODE[Verdict.NOT_APPLICABLE]
    assert one(unsaid, facts())["missing"] == 0


def test_a_share_of_nothing_asked_is_met():
    nothing = plan(Share("led", "invested", AT_LEAST, parameter("none")))
    known = facts(told("led", "2018", "0"), told("invested", "2018", "1"))
    assert one(nothing, known)["C0"] == CODE[Verdict.PASS]


def test_amounts_that_are_no_whole_cents_are_refused_by_name():
    known = facts(
        replace(told("invested", "2018", "1"), amount=amount("0.33333333333"))
    )
    with pytest.raises(BadInputError, match="batch_not_whole") as error:
        one(plan(ENOUGH), known)
    assert "m:invested" in str(error.value)


def test_amounts_beyond_int64_are_refused_by_name():
    known = facts(told("invested", "2018", str(10**12)))
    with pytest.raises(BadInputError, match="batch_overflow"):
        one(plan(ENOUGH), known)
