"""Intervals: exact ends, open where nothing is known."""

from fractions import Fraction

from zhence.evidence import ANYTHING, NON_NEGATIVE, Interval, Text


def interval(low: int | None, high: int | None) -> Interval:
    return Interval(
        None if low is None else Fraction(low), None if high is None else Fraction(high)
    )


def test_a_point_is_known_and_nothing_else_is():
    assert Interval.point(3).known
    assert Interval.point(3) == interval(3, 3)
    assert not interval(3, 4).known
    assert not interval(3, None).known
    assert not ANYTHING.known


def test_ends_that_contradict_each_other_are_empty():
    assert interval(4, 3).empty
    assert not interval(3, 3).empty
    assert not interval(3, None).empty
    assert not interval(None, 3).empty


def test_a_sum_is_as_wide_as_its_parts_together():
    assert interval(1, 2) + interval(10, 20) == interval(11, 22)


def test_a_sum_with_an_open_end_is_open_at_that_end():
    assert interval(1, 2) + NON_NEGATIVE == interval(1, None)
    assert interval(1, 2) + ANYTHING == ANYTHING


def test_a_negative_factor_swaps_the_ends():
    assert interval(1, 2).times(-3) == interval(-6, -3)
    assert interval(1, None).times(-1) == interval(None, -1)
    assert interval(None, 2).times(3) == interval(None, 6)
    assert interval(1, 2).times(Fraction(1, 2)) == Interval(Fraction(1, 2), Fraction(1))


def test_nothing_times_any_amount_is_nothing():
    assert ANYTHING.times(0) == Interval.point(0)
    assert interval(1, 2).times(0) == Interval.point(0)


def test_the_difference_takes_the_most_from_the_least():
    assert interval(10, 20).minus(interval(1, 2)) == interval(8, 19)
    assert interval(10, 20).minus(NON_NEGATIVE) == interval(None, 20)


def test_within_keeps_what_both_allow():
    assert interval(1, 5).within(interval(3, 9)) == interval(3, 5)
    assert interval(None, 5).within(NON_NEGATIVE) == interval(0, 5)
    assert ANYTHING.within(ANYTHING) == ANYTHING
    assert interval(1, 2).within(interval(3, 4)).empty


def test_the_hull_holds_both():
    assert interval(1, 2).hull(interval(5, 6)) == interval(1, 6)
    assert interval(5, 6).hull(interval(1, 2)) == interval(1, 6)
    assert interval(1, 2).hull(interval(None, 0)) == interval(None, 2)
    assert interval(1, None).hull(interval(0, 6)) == interval(0, None)


def test_words_are_shown_in_chinese_first():
    assert str(Text("未达到", "not met")) == "未达到"
