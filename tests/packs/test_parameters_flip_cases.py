"""Every number of the law is felt by a case: change it, and a verdict changes.

For each criterion and each parameter that its verdict can rest on, the value
is doubled, halved, moved by one, moved by a grade, or a member of its list is
dropped; one of the cases that expect a verdict on the criterion must notice.
The number of each target is changed in the same way.
"""

from collections.abc import Iterator
from dataclasses import replace
from datetime import date
from fractions import Fraction
from functools import cache

import pytest
from tests.packs.shelf import JUDGED, shipped, worked_cases

from zhence.cases.answer import answer_judge
from zhence.cases.run import Case, _with_parameters, run_case
from zhence.packs import Pack
from zhence.packs.names import measure_parameters, term_names
from zhence.rules.dated import Parameter, ParameterValue
from zhence.rules.measures import Measure, Scaled
from zhence.rules.rulebook import Criterion, Rulebook


def parameters_of(book: Rulebook, criterion: Criterion) -> set[str]:
    """The parameters that the criterion's verdict can rest on."""
    found = {a.parameter for a in criterion.applies if a.parameter}
    waiting = list(term_names(criterion.judge))
    while waiting:
        kind, name = waiting.pop()
        if kind == "parameter":
            found.add(name)
        elif kind == "threshold":
            found |= set(book.thresholds[name].parameters.values())
        elif kind == "measure":
            reached = in_its_years(book.measures[name], criterion)
            waiting.extend(measure_parameters(reached))
    return found


def in_its_years(measure: Measure, criterion: Criterion) -> Measure:
    """Leave out the sources of years in which the criterion does not apply."""
    years = {a.year_of_stay for a in criterion.applies if a.year_of_stay}
    return replace(
        measure,
        sources=tuple(
            s
            for s in measure.sources
            if not isinstance(s, Scaled)
            or s.in_year is None
            or not years
            or s.in_year in years
        ),
    )


def changes(parameter: Parameter) -> Iterator[Parameter]:
    """The parameter with each of its values changed a little or a lot."""
    others = {len(list(_values(parameter, v.value))) for v in parameter.values}
    for nth in range(max(others, default=0)):
        yield replace(
            parameter,
            values=tuple(
                replace(v, value=told[nth % len(told)] if told else v.value)
                for v in parameter.values
                for told in [list(_values(parameter, v.value))]
            ),
        )


def _values(parameter: Parameter, held: ParameterValue) -> Iterator[ParameterValue]:
    match held:
        case bool():
            yield not held
        case Fraction():
            yield from (held * 2, held / 2, held + 1)
            if held >= 1:
                yield held - 1
        case tuple():
            for dropped in held:
                yield tuple(word for word in held if word != dropped)
        case str() if parameter.levels:
            at = parameter.levels.index(held)
            yield from parameter.levels[at + 1 : at + 2]
            yield from parameter.levels[max(at - 1, 0) : at]
        case str():
            yield from (c for c in parameter.choices if c != held)
        case None:
            return  # the text gives no number, so there is none to change


@cache
def asking() -> dict[tuple[str, str], tuple[Case, ...]]:
    """The cases that expect a verdict on a criterion, by policy and criterion."""
    found: dict[tuple[str, str], list[Case]] = {}
    for case in worked_cases():
        expected = case.file.expect.get("criteria")
        if case.file.kind == "judge" and isinstance(expected, dict):
            for name in expected:
                found.setdefault((case.file.policy, name), []).append(case)
    return {key: tuple(cases) for key, cases in found.items()}


def verdict(pack: Pack, case: Case, criterion: str) -> object:
    on = None if case.file.on is None else date.fromisoformat(case.file.on)
    told = answer_judge(pack, case.file.given, on)["criteria"]
    assert isinstance(told, dict)
    return told[criterion]


def felt(pack: Pack, criterion: str, parameter: str) -> bool:
    for case in asking().get((pack.id, criterion), ()):
        as_asked = _with_parameters(pack, case.file.params)
        before = verdict(as_asked, case, criterion)
        for changed in changes(as_asked.rulebook.parameters[parameter]):
            book = replace(
                as_asked.rulebook,
                parameters={**as_asked.rulebook.parameters, parameter: changed},
            )
            if verdict(replace(as_asked, rulebook=book), case, criterion) != before:
                return True
    return False


CRITERIA = [
    (policy, criterion)
    for policy in JUDGED
    for criterion in shipped()[policy].rulebook.criteria
]


@pytest.mark.parametrize(("policy", "criterion"), CRITERIA)
def test_every_parameter_of_a_criterion_is_felt_by_a_case(policy: str, criterion: str):
    pack = shipped()[policy]
    rests_on = parameters_of(pack.rulebook, pack.rulebook.criteria[criterion])
    unfelt = sorted(p for p in rests_on if not felt(pack, criterion, p))

    assert unfelt == [], f"no case of {criterion} notices a change of {unfelt}"


@pytest.mark.parametrize(("policy", "criterion"), CRITERIA)
def test_cases_expect_both_outcomes_of_a_criterion(policy: str, criterion: str):
    expected = {
        case.file.expect["criteria"][criterion]  # type: ignore[index]
        for case in asking().get((policy, criterion), ())
    }
    assert "FAIL" in expected
    assert expected & {"PASS", "PASS_EXEMPT", "APPROX"}


# ---------------------------------------------------------------------- the targets

TARGETS = [
    (policy, target) for policy in JUDGED for target in shipped()[policy].targets
]


def cases_of_target(pack: Pack, target: str) -> list[Case]:
    """The cases that ask about a clause of the target."""
    clauses = set(pack.targets[target].clauses)
    return [
        case
        for case in worked_cases()
        if case.file.kind == "target"
        and case.file.policy == pack.id
        and clauses & set(case.file.clauses)
    ]


def noticed(pack: Pack, target: str) -> list[str]:
    """The cases that fail when the number of the target is another one."""
    name = pack.targets[target].parameter or f"{target}.threshold"
    found = []
    for changed in changes(pack.rulebook.parameters[name]):
        held = {**pack.rulebook.parameters, name: changed}
        other = replace(pack, rulebook=replace(pack.rulebook, parameters=held))
        found += [
            case.file.id
            for case in cases_of_target(pack, target)
            if not run_case(case, {pack.id: other}).ok
        ]
    return found


@pytest.mark.parametrize(("policy", "target"), TARGETS)
def test_the_number_of_every_target_is_felt_by_a_case(policy: str, target: str):
    pack = shipped()[policy]
    asked = cases_of_target(pack, target)

    assert [c.file.id for c in asked if not run_case(c, {policy: pack}).ok] == []
    assert noticed(pack, target), f"no case notices a change of {target}"


def test_only_what_the_text_gives_no_number_for_rests_on_none():
    """A finding, an event or a mandate on record: there is nothing to change."""
    without = {
        criterion
        for policy, criterion in CRITERIA
        for book in [shipped()[policy].rulebook]
        if not parameters_of(book, book.criteria[criterion])
    }
    assert without == {"NT2017-5.3c", "NT2017-3.3c", "HZP2022-3.6b"}


def test_nothing_is_left_out():
    assert {policy for policy, _ in CRITERIA} == set(JUDGED)
    assert {policy for policy, _ in TARGETS} == set(JUDGED)
    assert len(CRITERIA) >= 71
    assert len(TARGETS) >= 48
