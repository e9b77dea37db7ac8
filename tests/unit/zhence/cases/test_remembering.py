"""What is on record on a day; a restated figure is looked at and undoes nothing."""

from datetime import date

import pytest
from tests.packs.shelf import shipped

from zhence.cases.remembering import answer_record
from zhence.errors import BadInputError
from zhence.evidence import Verdict
from zhence.intake.batches import Receipt, receive
from zhence.restatement import priority_of

NT = shipped()["NT2017"]
ON = date(2019, 6, 30)
MEMBER = {
    "list": "municipal",
    "state": "CULTIVATION",
    "category": "high_end_manufacturing",
    "listed_on": "2018-03-01",
    "stay_first_year": 2019,
    "was_creation": True,
}
PLAN = {
    "indicator": "plan_total",
    "period": "2018-03-01",
    "value": "45",
    "unit": "亿元",
}
FAILED = {"about": "2018", "result": "FAIL", "on": "2019-04-20", "document": "D"}


def invested(value: str) -> dict[str, object]:
    return {
        "indicator": "eligible_investment",
        "period": "2018-03..2018-12",
        "value": value,
        "unit": "亿元",
    }


def restated(first: str, then: str, on: date = ON, **decided: object):
    asked = {
        "membership": MEMBER,
        "decided": FAILED | {"to": "CULTIVATION"} | decided,
        "facts": [PLAN, invested(first)],
        "restated": [invested(then)],
    }
    return answer_record(NT, asked, on)


def test_a_figure_that_would_lift_a_sanction_is_looked_at_first():
    told = restated("8.7", "9")
    assert told["verdict"] == "PASS"
    assert (told["actions"], told["priority"]) == (["REVIEW"], "high")
    assert (told["state"], told["proposal"]) == ("CULTIVATION", None)


def test_a_figure_that_changes_no_verdict_asks_for_no_review():
    told = restated("8.7", "8.99")
    assert (told["verdict"], told["actions"]) == ("FAIL", [])
    assert "priority" not in told


def test_a_figure_that_would_have_brought_a_sanction_is_reviewed_in_its_turn():
    member = MEMBER | {"state": "CREATION", "stay_first_year": 2018}
    asked = {
        "membership": member,
        "decided": FAILED | {"result": "PASS"},
        "facts": [PLAN, invested("9")],
        "restated": [invested("8.7")],
    }
    told = answer_record(NT, asked, ON)
    assert (told["verdict"], told["priority"]) == ("FAIL", "normal")
    assert (told["state"], told["actions"]) == ("CREATION", ["REVIEW"])


def test_before_the_day_of_the_decision_there_is_nothing_to_review():
    told = restated("8.7", "9", on=date(2019, 4, 19))
    assert (told["verdict"], told["actions"]) == ("PASS", [])


def test_what_facts_cannot_have_been_decided_on_is_judged_as_a_whole():
    told = restated("9", "9.5")
    # With 9 nothing failed in any earlier state: the whole year is judged, and a
    # share that nobody reported leaves it open.
    assert told["verdict"] == "INSUFFICIENT_DATA"


def test_a_decision_about_no_year_is_refused_with_what_to_write():
    with pytest.raises(BadInputError) as refused:
        restated("8.7", "9", about="acceptance")
    assert refused.value.faults[0].code == "decided_about"


def test_a_list_is_that_of_its_day_and_a_member_leaves_on_the_day_it_is_removed():
    events = [
        {"type": "removed", "on": "2022-03-31", "subject": "A"},
        {"type": "listed", "on": "2021-05-01", "subject": "A"},
        {"type": "listed_creation", "on": "2021-09-01", "subject": "B"},
        {"type": "listed", "on": "2023-01-01", "subject": "A"},
        {"type": "review_completed", "on": "2021-09-01", "subject": "C"},
        {"type": "listed", "on": "2021-09-01"},
    ]

    def on(day: str) -> object:
        return answer_record(NT, {"events": events}, date.fromisoformat(day))["list"]

    assert on("2021-04-30") == []
    assert on("2022-03-30") == ["A", "B"]
    assert on("2022-03-31") == ["B"]
    assert on("2023-01-01") == ["B", "A"]
    assert answer_record(NT, {"events": events}, None)["list"] == ["B", "A"]


def test_a_batch_that_is_sent_again_is_stored_once():
    batch = {"id": "b-1", "records": ["1", "2", "2"], "sent": 2}
    told = answer_record(NT, {"batch": batch}, ON)
    assert told["stored"] == 2
    assert told["receipts"] == ["ACCEPTED", "ALREADY_RECEIVED"]


def test_a_batch_that_brings_more_the_second_time_adds_only_that():
    first = receive({}, "b", ["1"])
    second = receive(first.held, "b", ["1", "2"])
    assert second.receipt is Receipt.ACCEPTED
    assert second.held == {"b": {"1", "2"}}
    assert receive({}, "empty", []).receipt is Receipt.ACCEPTED


@pytest.mark.parametrize(
    ("decided", "now", "soon"),
    [
        (Verdict.PASS, Verdict.APPROX, None),
        (Verdict.FAIL, Verdict.INSUFFICIENT_DATA, "high"),
        (Verdict.INSUFFICIENT_DATA, Verdict.DATA_ERROR, None),
        (Verdict.PASS, Verdict.NOT_APPLICABLE, "normal"),
    ],
)
def test_only_another_kind_of_verdict_is_a_flip(decided, now, soon):
    assert priority_of(decided, now) == soon
