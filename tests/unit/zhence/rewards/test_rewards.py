"""Races, stars, titles, campaigns: exact, never by alphabet, unknown stays so."""

from fractions import Fraction

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from zhence.errors import BadInputError
from zhence.evidence import Text
from zhence.rewards.campaign import Campaign, Mark, Nomination, judge_campaign
from zhence.rewards.cap import capped
from zhence.rewards.race import Part, Purse, Race, Tied, run_race
from zhence.rewards.stars import Band, Move, Stars, propose
from zhence.rewards.titles import Title, select

F = Fraction
NAME = Text("名", "name")
RACE = Race("r", NAME, tuple(Part(p, NAME, F(1)) for p in "xyz"), ("land",))
CENT = F(1, 100)
STARS = Stars("s", NAME, (Band(5, F(90)), Band(4, F(80)), Band(3, F(70))), 2)
CAMPAIGN = Campaign("c", NAME, {"new": F(1), "good": F(3)}, 2, most_of_county=1)


def even(**scores: int | None) -> dict[str, dict[str, Fraction | None]]:
    return {
        n: dict.fromkeys("xyz", None if s is None else F(s)) for n, s in scores.items()
    }


def test_a_race_is_the_weighted_mean_of_its_parts_and_a_gap_is_not_ranked():
    told = run_race(
        RACE,
        {
            "A": {"x": F(90), "y": F(60), "z": F(30)},
            "B": {"x": F(90), "y": None, "z": F(90)},
        },
        1,
    )
    assert told.scores == {"A": 60, "B": None}
    assert told.unknown == {"B": ("y",)}
    assert (told.awarded, told.pending) == (("A",), ())


def test_an_award_above_the_block_is_cut_to_the_cent():
    purse = Purse("fund", "万元", (F(500), F(300), F(200)), F("333.33"))
    told = run_race(RACE, even(A=90, B=80, C=70), 3, [purse])
    assert sum(p.amount for p in told.paid) == F("333.33")
    assert [str(float(p.amount)) for p in told.paid] == ["166.66", "100.0", "66.67"]
    assert [p.wanted for p in told.paid] == [500, 300, 200]


def test_a_tie_at_the_last_place_holds_back_its_money_and_no_more():
    purse = Purse("fund", "万元", (F(100), F(50)), F(120))
    told = run_race(RACE, even(A=90, B=80, C=80), 2, [purse])
    assert told.pending == ("B", "C")
    assert [(p.subject, p.amount) for p in told.paid] == [("A", F(80))]


def test_a_breaker_decides_a_tie_and_unknown_breakers_do_not():
    figures = even(A=90, B=80, C=80)
    figures["B"]["land"], figures["C"]["land"] = F(5), F(7)
    assert run_race(RACE, figures, 2).awarded == ("A", "C")
    figures["B"]["land"] = None
    assert run_race(RACE, figures, 2).pending == ("B", "C")


def test_tied_places_share_their_amounts_where_the_rule_says_so():
    race = Race("r", NAME, RACE.parts, tied=Tied.SHARE)
    purse = Purse("fund", "万元", (F(100), F("50.01"), F(10)))
    told = run_race(race, even(A=90, B=90, C=70), 3, [purse])
    assert [p.amount for p in told.paid] == [75, 75, 10]


@settings(max_examples=50)
@given(
    st.lists(st.integers(0, 3), min_size=1, max_size=7),
    st.lists(st.integers(0, 10**6), min_size=1, max_size=5),
    st.integers(0, 10**6),
    st.sampled_from(Tied),
)
def test_never_a_cent_above_the_block_nor_above_the_award(scores, amounts, block, tied):
    race = Race("r", NAME, RACE.parts, tied=tied)
    purse = Purse(
        "fund", "万元", tuple(F(a, 100) for a in sorted(amounts)[::-1]), F(block, 100)
    )
    figures = even(**{f"S{i}": s for i, s in enumerate(scores)})
    told = run_race(race, figures, 3, [purse])
    assert sum((p.amount for p in told.paid), F(0)) <= F(block, 100)
    for one in told.paid:
        assert 0 <= one.amount <= one.wanted + CENT
        assert (one.amount / CENT).denominator == 1
        assert one.subject in told.awarded


