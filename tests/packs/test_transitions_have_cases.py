"""Every transition of a life cycle has a case in which it happens."""

from dataclasses import replace
from datetime import date

import pytest
from pydantic import TypeAdapter
from tests.packs.shelf import shipped, worked_cases
from tests.packs.test_parameters_flip_cases import changes

from zhence.cases.forms import SubjectGiven
from zhence.cases.given import subject_facts, subject_past
from zhence.cases.run import Case, _with_parameters
from zhence.dossier import next_step
from zhence.lifecycle.step import Outcome
from zhence.packs import Pack
from zhence.packs.names import condition_parameters
from zhence.rules.question import Question


def outcome(case: Case, changed: Pack | None = None) -> Outcome:
    """What the step of *case* comes to, under its pack or a changed one."""
    asked = _with_parameters(shipped()[case.file.policy], case.file.params)
    pack = changed or asked
    given = TypeAdapter(SubjectGiven).validate_python(case.file.given)
    facts = subject_facts(given, pack.rulebook.catalogue, "")
    on = date.fromisoformat(case.file.on or "9999-12-31")
    question = Question(pack.assess_occasion, on)
    return next_step(pack, facts, question, subject_past(given))


def happened(policy: str) -> set[str]:
    """The transitions that were carried out, proposed or raised as a flag."""
    found: set[str] = set()
    cycle = shipped()[policy].lifecycle
    raising = {t.raises: t.id for t in cycle.transitions if t.raises} if cycle else {}
    for case in worked_cases():
        if case.file.kind != "step" or case.file.policy != policy:
            continue
        told = outcome(case)
        found |= {move.transition for move in told.moves}
        found |= {raising[flag] for flag in told.flags if flag in raising}
        if told.proposal is not None:
            found.add(told.proposal.transition)
    return found


@pytest.mark.parametrize("policy", ["NT2017", "ZJ2023"])
def test_every_transition_happens_in_a_case(policy: str):
    cycle = shipped()[policy].lifecycle
    assert cycle is not None

    assert {t.id for t in cycle.transitions} - happened(policy) == set()


@pytest.mark.parametrize("policy", ["NT2017", "ZJ2023"])
def test_every_hold_and_reminder_is_seen_in_a_case(policy: str):
    cycle = shipped()[policy].lifecycle
    assert cycle is not None
    cases = [
        outcome(c)
        for c in worked_cases()
        if c.file.kind == "step" and c.file.policy == policy
    ]
    held = {name for told in cases for name in told.held}
    raised = {action for told in cases for action in told.actions}

    assert {r.action for r in cycle.reminders} <= raised
    assert all(held & set(hold.transitions) for hold in cycle.holds)


@pytest.mark.parametrize("policy", ["NT2017", "ZJ2023"])
def test_every_guard_has_a_case_in_which_it_does_not_hold(policy: str):
    cycle = shipped()[policy].lifecycle
    assert cycle is not None
    failed = {
        name
        for c in worked_cases()
        if c.file.kind == "step" and c.file.policy == policy
        for name, verdict in outcome(c).guards.items()
        if verdict.value == "FAIL"
    }
    guarded = {t.id for t in cycle.transitions if t.when is not None}

    assert guarded - failed == set()


def guarded() -> list[tuple[str, str]]:
    return [
        (policy, transition.id)
        for policy in ("NT2017", "ZJ2023")
        if (cycle := shipped()[policy].lifecycle) is not None
        for transition in cycle.transitions
    ]


@pytest.mark.parametrize(("policy", "transition"), guarded())
def test_every_parameter_of_a_guard_is_felt_by_a_case(policy: str, transition: str):
    cycle = shipped()[policy].lifecycle
    assert cycle is not None
    guard = next(t.when for t in cycle.transitions if t.id == transition)
    names = {name for kind, name in condition_parameters(guard) if kind == "parameter"}
    unfelt = sorted(n for n in names if not felt(policy, transition, n))

    assert unfelt == [], f"no case of {transition} notices a change of {unfelt}"


def felt(policy: str, transition: str, name: str) -> bool:
    for case in worked_cases():
        if case.file.kind != "step" or case.file.policy != policy:
            continue
        pack = _with_parameters(shipped()[policy], case.file.params)
        before = outcome(case, pack).guards.get(transition)
        for changed in changes(pack.rulebook.parameters[name]):
            parameters = {**pack.rulebook.parameters, name: changed}
            book = replace(pack.rulebook, parameters=parameters)
            told = outcome(case, replace(pack, rulebook=book))
            if told.guards.get(transition) != before:
                return True
    return False
