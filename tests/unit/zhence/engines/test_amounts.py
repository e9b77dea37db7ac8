"""Columns of intervals: sums that never wrap, and the rows that would."""

import numpy as np
import pytest

from zhence.engines.amounts import GREATEST, Amounts, TooGreatError, linear, reach_of


def amounts(*ends: tuple[int | None, int | None]) -> Amounts:
    low = np.asarray([0 if a is None else a for a, _ in ends], np.int64)
    high = np.asarray([0 if b is None else b for _, b in ends], np.int64)
    return Amounts(
        low,
        high,
        np.asarray([a is None for a, _ in ends]),
        np.asarray([b is None for _, b in ends]),
        reach=reach_of(low, high),
    )


def ends(told: Amounts) -> list[tuple[int | None, int | None]]:
    def open_at(mask: object, row: int) -> bool:
        return isinstance(mask, np.ndarray) and bool(mask[row])

    return [
        (
            None if open_at(told.low_open, row) else int(told.low[row]),
            None if open_at(told.high_open, row) else int(told.high[row]),
        )
        for row in range(len(told))
    ]


def test_a_form_takes_the_low_end_of_what_is_added_and_the_high_end_of_what_is_not():
    told = linear([(amounts((1, 2), (0, None)), 3), (amounts((4, 5), (1, 1)), -1)], 10)
    assert ends(told) == [(8, 12), (9, None)]


def test_an_end_that_is_open_leaves_the_form_open():
    told = linear([(amounts((None, 2)), 1), (amounts((4, None)), -2)])
    assert ends(told) == [(None, -6)]


def test_what_is_left_of_a_whole_is_never_below_zero():
    whole, part = amounts((5, 9), (None, 9)), amounts((6, 7), (1, 2))
    told = linear([(whole, 1), (part, -1)], floor=True)
    assert ends(told) == [(0, 3), (0, 8)]


@pytest.mark.parametrize(
    ("value", "by", "constant"),
    [
        (2**62, 1, 0),
        (2**62, 1, 2**62 - 1),
        (GREATEST, 1, 0),
        (-GREATEST, -1, 0),
        (3_074_457_345_618_258_602, 3, 1),
    ],
)
def test_what_int64_just_holds_is_exact(value: int, by: int, constant: int):
    exact = value * by + constant
    told = linear([(amounts((0, 0), (value, value)), by)], constant)
    assert ends(told)[1] == (exact, exact)


@pytest.mark.parametrize(
    ("value", "by", "constant"),
    [
        (2**62, 2, -1),
        (2**62, 1, 2**62),
        (-(2**62), 2, 0),
        (3_074_457_345_618_258_602, 3, 2),
    ],
)
def test_one_unit_more_is_refused(value: int, by: int, constant: int):
    with pytest.raises(TooGreatError) as error:
        linear([(amounts((0, 0), (value, value)), by)], constant)
    assert (error.value.row, error.value.term) == (1, 0)


def test_the_largest_summand_is_named():
    small, large = amounts((2**61, 2**61)), amounts((2**62, 2**62))
    with pytest.raises(TooGreatError) as error:
        linear([(small, 2), (large, 2)])
    assert error.value.term == 1


def test_two_rows_that_are_each_small_enough_are_not_added_up():
    first, second = amounts((2**62, 2**62), (0, 0)), amounts((0, 0), (2**62, 2**62))
    assert ends(linear([(first, 1), (second, 1)])) == [(2**62, 2**62)] * 2


def test_under_an_open_end_any_number_may_stand():
    low = np.asarray([0], np.int64)
    high = np.asarray([GREATEST], np.int64)
    column = Amounts(low, high, None, np.asarray([True]), reach=reach_of(low, high))
    assert ends(linear([(column, 5)])) == [(0, None)]


def test_putting_rows_in_keeps_the_others():
    column, other = amounts((1, 1), (2, None), (3, 3)), amounts((8, 9))
    told = column.put(np.asarray([1]), other)
    assert ends(told) == [(1, 1), (8, 9), (3, 3)]
    assert told.told is None
    assert column.put(np.asarray([], np.intp), other) is column


def test_what_nobody_told_stays_untold_when_rows_are_put_in():
    column, other = amounts((1, 1), (2, 2)), amounts((8, 9))
    untold = Amounts(other.low, other.high, told=np.asarray([False]))
    told = column.put(np.asarray([0]), untold).told
    assert told is not None
    assert told.tolist() == [False, True]
