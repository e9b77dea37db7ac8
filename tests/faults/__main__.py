"""``python -m tests.faults``: what ``make faults`` runs."""

import argparse
import os
import statistics
import sys
import tempfile
from http import HTTPStatus
from pathlib import Path

from tests.faults.deeds import RIVALS
from tests.faults.kills import Report, kill_and_compare
from tests.faults.rivals import Contest, contest
from tests.faults.site import Site
from tests.functional.serving import free_port


def main() -> int:
    """Run, print the counts, and return 1 where anything is wrong."""
    parser = argparse.ArgumentParser()
    parser.add_argument("--kills", type=int, default=100)
    parser.add_argument("--clients", type=int, default=20)
    parser.add_argument("--rounds", type=int, default=50)
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument(
        "--start", type=float, default=5.0, help="seconds that a restart may take"
    )
    asked = parser.parse_args()
    if asked.clients > RIVALS:
        parser.error(f"there are {RIVALS} approvers at most")
    with tempfile.TemporaryDirectory(prefix="zhence-faults-") as folder:
        site = Site(Path(folder) / "rivals", free_port())
        met = contest(site, asked.clients, asked.rounds)
        _tell_contest(met, asked.clients)
        site = Site(Path(folder) / "kills", free_port())
        report = kill_and_compare(site, asked.kills, seed=asked.seed, tell=_progress)
    _tell(report)
    slow = sum(start.processor > asked.start for start in report.starts[1:])
    if slow:
        print(f"faults: {slow} restarts took over {asked.start} s of the processors")
    return int(bool(met.wrong or report.wrong or slow))


def _progress(line: str) -> None:
    print(f"faults: kill {line}", file=sys.stderr, flush=True)


def _tell_contest(met: Contest, clients: int) -> None:
    answers = ", ".join(f"{n} × {s.value}" for s, n in _by_status(met))
    print(f"faults: {clients} clients met {met.rounds} times: {answers}")
    for each in met.wrong:
        print(f"faults: WRONG: {each}")


def _by_status(met: Contest) -> list[tuple[HTTPStatus, int]]:
    return [(HTTPStatus(s), n) for s, n in sorted(met.answers.items())]


def _tell(report: Report) -> None:
    print(f"faults: {report.kills} kills of every process of the site (SIGKILL)")
    print(
        f"faults: {report.acknowledged} deeds acknowledged, {report.deeds} on record,"
        f" {report.deeds - report.acknowledged} committed as the killing came"
    )
    for kind, kept in sorted(report.kept.items()):
        print(f"faults:   {kind}: {report.told[kind]} acknowledged, {kept} on record")
    starts = report.starts[1:] or report.starts
    for what, taken in (
        ("by the clock", [start.clock for start in starts]),
        ("of the processors", [start.processor for start in starts]),
    ):
        middle = statistics.median(taken)
        print(f"faults: restart {what}: {middle:.1f} s, {max(taken):.1f} s at most")
    print(f"faults: load of the machine now: {os.getloadavg()[0]:.1f}")
    for each in report.wrong:
        print(f"faults: WRONG: {each}")
    print(f"faults: {len(report.wrong)} lost, half done or broken")


if __name__ == "__main__":
    raise SystemExit(main())
