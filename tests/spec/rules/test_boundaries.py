"""Chapter: figures are compared unrounded, and a boundary goes as the text reads."""

from fractions import Fraction

import pytest
from tests.lib.shipped import (
    SINCE,
    WINDOW,
    accepted,
    ask,
    assessed,
    fact,
    stock,
    town,
)

from zhence.evidence import Flip, Interval, Verdict

PASS, FAIL = Verdict.PASS, Verdict.FAIL
APPROX = Verdict.APPROX
UNKNOWN = Verdict.INSUFFICIENT_DATA


@pytest.mark.parametrize(
    ("value", "verdict"),
    [("29.99999999", FAIL), ("30", PASS), ("30.00000001", PASS)],
)
def test_one_yuan_short_is_short(value: str, verdict: Verdict):
    told = accepted(fact("eligible_investment", WINDOW, value))
    assert told.findings["NT2017-2.4b"].verdict is verdict


@pytest.mark.parametrize(
    ("category", "least"),
    [
        ("high_end_manufacturing", "30"),
        ("other", "30"),
        ("historic_classics", "20"),
        ("new_it", "20"),
        ("innovation_startup", "20"),
        ("sports_health", "20"),
    ],
)
def test_each_category_has_its_own_threshold(category: str, least: str):
    short = str(Fraction(least) - Fraction("0.01"))
    for value, verdict in ((least, PASS), (short, FAIL)):
        told = accepted(
            fact("eligible_investment", WINDOW, value),
            membership=town(category=category),
        )
        (found,) = (
            told.findings[i]
            for i in ("NT2017-2.4b", "NT2017-2.4c")
            if told.findings[i].verdict is not Verdict.NOT_APPLICABLE
        )
        assert found.verdict is verdict


def test_the_unit_in_which_a_figure_is_told_does_not_matter():
    for value, unit in (("300000", "万元"), ("3000000000", "元"), ("30", "亿元")):
        told = accepted(fact("eligible_investment", WINDOW, value, unit))
        found = told.findings["NT2017-2.4b"]
        assert (found.verdict, found.value) == (PASS, Interval.point(30))


@pytest.mark.parametrize(
    ("lead", "verdict"), [("6.99999999", FAIL), ("7", PASS), ("10", PASS)]
)
def test_a_share_is_computed_from_its_amounts(lead: str, verdict: Verdict):
    told = assessed(
        2018,
        fact("eligible_investment", SINCE, "10"),
        fact("lead_investment", SINCE, lead),
    )
    assert told.findings["NT2017-2.4e"].verdict is verdict


@pytest.mark.parametrize(
    ("printed", "verdict"),
    [("69.9", FAIL), ("70.0", UNKNOWN), ("70.1", PASS), ("71", PASS), ("69", FAIL)],
)
def test_a_printed_share_at_its_threshold_is_undecidable(
    printed: str, verdict: Verdict
):
    told = assessed(2018, fact("lead_share", "2018-12-31", printed, "%", reported=True))
    found = told.findings["NT2017-2.4e"]
    assert found.verdict is verdict
    assert "ratio_reported" in found.flags


def test_an_exact_share_at_its_threshold_passes():
    told = assessed(2018, fact("lead_share", "2018-12-31", "0.70", "1"))
    assert told.findings["NT2017-2.4e"].verdict is PASS


@pytest.mark.parametrize(
    ("social", "verdict"), [("10", FAIL), ("10.00000001", PASS), ("9", FAIL)]
)
def test_mainly_is_more_than_half(social: str, verdict: Verdict):
    told = ask(
        "NT2017",
        "standing",
        fact("social_investment", SINCE, social),
        fact("total_investment", SINCE, "20"),
    )
    assert told.findings["NT2017-2.5a"].verdict is verdict
    assert ("WARNING" in told.actions) is (verdict is FAIL)


@pytest.mark.parametrize(
    ("area", "verdict"),
    [("3.0", PASS), ("3.5", APPROX), ("3.6", APPROX), ("3.61", FAIL)],
)
def test_about_three_square_kilometres_reaches_a_fifth_further(
    area: str, verdict: Verdict
):
    told = accepted(stock("planned_area", area, "km²"))
    assert told.findings["NT2017-2.2c"].verdict is verdict


def test_an_approximate_area_is_named_where_everything_else_passes():
    told = ask(
        "NT2017",
        "standing",
        stock("planned_area", "3.5", "km²"),
        stock("construction_area", "1", "km²"),
        fact("social_investment", SINCE, "11"),
        fact("total_investment", SINCE, "20"),
    )
    assert (told.result, told.shown_result) == (PASS, APPROX)


@pytest.mark.parametrize(
    ("area", "unit", "verdict"),
    [
        ("7500", "亩", PASS),
        ("7500.001", "亩", FAIL),
        ("5", "km²", PASS),
        ("500", "公顷", PASS),
    ],
)
def test_five_square_kilometres_are_seven_thousand_five_hundred_mu(
    area: str, unit: str, verdict: Verdict
):
    named = town("provincial", state="NAMED", category="digital")
    told = ask(
        "ZJ2023",
        "standing",
        {"indicator": "planned_area", "period": "2023", "value": area, "unit": unit},
        on="2024-03-31",
        membership=named,
    )
    assert told.findings["ZJ2023-4.3g"].verdict is verdict


@pytest.mark.parametrize(
    ("plan", "spent", "verdict"),
    [
        ("45", "8.99", FAIL),
        ("45", "9", PASS),
        ("10", "5.99", FAIL),
        ("10", "6", PASS),
    ],
)
def test_the_first_year_owes_a_fifth_of_the_larger_of_plan_and_threshold(
    plan: str, spent: str, verdict: Verdict
):
    told = assessed(
        2018,
        fact("plan_total", "2018-03-01", plan),
        fact("eligible_investment", SINCE, spent),
    )
    assert told.findings["NT2017-2.4d"].verdict is verdict
    assert ("plan_below_threshold" in told.flags) is (plan == "10")


def test_a_missing_plan_leaves_the_threshold_to_stand_alone_and_says_so():
    told = assessed(2018, fact("eligible_investment", SINCE, "6"))
    assert told.findings["NT2017-2.4d"].verdict is PASS
    assert "plan_total_missing" in told.flags


def test_later_years_owe_what_was_approved_for_them():
    spent = (
        fact("eligible_investment", SINCE, "9"),
        fact("eligible_investment", "2019", "6"),
    )
    plan = fact("plan_cumulative", "2019", "15")
    told = assessed(2019, *spent, plan)
    assert told.findings["NT2017-3.3d"].verdict is PASS
    assert told.findings["NT2017-2.4d"].verdict is Verdict.NOT_APPLICABLE
    unplanned = assessed(2019, *spent).findings["NT2017-3.3d"]
    assert (unplanned.verdict, unplanned.missing) == (UNKNOWN, ("plan_cumulative",))


def test_a_shortfall_says_how_much_is_missing_and_what_would_do():
    told = accepted(fact("eligible_investment", WINDOW, "28.5"))
    found = told.findings["NT2017-2.4b"]
    assert found.gap == Interval.point(Fraction("-1.5"))
    assert found.flips == (Flip("eligible_investment", Fraction(30), "亿元"),)
    assert found.flags == {"curable_by_exemption"}


def test_another_threshold_is_another_verdict():
    spent = fact("eligible_investment", WINDOW, "28.5")
    told = accepted(spent, params={"NT2017-2.4b.threshold": "28"})
    assert told.findings["NT2017-2.4b"].verdict is PASS
