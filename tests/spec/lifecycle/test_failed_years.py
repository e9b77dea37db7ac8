"""Chapter: failed years downgrade and remove, and unknown years never do.

P stands for a year that passed, F for one whose progress failed, ? for one
that could not be decided, x for one that a decision exempted.
"""

from datetime import date

import pytest
from tests.spec.lifecycle.standing import NT, event, standing, years

LISTED = {"listed_on": date(2018, 3, 1), "stay_first_year": 2018}
DOWNGRADED = {
    "listed_on": date(2018, 3, 1),
    "stay_first_year": 2019,
    "was_creation": True,
}


@pytest.mark.parametrize(
    ("told", "target", "effective", "actions"),
    [
        ("P", None, None, set()),
        ("F", "CULTIVATION", date(2019, 1, 1), set()),
        ("?", None, None, set()),
        ("PF", None, None, {"WARNING"}),
        ("PFF", "EXITED", date(2021, 1, 1), set()),
        ("PFPF", None, None, {"WARNING"}),
        ("PF?", None, None, {"ESCALATE"}),
        ("PFxF", None, None, {"WARNING"}),
    ],
)
def test_a_creation_town_after_these_years(told, target, effective, actions):
    on = f"{2018 + len(told)}-03-31"
    outcome = standing(NT, "CREATION", on, told=years(told), **LISTED)

    proposed = outcome.proposal
    assert (proposed.target if proposed else None) == target
    assert (proposed.effective if proposed else None) == effective
    assert outcome.actions == actions
    assert outcome.state == "CREATION"


@pytest.mark.parametrize(
    ("told", "target", "actions"),
    [
        ("FF", "EXITED", set()),
        ("FP", None, set()),
        ("F?", None, {"ESCALATE"}),
        ("FPF", None, set()),
        ("F?F", None, {"ESCALATE"}),
        ("FxF", None, set()),
        ("?F", None, {"ESCALATE"}),
    ],
)
def test_a_downgraded_town_after_these_years(told, target, actions):
    on = f"{2018 + len(told)}-03-31"
    outcome = standing(NT, "CULTIVATION", on, told=years(told), **DOWNGRADED)

    proposed = outcome.proposal
    assert (proposed.target if proposed else None) == target
    assert outcome.actions == actions


def test_a_town_that_was_never_on_the_creation_list_is_looked_at_by_a_person():
    outcome = standing(
        NT,
        "CULTIVATION",
        "2020-03-31",
        told=years("FF"),
        listed_on=date(2018, 3, 1),
        stay_first_year=2018,
        was_creation=False,
    )

    assert outcome.proposal is None
    assert outcome.actions == {"REVIEW"}


@pytest.mark.parametrize("state", ["NAMED", "EXITED", "DISQUALIFIED"])
def test_failed_years_follow_nobody_out_of_the_lists(state: str):
    outcome = standing(NT, state, "2020-03-31", told=years("FF"), **LISTED)

    assert outcome.proposal is None


def test_verified_fraud_comes_before_everything_else():
    fraud = event("fraud", "2019-02-01", verified=True, by="joint_conference")
    outcome = standing(NT, "CREATION", "2019-03-31", fraud, told=years("F"), **LISTED)

    assert outcome.proposal is not None
    assert outcome.proposal.target == "DISQUALIFIED"


def test_alleged_fraud_holds_the_way_to_the_name_and_nothing_else():
    fraud = event("fraud", "2019-02-01", verified=False)
    outcome = standing(NT, "CREATION", "2019-03-31", fraud, told=years("F"), **LISTED)

    assert outcome.held == ("N8",)
    assert outcome.proposal is not None
    assert outcome.proposal.target == "CULTIVATION"


@pytest.mark.parametrize(
    ("told", "on", "priority"),
    [
        ("P", "2019-03-31", True),
        ("P", "2019-12-31", True),
        ("P", "2020-01-01", False),
        ("PP", "2020-03-31", False),
        ("F", "2019-03-31", False),
        ("?", "2019-03-31", False),
    ],
)
def test_priority_lasts_one_year_and_does_not_renew(told, on, priority):
    outcome = standing(
        NT,
        "CULTIVATION",
        on,
        told=years(told),
        listed_on=date(2018, 3, 1),
        stay_first_year=2018,
        was_creation=False,
    )

    assert ("PRIORITY" in outcome.flags) is priority
    assert outcome.proposal is None
