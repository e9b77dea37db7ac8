"""Reforms tried by programs."""

from fractions import Fraction

import pytest
from django.core.cache import cache
from django.utils import timezone
from tests.factories.access import token
from tests.factories.accounts import hand
from tests.factories.assessment import figures
from tests.factories.lifecycle import NOON, town
from tests.lib.programs import Program, said

from zhence_web.jobs.trials import try_out
from zhence_web.records.accounts.roles import Role
from zhence_web.records.drafts.actions import Reform, ask_trial, carry_out
from zhence_web.records.models import PolicyDraft, Trial

pytestmark = pytest.mark.django_db
SHARE = "NT2017-2.4e.threshold"


def test_a_program_asks_for_a_trial_watches_it_and_reads_what_would_turn():
    cache.clear()
    made = town()
    figures(made, Fraction(9), 8)
    officer = hand(Role.POLICY_OFFICER, made.tree.city, "officer")
    asks = Program(token(officer, timezone.now()))
    sent = {
        "policy": "NT2017",
        "changes": {SHARE: "95%"},
        "first_year": 2018,
        "last_year": 2018,
    }
    wrong = asks.post("/trials/ask", sent | {"changes": {"nothing": "1"}})
    assert (wrong.status_code, Trial.objects.count()) == (422, 0)
    asked = asks.post("/trials/ask", sent, Idempotency_Key="try-1")
    assert asked.status_code == 202, asked.content
    again = asks.post("/trials/ask", sent, Idempotency_Key="try-1")
    assert (said(again), Trial.objects.count()) == (said(asked), 1)
    here = f"/trials/{said(asked)['id']}"
    assert not said(asks.get(here))["over"]
    assert said(asks.get(f"{here}/result"))["flips"] == []
    assert try_out.func(said(asked)["id"])
    assert said(asks.get(here))["over"]
    told = said(asks.get(f"{here}/result"))
    assert [one["because"][0]["id"] for one in told["flips"]] == ["NT2017-2.4e"]
    assert told["sha256"]
    assert [one["id"] for one in said(asks.get("/trials"))["items"]] == [
        told["line"]["id"]
    ]
    by = hand(Role.REPORTER, made.tree.site, "reporter")
    reporter = Program(token(by, timezone.now(), mark="rep"))
    for path in (here, f"{here}/result", "/trials"):
        assert reporter.get(path).status_code == 404


def test_a_program_saves_a_trial_as_a_draft_which_somebody_else_reviews():
    cache.clear()
    made = town()
    figures(made, Fraction(9), 8)
    officer = hand(Role.POLICY_OFFICER, made.tree.city, "officer")
    office = hand(Role.CITY_OFFICE, made.tree.city, "office")
    asks = Program(token(officer, timezone.now()))
    reviews = Program(token(office, timezone.now(), mark="office"))
    trial = ask_trial(
        asked=Reform("NT2017", {SHARE: "95%"}, 2018, 2018), by=officer, at=NOON
    )
    saves, sent = f"/trials/{trial}/save", {"title": "提高占比", "reason": "试算"}
    assert said(asks.post(saves, sent))["status"] == 409
    assert carry_out(trial=trial, clock=lambda: NOON)
    assert asks.post(saves, sent | {"reason": ""}).status_code == 422
    saved = asks.post(saves, sent, Idempotency_Key="draft-1")
    assert saved.status_code == 201, saved.content
    again = asks.post(saves, sent, Idempotency_Key="draft-1")
    assert (said(again), PolicyDraft.objects.count()) == (said(saved), 1)
    here = f"/drafts/{said(saved)['id']}"
    seen = asks.get(here)
    assert said(seen)["changes"] == {SHARE: "95%"}
    assert said(seen)["sentences"]
    assert [one["title"] for one in said(asks.get("/drafts"))["items"]] == ["提高占比"]
    assert said(asks.get(f"{here}/compare/{said(saved)['id']}"))["sentences"] == []
    assert asks.get(f"{here}/compare/999").status_code == 404
    assert asks.post(f"{here}/submit", {}).status_code == 428
    old = seen["ETag"]
    handed_in = asks.post(f"{here}/submit", {}, If_Match=old)
    assert said(handed_in)["state"] == "submitted"
    assert asks.post(f"{here}/approve", {}, If_Match=old).status_code == 404
    assert reviews.post(f"{here}/approve", {}, If_Match=old).status_code == 412
    now = reviews.get(here)["ETag"]
    back = reviews.post(f"{here}/send-back", {"reason": "再算一年"}, If_Match=now)
    assert (said(back)["state"], said(back)["steps"][-1]["note"]) == (
        "draft",
        "再算一年",
    )
    asks.post(f"{here}/submit", {}, If_Match=asks.get(here)["ETag"])
    now = reviews.get(here)["ETag"]
    done = reviews.post(f"{here}/approve", {}, If_Match=now)
    assert (said(done)["state"], said(done)["may_review"]) == ("approved", False)


def test_the_parameters_of_a_policy_are_told_to_everybody():
    held = said(Program().get("/policies/NT2017/parameters?size=200"))["items"]
    share = next(one for one in held if one["id"] == SHARE)
    assert (share["choices"], len(share["values"])) == ([], 1)
    joins = next(one for one in held if one["id"] == "failure_join")
    assert {"AND", "OR"} <= set(joins["choices"])
    assert Program().get("/policies/NOPE/parameters").status_code == 404
