"""Who may do what: the whole table against ``rights.csv``, which people can read.

A line of it is a right; whatever has no line is denied. Empty states: whatever the
state. ``barred``: not on what one filled in or submitted.
"""

import csv
from itertools import product
from pathlib import Path

import pytest

from zhence_web.records.accounts.permissions import Action, Denied, Scope, Why, may
from zhence_web.records.accounts.roles import APART, Role

TABLE = Path(__file__).with_name("rights.csv")
STATES = (
    None,
    "draft",
    "submitted",
    "verified",
    "city_accepted",
    "province_accepted",
    "returned",
)


def rows() -> dict[tuple[str, str], dict[str, str]]:
    with TABLE.open(encoding="utf-8", newline="") as file:
        lines = list(csv.DictReader(file))
    table = {(line["action"], line["role"]): line for line in lines}
    assert len(table) == len(lines), "an action and a role stand in two lines"
    return table


LINES = rows()


def expected(
    action: str, role: str, scope: str, state: str | None, *, own_work: bool
) -> Why | None:
    line = LINES.get((action, role))
    if line is None:
        return Why.ROLE
    if scope not in line["scopes"].split():
        return Why.SCOPE
    states = line["states"].split()
    if states and state not in states:
        return Why.STATE
    return Why.OWN_WORK if own_work and line["own_work"] == "barred" else None


@pytest.mark.parametrize("action", Action)
def test_every_role_scope_and_state_is_answered_as_the_table_says(action: Action):
    asked = list(product(Role, Scope, STATES, (False, True)))
    wrong = {
        (role, scope, state, own): (answer, wanted)
        for role, scope, state, own in asked
        if (answer := why(may(role, scope, action, state, own_work=own)))
        != (wanted := expected(action, role.value, scope.value, state, own_work=own))
    }
    assert wrong == {}
    assert len(asked) == len(Role) * len(Scope) * len(STATES) * 2


def why(denied: Denied | None) -> Why | None:
    return denied.why if denied else None


@pytest.mark.parametrize("action", Action)
def test_somebody_not_signed_in_may_do_nothing(action: Action):
    for scope, state in product(Scope, STATES):
        assert may(None, scope, action, state) == Denied(action, Why.NOBODY)


def test_the_table_names_only_what_there_is():
    assert {action for action, _ in LINES} == {action.value for action in Action}
    assert {role for _, role in LINES} <= {role.value for role in Role}
    for line in LINES.values():
        assert set(line["scopes"].split()) <= {scope.value for scope in Scope}
        assert set(line["states"].split()) <= set(STATES)
        assert line["own_work"] in {"", "barred"}
        assert line["说明"]


def test_no_administrator_touches_what_is_reported_or_decided():
    deeds = {action for action, role in LINES if role in {r.value for r in APART}}
    assert deeds == {
        "deputise",
        "hold_tokens",
        "manage_hooks",
        "manage_orgs",
        "manage_people",
        "view_audit",
        "view_jobs",
        "view_packs",
    }


def test_each_of_what_the_three_administrators_do_is_done_by_one_of_them():
    for action in ("manage_orgs", "manage_people", "view_audit"):
        assert len({role for deed, role in LINES if deed == action}) == 1


def test_nothing_above_beside_or_elsewhere_can_be_changed():
    outward = {
        action
        for (action, _), line in LINES.items()
        if set(line["scopes"].split()) & {"above", "sibling", "elsewhere"}
    }
    assert outward == {"view_packs"}
