"""What each role may do, where, and in which state: one table, one pure question."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum

from zhence_web.records.accounts.roles import Role


class Scope(StrEnum):
    """Where a thing belongs, seen from the organisation that somebody acts for."""

    OWN = "own"
    BELOW = "below"
    ABOVE = "above"
    SIBLING = "sibling"
    ELSEWHERE = "elsewhere"


class Action(StrEnum):
    """Everything that needs a right."""

    VIEW_RETURN = "view_return"
    OPEN_RETURN = "open_return"
    FILL_RETURN = "fill_return"
    SUBMIT_RETURN = "submit_return"
    VERIFY_RETURN = "verify_return"
    ACCEPT_AS_CITY = "accept_as_city"
    ACCEPT_AS_PROVINCE = "accept_as_province"
    SEND_BACK = "send_back"
    EXTEND_RETURN = "extend_return"
    VIEW_REGISTRY = "view_registry"
    EDIT_REGISTRY = "edit_registry"
    KEEP_LISTS = "keep_lists"
    VIEW_APPLICATION = "view_application"
    APPLY = "apply"
    VERIFY_APPLICATION = "verify_application"
    TAKE_ON_APPLICATION = "take_on_application"
    SEND_BACK_APPLICATION = "send_back_application"
    VIEW_ASSESSMENT = "view_assessment"
    RUN_ASSESSMENT = "run_assessment"
    CLOSE_REVIEW = "close_review"
    DECIDE = "decide"
    PUBLISH_DECISION = "publish_decision"
    RECORD_EVENT = "record_event"
    EXEMPT = "exempt"
    HANDLE_CASE = "handle_case"
    VIEW_TASK = "view_task"
    DO_TASK = "do_task"
    VIEW_PACKS = "view_packs"
    VIEW_COCKPIT = "view_cockpit"
    TRY_REFORM = "try_reform"
    WRITE_EDITION = "write_edition"
    REVIEW_DRAFT = "review_draft"
    VIEW_RANKING = "view_ranking"
    RUN_RANKING = "run_ranking"
    PUBLISH_RANKING = "publish_ranking"
    SEAT_FIRM = "seat_firm"
    VIEW_OWN_GRADE = "view_own_grade"
    OBJECT = "object"
    ANSWER_OBJECTION = "answer_objection"
    MANAGE_ORGS = "manage_orgs"
    MANAGE_PEOPLE = "manage_people"
    DEPUTISE = "deputise"
    HOLD_TOKENS = "hold_tokens"
    VIEW_JOBS = "view_jobs"
    MANAGE_HOOKS = "manage_hooks"
    VIEW_AUDIT = "view_audit"


class Why(StrEnum):
    """Why somebody may not."""

    NOBODY = "nobody"
    ROLE = "role"
    SCOPE = "scope"
    STATE = "state"
    OWN_WORK = "own_work"


@dataclass(frozen=True, slots=True)
class Right:
    """A role may act within some scopes; *states* ``None``: whatever the state."""

    role: Role
    scopes: frozenset[Scope]
    states: frozenset[str] | None = None


@dataclass(frozen=True, slots=True)
class Denied:
    """The answer "no", and why."""

    action: Action
    why: Why


_HERE = frozenset({Scope.OWN})
_UNDER = frozenset({Scope.BELOW})
_BOTH = frozenset({Scope.OWN, Scope.BELOW})
_ANYWHERE = frozenset(Scope)

_OFFICES = (Role.CITY_OFFICE, Role.PROVINCIAL_OFFICE)
_VERIFYING = (Role.COUNTY_VERIFIER, *_OFFICES)


def _each(
    roles: tuple[Role, ...], scopes: frozenset[Scope], *states: str
) -> tuple[Right, ...]:
    held = frozenset(states) if states else None
    return tuple(Right(role, scopes, held) for role in roles)


RIGHTS: Mapping[Action, tuple[Right, ...]] = {
    Action.VIEW_RETURN: (
        *_each((Role.REPORTER,), _HERE),
        *_each(_VERIFYING, _UNDER),
        *_each((Role.LEADER,), _BOTH),
    ),
    Action.OPEN_RETURN: _each(_OFFICES, _UNDER),
    Action.FILL_RETURN: _each((Role.REPORTER,), _HERE, "draft", "returned"),
    Action.SUBMIT_RETURN: _each((Role.REPORTER,), _HERE, "draft", "returned"),
    Action.VERIFY_RETURN: _each((Role.COUNTY_VERIFIER,), _UNDER, "submitted"),
    Action.ACCEPT_AS_CITY: _each((Role.CITY_OFFICE,), _UNDER, "verified"),
    Action.ACCEPT_AS_PROVINCE: _each(
        (Role.PROVINCIAL_OFFICE,), _UNDER, "city_accepted"
    ),
    Action.SEND_BACK: (
        *_each((Role.COUNTY_VERIFIER,), _UNDER, "submitted"),
        *_each((Role.CITY_OFFICE,), _UNDER, "verified", "city_accepted"),
        *_each((Role.PROVINCIAL_OFFICE,), _UNDER, "city_accepted", "province_accepted"),
    ),
    Action.EXTEND_RETURN: _each(
        (Role.COUNTY_VERIFIER, Role.CITY_OFFICE), _UNDER, "draft"
    ),
    Action.VIEW_REGISTRY: (
        *_each((Role.REPORTER,), _HERE),
        *_each(_VERIFYING, _UNDER),
        *_each((Role.LEADER, Role.INVESTMENT_OFFICER), _BOTH),
    ),
    Action.EDIT_REGISTRY: (
        *_each((Role.REPORTER,), _HERE),
        *_each(_VERIFYING, _UNDER),
    ),
    Action.KEEP_LISTS: _each(_OFFICES, _BOTH),
    Action.VIEW_APPLICATION: (
        *_each((Role.REPORTER,), _HERE),
        *_each(_VERIFYING, _UNDER),
        *_each((Role.LEADER,), _BOTH),
    ),
    Action.APPLY: (
        *_each((Role.REPORTER,), _HERE),
        *_each((Role.COUNTY_VERIFIER,), _UNDER),
    ),
    Action.VERIFY_APPLICATION: _each((Role.COUNTY_VERIFIER,), _UNDER, "submitted"),
    Action.TAKE_ON_APPLICATION: _each(_OFFICES, _UNDER, "verified"),
    Action.SEND_BACK_APPLICATION: (
        *_each((Role.COUNTY_VERIFIER,), _UNDER, "submitted"),
        *_each(_OFFICES, _UNDER, "verified"),
    ),
    Action.VIEW_ASSESSMENT: (
        *_each((Role.REPORTER,), _HERE),
        *_each((*_VERIFYING, Role.EXPERT), _UNDER),
        *_each((Role.LEADER,), _BOTH),
    ),
    Action.RUN_ASSESSMENT: _each(_OFFICES, _BOTH),
    Action.CLOSE_REVIEW: _each(_OFFICES, _UNDER),
    Action.DECIDE: _each(_OFFICES, _UNDER),
    Action.PUBLISH_DECISION: _each(_OFFICES, _UNDER),
    Action.RECORD_EVENT: _each(_VERIFYING, _UNDER),
    Action.EXEMPT: _each(_OFFICES, _UNDER),
    Action.HANDLE_CASE: _each(_OFFICES, _UNDER),
    Action.VIEW_TASK: (
        *_each((Role.REPORTER,), _HERE),
        *_each((*_VERIFYING, Role.LEADER), _BOTH),
    ),
    Action.DO_TASK: _each((Role.REPORTER, *_VERIFYING), _HERE),
    Action.VIEW_PACKS: _each(
        (Role.POLICY_OFFICER, Role.OPERATOR, *_OFFICES), _ANYWHERE
    ),
    Action.VIEW_COCKPIT: _each((*_VERIFYING, Role.LEADER), _BOTH),
    Action.TRY_REFORM: _each((Role.POLICY_OFFICER, *_OFFICES), _BOTH),
    Action.WRITE_EDITION: _each((Role.POLICY_OFFICER,), _BOTH),
    Action.REVIEW_DRAFT: _each(_OFFICES, _BOTH, "submitted"),
    Action.VIEW_RANKING: _each((*_OFFICES, Role.LEADER), _BOTH),
    Action.RUN_RANKING: _each(_OFFICES, _BOTH),
    Action.PUBLISH_RANKING: _each(_OFFICES, _BOTH),
    Action.SEAT_FIRM: _each(_OFFICES, _BOTH),
    Action.VIEW_OWN_GRADE: _each((Role.ENTERPRISE,), _HERE),
    Action.OBJECT: _each((Role.ENTERPRISE,), _HERE),
    Action.ANSWER_OBJECTION: _each(_OFFICES, _BOTH),
    Action.MANAGE_ORGS: _each((Role.OPERATOR,), _BOTH),
    Action.MANAGE_PEOPLE: _each((Role.SECURITY_OFFICER,), _BOTH),
    Action.DEPUTISE: _each(tuple(Role), _HERE),
    Action.HOLD_TOKENS: _each(tuple(Role), _HERE),
    Action.VIEW_JOBS: _each((Role.OPERATOR, *_OFFICES), _BOTH),
    Action.MANAGE_HOOKS: _each((Role.OPERATOR,), _BOTH),
    Action.VIEW_AUDIT: _each((Role.AUDITOR,), _BOTH),
}

_ONES_OWN_WORK = frozenset(
    {
        Action.VERIFY_RETURN,
        Action.ACCEPT_AS_CITY,
        Action.ACCEPT_AS_PROVINCE,
        Action.REVIEW_DRAFT,
        Action.VERIFY_APPLICATION,
        Action.TAKE_ON_APPLICATION,
    }
)
"""Whoever filled or submitted it may not do these, in no role and for nobody."""


def may(
    role: Role | None,
    scope: Scope,
    action: Action,
    state: str | None = None,
    *,
    own_work: bool = False,
) -> Denied | None:
    """Return ``None`` where *role* may do *action*, or why not.

    *role* ``None`` is somebody not signed in. *state* ``None`` is a thing without
    states. *own_work*: the same person had a hand in what is to be approved, be it
    as somebody's deputy.
    """
    if role is None:
        return Denied(action, Why.NOBODY)
    held = [right for right in RIGHTS[action] if right.role is role]
    if not held:
        return Denied(action, Why.ROLE)
    near = [right for right in held if scope in right.scopes]
    if not near:
        return Denied(action, Why.SCOPE)
    if not any(right.states is None or state in right.states for right in near):
        return Denied(action, Why.STATE)
    if own_work and action in _ONES_OWN_WORK:
        return Denied(action, Why.OWN_WORK)
    return None
