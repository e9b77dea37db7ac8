"""One town, one date, one pack: judged, and what follows from this very verdict."""

from dataclasses import replace
from datetime import date

import pytest
from pydantic import TypeAdapter
from tests.packs.shelf import shipped

from zhence.cases.forms import SubjectGiven
from zhence.cases.given import subject_facts
from zhence.dossier import (
    Dossier,
    Past,
    assessed_year,
    dossier_json,
    label_of,
    next_step,
    open_dossier,
)
from zhence.evidence import Verdict
from zhence.facts import Facts
from zhence.lifecycle.history import AssessedYear
from zhence.packs import Pack
from zhence.rules.judge import judge
from zhence.rules.question import Question
from zhence.rules.rulebook import Occasion, Status

NT = shipped()["NT2017"]
MEMBER = {
    "list": "municipal",
    "state": "CREATION",
    "category": "high_end_manufacturing",
    "listed_on": "2018-03-01",
    "stay_first_year": 2018,
}
ANNUAL = Question(Occasion.ANNUAL, date(2019, 3, 31), 2018)


def fact(indicator: str, value: str, period: str = "2018-03..2018-12", **more):
    return {
        "indicator": indicator,
        "period": period,
        "value": value,
        "unit": "亿元",
        **more,
    }


def facts(*held: dict[str, object], pack: Pack = NT, **parts: object) -> Facts:
    given = TypeAdapter(SubjectGiven).validate_python(
        {"subject": "甲镇", "membership": MEMBER, "facts": list(held), **parts}
    )
    return subject_facts(given, pack.rulebook.catalogue, "town.yaml")


SHORT = facts(
    fact("plan_total", "45", "2018-03-01"),
    fact("eligible_investment", "8.99"),
    fact("lead_investment", "7"),
)


def test_the_proposal_rests_on_the_year_that_was_judged():
    told = open_dossier(NT, SHORT, ANNUAL)

    assert told.judgement.result is Verdict.FAIL
    assert told.outcome.proposal is not None
    assert told.outcome.proposal.transition == "N4"
    assert told.outcome.state == "CREATION"
    assert (told.subject, told.policy, told.pack_hash) == ("甲镇", "NT2017", NT.hash)


def test_a_year_already_on_record_is_kept():
    passed = AssessedYear(2018, {"result": Verdict.PASS, "progress": Verdict.PASS})

    told = open_dossier(NT, SHORT, ANNUAL, Past(years=(passed,)))

    assert told.judgement.result is Verdict.FAIL
    assert told.outcome.proposal is None


def test_earlier_years_stand_beside_the_judged_one():
    failed = AssessedYear(2018, {"result": Verdict.FAIL, "progress": Verdict.FAIL})
    late = facts(
        fact("plan_cumulative", "20", "2019"),
        fact("eligible_investment", "10", "2018-03..2019-12"),
    )

    question = Question(Occasion.ANNUAL, date(2020, 3, 31), 2019)
    told = open_dossier(NT, late, question, Past(years=(failed,)))

    assert told.outcome.proposal is not None
    assert told.outcome.proposal.transition == "N5"


def test_a_standing_question_adds_no_year():
    told = open_dossier(NT, SHORT, Question(Occasion.STANDING, date(2019, 3, 31)))

    assert told.outcome.guards["N4"] is Verdict.FAIL


def test_an_annual_question_without_a_year_adds_none():
    told = open_dossier(NT, SHORT, Question(Occasion.ANNUAL, date(2019, 3, 31)))

    assert told.outcome.proposal is None


def test_acceptance_hands_its_verdicts_to_the_life_cycle():
    reviewed = facts(membership={**MEMBER, "state": "ACCEPTANCE_REVIEW"})
    question = Question(Occasion.ACCEPTANCE, date(2021, 3, 31))

    told = open_dossier(NT, reviewed, question)

    assert told.outcome.guards["N9"] is Verdict.INSUFFICIENT_DATA


def test_acceptance_verdicts_on_record_come_first():
    reviewed = facts(membership={**MEMBER, "state": "ACCEPTANCE_REVIEW"})
    question = Question(Occasion.ACCEPTANCE, date(2021, 3, 31))
    on_record = Past(criteria={"NT2017-2.4b": Verdict.PASS})

    told = open_dossier(NT, reviewed, question, on_record)

    assert told.outcome.proposal is not None
    assert told.outcome.proposal.target == "ACCEPTED"


def test_advice_does_not_stand_in_the_way_of_acceptance():
    """The duration only warns; it is no criterion of the joined result."""
    reviewed = facts(
        fact("eligible_investment", "30", "2018-03..2020-12"),
        fact("lead_investment", "21", "2018-03..2020-12"),
        {"indicator": "scenic_standard", "period": "2020-12-31", "value": "3A"},
        fact("planned_area", "3", "2020-12-31", unit="km²"),
        fact("construction_area", "1", "2020-12-31", unit="km²"),
        fact("wifi_coverage", "100", "2020-12-31", unit="%"),
        fact("digital_management_coverage", "100", "2020-12-31", unit="%"),
        membership={**MEMBER, "state": "ACCEPTANCE_REVIEW"},
        checklists={
            "parlour_functions": dict.fromkeys(
                ("startup", "commerce", "culture", "meeting_space"), True
            )
        },
    )
    late = Question(Occasion.ACCEPTANCE, date(2021, 6, 30))

    told = open_dossier(NT, reviewed, late)

    assert told.judgement.findings["NT2017-3.4a"].verdict is Verdict.FAIL
    assert told.judgement.result is Verdict.PASS
    assert told.outcome.guards["N9"] is Verdict.PASS
    assert told.outcome.proposal is not None
    assert "WARNING" in told.actions


