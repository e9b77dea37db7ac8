"""Nothing of the source texts is lost: the clause list against the packs."""

import csv
from pathlib import Path

import pytest
from tests.packs.shelf import JUDGED, shipped

HOUSED = {"criterion", "status-transition", "penalty", "prohibition"}

pytestmark = pytest.mark.shared


def rows(shared: Path) -> list[dict[str, str]]:
    path = shared / "domain" / "clauses.csv"
    with path.open(encoding="utf-8", newline="") as file:
        return [r for r in csv.DictReader(file) if r["id"].split("-")[0] in JUDGED]


def test_every_row_is_a_clause_of_its_pack(shared: Path):
    missing = [
        row["id"]
        for row in rows(shared)
        if row["id"] not in shipped()[row["id"].split("-")[0]].clauses
    ]
    assert missing == []


def test_no_pack_invents_a_clause(shared: Path):
    known = {row["id"] for row in rows(shared)}
    invented = [
        name for pack in JUDGED for name in shipped()[pack].clauses if name not in known
    ]
    assert invented == []


@pytest.mark.parametrize("column", ["kind", "force", "priority"])
def test_clauses_keep_what_the_list_says(shared: Path, column: str):
    changed = [
        (row["id"], row[column], str(getattr(clause, column)))
        for row in rows(shared)
        if str(
            getattr(
                clause := shipped()[row["id"].split("-")[0]].clauses[row["id"]], column
            )
        )
        != row[column]
    ]
    assert changed == []


def test_every_row_has_a_home(shared: Path):
    homes = {
        name: found
        for pack in JUDGED
        for name, found in shipped()[pack].homes().items()
    }
    assert [row["id"] for row in rows(shared) if not homes.get(row["id"])] == []


def test_what_judges_or_sanctions_is_never_only_explained_away(shared: Path):
    homes = {
        name: {home.kind for home in found}
        for pack in JUDGED
        for name, found in shipped()[pack].homes().items()
    }
    left = [
        row["id"]
        for row in rows(shared)
        if row["kind"] in HOUSED and homes[row["id"]] <= {"not_computable"}
    ]
    assert left == []


def test_criteria_and_prohibitions_have_more_than_a_checklist(shared: Path):
    """A criterion is judged: by a criterion, or by a parameter of one."""
    homes = {
        name: {home.kind for home in found}
        for pack in JUDGED
        for name, found in shipped()[pack].homes().items()
    }
    left = [
        row["id"]
        for row in rows(shared)
        if row["kind"] in {"criterion", "prohibition"}
        and not homes[row["id"]] & {"criterion", "parameter"}
    ]
    assert left == []
