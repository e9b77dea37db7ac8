"""Writers at once: the chain has no gap and no fork, and nobody is turned away."""

import json
import subprocess
import sys
from pathlib import Path

import pytest
from django.db import connection
from tests.lib.laid import lay
from tests.lib.processes import ROOT, surroundings
from tests.lib.writers import ROUNDS, THREADS, Outcome, write_at_once


def embedded(mode: str, folder: Path) -> Outcome:
    """What came of it on the embedded database, as a file, in a process of its own."""
    if connection.vendor != "sqlite":
        pytest.skip("told by the run on the embedded database")
    lay(folder)
    run = subprocess.run(
        [sys.executable, "-m", "tests.lib.writers", mode],
        cwd=ROOT,
        env=surroundings(DATABASE_URL="", DATA_DIR=str(folder)),
        capture_output=True,
        text=True,
        check=True,
    )
    outcome: Outcome = json.loads(run.stdout)
    return outcome


@pytest.mark.django_db(transaction=True)
def test_threads_on_a_server_wait_for_the_head():
    if connection.vendor == "sqlite":
        pytest.skip("in memory here; the next test does it with a file")
    assert write_at_once() == Outcome(
        done=THREADS * ROUNDS, faults={}, together=False, numbers=True, sound=True
    )


def test_threads_on_a_file_wait_for_the_one_that_writes(tmp_path: Path):
    assert embedded("IMMEDIATE", tmp_path) == Outcome(
        done=THREADS * ROUNDS, faults={}, together=False, numbers=True, sound=True
    )


def test_it_is_the_immediate_transaction_that_makes_them_wait(tmp_path: Path):
    """SQLite has no lock on a row: without it two read the same end of the chain.

    Even then nothing forks; but the later one is turned away.
    """
    outcome = embedded("DEFERRED", tmp_path)
    assert outcome["together"]
    assert outcome["faults"]
    assert outcome["numbers"]
    assert outcome["sound"]
