"""``make faults`` in small; and that its comparison would find what it looks for."""

import shutil
import sqlite3
from contextlib import closing
from pathlib import Path

import pytest
from tests.faults.kills import kill_and_compare
from tests.faults.ledger import Ledger, compare
from tests.faults.rivals import contest
from tests.faults.site import Site
from tests.functional.serving import free_port

CLIENTS, ROUNDS = 4, 2
KILLS, LONG = 1, (6.0, 6.5)  # so that every kind of deed was done


@pytest.fixture(scope="module")
def killed(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The database of a site that was killed, and came out whole."""
    site = Site(tmp_path_factory.mktemp("faults"), free_port())
    report = kill_and_compare(site, KILLS, pauses=LONG)
    assert report.wrong == []
    assert report.kills == KILLS
    assert report.deeds >= report.acknowledged
    return site.database


def test_a_site_killed_at_random_moments_loses_nothing(killed: Path):
    assert compare(killed, Ledger()).wrong == []


def test_what_was_acknowledged_and_is_not_there_is_called_lost(killed: Path):
    ledger = Ledger()
    ledger.approved(1, 9999, "verify")
    ledger.note('{"done": "lifecycle.record_decision", "id": 9999}')
    ledger.note('{"fault": "x"}')
    assert [w.partition(":")[0] for w in compare(killed, ledger).wrong] == ["LOST"] * 2
    assert (ledger.acknowledged, len(ledger.faults)) == (2, 1)


def test_of_approvers_at_once_one_wins_and_nobody_meets_an_error(tmp_path: Path):
    met = contest(Site(tmp_path, free_port()), CLIENTS, ROUNDS)
    assert met.wrong == []
    assert met.answers == {302: ROUNDS, 409: ROUNDS * (CLIENTS - 1)}


@pytest.mark.parametrize(
    ("spoilt", "word"),
    [
        ("UPDATE records_return SET version = version + 1", "version"),
        ("UPDATE records_return SET state = 'x'", "does not follow"),
        ("DELETE FROM records_act", "not those that the audit tells"),
        ("DELETE FROM records_entry", "not those that the audit tells"),
        (
            (
                "UPDATE records_revision AS mine"
                " SET sealed_at = CASE WHEN sealed_at IS NULL THEN made_at END"
                " WHERE number = (SELECT max(number) FROM records_revision"
                " WHERE of_id = mine.of_id)"
            ),
            "seals",
        ),
        ("DELETE FROM records_revision WHERE number = 1", "not those that"),
        ("DELETE FROM records_returnedcell", "reasons"),
        ("DELETE FROM records_observation", "figures"),
        ("DELETE FROM records_move", "moved nothing"),
        (
            (
                "UPDATE records_decision SET published_at = NULL"
                " WHERE published_at IS NOT NULL"
            ),
            "published",
        ),
        (
            (
                "UPDATE records_decision SET withdrawn_by_id = NULL"
                " WHERE withdrawn_by_id IS NOT NULL"
            ),
            "half done",
        ),
        ("DELETE FROM records_decision", "decisions are not"),
        (
            "UPDATE records_run SET done_at = NULL WHERE done_at IS NOT NULL",
            "half finished",
        ),
        ("DELETE FROM records_result", "results"),
        ("DELETE FROM records_run", "runs are not"),
        ("DELETE FROM records_upload", "uploads are not"),
        ("DELETE FROM records_cell WHERE id % 7 = 0", "its cells are not those"),
        ("UPDATE records_cell SET typed = '7' || typed", "its cells are not those"),
        (
            "UPDATE records_upload SET changed = changed - 1 WHERE kind = 'return'",
            "filled workbooks",
        ),
        ("DELETE FROM records_upload WHERE kind = 'return'", "filled workbooks"),
        ("UPDATE records_upload SET verdict = 'refused'", "is refused"),
        ("DELETE FROM records_firmyear WHERE id % 7 = 0", "rows of"),
        ("DELETE FROM records_tenancy WHERE id % 7 = 0", "half done"),
        ("DELETE FROM records_user", "leads nowhere"),
    ],
)
def test_what_is_half_done_is_found(
    killed: Path, tmp_path: Path, spoilt: str, word: str
):
    path = tmp_path / "spoilt.sqlite3"
    shutil.copy(killed, path)
    with closing(sqlite3.connect(path)) as db:
        rows = db.execute("SELECT name FROM sqlite_master WHERE type = 'trigger'")
        for (name,) in rows.fetchall():
            db.execute(f"DROP TRIGGER {name}")
        changed = db.execute(spoilt).rowcount
        db.commit()
    if not changed:
        pytest.skip(f"the killing came before there was any of it: {spoilt}")
    assert any(word in wrong for wrong in compare(path, Ledger()).wrong)
