"""A flow's interval holds the truth that the reports were made of."""

from dataclasses import replace
from fractions import Fraction
from itertools import pairwise

from hypothesis import given
from hypothesis import strategies as st
from tests.lib.properties import thorough
from tests.lib.worlds import (
    MONTHS,
    SMALL,
    Series,
    Told,
    nested_spans,
    other_worlds,
    report,
    series,
    span_of,
    spans,
    tellings,
    total,
)

from zhence.evidence import Interval
from zhence.facts import Observation, flow
from zhence.periods import Span


def has(interval: Interval, value: Fraction) -> bool:
    return (interval.low is None or interval.low <= value) and (
        interval.high is None or value <= interval.high
    )


@thorough
@given(series, tellings("x", 8, nested_spans | spans), nested_spans | spans)
def test_the_interval_always_holds_the_truth(truth: Series, told: Told, over: Span):
    assert has(flow(told.of(truth), over), total(truth, over))


@thorough
@given(st.data(), series, tellings("x"), spans)
def test_the_interval_holds_every_truth_of_the_same_reports(
    data, truth: Series, told: Told, over: Span
):
    reports = told.of(truth)
    other, _ = data.draw(other_worlds(truth, truth, [told]))
    interval = flow(reports, over)
    for world in (truth, other):
        assert has(interval, total(world, over))


@st.composite
def cuts(draw) -> list[Span]:
    """Spans that tile a longer one."""
    ends = draw(st.sets(st.integers(0, MONTHS), min_size=2, max_size=8))
    ordered = sorted(ends)
    return [span_of(a, b) for a, b in pairwise(ordered)]


@thorough
@given(series, cuts(), tellings("x", 4), st.randoms(use_true_random=False))
def test_reports_that_tile_the_span_tell_it_exactly(
    truth: Series, tiles: list[Span], more: Told, random
):
    over = Span(tiles[0].start, tiles[-1].end)
    exact = Told("x", tuple((span, 0, 0) for span, _, _ in more.held))
    reports = [*(report("x", truth, tile) for tile in tiles), *exact.of(truth)]
    random.shuffle(reports)
    for non_negative in (True, False):
        told = flow(reports, over, non_negative=non_negative)
        assert told == Interval.point(total(truth, over))


@thorough
@given(st.lists(st.integers(-SMALL, SMALL), min_size=MONTHS, max_size=MONTHS), spans)
def test_one_report_of_a_flow_that_can_be_negative_says_nothing_of_another_span(
    truth: list[int], over: Span
):
    whole = span_of(0, MONTHS)
    told = flow([_signed(truth, whole)], over, non_negative=False)
    assert told == (_signed(truth, whole).amount if over == whole else Interval())


def _signed(truth: list[int], span: Span) -> Observation:
    amount = Interval.point(sum(truth))
    return Observation("x", "x", span, amount)


@thorough
@given(series, tellings("x", 7, nested_spans, 3), nested_spans, st.integers(0, 6))
def test_one_report_less_never_narrows_the_interval(
    truth: Series, told: Told, over: Span, left_out: int
):
    reports = told.of(truth)
    fewer = [r for i, r in enumerate(reports) if i != left_out]
    wide, narrow = flow(fewer, over), flow(reports, over)
    assert wide.low is not None
    assert narrow.low is not None
    assert wide.low <= narrow.low
    assert wide.high is None or (narrow.high is not None and narrow.high <= wide.high)


@thorough
@given(
    st.lists(st.tuples(nested_spans, st.integers(0, 50)), min_size=1, max_size=6),
    nested_spans,
    st.integers(0, 5),
    st.integers(1, 50),
)
def test_raising_a_report_never_turns_enough_into_too_little(
    figures: list[tuple[Span, int]], over: Span, which: int, more: int
):
    """Even where the reports contradict each other."""
    reports = [Observation("T", "x", s, Interval.point(a)) for s, a in figures]
    raised = list(reports)
    place = which % len(reports)
    amount = reports[place].amount
    assert amount is not None
    raised[place] = replace(reports[place], amount=amount + Interval.point(more))
    before, after = flow(reports, over), flow(raised, over)
    assert before.low is not None
    assert after.high is None or before.low <= after.high


@thorough
@given(st.lists(st.tuples(spans, st.integers(0, 50)), max_size=6), spans)
def test_the_ends_of_an_interval_never_contradict_each_other(
    figures: list[tuple[Span, int]], over: Span
):
    reports = [Observation("T", "x", s, Interval.point(a)) for s, a in figures]
    told = flow(reports, over)
    assert not told.empty
    assert told.low is not None
    assert told.low >= 0
