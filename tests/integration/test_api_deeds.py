"""Applications, tasks and decisions by programs, with the rights of pages."""

from fractions import Fraction

import pytest
from django.core.cache import cache
from django.utils import timezone
from tests.factories.access import token
from tests.factories.applications import ANSWERS, FIGURES, applying
from tests.factories.assessment import done, figures
from tests.factories.lifecycle import town
from tests.factories.reporting import desk
from tests.factories.tasks import missing_task
from tests.lib.programs import Program, said

from zhence_web.records.access.grants import Grant
from zhence_web.records.accounts.hand import Hand
from zhence_web.records.models import (
    Answer,
    Application,
    Decision,
    Membership,
    Result,
    Task,
)

pytestmark = pytest.mark.django_db

PAPER = {"number": "测政发〔2026〕1号", "title": "关于测试的决定（模拟）"}
LETTER = {
    "site": 9001,
    "policy": "NT2017",
    "list_name": "municipal",
    "answers": ANSWERS,
    "figures": {name: typed for name, typed in FIGURES.items() if typed},
    "paper": PAPER,
}


@pytest.fixture(autouse=True)
def fresh_count():
    cache.clear()


def program(by: Hand, *grants: Grant) -> Program:
    mark = "".join(grant.value[0] + grant.value[-2:] for grant in grants)
    return Program(token(by, timezone.now(), *grants, mark=mark))


def test_an_application_goes_through_all_hands_by_programs():
    at = applying()
    reporter, county, city = map(program, (at.reporter, at.county, at.city))
    sent = reporter.post("/applications/send", LETTER, Idempotency_Key="once")
    assert sent.status_code == 201, sent.content
    again = reporter.post("/applications/send", LETTER, Idempotency_Key="once")
    assert said(again)["id"] == said(sent)["id"]
    assert Application.objects.count() == 1
    path = f"/applications/{said(sent)['id']}"
    seen = county.get(path)
    assert said(seen)["may"] == ["send_back_application", "verify_application"]
    assert said(seen)["outlook"]["proposal"]["en"] == "application by a county"
    assert county.post(f"{path}/verify", {}).status_code == 428
    verified = county.post(f"{path}/verify", {}, If_Match=seen["ETag"])
    assert said(verified)["version"] == 2
    stale = county.post(f"{path}/send-back", {"reason": "x"}, If_Match=seen["ETag"])
    assert stale.status_code == 412
    taken = city.post(f"{path}/take-on", {}, If_Match=verified["ETag"])
    assert said(taken)["membership"] == Membership.objects.get().pk
    (line,) = said(city.get("/applications?state=taken_on"))["items"]
    assert line["number"] == 9001
    csv = city.get("/applications?format=csv").content.decode()
    assert "测政发〔2026〕1号" in csv


def test_what_is_wrong_with_an_application_is_told_by_its_items():
    at = applying()
    answers = ANSWERS | {"category": "tourism", "key_projects": "半打"}
    asks = program(at.reporter)
    told = asks.post("/applications/send", LETTER | {"answers": answers})
    assert told.status_code == 422
    assert {e["where"] for e in said(told)["errors"]} == {"category", "key_projects"}
    absent = asks.post("/applications/send", LETTER | {"site": 9002})
    assert absent.status_code == 404


def test_an_application_is_sent_back_with_its_reason():
    at = applying()
    sent = program(at.reporter).post("/applications/send", LETTER)
    county = program(at.county)
    path = f"/applications/{said(sent)['id']}"
    back = county.post(
        f"{path}/send-back", {"reason": "缺规划"}, If_Match=county.get(path)["ETag"]
    )
    assert said(back)["steps"][-1]["note"] == "缺规划"


def test_a_task_is_taken_and_closed_by_a_program():
    at = desk()
    task = missing_task(at)
    asks = program(at.reporter)
    (line,) = said(asks.get("/tasks?show=mine"))["items"]
    assert line["id"] == task.pk
    seen = asks.get(f"/tasks/{task.pk}")
    assert said(seen)["does"]
    taken = asks.post(f"/tasks/{task.pk}/take", {}, If_Match=seen["ETag"])
    assert said(taken)["steps"][-1]["name"]["en"] == "taken"
    closing = {"proof": "return", "proof_ref": task.ref, "note": "已经补报"}
    first = asks.post(f"/tasks/{task.pk}/close", closing, If_Match=seen["ETag"])
    assert first.status_code == 412
    shut = asks.post(f"/tasks/{task.pk}/close", closing, If_Match=taken["ETag"])
    assert said(shut)["outcome"] == "done"
    assert Task.objects.get(pk=task.pk).proof_ref == task.ref
    assert program(at.county, Grant.READ_TASKS).get("/tasks").status_code == 200
    assert asks.get("/tasks/987654").status_code == 404


def test_a_proposal_is_answered_and_the_decision_published_by_a_program():
    made = town()
    figures(made, Fraction(899, 100))
    done(made)
    result = Result.objects.get().pk
    office = program(made.city)
    answer = {
        "follows": True,
        "body": "municipal_government",
        "on": "2026-03-01",
        "paper": PAPER,
    }
    narrow = program(made.city, Grant.WRITE_ASSESSMENT)
    assert narrow.post(f"/results/{result}/decide", answer).status_code == 403
    told = office.post(f"/results/{result}/decide", answer)
    assert told.status_code == 201, told.content
    assert said(told)["what"] == "downgrade"
    assert Answer.objects.get().follows
    assert office.post(f"/results/{result}/decide", answer).status_code == 409
    number = said(told)["id"]
    public = office.post(f"/decisions/{number}/publish", {})
    assert said(public)["published_at"]
    assert office.post("/decisions/987654/publish", {}).status_code == 404
    assert office.post("/results/987654/decide", answer).status_code == 404


def test_a_decision_without_a_proposal_must_be_let_by_the_policy_s_own_step():
    made = town()
    office = program(made.city)
    path = f"/memberships/{made.membership}/decide"
    sent = {"what": "name", "body": "municipal_government", "on": "2026-03-01"}
    refused = office.post(path, sent | {"paper": PAPER})
    assert refused.status_code == 422
    assert said(refused)["errors"][0]["code"] == "no_such_step"
    exempt = sent | {"what": "exempt_year", "year": 2020, "paper": PAPER}
    assert office.post(path, exempt).status_code == 201
    assert Decision.objects.get().year == 2020
    assert office.post("/memberships/987654/decide", exempt).status_code == 404
