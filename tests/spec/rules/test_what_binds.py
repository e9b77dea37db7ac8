"""Chapter: how hard a clause binds, whom it binds, and what excuses a miss."""

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

from zhence.evidence import Verdict

PASS, FAIL = Verdict.PASS, Verdict.FAIL
EXEMPT = Verdict.PASS_EXEMPT
SHORT = fact("eligible_investment", WINDOW, "28.5")
RECORD = {
    "clause": "NT2017-2.4b",
    "period": WINDOW,
    "body": "municipal_government",
    "document": "D-49",
    "reason": "late land clearance",
    "expires": "2021-12-31",
}


def test_an_in_principle_threshold_is_excused_by_a_valid_record():
    told = accepted(SHORT, exemptions=[RECORD])
    assert told.findings["NT2017-2.4b"].verdict is EXEMPT


@pytest.mark.parametrize(
    "flaw",
    [
        {"expires": "2021-03-30"},
        {"body": "county"},
        {"document": ""},
        {"reason": " "},
        {"clause": "NT2017-2.4c"},
        {"period": "2017"},
    ],
    ids=lambda flaw: next(iter(flaw)),
)
def test_a_record_with_a_flaw_excuses_nothing(flaw: dict[str, str]):
    told = accepted(SHORT, exemptions=[RECORD | flaw])
    assert told.findings["NT2017-2.4b"].verdict is FAIL


def test_a_strict_number_is_excused_by_nothing():
    told = assessed(
        2018,
        fact("eligible_investment", SINCE, "1"),
        exemptions=[RECORD | {"clause": "NT2017-2.4d"}],
    )
    found = told.findings["NT2017-2.4d"]
    assert found.verdict is FAIL
    assert "curable_by_exemption" not in found.flags


def test_a_prohibition_is_excused_by_nothing():
    conflict = stock("control_line_conflict", "50", "m²")
    record = {
        "clause": "ZJ2023-3.4i",
        "period": "2020",
        "body": "province",
        "document": "D-1",
        "reason": "old boundary",
        "expires": "2030-12-31",
    }
    told = ask(
        "ZJ2023",
        "standing",
        conflict,
        on="2024-03-31",
        membership=town("provincial", state="NAMED", category="digital"),
        exemptions=[record],
    )
    assert told.findings["ZJ2023-3.4i"].verdict is FAIL


def test_a_number_that_the_text_does_not_give_is_shown_and_not_judged():
    told = ask(
        "ZJ2023",
        "standing",
        stock("residential_land_share", "45", "%"),
        on="2024-03-31",
        membership=town("provincial", state="NAMED", category="digital"),
    )
    found = told.findings["ZJ2023-3.4j"]
    assert found.verdict is Verdict.NOT_APPLICABLE
    assert found.value is not None
    limited = ask(
        "ZJ2023",
        "standing",
        stock("residential_land_share", "45", "%"),
        on="2024-03-31",
        membership=town("provincial", state="NAMED", category="digital"),
        params={"max_residential_land_share": "30 %"},
    )
    assert limited.findings["ZJ2023-3.4j"].verdict is FAIL
    assert "ALERT" in limited.actions


def test_a_line_for_named_towns_is_none_for_those_still_building():
    area = stock("planned_area", "6", "km²")
    on = "2024-03-31"
    named = town("provincial", state="NAMED", category="digital")
    building = town("provincial", state="CREATING", category="digital")
    for membership, verdict in (
        (named, FAIL),
        (building, Verdict.NOT_APPLICABLE),
    ):
        told = ask("ZJ2023", "standing", area, on=on, membership=membership)
        assert told.findings["ZJ2023-4.3g"].verdict is verdict


def test_a_policy_says_nothing_about_towns_of_another_list():
    told = assessed(2018, membership=town("provincial"))
    assert told.result is Verdict.NOT_APPLICABLE


def test_a_reference_says_on_every_output_that_it_binds_nobody():
    told = ask("RPT", "acceptance", membership=town("none", category="tourism"))
    assert {"benchmark", "not_binding"} <= told.flags


def test_a_draft_says_on_every_output_that_it_is_a_simulation():
    told = ask("HZ2021", "standing", membership=town("municipal"), on="2022-03-31")
    assert {"simulation", "not_binding"} <= told.flags


def test_a_tourism_town_may_be_larger_where_that_was_justified():
    large = stock("planned_area", "9", "km²")
    tourism = town("provincial", category="tourism")
    bare = ask("RPT", "standing", large, membership=tourism)
    assert bare.findings["RPT-1.1c"].verdict is FAIL
    justified = {
        "what": "area_justification",
        "by": "province",
        "on": "2019-01-01",
        "document": "J-1",
    }
    told = ask("RPT", "standing", large, membership=tourism, decisions=[justified])
    assert told.findings["RPT-1.1c"].verdict is EXEMPT
    assert told.findings["RPT-1.1b"].verdict is Verdict.NOT_APPLICABLE


def test_an_application_names_exactly_one_lead_industry():
    for industries, verdict in ((["silk"], PASS), (["silk", "brewing"], FAIL)):
        told = ask(
            "NT2017",
            "application",
            membership=town(category="historic_classics", lead_industries=industries),
        )
        assert told.findings["NT2017-2.1a"].verdict is verdict
        flagged = "exactly_one_lead_industry" in told.flags
        assert flagged is (verdict is FAIL)


def test_how_long_creation_took_warns_and_decides_nothing():
    told = accepted(on="2022-03-31", membership=town())
    slow = told.findings["NT2017-3.4a"]
    assert slow.verdict is FAIL
    assert "WARNING" in slow.actions
    assert told.result is Verdict.INSUFFICIENT_DATA
