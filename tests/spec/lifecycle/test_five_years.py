"""Chapter: after five years a town is evaluated, extended, named or ended.

Time alone proposes; a decision of the province moves.
"""

from datetime import date

import pytest
from tests.spec.lifecycle.standing import ZJ, decided, event, standing

LISTED: dict = {"listed_on": date(2018, 9, 13)}
EXTENDED: dict = {**LISTED, "extension_end": date(2025, 6, 30), "extensions": 1}
PASSED = event("acceptance_passed", "2023-09-01", verified=True, by="province")


def rated(value: str):
    return decided("risk_rating", "2023-09-25", "province", value=value)


def proposed(outcome) -> str | None:
    return outcome.proposal.target if outcome.proposal else None


@pytest.mark.parametrize(
    ("on", "target"),
    [
        ("2023-09-12", None),
        ("2023-09-13", "EVALUATION_DUE"),
        ("2030-01-01", "EVALUATION_DUE"),
    ],
)
def test_the_clock_strikes_on_the_anniversary(on: str, target: str | None):
    outcome = standing(ZJ, "CREATING", on, **LISTED)

    assert proposed(outcome) == target
    assert outcome.state == "CREATING"


def test_naming_on_the_anniversary_stops_the_clock():
    named = decided("name", "2023-09-13", "province")
    outcome = standing(ZJ, "CREATING", "2023-09-13", PASSED, named, **LISTED)

    assert (outcome.state, proposed(outcome)) == ("NAMED", None)


@pytest.mark.parametrize(
    ("risk", "target"),
    [
        ("high", "TERMINATED"),
        ("medium", "PENDING_DECISION"),
        ("low", "PENDING_DECISION"),
    ],
)
def test_the_rated_risk_decides_what_is_proposed(risk: str, target: str):
    outcome = standing(ZJ, "EVALUATION_DUE", "2023-10-01", rated(risk), **LISTED)

    assert proposed(outcome) == target
    assert outcome.state == "EVALUATION_DUE"


def test_without_a_rating_the_province_is_reminded():
    outcome = standing(ZJ, "EVALUATION_DUE", "2023-10-01", **LISTED)

    assert (proposed(outcome), set(outcome.actions)) == (None, {"ALERT"})


@pytest.mark.parametrize(
    ("risk", "end", "state", "refused"),
    [
        ("low", date(2025, 6, 30), "EXTENDED", ()),
        ("medium", date(2025, 6, 30), "EXTENDED", ()),
        ("high", date(2025, 6, 30), "EVALUATION_DUE", ()),
        ("low", None, "EVALUATION_DUE", ("end_date_required",)),
    ],
)
def test_an_extension_needs_a_bearable_risk_and_an_end(risk, end, state, refused):
    granted = decided("extend", "2023-10-01", "province", end=end)
    outcome = standing(
        ZJ, "EVALUATION_DUE", "2023-10-01", rated(risk), granted, **LISTED
    )

    assert (outcome.state, outcome.refused) == (state, refused)


@pytest.mark.parametrize(
    ("on", "target"),
    [("2025-06-30", None), ("2025-07-01", "TERMINATED")],
)
def test_an_extension_ends_the_day_after_its_last(on: str, target: str | None):
    assert proposed(standing(ZJ, "EXTENDED", on, **EXTENDED)) == target


@pytest.mark.parametrize(
    ("filed", "held"), [("2025-06-30", ("Z7",)), ("2025-07-01", ())]
)
def test_an_acceptance_filed_in_time_holds_the_end(filed: str, held):
    outcome = standing(
        ZJ, "EXTENDED", "2025-07-15", event("acceptance_filed", filed), **EXTENDED
    )

    assert outcome.held == held
    assert (proposed(outcome) is None) is bool(held)


@pytest.mark.parametrize(("passed", "state"), [(True, "NAMED"), (False, "EXTENDED")])
def test_the_hold_lasts_until_the_acceptance_is_decided(passed, state: str):
    records: list = [
        event("acceptance_filed", "2025-06-10"),
        event("acceptance_passed", "2025-08-10", passed=passed, by="province"),
        decided("name", "2025-08-20", "province"),
    ]
    outcome = standing(ZJ, "EXTENDED", "2025-08-20", *records, **EXTENDED)

    assert (outcome.state, outcome.held) == (state, ())
    assert proposed(outcome) == (None if passed else "TERMINATED")


@pytest.mark.parametrize("years", [1, 5, 20])
def test_a_pending_decision_never_ends_by_lapse_of_time(years: int):
    on = f"{2023 + years}-12-31"
    outcome = standing(ZJ, "PENDING_DECISION", on, rated("medium"), **LISTED)

    assert (proposed(outcome), set(outcome.actions)) == (None, {"ALERT"})
