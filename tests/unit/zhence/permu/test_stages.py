"""Stage by stage: what a firm is worth, and what follows from it."""

from dataclasses import replace
from fractions import Fraction

import numpy as np
import pytest
from tests.unit.zhence.permu.builders import (
    ADDED,
    EMISSION,
    ENERGY,
    NAME,
    OURS,
    RD,
    TAX,
    columns,
    firm,
    item,
    scheme,
)

from zhence.errors import BadInputError
from zhence.permu import Standing, grade_plainly, run, with_groups
from zhence.permu.benchmark import Sums, partial
from zhence.permu.block import How
from zhence.permu.leaders import Entrant, leaders
from zhence.permu.plausible import impossible, odd
from zhence.permu.rank import ranks
from zhence.permu.scheme import (
    Act,
    Adjustment,
    Efficacy,
    Mean,
    Merging,
    Protection,
    Range,
    Scale,
    Sort,
    Status,
    Treatment,
    Veto,
)
from zhence.permu.score import rounded


def graded(method, *firms):
    found = grade_plainly(method, firms)
    outcome = run(method, columns(firms, method))
    scores = [Fraction(int(s), method.one) for s in outcome.scores.score]
    for told, score in zip(found, scores, strict=True):
        assert told.score in (None, score)
    return found


def points(method, *firms):
    return [next(iter((told.points or {}).values())) for told in graded(method, *firms)]


def test_the_efficacy_coefficient_gives_what_its_textbook_example_gives():
    efficacy = Efficacy(Fraction(6), Fraction(12))
    method = scheme(item(benchmark=efficacy))
    told = points(method, firm(land="1", tax="5.81"))
    assert round(float(told[0]), 2) == 58.73


def test_an_inverse_item_has_half_its_weight_at_the_benchmark_and_none_at_twice():
    method = scheme(item(ENERGY, inverse=True))
    firms = [
        firm(str(n), amounts={"energy_use": n, "value_added": "1"})
        for n in (5, 10, 20, 30)
    ]
    assert points(method, *firms) == [75, 50, 0, 0]


def test_a_suspicious_zero_of_an_emitter_costs_three_points():
    minus = Treatment(Act.POINTS, Fraction(-3))
    method = scheme(item(EMISSION, missing=minus, zero=minus))
    zero = firm("Z", amounts={"emission": "0", "value_added": "5"})
    missing = firm("M", amounts={"emission": None, "value_added": "5"})
    assert points(method, zero, missing) == [-3, -3]


def test_a_zero_of_an_inverse_item_may_count_as_it_is():
    zero = Treatment(Act.AS_IT_IS)
    method = scheme(item(ENERGY, inverse=True, zero=zero))
    told = points(method, firm(amounts={"energy_use": "0", "value_added": "5"}))
    assert told == [100]


def test_unknown_is_left_out_with_what_is_missing_and_never_zero():
    told = graded(scheme(), firm("A"), firm("B", tax=None))
    assert [t.standing for t in told] == ["RANKED", "INCOMPLETE"]
    assert told[1].missing == ("tax_per_mu",)
    assert told[1].score is None


def test_a_firm_of_unknown_scale_is_on_no_list_and_no_other_takes_it():
    roll = replace(
        scheme().rolls[0], who=replace(scheme().rolls[0].who, scale=Scale.ABOVE)
    )
    rest = replace(roll, id="rest", who=replace(roll.who, scale=None))
    told = graded(scheme(rolls=(roll, rest)), firm("A", scale=None))
    assert told[0].standing == "INCOMPLETE"


def test_a_multiple_of_the_mean_is_the_ratio_of_sums():
    method = scheme(item(benchmark=Mean(Fraction(2))))
    small, large = firm("S", land="1", tax="100"), firm("L", land="99", tax="100")
    assert (
        points(method, small, large)[1] == Fraction(100, 1) * (100 / Fraction(99)) / 4
    )


def test_one_extreme_leaves_everybody_else_near_a_fifth():
    method = scheme(item(benchmark=Range(Fraction(20), Fraction(100))))
    firms = [firm(str(t), tax=t) for t in ("10", "11", "12", "9000")]
    assert max(points(method, *firms)[:3]) < 21


def test_equal_values_have_no_range_and_are_incomplete():
    method = scheme(item(benchmark=Range(Fraction(20), Fraction(100))))
    told = graded(method, firm("A"), firm("B"))
    assert {t.standing for t in told} == {"INCOMPLETE"}


def test_twenty_per_cent_of_thirty_seven_firms_are_seven():
    firms = [firm(f"F{n}", tax=str(n)) for n in range(1, 38)]
    method = scheme()
    outcome = run(method, columns(firms, method))
    assert outcome.cuts.tolist() == [[7, 22, 35]]
    assert outcome.band_counts() == {"A": 7, "B": 15, "C": 13, "D": 2}


def test_a_veto_caps_its_firm_and_protection_does_not_help_it():
    rules = {
        "veto": Veto("C", NAME, OURS),
        "protection": (Protection(frozenset({Status.NEW}), "B", NAME, OURS),),
    }
    firms = [
        firm("A", tax="900", vetoes=("accident",), status=Status.NEW),
        *(firm(str(n), tax=str(n)) for n in (400, 300, 200)),
        firm("N", tax="1", status=Status.NEW),
    ]
    told = graded(scheme(**rules), *firms)
    assert [t.band for t in told] == ["A", "B", "B", "C", "C"]
    assert [t.final for t in told] == ["C", "B", "B", "C", "B"]


