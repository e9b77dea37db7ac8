"""Kill everything at random moments, start again, and compare with the ledger."""

import io
import random
import time
from collections import Counter
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, field
from itertools import count

from tests.faults.clients import Bookkeeper, Client, Office, Registrar
from tests.faults.ledger import Ledger, compare
from tests.faults.site import Site, Start
from tools.verify_audit import Chain, check

RETURNS = 4
PEOPLE = ("filler", "verifier", "city", "province", "auditor")
PAUSES = (0.05, 1.5)
"""The shortest and the longest time, in seconds, that deeds are done before a kill."""


@dataclass
class Report:
    """What came of it; *told* and *kept* count deeds by kind."""

    kills: int = 0
    acknowledged: int = 0
    deeds: int = 0
    told: Counter[str] = field(default_factory=Counter)
    kept: Counter[str] = field(default_factory=Counter)
    starts: list[Start] = field(default_factory=list)
    wrong: list[str] = field(default_factory=list)


def kill_and_compare(
    site: Site,
    kills: int,
    *,
    pauses: tuple[float, float] = PAUSES,
    seed: int = 1,
    tell: Callable[[str], None] = lambda _: None,
) -> Report:
    """Seed the site, then kill it *kills* times; the last comparison follows a start.

    What is wrong is in the report; after each start the chain is taken out over HTTP
    by a signed-in auditor, verified against all receipts, and its head noted.
    """
    dice = random.Random(seed)  # noqa: S311  # the same moments each run
    ledger, report = Ledger(), Report()
    turns: Iterator[int] = count()
    papers: dict[int, bytes] = {}
    people = {name: Client(site.port) for name in PEOPLE}
    site.seed(RETURNS)
    try:
        for number in range(kills + 1):
            report.starts.append(site.serve())
            found = compare(site.database, ledger)
            report.deeds, report.kept = found.deeds, found.kinds
            report.wrong += [f"after kill {number}: {each}" for each in found.wrong]
            if number == 0:
                for name, client in people.items():
                    client.sign_in(name)
            _verify(people["auditor"], ledger, report)
            if number < kills:
                offices: list[Office | Registrar] = [
                    *_offices(site, people, ledger, papers),
                    Registrar(people["filler"], turns, ledger.taken_in),
                ]
                _work_until_killed(site, offices, ledger, dice.uniform(*pauses))
                report.kills += 1
                report.acknowledged, report.told = ledger.acknowledged, ledger.kinds
            tell(f"{number}: {report.acknowledged} acknowledged, {report.deeds} kept")
    finally:
        site.kill()
    report.wrong += ledger.faults
    # What was done and not acknowledged was on its way when the killing came.
    if report.deeds < report.acknowledged:
        report.wrong.append(f"{report.deeds} kept of {report.acknowledged}")
    return report


def _offices(
    site: Site, people: dict[str, Client], ledger: Ledger, papers: dict[int, bytes]
) -> Iterator[Office]:
    """Yield who keeps each return going; the last one is filled in a workbook."""
    for of in range(1, RETURNS):
        yield Office(of, site.database, people, ledger.approved)
    yield Bookkeeper(
        RETURNS,
        site.database,
        people,
        ledger.approved,
        papers=papers,
        taken_in=ledger.taken_in,
    )


def _work_until_killed(
    site: Site, offices: Sequence[Office | Registrar], ledger: Ledger, pause: float
) -> None:
    decider = site.ready()
    assert decider.stdin is not None
    assert decider.stdout is not None
    decider.stdin.write("go\n")
    decider.stdin.flush()
    for office in offices:
        office.start()
    time.sleep(pause)
    site.kill()
    for office in offices:
        office.join()
    ledger.faults += [office.fault for office in offices if office.fault]
    for line in decider.stdout.read().splitlines(keepends=True):
        if line.endswith("\n"):  # the last one may be cut
            ledger.note(line)
    decider.stdin.close()
    decider.stdout.close()


def _verify(auditor: Client, ledger: Ledger, report: Report) -> None:
    status, body = auditor.ask("POST", "/staff/audit/export/")
    if status != 200:
        report.wrong.append(f"the export answered {status}")
        return
    chain = Chain()
    faults = check(io.BytesIO(body), ledger.receipts, chain)
    report.wrong += [f"the verifier says: {fault}" for fault in faults]
    ledger.receipts.append((chain.seq, chain.digest))
