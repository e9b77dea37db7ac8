"""Many approvers post to one return at the same moment: one wins, the others are told.

Every second one verifies, the others send a cell back, all from the same version.
"""

import http.client
import threading
from collections import Counter
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, field

from tests.faults.clients import Client, standing
from tests.faults.ledger import Ledger, compare
from tests.faults.site import Site

TOLD = {http.client.CONFLICT, http.client.PRECONDITION_FAILED}
WON = http.client.FOUND
BACK = {"b-staff": "on", "r-staff": "核对", "reason": "error"}


@dataclass
class Contest:
    """What came of it: rounds, answers by status, and what is wrong."""

    rounds: int = 0
    answers: Counter[int] = field(default_factory=Counter)
    wrong: list[str] = field(default_factory=list)


def contest(site: Site, clients: int, rounds: int) -> Contest:
    """Seed the site, serve it, and let the clients meet *rounds* times."""
    found, ledger = Contest(), Ledger()
    site.seed(rounds, "submitted")
    site.serve()
    try:
        rivals = [Client(site.port) for _ in range(clients)]
        for number, rival in enumerate(rivals):
            rival.sign_in(f"rival-{number}")
        with ThreadPoolExecutor(clients) as pool:
            for of in range(1, rounds + 1):
                _meet(site, of, rivals, pool, found, ledger)
    finally:
        site.kill()
    found.wrong += compare(site.database, ledger).wrong
    return found


def _meet(
    site: Site,
    of: int,
    rivals: list[Client],
    pool: ThreadPoolExecutor,
    found: Contest,
    ledger: Ledger,
) -> None:
    before = standing(site.database, of)
    together = threading.Barrier(len(rivals))

    def post(number: int) -> tuple[int, str]:
        verb, form = ("verify", {}) if number % 2 else ("send-back", BACK)
        together.wait()
        path = f"/review/returns/{of}/{verb}/"
        told = {**form, "version": str(before.version)}
        status, _ = rivals[number].ask("POST", path, told)
        return status, verb.replace("-", "_")

    answers = list(pool.map(post, range(len(rivals))))
    found.rounds += 1
    found.answers.update(status for status, _ in answers)
    winners = [verb for status, verb in answers if status == WON]
    for verb in winners:
        ledger.approved(of, before.version, verb)
    others = {status for status, _ in answers if status != WON}
    if len(winners) != 1 or not others <= TOLD:
        found.wrong.append(f"round {of}: {sorted(status for status, _ in answers)}")
    after = standing(site.database, of)
    if after.version != before.version + 1 or [after.last] != winners:
        found.wrong.append(f"round {of}: {after} after {winners}")
