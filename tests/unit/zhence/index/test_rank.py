"""Ranks, ties, awards, bands, coverage."""

from fractions import Fraction

import numpy as np
import pytest
from tests.unit.zhence.index.builders import NAN, cases, frame, outcome, refused

from zhence.index import bands, coverage
from zhence.index.bands import Band, Rounding, Ties
from zhence.index.rank import Standing, award, ranks


def exact(**scores: int | None) -> dict[str, Fraction | None]:
    return {k: None if v is None else Fraction(v) for k, v in scores.items()}


PLAIN = exact(A=90, B=85, C=85, D=80)


def test_a_tie_at_the_cut_off_waits_for_people():
    told = award(PLAIN, 2)
    assert told.ranks == {"A": 1, "B": 2, "C": 2, "D": 4}
    assert (told.awarded, told.pending) == (("A",), ("B", "C"))


def test_a_tie_above_the_cut_off_waits_for_nobody():
    assert award(PLAIN, 3).awarded == ("A", "B", "C")
    assert award(PLAIN, 9).pending == ()


def test_a_title_may_be_shared():
    told = award(PLAIN, 2, sharing=True)
    assert (told.awarded, told.pending) == (("A", "B", "C"), ())


def test_tie_breakers_are_asked_in_their_order():
    growth = {"B": Fraction(1), "C": Fraction(2)}
    assert award(PLAIN, 2, [growth]).awarded == ("A", "C")
    useless = [{"B": Fraction(1)}, {"B": Fraction(1), "C": Fraction(1)}, growth]
    assert award(PLAIN, 2, useless).awarded == ("A", "C")
    assert award(PLAIN, 2, useless[:2]).pending == ("B", "C")


def test_a_breaker_may_settle_a_part_of_a_tie():
    tied = exact(A=9, B=9, C=9, D=9)
    figures = {"A": Fraction(3), "B": Fraction(2), "C": Fraction(2), "D": Fraction(1)}
    told = award(tied, 2, [figures])
    assert (told.awarded, told.pending) == (("A",), ("B", "C"))


def test_an_unknown_score_is_listed_unranked():
    told = award(exact(A=1, B=None), 2)
    assert told.ranks == {"A": 1, "B": None}
    assert told.awarded == ("A",)


def test_the_noise_of_floats_is_no_difference():
    scores = np.array([0.1 + 0.2, 0.3, 0.2])
    assert ranks(scores).tolist() == [1, 1, 3]
    assert ranks(scores, None).tolist() == [1, 2, 3]


def test_a_partial_index_is_published_and_not_ranked():
    table = frame([[1, 2, 3, 4], [NAN, NAN, 7, 6], [NAN] * 4, [5, NAN, 5, 5]])
    told = outcome(table)
    assert told.standings == (
        Standing.RANKED,
        Standing.PARTIAL,
        Standing.UNPUBLISHED,
        Standing.RANKED,
    )
    assert [None if np.isnan(r) else r for r in told.ranks] == [2, None, None, 1]
    loose = outcome(table, rank={"whole": False})
    assert loose.standings[1] is Standing.RANKED
    strict = outcome(table, rank={"coverage": 0.9})
    assert strict.standings[3] is Standing.PARTIAL


def test_ranks_within_groups():
    table = frame([[1] * 4, [2] * 4, [3] * 4], kind=["x", "x", None])
    told = outcome(
        table,
        weigh={"below": {"two": {"values": {"c": 1, "d": 0}}}},
        rank={"group": "kind"},
    )
    assert told.group_ranks is not None
    assert told.group_ranks[:2].tolist() == [2, 1]
    assert np.isnan(told.group_ranks[2])


STARS = [Band("5", Fraction(90)), Band("4", Fraction(80))]


def test_a_score_at_the_limit_is_in_the_band():
    assert bands.by_score(Fraction(80), STARS, "3") == "4"
    assert bands.by_score(None, STARS, "3") is None
    with refused("index_parameter"):
        bands.by_score(Fraction(80), STARS[::-1], "3")


@pytest.mark.parametrize(
    ("rounding", "members"), [("down", 7), ("half_up", 7), ("up", 8)]
)
def test_a_fifth_of_thirty_seven_is_said_to_be_rounded(rounding, members):
    assert bands.cut(Fraction(1, 5), 37, Rounding(rounding)) == members


ABCD = [Band("A", Fraction(1, 4)), Band("B", Fraction(3, 4)), Band("C", Fraction(1))]


@pytest.mark.parametrize(
    ("ties", "band"), [("in", "A"), ("out", "B"), ("pending", None)]
)
def test_a_tie_across_a_band_goes_as_declared(ties, band):
    order = {"a": 1, "b": 1, "c": 3, "d": 4, "e": None}
    found = bands.by_share(order, ABCD, Rounding.DOWN, Ties(ties))
    assert found == {"a": band, "b": band, "c": "B", "d": "C", "e": None}


@pytest.mark.parametrize("wrong", [[], ABCD[:2], ABCD[::-1]])
def test_bands_that_do_not_cover_everyone_are_refused(wrong):
    with refused("index_parameter"):
        bands.by_share({"a": 1}, wrong, Rounding.UP, Ties.IN)


FIVE = dict.fromkeys(["v", "w", "x", "y", "z"], Fraction(20))


def test_an_index_needs_four_dimensions_and_five_to_be_ranked():
    scores = dict(zip("vwx", map(Fraction, (55, 80, 40)), strict=True))
    told = coverage.index(scores, FIVE)
    assert told == coverage.Index(None, 3, published=False, rankable=False)
    four = coverage.index(scores | {"y": Fraction(25)}, FIVE)
    assert four == coverage.Index(Fraction(50), 4, published=True, rankable=False)
    five = coverage.index(scores | {"y": Fraction(25), "z": Fraction(0)}, FIVE)
    assert five == coverage.Index(Fraction(40), 5, published=True, rankable=True)
    with refused("index_code_unknown"):
        coverage.index({"no": Fraction(1)}, FIVE)


def test_a_dimension_needs_three_fifths_of_its_weight():
    weights = {"a": Fraction(50), "b": Fraction(30), "c": Fraction(20)}
    half = coverage.dimension({"a": Fraction(70)}, weights)
    assert half == coverage.Dimension(None, Fraction(1, 2))
    weights["a"] = Fraction(75)
    exact_ = coverage.dimension({"a": Fraction(70), "b": None}, weights)
    assert exact_ == coverage.Dimension(Fraction(70), Fraction(3, 5))
    assert coverage.dimension({}, weights, Fraction(0)).score is None


@pytest.mark.parametrize(
    ("weights", "code"),
    cases(
        ({}, "index_weights_missing"),
        ({"a": Fraction(0)}, "index_weights_sum"),
        ({"a": Fraction(2), "b": Fraction(-1)}, "index_weights_sum"),
    ),
)
def test_a_dimension_without_weights_is_refused(weights, code):
    with refused(code):
        coverage.dimension({"a": Fraction(1)}, weights)


def test_an_indicator_is_scored_between_its_goalposts():
    low, high = Fraction(10), Fraction(20)
    assert coverage.score(Fraction(15), low, high) == 50
    assert coverage.score(Fraction(5), low, high) == 0
    assert coverage.score(Fraction(25), low, high, less_is_better=True) == 0
    assert coverage.score(None, low, high) is None
    with refused("index_parameter"):
        coverage.score(Fraction(1), high, low)