def test_figures_recorded_later_are_not_known_before():
    restated = facts(
        fact("plan_total", "45", "2018-03-01"),
        fact("eligible_investment", "8.7"),
        fact("eligible_investment", "9.0", recorded_on="2019-06-01"),
        fact("lead_investment", "8"),
    )
    later = replace(ANNUAL, on=date(2019, 6, 30))

    assert open_dossier(NT, restated, ANNUAL).judgement.result is Verdict.FAIL
    assert open_dossier(NT, restated, later).judgement.result is Verdict.PASS
    asked = replace(later, known_on=date(2019, 3, 31))
    assert open_dossier(NT, restated, asked).judgement.result is Verdict.FAIL


def test_a_policy_without_a_life_cycle_moves_nothing():
    rpt = shipped()["RPT"]
    none = facts(membership={"list": "none", "state": "NONE"}, pack=rpt)

    outcome = next_step(rpt, none, Question(Occasion.STANDING, date(2018, 3, 31)))

    assert (outcome.state, outcome.proposal) == ("NONE", None)


def test_a_year_is_kept_by_its_parts():
    told = assessed_year(NT, 2018, judge(NT.rulebook, SHORT, ANNUAL))

    assert told.year == 2018
    assert told.parts == {
        "progress": Verdict.FAIL,
        "share": Verdict.PASS,
        "finding": Verdict.PASS,
        "result": Verdict.FAIL,
    }


@pytest.mark.parametrize("status", list(Status))
def test_every_status_has_an_honest_label(status: Status):
    assert label_of(status).zh
    assert label_of(status).en


def test_only_a_policy_in_force_is_official():
    assert [s for s in Status if label_of(s).en == "official"] == [Status.IN_FORCE]


# ------------------------------------------------------------------------- as JSON


def dossier() -> Dossier:
    return open_dossier(NT, SHORT, ANNUAL)


def test_the_dossier_in_the_form_of_the_contracts():
    told = dossier_json(dossier())

    assert set(told) >= {
        "subject",
        "policy",
        "edition",
        "on",
        "label",
        "criteria",
        "result",
        "proposal",
        "state",
        "flags",
    }
    assert told["proposal"] == {
        "transition": "N4",
        "from": "CREATION",
        "to": "CULTIVATION",
        "effective": "2019-01-01",
        "actor": "municipal_government",
        "clauses": ["NT2017-3.3c"],
    }
    assert (told["label"], told["result"], told["year"]) == ("official", "FAIL", 2018)


def test_a_criterion_in_the_form_of_the_contracts():
    criteria = dossier_json(dossier())["criteria"]
    assert isinstance(criteria, list)
    told = next(c for c in criteria if c["id"] == "NT2017-2.4d")

    assert (told["verdict"], told["operator"], told["unit"]) == ("FAIL", ">=", "亿元")
    assert told["value"] == ["8.99", "8.99"]
    assert told["threshold"] == ["9", "9"]
    assert told["gap"] == ["-0.01", "-0.01"]
    assert told["flips"][0]["to"] == "9"
    assert told["trace"]["zh"][0] == "未达到"
    assert told["trace"]["sources"][0]["file"] == "town.yaml"


def test_a_criterion_without_an_amount_has_none():
    criteria = dossier_json(dossier())["criteria"]
    assert isinstance(criteria, list)
    told = next(c for c in criteria if c["id"] == "NT2017-3.3c")

    assert (told["value"], told["threshold"], told["gap"]) == (None, None, None)


def test_without_a_proposal_there_is_null():
    standing = Question(Occasion.STANDING, date(2019, 3, 31))

    assert dossier_json(open_dossier(NT, SHORT, standing))["proposal"] is None


def test_a_proposal_that_waits_for_its_decision_has_no_day():
    fraud = {
        "type": "fraud",
        "on": "2019-01-01",
        "verified": True,
        "by": "joint_conference",
    }
    told = dossier_json(open_dossier(NT, facts(events=[fraud]), ANNUAL))
    proposal = told["proposal"]

    assert isinstance(proposal, dict)
    assert (proposal["to"], proposal["effective"]) == ("DISQUALIFIED", None)


def test_flags_and_actions_are_those_of_both():
    told = open_dossier(
        NT,
        facts(fact("plan_total", "20", "2018-03-01")),
        replace(ANNUAL, on=date(2019, 4, 1)),
    )

    assert "plan_below_threshold" in told.flags
    assert "WARNING" in told.actions