def test_a_group_is_scored_apart_and_merged_and_one_of_them_is_in_force():
    firms = [
        firm("A", group="G"),
        firm("B", tax="300", group="G"),
        firm("C", group="H"),
    ]
    method = scheme()
    merged = with_groups(firms, method)
    assert [f.code for f in merged] == ["A", "B", "C", "group:G"]
    told = {t.firm.code: t for t in graded(method, *merged)}
    assert told["group:G"].standing == told["C"].standing == "RANKED"
    assert told["A"].standing == told["B"].standing == "SHOWN"
    assert told["group:G"].score == 200
    apart = replace(method, merging=Merging.SEPARATE)
    told = {t.firm.code: t for t in graded(apart, *merged)}
    assert told["group:G"].standing == "SHOWN"
    assert told["A"].standing == "RANKED"


def test_shares_of_a_group_do_not_add_up():
    method = scheme(item(RD))
    same = [firm(c, group="G", amounts={"rd_intensity": "0.03"}) for c in "AB"]
    other = firm("C", group="G", amounts={"rd_intensity": "0.05"})
    assert with_groups(same, method)[-1].amounts["rd_intensity"] == Fraction("0.03")
    assert with_groups([*same, other], method)[-1].amounts["rd_intensity"] is None


def test_the_largest_member_says_where_a_merged_firm_is():
    small = firm("S", land="1", group="G", scale=Scale.BELOW, place="west")
    large = firm("L", land="9", group="G", scale=Scale.BELOW, place="east")
    merged = with_groups([small, large], scheme())[-1]
    assert (merged.place, merged.scale) == ("east", Scale.BELOW)
    unknown = firm("U", land=None, group="G", scale=None)
    assert with_groups([small, unknown], scheme())[-1].scale is None


def test_a_share_typed_as_a_percentage_is_caught_before_scoring():
    method = scheme(item(RD))
    wrong = firm(amounts={"rd_intensity": "5"})
    found = list(impossible(method, [wrong, firm(amounts={"rd_intensity": "0.05"})]))
    assert [f.code for f in found] == ["permu_out_of_range"]
    assert "0.05" in found[0].remedy


def test_tax_in_yuan_among_firms_in_wan_yuan_is_asked_about():
    firms = [firm(str(n), tax="300") for n in range(6)] + [firm("Y", tax="3000000")]
    assert [f.code for f in odd(scheme(), firms)] == ["power_of_ten"]
    assert list(odd(scheme(), firms[3:])) == []
    assert list(odd(scheme(item(RD)), firms)) == []


def test_an_amount_finer_than_a_grain_is_refused_by_name():
    with pytest.raises(BadInputError, match="permu_too_fine"):
        columns([firm(tax="1/3")], scheme())


def test_bonuses_stop_at_their_limit():
    rules = (
        Adjustment("a", NAME, Fraction(5), OURS),
        Adjustment("b", NAME, Fraction(4), OURS),
        Adjustment("c", NAME, Fraction(-2), OURS),
    )
    method = scheme(adjustments=rules, most_bonus=Fraction(6))
    told = graded(method, firm(adjustments=frozenset("abc")))
    assert told[0].score == 104


def test_ranks_are_right_when_the_numbers_do_not_fit_one_word():
    scores = np.array([2**61, -(2**61), 2**61, 0], np.int64)
    groups = np.array([0, 0, 1, 0], np.int32)
    told = ranks(groups, scores, last=True)
    assert told.first.tolist() == [1, 3, 1, 2]
    last = ranks(None, scores, last=True).last
    assert last is not None
    assert last.tolist() == [2, 4, 2, 3]
    assert ranks(None, scores[:0]).first.size == 0


def test_a_score_within_a_hair_of_a_half_is_rounded_as_on_paper():
    asked = []

    def exactly(row):
        asked.append(row)
        return Fraction("0.005")

    values = np.array([0.25, 0.005 - 1e-17])
    told = rounded(values, np.abs(values), 0.0, How(100), exactly)
    assert (told.tolist(), asked) == ([25, 1], [1])


def test_sums_are_exact_beyond_what_a_double_holds():
    sums = Sums(2)
    values = np.array([2**60, 2**60 + 1, -(2**59), 7], np.int64)
    sums.add(partial(values, np.array([0, 0, 1, 1], np.int32), 2))
    sums.add(partial(values[:0], None, 2))
    assert sums.totals == [2**61 + 1, 7 - 2**59]


def test_firms_are_compared_within_their_sort_only():
    method = scheme(item(benchmark=Mean()), compared=(Sort.PLACE,))
    firms = [firm("A", tax="100", place="x"), firm("B", tax="900", place="y")]
    assert points(method, *firms) == [100, 100]


def test_a_group_of_two_has_no_leader():
    towns = [Entrant(n, "silk", Fraction(v)) for n, v in (("A", 9), ("B", 8))]
    assert leaders(towns)[0].leaders == ()
    assert leaders(towns)[0].reason == "too_few"
    three = [*towns, Entrant("C", "silk", Fraction(9)), Entrant("D", "silk", None)]
    told = leaders(three)[0]
    assert (told.leaders, told.unranked) == (("A", "C"), ("D",))
    assert told.ranks == {"A": 1, "B": 3, "C": 1}


def test_who_is_first_on_unsound_data_does_not_lead():
    towns = [
        Entrant(n, "it", Fraction(v), v < 9)
        for n, v in zip("ABC", (9, 8, 7), strict=True)
    ]
    assert leaders(towns)[0].reason == "data_not_sound"


def test_negative_value_added_is_floored_at_zero():
    method = scheme(item(ADDED))
    assert points(method, firm(amounts={"value_added": "-5"})) == [0]


def test_standings_are_what_the_site_shows():
    method = scheme(item(TAX))
    outcome = run(method, columns([firm(land="0")], method))
    assert Standing(outcome.scores.standing[0]) is Standing.UNLISTED
