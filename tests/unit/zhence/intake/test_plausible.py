"""Figures that can hardly be true together."""

from datetime import date
from fractions import Fraction

import pytest
from tests.unit.zhence.intake.corpus import catalogue

from zhence.evidence import Interval
from zhence.facts import Observation
from zhence.intake.plausible import Doubt, Entry, doubts, outliers, quarter_sums
from zhence.periods import parse_period

YI = 10**10


def entry(period, value, indicator="tax_revenue", *, recorded=None, note="", row=None):
    amount = None
    if isinstance(value, Interval):
        amount = value
    elif value is not None:
        amount = Interval.point(Fraction(str(value)) * YI)
    return Entry(
        Observation("甲", indicator, parse_period(period), amount, recorded, note=note),
        row=row,
    )


def found(*entries: Entry) -> list[Doubt]:
    return list(doubts(entries, catalogue()))


def codes(*entries: Entry) -> list[str]:
    return [doubt.fault.code for doubt in found(*entries)]


def quarters(*values: object) -> list[Entry]:
    return [entry(f"2018Q{n}", v) for n, v in enumerate(values, 1)]


def test_quarters_are_compared_with_the_year_exactly():
    (doubt,) = found(*quarters(1, 2, 3, 4), entry("2018", "9.8"))
    assert doubt.fault.code == "quarters_do_not_sum"
    assert doubt.relative == Fraction(1, 49)
    assert "2.04 %" in doubt.fault.zh


def test_exactly_the_tolerance_is_within_it():
    assert codes(*quarters(1, 2, 3, "4.05"), entry("2018", 10)) == []
    assert codes(*quarters(1, 2, 3, "4.0501"), entry("2018", 10)) == [
        "quarters_do_not_sum"
    ]


def test_the_tolerance_is_an_argument():
    parts = [*quarters(1, 2, 3, 4), entry("2018", 11)]
    assert list(quarter_sums(parts, Fraction(1, 10))) == []
    assert len(list(quarter_sums(parts, Fraction(1, 100)))) == 1


def test_a_year_of_zero_has_no_relative_difference():
    (doubt,) = found(*quarters(1, 0, 0, 0), entry("2018", 0))
    assert doubt.relative is None
    assert codes(*quarters(0, 0, 0, 0), entry("2018", 0)) == []


@pytest.mark.parametrize("missing", [None, Interval(Fraction(0), None)])
def test_a_missing_quarter_is_no_zero_and_compares_nothing(missing):
    assert codes(*quarters(1, 2, 3, missing), entry("2018", 100)) == []
    assert codes(*quarters(1, 2, 3), entry("2018", 100)) == []
    assert codes(*quarters(1, 2, 3, 4)) == []


def test_only_flows_add_up_over_quarters():
    parts = [entry(f"2018Q{n}", 5, "planned_area") for n in range(1, 5)]
    assert codes(*parts, entry("2018", 5, "planned_area")) == []


def test_the_last_recorded_version_counts():
    parts = [*quarters(1, 2, 3, 4), entry("2018", 99, recorded=date(2019, 1, 1))]
    newer = entry("2018", 10, recorded=date(2019, 6, 1))
    assert codes(*parts, newer) == []
    assert codes(newer, *parts) == []
    assert codes(*parts) == ["quarters_do_not_sum"]


def test_what_the_catalogue_does_not_know_is_not_looked_at():
    assert codes(entry("2018", 1, "other"), entry("2019", 10**9, "other")) == []


def total(period, value, **named):
    return entry(period, value, "plan_cumulative", **named)


def test_a_running_total_must_not_fall():
    assert codes(total("2017", 3), total("2018", 3), total("2019", 4)) == []
    (doubt,) = found(total("2018", 3, row=7), total("2019", 2, row=8))
    assert doubt.fault.code == "cumulative_fell"
    assert "第 7 行" in doubt.fault.zh
    assert codes(total("2019", 2, note="重述"), total("2018", 3)) == [
        "cumulative_fell_noted"
    ]


def test_totals_from_different_beginnings_are_not_compared():
    assert codes(total("2015..2018", 9), total("2017..2019", 4)) == []
    assert codes(total("2015..2018", 9), total("2015..2019", 4)) == ["cumulative_fell"]


def test_unknown_totals_compare_nothing():
    assert codes(total("2018", 3), total("2019", None)) == []
    assert codes(total("2018", 3), total("2019", Interval(Fraction(0), None))) == []


def test_a_year_to_date_figure_starts_again_in_january():
    def ytd(period, value):
        return entry(period, value, "output_ytd")

    assert codes(ytd("2018Q3", 9), ytd("2018", 12), ytd("2019Q1", 3)) == []
    assert codes(ytd("2018Q2", 9), ytd("2018Q3", 4)) == ["cumulative_fell"]


def test_one_wrong_value_accuses_no_other():
    values = [Fraction(v) for v in (10, 12, 100_000)]
    assert list(outliers(values, Fraction(5000))) == [2]
    values = [Fraction(v) for v in (10, 12, 11, Fraction(1, 1000))]
    assert list(outliers(values, Fraction(5000))) == [3]
    assert list(outliers([Fraction(1), Fraction(2)], Fraction(5000))) == []
    assert list(outliers([Fraction(1)], Fraction(5000))) == []
    assert list(outliers([], Fraction(5000))) == []


def test_of_two_values_the_later_one_is_asked_about():
    assert list(outliers([Fraction(1), Fraction(10_000)], Fraction(5000))) == [1]
    assert list(outliers([Fraction(10_000), Fraction(1)], Fraction(5000))) == [1]


def test_small_values_are_asked_about_in_the_same_words():
    rows = [entry(str(year), 5) for year in (2015, 2016, 2017)]
    (doubt,) = found(*rows, entry("2018", "0.0005"))
    assert doubt.fault.code == "power_of_ten"
    assert "1/10000" in doubt.fault.zh
    assert "5 亿元" in doubt.fault.zh


def test_zeros_have_no_power_of_ten():
    assert codes(entry("2015", 0), entry("2016", 5), entry("2017", 6)) == []


def test_shares_are_not_compared_by_powers_of_ten():
    a = entry("2015", "0.00001", "lead_share")
    assert codes(a, entry("2016", "0.9", "lead_share")) == []
