"""Every case that is judged comes out of the columns as out of the plain judge."""

from functools import cache

import pytest
from pydantic import TypeAdapter
from tests.packs.shelf import shipped, worked_cases
from tests.unit.zhence.engines.registers import register

from zhence.cases.forms import SubjectGiven
from zhence.cases.given import subject_facts
from zhence.cases.run import Case, _with_parameters
from zhence.engines.codes import ORDER
from zhence.engines.kernel import run
from zhence.engines.pivot import pivot
from zhence.engines.plan import Plan, plan_for
from zhence.engines.reports import pivot_register
from zhence.facts import Facts
from zhence.packs import Pack
from zhence.rules.judge import judge
from zhence.rules.question import Question
from zhence.rules.rulebook import Occasion

CASES = tuple(c for c in worked_cases() if c.file.kind == "judge" and c.file.on)


def asked(case: Case) -> tuple[Pack, Facts, Question]:
    pack = _with_parameters(shipped()[case.file.policy], case.file.params)
    given = TypeAdapter(SubjectGiven).validate_python(case.file.given)
    facts = subject_facts(given, pack.rulebook.catalogue, "")
    occasion = Occasion(given.occasion or pack.assess_occasion)
    on = TypeAdapter(Question).validate_python(
        {"occasion": occasion, "on": case.file.on, "year": given.year}
    )
    return pack, facts, on


@cache
def shipped_plan(policy: str, occasion: Occasion) -> Plan:
    return _plan(shipped()[policy], occasion)


def plan_of(case: Case, pack: Pack, occasion: Occasion) -> Plan:
    return (
        _plan(pack, occasion) if case.file.params else shipped_plan(pack.id, occasion)
    )


def _plan(pack: Pack, occasion: Occasion) -> Plan:
    states = () if pack.lifecycle is None else tuple(pack.lifecycle.states)
    return plan_for(pack.rulebook, occasion, states)


@pytest.mark.parametrize("case", CASES, ids=lambda c: c.file.id)
def test_the_kernel_says_of_a_case_what_the_plain_judge_says(case: Case):
    pack, facts, question = asked(case)
    plain = judge(pack.rulebook, facts, question)
    plan = plan_of(case, pack, question.occasion)
    (row,) = run(plan, pivot(plan, [(facts, question)])).to_pylist()
    told = {name: ORDER[row[name]] for name in plain.findings}
    assert told == {name: f.verdict for name, f in plain.findings.items()}
    assert ORDER[row["result"]] is plain.result
    assert ORDER[row["shown"]] is plain.shown_result


YEARLY = tuple(c for c in CASES if c.file.given.get("year") is not None)


@pytest.mark.parametrize("case", YEARLY, ids=lambda c: c.file.id)
def test_the_tables_of_a_case_are_pivoted_as_its_facts_are(case: Case):
    pack, facts, question = asked(case)
    assert question.year is not None
    plan = plan_of(case, pack, question.occasion)
    held: dict[object, Facts] = {facts.membership.subject: facts_beside_tables(facts)}
    more = facts.projects or facts.checklists or facts.exemptions
    found = pivot_register(
        plan,
        register([facts], held if more else None),
        {question.year: question.on},
        rests=bool(facts.projects),
    )
    exact = pivot(plan, [(facts, question)], rests=bool(facts.projects))
    for name in exact.schema.names:
        assert found.column(name).to_pylist() == exact.column(name).to_pylist(), name


def facts_beside_tables(facts: Facts) -> Facts:
    """What of the facts no table of a register holds."""
    return Facts(
        facts.membership,
        projects=facts.projects,
        checklists=facts.checklists,
        exemptions=facts.exemptions,
    )
