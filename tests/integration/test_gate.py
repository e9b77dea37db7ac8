"""Scope and right are asked in one place, of the tree as it stands on a day."""

from datetime import date

import pytest
from tests.factories.accounts import LONG_AGO, TODAY, Tree, hand, tree

from zhence_web.records.accounts.gate import NotAllowedError, allowed, check
from zhence_web.records.accounts.permissions import Action, Scope, Why
from zhence_web.records.accounts.roles import Role
from zhence_web.records.accounts.tree import chain_of, parents_on, scope_of, subtree

pytestmark = pytest.mark.django_db


@pytest.fixture
def orgs() -> Tree:
    return tree()


def test_each_place_of_the_tree_is_seen_as_what_it_is(orgs: Tree):
    seen = {
        "county": Scope.OWN,
        "site": Scope.BELOW,
        "city": Scope.ABOVE,
        "province": Scope.ABOVE,
        "other_county": Scope.SIBLING,
        "far_site": Scope.ELSEWHERE,
        "other_city": Scope.ELSEWHERE,
        "other_city_county": Scope.ELSEWHERE,
    }
    for name, scope in seen.items():
        assert scope_of(orgs.county, getattr(orgs, name), TODAY) is scope, name


def test_two_roots_are_no_siblings(orgs: Tree):
    before = date(2000, 1, 1)
    assert before < LONG_AGO
    assert scope_of(orgs.city, orgs.other_city, before) is Scope.ELSEWHERE


def test_a_subtree_is_an_organisation_and_all_below_it(orgs: Tree):
    assert subtree(orgs.county, TODAY) == {orgs.county, orgs.site, orgs.other_site}
    assert subtree(orgs.site, TODAY) == {orgs.site}
    assert len(subtree(orgs.province, TODAY)) == 10
    assert orgs.province not in parents_on(TODAY)


def test_a_circle_in_the_rows_ends_a_chain_instead_of_turning_for_ever():
    assert chain_of(1, {1: 2, 2: 3, 3: 1}) == (1, 2, 3)


def test_the_gate_lets_through_whoever_may_and_says_why_to_whoever_may_not(
    orgs: Tree,
):
    verifier = hand(Role.COUNTY_VERIFIER, orgs.county)
    deed = Action.VERIFY_RETURN
    assert check(verifier, deed, orgs.site, TODAY, "submitted") is verifier
    denied = {
        Why.STATE: allowed(verifier, deed, orgs.site, TODAY, "draft"),
        Why.SCOPE: allowed(verifier, deed, orgs.far_site, TODAY, "submitted"),
        Why.ROLE: allowed(verifier, Action.DECIDE, orgs.site, TODAY),
        Why.NOBODY: allowed(None, deed, orgs.site, TODAY, "submitted"),
        Why.OWN_WORK: allowed(
            verifier, deed, orgs.site, TODAY, "submitted", own_work=True
        ),
    }
    assert {w: d.why for w, d in denied.items() if d} == {w: w for w in Why}
    with pytest.raises(NotAllowedError, match="verify_return: scope"):
        check(verifier, deed, orgs.far_site, TODAY, "submitted")
    with pytest.raises(NotAllowedError, match="verify_return: nobody"):
        check(None, deed, orgs.site, TODAY, "submitted")
