"""The facts table, one mistake at a time."""

from datetime import date
from fractions import Fraction

import pytest
from tests.unit.zhence.intake.corpus import FACTS, book, catalogue, csv, upload

from zhence.errors import BadInputError, Severity
from zhence.evidence import Interval
from zhence.intake.tables import read_facts

YI = 10**10  # 分 in one 亿元


def read(*rows: str, header: str = FACTS):
    return read_facts(upload(csv(*rows, header=header), "f.csv"), catalogue())


def one(row: str):
    (observation,) = read(row).load()
    return observation


def codes(*rows: str, header: str = FACTS) -> list[tuple[str, int | None]]:
    return [(f.code, f.where.line) for f in read(*rows, header=header).faults]


def test_a_figure_becomes_an_observation_in_smallest_units():
    found = one("甲,税收,2018,1.5,亿元,,2019-03-31,年报,核过")
    assert found.indicator == "tax_revenue"
    assert found.amount == Interval.point(Fraction(3, 2) * YI)
    assert found.recorded_on == date(2019, 3, 31)
    assert (found.source.name, found.source.file, found.source.cell) == (
        "年报",
        "f.csv",
        "line 2",
    )
    assert (str(found.period), found.note, found.rounded) == ("2018", "核过", False)


@pytest.mark.parametrize(
    ("value", "unit", "amount"),
    [
        ('"1,234.5万元"', "", Fraction(12345, 10) * 10**6),
        ("12345000", "元", 12345000 * 100),
        ("１２３４．５", "万 元", Fraction(12345, 10) * 10**6),
        ("1.5亿元", "亿元", Fraction(3, 2) * YI),
        ("0", "亿元", 0),
    ],
)
def test_units_beside_the_digits_or_in_their_column_are_understood(value, unit, amount):
    assert one(f"甲,税收,2018,{value},{unit},,,,").amount == Interval.point(amount)


def test_the_unit_in_the_title_of_an_indicator_counts():
    assert one("甲,税收（万元）,2018,5,,,,,").amount == Interval.point(5 * 10**6)
    assert codes("甲,税收（万元）,2018,5,亿元,,,,") == [("unit_contradiction", 2)]
    assert codes("甲,税收（石）,2018,5,亿元,,,,") == [("unit_unknown", 2)]


def test_an_empty_value_is_no_observation_and_no_zero():
    table = read("甲,税收,2018,,亿元,,,,")
    assert (table.load(), table.count, table.faults) == ((), 1, ())


def test_what_does_not_apply_is_an_observation_without_amount():
    assert one("甲,税收,2018,n/a,,,,,").amount is None
    assert one("甲,scenic,2018-12-31,不适用,,,,,").amount is None


def test_a_partly_known_value_is_an_interval():
    assert one("甲,税收,2018,1,亿元,2,,,").amount == Interval(
        Fraction(YI), Fraction(2 * YI)
    )
    assert one("甲,税收,2018,,亿元,2,,,").amount == Interval(
        Fraction(0), Fraction(2 * YI)
    )
    assert one("甲,value_added,2018,,亿元,2,,,").amount == Interval(
        None, Fraction(2 * YI)
    )


def test_grades_become_places_among_their_levels():
    for text in ("3A", "AAA", "3A级", "３a"):
        assert one(f"甲,scenic,2018-12-31,{text},,,,,").amount == Interval.point(2)
    assert one("甲,scenic,2018-12-31,none,,,,,").amount == Interval.point(0)
    assert read("甲,scenic,2018-12-31,,,,,,").load() == ()
    assert codes("甲,scenic,2018-12-31,6A,,,,,") == [("level_unknown", 2)]
    assert codes("甲,scenic,2018-12-31,无,,,,,") == [("level_unknown", 2)]


def test_checklist_items_are_true_or_false():
    found = one("甲,eight_ones.item_1,2018-12-31,是,,,,,")
    assert (found.indicator, found.amount) == ("eight_ones.item_1", Interval.point(1))
    assert one("甲,八个一.item_2,2018-12-31,false,,,,,").amount == Interval.point(0)
    assert read("甲,eight_ones.item_1,2018-12-31,,,,,,").load() == ()
    assert codes("甲,eight_ones.item_1,2018-12-31,也许,,,,,") == [
        ("flag_unreadable", 2)
    ]