def test_stars_move_one_level_a_cycle_and_say_when_held_back():
    up = propose(STARS, F(95), 3)
    assert (up.stars, up.band, up.move, up.held_back) == (4, 5, Move.UP, True)
    down = propose(STARS, F(10), 4)
    assert (down.stars, down.move) == (3, Move.DOWN)
    assert propose(STARS, F(80), 4).move is Move.STAY
    free = Stars("s", NAME, STARS.bands, 2, most_steps=None)
    assert propose(free, F(95), 2).stars == 5


def test_a_score_at_the_band_is_in_it_and_an_unknown_one_costs_no_star():
    assert propose(STARS, F(90), None).stars == 5
    assert propose(STARS, F("89.999"), None).stars == 4
    unknown = propose(STARS, None, 5)
    assert (unknown.stars, unknown.move) == (5, Move.UNDECIDED)
    assert not unknown.held_back
    assert propose(STARS, None, None).stars is None


def test_a_title_goes_by_its_figures_in_order_and_is_shared_after_them():
    title = Title("t", NAME, ("green", "-housing"))
    towns: dict[str, dict[str, Fraction | None]] = {
        "A": {"green": F(40), "housing": F(20)},
        "B": {"green": F(40), "housing": F(10)},
        "C": {"green": None, "housing": F(0)},
    }
    told = select(title, towns)
    assert (told.holders, told.figure, told.unknown) == (("B",), F(40), ("C",))
    towns["A"]["housing"] = F(10)
    assert select(title, towns).shared
    alone = select(Title("t", NAME, ("green",), shared=False), towns)
    assert (alone.holders, alone.pending) == ((), ("A", "B"))
    assert select(title, {}).figure is None


def marks(nomination: str, judges: str, *points: int) -> list[Mark]:
    return [
        Mark(nomination, judge, criterion, F(p))
        for judge, p in zip(judges, points, strict=True)
        for criterion in CAMPAIGN.criteria
    ]


def test_a_judge_scores_no_nomination_of_the_own_county():
    counties = {"1": "甲", "2": "乙", "3": "丙", "4": "丁"}
    told = judge_campaign(
        CAMPAIGN, [Nomination("N", "甲")], marks("N", "1234", 100, 60, 70, 80), counties
    )
    assert told.scores["N"] == 70
    assert told.barred == (("N", "1"),)


def test_extremes_fall_away_with_five_judges_and_two_are_too_few():
    told = judge_campaign(
        CAMPAIGN,
        [Nomination("N", "甲"), Nomination("M", "乙")],
        marks("N", "12345", 0, 60, 70, 80, 100) + marks("M", "12", 100, 100),
        {},
    )
    assert told.scores == {"N": 70, "M": None}
    assert told.chosen == ("N",)
    assert told.judges == {"N": 5, "M": 2}


def test_a_sheet_with_a_criterion_missing_does_not_count():
    sheet = [Mark("N", "1", "new", F(100)), *marks("N", "234", 60, 60, 60)]
    told = judge_campaign(CAMPAIGN, [Nomination("N", "甲")], sheet, {})
    assert told.scores["N"] == 60
    assert told.barred == (("N", "1"),)


def test_a_county_has_its_places_and_a_tie_at_the_line_waits():
    four = [
        Nomination(n, c)
        for n, c in (("A", "甲"), ("B", "甲"), ("C", "乙"), ("D", "丙"))
    ]
    points = {"A": 90, "B": 80, "C": 70, "D": 70}
    given_ = [m for n, p in points.items() for m in marks(n, "123", p, p, p)]
    told = judge_campaign(CAMPAIGN, four, given_, {})
    assert (told.chosen, told.pending) == (("A",), ("C", "D"))
    wider = Campaign("c", NAME, CAMPAIGN.criteria, 3, most_of_county=1)
    assert judge_campaign(wider, four, given_, {}).chosen == ("A", "C", "D")
    level = [m for n in "AB" for m in marks(n, "123", 9, 9, 9)]
    told = judge_campaign(CAMPAIGN, four[:2], level, {})
    assert (told.chosen, told.pending) == ((), ("A", "B"))


@pytest.mark.parametrize(
    ("awards", "block", "step"),
    [({"A": F(-1)}, None, CENT), ({"A": F(1)}, F(-1), CENT), ({"A": F(1)}, None, F(0))],
)
def test_no_award_block_or_step_is_negative(awards, block, step):
    with pytest.raises(BadInputError, match="index_parameter"):
        capped(awards, block, step)
