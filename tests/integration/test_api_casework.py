"""Cases, exemptions, events, withdrawals and reviews by programs."""

import pytest
from django.core.cache import cache
from django.utils import timezone
from tests.factories.access import token
from tests.factories.lifecycle import Town, town
from tests.lib.programs import Program, said

from zhence_web.records.access.grants import Grant
from zhence_web.records.models import Case, Event, Exemption

pytestmark = pytest.mark.django_db

PAPER = {"number": "测政发〔2026〕1号", "title": "关于测试的决定（模拟）"}
CASE = {"type": "fraud", "happened_on": "2026-02-01", "facts": "与现场不符（模拟）"}
BODY = {"body": "municipal_government", "on": "2026-03-01", "paper": PAPER}


@pytest.fixture
def made() -> Town:
    cache.clear()
    return town()


@pytest.fixture
def office(made: Town) -> Program:
    return Program(token(made.city, timezone.now()))


def test_a_case_is_opened_voted_on_and_closed_by_a_program(made: Town, office: Program):
    path = f"/memberships/{made.membership}/open-case"
    opened = office.post(path, CASE, Idempotency_Key="case-1")
    assert opened.status_code == 201, opened.content
    assert said(office.post(path, CASE, Idempotency_Key="case-1")) == said(opened)
    assert Case.objects.count() == 1
    case = f"/cases/{said(opened)['id']}"
    early = office.post(f"{case}/close", {})
    assert said(early)["errors"][0]["code"] == "vote_missing"
    vote = {"body": "joint_conference", "votes_for": 2, "votes_against": 5}
    assert said(office.post(f"{case}/verify", vote))["votes"] == [2, 5]
    assert said(office.post(f"{case}/verify", vote))["code"] == 40901
    assert said(office.post(f"{case}/close", {}))["outcome"] == "dismissed"
    assert said(office.get(case))["closed_at"]
    assert said(office.get("/cases"))["total"] == 1
    decide = {"what": "disqualify", "case": said(opened)["id"], **BODY}
    refused = office.post(f"/memberships/{made.membership}/decide", decide)
    assert refused.status_code == 422


def test_an_exemption_and_an_event_are_put_on_record_by_a_program(
    made: Town, office: Program
):
    path = f"/memberships/{made.membership}"
    exempt = {
        "clause": "NT2017-2.3c",
        "starts": "2018-01-01",
        "ends": "2026-12-31",
        "body": "municipal_government",
        "paper": PAPER,
        "reason": "用地调整",
        "expires": "2026-12-31",
    }
    told = office.post(f"{path}/exempt", exempt)
    assert told.status_code == 201, told.content
    assert Exemption.objects.get().pk == said(told)["id"]
    assert said(office.get("/exemptions"))["items"][0]["reason"] == "用地调整"
    county = office.post(f"{path}/exempt", exempt | {"body": "office"})
    assert said(county)["errors"][0]["code"] == "body_below_the_list"
    event = {"type": "review_completed", "on": "2026-01-05", "source": "会议纪要"}
    assert office.post(f"{path}/record-event", event).status_code == 201
    assert Event.objects.get().source == "会议纪要"
    needs = office.post(f"{path}/record-event", event | {"type": "fraud"})
    assert said(needs)["errors"][0]["code"] == "event_needs_case"


def test_a_decision_is_withdrawn_by_a_later_one(made: Town, office: Program):
    exempt = {"what": "exempt_year", "year": 2020, **BODY}
    first = said(office.post(f"/memberships/{made.membership}/decide", exempt))
    path = f"/decisions/{first['id']}/withdraw"
    narrow = Program(token(made.city, timezone.now(), Grant.READ_ASSESSMENT, mark="n"))
    assert said(narrow.post(path, BODY))["code"] == 40301
    later = BODY | {"on": "2026-04-01"}
    told = office.post(path, later)
    assert told.status_code == 200, told.content
    assert said(told)["withdrawn_on"] == "2026-04-01"
    assert office.post(path, later).status_code in {409, 422}
    assert office.post("/decisions/987654/withdraw", later).status_code == 404
    assert office.post("/cases/987654/close", {}).status_code == 404


def test_reviews_and_jobs_can_be_asked_for(office: Program):
    assert said(office.get("/reviews"))["total"] == 0
    assert said(office.get("/jobs"))["total"] == 0
    assert office.get("/reviews/987").status_code == 404
    assert office.post("/reviews/987/close", {"outcome": "维持"}).status_code == 404
