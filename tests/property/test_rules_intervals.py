"""Intervals hold every point they stand for, and shares are judged tightly."""

from fractions import Fraction

from hypothesis import assume, given
from hypothesis import strategies as st
from tests.lib.properties import thorough
from tests.lib.rulebooks import EXACT_ONE

from zhence.evidence import Interval, Verdict
from zhence.rules.numeric import holds, ratio, share_form
from zhence.rules.reading import rest_of
from zhence.rules.terms import Operator

# Sixths and thirty-seconds: exact, unequal, and many of them meet.
numbers = st.integers(-120, 120).map(lambda n: Fraction(n, 6))
amounts = st.integers(0, 120).map(lambda n: Fraction(n, 6))
shares = st.integers(0, 32).map(lambda n: Fraction(n, 32))
operators = st.sampled_from(Operator)
FAR = Fraction(100)


@st.composite
def intervals(draw, ends=numbers) -> Interval:
    low, high = sorted((draw(ends), draw(ends)))
    return Interval(
        draw(st.sampled_from([low, low, None])),
        draw(st.sampled_from([high, high, None])),
    )


@st.composite
def bounded(draw, ends=amounts) -> Interval:
    return Interval(*sorted((draw(ends), draw(ends))))


@st.composite
def points(draw, inside: Interval) -> Fraction:
    """A value that the interval allows; open ends reach far."""
    low = -FAR if inside.low is None else inside.low
    high = FAR if inside.high is None else inside.high
    if low == high:
        return low
    part: Fraction = draw(st.sampled_from([Fraction(0), Fraction(1)]) | shares)
    return low + (high - low) * part


def has(interval: Interval, value: Fraction) -> bool:
    return (interval.low is None or interval.low <= value) and (
        interval.high is None or value <= interval.high
    )


@thorough
@given(st.data(), intervals(), intervals(), numbers)
def test_sums_differences_and_multiples_hold_every_point(
    data, one: Interval, other: Interval, factor: Fraction
):
    x, y = data.draw(points(one)), data.draw(points(other))
    assert has(one + other, x + y)
    assert has(one.minus(other), x - y)
    assert has(one.times(factor), x * factor)


@thorough
@given(st.data(), intervals(), intervals())
def test_a_hull_holds_both_and_within_holds_what_both_hold(
    data, one: Interval, other: Interval
):
    x = data.draw(points(one))
    assert has(one.hull(other), x)
    assert has(other.hull(one), x)
    assert has(one.within(other), x) == (has(one, x) and has(other, x))
    if one.within(other).empty:
        assert not has(other, x)


@thorough
@given(intervals(), intervals())
def test_a_hull_is_no_wider_than_the_two(one: Interval, other: Interval):
    hull = one.hull(other)
    lows, highs = {one.low, other.low}, {one.high, other.high}
    assert hull.low in lows
    assert hull.high in highs
    assert hull == other.hull(one)
    assert one.hull(one) == one


@thorough
@given(st.data(), operators, intervals())
def test_a_comparison_is_decided_only_as_every_point_decides_it(
    data, operator: Operator, difference: Interval
):
    told = holds(operator, difference)
    at = holds(operator, Interval.point(data.draw(points(difference))))
    assert not at.undecided
    assert told in {at, Verdict.INSUFFICIENT_DATA}


@thorough
@given(operators, bounded(numbers))
def test_a_comparison_is_undecided_only_where_points_disagree(
    operator: Operator, difference: Interval
):
    if not holds(operator, difference).undecided:
        return
    assert difference.low is not None
    assert difference.high is not None
    between = (difference.low + difference.high) / 2
    inner = max(min(Fraction(0), difference.high), difference.low)
    tried = (difference.low, difference.high, between, inner)
    found = {holds(operator, Interval.point(p)) for p in tried}
    assert found == {Verdict.PASS, Verdict.FAIL}


def ends_of(interval: Interval) -> tuple[Fraction, Fraction]:
    assert interval.low is not None
    assert interval.high is not None
    return interval.low, interval.high


@thorough
@given(bounded(), bounded(), shares)
def test_the_form_of_a_share_is_as_tight_as_its_corners(
    part: Interval, rest: Interval, s: Fraction
):
    corners = [(1 - s) * p - s * r for p in ends_of(part) for r in ends_of(rest)]
    assert share_form(part, rest, s) == Interval(min(corners), max(corners))


@thorough
@given(st.data(), bounded(), bounded(), shares)
def test_the_form_of_a_share_has_the_sign_of_part_less_share_of_whole(
    data, part: Interval, whole: Interval, s: Fraction
):
    p, w = data.draw(points(part)), data.draw(points(whole))
    assume(p <= w)
    form = share_form(Interval.point(p), Interval.point(w - p), s)
    assert form == Interval.point(p - s * w)
    assert has(share_form(part, rest_of(part, whole), s), p - s * w)


@thorough
@given(bounded(), bounded(), shares)
def test_the_form_over_part_and_whole_is_tight_where_the_part_fits_the_whole(
    part: Interval, whole: Interval, s: Fraction
):
    least, most = ends_of(whole)
    assume(ends_of(part)[1] <= most)
    # The corners of the box cut by "a part is no larger than its whole".
    allowed = [
        (p, w)
        for p in ends_of(part)
        for w in (least, most, p)
        if least <= w <= most and p <= w
    ]
    values = [p - s * w for p, w in allowed]
    assert share_form(part, rest_of(part, whole), s) == Interval(
        min(values), max(values)
    )


@thorough
@given(st.data(), intervals(amounts), intervals(amounts))
def test_a_shown_share_holds_every_share_that_may_be(
    data, part: Interval, whole: Interval
):
    p = data.draw(points(Interval(part.low or Fraction(0), part.high)))
    w = data.draw(points(Interval(whole.low or Fraction(0), whole.high)))
    assume(p <= w)
    assume(w > 0)
    shown = ratio(part, rest_of(part, whole))
    assert has(shown, p / w * EXACT_ONE)
    assert has(Interval(Fraction(0), EXACT_ONE), shown.low or Fraction(0))


@thorough
@given(st.data(), intervals(amounts), intervals(amounts))
def test_the_rest_holds_every_rest_that_may_be(data, part: Interval, whole: Interval):
    p, w = data.draw(points(part)), data.draw(points(whole))
    assume(p <= w)
    assert has(rest_of(part, whole), w - p)