@pytest.mark.parametrize(
    ("row", "code"),
    [
        (",税收,2018,1,亿元,,,,", "value_missing"),
        ("甲,,2018,1,亿元,,,,", "value_missing"),
        ("甲,税收,,1,亿元,,,,", "value_missing"),
        ("甲,税收收如,2018,1,亿元,,,,", "indicator_unknown"),
        ("甲,tax_revenue.x,2018,1,亿元,,,,", "indicator_unknown"),
        ("甲,eight_ones,2018,是,,,,,", "indicator_not_entered"),
        ("甲,predecessor,2018,工业园,,,,,", "indicator_not_entered"),
        ("甲,score,2018,95,分,,,,", "indicator_not_entered"),
        ("甲,税收,去年,1,亿元,,,,", "period_unreadable"),
        ("甲,税收,2018,1,石,,,,", "unit_unknown"),
        ("甲,税收,2018,1,万,,,,", "unit_bare_multiplier"),
        ("甲,税收,2018,1,,,,,", "unit_missing"),
        ("甲,税收,2018,1,亩,,,,", "unit_mismatch"),
        ("甲,firms,2018-12-31,1,人,,,,", "unit_mismatch"),
        ("甲,税收,2018,0.12亿元,万元,,,,", "unit_contradiction"),
        ("甲,税收,2018,-1,亿元,,,,", "negative"),
        ("甲,firms,2018-12-31,-3,家,,,,", "negative"),
        ("甲,firms,2018-12-31,2.5,家,,,,", "not_whole"),
        ("甲,lead_share,2018,101,%,,,,", "above_maximum"),
        ("甲,lead_share,2018,12,1,,,,", "above_maximum"),
        ("甲,lead_share,2018,12,%,120,,,", "above_maximum"),
        ("甲,税收,2018,2,亿元,1,,,", "upper_below_value"),
        ("甲,税收,2018,n/a,,1,,,", "not_applicable_upper"),
        ("甲,税收,2018,1,亿元,n/a,,,", "not_applicable_upper"),
        ("甲,税收,2018,—,亿元,,,,", "number_placeholder"),
        ("甲,税收,2018,NaN,亿元,,,,", "number_not_finite"),
        ("甲,税收,2018,1,亿元,inf,,,", "number_not_finite"),
        (f"甲,税收,2018,{'9' * 400},亿元,,,,", "number_too_long"),
        (f"甲,税收,2018,{'9' * 30},亿元,,,,", "number_out_of_range"),
        ("甲,税收,2018,1,亿元,,2019-02-30,,", "date_impossible"),
        ("甲\x07,税收,2018,1,亿元,,,,", "text_forbidden"),
        ("甲,税收,2018,1,亿元,,,,x,y", "row_ragged"),
        ("甲,税收,2018,1", "row_ragged"),
    ],
)
def test_each_mistake_is_refused_by_its_name(row, code):
    assert codes(row) == [(code, 2)]
    assert not read(row).accepted


def test_a_growth_rate_may_be_negative_and_above_one():
    assert one("甲,growth,2018,-12,%,,,,").amount == Interval.point(-120_000_000)
    assert one("甲,growth,2018,1200,%,,,,").amount == Interval.point(12 * 10**9)


def test_a_share_that_may_be_a_fraction_is_asked_about():
    assert codes("甲,lead_share,2018,0.7,%,,,,") == [("percent_or_fraction", 2)]
    assert read("甲,lead_share,2018,0.7,%,,,,").accepted
    for sure in ("0.7,1", "70,%", "0,%"):
        assert codes(f"甲,lead_share,2018,{sure},,,,") == []
    assert codes("甲,growth,2018,0.7,%,,,,") == []


def test_two_values_for_one_key_are_refused():
    rows = ("甲,税收,2018,1,亿元,,,,", "甲,tax_revenue,2018年,2,亿元,,,,")
    assert codes(*rows) == [("row_twice", 3)]


def test_a_correction_recorded_later_is_another_version():
    rows = ("甲,税收,2018,1,亿元,,2019-01-31,,", "甲,税收,2018,2,亿元,,2019-06-30,,")
    assert codes(*rows) == []


def test_nothing_is_half_loaded_and_every_fault_is_reported():
    table = read("甲,税收,2018,1,亿元,,,,", "甲,税收,2019,—,石,,,,", "甲,x,2019,1,,,,,")
    assert (table.rows, table.count) == ((), 3)
    with pytest.raises(BadInputError) as caught:
        table.load()
    assert [(f.code, f.where.line) for f in caught.value.faults] == [
        ("number_placeholder", 3),
        ("indicator_unknown", 4),
    ]


