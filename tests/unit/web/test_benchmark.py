"""What may be said of the report's towns, whose figures have no year."""

from dataclasses import replace
from datetime import date
from fractions import Fraction

import pytest

from zhence.evidence import Interval, Verdict
from zhence.units import unit
from zhence_web.packbook import Benchmark, Compared, packbook

ON = date(2023, 12, 12)


def benchmark(name: str, on: date = ON) -> Benchmark:
    town = packbook().registry.find(name)
    assert town is not None
    found = packbook().benchmark(town, on)
    assert found is not None
    return found


def row(name: str, criterion: str) -> Compared:
    return next(r for r in benchmark(name).rows if r.finding.criterion == criterion)


def test_there_are_nine_towns_and_no_tenth():
    book = packbook()
    assert sum(book.benchmark(t, ON) is not None for t in book.towns) == 9


def test_it_is_labelled_a_benchmark():
    assert benchmark("吴兴美妆小镇").label.en == "reference, not binding"


@pytest.mark.parametrize(
    ("town", "verdict"),
    [
        ("吴兴美妆小镇", Verdict.APPROX),
        ("江北动力小镇", Verdict.APPROX),
        ("余杭梦想小镇", Verdict.INSUFFICIENT_DATA),
        ("嘉善巧克力甜蜜小镇", Verdict.NOT_APPLICABLE),
    ],
)
def test_the_planned_area_is_compared_as_printed(town: str, verdict: Verdict):
    assert row(town, "RPT-1.1b").finding.verdict is verdict


def test_a_failure_says_the_gap_and_what_would_turn_it():
    told = row("嘉善巧克力甜蜜小镇", "RPT-1.1c")
    assert told.finding.verdict is Verdict.FAIL
    assert told.finding.gap == Interval.point(Fraction(87, 100))
    assert told.flips


def test_a_rating_is_named_by_its_grade():
    told = row("嘉善巧克力甜蜜小镇", "RPT-1.3e")
    assert told.finding.verdict is Verdict.PASS
    assert told.levels[-1] == "5A"


def test_visitors_of_an_overwritten_year_stay_unknown_though_they_are_printed():
    assert "annual_visitors" in {
        p.code for p in benchmark("桐庐健康小镇").visited.figures
    }
    told = row("桐庐健康小镇", "RPT-1.4b")
    assert told.finding.verdict is Verdict.INSUFFICIENT_DATA
    assert not told.reported


def test_investment_belongs_to_a_span_and_stays_unknown_though_it_is_printed():
    assert "cumulative_investment" in {
        p.code for p in benchmark("德清地理信息小镇").visited.figures
    }
    told = row("德清地理信息小镇", "RPT-1.2b")
    assert told.finding.verdict is Verdict.INSUFFICIENT_DATA
    assert not told.reported


def test_a_flow_would_not_count_even_if_its_year_were_sound():
    """The comment in ``packbook.benchmark``: a day gives no span to a flow."""
    book = packbook()
    visited = book.report["桐庐健康小镇"]
    sound = replace(
        visited,
        figures=tuple(
            replace(p, sound=True, amount=Interval.point(90 * unit("万人次").factor))
            if p.code == "annual_visitors"
            else p
            for p in visited.figures
        ),
    )
    told = replace(book, report={**book.report, sound.town: sound}).benchmark(
        next(t for t in book.towns if t.name == sound.town), ON
    )
    assert told is not None
    visitors = next(r for r in told.rows if r.finding.criterion == "RPT-1.4b")
    assert visitors.finding.verdict is Verdict.INSUFFICIENT_DATA


def test_a_corrupted_figure_is_unknown():
    printed = {p.code: p for p in benchmark("上城玉皇山南基金小镇").visited.figures}
    assert printed["capital_managed"].amount is None
    assert not printed["capital_managed"].sound


def test_about_is_any_figure_that_rounds_to_it_and_at_least_has_no_upper_end():
    square = unit("km²").factor
    power = {p.code: p for p in benchmark("江北动力小镇").visited.figures}
    assert power["planned_area"].amount == Interval(
        Fraction(345, 100) * square, Fraction(355, 100) * square
    )
    maps = {p.code: p for p in benchmark("德清地理信息小镇").visited.figures}
    assert maps["enterprises"].amount == Interval(Fraction(90), None)


def test_where_the_category_is_unknown_nothing_adverse_is_concluded():
    told = benchmark("余杭梦想小镇")
    assert told.category is None
    assert told.count(Verdict.FAIL) == 0


def test_what_is_missing_is_named_in_both_languages():
    missing = row("越城黄酒小镇", "RPT-1.3a").missing
    assert [m.zh for m in missing] == ["四项功能（产业、文化、旅游、社区）"]
    assert [m.en for m in missing] == [
        "four functions (industry, culture, tourism, community)"
    ]


def test_the_day_asked_about_changes_no_verdict():
    early, late = (
        {r.finding.criterion: r.finding.verdict for r in benchmark(town, on).rows}
        for town, on in (("吴兴美妆小镇", date(2016, 1, 1)), ("吴兴美妆小镇", ON))
    )
    assert early == late
