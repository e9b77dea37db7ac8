"""Denominate, impute, screen and treat: what is done, and the record of it."""

import numpy as np
import pytest
from tests.unit.zhence.index.builders import (
    FOUR,
    NAN,
    NODES,
    cases,
    column,
    frame,
    outcome,
    recipe,
    refused,
)

from zhence.index import Frame, run
from zhence.index.impute import Fill
from zhence.index.moments import kurtosis, shape, skew
from zhence.index.transforms import Form, box_cox, transform
from zhence.index.treat import How, Treatment, treat_column, winsorise

TAIL = np.array([1.0, 2, 3, 4, 5, 6, 7, 100])


def sized(*sizes: float) -> Frame:
    return Frame(FOUR.rows, FOUR.codes, FOUR.values, {}, {"size": np.array(sizes)})


def test_a_size_is_divided_by_its_denominator():
    nodes = (*NODES[:3], {**NODES[3], "denominator": "size"}, *NODES[4:])
    told = run(recipe(nodes, denominate={"per": {"a": 10}}), sized(2, 2, 2, 2))
    assert column(told.denominated, "a") == [5, 45, 25, 10]
    assert column(told.denominated, "b") == [2, 8, 5, 9]
    none = run(recipe(nodes, denominate={"columns": {"a": ""}}), sized(2, 2, 2, 2))
    assert column(none.denominated, "a") == [1, 9, 5, 2]


def test_a_denominator_of_zero_gives_no_number_and_is_told():
    zero = frame([[0, 2, 3, 4], *FOUR.values[1:].tolist()])
    table = Frame(
        zero.rows, zero.codes, zero.values, {}, {"size": np.array([0, 0, NAN, 1])}
    )
    told = run(recipe(denominate={"columns": {"a": "size"}}), table)
    assert np.isnan(told.denominated.column("a")).tolist() == [True, True, True, False]
    assert [w.code for w in told.warnings] == ["index_not_computable"] * 2


def test_denominators_of_unknown_indicators_are_refused():
    with refused("index_code_unknown"):
        outcome(denominate={"columns": {"zzz": "a"}})


GAPS = frame(
    [[1, NAN, 3, 4], [9, 8, 7, 6], [5, 5, NAN, 5], [NAN, 9, 4, 1]],
    kind=["x", "y", "x", None],
)


def test_a_gap_is_filled_with_the_mean_and_the_cell_is_on_record():
    told = outcome(GAPS, impute={"method": "mean"})
    assert told.imputed.column("a")[3] == 5
    assert {(f.row.unit, f.code, f.value) for f in told.filled} >= {("U3", "a", 5.0)}


def test_a_median_is_no_mean():
    told = outcome(GAPS, impute={"method": "median"})
    assert told.imputed.column("b")[0] == 8


def test_a_group_without_a_value_or_a_row_without_a_group_stays_empty():
    told = outcome(GAPS, impute={"method": "group_mean", "group": "kind"})
    assert told.imputed.column("c")[2] == 3
    assert told.imputed.column("b")[0] == 5
    assert np.isnan(told.imputed.column("a")[3])
    assert next(w.code for w in told.warnings) == "index_still_missing"
    alone = frame([[1, NAN, 3, 4], [9, 8, 7, 6], [5, 5, 1, 5]], kind=["x", "y", "y"])
    lonely = outcome(alone, impute={"method": "group_median", "group": "kind"})
    assert np.isnan(lonely.imputed.column("b")[0])


def test_the_last_value_is_carried_forward_never_back():
    table = frame([[NAN, 1, 1, 1], [1, 2, 2, 2], [NAN, 2, 2, 2]], times=["1", "2", "3"])
    told = outcome(table, impute={"method": "last_value"})
    assert np.isnan(told.imputed.column("a")[0])
    assert told.imputed.column("a")[2] == 1
    (filled,) = told.filled
    assert (filled.method, filled.source) == (Fill.LAST_VALUE, "2")
    none = outcome(table, impute={"method": "last_value", "back": 0})
    assert none.filled == ()


@pytest.mark.parametrize(
    ("spec", "code"),
    cases(
        ({"codes": {"zzz": "mean"}}, "index_code_unknown"),
        ({"method": "group_mean"}, "index_parameter"),
        ({"method": "group_mean", "group": "zzz"}, "index_code_unknown"),
    ),
)
def test_a_filling_that_is_not_defined_is_refused(spec, code):
    with refused(code):
        outcome(GAPS, impute=spec)


def test_a_column_without_any_value_cannot_be_filled():
    with refused("index_all_missing"):
        outcome(
            frame([[NAN, 1, 1, 1]] * 1 + [[NAN, 2, 2, 2]]), impute={"method": "mean"}
        )


def test_a_share_exactly_at_the_limit_stays():
    told = outcome(GAPS, screen={"at_least": 0.75})
    assert len(told.screened.rows) == 4
    none = outcome(GAPS, screen={"at_least": 0.76})
    assert [row.unit for row in none.screened.rows] == ["U1"]