def test_a_flow_on_a_single_day_is_asked_about():
    assert codes("甲,税收,2018-12-31,1,亿元,,,,") == [("period_on_a_day", 2)]
    assert read("甲,税收,2018-12-31,1,亿元,,,,").accepted


def test_a_value_ten_thousand_times_its_neighbours_is_asked_about():
    rows = [f"甲,税收,{year},{year - 2014},亿元,,,," for year in range(2015, 2019)]
    table = read(*rows, "甲,税收,2019,50000,亿元,,,,")
    assert [(f.code, f.where.line) for f in table.faults] == [("power_of_ten", 6)]
    assert table.faults[0].severity is Severity.WARNING
    assert len(table.load()) == 5


def test_quarters_that_miss_the_year_are_asked_about():
    quarters = [f"甲,税收,2018Q{n},1,亿元,,,," for n in range(1, 5)]
    assert codes(*quarters, "甲,税收,2018,4.02,亿元,,,,") == []
    assert codes(*quarters, "甲,税收,2018,5,亿元,,,,") == [("quarters_do_not_sum", 6)]


def test_a_falling_total_needs_a_reason():
    rows = ("甲,plan_cumulative,2018,9,亿元,,,,", "甲,plan_cumulative,2019,8,亿元,,,,")
    assert codes(*rows) == [("cumulative_fell", 3)]
    noted = (rows[0], f"{rows[1]}口径调整")
    assert codes(*noted) == [("cumulative_fell_noted", 3)]
    assert read(*noted).accepted


def test_misspelt_indicators_get_short_answers_after_a_while():
    table = read(*(f"甲,无此项{n},2018,1,亿元,,,," for n in range(250)))
    assert [f.code for f in table.faults].count("indicator_unknown") == 200
    assert [f.code for f in table.faults].count("indicator_not_known") == 50


def test_chinese_titles_in_any_order_are_understood():
    header = "单位,数值,报告期,指标名称,小镇名称"
    (found,) = read("亿元,1,2018,税收,甲", header=header).load()
    assert (found.subject, str(found.period)) == ("甲", "2018")


@pytest.mark.parametrize(
    ("header", "row", "code"),
    [
        (
            "subject,indicator,period,value,unit,colour",
            "甲,税收,2018,1,亿元,红",
            "column_unknown",
        ),
        (
            "subject,indicator,period,value,value,unit",
            "甲,税收,2018,1,1,亿元",
            "column_twice",
        ),
        ("subject,indicator,period,value", "甲,税收,2018,1亿元", "column_missing"),
        ("subject,indicator,value,unit", "甲,税收,1,亿元", "column_missing"),
    ],
)
def test_columns_must_be_the_known_ones(header, row, code):
    assert codes(row, header=header) == [(code, 1)]


def test_cells_of_a_workbook_that_hold_no_value_are_refused_once():
    def fill(sheet):
        sheet.append(FACTS.split(","))
        for column in "ABCDEFGHI":
            sheet[f"{column}2"] = "=1/0"

    table = read_facts(upload(book(fill), "t.xlsx"), catalogue())
    assert [f.code for f in table.faults] == ["cell_formula_unsaved"] * 9
    assert table.faults[0].where.cell == "A2"


def test_dates_in_a_workbook_are_days_and_years_may_be_numbers():
    def fill(sheet):
        sheet.append(FACTS.split(","))
        day = date(2018, 12, 31)
        sheet.append(["甲", "planned_area", day, 3.5, "km²", None, day])
        sheet.append(["甲", "税收", 2018, 1.5, "亿元"])
        sheet.append(["甲", "eight_ones.item_1", day, True])
        sheet.append(["甲", "lead_share", 2018, 0.12, "%"])
        sheet["D5"].number_format = "0%"

    found = read_facts(upload(book(fill), "t.xlsx"), catalogue()).load()
    assert [str(o.period) for o in found] == [
        "2018-12-31",
        "2018",
        "2018-12-31",
        "2018",
    ]
    assert found[0].recorded_on == date(2018, 12, 31)
    assert found[1].source.cell == "D3"
    assert found[2].amount == Interval.point(1)
    assert found[3].amount == Interval.point(120_000_000)
