"""Races, composite scores and per-mu figures as cases ask them."""

from fractions import Fraction

import pytest
from tests.packs.shelf import shipped

from zhence.cases.rankings import answer_index, answer_rank
from zhence.errors import BadInputError
from zhence.rewards.cap import capped


def rank(**given):
    return answer_rank(shipped()["HZP2022"], given, None)


def index(**given):
    return answer_index(shipped()["ZJ2023"], given, None)


def fact(indicator, value, unit):
    return {"indicator": indicator, "period": "2022", "value": value, "unit": unit}


def test_a_tie_across_the_line_waits_for_a_person():
    told = rank(scores={"A": "90", "B": "85", "C": "85", "D": "80"}, first=2)
    assert told["ranks"] == {"A": 1, "B": 2, "C": 2, "D": 4}
    assert (told["awarded"], told["pending"]) == (["A"], ["B", "C"])


def test_a_declared_tie_break_decides_and_a_title_may_be_shared():
    scores = {"A": "90", "B": "85", "C": "85"}
    told = rank(scores=scores, first=2, tie_break={"B": "1", "C": "2"})
    assert (told["awarded"], told["pending"]) == (["A", "C"], [])
    told = rank(scores=scores, first=2, sharing=True)
    assert (told["awarded"], told["shared"]) == (["A", "B", "C"], True)


def test_awards_above_the_block_are_cut_to_it_to_the_cent():
    told = rank(awards={"A": "100", "B": "100", "C": "100"}, block="100")
    assert told["total"] == 100
    assert told["awards"] == {
        "A": Fraction("33.34"),
        "B": Fraction("33.33"),
        "C": Fraction("33.33"),
    }


def test_awards_by_rank_are_given_to_who_has_it():
    told = rank(scores={"A": "7", "B": "9"}, awards={"1": "50", "2": "30"})
    assert told["awards"] == {"B": 50, "A": 30}


def test_a_block_that_is_large_enough_changes_nothing():
    shares = {"A": Fraction(5)}
    assert capped(shares, Fraction(5), Fraction(1)) == shares
    assert capped(shares, None, Fraction(1)) == shares
    with pytest.raises(BadInputError):
        capped({"A": Fraction(-5)}, None, Fraction(1))


def test_too_few_dimensions_give_no_index():
    told = index(dimensions={"industry": ["55"], "innovation": ["80"], "form": []})
    assert (told["index"], told["available"], told["published"]) == (None, 2, False)


def test_an_indicator_is_scored_between_its_goalposts():
    posts = {"low": "0", "high": "40"}
    told = index(
        indicators=[
            {"name": "a", "value": "30", "weight": "60", **posts},
            {"name": "b", "weight": "40", **posts},
            {"name": "c", "weight": "0"},
            {"name": "d", "weight": "0", "score": "9"},
        ]
    )
    assert told["scores"] == {"a": 75, "b": None, "c": None, "d": 9}
    assert (told["dimension"], told["available_weight"]) == (75, Fraction(3, 5))


def test_tax_per_mu_is_tax_over_land_in_use():
    told = index(
        facts=[fact("tax_revenue", "3", "亿元"), fact("land_in_use", "1", "km²")]
    )
    assert told["values"] == {"tax_per_mu": 20}
    assert told["units"]["tax_per_mu"] == "万元/亩"


def test_no_land_is_not_computable_and_unknown_land_is_unknown():
    told = index(
        facts=[fact("tax_revenue", "3", "亿元"), fact("land_in_use", "0", "亩")]
    )
    assert told["verdicts"]["tax_per_mu"] == "NOT_COMPUTABLE"
    told = index(facts=[fact("tax_revenue", "3", "亿元")])
    assert told["verdicts"]["tax_per_mu"] == "INSUFFICIENT_DATA"
    assert told["values"] == {}


def test_shares_come_as_fractions_and_other_quotients_in_their_unit():
    told = index(
        facts=[
            fact("rd_expense", "5", "万元"),
            fact("operating_revenue", "100", "万元"),
            fact("energy_use", "3", "吨标煤"),
            fact("output_total", "6", "万元"),
        ]
    )
    assert told["values"]["rd_intensity"] == Fraction(1, 20)
    assert told["values"]["energy_per_output"] == Fraction(1, 2)


def test_a_word_is_no_number():
    with pytest.raises(BadInputError, match="case_number"):
        rank(scores={"A": "many"})
