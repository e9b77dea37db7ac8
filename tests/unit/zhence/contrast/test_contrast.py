"""Positions and gaps: likeness has its reason, groups known too little have no mean."""

from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from zhence.contrast.gaps import against, gap
from zhence.contrast.positions import Likeness, Position, alike, compare
from zhence.evidence import Text

F = Fraction
RULE = Likeness(
    "p",
    Text("错位", "positions"),
    F(60),
    F(40),
    (F(0), F(1, 2), F(3, 4), F(1)),
    F(3, 4),
    F(1, 2),
)


def town(name: str, codes: str, niches: str = "", county: str = "") -> Position:
    return Position(name, tuple(codes.split()), frozenset(niches.split()), county)


@pytest.mark.parametrize(
    ("left", "right", "agreement"),
    [
        ("I6513", "I6513", F(1)),
        ("I6513", "I6519", F(3, 4)),
        ("I6513", "I6420", F(0)),
        ("I6513", "I6590", F(1, 2)),
        ("I6513", "C3911", F(0)),
        ("I65", "I65", F(1)),
        ("I65", "I6513", F(1, 2)),
    ],
)
def test_codes_agree_digit_by_digit(left, right, agreement):
    pair = compare(RULE, town("A", left), town("B", right))
    assert pair is not None
    assert (pair.code, pair.niche, pair.likeness) == (agreement, None, agreement)


def test_the_same_industry_is_told_apart_by_its_niche():
    """Two towns of information technology: start-ups and capital, data and cloud."""
    first = town("梦想", "I6513", "创业 风投")
    second = town("云", "I6513", "大数据 云计算")
    assert alike(RULE, [first, second]) == ()
    third = town("另一云", "I6513", "云计算 大数据")
    (pair,) = alike(RULE, [first, second, third])
    assert (pair.likeness, pair.shared_niches) == (F(1), ("云计算", "大数据"))


def test_two_of_one_county_are_told_earlier():
    apart = [town("A", "C3511", "x", "甲"), town("B", "C3519", "y", "乙")]
    assert alike(RULE, apart) == ()
    near = [town("A", "C3511", "x y", "甲"), town("B", "C3519", "y", "甲")]
    (pair,) = alike(RULE, near)
    assert pair.same_county
    assert pair.likeness == F(60 * 3, 400) + F(40, 200)


def test_an_unknown_code_or_county_makes_nobody_alike():
    assert alike(RULE, [town("A", ""), town("B", "")]) == ()
    (pair,) = alike(RULE, [town("A", "I65"), town("B", "I65")])
    assert not pair.same_county


def test_the_most_alike_come_first_and_the_order_of_towns_is_nothing():
    towns = [town("A", "I6513"), town("B", "I6519"), town("C", "I6513")]
    pairs = alike(RULE, towns)
    assert [(p.left, p.right) for p in pairs] == [("A", "C"), ("A", "B"), ("B", "C")]
    assert alike(RULE, towns[::-1]) == pairs


def test_a_gap_tells_ratio_variation_and_what_lies_between():
    figures = {"a": F(6), "b": F(2), "c": F(2), "d": F(2)}
    found = gap("tax", figures, {"a": "x", "b": "x", "c": "y", "d": "y"})
    assert (found.highest, found.lowest) == ("x", "y")
    assert (found.difference, found.ratio) == (F(2), F(2))
    assert found.variation == pytest.approx(1 / 3, abs=1e-12)
    assert found.between == F(1, 3)


def test_a_group_known_by_less_than_half_has_no_mean_and_is_named():
    figures = {"a": F(6), "b": None, "c": None, "d": F(2), "e": None}
    groups = {"a": "x", "b": "x", "c": "x", "d": "y", "e": None}
    found = gap("tax", figures, groups, least_share=F(1, 2))
    assert found.thin == ("x",)
    assert found.ratio is None
    assert found.ungrouped == 1
    assert found.groups[0].unknown == 2


def test_a_ratio_over_nothing_or_less_is_not_computable():
    found = gap("tax", {"a": F(6), "b": F(0)}, {"a": "x", "b": "y"})
    assert (found.ratio, found.difference) == (None, F(6))
    below = gap("tax", {"a": F(-1), "b": F(-1)}, {"a": "x", "b": "y"})
    assert (below.variation, below.between) == (None, None)


def test_a_town_is_held_against_its_surroundings():
    assert against("tax", F(3), F(2)).ratio == F(3, 2)
    assert against("tax", F(3), None).ratio is None


@given(
    st.lists(
        st.tuples(st.integers(0, 99), st.sampled_from("xyz")), min_size=2, max_size=9
    )
)
def test_the_share_between_groups_is_a_share(towns):
    figures = {str(i): F(n) for i, (n, _) in enumerate(towns)}
    found = gap("tax", figures, {str(i): g for i, (_, g) in enumerate(towns)})
    if found.between is not None:
        assert 0 <= found.between <= 1
