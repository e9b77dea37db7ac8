"""Reforms tried by programs."""

from fractions import Fraction

import pytest
from django.core.cache import cache
from django.utils import timezone
from tests.factories.access import token
from tests.factories.accounts import hand
from tests.factories.assessment import figures
from tests.factories.lifecycle import town
from tests.lib.programs import Program, said

from zhence_web.jobs.trials import try_out
from zhence_web.records.accounts.roles import Role
from zhence_web.records.models import Trial

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
