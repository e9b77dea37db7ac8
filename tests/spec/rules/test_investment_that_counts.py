"""Chapter: which investment counts is each policy's own choice, project by project."""

from fractions import Fraction

import pytest
from tests.lib.shipped import SINCE, ask, assessed, fact, project, town

from zhence.evidence import Interval, Verdict
from zhence.rules.judge import Judgement

PASS, FAIL = Verdict.PASS, Verdict.FAIL
UNKNOWN = Verdict.INSUFFICIENT_DATA
PROGRESS, SHARE = "NT2017-2.4d", "NT2017-2.4e"


def eligible(told: Judgement) -> Interval:
    amount, _ = told.values["eligible_investment"]
    return amount


PORTFOLIO = [
    project("works", "25"),
    project("roads", "4", "infrastructure"),
    project("flats", "2", "residential"),
    project("mall", "3", "commercial_complex"),
]


def test_the_same_projects_count_differently_under_different_policies():
    nantong = assessed(2018, projects=PORTFOLIO)
    assert eligible(nantong) == Interval.point(32)
    report = ask(
        "RPT",
        "acceptance",
        membership=town("provincial", category="information_economy"),
        projects=PORTFOLIO,
    )
    assert eligible(report) == Interval.point(29)


def test_the_declared_housing_part_is_taken_out():
    mixed = project("quarter", "10", "mixed", residential="3")
    assert eligible(assessed(2018, projects=[mixed])) == Interval.point(7)


def test_a_total_less_its_housing_is_as_good_as_a_list_of_projects():
    told = assessed(
        2018,
        fact("total_investment", SINCE, "12"),
        fact("residential_investment", SINCE, "2"),
    )
    assert eligible(told) == Interval.point(10)
    unsplit = assessed(2018, fact("total_investment", SINCE, "12"))
    assert eligible(unsplit) == Interval(Fraction(0), Fraction(12))


@pytest.mark.parametrize(
    ("works", "verdict", "actions"),
    [
        ("9", PASS, frozenset()),
        ("6.5", UNKNOWN, {"DATA_REQUEST"}),
        ("5", FAIL, frozenset()),
    ],
)
def test_an_undeclared_housing_part_matters_only_where_it_could_decide(
    works: str, verdict: Verdict, actions: set[str]
):
    told = assessed(
        2018,
        fact("plan_total", "2018-03-01", "45"),
        projects=[
            project("works", works),
            project("quarter", "3", "mixed", split=False),
        ],
    )
    found = told.findings[PROGRESS]
    assert found.verdict is verdict
    assert found.actions == actions


def test_a_project_of_unknown_industry_leaves_the_share_open():
    told = assessed(
        2018,
        projects=[
            project("plant", "6", lead=True),
            project("shed", "2"),
            project("roads", "2", "infrastructure", lead=False),
        ],
    )
    found = told.findings[SHARE]
    assert found.verdict is UNKNOWN
    assert found.value == Interval(Fraction(60), Fraction(80))
    assert found.missing == ("shed.lead",)


def test_what_was_spent_before_the_listing_does_not_count():
    early = {"from": "2017-01-01", "to": "2018-02-28"}
    told = assessed(2018, projects=[project("old", "9", **early), project("new", "6")])
    assert eligible(told) == Interval.point(6)
    assert told.findings[PROGRESS].verdict is PASS


def test_what_was_spent_in_the_listing_year_counts_in_the_first_assessed_year():
    late = town(listed_on="2018-09-01", stay_first_year=2019)
    told = assessed(
        2019,
        fact("plan_total", "2018-09-01", "50"),
        fact("eligible_investment", "2018-09..2018-12", "4"),
        fact("eligible_investment", "2019", "6"),
        membership=late,
    )
    assert told.findings[PROGRESS].verdict is PASS
    assert eligible(told) == Interval.point(10)


def test_housing_inside_the_lead_industry_is_still_housing():
    told = assessed(
        2018,
        projects=[
            project("flats", "5", "residential", lead=True),
            project("plant", "7", lead=True),
            project("roads", "3", lead=False),
        ],
    )
    assert told.findings[SHARE].value == Interval.point(70)


def test_a_figure_restated_later_does_not_change_what_was_known_then():
    first = fact("eligible_investment", SINCE, "8.99", recorded_on="2019-01-15")
    restated = fact("eligible_investment", SINCE, "9", recorded_on="2019-05-01")
    plan = fact("plan_total", "2018-03-01", "45")
    told = assessed(2018, first, restated, plan)
    assert told.findings[PROGRESS].verdict is FAIL
