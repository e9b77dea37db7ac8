"""Figures in running text, and the question that case files ask of a reader."""

from fractions import Fraction

import pytest
from tests.unit.zhence.intake.corpus import catalogue

from zhence.evidence import Interval
from zhence.facts import Observation
from zhence.facts.catalogue import Catalogue
from zhence.intake.prose import Qualifier, Quality, judge_intake, read_claim
from zhence.periods import parse_period
from zhence.units import Dimension

YI = 10**10


@pytest.mark.parametrize(
    ("text", "quantity", "qualifier"),
    [
        ("累计投资30亿元", "30 亿元", "exact"),
        ("管理资本逾1750亿元", "1750 亿元", "more_than"),
        ("旅游人数突破300万人次", "300 万人次", "more_than"),
        ("规划面积约3.5平方公里", "3.5 km²", "about"),
        ("规划面积3.5平方公里左右", "3.5 km²", "about"),
        ("入驻企业90余家", "90 家", "at_least"),
        ("投资３万多亿元", "3 万亿元", "at_least"),
        ("投资30亿元以上", "30 亿元", "at_least"),
        ("不少于30亿元", "30 亿元", "at_least"),
        ("不超过5亿元", "5 亿元", "at_most"),
        ("占地3平方公里以内", "3 km²", "at_most"),
        ("不足5亿元", "5 亿元", "less_than"),
        ("50 亿 元", "50 亿元", "exact"),
        ("资本1，234亿元", "1234 亿元", "exact"),
        ("2024年5月投资30亿元", "30 亿元", "exact"),
        ("在小镇，105亿元已投", "105 亿元", "exact"),
    ],
)
def test_a_figure_is_read_with_its_unit_and_qualifier(text, quantity, qualifier):
    claim = read_claim(text)
    assert (str(claim.quantity), claim.qualifier.value) == (quantity, qualifier)
    assert (claim.quality, claim.in_totals, claim.text) == (Quality.OK, True, text)


@pytest.mark.parametrize(
    "text",
    [
        "管理资本逾2024亿元",
        "管理资本逾２０２４亿元",
        "管理资本2,024亿元",
        "管理资本2024亿",
    ],
)
def test_a_number_that_equals_the_masked_year_is_no_figure(text):
    claim = read_claim(text, masked_year=2024)
    assert (claim.quantity, claim.quality, claim.in_totals) == (
        None,
        Quality.CORRUPTED,
        False,
    )


@pytest.mark.parametrize(
    ("text", "masked"), [("2024年底管理资本1750亿元", 2024), ("管理资本2024亿元", None)]
)
def test_a_year_and_an_unmasked_number_are_what_they_are(text, masked):
    assert read_claim(text, masked_year=masked).quality is Quality.OK


@pytest.mark.parametrize(
    "text", ["无", "", "30亿", "三十亿元", "2024年", f"{'9' * 500}亿元"]
)
def test_a_text_without_a_figure_is_unreadable(text):
    assert read_claim(text, masked_year=None).quality is Quality.UNREADABLE


def test_several_figures_are_told_apart_by_what_they_measure():
    text = "3.28平方公里，总投资105亿元"
    assert read_claim(text).quality is Quality.AMBIGUOUS
    assert str(read_claim(text, dimension=Dimension.AREA).quantity) == "3.28 km²"
    assert read_claim(text, dimension=Dimension.COAL).quality is Quality.UNREADABLE


def test_words_of_qualifiers_are_those_of_the_compiled_facts():
    assert {q.value for q in Qualifier} >= {
        "exact",
        "about",
        "more_than",
        "at_least",
        "at_most",
    }


# -------------------------------------------------------- the question of a case


def fact(indicator, period, value, known: Catalogue) -> Observation:
    measure = known[indicator].unit
    amount = Interval.point(Fraction(value) * (measure.factor if measure else 1))
    return Observation("", indicator, parse_period(period), amount)


def test_a_corrupted_claim_has_no_value_and_stays_out_of_totals():
    answer = judge_intake(
        catalogue(), text="税收逾2024亿元", indicator="tax_revenue", masked_year=2024
    )
    assert (answer["value"], answer["quality"], answer["in_totals"]) == (
        None,
        "CORRUPTED",
        False,
    )


def test_a_claim_is_answered_in_the_unit_of_its_indicator():
    answer = judge_intake(catalogue(), text="税收逾5000万元", indicator="tax_revenue")
    assert (answer["value"], answer["quality"], answer["qualifier"]) == (
        Fraction(1, 2),
        "OK",
        "more_than",
    )
    assert answer["accepted"] is True


def test_a_claim_about_an_unknown_indicator_keeps_its_own_unit():
    assert judge_intake(catalogue(), text="约90家", indicator="other")["value"] == 90
    assert judge_intake(catalogue(), text="约90家")["value"] == 90


def test_facts_that_contradict_each_other_are_asked_about_and_accepted():
    known = catalogue()
    facts = [fact("tax_revenue", f"2018Q{n}", 1, known) for n in range(1, 5)]
    facts.append(fact("tax_revenue", "2018", 5, known))
    answer = judge_intake(known, facts=facts)
    assert answer == {
        "accepted": True,
        "faults": [
            {
                "code": "quarters_do_not_sum",
                "severity": "warning",
                "relative": Fraction(1, 5),
            }
        ],
    }
    assert judge_intake(known, facts=facts, tolerance=Fraction(1, 4))["faults"] == []


def test_impossible_facts_are_refused():
    known = catalogue()
    facts = [
        fact("lead_share", "2018", 120, known),
        fact("firms", "2018", -3, known),
        fact("growth", "2018", -3, known),
        Observation("", "tax_revenue", parse_period("2018"), None),
        Observation("", "other", parse_period("2018"), Interval.point(1)),
    ]
    answer = judge_intake(known, facts=facts)
    assert answer["accepted"] is False
    severe = {"severity": "error"}
    assert answer["faults"] == [
        {"code": "above_maximum"} | severe,
        {"code": "negative"} | severe,
    ]
