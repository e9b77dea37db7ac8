"""Chapter: a missing figure is unknown. It is never zero, and it never decides."""

from fractions import Fraction

import pytest
from tests.lib.shipped import SINCE, accepted, ask, assessed, fact, stock, town

from zhence.evidence import Interval, Verdict

PASS, FAIL = Verdict.PASS, Verdict.FAIL
UNKNOWN = Verdict.INSUFFICIENT_DATA
PROGRESS, SHARE = "NT2017-2.4d", "NT2017-2.4e"


def test_a_town_that_reported_nothing_neither_fails_nor_passes_its_year():
    told = assessed(2018)
    assert told.result is UNKNOWN
    assert told.findings[PROGRESS].verdict is UNKNOWN
    assert told.actions == frozenset()


def test_what_is_missing_is_named():
    told = assessed(2018)
    assert told.findings[PROGRESS].missing == ("eligible_investment",)
    assert set(told.findings[SHARE].missing) == {
        "lead_investment",
        "eligible_investment",
    }


def test_a_reported_zero_is_a_failure():
    told = assessed(2018, fact("eligible_investment", SINCE, "0"))
    assert told.findings[PROGRESS].verdict is FAIL
    assert told.result is FAIL


def test_zero_investment_leaves_the_share_not_computable_and_the_year_failed():
    told = assessed(
        2018,
        fact("eligible_investment", SINCE, "0"),
        fact("lead_investment", SINCE, "0"),
    )
    assert told.findings[SHARE].verdict is Verdict.NOT_COMPUTABLE
    assert told.result is FAIL


def test_three_quarters_may_already_be_enough():
    told = assessed(2018, fact("eligible_investment", "2018-03..2018-09", "6"))
    assert told.findings[PROGRESS].verdict is PASS


def test_three_quarters_are_never_too_little():
    told = assessed(2018, fact("eligible_investment", "2018-03..2018-09", "1"))
    found = told.findings[PROGRESS]
    assert (found.verdict, found.missing) == (UNKNOWN, ("eligible_investment",))
    assert found.value == Interval(Fraction(1), None)


def test_not_applicable_is_neither_missing_nor_zero():
    told = accepted(stock("planned_area", "n/a"))
    found = told.findings["NT2017-2.2c"]
    assert found.verdict is Verdict.NOT_APPLICABLE
    assert found.missing == ()


def test_one_unknown_criterion_keeps_an_acceptance_open():
    told = accepted(stock("wifi_coverage", "100", "%"))
    assert told.findings["NT2017-2.3b.wifi"].verdict is PASS
    assert told.findings["NT2017-2.3b.digital"].verdict is UNKNOWN
    assert told.result is UNKNOWN


def test_a_known_failure_closes_an_acceptance_whatever_else_is_unknown():
    told = accepted(stock("wifi_coverage", "99", "%"))
    assert told.result is FAIL


def test_an_impossible_figure_decides_nothing():
    told = accepted(stock("wifi_coverage", "101", "%"))
    assert told.findings["NT2017-2.3b.wifi"].verdict is Verdict.DATA_ERROR
    assert told.result is UNKNOWN


def test_records_are_closed_what_is_not_on_record_had_not_happened():
    none = assessed(2018)
    assert none.findings["NT2017-3.3c"].verdict is PASS
    decision = {
        "what": "finding",
        "by": "county",
        "on": "2019-02-01",
        "document": "F-1",
    }
    told = assessed(2018, decisions=[decision])
    assert told.findings["NT2017-3.3c"].verdict is FAIL


def test_what_was_decided_after_the_day_asked_about_had_not_happened():
    later = {"what": "finding", "by": "county", "on": "2019-04-01", "document": "F-1"}
    told = assessed(2018, decisions=[later])
    assert told.findings["NT2017-3.3c"].verdict is PASS


@pytest.mark.parametrize(
    ("rating", "verdict"), [("2A", UNKNOWN), ("3A", PASS), ("5A", PASS)]
)
def test_a_rating_proves_its_standard_and_a_lower_one_proves_nothing(
    rating: str, verdict: Verdict
):
    told = accepted(stock("scenic_grade", rating))
    assert told.findings["NT2017-2.3d"].verdict is verdict


def test_a_checklist_item_nobody_spoke_of_is_neither_done_nor_missing():
    told = accepted(checklists={"parlour_functions": {"startup": True}})
    state = told.checklists["parlour_functions"]
    assert (state.done, state.gaps) == (1, ())
    assert state.unknown == ("commerce", "culture", "meeting_space")
    assert told.findings["NT2017-2.3a"].verdict is UNKNOWN


def test_a_town_without_a_category_is_judged_by_every_category_it_may_have():
    unnamed = town(category=None)
    limits = {"19.99": FAIL, "25": UNKNOWN, "30": PASS}
    for value, verdict in limits.items():
        told = accepted(
            fact("eligible_investment", "2018-03..2020-12", value), membership=unnamed
        )
        for id_ in ("NT2017-2.4b", "NT2017-2.4c"):
            assert told.findings[id_].verdict is verdict
            assert told.findings[id_].missing == (
                ("category",) if verdict is UNKNOWN else ()
            )


def test_a_ruling_settles_what_the_industry_leaves_open():
    robots = town(category=None, lead_industries=["finance"])
    enough_for_light = fact("eligible_investment", "2018-03..2020-12", "25")
    open_ = accepted(enough_for_light, membership=robots)
    assert open_.categories == {"innovation_startup", "other"}
    assert open_.result is UNKNOWN
    ruling = {
        "what": "category_ruling",
        "by": "office",
        "on": "2018-04-01",
        "document": "R-1",
        "value": "innovation_startup",
    }
    told = accepted(enough_for_light, membership=robots, decisions=[ruling])
    assert told.findings["NT2017-2.4c"].verdict is PASS
    assert told.findings["NT2017-2.4b"].verdict is Verdict.NOT_APPLICABLE


def test_a_share_of_output_with_an_unknown_part_is_undecided():
    told = ask(
        "ZJ2023",
        "standing",
        fact("output_total", "2023", "10"),
        on="2024-03-31",
        membership=town("provincial", state="NAMED", category="digital"),
    )
    found = told.findings["ZJ2023-1k"]
    assert (found.verdict, found.missing) == (UNKNOWN, ("characteristic_output",))
