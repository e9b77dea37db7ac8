"""Every worked case of this release comes out as it says."""

import json
from pathlib import Path

import pytest
import yaml
from tests.packs.shelf import ISSUES, PACKS, raw_cases, shipped, worked_cases

from zhence.cases import run_case
from zhence.cases.run import Case

CARRIED = ("given", "expect", "on", "params", "clauses", "kind", "policy", "issue")


@pytest.mark.parametrize("case", worked_cases(), ids=lambda c: c.file.id)
def test_case_comes_out_as_expected(case: Case):
    told = run_case(case, shipped())
    wrong = {path: told.actual.get(path.split(".")[0]) for path in told.wrong}
    assert told.ok, (
        f"{case.where} {case.file.title}: {told.error or ''}"
        f"{json.dumps(wrong, ensure_ascii=False)}; expected {case.file.expect}"
    )


def test_every_case_says_why():
    assert not [c.file.id for c in worked_cases() if not c.file.because.strip()]


def test_every_case_cites_clauses_that_exist():
    known = {name for pack in shipped().values() for name in pack.clauses}
    unknown = {
        (c.file.id, clause)
        for c in worked_cases()
        for clause in c.file.clauses
        if clause not in known
    }
    assert not unknown


def test_a_case_stands_in_the_folder_of_its_policy():
    folders = {
        id_: path.parent.parent.name
        for path in PACKS.rglob("cases/*.yaml")
        for id_ in raw_ids(path)
    }
    astray = [c.file.id for c in worked_cases() if folders[c.file.id] != c.file.policy]
    assert not astray


def raw_ids(path: Path) -> list[str]:
    return [c["id"] for c in yaml.safe_load(path.read_text(encoding="utf-8"))]


@pytest.mark.shared
def test_shared_cases_are_carried_over_unchanged(shared: Path):
    ours = raw_cases(PACKS)
    theirs = raw_cases(shared)
    changed = {
        id_: [key for key in CARRIED if case.get(key) != ours.get(id_, {}).get(key)]
        for id_, case in theirs.items()
        if case["issue"] in ISSUES
    }
    assert changed, "no shared cases were read"
    assert not {id_: keys for id_, keys in changed.items() if keys}
