"""Targets told to programs as the cockpit shows them."""

import pytest
from django.core.cache import cache
from django.utils import timezone
from tests.factories.access import token
from tests.factories.accounts import hand
from tests.factories.lifecycle import membership
from tests.factories.reporting import desk, town_return
from tests.lib.programs import Program, said

from zhence_web.records.accounts.roles import Role

pytestmark = pytest.mark.django_db


def test_targets_are_judged_where_they_are_set_and_lead_to_their_evidence():
    cache.clear()
    at = desk()
    town_return(at, "province_accepted", output_total="12.5")
    membership(at.tree.site, 1, policy="ZJ2023", list_name="provincial", state="NAMED")
    leader = hand(Role.LEADER, at.tree.province, "leader")
    asks = Program(token(leader, timezone.now()))
    whole = said(asks.get("/targets"))["items"]
    assert {one["policy"] for one in whole} == {"ZJ2023"}
    assert any(one["asked"] for one in whole)
    below = said(asks.get(f"/targets?place={at.tree.county}"))["items"]
    assert {(one["asked"], one["verdict"]) for one in below} == {(False, "")}
    figure = whole[0]["figure"]["id"]
    assert said(asks.get(f"/evidence/{figure}"))["figure"]["id"] == figure
    county = hand(Role.LEADER, at.tree.county, "county-leader")
    near = Program(token(county, timezone.now(), mark="near"))
    assert near.get("/targets").status_code == 200
    for hidden in (at.tree.city, 10**9):
        assert near.get(f"/targets?place={hidden}").status_code == 404
