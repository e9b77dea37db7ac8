"""Nothing of the source texts is lost: the clause list against the packs.

``clause_list.csv`` holds every clause id with kind, force and priority, so that
the test needs nothing beside the repository; where the shared material lies
beside it, the two lists are compared as well.
"""

import csv
from pathlib import Path

import pytest
from tests.packs.shelf import JUDGED, shipped

CLAUSES = {"HZ2021": 103, "HZP2022": 55, "NT2017": 57, "RPT": 87, "ZJ2023": 102}
ALL = 404
# What a clause may live in (packs/README.md, the rule for homes).
HOMES = {
    "criterion",
    "parameter",
    "transition",
    "checklist",
    "target",
    "incentive",
    "not_computable",
}
HOUSED = {"criterion", "status-transition", "penalty", "prohibition"}


def read(path: Path) -> dict[str, dict[str, str]]:
    with path.open(encoding="utf-8", newline="") as file:
        rows = list(csv.DictReader(file))
    assert len({row["id"] for row in rows}) == len(rows)
    return {row["id"]: row for row in rows}


ROWS = read(Path(__file__).parent / "clause_list.csv")


def policy(clause: str) -> str:
    return clause.partition("-")[0]


def homes(clause: str) -> set[str]:
    return {home.kind for home in shipped()[policy(clause)].homes()[clause]}


def test_the_list_holds_all_404_clauses():
    counted = {name: sum(policy(c) == name for c in ROWS) for name in JUDGED}

    assert counted == CLAUSES
    assert len(ROWS) == sum(CLAUSES.values()) == ALL


def test_the_packs_hold_the_clauses_of_the_list_and_no_other():
    held = [name for pack in JUDGED for name in shipped()[pack].clauses]

    assert sorted(held) == sorted(ROWS)
    assert len(held) == ALL


@pytest.mark.parametrize("column", ["kind", "force", "priority"])
def test_clauses_keep_what_the_list_says(column: str):
    said = {
        name: str(getattr(shipped()[policy(name)].clauses[name], column))
        for name in ROWS
    }
    assert said == {name: row[column] for name, row in ROWS.items()}


def test_404_of_404_clauses_have_a_home():
    housed = [name for name in ROWS if homes(name)]

    assert len(housed) == ALL
    assert set().union(*(homes(name) for name in ROWS)) == HOMES


def test_a_clause_without_a_verdict_says_why_in_both_languages():
    explained = [
        shipped()[policy(name)].not_computable[name]
        for name in ROWS
        if "not_computable" in homes(name)
    ]
    assert explained
    assert [m for m in explained if not (m.reason.zh and m.reason.en)] == []


def test_what_judges_or_sanctions_is_never_explained_away():
    asked = [name for name in ROWS if ROWS[name]["kind"] in HOUSED]

    assert {ROWS[name]["kind"] for name in asked} == HOUSED
    assert [name for name in asked if "not_computable" in homes(name)] == []


def test_criteria_and_prohibitions_have_more_than_a_checklist():
    """A criterion is judged: by a criterion, or by a parameter of one."""
    asked = [n for n in ROWS if ROWS[n]["kind"] in {"criterion", "prohibition"}]

    assert asked
    assert [n for n in asked if not homes(n) & {"criterion", "parameter"}] == []


def test_transitions_move_somebody():
    asked = [n for n in ROWS if ROWS[n]["kind"] == "status-transition"]

    assert asked
    assert [n for n in asked if not homes(n) & {"transition", "criterion"}] == []


@pytest.mark.shared
def test_the_list_is_that_of_the_shared_material(shared: Path):
    theirs = read(shared / "domain" / "clauses.csv")

    assert {
        name: {key: row[key] for key in ("id", "kind", "force", "priority")}
        for name, row in theirs.items()
    } == ROWS