def test_filled_cells_count_only_where_the_recipe_says_so():
    spec = {"at_least": 1.0, "counted": "imputed"}
    told = outcome(GAPS, impute={"method": "mean"}, screen=spec)
    assert len(told.screened.rows) == 4
    strict = outcome(GAPS, impute={"method": "mean"}, screen={"at_least": 1.0})
    assert len(strict.screened.rows) == 1


def test_zeros_are_counted_and_hands_may_decide():
    table = frame([[0, 0, 0, 1], [NAN] * 4, [1, 2, 3, 4], [2, 3, 4, 5]])
    told = outcome(table, screen={"nonzero": 0.5, "keep": ["U0"], "drop": ["U3"]})
    assert [row.unit for row in told.screened.rows] == ["U0", "U2"]
    assert [a.nonzero for a in told.available] == [0.25, 0, 1, 1]


@pytest.mark.parametrize("spec", [{"keep": ["no"]}, {"keep": ["U1"], "drop": ["U1"]}])
def test_a_unit_kept_by_hand_must_exist_and_not_be_dropped(spec):
    with refused("index_code_unknown"):
        outcome(screen=spec)


def test_moments_of_too_few_or_equal_values_are_undefined():
    assert np.isnan(skew(np.array([1.0, 2.0])))
    assert np.isnan(skew(np.array([0.1, 0.1, 0.1])))
    assert np.isnan(kurtosis(np.array([1.0, 2.0, 4.0])))
    assert np.isnan(kurtosis(np.array([])))
    assert shape(np.array([1.0, 2.0, NAN]), 2, 3.5).passes is None


def test_a_tail_is_drawn_in_to_the_next_value():
    drawn, points, after = winsorise(TAIL, Treatment())
    assert (drawn.max(), points, after.passes) == (7, 1, True)
    low, points, _ = winsorise(-TAIL, Treatment())
    assert (low.min(), points) == (-7, 1)


def test_a_column_of_two_values_is_not_drawn_into_one():
    two = np.array([0.0] * 9 + [1.0])
    drawn, points, _ = winsorise(two, Treatment(most=None))
    assert (drawn.tolist(), points) == (two.tolist(), 0)


def test_what_winsorising_does_not_mend_is_transformed_from_the_original():
    spec = Treatment(most=0)
    treated, told = treat_column(TAIL, spec)
    assert told.how is How.TRANSFORMED
    assert treated == pytest.approx(transform(TAIL, Form.LOG))
    both, _ = treat_column(TAIL, Treatment(most=1, skew=0, kurt=-9, combine=True))
    drawn, _, _ = winsorise(TAIL, Treatment(most=1, skew=0, kurt=-9))
    assert both == pytest.approx(transform(drawn, Form.LOG))


def test_a_column_may_be_left_alone_or_forced():
    calm = np.array([1.0, 2, 3, 4, 5])
    assert treat_column(calm, Treatment())[1].how is How.NOTHING
    assert treat_column(calm, Treatment(force=True))[1].how is How.TRANSFORMED
    assert treat_column(TAIL, Treatment(then=Form.NONE))[1].how is How.WINSORISED
    assert treat_column(calm[:2], Treatment())[1].how is How.UNTESTABLE


def test_the_account_of_treatment_names_code_and_period():
    values = [[float(x), 2, 3, 4] for x in TAIL] * 2
    told = outcome(frame(values, times=["1", "2"]), treat={"panel": "each"})
    first = [t for t in told.treatment if t.code == "a"]
    assert [(t.time, t.how) for t in first] == [
        ("1", How.WINSORISED),
        ("2", How.WINSORISED),
    ]
    still = outcome(
        frame([[float(x), 2, 3, 4] for x in TAIL]),
        treat={"codes": {"a": {"most": 0, "then": "none"}}},
    )
    assert "index_still_skewed" in [w.code for w in still.warnings]
    with refused("index_code_unknown"):
        outcome(treat={"codes": {"zzz": {}}})


@pytest.mark.parametrize("form", list(Form))
def test_every_form_keeps_the_order_of_values(form):
    for values in (TAIL, 100 - TAIL):
        formed = transform(values, form)
        assert np.array_equal(np.argsort(formed), np.argsort(values))


def test_box_cox_takes_a_power_or_the_likeliest():
    assert transform(TAIL, Form.BOX_COX, 0) == pytest.approx(np.log(TAIL))
    assert box_cox(TAIL, 2) == pytest.approx((TAIL**2 - 1) / 2)
    logs = np.exp(np.array([0.0, 0.5, 1, 1.5, 2, 2.5, 3]))
    assert abs(skew(transform(logs, Form.BOX_COX))) < abs(skew(logs))
    far = np.array([0.0, 1e200, 1e201])
    assert np.isfinite(transform(far, Form.BOX_COX)).all()
